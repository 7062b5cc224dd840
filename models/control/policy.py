"""Control pictures are for the office."""

from sqlalchemy import select

from models.access.policy import Policy
from models.access.role import Role
from models.control.snapshot import ControlSnapshot


class ControlSnapshotPolicy(Policy, subject=ControlSnapshot):
    """Director and administrator open every snapshot."""

    @classmethod
    def visible_to(cls, actor):
        if actor.role in (Role.DIRECTOR, Role.ADMINISTRATOR):
            return select(ControlSnapshot)
        return super().visible_to(actor)

    def control_view(self):
        return True
