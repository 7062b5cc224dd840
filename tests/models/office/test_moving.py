"""Orders about pupils: what each does to lists and groups, and how it is taken back."""

from datetime import date, timedelta

import pytest

from models.office.elsewhere import send_away, teach_at_home
from models.office.movement import Movement, movements_of
from models.office.moving import Right, Said, annul, correct, depart, enrol, transfer
from models.office.order import Order
from models.office.register import class_list, counts, moves
from models.people.person import Person
from models.people.student import Student
from models.refusal import Refused
from models.school.groups import HALF, ClassGroup, Membership, StudyGroup
from models.school.places import groups_of
from models.school.roster import class_of, roster
from tests.cast import MONDAY, START

DAY = timedelta(days=1)
OCTOBER, LATER = date(2026, 10, 12), date(2026, 12, 1)
NEVER = "внесено по ошибке"


@pytest.fixture
def school(in_school, cast):
    """The school from inside, with words for what a test moves."""
    with in_school() as session:
        yield School(session, cast)


class School:
    def __init__(self, session, cast):
        self.session, self.cast = session, cast
        self.said = Said(self.order("101"), None)

    def order(self, number: str) -> Order:
        order = Order(number=number, on_date=START, title="О движении")
        self.session.add(order)
        self.session.flush()
        return order

    def pupil(self, name: str) -> Student:
        return self.session.get(Student, self.cast.students[name])

    def group(self, name: str) -> ClassGroup:
        return self.session.get(ClassGroup, self.cast.classes[name])

    def halves(self) -> list[int]:
        """Two halves, of 5-А and of 5-Б; petya sits in the first."""
        made = []
        for name in ("5-А", "5-Б"):
            own = self.group(name)
            common = {"year_id": own.year_id, "kind": HALF, "grade": 5, "class_group_id": own.id}
            half = StudyGroup(name=f"{name}, 1 группа", **common)
            self.session.add(half)
            self.session.flush()
            made.append(half.id)
        seat = {"study_group_id": made[0], "student_id": self.cast.students["petya"]}
        self.session.add(Membership(**seat, from_date=START))
        self.session.flush()
        return made

    def classes_of(self, name: str, *days: date) -> list[str]:
        found = [class_of(self.cast.students[name], day) for day in days]
        return [group.name if group else "" for group in found]


def test_a_transfer_ends_one_list_and_begins_the_other_from_its_day(school):
    old, new = school.halves()
    petya = school.pupil("petya")
    transfer(petya, school.group("5-Б"), OCTOBER, school.said, [new])
    assert school.classes_of("petya", OCTOBER - DAY, OCTOBER) == ["5-А", "5-Б"]
    spans = groups_of(petya.id, START, MONDAY)
    assert spans[old] == [(START, OCTOBER - DAY)] and spans[new] == [(OCTOBER, None)]


def test_a_transfer_to_come_changes_nothing_before_its_day(school):
    transfer(school.pupil("petya"), school.group("5-Б"), LATER, school.said)
    assert school.classes_of("petya", MONDAY, LATER - DAY, LATER) == ["5-А", "5-А", "5-Б"]


def test_two_transfers_and_a_return_to_the_first_class(school):
    petya = school.pupil("petya")
    days = (OCTOBER, OCTOBER + 7 * DAY)
    for day, name in zip(days, ("5-Б", "5-А"), strict=True):
        transfer(petya, school.group(name), day, school.said)
    assert school.classes_of("petya", START, days[0], days[1]) == ["5-А", "5-Б", "5-А"]
    whole = school.session.query(StudyGroup).filter_by(name="5-А").one()
    (seat,) = [s for s in roster(whole.id, START, MONDAY) if s.student_id == petya.id]
    assert [seat.sits_on(day) for day in (START, days[0], days[1])] == [True, False, True]


def test_who_left_comes_back_into_the_same_class(school):
    petya = school.pupil("petya")
    depart(petya, OCTOBER, school.said)
    back = enrol(petya, school.group("5-А"), OCTOBER + 7 * DAY, school.said)
    assert back.kind == "return"
    days = (OCTOBER, OCTOBER + DAY, OCTOBER + 7 * DAY)
    assert school.classes_of("petya", *days) == ["5-А", "", "5-А"]


def test_a_newcomer_stands_at_the_end_of_the_numbers(school):
    person = Person(surname="Абрамов", given="Артём")
    school.session.add(person)
    school.session.flush()
    student = Student(person_id=person.id)
    school.session.add(student)
    school.session.flush()
    for name, number in (("petya", 1), ("olya", 2)):
        school.pupil(name)
        lines = class_list(school.cast.classes["5-А"], MONDAY)
        assert {line.number for line in lines} == {None}, (name, number)
    enrol(student, school.group("5-А"), MONDAY, school.said)
    names = {line.name: line.number for line in class_list(school.cast.classes["5-А"], MONDAY)}
    assert names["Абрамов Артём"] == 1


