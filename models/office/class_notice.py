"""Notices to a class (5.5): what its class teacher tells families and teachers of the class, and
which family has read it."""

from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import func, select

from models import clock
from models.access.role import Role
from models.base import db
from models.office.classes_told import teachers_of
from models.office.families import OWN, Family, families
from models.office.notice import Notice, NoticeRead, Reader, problems_of_words
from models.people.account import Account
from models.people.person import Person
from models.refusal import Refused, WrongFields
from models.school.calendar import year_numbered
from models.school.groups import ClassGroup

ADDRESSED = {
    Role.PARENT.value: "родителям",
    Role.STUDENT.value: "ученикам",
    Role.TEACHER.value: "учителям класса",
}


@dataclass(frozen=True)
class FamilyReader:
    """Somebody of a family who can read it here."""

    person_id: int
    who: str
    read: NoticeRead | None


@dataclass
class FamilyTold:
    """A family of the class: who of it can read the notice here, and who has."""

    family: Family
    readers: list[FamilyReader] = field(default_factory=list)

    @property
    def has_read(self) -> bool:
        return any(reader.read for reader in self.readers)

    @property
    def on_paper(self) -> bool:
        """Whether nobody of those it is for has an account: they must be told on paper."""
        return not self.readers


def addressed(notice: Notice) -> str:
    """To whom: «родителям и ученикам»."""
    words = [word for role, word in ADDRESSED.items() if role in notice.roles]
    return " и ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def send_class_notice(typed: dict, group: ClassGroup, by: int | None) -> Notice:
    """Tell families or teachers of a class something. `typed`: title, text, roles, shown_until.
    Raises WrongFields."""
    title, text = typed["title"].strip(), typed["text"].replace("\r\n", "\n").strip()
    roles = [role for role in ADDRESSED if role in typed["roles"]]
    until, problems = typed["shown_until"], problems_of_words(title, text)
    if not text:
        problems["text"] = "Напишите текст."
    if not roles:
        problems["roles"] = "Отметьте, кому это читать."
    last = year_numbered(group.year_id).ends_on
    if until is None:
        problems["shown_until"] = "Укажите день, до которого показывать."
    elif until < clock.today():
        problems["shown_until"] = "Этот день уже прошёл."
    elif until > last:
        problems["shown_until"] = f"Не дольше конца учебного года: {last:%d.%m.%Y}."
    if problems:
        raise WrongFields(problems)
    own = {"class_group_id": group.id, "shown_until": until, "made_by": by}
    made = Notice(title=title, text=text, roles=roles, **own)
    db.session.add(made)
    db.session.flush()
    return made


def withdraw_class_notice(notice: Notice) -> None:
    """Nobody need read it any more. Raises Refused where it is shown no more anyway."""
    if notice.shown_until < clock.today():
        raise Refused("Это объявление уже не показывается: его срок прошёл.")
    notice.withdraw()


def last_shown(notice: Notice, today: date) -> date:
    """The day whose families are asked about: today, or the last one it was shown."""
    gone = notice.annulled_at and clock.school_time(notice.annulled_at).date()
    return min(day for day in (today, notice.shown_until, gone) if day)


def families_told(notice: Notice, today: date) -> list[FamilyTold]:
    """Every family of the class with who of it has read, by name; five selects."""
    if not {Role.PARENT.value, Role.STUDENT.value} & set(notice.roles):
        return []
    marks = _marks(notice)
    own = families(last_shown(notice, today), notice.class_group_id)
    return [FamilyTold(family, _readers(family, notice, marks)) for family in own]


def _readers(family: Family, notice: Notice, marks: dict) -> list[FamilyReader]:
    """Those of the family it is for who have an account and may look into the diary."""
    found = {}
    if Role.PARENT.value in notice.roles:
        found = {
            member.person_id: f"{member.name} ({member.kinship})"
            for member in family.members
            if member.kind != OWN and member.login and member.standing.is_open
        }
    if Role.STUDENT.value in notice.roles and family.login and family.is_open:
        found[family.person_id] = "сам ученик"
    return [FamilyReader(number, who, marks.get(number)) for number, who in found.items()]


def teachers_told(notice: Notice, today: date) -> list[Reader]:
    """The teachers of the class with whether they have read, without who wrote it."""
    if Role.TEACHER.value not in notice.roles:
        return []
    marks = _marks(notice)
    author = _author(notice)
    there = teachers_of(notice.class_group_id, last_shown(notice, today))
    return [Reader(person, marks.get(person.id)) for person in there if person.id != author]


def _author(notice: Notice) -> int | None:
    return db.session.scalar(select(Account.person_id).where(Account.id == notice.made_by))


def author_of(notice: Notice) -> str:
    """Who wrote it: surname and initials."""
    person = db.session.get(Person, number) if (number := _author(notice)) else None
    return person.initials if person else ""


def _marks(notice: Notice) -> dict[int, NoticeRead]:
    rows = db.session.scalars(select(NoticeRead).filter_by(notice_id=notice.id))
    return {mark.person_id: mark for mark in rows}


def class_notices(classes: frozenset[int] | None) -> list[tuple[Notice, ClassGroup, int]]:
    """What was told to these classes (None: to any), the newest first, with how many people have
    read it."""
    count = (
        select(func.count(NoticeRead.id)).where(NoticeRead.notice_id == Notice.id).scalar_subquery()
    )
    query = select(Notice, ClassGroup, count).join(
        ClassGroup, ClassGroup.id == Notice.class_group_id
    )
    if classes is not None:
        query = query.where(Notice.class_group_id.in_(classes))
    return [tuple(row) for row in db.session.execute(query.order_by(Notice.id.desc()))]
