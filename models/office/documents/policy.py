"""Who sees which register, who keeps it, and who marks what was done."""

from sqlalchemy import false, or_, select

from models.access.policy import Policy
from models.access.role import Role
from models.base import db
from models.office.documents.document import Document, DocumentStep
from models.office.documents.kinds import KINDS, kinds_of
from models.office.documents.names import TO_MOVEMENT

ANNULLED = "Эта запись отменена: по ней ничего отмечать не нужно."


def _seen(actor):
    """The condition of what the actor knows of."""
    whole = [kind.name for kind in kinds_of(actor.role) if actor.role not in kind.own_of]
    own = [kind.name for kind in kinds_of(actor.role) if actor.role in kind.own_of]
    theirs = or_(
        Document.entered_by == actor.account_id,
        Document.person_id == actor.person_id,
        (Document.sort == TO_MOVEMENT) if actor.role is Role.SECRETARY else false(),
    )
    return or_(Document.kind.in_(whole), Document.kind.in_(own) & theirs)


class DocumentPolicy(Policy, subject=Document):
    """Each register has its keepers and readers (kinds.py); of some a role knows only what it
    wrote itself or what is asked of it."""

    @classmethod
    def visible_to(cls, actor):
        if not actor.granted("document.view"):
            return super().visible_to(actor)
        return select(Document).where(_seen(actor))

    def document_view(self):
        return True

    def document_keep(self):
        """Whoever keeps the register; of what is only partly theirs, their own."""
        kind = KINDS[self.thing.kind]
        if self.actor.role not in kind.kept_by:
            return False
        return self.actor.role not in kind.own_of or self.thing.entered_by == self.actor.account_id


class DocumentStepPolicy(Policy, subject=DocumentStep):
    """What was done is marked by who keeps the register, or whom the step is left to; an answer
    by whom it is asked of."""

    @classmethod
    def visible_to(cls, actor):
        if not actor.granted("document.view"):
            return super().visible_to(actor)
        return (
            select(DocumentStep)
            .join(Document, Document.id == DocumentStep.document_id)
            .where(_seen(actor))
        )

    def document_answer(self):
        document = db.session.get(Document, self.thing.document_id)
        kind, role = document.register, self.actor.role
        if document.annulled_at is not None:
            self.because = ANNULLED
            return False
        if kind.answered_by:
            asked_of = kind.answered_by.get(document.sort)
            mine = document.person_id in (None, self.actor.person_id)
            return role is Role.ADMINISTRATOR or (role is asked_of and mine)
        return role in kind.kept_by or role in kind.step(self.thing.step).by
