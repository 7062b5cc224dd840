"""Why something was late, in the words of whose duty it was: read by the administrator."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from models import clock
from models.audit.recorder import Audited
from models.base import Row, db
from models.control.duty import Duty
from models.refusal import Refused

LONGEST_TEXT = 300


class Explanation(Row, Audited, db.Model):
    """Of one finding: which rule, about what, whose words. Written anew it replaces the former,
    which the audit keeps."""

    __tablename__ = "explanation"
    __table_args__ = (UniqueConstraint("rule", "key", "person_id"),)

    rule: Mapped[str] = mapped_column(String(12))
    key: Mapped[str] = mapped_column(String(24))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    text: Mapped[str] = mapped_column(String(LONGEST_TEXT))
    made_at: Mapped[datetime] = mapped_column(default=clock.now)


def explain(duty: Duty, text: str, person_id: int) -> None:
    """Say why. Raises Refused."""
    text = " ".join(text.split())
    if person_id not in duty.person_ids:
        raise Refused("Объясняет тот, чья это обязанность.")
    if not duty.is_late(clock.now()):
        raise Refused("Срок ещё не прошёл: объяснять нечего.")
    if not 0 < len(text) <= LONGEST_TEXT:
        raise Refused(f"Напишите причину (до {LONGEST_TEXT} знаков).")
    own = {"rule": duty.rule_name, "key": duty.key, "person_id": person_id}
    row = db.session.scalar(select(Explanation).filter_by(**own))
    if row is None:
        db.session.add(Explanation(**own, text=text))
    elif row.text != text:
        row.text, row.made_at = text, clock.now()
    db.session.flush()


def explained(found: list[Duty]) -> list[Duty]:
    """The duties with what was said of each; one select."""
    said: dict[tuple[str, str], list[str]] = {}
    for rule, key, text in db.session.execute(
        select(Explanation.rule, Explanation.key, Explanation.text).order_by(Explanation.id)
    ):
        said.setdefault((rule, key), []).append(text)
    if not said:
        return found
    words = [" · ".join(said.get((duty.rule_name, duty.key), ())) for duty in found]
    return [replace(d, explained=text) if text else d for d, text in zip(found, words, strict=True)]
