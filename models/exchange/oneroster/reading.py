"""Reads a OneRoster archive (1.1 or 1.2, CSV) into neutral rows, each fault by file and row."""

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from models.exchange.class_names import parse_class
from models.exchange.families import FATHER, MOTHER, Parent
from models.exchange.list_rows import Fault, Faulty, birth_date, email_of, fits, name_of
from models.exchange.names import squeezed
from models.exchange.oneroster.shape import HOMEROOM, PARENTS, STUDENT
from models.exchange.pupils_sheet import PupilRow
from models.exchange.sheet import decoded
from models.exchange.staff_sheet import StaffRow
from models.files.gate import check_archive
from models.naming import fault_of_name
from models.refusal import Refused

VERSIONS = ("1.1", "1.2")
GONE = "tobedeleted"
OTHER = "other"
_SEX = {"male": "m", "female": "f"}
_KIND = {"m": FATHER, "f": MOTHER, None: OTHER}
_MOST_ROWS = 500_000


@dataclass
class Roster:
    """What the archive says, in Klass's own rows; a row's number is that of users.csv."""

    version: str
    pupils: list[PupilRow] = field(default_factory=list)
    parents: list[Parent] = field(default_factory=list)
    staff: list[StaffRow] = field(default_factory=list)
    subjects: list[tuple[str, str, str]] = field(default_factory=list)  # subject, course, short
    classes: list[tuple[int, str]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    counted: dict[str, int] = field(default_factory=dict)
    scheduled: int = 0


def read_roster(path: Path) -> Roster:
    """The people, classes and subjects of the archive; Refused where it is none."""
    check_archive(path)
    with zipfile.ZipFile(path) as archive:
        return _Reading(archive).roster()


class _Reading:
    """The archive's files, only while it is read."""

    def __init__(self, archive: zipfile.ZipFile):
        self.archive = archive
        self.names = {
            name.rpartition("/")[2].casefold().removesuffix(".csv"): name
            for name in archive.namelist()
            if name.casefold().endswith(".csv")
        }
        self.faults: list[Fault] = []
        self.version = self._version()
        self.counted: dict[str, int] = {}

    def _version(self) -> str:
        told = {row.get("propertyName"): row.get("value") for _, row in self._rows("manifest")}
        version = (told.get("oneroster.version") or "").strip()
        version = version or ("1.2" if "roles" in self.names else "1.1")
        if version not in VERSIONS:
            raise Refused(f"Это OneRoster версии {version[:10]}, а читаем 1.1 и 1.2.")
        return version

    def _rows(self, file: str) -> Iterator[tuple[int, dict]]:
        """(number, row) of a file; none where the archive lacks it."""
        name = self.names.get(file.casefold())
        if name is None:
            return
        text = decoded(self.archive.read(name))
        try:
            for number, row in enumerate(csv.DictReader(io.StringIO(text, newline="")), start=2):
                if number > _MOST_ROWS:
                    raise Refused(f"В файле {file}.csv больше {_MOST_ROWS} строк.")
                if (row.get("status") or "").casefold() != GONE:
                    yield number, {k: squeezed(v) for k, v in row.items() if k and k.strip()}
        except csv.Error:
            raise Refused(f"Файл {file}.csv архива повреждён.") from None

    def _table(self, file: str) -> dict[str, tuple[int, dict]]:
        found = {row.get("sourcedId", ""): (number, row) for number, row in self._rows(file)}
        self.counted[file] = len(found)
        return found

    def roster(self) -> Roster:
        users, classes = self._table("users"), self._table("classes")
        told = {key: row for key, (_, row) in self._table("demographics").items()}
        roles = self._roles(users)
        found = Roster(self.version, faults=self.faults, counted=self.counted)
        own, found.scheduled = self._own_classes(users, classes)
        found.subjects = self._subjects(classes)
        students: dict[str, PupilRow] = {}
        for user, (number, row) in users.items():
            try:
                if STUDENT in roles[user]:
                    students[user] = self._pupil(number, row, own.get(user), told.get(user, {}))
                elif roles[user] - PARENTS:
                    found.staff.append(self._employee(number, row, told.get(user, {})))
            except Faulty as fault:
                self.faults.append(fault.at(number, "users.csv"))
        found.pupils = list(students.values())
        found.parents = list(self._parents(users, students, told))
        found.classes = sorted(
            {(p.grade, p.letter) for p in found.pupils} | self._homerooms(classes)
        )
        return found

    def _roles(self, users) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {user: set() for user in users}
        for user, (_, row) in users.items():
            found[user] |= {row["role"].casefold()} if row.get("role") else set()
        for number, row in self._rows("roles"):
            user = row.get("userSourcedId", "")
            if user in found:
                found[user].add(row.get("role", "").casefold())
            else:
                self._stray("roles.csv", number, "userSourcedId", user)
        return found

    def _stray(self, file: str, number: int, column: str, value: str) -> None:
        why = "Ни на что не указывает: такой строки в архиве нет."
        self.faults.append(Fault(number, column, value[:80], why, file))

    @staticmethod
    def _homerooms(classes) -> set[tuple[int, str]]:
        homerooms = [row for _, row in classes.values() if row.get("classType") == HOMEROOM]
        return {found for row in homerooms if (found := parse_class(row.get("title")))}

    def _own_classes(self, users, classes) -> tuple[dict[str, tuple[int, str]], int]:
        """The class each pupil sits in, and how many other enrolments there are."""
        own: dict[str, tuple[int, str]] = {}
        others = count = 0
        for number, row in self._rows("enrollments"):
            count += 1
            user, class_id = row.get("userSourcedId", ""), row.get("classSourcedId", "")
            if user not in users:
                self._stray("enrollments.csv", number, "userSourcedId", user)
            elif class_id not in classes:
                self._stray("enrollments.csv", number, "classSourcedId", class_id)
            else:
                name = classes[class_id][1]
                parsed = parse_class(name.get("title")) or parse_class(name.get("classCode"))
                homeroom = name.get("classType") == HOMEROOM
                if row.get("role") == STUDENT and parsed and (homeroom or user not in own):
                    own[user] = parsed
                others += not homeroom
        self.counted["enrollments"] = count
        return own, others

    def _pupil(self, number: int, row: dict, place, told: dict) -> PupilRow:
        surname, given, patronymic = _name(row)
        grade = (row.get("grades") or "").split(",")[0].strip()
        place = place or (parse_class(grade.lstrip("0")) if grade else None)
        if place is None:
            raise Faulty("grades", grade, "Не сказано, в каком классе ученик.")
        born = birth_date(told.get("birthDate"))
        return PupilRow(
            number,
            *(surname, given, patronymic, born, *place),
            *(_SEX.get(told.get("sex", "").casefold()), "", "", "", "", ""),
        )

    def _employee(self, number: int, row: dict, told: dict) -> StaffRow:
        sex = _SEX.get(told.get("sex", "").casefold())
        return StaffRow(number, *_name(row), "", sex, _phone(row), email_of(row))

    def _parents(self, users, students: dict[str, PupilRow], told) -> Iterator[Parent]:
        """The pupils' agents, each with the rows of their children."""
        children: dict[str, list[int]] = {}
        for user, pupil in students.items():
            number, row = users[user]
            for agent in filter(None, (row.get("agentSourcedIds") or "").split(",")):
                if agent.strip() in users:
                    children.setdefault(agent.strip(), []).append(pupil.row)
                else:
                    self._stray("users.csv", number, "agentSourcedIds", agent)
        for agent, rows in children.items():
            number, row = users[agent]
            try:
                name = " ".join(part for part in _name(row) if part)
                kind = _KIND[_SEX.get(told.get(agent, {}).get("sex", "").casefold())]
                yield Parent(name, kind, [_phone(row)] if _phone(row) else [], email_of(row), rows)
            except Faulty as fault:
                self.faults.append(fault.at(number, "users.csv"))

    def _subjects(self, classes) -> list[tuple[str, str, str]]:
        homerooms = {
            row.get("courseSourcedId")
            for _, row in classes.values()
            if row.get("classType") == HOMEROOM
        }
        found = []
        for course, (number, row) in self._table("courses").items():
            title = row.get("title", "")
            if course in homerooms or not title:
                continue
            subject = (row.get("subjects") or title).split(",")[0].strip() or title
            if max(len(title), len(subject)) > 120:
                why = "Длиннее 120 знаков: в журнале столько не помещается."
                self.faults.append(Fault(number, "title", title[:80], why, "courses.csv"))
            elif why := fault_of_name(title) or fault_of_name(subject):
                self.faults.append(Fault(number, "title", title[:80], why, "courses.csv"))
            else:
                found.append((subject, title, row.get("courseCode", "")[:30]))
        return found


def _name(row: dict) -> tuple[str, str, str]:
    return name_of(
        {
            "surname": row.get("familyName", ""),
            "given": row.get("givenName", ""),
            "patronymic": row.get("middleName", ""),
        }
    )


def _phone(row: dict) -> str:
    return fits({"phone": row.get("phone") or row.get("sms") or ""}, "phone", "phone", 120)
