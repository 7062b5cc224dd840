"""Who sees which journal and lesson, and who writes there when."""

from sqlalchemy import Select, false, or_, select

from models.access.actor import Actor
from models.access.policy import Policy
from models.access.role import Role
from models.base import db
from models.journal.entry import closed_sentence, term_of
from models.journal.journal import Journal
from models.journal.lesson import HELD, Lesson, LessonColumn
from models.office.order import CLASS_TEACHER, ELECTRONIC, TRANSITION, Modes, the_modes
from models.office.roles import appointed_classes
from models.people.employee import Employee
from models.school.groups import JOINED, StudyGroup, StudyGroupPart
from models.school.teaching import TeachingAssignment, within


def my_employee(actor: Actor) -> Select:
    """A select of the actor's own number as a member of staff."""
    return select(Employee.id).where(Employee.person_id == actor.person_id)


def taught_by(actor: Actor) -> Select:
    """Journals the actor has a teaching assignment for today."""
    return (
        select(Journal.id)
        .join(
            TeachingAssignment,
            (TeachingAssignment.study_group_id == Journal.study_group_id)
            & (TeachingAssignment.course_id == Journal.course_id),
        )
        .where(
            TeachingAssignment.employee_id.in_(my_employee(actor)),
            within(TeachingAssignment, actor.today),
        )
    )


def _stood_in_by(actor: Actor) -> Select:
    return select(Lesson.journal_id).where(
        Lesson.employee_id.in_(my_employee(actor)), Lesson.on_date == actor.today
    )


def _of_classes(class_ids) -> Select:
    """Journals of the classes' own groups (joined groups are no class's own)."""
    return (
        select(Journal.id)
        .join(StudyGroup, StudyGroup.id == Journal.study_group_id)
        .where(StudyGroup.class_group_id.in_(class_ids))
    )


def _operated_by(actor: Actor) -> Select:
    """Journals of the actor's classes (and joined groups with their pupils) in transition."""
    classes = list(
        db.session.scalars(appointed_classes(actor.person_id, Role.OPERATOR.value, actor.today))
    )
    groups = db.session.scalars(
        select(StudyGroup).where(
            or_(
                StudyGroup.class_group_id.in_(classes),
                StudyGroup.id.in_(_joined_with(classes)),
            )
        )
    )
    modes = the_modes()
    ours = [group.id for group in groups if modes.of(group, actor.today) == TRANSITION]
    return select(Journal.id).where(Journal.study_group_id.in_(ours))


def _joined_with(classes: list[int]) -> Select:
    return (
        select(StudyGroupPart.joined_id)
        .join(StudyGroup, StudyGroup.id == StudyGroupPart.part_id)
        .where(StudyGroup.class_group_id.in_(classes), StudyGroup.kind != JOINED)
    )


def visible_journals(actor: Actor):
    """The condition under which a journal is visible to the actor."""
    if actor.role in (Role.DIRECTOR, Role.ADMINISTRATOR):
        return Journal.id.is_not(None)
    if actor.role is Role.TEACHER:
        led = appointed_classes(actor.person_id, CLASS_TEACHER, actor.today)
        return or_(
            Journal.id.in_(taught_by(actor)),
            Journal.id.in_(_stood_in_by(actor)),
            Journal.id.in_(_of_classes(led)),
        )
    if actor.role is Role.OPERATOR:
        return Journal.id.in_(_operated_by(actor))
    return false()


class JournalPolicy(Policy, subject=Journal):
    """A journal as a whole: it is looked at; what is written is written in its lessons."""

    @classmethod
    def visible_to(cls, actor):
        return select(Journal).where(visible_journals(actor))

    def journal_view(self):
        return True  # relation: it was found among the visible ones

    @staticmethod
    def taught_today(actor: Actor) -> set[int]:
        """Journals the actor teaches in today, by assignment or standing in."""
        if actor.role is not Role.TEACHER:
            return set()
        return set(db.session.scalars(taught_by(actor))) | set(
            db.session.scalars(_stood_in_by(actor))
        )

    def writes_in(self, modes: Modes, taught: set[int]) -> bool:
        """Whether today this actor writes in this journal at all: for the picture only, each
        write is judged by its lesson."""
        mode = modes.of(self.thing.group, self.actor.today)
        if self.actor.role is Role.OPERATOR:
            return mode == TRANSITION
        return mode == ELECTRONIC and self.thing.id in taught


class LessonPolicy(Policy, subject=Lesson):
    """A lesson: seen with its journal; written by whose mode and duty it is."""

    @classmethod
    def visible_to(cls, actor):
        return (
            select(Lesson)
            .join(Journal, Journal.id == Lesson.journal_id)
            .where(visible_journals(actor))
        )

    @property
    def lesson(self) -> Lesson:
        return self.thing

    def lesson_view(self):
        return True

    def cell_history(self):
        return True

    def cell_write(self):
        return (
            self._is_my_duty()  # relation: my lesson, my journal or my class
            and self._is_our_mode()  # state: the class is in the mode I write in
            and self._term_is_open()  # state: it is not too late
            and self._is_held()
            and self._has_come()
        )

    def lesson_write(self):
        return (
            self._is_my_duty() and self._is_our_mode() and self._term_is_open() and self._is_held()
        )

    def attendance_check(self):
        return self.cell_write()

    def _is_my_duty(self) -> bool:
        if self.actor.role is Role.OPERATOR:
            return True  # found among the journals of own classes
        me = db.session.scalar(my_employee(self.actor))
        if me is not None and me in (self.lesson.employee_id, self.lesson.assistant_id):
            return True
        mine = taught_by(self.actor).where(Journal.id == self.lesson.journal_id)
        if db.session.scalar(mine.limit(1)) is not None:
            return True
        self.because = "Этот журнал ведёт другой учитель: вы можете его смотреть."
        return False

    def _is_our_mode(self) -> bool:
        mode = the_modes().of(self.lesson.journal.group, self.lesson.on_date)
        if self.actor.role is Role.OPERATOR:
            self.because = "Класс ведёт электронный журнал: отметки ставит сам учитель."
            return mode == TRANSITION
        self.because = (
            "Класс в переходном периоде: отметки переносит оператор из бумажного журнала."
        )
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


class LessonColumnPolicy(Policy, subject=LessonColumn):
    """A column is what its lesson is."""

    @classmethod
    def visible_to(cls, actor):
        return (
            select(LessonColumn)
            .join(Journal, Journal.id == LessonColumn.journal_id)
            .where(visible_journals(actor))
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
