"""Members of staff as files name them: in full, or with initials («Иванова А. П.»).

Initials are enough where exactly one person fits them; where several do, a person decides.
"""

from dataclasses import dataclass

from sqlalchemy import select

from models.base import db
from models.exchange.names import name_key, split_name
from models.exchange.plan import Plan
from models.people.employee import Employee
from models.people.person import Person

TEACHER = "teacher"
SOMEBODY_NEW = 0  # the answer «новый сотрудник»


def teacher_key(name: str) -> str:
    """The key of «кто это», for a name that fits several."""
    return f"{TEACHER}|{name_key(name)}"


def is_teacher(key: str) -> bool:
    """Whether a key is one of `teacher_key`."""
    return key.startswith(f"{TEACHER}|")


@dataclass
class Known:
    """A member of staff of the school, or one that is planned."""

    employee_id: int
    name: tuple[str, str, str]
    employee: Employee | None = None
    person: Person | None = None

    @property
    def full_name(self) -> str:
        return " ".join(part for part in self.name if part)


class Staff:
    """Everybody who works here, found by name."""

    def __init__(self, answers: dict[str, list]):
        self.answers = answers
        self.everybody: dict[int, Known] = {}
        self._by_surname: dict[str, list[Known]] = {}
        rows = db.session.execute(
            select(Employee, Person).join(Person, Person.id == Employee.person_id)
        )
        for employee, person in rows:
            name = (person.surname, person.given, person.patronymic)
            self._take(Known(employee.id, name, employee, person))

    def _take(self, one: Known) -> None:
        self.everybody[one.employee_id] = one
        self._by_surname.setdefault(name_key(one.name[0]), []).append(one)

    def find(self, full_name: str) -> tuple[Known | None, list[Known]]:
        """Who this is; else those whom the name may mean (nobody: somebody new)."""
        name = split_name(full_name)
        same = self._by_surname.get(name_key(name[0]), [])
        exact = [one for one in same if name_key(one.full_name) == name_key(full_name)]
        fits = exact or [one for one in same if _fits(name, one.name)]
        if len(fits) == 1:
            return fits[0], []
        return self._answered(full_name, fits)

    def _answered(self, full_name: str, fits: list[Known]) -> tuple[Known | None, list[Known]]:
        answer = self.answers.get(teacher_key(full_name)) if fits else None
        if answer is None:
            return None, fits
        return self.everybody.get(answer[0]), []

    def add(self, full_name: str, plan: Plan, **values) -> Known:
        """Somebody new."""
        surname, given, patronymic = name = split_name(full_name)
        reach = {key: values.pop(key, None) for key in ("sex", "phone", "email")}
        person = plan.add(Person, surname=surname, given=given, patronymic=patronymic, **reach)
        one = Known(plan.add(Employee, person_id=person, **(_POSITION | values)), name)
        self._take(one)
        return one


_POSITION = {"position": "учитель"}


def fuller(name: tuple[str, str, str], known: tuple[str, str, str]) -> dict[str, str]:
    """What a file's name says beyond the one that is known: whole words for initials."""
    return {
        column: said
        for column, said, had in zip(("surname", "given", "patronymic"), name, known, strict=True)
        if said and column != "surname" and (not had or _is_initial(had)) and not _is_initial(said)
    }


def in_order(names) -> list[str]:
    """Full names before those with initials, which may mean one of them."""
    return sorted(names, key=lambda name: any(map(_is_initial, split_name(name)[1:])))


def _is_initial(part: str) -> bool:
    return len(part.rstrip(".")) <= 1


def _fits(one: tuple[str, str, str], other: tuple[str, str, str]) -> bool:
    """Whether two names may be one person's: nothing in them contradicts, and at least the
    first letters of the given names agree."""
    return _agree(one[1], other[1], False) and _agree(one[2], other[2], True)


def _agree(one: str, other: str, may_lack: bool) -> bool:
    one, other = name_key(one).rstrip("."), name_key(other).rstrip(".")
    if not one or not other:
        return may_lack
    if len(one) == 1 or len(other) == 1:
        return one[0] == other[0]
    return one == other


def question(name: str, fits: list[Known], lessons: int) -> dict:
    """«Кто это», as a run's result keeps it."""
    return {
        "key": teacher_key(name),
        "kind": TEACHER,
        "text": f"Кто это: «{name}»",
        "reason": "В школе несколько человек, которым это имя подходит.",
        "options": [[one.employee_id, one.full_name] for one in fits if one.employee_id > 0]
        + [[SOMEBODY_NEW, "новый сотрудник"]],
        "lessons": lessons,
    }
