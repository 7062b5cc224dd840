"""What mends a suspect in one press: by the same verbs as a hand in the journal would."""

from sqlalchemy import select

from models.base import db
from models.control.checks.kinds import MADE_UP, PRESENT
from models.journal.cell import MADE_UP as OF_MADE_UP
from models.journal.details import MarkDetails, cell_standing, describe, remark_of
from models.journal.entry import Step, Wish
from models.journal.facts import ColumnFacts, JournalFacts
from models.journal.grid import read_grid
from models.journal.lesson import NO_HOMEWORK, Lesson, homework_of
from models.journal.scale import ABSENCES, MISSED
from models.journal.term_marks import TermStep, periods_of
from models.refusal import Refused
from models.school.calendar import terms_of
from models.school.school import Ruled

WHY = "по проверке журнала"
GONE = "Здесь уже нечего исправлять: запись изменили. Обновите страницу."
OF_CELL = (MADE_UP, PRESENT)


def mend_cell(verb: str, column: ColumnFacts, student_id: int, school: Ruled, by: int) -> None:
    """The mark is of a work made up, or the pupil was there after all. Raises Refused."""
    standing = cell_standing(column, student_id)
    if not standing.marks or standing.content.absence not in MISSED:
        raise Refused(GONE)
    if verb == PRESENT:
        words = standing.content.text.split()
        text = " ".join(word for word in words if word not in ABSENCES)
        wish = Wish(column.id, student_id, text, standing.version)
        step = Step(column.lesson.journal, {column.id: column}, school, by, WHY)
        _saved(step.write([wish]))
        return
    marks = [_made_up(row) for row in standing.marks]
    remark, journal = remark_of(column.lesson_id, student_id), column.lesson.journal
    seen = standing.version
    describe(journal, column, student_id, marks, remark, seen=seen, account_id=by)


def _made_up(row: dict) -> MarkDetails:
    return MarkDetails(
        OF_MADE_UP,
        row["work_kind_id"],
        row["counts"],
        row["handed_in_on"],
        row["due_on"],
        row["comment"] or "",
    )


def give_proposed(journal: JournalFacts, name: str, student_id: int, school: Ruled) -> None:
    """The mark of the period becomes what the averages make. Raises Refused."""
    for term in terms_of(journal.year_id, journal.group.grade):
        names = [period.name for period in periods_of(journal, term, school)]
        if name not in names:
            continue
        for row in read_grid(journal, term, school).rows:
            cell = row.term_cells[names.index(name)]
            if row.seat.student_id == student_id and cell.proposal:
                wish = Wish(0, student_id, cell.proposal, cell.version)
                _saved(TermStep(journal, school).write([(name, wish)]))
                return
    raise Refused(GONE)


def set_no_homework(lesson: Lesson, by: int) -> None:
    """«Не задано» is an answer, too. Raises Refused."""
    if homework_of(lesson.id) is not None:
        raise Refused(GONE)
    lesson.write(lesson.topic, NO_HOMEWORK, seen=lesson.version, account_id=by)


def _saved(outcomes: list) -> None:
    for outcome in outcomes:
        if not outcome.saved:
            raise Refused(outcome.problem or GONE)


def lesson_of(journal_id: int, lesson_id: int | None) -> Lesson | None:
    """A lesson of the journal."""
    query = select(Lesson).where(Lesson.id == lesson_id, Lesson.journal_id == journal_id)
    return db.session.scalar(query)
