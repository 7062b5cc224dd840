"""Who sees what was ordered and noted about a pupil, and who takes it back."""

from sqlalchemy import select

from models.access.policy import Policy
from models.office.encouragement import Encouragement
from models.office.movement import Movement
from models.office.policy import NOT_YOUR_PUPIL
from models.office.pupil_reach import keeps, pupils_in_reach


class OfPupil(Policy):
    """Seen with the pupil; changed by whoever keeps the pupil now."""

    @classmethod
    def visible_to(cls, actor):
        if not actor.granted("pupil.view"):
            return super().visible_to(actor)
        query, within = select(cls.subject), pupils_in_reach(actor)
        return query if within is None else query.where(cls.subject.student_id.in_(within))

    def keeps(self) -> bool:
        """Whether the pupil is one of the actor's now."""
        self.because = NOT_YOUR_PUPIL
        return keeps(self.actor, self.thing.student_id)


class MovementPolicy(OfPupil, subject=Movement):
    """An order about a pupil: corrected and annulled by whoever enters such orders."""

    def movement_enter(self):
        return self.keeps()


class EncouragementPolicy(OfPupil, subject=Encouragement):
    """An encouragement: taken back by the class teacher or the office."""

    def encouragement_enter(self):
        return self.keeps()
