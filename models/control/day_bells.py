"""When the pupils of a group have their last lesson of a day (clause 5.4(2)). Pure."""

from collections.abc import Iterable, Mapping
from datetime import date, time


class LastLessons:
    """Built from who sits in which group and from the lessons of the days."""

    def __init__(
        self,
        pupils: Mapping[int, frozenset[int]],
        ends: Iterable[tuple[date, int, time | None]],
    ):
        """`pupils`: group → who sits in it; `ends`: (day, group, end of its last lesson)."""
        self._of: dict[int, frozenset[int]] = dict(pupils)
        self._groups: dict[int, set[int]] = {}
        for group_id, members in pupils.items():
            for one in members:
                self._groups.setdefault(one, set()).add(group_id)
        self._ends: dict[date, dict[int, time]] = {}
        for day, group_id, end in ends:
            if end is not None:
                self._ends.setdefault(day, {})[group_id] = end
        self._near: dict[int, set[int]] = {}

    def end(self, group_id: int, day: date) -> time | None:
        """The end of the last lesson that anybody of the group has on the day, in whatever
        group; None where no bell is known."""
        ends = self._ends.get(day, {})
        return max((ends[g] for g in self._neighbours(group_id) if g in ends), default=None)

    def _neighbours(self, group_id: int) -> set[int]:
        """The groups in which pupils of the group sit, the group itself among them."""
        if group_id not in self._near:
            sits = (self._groups[one] for one in self._of.get(group_id, ()))
            self._near[group_id] = {group_id}.union(*sits)
        return self._near[group_id]
