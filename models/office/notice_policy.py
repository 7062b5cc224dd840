"""Notices: sent and watched by the administrator, watched by the director; a class's by its class
teacher; read by everybody to whom they are addressed, in the room they are addressed to."""

from sqlalchemy import false, select

from models.access.policy import Policy
from models.access.role import Role
from models.office.classes_told import classes_told
from models.office.code_issuer import led_classes
from models.office.notice import Notice, addressed_to
from models.office.policy import NOT_YOUR_CLASS
from models.school.policy import OFFICE


class NoticePolicy(Policy, subject=Notice):
    """What was sent to roles and people, with who has read it."""

    @classmethod
    def visible_to(cls, actor):
        if actor.granted("notice.view"):
            return select(Notice).where(Notice.class_group_id.is_(None))
        return super().visible_to(actor)

    def notice_view(self):
        return True

    def notice_send(self):
        return True


class Letter:
    """A notice as somebody gets it: to be asked for, never a row of its own."""

    id = Notice.id

    def __init__(self, notice: Notice):
        self.notice = notice


class LetterPolicy(Policy, subject=Letter):
    """Open to whom it is addressed."""

    @classmethod
    def visible_to(cls, actor):
        found = addressed_to(actor.person_id, actor.role, actor.today)
        return select(Notice).where(Notice.id.in_([notice.id for notice, _ in found]))

    def notice_read(self):
        return True


class ToClass:
    """A notice to a class as who wrote or watches it has it: a reading of its own, as `Letter`."""

    id = Notice.id

    def __init__(self, notice: Notice):
        self.notice = notice


def leads(actor) -> frozenset[int]:
    """The classes the actor is class teacher of today; none in another room."""
    if actor.role is not Role.TEACHER:
        return frozenset()
    return led_classes(actor.person_id, actor.today)


class ToClassPolicy(Policy, subject=ToClass):
    """Written and watched by the class teacher, watched by the office. Who teaches in the class
    knows of it, and of its families nothing."""

    @classmethod
    def visible_to(cls, actor):
        query = select(Notice).where(Notice.class_group_id.is_not(None))
        if not actor.granted("class_notice.view"):
            return query.where(false())
        if actor.role in OFFICE:
            return query
        known = leads(actor) | classes_told(actor.person_id, actor.role, actor.today).keys()
        return query.where(Notice.class_group_id.in_(known))

    def class_notice_view(self):
        self.because = NOT_YOUR_CLASS
        return self.actor.role in OFFICE or self.class_notice_send()

    def class_notice_send(self):
        self.because = NOT_YOUR_CLASS
        return self.thing.notice.class_group_id in leads(self.actor)
