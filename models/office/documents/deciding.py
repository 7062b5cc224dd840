"""A decision on the mode of classes comes into force (2.2, 2.7, 5.1(8), 8.2)."""

from datetime import date

from sqlalchemy import select

from models import clock
from models.base import db
from models.office.documents.document import Document, DocumentScope, DocumentStep
from models.office.documents.kind import months_later
from models.office.documents.names import (
    AGREED,
    ELECTRONIC,
    ENACTED,
    NOTICE_MONTHS,
    NOTIFIED,
    OPINION,
)
from models.office.order import ModeDecision
from models.office.ordering import on_the_ground_of, the_order
from models.refusal import Refused

_LACKS = {
    AGREED: "Нет согласования с управлением образования (пункт 2.7).",
    OPINION: "Не отмечено мнение представительного органа работников (пункт 5.1(8)).",
    NOTIFIED: "Работники ещё не уведомлены письменно (пункт 8.2).",
}


def earliest_start(notified_on: date) -> date:
    """The first day on which the electronic journal may begin after such a notice (8.2)."""
    return months_later(notified_on, NOTICE_MONTHS)


def what_hinders(document: Document, steps: list[DocumentStep]) -> str:
    """Why the decision cannot come into force yet, in one sentence; empty where it can."""
    if document.annulled_at is not None:
        return "Эта запись отменена."
    if document.order_id is not None:
        return "Решение уже введено в действие."
    if document.from_date < clock.today():
        return "День перехода уже прошёл: прошлые дни режима не меняют. Внесите решение заново."
    if document.sort != ELECTRONIC:
        return ""
    done = {step.step: step.done_on for step in steps}
    for name, sentence in _LACKS.items():
        if done.get(name) is None:
            return sentence
    if document.from_date < (earliest := earliest_start(done[NOTIFIED])):
        return (
            f"Работников уведомили {done[NOTIFIED]:%d.%m.%Y}: по пункту 8.2 перейти можно "
            f"не раньше {earliest:%d.%m.%Y}."
        )
    return ""


def enact(document: Document, by: int | None) -> list[ModeDecision]:
    """Put the decision into force: from its day on, its classes are in the mode. Raises Refused."""
    steps = list(db.session.scalars(select(DocumentStep).filter_by(document_id=document.id)))
    if why := what_hinders(document, steps):
        raise Refused(why)
    order = the_order(document.number, document.on_date, document.title, clock.today())
    scopes = db.session.scalars(select(DocumentScope).filter_by(document_id=document.id)).all()
    pairs = [(one.class_group_id, one.study_group_id) for one in scopes] or [(None, None)]
    made = [
        ModeDecision(
            class_group_id=class_group_id,
            study_group_id=study_group_id,
            mode=document.sort,
            from_date=document.from_date,
            order_id=order.id,
        )
        for class_group_id, study_group_id in pairs
    ]
    with on_the_ground_of(order):
        db.session.add_all(made)
        document.order_id = order.id
        for step in steps:
            if step.step == ENACTED:
                step.done_on, step.done_by = clock.today(), by
    return made


def notice_of(basis) -> str:
    """The words of the written notice under a decision on the electronic journal (8.2, article 74
    of the labour code); nothing under other papers."""
    if getattr(basis, "kind", "") != "mode" or basis.sort != ELECTRONIC:
        return ""
    return (
        "В соответствии со статьёй 74 Трудового кодекса уведомляем, что "
        f"с {basis.from_date:%d.%m.%Y} меняются технологические условия "
        "труда: журнал и дневник ведутся только в электронном виде "
        f"(решение № {basis.number} от {basis.on_date:%d.%m.%Y}, пункт 8.2 регламента)."
    )
