"""A pupil is transferred in mid-term: every page on a day before, on and after it.

petya of 5-А goes to 5-Б from Monday 9 November. On the 2nd he has a 5 in mathematics in 5-А; on
the 9th and the 16th lessons of 5-Б. Pages are walked on 6, 9 and 16 November.
"""

import re
from datetime import date

import pytest

from models.journal.days import open_day
from models.journal.facts import journal_facts
from models.journal.grid import read_grid
from models.journal.lesson import Lesson, LessonColumn
from models.office.order import Appointment, AppointmentClass, ModeDecision
from models.school.calendar import term_on, the_year
from models.school.school import the_school
from tests.cast import START

BEFORE, MOVED, AFTER = date(2026, 11, 6), date(2026, 11, 9), date(2026, 11, 16)
MARKED = date(2026, 11, 2)
DAYS = (BEFORE, MOVED, AFTER)
OLD, NEW = "5-А", "5-Б"
NAME = "Петров Пётр"


@pytest.fixture
def moved(as_, cast, in_school, officials, on_day):
    """The order is entered on the 3rd, to come; lessons and one mark are there."""
    with in_school() as session:
        year = the_year(MARKED)
        for day in (MARKED, MOVED):
            open_day(year, day)
        session.add(
            ModeDecision(class_group_id=cast.classes[NEW], mode="electronic", from_date=START)
        )
        vera = Appointment(person_id=cast.people["vera"], duty="class_teacher", from_date=START)
        session.add(vera)
        session.flush()
        session.add(AppointmentClass(appointment_id=vera.id, class_group_id=cast.classes[NEW]))
        session.commit()
    on_day(MARKED)
    put(as_, cast, OLD, MARKED, "5", in_school)
    on_day(date(2026, 11, 3))
    said = {"kind": "transfer", "number": "77", "on_date": "2026-11-03", "day": MOVED.isoformat()}
    path = f"/secretary/school/pupils/{cast.students['petya']}/movements/"
    answer = as_("sonya").post(path, said | {"class": cast.classes[NEW]})
    assert answer.status_code == 302
    return on_day


def column_on(in_school, journal_id: int, day: date) -> tuple[int, int]:
    """(column, lesson) of a journal's lesson on a day."""
    with in_school() as session:
        lesson = session.query(Lesson).filter_by(journal_id=journal_id, on_date=day).one()
        return session.query(LessonColumn).filter_by(lesson_id=lesson.id).one().id, lesson.id


def put(as_, cast, group: str, day: date, text: str, in_school, version: int = 0):
    journal = cast.journals[group, "Математика"]
    column, _ = column_on(in_school, journal, day)
    data = {"student": cast.students["petya"], "column": column, "value": text}
    return as_("anna").post(f"/teacher/journals/{journal}/cells", data | {"version": version})


def row_of(page: str, name: str = NAME) -> str:
    """The row of a pupil in a table, or nothing."""
    found = [row for row in re.findall(r"<tr.*?</tr>", page, re.S) if name in row]
    return found[0] if found else ""


def test_the_grid_shows_the_pupil_in_the_old_class_until_the_day_and_in_the_new_from_it(
    as_, cast, moved, in_school
):
    seen = {}
    for day in DAYS:
        moved(day)
        anna = as_("anna")
        for group in (OLD, NEW):
            page = anna.get(f"/teacher/journals/{cast.journals[group, 'Математика']}/").text
            seen[group, day] = row_of(page)
    assert "выбыл" not in seen[OLD, BEFORE] and seen[NEW, BEFORE] == ""
    for day in (MOVED, AFTER):
        assert "выбыл 08.11" in seen[OLD, day] and ">5</td>" in seen[OLD, day]
        assert "выбыл" not in seen[NEW, day]
        assert "из 5-А: 02.11 5" in seen[NEW, day]


def test_who_writes_where_follows_the_day_of_the_lesson(as_, cast, moved, in_school):
    moved(AFTER)
    assert put(as_, cast, OLD, MOVED, "4", in_school).status_code == 422
    assert put(as_, cast, NEW, MARKED, "4", in_school).status_code == 422
    assert put(as_, cast, NEW, MOVED, "4", in_school).status_code == 200
    assert put(as_, cast, OLD, MARKED, "4", in_school, version=1).status_code == 200


