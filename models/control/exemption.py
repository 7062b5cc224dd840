"""What frees from blame for lateness (clause 5.3): with a period and a document, dated."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, mapped_column

from models import clock
from models.audit.recorder import Audited
from models.base import Row, db
from models.control.duty import Duty
from models.office.order import TRANSITION
from models.refusal import Refused, WrongFields
from models.school.calendar import the_year, years

ILLNESS, LEAVE, COURSES, STOP = "illness", "leave", "courses", "stop"
LATE_PAPER, NO_PAPER, PAPER_BACKFILLED, WRONG_DATA = "late", "empty", "backfilled", "wrong"
AWAY = {ILLNESS: "временная нетрудоспособность", LEAVE: "отпуск", COURSES: "курсы"}
OF_PAPER = {
    LATE_PAPER: "отметки внесены в бумажный журнал поздно",
    NO_PAPER: "в бумажном журнале нет записей",
    PAPER_BACKFILLED: "«доставление» отметок в бумажном журнале",
    WRONG_DATA: "неверные сведения от классного руководителя",
}
KINDS = AWAY | OF_PAPER | {STOP: "остановка системы"}
LONGEST_DOCUMENT, LONGEST_NOTE = 200, 300


class Exemption(Row, Audited, db.Model):
    """Who is freed, why, for which days, by which document. A stop of the system frees everybody
    and names nobody; a matter of the paper journal may name one class."""

    __tablename__ = "exemption"

    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    from_date: Mapped[date]
    until: Mapped[date]
    class_group_id: Mapped[int | None] = mapped_column(ForeignKey("class_group.id"))
    document: Mapped[str] = mapped_column(String(LONGEST_DOCUMENT))
    note: Mapped[str] = mapped_column(String(LONGEST_NOTE), default="")
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    annulled_at: Mapped[datetime | None]
    annulled_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    @property
    def words(self) -> str:
        """«отпуск, приказ № 5»."""
        return f"{KINDS.get(self.kind, self.kind)}, {self.document}"

    def frees(self, duty: Duty) -> bool:
        """Who was away is freed of deadlines that fell into those days; what was wrong with the
        paper frees of the lessons of those days. It frees its person, and no colleague."""
        if self.person_id is not None and self.person_id not in duty.person_ids:
            return False
        if self.class_group_id is not None and self.class_group_id not in duty.class_ids:
            return False
        if self.kind in OF_PAPER:
            return duty.rule.mode == TRANSITION and self._holds(duty.on_date)
        return self._holds(_due_day(duty))

    def _holds(self, day: date) -> bool:
        return self.from_date <= day <= self.until

    def annul(self, by: int | None) -> None:
        """Take it back: entered by mistake. Twice is once."""
        if self.annulled_at is None:
            self.annulled_at, self.annulled_by = clock.now(), by


def _due_day(duty: Duty) -> date:
    """What is due as a day ends, is due on that day: midnight belongs to the day before."""
    due = clock.school_time(duty.due)
    return due.date() if (due.hour, due.minute) != (0, 0) else date.fromordinal(due.toordinal() - 1)


def exemptions(limit: int = 300) -> list[Exemption]:
    """All of them, the newest first."""
    return list(db.session.scalars(select(Exemption).order_by(Exemption.id.desc()).limit(limit)))


def excused(found: list[Duty]) -> list[Duty]:
    """The duties with what frees of each: everybody, or this and that person; one select."""
    held = db.session.scalars(select(Exemption).where(Exemption.annulled_at.is_(None))).all()
    if not held:
        return found
    return [_with_excuse(duty, held) for duty in found]


def _with_excuse(duty: Duty, held: list[Exemption]) -> Duty:
    frees = [row for row in held if row.frees(duty)]
    if not frees:
        return duty
    whole = next((row.words for row in frees if row.person_id is None), "")
    freed: dict[int, str] = {}
    for row in frees:
        if row.person_id is not None:
            freed.setdefault(row.person_id, row.words)
    return duty.excused(whole, tuple(sorted(freed.items())))


def free(typed: dict, by: int | None) -> Exemption:
    """Enter an exemption. `typed`: kind, person_id, from_date, until, class_group_id (ids and
    days already read, or None), document, note. Raises WrongFields."""
    typed = typed | {name: typed[name].strip() for name in ("document", "note")}
    if problems := _problems(typed):
        raise WrongFields(problems)
    own = {name: typed[name] for name in ("document", "note", "kind", "person_id")}
    days = {name: typed[name] for name in ("from_date", "until", "class_group_id")}
    _refuse_twice(own, *days.values())
    made = Exemption(**own, **days, account_id=by)
    db.session.add(made)
    db.session.flush()
    return made


def _problems(typed: dict) -> dict[str, str]:
    """Field → what is wrong with it."""
    problems = _problems_of_days(typed["from_date"], typed["until"])
    if typed["kind"] not in KINDS:
        problems["kind"] = "Выберите причину из списка."
    if (typed["person_id"] is None) != (typed["kind"] == STOP):
        problems["person_id"] = (
            "Остановка системы освобождает всех: человека не называйте."
            if typed["kind"] == STOP
            else "Выберите, кто освобождается."
        )
    if not 0 < len(typed["document"]) <= LONGEST_DOCUMENT:
        problems["document"] = f"Назовите документ (до {LONGEST_DOCUMENT} знаков)."
    if len(typed["note"]) > LONGEST_NOTE:
        problems["note"] = f"Не длиннее {LONGEST_NOTE} знаков."
    return problems


def _problems_of_days(first: date | None, last: date | None) -> dict[str, str]:
    problems = {}
    begins, ends = years()[0].starts_on, the_year(clock.today()).ends_on
    if first is None:
        problems["from_date"] = "Укажите первый день."
    elif first < begins:
        problems["from_date"] = f"Журнал ведётся с {begins:%d.%m.%Y}: раньше не от чего."
    if last is None or (first is not None and last < first):
        problems["until"] = "Укажите последний день, не раньше первого."
    elif last > ends:
        problems["until"] = f"Учебный год кончается {ends:%d.%m.%Y}: позже освобождать не от чего."
    return problems


def _refuse_twice(own: dict, first: date, last: date, class_group_id: int | None) -> None:
    """Refuse what the same person is freed of for the same reason on some of the days."""
    same = select(Exemption).where(
        Exemption.kind == own["kind"],
        Exemption.person_id == own["person_id"],
        Exemption.from_date <= last,
        Exemption.until >= first,
        Exemption.annulled_at.is_(None),
    )
    if class_group_id is not None:  # of another class it may be another matter
        whole = Exemption.class_group_id.is_(None)
        same = same.where(whole | (Exemption.class_group_id == class_group_id))
    there = db.session.scalar(same.limit(1))
    if there is not None:
        days = f"{there.from_date:%d.%m.%Y}–{there.until:%d.%m.%Y}"
        raise Refused(
            f"Такое освобождение уже внесено: {there.words}, {days}. "
            "Измените дни или отмените прежнее."
        )
