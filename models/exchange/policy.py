"""What was uploaded is the administrator's."""

from sqlalchemy import select

from models.access.policy import Policy
from models.access.role import Role
from models.exchange.upload import Upload


class UploadPolicy(Policy, subject=Upload):
    """The administrator looks at and decides about an upload."""

    @classmethod
    def visible_to(cls, actor):
        if actor.role is Role.ADMINISTRATOR:
            return select(Upload)
        return super().visible_to(actor)

    def import_view(self):
        return True

    def import_decide(self):
        self.because = "Вопросы задаёт только расписание."
        return self.thing.kind == "timetable"
