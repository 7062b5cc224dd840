"""Who sees what was ordered and noted about a pupil, and who takes it back."""

from sqlalchemy import select

from models.access.policy import Policy
from models.office.encouragement import Encouragement
from models.office.movement import Movement, classes_of_movement
from models.office.policy import NOT_YOUR_PUPIL
from models.office.pupil_reach import classes_in_reach, keeps, pupils_in_reach

OTHER_CLASS = "Этот приказ и о чужом классе: его исправляет администратор или секретарь."


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
        """A transfer is put right or taken back by whoever keeps both classes: it would put the
        pupil on the list of the other one."""
        if not self.keeps():
            return False
        own = classes_in_reach(self.actor)
        self.because = OTHER_CLASS
        return own is None or classes_of_movement(self.thing) <= own


class EncouragementPolicy(OfPupil, subject=Encouragement):
    """An encouragement: taken back by the class teacher or the office."""

    def encouragement_enter(self):
        return self.keeps()
