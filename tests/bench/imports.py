"""Files of full size into an empty school and back, on both databases: what a count of the file
says, what the dry run says, the seconds of each step, and whether all is equal afterwards."""

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

PUPILS, ROSTER = 50_000, 20_000
STEPS = ("dry run", "import", "again", "undo")


@dataclass(frozen=True)
class File:
    """A file to bring: its kind, how it is made, how it is counted, what must be there first."""

    title: str
    kind: str
    make: Callable[[Path], object]
    count: Callable[[Path], dict]
    before: Callable[[Path], object] | None = None


def measure(_environment: dict) -> Iterator[tuple[str, str]]:
    """Yields (what, figure); raises where a count, a second import or an undo is not as it
    should be. The environment is not touched: these schools are their own."""
    from tests.databases import KINDS

    for kind in KINDS:
        for file in _files():
            yield f"{file.title}, {kind}", _measured(kind, file)


def _measured(database: str, file: File) -> str:
    from tests.empty_school import EmptySchool
    from tests.there_and_back import there_and_back

    with tempfile.TemporaryDirectory() as folder:
        path, place = Path(folder) / "file", Path(folder)
        school = EmptySchool(database, place, f"bench_{place.name[-8:].lower()}")
        try:
            if file.before:
                _bring_before(school, file, place / "before")
            file.make(path)
            counted = file.count(path)
            took = there_and_back(school, file.kind, path, counted).took
        finally:
            school.close()
        size = f"{path.stat().st_size / 2**20:.1f} MB"
        seconds = ", ".join(f"{step} {took[step]:.1f} s" for step in STEPS)
        numbers = ", ".join(f"{word} {number}" for word, number in counted.items())
    return f"{size}: {seconds}; equal; {numbers}"


def _bring_before(school, file: File, path: Path) -> None:
    from models.exchange.importing import import_file
    from tests.cast import START

    file.before(path)
    with school.open() as session:
        import_file("timetable", path, START, dry=False)
        session.commit()


def _files() -> list[File]:
    from tests import counting
    from tests import school_files as files
    from tests.timetable_files import asc_old_xml, fet_by_grade_xml

    letters = files.LETTERS
    many = [f"{grade}{letter}" for grade in range(1, 12) for letter in letters[:25]]
    whole = [f"{grade}{letter}" for grade in range(1, 12) for letter in letters]
    return [
        File("aSc, old form", "timetable", lambda p: asc_old_xml(p, many, 29), counting.count_asc),
        File(
            "aSc of 2012",
            "timetable",
            lambda p: files.asc_2012_xml(p, many, 33),
            counting.count_asc,
        ),
        File(
            "FET by grades",
            "timetable",
            lambda p: fet_by_grade_xml(p, 11, letters[:20], 25),
            lambda p: counting.count_fet(p, 220),
        ),
        File(
            f"csv of {PUPILS} pupils with mothers",
            "pupils",
            lambda p: files.pupils_csv(p, PUPILS, parents=True, faulty_every=25),
            counting.count_pupils,
            lambda p: files.asc_2012_xml(p, whole, 1),
        ),
        *(
            File(
                f"OneRoster {version}",
                "oneroster",
                lambda p, version=version: files.oneroster_zip(p, version, ROSTER),
                counting.count_roster,
            )
            for version in ("1.1", "1.2")
        ),
    ]
