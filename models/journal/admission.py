"""What a cell admits: the school's rules for it, the pupil's place in it, the age of its marks."""

from datetime import datetime, timedelta

from models import clock
from models.journal.scale import Content, Rules
from models.refusal import Refused
from models.school.calendar import TERM_WORD, TermFacts, term_on, terms_of, year_numbered
from models.school.roster import roster
from models.school.school import Ruled

YEAR_CLOSED = "Учебный год закрыт: годовые, экзаменационные и итоговые отметки не меняются."
WHY = "Отметка поставлена больше {} дн. назад. Напишите, почему она меняется."


class NeedsReason(Refused):
    """An old mark is changed only with a reason; the same write with one is accepted."""


def rules_for(school: Ruled, grade: int, course, day) -> Rules:
    """The school's settings as they hold for one grade, course and lesson's day."""
    why, numbers = "Здесь отметки не ставятся.", True
    if grade in school.rule("unmarked_grades"):
        numbers, why = False, f"В {grade} классе отметки не ставятся (безотметочное обучение)."
    elif not course.marked:
        numbers, why = False, f"«{course.name}» ведётся без отметок."
    return Rules(
        mark_one=school.rule("mark_one"),
        debts=school.rule("debts"),
        absence_with_mark=school.rule("absence_with_mark"),
        numbers=numbers,
        why_no_numbers=why,
        codes=tuple(school.rule("absence_codes")),
        dual_mean=school.rule("dual_mean"),
        day=day,
    )


def refuse_without_reason(
    marks: list[dict], content: Content, limit: int, reason: str | None, now: datetime
) -> None:
    """Raise NeedsReason where a mark older than the school's limit would change or go."""
    if reason or not limit:
        return
    left = [mark.text for mark in content.marks]
    for mark in marks:
        if mark["shown"] in left:
            left.remove(mark["shown"])
        elif now - mark["entered_at"] > timedelta(days=limit):
            raise NeedsReason(WHY.format(limit))


def refuse_unseated(lesson, student_id: int) -> None:
    """Refuse a pupil who is not on the list on the lesson's day, has a journal of their own, or
    learns elsewhere."""
    term = term_of(lesson)
    first, last = (term.starts_on, term.ends_on) if term else (lesson.on_date, lesson.on_date)
    for seat in roster(lesson.journal.study_group_id, first, last):
        if seat.student_id == student_id and seat.sits_on(lesson.on_date):
            if seat.home_on(lesson.on_date):
                raise Refused("Ученик обучается на дому: его отметки в его собственном журнале.")
            where = seat.away_on(lesson.on_date)
            if where:
                raise Refused(f"Ученик в этот день {where}: отметки приносит справка.")
            return
    raise Refused("Этого ученика нет в списке группы на день урока.")


def term_of(lesson) -> TermFacts | None:
    """The term of the group's grade in which the lesson lies."""
    return term_on(lesson.journal.year_id, lesson.journal.group.grade, lesson.on_date)


def closed_sentence(term: TermFacts) -> str:
    """What is said of a closed term."""
    return f"Период закрыт: {term.number} {TERM_WORD[term.kind]}. Записи в нём не меняются."


def year_is_closed(year_id: int, grade: int) -> bool:
    """Whether the marks of the year, exams and the final ones stand still: the year is over and
    the grade's last term is closed. Until then they may come after the last term."""
    terms = terms_of(year_id, grade)
    over = year_numbered(year_id).ends_on < clock.today()
    return over and bool(terms) and not terms[-1].is_open