@pytest.mark.parametrize(("counts", "average"), [(True, "4,50"), (False, "4,00")])
def test_the_average_counts_former_marks_as_the_school_decides_and_says_so(
    as_, cast, moved, in_school, counts, average
):
    with in_school() as session:
        the_school().set_rule("former_marks", counts)
        session.commit()
    moved(AFTER)
    assert put(as_, cast, NEW, MOVED, "4", in_school).status_code == 200
    anna, journal = as_("anna"), cast.journals[NEW, "Математика"]
    page = anna.get(f"/teacher/journals/{journal}/").text
    assert f">{average}</td>" in row_of(page)
    assert f"здесь {'входят' if counts else 'не входят'} (настройка школы)" in page
    with in_school():
        facts, school = journal_facts(journal), the_school()
        term = term_on(facts.year_id, 5, MOVED)
        old = read_grid(journal_facts(cast.journals[OLD, "Математика"]), term, school)
        (left,) = [row for row in old.rows if row.seat.student_id == cast.students["petya"]]
        assert (left.line.shown, left.line.few, left.line.proposal) == ("5,00", "", "")
        period = f"t{term.id}"
    why = anna.get(
        f"/teacher/journals/{journal}/periods/{period}/students/{cast.students['petya']}"
    ).text
    assert "из 5-А, Ответ на уроке" in why and average in why
    assert ("не входит в средний балл" in why) is not counts
    family = as_("maria").get(f"/parent/children/{cast.students['petya']}/marks/").text
    assert average in row_of(family, "Математика") and "(из 5-А" in family


def test_the_old_page_follows_what_is_corrected_in_the_former_class(as_, cast, moved, in_school):
    moved(AFTER)
    path = f"/teacher/journals/{cast.journals[NEW, 'Математика']}/"
    assert "02.11 5" in as_("anna").get(path).text
    assert put(as_, cast, OLD, MARKED, "3", in_school, version=1).status_code == 200
    assert "02.11 3" in as_("anna").get(path).text


def test_the_list_of_a_lesson_is_that_of_its_day(as_, cast, moved, in_school):
    moved(AFTER)
    there = {}
    for group in (OLD, NEW):
        for day in (MARKED, MOVED, AFTER):
            _, lesson = column_on(in_school, cast.journals[group, "Математика"], day)
            there[group, day] = NAME in as_("anna").get(f"/teacher/lessons/{lesson}/").text
    assert there == {
        (OLD, MARKED): True,
        (OLD, MOVED): False,
        (OLD, AFTER): False,
        (NEW, MARKED): False,
        (NEW, MOVED): True,
        (NEW, AFTER): True,
    }


def test_marks_of_the_term_are_given_where_the_pupil_is(as_, cast, moved, in_school):
    with in_school():
        facts = journal_facts(cast.journals[OLD, "Математика"])
        period = f"t{term_on(facts.year_id, 5, MOVED).id}"
    petya = cast.students["petya"]
    for day, group, status in (
        (BEFORE, OLD, 200),
        (BEFORE, NEW, 422),
        (MOVED, OLD, 422),
        (AFTER, NEW, 200),
    ):
        moved(day)
        journal = cast.journals[group, "Математика"]
        version = 1 if (day, group) == (MOVED, OLD) else 0
        data = {"period": period, "student": petya, "value": "4", "version": version}
        answer = as_("anna").post(f"/teacher/journals/{journal}/term-marks", data)
        assert answer.status_code == status, (day, group)
    page = as_("anna").get(
        f"/teacher/journals/{cast.journals[OLD, 'Математика']}/periods/{period}/"
    )
    assert "выбыл 08.11" in row_of(page.text)


