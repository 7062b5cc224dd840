"""What the regulation asks of whom, judged on the school's data."""

from datetime import date, datetime, time, timedelta

import pytest

from models import clock
from models.control.duties import duties
from models.control.duty import (
    DONE,
    EXEMPT,
    LATE,
    OPEN,
    WAITING,
    Duty,
    coming,
    findings,
    tallies,
    tally,
)
from models.control.exemption import ILLNESS, NO_PAPER, STOP, Exemption
from models.control.explanation import explain
from models.control.numbers import Numbers
from models.control.rule_set import RuleSet, numbers_on, set_numbers
from models.control.rules import ABSENT, BACKFILLED, COPY, HOMEWORK, RULES, TERM, TOPIC, WORK
from models.journal.cell import ANSWER, MADE_UP, Attendance, Cell, Mark
from models.journal.journal import WorkKind
from models.journal.lesson import AttendanceCheck, Lesson, LessonColumn
from models.journal.term_mark import TermMark, period_of
from models.office.order import Appointment, AppointmentClass
from models.refusal import Refused, WrongFields
from models.school.calendar import Term, terms_of, the_year
from tests.cast import MONDAY, START

MATHS, PAPER = ("5-А", "Математика"), ("5-Б", "Математика")
DAY = timedelta(days=1)


def of(cast, place, rule: str, today: date | None = None) -> Duty | None:
    """The duty about the day's lesson of a class and course."""
    found = duties(MONDAY - 30 * DAY, today or clock.today(), today=today)
    journal = cast.journals[place]
    return next((d for d in found if (d.journal_id, d.rule_name) == (journal, rule)), None)


def give(session, cast, place, pupil: str, moment: datetime, **said) -> None:
    own = {"journal_id": cast.journals[place], "student_id": cast.students[pupil]}
    cell = Cell(column_id=cast.columns[place], **own)
    session.add(cell)
    session.flush()
    mark = {"position": 1, "shown": "5", "counted": 5, "entered_at": moment} | said
    session.add(Mark(cell_id=cell.id, **own, **mark))
    session.flush()


def check(session, cast, place, moment: datetime) -> None:
    own = {"lesson_id": cast.lessons[place], "journal_id": cast.journals[place]}
    session.add(AttendanceCheck(checked_at=moment, **own))
    session.flush()


def test_a_lesson_owes_topic_and_absences_the_same_day(in_school, cast, at):
    with in_school() as session:
        last_minute = at(MONDAY, 23, 59)
        for rule in (TOPIC, ABSENT):
            assert of(cast, MATHS, rule).state(last_minute) == WAITING
        late = at(MONDAY + DAY, 0, 1)
        for rule in (TOPIC, ABSENT):
            duty = of(cast, MATHS, rule)
            assert duty.state(late) == OPEN
            assert duty.person_ids == {cast.people["anna"]}
        lesson = session.get(Lesson, cast.lessons[MATHS])
        lesson.write("Дроби", "", seen=1, account_id=None)
        check(session, cast, MATHS, late)
        assert of(cast, MATHS, TOPIC).state(late) == LATE  # has closed itself, and is known
        assert of(cast, MATHS, ABSENT).state(late) == LATE


def test_a_topic_mended_later_stays_in_time(in_school, cast, at):
    with in_school() as session:
        at(MONDAY, 16)
        lesson = session.get(Lesson, cast.lessons[MATHS])
        lesson.write("Дробы", "№ 1", seen=1, account_id=None)
        session.flush()
        now = at(MONDAY + 2 * DAY, 10)
        lesson.write("Дроби", "№ 1, 2", seen=2, account_id=None)
        session.flush()
        assert of(cast, MATHS, TOPIC).state(now) == DONE
        assert of(cast, MATHS, HOMEWORK).done_at == clock.at(MONDAY, time(16))


def test_homework_is_due_an_hour_after_the_last_lesson_of_those_pupils(in_school, cast, at):
    with in_school():
        at(MONDAY, 9)
        # mathematics is the first lesson; English, the last of 5-А, ends at 12:15
        assert of(cast, MATHS, HOMEWORK).due == clock.at(MONDAY, time(13, 15))
        assert of(cast, ("6-А", "Математика"), HOMEWORK).due == clock.at(MONDAY, time(14, 15))


