"""What an import did or would do, in words and numbers."""

from dataclasses import asdict, dataclass, field

SAMPLES = 40
CREATED, CHANGED, ENDED, KEPT = "created", "changed", "ended", "kept"


@dataclass
class Report:
    """Counts per kind of thing, with samples of what was created, changed or ended."""

    read: dict[str, int] = field(default_factory=dict)
    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    samples: list[dict] = field(default_factory=list)
    refused: list[dict] = field(default_factory=list)
    questions: list[dict] = field(default_factory=list)
    open_questions: int = 0
    waiting_lessons: int = 0
    notes: list[str] = field(default_factory=list)
    dry: bool = False

    def count(self, kind: str, fate: str, sample: str | None = None, number: int = 1) -> None:
        """Note that things of a kind were created, changed, ended or kept."""
        row = self.counts.setdefault(kind, dict.fromkeys((CREATED, CHANGED, ENDED, KEPT), 0))
        row[fate] += number
        if sample and fate != KEPT and len(self.samples) < SAMPLES:
            self.samples.append({"kind": kind, "fate": fate, "text": sample})

    def total(self, fate: str) -> int:
        """How many things met that fate."""
        return sum(row[fate] for row in self.counts.values())

    def as_json(self) -> dict:
        return asdict(self)

    def line(self) -> str:
        """The report in one line, for the command line."""
        said = "Проверка, ничего не записано. Изменения по файлу" if self.dry else "Записано"
        return (
            f"{said}: создано {self.total(CREATED)}, изменено {self.total(CHANGED)}, "
            f"завершено {self.total(ENDED)}, без изменений {self.total(KEPT)}. "
            f"Не вошло строк: {len(self.refused)}, вопросов без ответа: {self.open_questions}"
        )
