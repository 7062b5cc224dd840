"""Control pictures are for the office, and for who reads journals by order."""

from sqlalchemy import false, select

from models.access.policy import KeptPolicy, Policy
from models.access.role import Role
from models.control.accuracy import AccuracyCheck, AccuracyItem
from models.control.exemption import Exemption
from models.control.explanation import Explanation
from models.control.inquiry import Inquiry
from models.control.note import AnalyticNote
from models.control.snapshot import ControlSnapshot
from models.office.roles import appointed_classes, appointed_grades
from models.school.calendar import the_year
from models.school.groups import ClassGroup
from models.school.policy import OFFICE


class ControlSnapshotPolicy(Policy, subject=ControlSnapshot):
    """Director and administrator open every snapshot, an inspector while appointed; a deputy
    head finds in it the journals of the own grades."""

    @classmethod
    def visible_to(cls, actor):
        if actor.granted("control.view"):
            return select(ControlSnapshot)
        return super().visible_to(actor)

    def control_view(self):
        return True


class ExemptionPolicy(KeptPolicy, subject=Exemption):
    """Exemptions one by one: the administrator."""

    def exemption_enter(self):
        self.because = "Эта запись уже отменена."
        return self.thing.annulled_at is None


class AnalyticNotePolicy(Policy, subject=AnalyticNote):
    """Notes: written by the administrator, read by the director."""

    @classmethod
    def visible_to(cls, actor):
        if actor.granted("note.view"):
            return select(AnalyticNote)
        return super().visible_to(actor)

    def note_view(self):
        return True

    def note_write(self):
        return True


class ExplanationPolicy(KeptPolicy, subject=Explanation):
    """What was said of findings: the administrator takes note."""

    def explanation_read(self):
        return True


class AccuracyCheckPolicy(Policy, subject=AccuracyCheck):
    """Drawings: made and compared by the administrator, read by the director."""

    @classmethod
    def visible_to(cls, actor):
        if actor.granted("accuracy.view"):
            return select(cls.subject)
        return super().visible_to(actor)

    def accuracy_view(self):
        return True


class AccuracyItemPolicy(KeptPolicy, subject=AccuracyItem):
    """Records drawn, one by one: the administrator compares them."""

    def accuracy_check(self):
        return True


class InquiryPolicy(KeptPolicy, subject=Inquiry):
    """The director's questions, to be answered: the administrator."""

    def inquiry_answer(self):
        return True


class KeptClass:
    """A class as somebody answers for its journal: to be asked for, never a row of its own."""

    id = ClassGroup.id

    def __init__(self, group: ClassGroup):
        self.group = group


class KeptClassPolicy(Policy, subject=KeptClass):
    """The office sees how full the journal of every class is, a deputy head those of the own
    grades, an operator the own classes."""

    @classmethod
    def visible_to(cls, actor):
        who, day = actor.person_id, actor.today
        found = select(ClassGroup).where(ClassGroup.year_id == the_year(day).id)
        if actor.role in OFFICE:
            return found
        if actor.role is Role.DEPUTY_HEAD:
            grades = appointed_grades(who, Role.DEPUTY_HEAD.value, day)
            return found.where(ClassGroup.grade.in_(grades))
        if actor.role is Role.OPERATOR:
            own = appointed_classes(who, Role.OPERATOR.value, day)
            return found.where(ClassGroup.id.in_(own))
        return select(ClassGroup).where(false())

    def fullness_view(self):
        return True
