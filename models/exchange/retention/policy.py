"""Who sees acts of removal, who signs them and who carries them out."""

from sqlalchemy import select

from models.access.policy import Policy
from models.exchange.retention.act import RemovalAct


class RemovalActPolicy(Policy, subject=RemovalAct):
    """Drawn up, annulled and carried out by the administrator, signed by the director."""

    @classmethod
    def visible_to(cls, actor):
        if actor.granted("retention.view"):
            return select(RemovalAct)
        return super().visible_to(actor)

    def retention_view(self):
        return True

    def retention_keep(self):
        """Annul it or carry it out: while it is open; the verbs say what lacks."""
        self.because = f"Акт {self.thing.state}."
        return self.thing.is_open

    def retention_sign(self):
        self.because = f"Акт {self.thing.state}."
        return self.thing.is_open
