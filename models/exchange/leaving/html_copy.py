"""The school as pages that open from a disk without Klass: journals, diaries, search.

Plain files: a page needs neither a server nor a program. The search reads its index as a script,
for a page opened by a double click may fetch nothing.
"""

import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sqlalchemy import select

from models import clock
from models.base import db
from models.exchange.leaving.diary_pages import diaries, pupils_of
from models.exchange.leaving.diary_pages import file_of as diary_file
from models.exchange.leaving.gate import Gate
from models.exchange.leaving.journal_pages import pages_of
from models.exchange.leaving.named import Named
from models.journal.facts import journal_facts
from models.journal.journal import Journal
from models.school.calendar import TermFacts, YearFacts, terms_of
from models.school.groups import ClassGroup, StudyGroup
from models.school.subject import Course

HOUSE = Path(__file__).parents[3]
FOLDER = "pages"
DAYS = ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье")


@cache
def _pages() -> Environment:
    found = Environment(
        loader=FileSystemLoader(HOUSE / "templates/copy"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters["moment"] = lambda at: f"{clock.school_time(at):%d.%m.%Y %H:%M}"
    found.filters["day"] = lambda day: f"{day:%d.%m.%Y}"
    found.filters["short_day"] = lambda day: f"{day:%d.%m}"
    found.filters["weekday"] = lambda day: DAYS[day.weekday()]
    found.globals |= {"first_page": "../index.html", "folder": FOLDER}
    return found


@dataclass
class ClassLinks:
    """A class on the pages that lead to others: journals and pupils with their terms."""

    name: str
    file: str
    journals: list[tuple[str, list[tuple[str, str]]]] = field(default_factory=list)
    pupils: list[tuple[str, list[tuple[str, str]]]] = field(default_factory=list)


@dataclass
class HtmlCopy:
    """The copy while it is written into an archive; `begun` is told of each class."""

    out: zipfile.ZipFile
    school: object
    named: Named
    note: str = ""
    begun: Callable[[str], None] = lambda _name: None
    pages: int = 0
    search: list[tuple[str, str, str]] = field(default_factory=list)
    years: list[tuple[str, list[ClassLinks]]] = field(default_factory=list)
    _written: set[str] = field(default_factory=set)

    def write_year(self, year: YearFacts, gate: Gate) -> None:
        """All classes of a year, and what is taught across them."""
        links = []
        for class_id, name, grade in _classes(year.id):
            self.begun(name)
            one = ClassLinks(name, f"c{class_id}.html")
            self._write_journals(one, _journals_of_class(class_id, year.id), year, gate)
            self._write_diaries(one, class_id, grade, year, gate)
            self._page(one.file, "class.html", year=year, links=one)
            self.search.append((name, f"класс, {year.name}", f"{FOLDER}/{one.file}"))
            links.append(one)
        across = ClassLinks("Общие группы", f"y{year.id}.html")
        self._write_journals(across, _journals_across(year.id), year, gate)
        if across.journals:
            self._page(across.file, "class.html", year=year, links=across)
            links.append(across)
        self.years.append((year.name, links))

    def close(self, day: date) -> None:
        """The first page, its search and the looks."""
        self.years.reverse()
        self._page("../index.html", "index.html", years=self.years, day=day, note=self.note)
        index = json.dumps(self.search, ensure_ascii=False, separators=(",", ":"))
        self.out.writestr(f"{FOLDER}/search-index.js", f"var KLASS = {index};\n")
        for name in ("copy.css", "copy.js"):
            self.out.write(HOUSE / "static/copy" / name, f"{FOLDER}/{name}")

    def _page(self, file: str, template: str, **what) -> None:
        text = _pages().get_template(template).render(school=self.school.name, **what)
        name = file.removeprefix("../") if file.startswith("../") else f"{FOLDER}/{file}"
        self.out.writestr(name, text)
        self.pages += 1

    def _write_journals(self, one: ClassLinks, ids: list[int], year: YearFacts, gate: Gate) -> None:
        for journal in (journal_facts(journal_id) for journal_id in ids):
            links = []
            for page in pages_of(journal, gate, self.named, self.school):
                self._page(page.file, "journal.html", page=page, year=year, back=one)
                links.append((page.term.name, page.file))
                self._find(
                    journal.course.name, f"{journal.group.name}, {page.term.name}", page.file, year
                )
            if links:
                one.journals.append((journal.title, links))

    def _write_diaries(self, one: ClassLinks, class_id, grade: int, year, gate: Gate) -> None:
        begun = [t for t in terms_of(year.id, grade) if t.starts_on <= clock.today()]
        terms: dict[int, list[TermFacts]] = {}
        for term in begun:
            for who in pupils_of(class_id, term.starts_on, term.ends_on):
                terms.setdefault(who, []).append(term)
        for term in begun:
            there = [who for who, held in terms.items() if term in held]
            fresh = [who for who in there if diary_file(who, term) not in self._written]
            self._written |= {diary_file(who, term) for who in fresh}  # once, for both classes
            for page in diaries(fresh, term, gate, self.named, self.school):
                others = [(t.name, diary_file(page.student_id, t)) for t in terms[page.student_id]]
                self._page(
                    page.file(term),
                    "diary.html",
                    page=page,
                    term=term,
                    terms=others,
                    year=year,
                    back=one,
                )
        for who in sorted(terms, key=lambda who: _sorted_name(self.named.students[who])):
            links = [(term.name, diary_file(who, term)) for term in terms[who]]
            one.pupils.append((self.named.students[who], links))
            self._find(self.named.students[who], f"{one.name}, дневник", links[-1][1], year)

    def _find(self, what: str, where: str, file: str, year: YearFacts) -> None:
        self.search.append((what, f"{where}, {year.name}", f"{FOLDER}/{file}"))


def _sorted_name(name: str) -> str:
    return name.casefold().replace("ё", "е")


def classes_of(years: list[YearFacts]) -> int:
    """How many classes a copy of these years tells of."""
    return sum(len(_classes(year.id)) for year in years)


def _classes(year_id: int) -> list[tuple[int, str, int]]:
    query = select(ClassGroup).where(ClassGroup.year_id == year_id)
    rows = db.session.scalars(query.order_by(ClassGroup.grade, ClassGroup.letter))
    return [(row.id, row.name, row.grade) for row in rows]


def _journals(year_id: int):
    return (
        select(Journal.id)
        .join(StudyGroup, StudyGroup.id == Journal.study_group_id)
        .join(Course, Course.id == Journal.course_id)
        .where(Journal.year_id == year_id)
        .order_by(Course.name, StudyGroup.name)
    )


def _journals_of_class(class_id: int, year_id: int) -> list[int]:
    query = _journals(year_id).where(StudyGroup.class_group_id == class_id)
    return list(db.session.scalars(query))


def _journals_across(year_id: int) -> list[int]:
    """Journals of groups that are of several classes, or of none."""
    query = _journals(year_id).where(StudyGroup.class_group_id.is_(None))
    return list(db.session.scalars(query))
