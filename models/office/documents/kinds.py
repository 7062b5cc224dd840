"""The registers of the school, each with its clauses. A new one is a row of one of two tables."""

from models.access.role import Role
from models.office.documents.director_kinds import DIRECTOR_KINDS
from models.office.documents.kind import Kind
from models.office.documents.work_kinds import WORK_KINDS

KINDS: dict[str, Kind] = {kind.name: kind for kind in DIRECTOR_KINDS + WORK_KINDS}


def kinds_of(role: Role) -> list[Kind]:
    """The registers the role knows of."""
    return [kind for kind in KINDS.values() if kind.is_read_by(role)]
