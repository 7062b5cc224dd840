"""What somebody must read, and who has: news of the program, notices to roles (5.2(16)) and to a
class (5.5, `class_notice.py`), and the sheet of acquaintance under an order or a document."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ForeignKey, String, UniqueConstraint, exists, func, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from models import clock
from models.access.role import Role
from models.audit.recorder import Audited
from models.base import Row, db
from models.ground import remembered
from models.office.classes_told import classes_told
from models.office.documents.document import Document
from models.office.order import Order
from models.office.role_holders import staff_with
from models.office.serving import is_staff
from models.people.account import Account
from models.people.person import Person
from models.refusal import Refused, WrongFields

LONGEST_TITLE, LONGEST_TEXT = 200, 6000
NEWS_FOR = timedelta(days=60)  # so long an unread notice without a day is still pointed out


class Notice(Row, Audited, db.Model):
    """Something to read: by the holders of some roles and by people named; under an order or a
    document it is their sheet of acquaintance. With a class it is for its families or teachers
    alone, until its last day."""

    __tablename__ = "notice"

    title: Mapped[str] = mapped_column(String(LONGEST_TITLE))
    text: Mapped[str] = mapped_column(String(LONGEST_TEXT))
    roles: Mapped[list]
    order_id: Mapped[int | None] = mapped_column(ForeignKey("school_order.id"), index=True)
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), index=True)
    class_group_id: Mapped[int | None] = mapped_column(ForeignKey("class_group.id"), index=True)
    due_on: Mapped[date | None]
    shown_until: Mapped[date | None]  # of a notice to a class
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    made_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    annulled_at: Mapped[datetime | None]

    @property
    def is_sheet(self) -> bool:
        return self.order_id is not None or self.document_id is not None

    @property
    def role_titles(self) -> list[str]:
        return [Role(name).title.lower() for name in self.roles]

    def withdraw(self) -> None:
        """Nobody need read it any more. Twice is once."""
        self.annulled_at = self.annulled_at or clock.now()


class NoticeReader(Row, Audited, db.Model):
    """Somebody who must read it by name, whatever their role."""

    __tablename__ = "notice_reader"
    __table_args__ = (UniqueConstraint("notice_id", "person_id"),)

    notice_id: Mapped[int] = mapped_column(ForeignKey("notice.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)


class NoticeRead(Row, Audited, db.Model):
    """That somebody has read it: by their own press, or signed on paper on a day."""

    __tablename__ = "notice_read"
    __table_args__ = (UniqueConstraint("notice_id", "person_id"),)

    notice_id: Mapped[int] = mapped_column(ForeignKey("notice.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)
    signed_on: Mapped[date | None]  # on paper
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


@dataclass(frozen=True)
class Reader:
    """A line of the sheet."""

    person: Person
    read: NoticeRead | None


def send_notice(typed: dict, readers: Iterable[int], by: int | None) -> Notice:
    """Put something before those who must read it. `typed`: title, text, roles, order_id,
    document_id, due_on. Raises WrongFields."""
    title, text = typed["title"].strip(), typed["text"].replace("\r\n", "\n").strip()
    roles = [role.value for role in Role if role.value in typed["roles"]]
    readers, problems = list(dict.fromkeys(readers)), problems_of_words(title, text)
    if not text and not (typed.get("order_id") or typed.get("document_id")):
        problems["text"] = "Напишите текст."
    if not roles and not readers:
        problems["roles"] = "Отметьте, кому это читать."
    if any(not is_staff(person_id) for person_id in readers):
        problems["readers"] = "Выберите тех, кто работает в школе."
    if typed.get("due_on") and typed["due_on"] < clock.today():
        problems["due_on"] = "Этот день уже прошёл."
    if problems:
        raise WrongFields(problems)
    own = {name: typed.get(name) for name in ("order_id", "document_id", "due_on")}
    made = Notice(title=title, text=text, roles=roles, made_by=by, **own)
    db.session.add(made)
    db.session.flush()
    for person_id in readers:
        db.session.add(NoticeReader(notice_id=made.id, person_id=person_id))
    db.session.flush()
    return made


def problems_of_words(title: str, text: str) -> dict[str, str]:
    """What is wrong with the words of a notice, by field."""
    problems = {}
    if not 0 < len(title) <= LONGEST_TITLE:
        problems["title"] = f"Напишите, о чём это (до {LONGEST_TITLE} знаков)."
    if len(text) > LONGEST_TEXT:
        problems["text"] = f"Не длиннее {LONGEST_TEXT} знаков."
    return problems


def mark_read(
    notice: Notice, person_id: int, by: int | None, signed_on: date | None = None
) -> None:
    """Somebody has read it; twice is once. On paper by whom the sheet says. Raises Refused."""
    if notice.annulled_at is not None:
        raise Refused("Это сообщение отозвано.")
    if signed_on is not None and signed_on < _first_day(notice):
        raise Refused("Подпись не может быть раньше самого документа.")
    if signed_on is not None and signed_on > clock.today():
        raise Refused("Эта дата ещё не наступила.")
    own = {"notice_id": notice.id, "person_id": person_id}
    if db.session.scalar(select(NoticeRead.id).filter_by(**own)) is None:
        db.session.add(NoticeRead(**own, signed_on=signed_on, account_id=by))
        db.session.flush()


def _first_day(notice: Notice) -> date:
    """The day of the paper the sheet stands under: a sheet may be made days after the order."""
    basis = _basis(notice)
    return basis.on_date if basis else clock.school_time(notice.made_at).date()


def _basis(notice: Notice) -> Order | Document | None:
    if notice.order_id is not None:
        return db.session.get(Order, notice.order_id)
    return db.session.get(Document, notice.document_id) if notice.document_id else None


def addressed_to(person_id: int, role: Role, day: date) -> list[tuple[Notice, NoticeRead | None]]:
    """What the person is to read in this room on the day, the newest first, with whether they
    have. Of a class's notices those of the day's own classes, but not what one wrote oneself."""
    named = exists().where(NoticeReader.notice_id == Notice.id, NoticeReader.person_id == person_id)
    rows = db.session.execute(
        select(Notice, NoticeRead, named.label("named"))
        .outerjoin(
            NoticeRead,
            (NoticeRead.notice_id == Notice.id) & (NoticeRead.person_id == person_id),
        )
        .where(
            Notice.annulled_at.is_(None),
            or_(Notice.class_group_id.is_(None), _of_own_class(person_id, role, day)),
        )
        .order_by(Notice.id.desc())
    )
    mine = role.value
    return [(notice, read) for notice, read, by_name in rows if by_name or mine in notice.roles]


def _of_own_class(person_id: int, role: Role, day: date):
    own = select(Account.id).where(Account.person_id == person_id)
    return (
        Notice.class_group_id.in_(list(classes_told(person_id, role, day)))
        & (Notice.shown_until >= day)
        & or_(Notice.made_by.is_(None), Notice.made_by.not_in(own))
    )


@dataclass(frozen=True)
class Unread:
    """What is pointed out on a home page; `about`: of which class and child, if of one."""

    title: str
    about: str
    due_on: date | None


@remembered
def unread(person_id: int, role: Role, day: date) -> list[Unread]:
    """What the person should be told of on the day: not read, and not old news."""
    told = classes_told(person_id, role, day)
    return [
        Unread(notice.title, told[number].words if number else "", notice.due_on)
        for notice, read in addressed_to(person_id, role, day)
        if read is None and _is_news(notice)
        for number in (notice.class_group_id,)
    ]


def _is_news(notice: Notice) -> bool:
    lasts = notice.is_sheet or notice.due_on or notice.shown_until
    return bool(lasts) or notice.made_at >= clock.now() - NEWS_FOR


def sheet_of(notice: Notice, day: date) -> list[Reader]:
    """Everybody of the staff who is to read it or has, by name, with when."""
    marks = {
        mark.person_id: mark
        for mark in db.session.scalars(select(NoticeRead).filter_by(notice_id=notice.id))
    }
    named = select(NoticeReader.person_id).where(NoticeReader.notice_id == notice.id)
    query = select(Person).where(or_(Person.id.in_(named), Person.id.in_(list(marks))))
    people = {person.id: person for person in db.session.scalars(query)}
    people |= {p.id: p for p in staff_with([Role(name) for name in notice.roles], day)}
    ordered = sorted(people.values(), key=lambda p: (p.surname, p.given, p.id))
    return [Reader(person, marks.get(person.id)) for person in ordered]


def notices() -> list[tuple[Notice, int]]:
    """All that was sent to roles and people, the newest first, with how many have read it."""
    count = (
        select(func.count(NoticeRead.id)).where(NoticeRead.notice_id == Notice.id).scalar_subquery()
    )
    query = select(Notice, count).where(Notice.class_group_id.is_(None))
    rows = db.session.execute(query.order_by(Notice.id.desc()))
    return [tuple(row) for row in rows]


def sheets_under(order_id: int | None = None, document_id: int | None = None) -> list[Notice]:
    """The sheets of acquaintance under an order or a document."""
    whose = Notice.order_id == order_id if order_id else Notice.document_id == document_id
    return list(db.session.scalars(select(Notice).where(whose, Notice.annulled_at.is_(None))))


def basis_of(notice: Notice) -> str:
    """The paper the sheet stands under: «приказ № 12 от 01.09.2026 «О …»»."""
    found = _basis(notice)
    return f"{found.name} «{found.title}»" if found else ""