def test_annulling_puts_everything_back_and_deletes_nothing(school):
    old, _new = school.halves()
    petya = school.pupil("petya")
    moved = transfer(petya, school.group("5-Б"), OCTOBER, school.said, [_new])
    annul(moved, NEVER, None)
    school.session.flush()
    assert school.classes_of("petya", OCTOBER, MONDAY) == ["5-А", "5-А"]
    assert groups_of(petya.id, START, MONDAY)[old] == [(START, None)]
    assert _new not in groups_of(petya.id, START, MONDAY)
    assert movements_of(petya.id)[0].annulled_why == NEVER
    whole = school.session.query(StudyGroup).filter_by(name="5-Б").one()
    assert petya.id not in [seat.student_id for seat in roster(whole.id, START, MONDAY)]


def test_after_annulling_the_right_day_can_be_entered(school):
    petya = school.pupil("petya")
    annul(transfer(petya, school.group("5-Б"), OCTOBER, school.said), NEVER, None)
    transfer(petya, school.group("6-А"), OCTOBER, school.said)
    assert school.classes_of("petya", OCTOBER) == ["6-А"]


def test_an_earlier_order_is_not_annulled_under_a_later_one(school):
    petya = school.pupil("petya")
    first = transfer(petya, school.group("5-Б"), OCTOBER, school.said)
    transfer(petya, school.group("5-А"), OCTOBER + 7 * DAY, school.said)
    with pytest.raises(Refused, match="более поздняя"):
        annul(first, NEVER, None)
    with pytest.raises(Refused, match="более поздняя"):
        depart(petya, OCTOBER + DAY, school.said)


@pytest.mark.parametrize(
    ("what", "words"),
    [
        (lambda s, p: transfer(p, s.group("5-А"), OCTOBER, s.said), "переводить некуда"),
        (lambda s, p: transfer(p, s.group("5-Б"), START, s.said), "с этого же дня"),
        (lambda s, p: transfer(p, s.group("5-Б"), date(2027, 9, 1), s.said), "учебного года"),
        (lambda s, p: enrol(p, s.group("5-Б"), OCTOBER, s.said), "приказом о переводе"),
        (lambda s, p: depart(p, date(2026, 8, 1), s.said), "нет в списке"),
    ],
)
def test_what_cannot_be_is_refused_in_words(school, what, words):
    with pytest.raises(Refused, match=words):
        what(school, school.pupil("petya"))


def test_at_home_a_pupil_has_own_lessons_on_those_days_only(school):
    petya = school.pupil("petya")
    teach_at_home(petya, OCTOBER, OCTOBER + 6 * DAY, school.said)
    whole = school.session.query(StudyGroup).filter_by(name="5-А").one()
    (seat,) = [s for s in roster(whole.id, START, MONDAY) if s.student_id == petya.id]
    assert [seat.writes_on(d) for d in (OCTOBER - DAY, OCTOBER, MONDAY)] == [True, False, True]
    spans = groups_of(petya.id, START, MONDAY)
    assert spans[whole.id] == [(START, OCTOBER - DAY), (OCTOBER + 7 * DAY, None)]
    assert [line.where for line in class_list(school.cast.classes["5-А"], OCTOBER)] == [
        "",
        "на дому",
    ]


def test_who_is_in_hospital_stays_on_the_list_and_out_of_the_daily_journal(school):
    petya = school.pupil("petya")
    moved = send_away(petya, "hospital", OCTOBER, None, school.said)
    with pytest.raises(Refused, match="уже временно выбыл"):
        send_away(petya, "sanatorium", MONDAY, None, school.said)
    whole = school.session.query(StudyGroup).filter_by(name="5-А").one()
    (seat,) = [s for s in roster(whole.id, START, MONDAY) if s.student_id == petya.id]
    assert (seat.sits_on(MONDAY), seat.writes_on(MONDAY)) == (True, False)
    assert seat.away_on(MONDAY) == "в больнице"
    correct(moved, Right(OCTOBER, None, school.said, MONDAY - DAY))
    (seat,) = [s for s in roster(whole.id, START, MONDAY) if s.student_id == petya.id]
    assert (seat.writes_on(MONDAY - DAY), seat.writes_on(MONDAY)) == (False, True)
    with pytest.raises(Refused, match="раньше первого"):
        correct(moved, Right(OCTOBER, None, school.said, OCTOBER - DAY))
    annul(moved, NEVER, None)
    (seat,) = [s for s in roster(whole.id, START, MONDAY) if s.student_id == petya.id]
    assert seat.writes_on(OCTOBER)


def test_the_list_of_the_last_day_is_that_of_the_first_and_all_that_moved(school):
    transfer(school.pupil("petya"), school.group("5-Б"), OCTOBER, school.said)
    depart(school.pupil("olya"), OCTOBER, Said(school.order("102"), None, "г. Хабаровск"))
    enrol(school.pupil("olya"), school.group("6-А"), MONDAY, school.said)
    found = moves(START, MONDAY)
    assert [(m.kind, m.came_from, m.went_to) for m in found] == [
        ("transfer", "5-А", "5-Б"),
        ("departure", "5-А", ""),
        ("arrival", "", "6-А"),
    ]
    assert found[1].place == "г. Хабаровск" and found[1].order.startswith("приказ № 102")
    for group in counts(MONDAY):
        before = next(c.pupils for c in counts(START) if c.id == group.id)
        came = sum(m.went_to == group.name for m in found)
        went = sum(m.came_from == group.name for m in found)
        assert group.pupils == before + came - went, group.name
    assert len(found) == 3 and school.session.query(Movement).count() == 3
