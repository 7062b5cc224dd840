"""Why something was late, in the words of whose duty it was, or why what a check found is right:
read by the administrator."""

from dataclasses import replace
from datetime import date, datetime, time

from sqlalchemy import ForeignKey, String, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, mapped_column

from models import clock
from models.audit.recorder import Audited
from models.base import Row, db
from models.control.duty import Duty
from models.refusal import Refused

LONGEST_TEXT, LONGEST_ABOUT = 300, 160


class Explanation(Row, Audited, db.Model):
    """Of one finding: which rule, about what, whose words. Written anew it replaces the former,
    which the audit keeps."""

    __tablename__ = "explanation"
    __table_args__ = (UniqueConstraint("rule", "key", "person_id"),)

    rule: Mapped[str] = mapped_column(String(16))  # or the name of a check
    key: Mapped[str] = mapped_column(String(40))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    about: Mapped[str] = mapped_column(String(LONGEST_ABOUT), default="")  # «Математика · 5-А, …»
    text: Mapped[str] = mapped_column(String(LONGEST_TEXT))
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    read_at: Mapped[datetime | None]  # by the administrator, who has it
    read_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    def take_note(self, by: int | None) -> bool:
        """The administrator has read it; twice is once. Returns whether it is new."""
        if self.read_at is not None:
            return False
        self.read_at, self.read_by = clock.now(), by
        return True


def explain(duty: Duty, text: str, person_id: int) -> None:
    """Say why. Raises Refused."""
    if person_id not in duty.person_ids:
        raise Refused("Объясняет тот, чья это обязанность.")
    if not (duty.is_late(clock.now()) or duty.is_explained_beforehand):
        raise Refused("Срок ещё не прошёл: объяснять нечего.")
    say_why(duty.rule_name, duty.key, f"{duty.title}, {duty.about}", text, person_id)


def say_why(rule: str, key: str, about: str, text: str, person_id: int) -> None:
    """Keep the reason of one finding of a rule or a check; another replaces it and is to be read
    anew. Raises Refused."""
    text = " ".join(text.split())
    if not 0 < len(text) <= LONGEST_TEXT:
        raise Refused(f"Напишите причину (до {LONGEST_TEXT} знаков).")
    own = {"rule": rule, "key": key, "person_id": person_id}
    row = db.session.scalar(select(Explanation).filter_by(**own))
    if row is None:
        db.session.add(Explanation(**own, about=about[:LONGEST_ABOUT], text=text))
    elif row.text != text:
        row.text, row.made_at, row.read_at, row.read_by = text, clock.now(), None, None
    db.session.flush()


def said_of(rules) -> dict[tuple[str, str], str]:
    """(rule or check, key) → what was said of it; one select."""
    said: dict[tuple[str, str], list[str]] = {}
    for rule, key, text in db.session.execute(
        select(Explanation.rule, Explanation.key, Explanation.text)
        .where(Explanation.rule.in_(list(rules)))
        .order_by(Explanation.id)
    ):
        said.setdefault((rule, key), []).append(text)
    return {place: " · ".join(texts) for place, texts in said.items()}


def explanations(first: date, most: int = 200) -> list[Explanation]:
    """Those the administrator has not read, and since `first` those read; the newest first."""
    unread = Explanation.read_at.is_(None)
    return list(
        db.session.scalars(
            select(Explanation)
            .where(unread | (Explanation.made_at >= clock.at(first, time(0))))
            .order_by(unread.desc(), Explanation.id.desc())
            .limit(most)
        )
    )


def unread_explanations() -> int:
    """How many wait for the administrator."""
    query = select(func.count(Explanation.id)).where(Explanation.read_at.is_(None))
    return db.session.scalar(query)


def explained(found: list[Duty]) -> list[Duty]:
    """The duties with what was said of each; one select."""
    said = said_of({duty.rule_name for duty in found})
    if not said:
        return found
    words = [said.get((duty.rule_name, duty.key), "") for duty in found]
    return [replace(d, explained=text) if text else d for d, text in zip(found, words, strict=True)]
