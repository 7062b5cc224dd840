"""What an import would write: made by looking alone, written afterwards in bulk.

A new row has a number below zero until it is written, so that others can refer to it. A plan
holds values, no mapped objects: it is made in a transaction that only reads, while everybody else
goes on writing, and written in another one, if nothing it stands on has changed meanwhile.
"""

from itertools import count

from sqlalchemy import select

from models.audit.bulk import bulk_insert, bulk_update
from models.audit.recorder import image_keys
from models.base import db
from models.ground import TOKEN


class Plan:
    """Rows to add and rows to change, by model."""

    def __init__(self):
        self.token = ground_token()
        self._numbers = count(1)
        self._new: dict[type, dict[int, dict]] = {}
        self._changes: dict[type, dict[int, tuple[dict, dict]]] = {}
        self._afterwards: list = []
        self._ids: dict[int, int] = {}

    def add(self, model, **row) -> int:
        """A new row; returns the number it goes by until it has a real one. Rows of one model
        name the same columns."""
        number = -next(self._numbers)
        self._new.setdefault(model, {})[number] = row
        return number

    def change(self, thing, **values) -> list[str]:
        """Set columns of a row that is there, or is planned; returns which of them are new."""
        planned = self._changes.setdefault(type(thing), {}).get(thing.id)
        if planned is None:
            if all(getattr(thing, key) == value for key, value in values.items()):
                return []
            was = {key: getattr(thing, key) for key in image_keys(type(thing))}
            planned = self._changes[type(thing)][thing.id] = (was, {})
        stands = planned[0] | planned[1]
        changed = [key for key, value in values.items() if stands[key] != value]
        planned[1].update({key: values[key] for key in changed})
        return changed

    def row(self, model, number: int) -> dict:
        """A row that is to be added, as it stands in the plan."""
        return self._new[model][number]

    def planned(self, model) -> list[dict]:
        """The rows of a model that are to be added."""
        return list(self._new.get(model, {}).values())

    def afterwards(self, do) -> None:
        """Call `do(real)` when all is written; `real` gives the id of any number."""
        self._afterwards.append(do)

    def is_empty(self) -> bool:
        return self.size == 0

    @property
    def size(self) -> int:
        """How many rows it writes."""
        changes = sum(len([1 for _, new in c.values() if new]) for c in self._changes.values())
        return changes + sum(map(len, self._new.values()))

    def holds(self) -> bool:
        """Whether what it was made from is still so."""
        return self.token == ground_token()

    def write(self, progress=None) -> None:
        """Write everything, what others refer to first. In the caller's transaction."""
        done = 0
        by_table = {model.__tablename__: model for model in {*self._new, *self._changes}}
        for table in db.metadata.sorted_tables:
            model = by_table.get(table.name)
            if model is None:
                continue
            self._add(model)
            self._change(model)
            done += len(self._new.get(model, ())) + len(self._changes.get(model, ()))
            if progress:
                progress(done, max(self.size, 1), "Записываю")
        if by_table:
            db.session.expire_all()
        for do in self._afterwards:
            do(self.real)

    def real(self, number: int | None) -> int | None:
        """The id of a row, written or there before."""
        return self._ids.get(number, number)

    def _add(self, model) -> None:
        rows = self._new.get(model, {})
        refers = _references(model)
        ready = [self._resolved(row, refers) for row in rows.values()]
        self._ids.update(zip(rows, bulk_insert(db.session, model, ready), strict=True))

    def _change(self, model) -> None:
        refers = _references(model)
        changes = [
            (row_id, was, self._resolved(new, refers))
            for row_id, (was, new) in self._changes.get(model, {}).items()
            if new
        ]
        bulk_update(db.session, model, changes)

    def _resolved(self, row: dict, refers: set[str]) -> dict:
        return {k: self._ids.get(v, v) if k in refers else v for k, v in row.items()}


def _references(model) -> set[str]:
    return {column.name for column in model.__table__.columns if column.foreign_keys}


def ground_token() -> int | None:
    """Under which token the school's order stands in this transaction."""
    return db.session.scalar(select(TOKEN))
