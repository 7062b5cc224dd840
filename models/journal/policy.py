"""Who sees which journal and lesson, and who writes there when."""

from datetime import timedelta

from sqlalchemy import false, select

from models.access.actor import Actor
from models.access.policy import KeptPolicy, Policy
from models.access.role import Role
from models.journal.admission import closed_sentence, term_of
from models.journal.facts import ColumnFacts, JournalFacts, LessonFacts
from models.journal.journal import Journal, WorkKind
from models.journal.lesson import HELD, Lesson, LessonColumn
from models.journal.reach import (
    employee_of,
    journals_in_reach,
    stood_in_by,
    taught_by,
    taught_today,
)
from models.office.order import ELECTRONIC, TRANSITION, Modes, the_modes
from models.office.roles import WRITES_FOR

PAPER = "Класс в переходном периоде: отметки переносит оператор из бумажного журнала."
NOT_PAPER = "Класс ведёт электронный журнал: отметки ставит сам учитель."
SAME_DAY = timedelta(0)  # lesson, absent pupils and homework are entered on the day (5.4(1)(2))
TOO_LATE = {
    SAME_DAY: "Это была замена: тему, задание и отсутствующих записывают в день урока.",
    WRITES_FOR: "Это была замена: отметки за неё ставят в течение недели.",
}
NOT_YOURS = "Этот журнал ведёт другой учитель: вы можете его смотреть."


def visible_journals(actor: Actor):
    """The condition under which a journal is visible to the actor."""
    ids = journals_in_reach(actor)
    return Journal.id.is_not(None) if ids is None else Journal.id.in_(ids)


def sees(actor: Actor, journal_id: int) -> bool:
    """Whether the actor may know of this journal."""
    ids = journals_in_reach(actor)
    return ids is None or journal_id in ids


def stood_in(actor: Actor):
    """The condition that the actor took over a lesson, while there is time to write it."""
    me = employee_of(actor.person_id) if actor.role is Role.TEACHER else None
    if me is None:
        return false()
    recent = Lesson.on_date.between(actor.today - WRITES_FOR, actor.today)
    return Lesson.substituted & (Lesson.employee_id == me) & recent


def took_over_in(actor: Actor, journal_id: int) -> bool:
    """Whether the actor took over a lesson of this journal a short while ago."""
    return actor.role is Role.TEACHER and journal_id in stood_in_by(actor.person_id, actor.today)


class JournalPolicy(Policy, subject=Journal, also=(JournalFacts,)):
    """A journal as a whole: looked at, and marked for its terms."""

    @classmethod
    def visible_to(cls, actor):
        return select(Journal).where(visible_journals(actor))

    def journal_view(self):
        return True  # relation: it was found among the visible ones

    def cell_history(self):
        return True

    def term_mark_give(self):
        """Marks of terms: whose journal and mode it is; the term itself is asked by the verb."""
        mode = the_modes().of(self.thing.group, self.actor.today)
        if self.actor.role is Role.OPERATOR:
            self.because = NOT_PAPER
            return mode == TRANSITION
        if self.thing.id not in taught_by(self.actor.person_id, self.actor.today):
            self.because = NOT_YOURS
            return False
        self.because = PAPER
        return mode == ELECTRONIC

    def check_explain(self):
        """Why what a check found is right as it is: a teacher says it of own journals."""
        self.because = NOT_YOURS
        is_own = self.thing.id in taught_by(self.actor.person_id, self.actor.today)
        return self.actor.role is not Role.TEACHER or is_own

    def plan_view(self):
        return True

    def plan_bind(self):
        """Which plan the journal follows: its teacher's, or in transition the operator's too."""
        if self.actor.role is Role.OPERATOR:
            return True  # found among the journals of own classes
        self.because = NOT_YOURS
        return self.thing.id in taught_by(self.actor.person_id, self.actor.today)

    def writes_in(self, modes: Modes) -> bool:
        """Whether today this actor writes in this journal at all: for the picture only, each
        write is judged by its lesson."""
        mode = modes.of(self.thing.group, self.actor.today)
        if self.actor.role is Role.OPERATOR:
            return mode == TRANSITION
        return mode == ELECTRONIC and self.thing.id in taught_today(self.actor)


class LessonPolicy(Policy, subject=Lesson, also=(LessonFacts,)):
    """A lesson: seen with its journal; written by whose mode and duty it is."""

    @classmethod
    def visible_to(cls, actor):
        return (
            select(Lesson)
            .join(Journal, Journal.id == Lesson.journal_id)
            .where(visible_journals(actor) | stood_in(actor))
        )

    @property
    def lesson(self) -> Lesson | LessonFacts:
        return self.thing

    def lesson_view(self):
        return True

    def cell_history(self):
        return True

    def cell_write(self):
        return (
            self._is_my_duty(WRITES_FOR)  # relation: my lesson, my journal or my class
            and self._is_our_mode()  # state: the class is in the mode I write in
            and self._term_is_open()  # state: it is not too late
            and self._is_held()
            and self._has_come()
        )

    def lesson_write(self):
        return (
            self._is_my_duty(SAME_DAY)
            and self._is_our_mode()
            and self._term_is_open()
            and self._is_held()
        )

    def attendance_check(self):
        return self.lesson_write() and self._has_come()

    def _is_my_duty(self, stands_in_for: timedelta) -> bool:
        """`stands_in_for`: how long after the lesson one who stood in may still write it."""
        if self.actor.role is Role.OPERATOR:
            return True  # found among the journals of own classes
        if self.lesson.journal_id in taught_by(self.actor.person_id, self.actor.today):
            return True
        me = employee_of(self.actor.person_id)
        if me is None or me not in (self.lesson.employee_id, self.lesson.assistant_id):
            self.because = NOT_YOURS
            return False
        self.because = TOO_LATE[stands_in_for]
        late = self.lesson.on_date + stands_in_for < self.actor.today
        return not (self.lesson.substituted and late)

    def _is_our_mode(self) -> bool:
        mode = the_modes().of(self.lesson.journal.group, self.lesson.on_date)
        if self.actor.role is Role.OPERATOR:
            self.because = NOT_PAPER
            return mode == TRANSITION
        self.because = PAPER
        return mode == ELECTRONIC

    def _term_is_open(self) -> bool:
        term = term_of(self.lesson)
        if term is not None and not term.is_open:
            self.because = closed_sentence(term)
            return False
        return True

    def _is_held(self) -> bool:
        self.because = "Урок отменён: записей в нём нет."
        return self.lesson.status == HELD

    def _has_come(self) -> bool:
        self.because = "Урок ещё не наступил."
        return self.lesson.on_date <= self.actor.today


class LessonColumnPolicy(Policy, subject=LessonColumn, also=(ColumnFacts,)):
    """A column is what its lesson is."""

    @classmethod
    def visible_to(cls, actor):
        return (
            select(LessonColumn)
            .join(Journal, Journal.id == LessonColumn.journal_id)
            .join(LessonColumn.lesson)
            .where(visible_journals(actor) | stood_in(actor))
        )

    def cell_write(self):
        return self._ask("cell.write")

    def cell_history(self):
        return self._ask("cell.history")

    def _ask(self, action: str) -> bool:
        lesson = LessonPolicy(self.actor, self.thing.lesson)
        allowed = lesson.may(action)
        self.because = lesson.because
        return allowed


class WorkKindPolicy(KeptPolicy, subject=WorkKind):
    """Kinds of work as a list to be kept: the administrator."""

    def setting_view(self):
        return True

    def setting_change(self):
        return True