def test_in_transition_the_lesson_is_the_operators_duty_until_the_control(in_school, cast, at):
    with in_school() as session:
        assert of(cast, PAPER, TOPIC) is None
        at(date(2026, 11, 30), 17, 59)
        duty = of(cast, PAPER, COPY)
        assert duty.due == clock.at(date(2026, 11, 30), time(18))
        assert duty.person_ids == {cast.people["olga"]}
        assert duty.state(clock.now()) == WAITING
        assert duty.state(at(date(2026, 11, 30), 18, 1)) == OPEN
        check(session, cast, PAPER, clock.now())  # «сверено, записей нет» counts
        assert of(cast, PAPER, COPY).state(clock.now()) == LATE


def test_a_deputy_takes_the_duty_over_for_the_days_of_the_order(in_school, cast, at):
    with in_school() as session:
        at(MONDAY, 16)
        row = Appointment(
            person_id=cast.people["vera"],
            duty="operator",
            from_date=date(2026, 11, 20),
            until=date(2026, 11, 30),
            stands_in_for=cast.people["olga"],
        )
        session.add(row)
        session.flush()
        named = {"appointment_id": row.id, "class_group_id": cast.classes["5-Б"]}
        session.add(AppointmentClass(**named))
        session.flush()
        assert of(cast, PAPER, COPY).person_ids == {cast.people["vera"]}
        row.until = date(2026, 11, 29)
        session.flush()
        assert of(cast, PAPER, COPY).person_ids == {cast.people["olga"]}


def test_a_work_is_marked_within_a_week_for_all_who_were_there(in_school, cast, at):
    with in_school() as session:
        test = WorkKind(name="Контрольная", is_test=True)
        session.add(test)
        session.flush()
        session.get(LessonColumn, cast.columns[MATHS]).become(test.id)
        give(session, cast, MATHS, "petya", at(MONDAY, 16))
        now = at(MONDAY + 7 * DAY, 23, 59)
        duty = of(cast, MATHS, WORK)
        assert duty.state(now) == WAITING and duty.number == 1  # olya lacks
        assert duty.due == clock.at(MONDAY + 8 * DAY, time(0))
        own = {"journal_id": cast.journals[MATHS], "student_id": cast.students["olya"]}
        session.add(Attendance(lesson_id=cast.lessons[MATHS], code="б", **own))
        session.flush()
        assert of(cast, MATHS, WORK).state(now) == DONE  # who was ill is no debt of the teacher


def test_an_old_mark_without_a_lawful_kind_is_a_finding(in_school, cast, at):
    with in_school() as session:
        now = at(MONDAY + 8 * DAY, 10)
        give(session, cast, MATHS, "petya", now, kind=ANSWER)
        give(session, cast, MATHS, "olya", now, kind=MADE_UP)
        duty = of(cast, MATHS, BACKFILLED)
        assert duty.number == 1  # «отработка» is lawful
        assert duty.state(now) == LATE


def test_a_mark_handed_in_later_or_mended_later_is_no_backfilling(in_school, cast, at):
    with in_school() as session:
        at(MONDAY, 16)
        give(session, cast, MATHS, "petya", clock.now())
        now = at(MONDAY + 9 * DAY, 10)
        give(session, cast, MATHS, "olya", now, handed_in_on=MONDAY + 3 * DAY)
        for mark in session.query(Mark).filter_by(student_id=cast.students["petya"]):
            mark.shown, mark.counted, mark.entered_at = "4", 4, now
        session.flush()
        assert of(cast, MATHS, BACKFILLED) is None


def test_marks_of_a_period_are_due_a_day_after_it(in_school, cast, at):
    with in_school() as session:
        first = terms_of(the_year(MONDAY).id, 5)[0]
        ends = session.get(Term, first.id).ends_on
        today = max(ends, MONDAY - 30 * DAY) + 5 * DAY
        at(today, 10)
        duty = of(cast, MATHS, TERM, today)
        if duty is None:  # the term ended before the days that are looked at
            found = duties(START, today, today=today)
            duty = next(d for d in found if d.rule_name == TERM and d.title == "Математика · 5-А")
        assert duty.due == clock.at(ends + 2 * DAY, time(0)) and duty.number == 2
        for name in ("petya", "olya"):
            own = {"journal_id": cast.journals[MATHS], "student_id": cast.students[name]}
            moment = clock.at(ends + DAY, time(12))
            own |= {"period": period_of(first.id), "term_id": first.id, "entered_at": moment}
            session.add(TermMark(value="5", **own))
        session.flush()
        found = duties(START, today, today=today)
        duty = next(d for d in found if d.key == duty.key)
        assert duty.state(clock.now()) == DONE


