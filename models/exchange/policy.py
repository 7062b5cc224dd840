"""What was uploaded is the administrator's."""

from models.access.policy import KeptPolicy
from models.exchange.upload import LISTS, Upload


class UploadPolicy(KeptPolicy, subject=Upload):
    """The administrator looks at and decides about an upload."""

    def import_view(self):
        return True

    def import_decide(self):
        return True

    def import_columns(self):
        self.because = "Столбцы указывают только у списков."
        return self.thing.kind in LISTS
