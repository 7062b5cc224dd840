"""Who sees the papers that change a pupil's journal, and who takes them back."""

from models.journal.brought_mark import BroughtMark
from models.journal.certificate import Certificate
from models.office.pupil_policy import OfPupil
from models.school.studied import StudiedElsewhere


class CertificatePolicy(OfPupil, subject=Certificate):
    """A certificate of absence: the class teacher's (5.5), or the office's."""

    def certificate_enter(self):
        return self.keeps()


class StudiedElsewherePolicy(OfPupil, subject=StudiedElsewhere):
    """Days opened by a certificate of study (5.4): as certificates of absence."""

    def certificate_enter(self):
        return self.keeps()


class BroughtMarkPolicy(OfPupil, subject=BroughtMark):
    """A mark of a certificate (5.4): entered and taken back as certificates are."""

    def certificate_enter(self):
        return self.keeps()
