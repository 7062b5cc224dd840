"""What was uploaded is the administrator's."""

from models.access.policy import KeptPolicy
from models.exchange.upload import Upload


class UploadPolicy(KeptPolicy, subject=Upload):
    """The administrator looks at and decides about an upload."""

    def import_view(self):
        return True

    def import_decide(self):
        self.because = "Вопросы задаёт только расписание."
        return self.thing.kind == "timetable"