def test_who_was_away_is_not_to_blame_and_the_finding_stays_in_sight(in_school, cast, at):
    with in_school() as session:
        now = at(MONDAY + DAY, 9)
        own = {"from_date": MONDAY, "until": MONDAY, "document": "лист № 1"}
        session.add(Exemption(kind=ILLNESS, person_id=cast.people["anna"], **own))
        session.flush()
        duty = of(cast, MATHS, TOPIC)
        assert duty.state(now) == EXEMPT and duty.why == "временная нетрудоспособность, лист № 1"
        assert duty in findings([duty], now)
        counted = tally([duty], now)
        assert (counted.due, counted.percent) == (1, 100)
        others = of(cast, ("5-А", "Английский язык"), TOPIC)
        assert others.state(now) == OPEN


def test_a_stop_of_the_system_frees_everybody_and_an_annulled_one_nobody(in_school, cast, at):
    with in_school() as session:
        now = at(MONDAY + DAY, 9)
        stop = Exemption(kind=STOP, from_date=MONDAY, until=MONDAY, document="акт № 2")
        session.add(stop)
        session.flush()
        late = findings(duties(MONDAY, MONDAY + DAY), now)
        assert late and all(duty.state(now) == EXEMPT for duty in late)
        stop.annul(None)
        session.flush()
        assert any(d.state(now) == OPEN for d in duties(MONDAY, MONDAY + DAY))


def test_a_stop_on_the_next_day_frees_nobody_of_what_was_due_the_day_before(in_school, cast, at):
    with in_school() as session:
        own = {"from_date": MONDAY + DAY, "until": MONDAY + DAY, "document": "акт № 3"}
        session.add(Exemption(kind=STOP, **own))
        now = at(MONDAY + DAY, 9)
        assert of(cast, MATHS, TOPIC).state(now) == OPEN


def test_an_empty_paper_journal_frees_the_operator_of_those_lessons_only(in_school, cast, at):
    with in_school() as session:
        now = at(date(2026, 12, 1), 9)
        own = {"from_date": MONDAY, "until": MONDAY, "document": "записка"}
        own |= {"person_id": cast.people["olga"], "class_group_id": cast.classes["5-Б"]}
        row = Exemption(kind=NO_PAPER, **own)
        session.add(row)
        session.flush()
        assert of(cast, PAPER, COPY).state(now) == EXEMPT
        row.from_date = row.until = MONDAY + DAY
        session.flush()
        assert of(cast, PAPER, COPY).state(now) == OPEN


def test_only_whose_duty_it_is_explains_it_and_only_when_late(in_school, cast, at):
    with in_school():
        at(MONDAY, 16)
        with pytest.raises(Refused):
            explain(of(cast, MATHS, TOPIC), "болела", cast.people["anna"])
        at(MONDAY + DAY, 9)
        with pytest.raises(Refused):
            explain(of(cast, MATHS, TOPIC), "не знаю", cast.people["boris"])
        explain(of(cast, MATHS, TOPIC), "не работала сеть", cast.people["anna"])
        assert of(cast, MATHS, TOPIC).explained == "не работала сеть"
        assert of(cast, MATHS, ABSENT).explained == ""


def test_last_year_is_judged_by_last_years_rule(in_school, cast, at):
    with in_school() as session:
        at(MONDAY, 9)
        longer = Numbers(homework_minutes=120)
        set_numbers(longer, MONDAY + DAY, "Приказ № 9", MONDAY, None)
        session.flush()
        assert numbers_on(MONDAY).homework_minutes == 60
        assert numbers_on(MONDAY + DAY) == longer
        assert of(cast, MATHS, HOMEWORK).due == clock.at(MONDAY, time(13, 15))
        for wrong in (MONDAY - DAY, MONDAY + DAY, None):
            with pytest.raises(WrongFields):
                set_numbers(Numbers(), wrong, "Приказ № 10", MONDAY, None)
        assert session.query(RuleSet).count() == 1


def test_what_is_to_come_stands_nearest_first(in_school, cast, at):
    with in_school():
        now = at(MONDAY, 9)
        ahead = coming(duties(MONDAY, MONDAY), now)
        assert [d.due for d in ahead] == sorted(d.due for d in ahead)
        assert ahead[0].rule_name == HOMEWORK and ahead[-1].rule_name == COPY
        counted = tallies(ahead, now, lambda d: [d.rule_name])
        assert counted[COPY].due == 0 and counted[COPY].percent == 100


def test_every_rule_names_its_clause_and_somebody_who_writes():
    for rule in RULES.values():
        assert rule.clause and rule.writers and rule.due(Numbers()) and rule.finding
