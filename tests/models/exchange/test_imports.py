"""Imports into an empty school: all goes in, the same again changes nothing, undo takes it back."""

from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from lxml import etree
from python_calamine import CalamineWorkbook

from models.audit.undo import undo_run
from models.base import db
from models.exchange.importing import import_file
from models.exchange.report import CHANGED, CREATED, ENDED
from models.journal.days import open_day
from models.journal.entry import Step, Wish
from models.journal.facts import columns_named, journal_facts
from models.journal.lesson import LessonColumn
from models.people.guardian import Guardianship
from models.people.person import Person
from models.people.student import Student
from models.refusal import Refused
from models.school.calendar import the_year
from models.school.groups import ClassGroup, Enrolment, StudyGroup
from models.school.roster import roster
from models.school.school import the_school
from models.school.timetable import LessonSlot
from models.school.week import classes_of, of_class, of_teacher, teachers
from tests.cast import MONDAY, START
from tests.databases import KINDS
from tests.empty_school import DATA, EmptySchool

TIMETABLE, PUPILS = DATA / "timetable-asc.xml", DATA / "pupils.xlsx"


@pytest.fixture(scope="module", params=KINDS)
def school(request, tmp_path_factory):
    """Both files imported, proposals accepted; the tests below only look or roll back."""
    empty = EmptySchool(request.param, tmp_path_factory.mktemp("full"), "full")
    with empty.open() as session:
        import_file("timetable", TIMETABLE, START, dry=False, accept=True)
        import_file("pupils", PUPILS, START, dry=False)
        session.commit()
    yield empty
    empty.close()


@pytest.fixture(params=KINDS)
def empty(request, tmp_path):
    made = EmptySchool(request.param, tmp_path, tmp_path.name.replace("-", "_")[-20:])
    yield made
    made.close()


def changes(report) -> int:
    return sum(report.total(fate) for fate in (CREATED, CHANGED, ENDED))


def test_the_same_files_again_change_nothing(school):
    with school.open():
        for kind, file in (("timetable", TIMETABLE), ("pupils", PUPILS)):
            report = import_file(kind, file, START, dry=False)
            assert changes(report) == 0, report.counts


def test_everybody_of_the_files_is_in_the_school(school):
    with school.open() as session:
        assert session.query(ClassGroup).count() == 24
        assert session.query(Student).count() == 612
        assert session.query(StudyGroup).filter_by(kind="home").count() == 5
        assert session.query(Guardianship).count() == 994
        group = session.query(StudyGroup).filter_by(name="5-А").one()
        assert len(roster(group.id, MONDAY, MONDAY)) == 28
        boys = session.query(StudyGroup).filter_by(name="11-А, мальчики").one()
        assert {seat.sex for seat in roster(boys.id, MONDAY, MONDAY)} == {"m"}


def expected_from_the_file():
    """(class or teacher) → {(weekday, number, parity, subject)}, straight from the XML."""
    root = etree.parse(str(TIMETABLE)).getroot()

    def names(table):
        return {x.get("id"): " ".join(x.get("name").split()) for x in root.find(table)}

    teacher, subject, class_name = names("teachers"), names("subjects"), names("classes")
    parity = {"1": 0, "10": 1, "01": 2}
    lessons = {x.get("id"): x for x in root.find("lessons")}
    classes, people = {}, {}
    for card in root.find("cards"):
        lesson = lessons[card.get("lessonid")]
        for offset in range(int(lesson.get("periodspercard"))):
            place = (
                int(card.get("day")),
                int(card.get("period")) + offset,
                parity[lesson.get("weeks")],
                subject[lesson.get("subjectid")],
            )
            for one in lesson.get("classids").split(","):
                classes.setdefault(class_name[one], set()).add(place)
            for one in lesson.get("teacherids").split(","):
                people.setdefault(teacher[one], set()).add(place)
    return classes, people


def test_the_timetable_of_every_class_and_teacher_equals_the_file(school):
    classes, people = expected_from_the_file()
    with school.open():
        for found in classes_of(the_year(MONDAY).id):
            got = {(p.weekday, p.number, p.parity, p.subject) for p in of_class(found, START)}
            assert got == classes[found.name], found.name
        for found in teachers(START):
            got = {(p.weekday, p.number, p.parity, p.subject) for p in of_teacher(found, START)}
            assert got == people[found.person.full_name], found.person.full_name


