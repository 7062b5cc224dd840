"""Notices: sent and watched by the administrator, watched by the director; read by everybody to
whom they are addressed, in the room they are addressed to."""

from sqlalchemy import select

from models.access.policy import Policy
from models.office.notice import Notice, addressed_to


class NoticePolicy(Policy, subject=Notice):
    """What was sent, with who has read it."""

    @classmethod
    def visible_to(cls, actor):
        if actor.granted("notice.view"):
            return select(Notice)
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
        mine = [notice.id for notice, _ in addressed_to(actor.person_id, actor.role)]
        return select(Notice).where(Notice.id.in_(mine))

    def notice_read(self):
        return True
