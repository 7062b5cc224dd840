"""Who reads the plan of the next year, and who keeps it."""

from sqlalchemy import select

from models.access.policy import Policy
from models.office.rollover.draft import Rollover


class RolloverPolicy(Policy, subject=Rollover):
    """The director reads, the administrator keeps."""

    @classmethod
    def visible_to(cls, actor):
        granted = actor.granted("rollover.view")
        return select(cls.subject) if granted else super().visible_to(actor)

    def rollover_view(self):
        return True

    def rollover_keep(self):
        return True
