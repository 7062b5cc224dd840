"""Who reads the log of looks."""

from sqlalchemy import select

from models.access.policy import Policy
from models.access.role import Role
from models.access.viewing import Viewing


class ViewingPolicy(Policy, subject=Viewing):
    """The administrator reads all of it; a family what is about its own child, through the
    child."""

    @classmethod
    def visible_to(cls, actor):
        if actor.role is Role.ADMINISTRATOR:
            return select(Viewing)
        return super().visible_to(actor)

    def viewing_view(self):
        return True
