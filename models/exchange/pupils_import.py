"""Brings the school's pupils to what a list says: only the differences are planned."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import func, or_, select

from models.base import db
from models.exchange.class_names import class_name
from models.exchange.families import families
from models.exchange.halves import Arrivals, split_into_halves
from models.exchange.list_rows import Fault
from models.exchange.names import name_key
from models.exchange.parents_import import bring_parents
from models.exchange.plan import Plan
from models.exchange.pupils_sheet import PupilRow
from models.exchange.report import CHANGED, CREATED, KEPT, Report
from models.office.movement import moved_by_order
from models.people.person import Person
from models.people.student import Student
from models.refusal import Refused
from models.school.calendar import YearFacts
from models.school.groups import ClassGroup, Enrolment

PUPILS = "ученики"
_NAMED = 10  # of those who are in the school and not in the list


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
    plan, report = Plan(), Report()
    plan_pupils(rows, faults, known_classes(year), year, first, plan, report)
    plan.write()
    return report


def plan_pupils(
    rows, faults, classes: dict, year: YearFacts, first: date, plan, report, parents=None
) -> None:
    """What is to be written so that the school has these pupils from `first` on. `parents`:
    where the file tells them apart from the pupils' rows."""
    report.read["строк учеников"] = len(rows) + len(faults)
    report.refused += [fault.as_json() for fault in faults]
    bringing = _Bringing(classes, first, plan, report)
    students = bringing.bring(rows)
    report.refused.sort(key=lambda fault: (fault.get("file", ""), fault["row"]))
    taken = [row for row in rows if row.row in students]
    parents, doubts = families(taken) if parents is None else (_of(parents, students), ())
    bring_parents(parents, students, {row.row: row for row in taken}, plan, report)
    for doubt in doubts:
        report.notes.append(
            f"{doubt.name}: в строках {', '.join(map(str, sorted(doubt.rows)))} одно имя, но ни "
            "почта, ни телефон, ни второй родитель не совпали. Записаны разные люди: проверьте."
        )
    split_into_halves(year, first, bringing.arrivals, plan, report)


def _of(parents, students: dict[int, int]) -> list:
    """The parents of pupils who go in."""
    kept = [replace(p, rows=[row for row in p.rows if row in students]) for p in parents]
    return [parent for parent in kept if parent.rows]


@dataclass
class _Known:
    """A pupil of the school."""

    student_id: int
    person: Person
    enrolment: Enrolment | None


