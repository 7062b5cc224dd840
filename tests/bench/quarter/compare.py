"""What Klass counted beside the independent count: every difference, in words."""

import json
from collections.abc import Iterator
from datetime import date

from sqlalchemy import create_engine, text

from tests.bench.quarter.books import Books, day_of, moment_of
from tests.bench.quarter.count import Count, judged_by


class Compared:
    """All snapshots and the note of a played quarter."""

    def __init__(self, url: str):
        self.base = create_engine(url).connect()
        self.books = Books(self.base)
        self.figures = self.snapshots = 0
        self.trend: dict[str, tuple[int, int]] = {}  # control day → judged, in time

    def differences(self) -> Iterator[str]:
        """A sentence for each figure that differs."""
        for number, control, taken_at in self._ask(
            "SELECT id, control_on, taken_at FROM control_snapshot ORDER BY id"
        ):
            self.snapshots += 1
            yield from self._of_snapshot(number, day_of(control), moment_of(taken_at))
        for first, last, made_at, figures in self._ask(
            "SELECT first, last, made_at, figures FROM analytic_note"
        ):
            count = Count(self.books, moment_of(made_at))
            mine = count.figures(count.owed(day_of(first), day_of(last)))
            mine["trend"] = {
                day: sums
                for day, sums in self.trend.items()
                if judged_by(date.fromisoformat(day))[1] <= day_of(last)
            }
            theirs = self._of_note(figures)
            yield from self._beside("the note", theirs, mine)

    def _ask(self, sql: str) -> list:
        return [tuple(row) for row in self.base.execute(text(sql))]

    def _of_note(self, figures) -> dict[str, dict]:
        figures = json.loads(figures) if isinstance(figures, str) else figures
        figures = figures | {"whole": [figures["whole"]]}
        return {group: {row[0]: tuple(row[1:]) for row in rows} for group, rows in figures.items()}

    def _of_snapshot(self, number: int, control, taken) -> Iterator[str]:
        count = Count(self.books, taken)
        mine = count.figures(count.owed(*judged_by(control)))
        rules = mine.get("rule", {}).values()
        due = sum(row[0] for row in rules)
        if due:
            self.trend[control.isoformat()] = due, due - sum(row[1] + row[2] for row in rules)
        theirs: dict[str, dict] = {}
        for group, name, *row in self._ask(
            "SELECT counted_by, name, due, not_done, late, exempt FROM snapshot_tally"
            f" WHERE snapshot_id = {number} AND due > 0"
        ):
            theirs.setdefault(group, {})[name] = tuple(row)
        groups = ("rule", "person", "class")
        what = f"snapshot {number} of {control}"
        yield from self._beside(what, theirs, {g: mine.get(g, {}) for g in groups})
        rows = {
            journal: tuple(row)
            for journal, *row in self._ask(
                "SELECT journal_id, due, filled, late, missing FROM snapshot_row"
                f" WHERE snapshot_id = {number}"
            )
        }
        yield from self._beside(what, {"journal": rows}, {"journal": count.journals(control)})

    def _beside(self, what: str, theirs: dict, mine: dict) -> Iterator[str]:
        for group in sorted({*theirs, *mine}):
            here, there = mine.get(group, {}), theirs.get(group, {})
            for name in sorted({*here, *there}, key=str):
                self.figures += 4
                if here.get(name) != there.get(name):
                    yield f"{what}, {group} «{name}»: {there.get(name)}, but {here.get(name)}"
