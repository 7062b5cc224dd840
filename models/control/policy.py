"""Control pictures are for the office, and for who reads journals by order."""

from sqlalchemy import select

from models.access.policy import Policy
from models.control.snapshot import ControlSnapshot


class ControlSnapshotPolicy(Policy, subject=ControlSnapshot):
    """Director and administrator open every snapshot, an inspector while appointed; a deputy
    head finds in it the journals of the own grades."""

    @classmethod
    def visible_to(cls, actor):
        if actor.granted("control.view"):
            return select(ControlSnapshot)
        return super().visible_to(actor)

    def control_view(self):
        return True