class _Bringing:
    """The pupils of the school beside those of the list."""

    def __init__(self, classes: dict, first: date, plan: Plan, report: Report):
        self.classes, self.first, self.plan, self.report = classes, first, plan, report
        self.names = {class_id: class_name(*key) for key, class_id in classes.items()}
        self.arrivals = Arrivals()
        self.known = _known_pupils(first)
        self.numbers = _last_numbers()
        self.ordered = moved_by_order(first)
        self.met: set[int] = set()

    def bring(self, rows: list[PupilRow]) -> dict[int, int]:
        """Row number → student, of those that go in."""
        students: dict[int, int] = {}
        fresh = []
        for row in rows:
            same = self.known.get(name_key(f"{row.surname} {row.given}"), [])
            found, doubt = self._who(row, same)
            if doubt:
                value = f"{row.surname} {row.given}"
                self.report.refused.append(Fault(row.row, "Фамилия", value, doubt).as_json())
            elif found is None:
                fresh.append(row)
            else:
                self.met.add(found.student_id)
                students[row.row] = found.student_id
                self._update(row, found)
        self._say_missing(rows)
        return students | self._add(fresh)

    def _who(self, row: PupilRow, same: list[_Known]) -> tuple[_Known | None, str]:
        """Which pupil of the school this is; or why that cannot be told."""
        same = [one for one in same if one.student_id not in self.met]
        if row.birth_date:
            exact = [one for one in same if one.person.birth_date == row.birth_date]
            undated = [
                one for one in same if one.person.birth_date is None and self._here(row, one)
            ]
            same = exact or undated
        else:
            same = [one for one in same if self._here(row, one)] or same
        if len(same) > 1:
            same = [one for one in same if one.person.patronymic == row.patronymic] or same
        if len(same) > 1:
            return None, "В школе несколько учеников с таким именем: укажите дату рождения."
        return (same[0] if same else None), ""

    def _here(self, row: PupilRow, one: _Known) -> bool:
        wanted = self.classes[row.grade, row.letter]
        return one.enrolment is not None and one.enrolment.class_group_id == wanted

    def _update(self, row: PupilRow, known: _Known) -> None:
        person, told = known.person, []
        values = {"patronymic": row.patronymic, "sex": row.sex, "birth_date": row.birth_date}
        for name in self.plan.change(person, **{k: v for k, v in values.items() if v}):
            told.append(_WORDS[name])
        wanted = self.classes[row.grade, row.letter]
        if known.enrolment is None or known.enrolment.class_group_id != wanted:
            ordered = self.ordered.get(known.student_id)
            if ordered:
                self._leave_to_orders(row, ordered)
            else:
                told.append(self._move(row, known, wanted))
        if told:
            line = f"{person.short_name}: {', '.join(told)}"
            self.report.count(PUPILS, CHANGED, line, where=row.class_name)
        else:
            self.report.count(PUPILS, KEPT)

    def _leave_to_orders(self, row: PupilRow, ordered: str) -> None:
        """A list does not undo what an order of this year did."""
        why = f"{row.surname} {row.given}: {ordered}. Список этого не меняет: внесите приказ."
        fault = Fault(row.row, "Класс", row.class_name, why)
        self.report.refused.append(fault.as_json())

    def _move(self, row: PupilRow, known: _Known, wanted: int) -> str:
        """Into another class from `first`; an enrolment that begins that very day is corrected."""
        self.arrivals.move(known.student_id, wanted, row.surname, row.given)
        enrolment = known.enrolment
        if enrolment is None:
            self._enrol(known.student_id, row, wanted)
            return f"снова в школе с {self.first:%d.%m.%Y}"
        before = self.names.get(enrolment.class_group_id, "другого класса")
        if enrolment.from_date >= self.first:
            self.plan.change(enrolment, class_group_id=wanted)
            return f"не {before}, а {row.class_name}"
        self.plan.change(enrolment, until=self.first - timedelta(days=1))
        self._enrol(known.student_id, row, wanted)
        return f"из {before} с {self.first:%d.%m.%Y}"

    def _enrol(self, student: int, row: PupilRow, wanted: int) -> None:
        place = {"student_id": student, "class_group_id": wanted, "from_date": self.first}
        self.plan.add(Enrolment, **place, reason="по списку")

    def _add(self, rows: list[PupilRow]) -> dict[int, int]:
        found = {}
        numbers = self._register_numbers(rows)
        for row in rows:
            person = self.plan.add(
                Person,
                surname=row.surname,
                given=row.given,
                patronymic=row.patronymic,
                sex=row.sex,
                birth_date=row.birth_date,
            )
            student = found[row.row] = self.plan.add(Student, person_id=person)
            class_id = self.classes[row.grade, row.letter]
            self.plan.add(
                Enrolment,
                student_id=student,
                class_group_id=class_id,
                from_date=self.first,
                register_number=numbers[row.row],
            )
            self.arrivals.move(student, class_id, row.surname, row.given)
            name = f"{row.surname} {row.given}"
            self.report.count(PUPILS, CREATED, f"{name}: новый ученик", where=row.class_name)
        return found

    def _register_numbers(self, rows: list[PupilRow]) -> dict[int, int]:
        """№ по журналу: the alphabet within each class, newcomers after those who are there."""
        by_class: dict[tuple, list[PupilRow]] = {}
        for row in rows:
            by_class.setdefault((row.grade, row.letter), []).append(row)
        return {
            row.row: number
            for key, same in by_class.items()
            for number, row in enumerate(
                sorted(same, key=lambda r: name_key(f"{r.surname} {r.given}")),
                start=self.numbers.get(self.classes[key], 0) + 1,
            )
        }

    def _say_missing(self, rows: list[PupilRow]) -> None:
        """Who is in a class of the list and not in the list stays: people leave by order."""
        wanted = {self.classes[row.grade, row.letter] for row in rows}
        missing = [
            f"{one.person.short_name}, {self.names[one.enrolment.class_group_id]}"
            for same in self.known.values()
            for one in same
            if one.student_id not in self.met
            and one.enrolment is not None
            and one.enrolment.class_group_id in wanted
        ]
        if missing:
            more = " и другие" if len(missing) > _NAMED else ""
            self.report.notes.append(
                f"Есть в школе, но нет в этом списке: {len(missing)} "
                f"({'; '.join(sorted(missing)[:_NAMED])}{more}). Они остаются: выбывают по приказу."
            )


_WORDS = {"patronymic": "отчество", "sex": "пол", "birth_date": "дата рождения"}


def _known_pupils(day: date) -> dict[str, list[_Known]]:
    """The school's pupils by name, with the enrolment in force on the day or next after it."""
    enrolled: dict[int, Enrolment] = {}
    not_over = or_(Enrolment.until.is_(None), Enrolment.until >= day)
    for row in db.session.scalars(
        select(Enrolment).where(not_over).order_by(Enrolment.from_date.desc())
    ):
        enrolled[row.student_id] = row
    known: dict[str, list[_Known]] = {}
    rows = db.session.execute(
        select(Student.id, Person).join(Person, Person.id == Student.person_id).order_by(Student.id)
    )
    for student_id, person in rows:
        one = _Known(student_id, person, enrolled.get(student_id))
        known.setdefault(name_key(person.short_name), []).append(one)
    return known


def _last_numbers() -> dict[int, int]:
    """The last № по журналу of each class."""
    rows = db.session.execute(
        select(Enrolment.class_group_id, func.max(Enrolment.register_number))
        .where(Enrolment.register_number.is_not(None))
        .group_by(Enrolment.class_group_id)
    )
    return dict(rows.all())
