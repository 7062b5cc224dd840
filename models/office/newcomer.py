"""A pupil as a person: entered, corrected, and asked about where somebody like that is known."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select

from models.base import db
from models.fingerprint import fingerprint
from models.naming import fault_of_person
from models.people.person import Person
from models.people.search import named
from models.people.student import Student
from models.refusal import Refused, WrongFields
from models.school.groups import ClassGroup, Enrolment
from models.school.teaching import within

LONGEST_NAME = 80
OLDEST, YOUNGEST = 25, 4  # years between which somebody goes to school


@dataclass(frozen=True)
class Typed:
    """The fields of clause 5.3 (the patronymic where there is one), and the sex, by which
    groups of boys and girls are made."""

    surname: str
    given: str
    patronymic: str
    birth_date: date | None
    sex: str

    def checked(self, today: date) -> "Typed":
        """The same, tidied; raises WrongFields."""
        names = {key: " ".join(getattr(self, key).split()) for key in _NAMES}
        problems = {
            key: f"Напишите, до {LONGEST_NAME} знаков."
            for key, value in names.items()
            if len(value) > LONGEST_NAME or (not value and key != "patronymic")
        }
        problems |= {key: why for key, value in names.items() if (why := fault_of_person(value))}
        age = (today - self.birth_date).days / 365.25 if self.birth_date else 0
        if not YOUNGEST <= age <= OLDEST:
            problems["birth_date"] = "Укажите дату рождения: ученику от 4 до 25 лет."
        if self.sex not in ("m", "f"):
            problems["sex"] = "Выберите."
        if problems:
            raise WrongFields(problems)
        return Typed(**names, birth_date=self.birth_date, sex=self.sex)


_NAMES = ("surname", "given", "patronymic")
_FIELDS = (*_NAMES, "birth_date", "sex")
_WORDS = {"surname": "фамилия", "given": "имя", "patronymic": "отчество"}
_WORDS |= {"birth_date": "дата рождения", "sex": "пол"}
_SEXES = {"m": "мальчик", "f": "девочка"}


@dataclass(frozen=True)
class Alike:
    """Somebody known of that name: the class is empty where they have left."""

    student_id: int
    name: str
    birth_date: date | None
    class_name: str


def alike(typed: Typed, today: date) -> list[Alike]:
    """Pupils of this surname and name, or of this surname and birthday: it may be one of them,
    and it may be a namesake."""
    rows = db.session.execute(
        select(Student.id, Person, ClassGroup)
        .join(Person, Person.id == Student.person_id)
        .outerjoin(Enrolment, (Enrolment.student_id == Student.id) & within(Enrolment, today))
        .outerjoin(ClassGroup, ClassGroup.id == Enrolment.class_group_id)
        .where(
            named(typed.surname, Person.surname),
            or_(named(typed.given, Person.given), Person.birth_date == typed.birth_date),
        )
        .order_by(Person.surname, Person.given)
        .limit(50)
    )
    return [
        Alike(student_id, person.full_name, person.birth_date, group.name if group else "")
        for student_id, person, group in rows
        if _same(person.surname, typed.surname)
        and (_same(person.given, typed.given) or person.birth_date == typed.birth_date)
    ]


def _same(one: str, other: str) -> bool:
    return one.casefold().replace("ё", "е") == other.casefold().replace("ё", "е")


def new_pupil(typed: Typed) -> Student:
    """A person who becomes a pupil; the class follows by `moving.enrol`."""
    person = Person(**{key: getattr(typed, key) for key in _FIELDS})
    db.session.add(person)
    db.session.flush()
    student = Student(person_id=person.id)
    db.session.add(student)
    db.session.flush()
    return student


class StalePerson(Refused):
    """Somebody else has changed the person since the form was read."""


def person_seen(person: Person) -> str:
    """The fingerprint of a person as it stands: a form says which it was made from."""
    return fingerprint([str(getattr(person, key) or "") for key in _FIELDS])


def correct_person(person: Person, typed: Typed, seen: str) -> bool:
    """Put right what was entered wrongly; whether anything changed. The audit keeps what it
    was. Raises StalePerson where it is no longer the one of the fingerprint `seen`."""
    db.session.refresh(person)
    changed = [key for key in _FIELDS if getattr(person, key) != getattr(typed, key)]
    if changed and seen != person_seen(person):
        raise StalePerson(_told(person, typed))
    for key in changed:
        setattr(person, key, getattr(typed, key))
    return bool(changed)


def _told(person: Person, typed: Typed) -> str:
    """What stands now and is not what was typed, in a sentence."""
    now = []
    for key, word in _WORDS.items():
        value = getattr(person, key)
        if (value or "") != (getattr(typed, key) or ""):
            if isinstance(value, date):
                value = f"{value:%d.%m.%Y}"
            now.append(f"{word} «{_SEXES.get(value, value) or 'пусто'}»")
    return (
        "Не сохранено: пока форма была открыта, эти поля изменили в другом окне. "
        f"Сейчас там: {', '.join(now)}. Введённое вами осталось: проверьте и сохраните ещё раз."
    )