def test_a_dry_run_shows_everything_and_leaves_nothing(empty):
    with empty.open() as session:
        report = import_file("timetable", TIMETABLE, START, dry=True, accept=True)
        session.commit()
        assert report.total(CREATED) > 1000
        assert session.query(Person).count() == 0
        assert session.query(LessonSlot).count() == 0


def test_without_decisions_shared_lessons_wait(empty):
    with empty.open() as session:
        report = import_file("timetable", TIMETABLE, START, dry=False)
        assert report.waiting_lessons == 55
        assert report.open_questions == 55
        assert session.query(LessonSlot).count() == 673


def test_pupils_need_classes_first(empty):
    with empty.open(), pytest.raises(Refused, match="Сначала загрузите расписание"):
        import_file("pupils", PUPILS, START, dry=False)


def test_a_changed_timetable_changes_only_what_differs(school, tmp_path):
    root = etree.parse(str(TIMETABLE))
    card = next(c for c in root.getroot().find("cards") if c.get("lessonid") == "*1")
    card.set("day", "4")
    card.set("period", "8")
    other = tmp_path / "changed.xml"
    root.write(str(other), encoding="utf-8")
    with school.open() as session:
        first = date(2026, 11, 23)
        report = import_file("timetable", other, first, dry=False)
        assert report.counts["места в расписании"][CREATED] == 1
        assert report.counts["места в расписании"][ENDED] == 1
        assert changes(report) == 2
        ended = session.query(LessonSlot).filter(LessonSlot.valid_to.is_not(None)).one()
        assert ended.valid_to == date(2026, 11, 22)


def changed_list(target: Path, change) -> Path:
    rows = CalamineWorkbook.from_path(str(PUPILS)).get_sheet_by_index(0).to_python()
    book = xlsxwriter.Workbook(str(target), {"default_date_format": "dd.mm.yyyy"})
    page = book.add_worksheet()
    for number, row in enumerate(rows):
        for place, value in enumerate(change(row)):
            page.write(number, place, value)
    book.close()
    return target


def test_a_pupil_in_another_class_is_moved_and_keeps_the_past(school, tmp_path):
    with school.open() as session:
        enrolment = (
            session.query(Enrolment)
            .join(ClassGroup, ClassGroup.id == Enrolment.class_group_id)
            .filter(ClassGroup.grade == 7, ClassGroup.letter == "А")
            .first()
        )
        pupil = session.get(Student, enrolment.student_id).person

        def move(row):
            mine = pupil.surname in row and pupil.given in row and "7" in str(row[5])
            return [*row[:5], "7-Б", *row[6:]] if mine else row

        file = changed_list(tmp_path / "moved.xlsx", move)
        report = import_file("pupils", file, date(2026, 11, 23), dry=False)
        assert report.counts["ученики"][CHANGED] == 1
        assert changes(report) == 1
        assert enrolment.until == date(2026, 11, 22)


def test_an_import_is_taken_back_as_a_whole(empty):
    with empty.run() as run_id:
        import_file("timetable", TIMETABLE, START, dry=False, accept=True)
        import_file("pupils", PUPILS, START, dry=False)
    with empty.run():
        # lessons of the day stand on the slots: they go with the run that made them
        assert undo_run(run_id) > 5000
    with empty.open() as session:
        assert session.query(Person).count() == 0
        assert session.query(LessonSlot).count() == 0


def test_an_import_with_marks_on_it_is_not_taken_back(empty):
    with empty.run() as run_id:
        import_file("timetable", TIMETABLE, START, dry=False, accept=True)
        import_file("pupils", PUPILS, START, dry=False)
    with empty.open() as session:
        open_day(the_year(MONDAY), MONDAY)
        column = (
            session.query(LessonColumn)
            .filter(LessonColumn.lesson.has(journal_id=LessonColumn.journal_id))
            .first()
        )
        group = column.lesson.journal.group
        while group.grade < 2:
            column = session.get(LessonColumn, column.id + 1)
            group = column.lesson.journal.group
        seat = roster(group.id, MONDAY, MONDAY)[0]
        journal = journal_facts(column.journal_id)
        columns = columns_named(journal, [column.id])
        step = Step(journal, columns, the_school(), None)
        assert step.write([Wish(column.id, seat.student_id, "5", 0)])[0].saved
        session.commit()
    with empty.open(), pytest.raises(Refused, match="Отменить нельзя"):
        undo_run(run_id)
    with empty.open():
        assert db.session.query(Student).count() == 612
