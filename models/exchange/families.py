"""Which parents of a list are the same person.

Brothers and sisters often have different phones on their rows, so sameness is decided by the
name (ё is е) together with the e-mail, the other parent's name or a phone. Where only the name
agrees, two persons are kept and the rows are named for a person to look at.
"""

from dataclasses import dataclass, field

from models.exchange.names import name_key, split_name
from models.exchange.pupils_sheet import PupilRow

MOTHER, FATHER = "mother", "father"


@dataclass
class Parent:
    """A parent with their children's rows."""

    name: str
    kind: str
    phones: list[str] = field(default_factory=list)
    email: str = ""
    rows: list[int] = field(default_factory=list)

    @property
    def key(self) -> str:
        return name_key(self.name)

    @property
    def parts(self) -> tuple[str, str, str]:
        return split_name(self.name)


@dataclass(frozen=True)
class Doubt:
    """Two parents of one name that nothing else ties together."""

    name: str
    rows: tuple[int, ...]


@dataclass(frozen=True)
class _Mention:
    name: str
    kind: str
    phone: str
    other: str
    email: str
    row: int

    def ties(self) -> list[tuple]:
        """The facts any two mentions of one person share."""
        who = (name_key(self.name), self.kind)
        facts = (
            ("email", self.email),
            ("other", name_key(self.other)),
            ("phone", "".join(filter(str.isdigit, self.phone))),
        )
        return [(who, kind, value) for kind, value in facts if value]


def families(pupils: list[PupilRow]) -> tuple[list[Parent], list[Doubt]]:
    """Parents with their children, and the doubts left."""
    mentions = [mention for pupil in pupils for mention in _mentions(pupil)]
    clusters = _clusters(mentions)
    parents = [_parent(cluster) for cluster in clusters]
    by_name: dict[tuple, list[Parent]] = {}
    for parent in parents:
        by_name.setdefault((parent.key, parent.kind), []).append(parent)
    doubts = [
        Doubt(same[0].name, tuple(row for parent in same for row in parent.rows))
        for same in by_name.values()
        if len(same) > 1
    ]
    return parents, doubts


def _mentions(pupil: PupilRow) -> list[_Mention]:
    both = (
        (pupil.mother, MOTHER, pupil.mother_phone, pupil.father),
        (pupil.father, FATHER, pupil.father_phone, pupil.mother),
    )
    return [
        _Mention(name, kind, phone, other, pupil.email, pupil.row)
        for name, kind, phone, other in both
        if name
    ]


def _clusters(mentions: list[_Mention]) -> list[list[_Mention]]:
    """Mentions tied together by any shared fact, also through a third."""
    leader = list(range(len(mentions)))

    def find(index: int) -> int:
        while leader[index] != index:
            leader[index] = leader[leader[index]]
            index = leader[index]
        return index

    first_with: dict[tuple, int] = {}
    for index, mention in enumerate(mentions):
        for tie in mention.ties():
            leader[find(index)] = find(first_with.setdefault(tie, index))
    clusters: dict[int, list[_Mention]] = {}
    for index, mention in enumerate(mentions):
        clusters.setdefault(find(index), []).append(mention)
    return list(clusters.values())


def _parent(cluster: list[_Mention]) -> Parent:
    parent = Parent(_fullest([mention.name for mention in cluster]), cluster[0].kind)
    for mention in cluster:
        if mention.phone and mention.phone not in parent.phones:
            parent.phones.append(mention.phone)
        parent.email = parent.email or mention.email
        parent.rows.append(mention.row)
    return parent


def _fullest(names: list[str]) -> str:
    """The spelling with ё where one has it: it says more."""
    return max(names, key=lambda name: (name.casefold().count("ё"), len(name)))
