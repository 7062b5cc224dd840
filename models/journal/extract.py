"""What a family without access is told on paper (6.3): a pupil's marks and absences of some days,
read as the diary reads them and reckoned nowhere else."""

from dataclasses import dataclass, replace
from datetime import date

from models.journal.diary_term import SubjectTerm, term_marks_of
from models.refusal import Refused
from models.school.calendar import TermFacts, current_term, terms_of, year_numbered
from models.school.groups import ClassGroup
from models.school.school import Ruled


@dataclass(frozen=True)
class Span:
    """The days of an extract (both inclusive), the term they are read in, and earlier terms they
    touch, whose marks stand beside."""

    first: date
    last: date
    term: TermFacts
    earlier: tuple[TermFacts, ...]

    @property
    def words(self) -> str:
        """«2 четверть, с 09.11.2026 по 27.11.2026», or the days alone where they are no term's."""
        days = f"с {self.first:%d.%m.%Y} по {self.last:%d.%m.%Y}"
        inside = not self.earlier and self.first == self.term.starts_on
        return f"{self.term.name}, {days}" if inside else days


@dataclass(frozen=True)
class ExtractLine:
    """A subject of an extract; `term_marks`: the mark of the term, or of several each with its
    term; the year's and later ones in words of their own."""

    subject: SubjectTerm
    term_marks: list[str]


def span_of(group: ClassGroup, first: date | None, last: date | None, today: date) -> Span:
    """The days asked for: the term of the day up to today, where nothing is asked. Raises
    Refused."""
    year, terms = year_numbered(group.year_id), terms_of(group.year_id, group.grade)
    if not terms:
        raise Refused(f"У {group.name} нет учебных периодов: их вводят в календаре школы.")
    if first is None or last is None:
        term = current_term(terms, today)
        first, last = first or term.starts_on, last or term.ends_on
    last = min(last, today)
    if first > last:
        raise Refused("Первый день позже последнего или ещё не наступил.")
    if first < year.starts_on or last > year.ends_on:
        raise Refused(f"Выберите дни учебного года {year.name}.")
    touched = [term for term in terms if term.starts_on <= last and term.ends_on >= first]
    *earlier, term = touched or [current_term(terms, last)]
    return Span(first, last, term, tuple(earlier))


def extracts_of(
    student_ids: tuple[int, ...], span: Span, school: Ruled
) -> dict[int, list[ExtractLine]]:
    """Pupil → lines by subject; the selects of `term_marks_of` for each term, however many
    pupils."""
    days = replace(span.term, starts_on=span.first, ends_on=span.last)
    found = term_marks_of(student_ids, days, school)
    before = [(term, term_marks_of(student_ids, term, school)) for term in span.earlier]
    return {
        student_id: [_line(student_id, line, span.term, before) for line in lines]
        for student_id, lines in found.items()
    }


def _line(student_id: int, line: SubjectTerm, term: TermFacts, before: list) -> ExtractLine:
    marks = [
        f"{earlier.name}: {one.term_mark}"
        for earlier, lines in before
        for one in lines[student_id]
        if one.name == line.name and one.term_mark
    ]
    if line.term_mark:
        marks.append(f"{term.name}: {line.term_mark}" if before else line.term_mark)
    return ExtractLine(line, [*marks, *line.beyond])
