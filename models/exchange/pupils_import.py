"""Brings the school's pupils to what a list says: only the differences are written."""

from datetime import date, timedelta

from sqlalchemy import or_, select

from models.audit.bulk import bulk_insert
from models.base import db
from models.exchange.class_names import class_name
from models.exchange.families import families
from models.exchange.halves import split_into_halves
from models.exchange.names import name_key
from models.exchange.parents_import import bring_parents
from models.exchange.pupils_sheet import Fault, PupilRow
from models.exchange.report import CHANGED, CREATED, KEPT, Report
from models.people.person import Person
from models.people.student import Student
from models.refusal import Refused
from models.school.calendar import YearFacts
from models.school.groups import ClassGroup, Enrolment

PUPILS = "ученики"


def known_classes(year: YearFacts) -> dict[tuple[int, str], int]:
    """The classes of the year: (grade, letter) → id; Refused where there are none yet."""
    found = {
        (row.grade, row.letter): row.id
        for row in db.session.scalars(select(ClassGroup).where(ClassGroup.year_id == year.id))
    }
    if not found:
        raise Refused("В школе ещё нет классов. Сначала загрузите расписание.")
    return found


def import_pupils(
    rows: list[PupilRow], faults: list[Fault], year: YearFacts, first: date
) -> Report:
    """Enrol the pupils from `first` on, with their parents. Writes in the caller's transaction."""
    report = Report(read={"строк учеников": len(rows) + len(faults)})
    report.refused = [
        {"row": f.row, "column": f.column, "value": f.value, "reason": f.reason} for f in faults
    ]
    students = _bring_pupils(rows, known_classes(year), first, report)
    parents, doubts = families(rows)
    bring_parents(parents, students, report)
    for doubt in doubts:
        report.notes.append(
            f"{doubt.name}: в строках {', '.join(map(str, sorted(doubt.rows)))} одно имя, но ни "
            "почта, ни телефон, ни второй родитель не совпали. Записаны разные люди: проверьте."
        )
    split_into_halves(year, first, report)
    return report


def _bring_pupils(rows, classes: dict, first: date, report: Report) -> dict[int, int]:
    """Row number → student id."""
    known = _known_pupils()
    enrolled = _enrolments(first)
    students: dict[int, int] = {}
    fresh = []
    for row in rows:
        found = known.get((name_key(f"{row.surname} {row.given}"), row.birth_date))
        if found is None:
            fresh.append(row)
        else:
            student_id, person = found
            students[row.row] = student_id
            _update(row, person, enrolled.get(student_id), classes, first, report)
    return students | _add(fresh, classes, first, report)


def _known_pupils() -> dict[tuple, tuple[int, Person]]:
    rows = db.session.execute(
        select(Student.id, Person).join(Person, Person.id == Student.person_id)
    )
    return {(name_key(p.short_name), p.birth_date): (student_id, p) for student_id, p in rows}


def _enrolments(day: date) -> dict[int, Enrolment]:
    """Pupil → the class of the day, else the one to come (of the next year)."""
    rows = db.session.scalars(
        select(Enrolment)
        .where(or_(Enrolment.until.is_(None), Enrolment.until >= day))
        .order_by(Enrolment.from_date.desc())
    )
    return {row.student_id: row for row in rows}


def _update(row: PupilRow, person: Person, enrolment, classes, first: date, report) -> None:
    changed = []
    for name, value in (("patronymic", row.patronymic), ("sex", row.sex)):
        if value and getattr(person, name) != value:
            setattr(person, name, value)
            changed.append(name)
    wanted = classes[row.grade, row.letter]
    if enrolment is None or enrolment.class_group_id != wanted:
        _move(row, person, enrolment, wanted, first)
        changed.append("class")
    fate = CHANGED if changed else KEPT
    report.count(PUPILS, fate, f"{person.short_name}, {class_name(row.grade, row.letter)}")


def _move(row: PupilRow, person: Person, enrolment, wanted: int, first: date) -> None:
    """Into another class from `first`; an enrolment that begins that very day is corrected."""
    if enrolment is not None and enrolment.from_date >= first:
        enrolment.class_group_id = wanted
        return
    student_id = db.session.scalar(select(Student.id).where(Student.person_id == person.id))
    if enrolment is not None:
        enrolment.until = first - timedelta(days=1)
    db.session.add(
        Enrolment(student_id=student_id, class_group_id=wanted, from_date=first, reason="по списку")
    )


def _add(rows: list[PupilRow], classes: dict, first: date, report: Report) -> dict[int, int]:
    people = bulk_insert(
        db.session,
        Person,
        [
            {
                "surname": r.surname,
                "given": r.given,
                "patronymic": r.patronymic,
                "sex": r.sex,
                "birth_date": r.birth_date,
            }
            for r in rows
        ],
    )
    students = bulk_insert(db.session, Student, [{"person_id": person_id} for person_id in people])
    numbers = _register_numbers(rows)
    bulk_insert(
        db.session,
        Enrolment,
        [
            {
                "student_id": student_id,
                "class_group_id": classes[r.grade, r.letter],
                "from_date": first,
                "register_number": numbers[r.row],
            }
            for r, student_id in zip(rows, students, strict=True)
        ],
    )
    for row in rows:
        report.count(
            PUPILS, CREATED, f"{row.surname} {row.given}, {class_name(row.grade, row.letter)}"
        )
    return {row.row: student_id for row, student_id in zip(rows, students, strict=True)}


def _register_numbers(rows: list[PupilRow]) -> dict[int, int]:
    """№ по журналу: the alphabet within each class."""
    by_class: dict[tuple, list[PupilRow]] = {}
    for row in rows:
        by_class.setdefault((row.grade, row.letter), []).append(row)
    return {
        row.row: number
        for same in by_class.values()
        for number, row in enumerate(
            sorted(same, key=lambda r: name_key(f"{r.surname} {r.given}")), start=1
        )
    }
