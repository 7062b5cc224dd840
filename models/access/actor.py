"""The actor: an account in a role, on a day of the school."""

from dataclasses import dataclass
from datetime import date

from models.access.grants import ACTIONS, GRANTS
from models.access.role import Role


class UnknownAction(Exception):
    """A question about an action that is not in the matrix."""


@dataclass(frozen=True)
class Actor:
    """Who asks: decided by the room in the address, never by the session."""

    account_id: int
    person_id: int
    role: Role
    today: date
    name: str = ""

    def granted(self, action: str) -> bool:
        """Whether the matrix ever allows this role the action; an unknown one raises."""
        if action not in ACTIONS:
            raise UnknownAction(action)
        return action in GRANTS[self.role]
