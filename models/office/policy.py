"""Rights that hang on duties and papers: which pupils and classes somebody reaches, who keeps a
family's papers, issues codes, closes accounts, keeps timetables and groups."""

from sqlalchemy import false, select

from models.access.actor import Actor
from models.access.invitation import Invitation
from models.access.policy import KeptPolicy, Policy
from models.access.role import Role
from models.base import db
from models.office.code_issuer import CodeIssuer, is_issuer, led_classes
from models.office.paper import FamilyPaper, children_open_to, pupil_is_let_in
from models.office.pupil_reach import classes_in_reach, keeps, pupils_in_reach
from models.office.roles import appointed_classes
from models.office.stops import stops_of
from models.people.account import Account
from models.people.guardian import Guardianship
from models.people.student import Student
from models.school.groups import ClassGroup
from models.school.policy import STAFF

NOT_YOUR_PUPIL = "Этого ученика теперь ведут в другом классе: изменения вносят там."
NOT_YOUR_EXTRACT = "Сведения об этом ученике печатают в его нынешнем классе."
NOT_YOUR_LIST = "Список этого класса ведут другие."


class StudentPolicy(Policy, subject=Student):
    """A family sees its own children, a pupil oneself, both only while application and consent
    hold (4.4); the office sees all; deputies, operators and class teachers the pupils of their
    grades and classes, and the latter two keep those who are theirs now (5.3(2)(3), 5.5)."""

    @classmethod
    def visible_to(cls, actor):
        query = select(Student)
        if actor.role is Role.PARENT:
            return query.where(Student.id.in_(children_open_to(actor.person_id, actor.today)))
        if actor.role is Role.STUDENT:
            return query.where(Student.person_id == actor.person_id, pupil_is_let_in(actor.today))
        if not actor.granted("pupil.view"):
            return query.where(false())
        within = pupils_in_reach(actor)
        return query if within is None else query.where(Student.id.in_(within))

    def _keeps(self) -> bool:
        self.because = NOT_YOUR_PUPIL
        return keeps(self.actor, self.thing.id)

    def pupil_view(self):
        return True

    def past_view(self):
        return True

    def pupil_keep(self):
        return self._keeps()

    def movement_enter(self):
        return self._keeps()

    def certificate_enter(self):
        return self._keeps()

    def encouragement_enter(self):
        return self._keeps()

    def extract_print(self):
        self.because = NOT_YOUR_EXTRACT
        return keeps(self.actor, self.thing.id)

    def diary_view(self):
        return True

    def paper_view(self):
        return True

    def paper_take(self):
        return True


NOT_YOUR_CLASS = "Семьи этого класса ведёт его классный руководитель."
NOT_YOUR_TIMETABLE = "Расписание этого класса вводит его оператор или диспетчер."
NOT_ISSUER = "Коды семьям выдаёт администратор журнала: вам это не поручено."


class ClassGroupPolicy(Policy, subject=ClassGroup):
    """The timetable of any class is open to staff; the papers of its families are the
    administrator's; the state of their access is also the class teacher's, who issues codes
    while authorised (3.1)."""

    @classmethod
    def visible_to(cls, actor):
        return select(ClassGroup) if actor.role in STAFF else super().visible_to(actor)

    def timetable_view(self):
        return True

    def _is_own(self) -> bool:
        self.because = NOT_YOUR_LIST
        own = classes_in_reach(self.actor)
        return own is None or self.thing.id in own

    def pupil_view(self):
        return self._is_own()

    def past_view(self):
        return self._is_own()

    def movement_enter(self):
        return self._is_own()

    def extract_print(self):
        return self._is_own()

    def group_view(self):
        return self._is_own()

    def group_keep(self):
        return self._is_own()

    def timetable_keep(self):
        self.because = NOT_YOUR_TIMETABLE
        own = appointed_classes(self.actor.person_id, Role.OPERATOR.value, self.actor.today)
        return self.actor.role is not Role.OPERATOR or self.thing.id in set(db.session.scalars(own))

    def teaching_view(self):
        return True

    def teaching_keep(self):
        return True

    def paper_view(self):
        return True

    def paper_take(self):
        return True

    def code_view(self):
        self.because = NOT_YOUR_CLASS
        return self.actor.role is Role.ADMINISTRATOR or self.thing.id in led_classes(
            self.actor.person_id, self.actor.today
        )

    def class_notice_send(self):
        self.because = NOT_YOUR_CLASS
        led = led_classes(self.actor.person_id, self.actor.today)
        return self.actor.role is Role.TEACHER and self.thing.id in led

    def code_issue(self):
        if not self.code_view():
            return False
        self.because = NOT_ISSUER
        return self.actor.role is Role.ADMINISTRATOR or is_issuer(
            self.actor.person_id, self.actor.today
        )


class InvitationPolicy(KeptPolicy, subject=Invitation):
    """The register of issued codes is kept by the administrator (5.2(6))."""

    def code_view(self):
        return True

    def code_issue(self):
        return True


class CodeIssuerPolicy(KeptPolicy, subject=CodeIssuer):
    """Who may issue codes is the administrator's to say."""

    def issuer_appoint(self):
        return True


class AccountPolicy(KeptPolicy, subject=Account):
    """Accounts are closed and opened by the administrator (5.2 resp. 10)."""

    def account_block(self):
        return True


class GuardianshipPolicy(KeptPolicy, subject=Guardianship):
    """Whose rights to a child have ended is entered by the administrator."""

    def account_block(self):
        return True


class FamilyPaperPolicy(KeptPolicy, subject=FamilyPaper):
    """Applications and consents are kept by the administrator (5.2(8)); an operator knows of the
    stops in the own classes, to take note of them (5.2 resp. 7)."""

    @classmethod
    def visible_to(cls, actor):
        if actor.role is Role.OPERATOR:
            own = appointed_classes(actor.person_id, Role.OPERATOR.value, actor.today)
            return stops_of(own, actor.today)
        return super().visible_to(actor)

    def stop_acknowledge(self):
        return True

    def paper_view(self):
        return True

    def paper_take(self):
        return True


def takes_past_lessons(actor: Actor) -> bool:
    """Whether who keeps a timetable may take lessons that are over out of it: what is overdue in
    them goes with them, so the administrator alone."""
    return actor.role is Role.ADMINISTRATOR
