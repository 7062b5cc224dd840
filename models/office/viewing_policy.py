"""Who reads the log of looks."""

from models.access.policy import KeptPolicy
from models.access.viewing import Viewing


class ViewingPolicy(KeptPolicy, subject=Viewing):
    """The administrator reads all of it; a family what is about its own child, through the
    child."""

    def viewing_view(self):
        return True