def test_the_diary_has_the_lessons_of_the_class_of_each_day(as_, cast, moved):
    path = f"/parent/children/{cast.students['petya']}/diary/"
    for day in DAYS:
        moved(day)
        maria = as_("maria")
        first = maria.get(f"{path}?week=2026-W45").text  # 2 November: 5-А, with English
        second = maria.get(f"{path}?week=2026-W46").text  # 9 November: 5-Б, without
        assert "Английский язык" in first and ">5</b>" in first
        assert "Математика" in second and "Английский язык" not in second
    assert "5-Б" in as_("maria").get(path).text


def test_lists_codes_and_papers_of_a_class_are_those_of_the_day(as_, cast, moved):
    for day in DAYS:
        moved(day)
        admin = as_("admin")
        for group in (OLD, NEW):
            here = (group == OLD) == (day == BEFORE)
            number = cast.classes[group]
            for path in (f"papers/classes/{number}/", f"access/classes/{number}/"):
                page = admin.get(f"/administrator/{path}").text
                assert (NAME in page) is here, (day, group, path)
            page = admin.get(f"/administrator/school/pupils/classes/{number}/").text
            assert (NAME in page.split("Прибыли и выбыли")[0]) is here, (day, group)
    past = (
        as_("admin")
        .get(f"/administrator/school/pupils/classes/{cast.classes[OLD]}/?day={BEFORE}")
        .text
    )
    assert NAME in past


def test_class_teachers_and_operators_have_the_pupil_from_the_day(as_, cast, moved):
    petya = cast.students["petya"]
    for day in DAYS:
        moved(day)
        note = {"on_date": MARKED.isoformat(), "text": f"Благодарность, {day}"}
        for name, before in (("boris", True), ("vera", False)):  # of 5-А, of 5-Б
            visitor, keeps = as_(name), before == (day == BEFORE)
            card = visitor.get(f"/teacher/school/pupils/{petya}/").status_code
            assert card == (200 if keeps or before else 404), (day, name)
            said = visitor.post(f"/teacher/school/pupils/{petya}/encouragements/", note)
            assert said.status_code == (302 if keeps else 403 if before else 404), (day, name)
        olga = as_("olga").get(f"/operator/school/pupils/{petya}/").status_code  # of 5-Б
        assert olga == (404 if day == BEFORE else 200)


def test_register_dossier_control_and_timetable_agree(as_, cast, moved):
    moved(AFTER)
    admin = as_("admin")
    page = admin.get(f"/administrator/school/pupils/movement?first={BEFORE}&last={AFTER}").text
    assert "5-А → 5-Б" in page and "приказ № 77 от 03.11.2026" in page
    printed = admin.get(f"/administrator/school/pupils/movement/print?first={BEFORE}&last={AFTER}")
    assert printed.data.startswith(b"%PDF")
    assert (
        as_("sonya")
        .get(f"/secretary/school/pupils/classes/{cast.classes[NEW]}/print")
        .data.startswith(b"%PDF")
    )
    told = admin.get(f"/administrator/people/{cast.people['petya']}/data")
    assert told.status_code == 200 and told.data.startswith(b"PK")
    assert admin.get("/administrator/control/now").status_code == 200
    week = as_("petya").get(f"/student/children/{cast.students['petya']}/diary/?week=2026-W47").text
    assert "Математика" in week and "Английский язык" not in week


def test_the_family_sees_one_child_in_the_class_of_the_day_and_all_marks_throughout(
    as_, cast, moved
):
    own = f"/parent/children/{cast.students['petya']}/"
    for day, group in ((BEFORE, OLD), (MOVED, NEW), (AFTER, NEW)):
        moved(day)
        maria = as_("maria")
        week = maria.get(f"{own}diary/?week=2026-W45")
        assert week.status_code == 200 and 'class="mark m5"' in week.text, day
        assert f'<span class="muted">{group}</span>' in week.text, day
        marks = maria.get(f"{own}marks/").text
        row = row_of(marks, "Математика") or marks
        assert "Математика" in row and ">5" in row, day
        assert marks.count("Математика") == 1, day
        for page in ("diary/", "year/", "viewings/"):
            assert maria.get(f"{own}{page}").status_code == 200, (day, page)
