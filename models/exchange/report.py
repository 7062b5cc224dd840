"""What an import did or would do, in words and numbers.

The difference is told by class and person, as a deputy head asks for it. A page shows the first
lines of each; all of them are kept beside the uploads (`kept_report.py`).
"""

from dataclasses import dataclass, field

CREATED, CHANGED, ENDED, KEPT = "created", "changed", "ended", "kept"
FATES = {CREATED: "добавлено", CHANGED: "изменено", ENDED: "завершено"}
SHOWN_FAULTS = 50
SHOWN_PLACES, SHOWN_LINES = 150, 40  # of the difference: places, and lines of each
SCHOOL = "Школа"  # where what belongs to no class and no person's list stands


@dataclass
class Report:
    """Counts per kind of thing, the difference line by line, faults and questions."""

    read: dict[str, int] = field(default_factory=dict)
    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    lines: list[tuple[str, str, str]] = field(default_factory=list)  # where, fate, what
    refused: list[dict] = field(default_factory=list)
    questions: list[dict] = field(default_factory=list)
    open_questions: int = 0
    waiting_lessons: int = 0
    notes: list[str] = field(default_factory=list)
    columns: dict | None = None
    dry: bool = False

    def count(
        self, kind: str, fate: str, what: str = "", number: int = 1, where: str = SCHOOL
    ) -> None:
        """Note that things of a kind were created, changed, ended or kept; `what` says it to
        people, under the class (or other place) `where`."""
        row = self.counts.setdefault(kind, dict.fromkeys((CREATED, CHANGED, ENDED, KEPT), 0))
        row[fate] += number
        if what and fate != KEPT:
            self.lines.append((where, fate, what))

    def total(self, fate: str) -> int:
        """How many things met that fate."""
        return sum(row[fate] for row in self.counts.values())

    @property
    def changes(self) -> int:
        """How many things are not as they were."""
        return sum(self.total(fate) for fate in (CREATED, CHANGED, ENDED))

    def as_json(self) -> dict:
        """What a run keeps: enough for the page of any import, however large."""
        return {
            "read": self.read,
            "counts": self.counts,
            "difference": self._difference(),
            "refused": self.refused[:SHOWN_FAULTS],
            "refused_total": len(self.refused),
            "refused_groups": self._groups(),
            "questions": self.questions,
            "open_questions": self.open_questions,
            "waiting_lessons": self.waiting_lessons,
            "notes": self.notes,
            "columns": self.columns,
            "dry": self.dry,
        }

    def whole(self) -> dict:
        """All lines and faults, for the files."""
        return {"lines": self.lines, "refused": self.refused}

    def _difference(self) -> list[dict]:
        places: dict[str, list] = {}
        for where, fate, what in self.lines:
            places.setdefault(where, []).append((fate, what))
        ordered = sorted(places.items(), key=lambda item: place_order(item[0]))
        return [
            {"where": where, "total": len(lines), "lines": lines[:SHOWN_LINES]}
            for where, lines in ordered[:SHOWN_PLACES]
        ]

    def _groups(self) -> list[dict]:
        """Faults of one kind together: the reason without what is quoted in it."""
        groups: dict[tuple, dict] = {}
        for fault in self.refused:
            key = (fault.get("file", ""), fault["column"], _general(fault["reason"]))
            row = groups.setdefault(
                key, {"file": key[0], "column": key[1], "reason": key[2], "number": 0, "rows": []}
            )
            row["number"] += 1
            if len(row["rows"]) < 10:
                row["rows"].append(fault["row"])
        return sorted(groups.values(), key=lambda row: -row["number"])[:SHOWN_FAULTS]

    def line(self) -> str:
        """The report in one line, for the command line."""
        said = "Проверка, ничего не записано. Изменения по файлу" if self.dry else "Записано"
        return (
            f"{said}: создано {self.total(CREATED)}, изменено {self.total(CHANGED)}, "
            f"завершено {self.total(ENDED)}, без изменений {self.total(KEPT)}. "
            f"Не вошло строк: {len(self.refused)}, вопросов без ответа: {self.open_questions}"
        )


def place_order(where: str) -> tuple:
    """Classes by grade, then other places by name; the school at large last."""
    number = where.split("-")[0].split(",")[0].strip()
    return (where == SCHOOL, int(number) if number.isdecimal() else 99, where)


def _general(reason: str) -> str:
    """«Класса 12-Я в школе нет.» and «Класса 12-Ю в школе нет.» are one kind of fault."""
    words = reason.split(" ")
    return " ".join("…" if any(letter.isdigit() for letter in word) else word for word in words)
