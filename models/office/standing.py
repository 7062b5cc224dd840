"""Where a family member stands with their papers on a day: pure, from the papers themselves."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from models.office.paper import APPLICATION, CONSENT, ENDING, ENDS, GIVEN, TITLES, FamilyPaper

OPEN, LACKING, REFUSED, STOPPED, NOTHING = "open", "lacking", "refused", "stopped", "nothing"
STATES = {
    OPEN: "электронно",
    LACKING: "не хватает бумаги",
    REFUSED: "отказ",
    STOPPED: "прекращено",
    NOTHING: "нет заявления",
}


@dataclass(frozen=True)
class Standing:
    """The papers in force, the one that ended access, and one that will."""

    application: FamilyPaper | None = None
    consent: FamilyPaper | None = None
    ended: FamilyPaper | None = None
    coming: FamilyPaper | None = None

    @property
    def is_open(self) -> bool:
        return self.application is not None and self.consent is not None

    @property
    def state(self) -> str:
        if self.is_open:
            return OPEN
        if self.ended is not None:
            return REFUSED if self.ended.kind == "refusal" else STOPPED
        return LACKING if self.application or self.consent else NOTHING

    @property
    def lacks(self) -> list[str]:
        """What is missing before access, by name."""
        there = {APPLICATION: self.application, CONSENT: self.consent}
        return [TITLES[kind] for kind in GIVEN if there[kind] is None]


def standing(papers: Iterable[FamilyPaper], day: date) -> Standing:
    """Where one person stands about one child on the day; annulled papers do not count."""
    valid = sorted((p for p in papers if p.annulled_at is None), key=lambda p: (p.on_date, p.id))
    held: dict[str, FamilyPaper] = {}
    ended = None
    for paper in (paper for paper in valid if paper.on_date <= day):
        if paper.kind in GIVEN:
            held[paper.kind] = paper
            ended = ended if ended and paper.kind not in _ended_by(ended) else None
        else:
            ended = paper
            for kind in _ended_by(paper):
                held.pop(kind, None)
    coming = next((p for p in valid if p.on_date > day and p.kind in ENDING), None)
    return Standing(held.get(APPLICATION), held.get(CONSENT), ended, coming)


def _ended_by(paper: FamilyPaper) -> list[str]:
    return [kind for kind in GIVEN if paper.kind in ENDS[kind]]
