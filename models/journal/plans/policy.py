"""Who sees a plan of topics, and who keeps it."""

from sqlalchemy import or_, select, true

from models.access.policy import Policy
from models.access.role import Role
from models.base import db
from models.journal.plans.plan import PlanBinding, TopicPlan
from models.journal.reach import ALL_JOURNALS, journals_in_reach
from models.office.roles import appointed_grades

NOT_YOURS = "Этот план составил другой: вы можете его смотреть и сделать из него свой."


class TopicPlanPolicy(Policy, subject=TopicPlan):
    """A plan: seen by who made it, by those who see a journal that follows it, and by those who
    oversee its grade; kept by who made it."""

    @classmethod
    def visible_to(cls, actor):
        return select(TopicPlan).where(_visible(actor))

    def plan_view(self):
        return True

    def plan_write(self):
        self.because = NOT_YOURS
        return self.thing.person_id == self.actor.person_id


def _visible(actor):
    if actor.role in ALL_JOURNALS:
        return true()
    mine = TopicPlan.person_id == actor.person_id
    if actor.role is Role.DEPUTY_HEAD:
        grades = appointed_grades(actor.person_id, Role.DEPUTY_HEAD.value, actor.today)
        return TopicPlan.grade.in_(grades)
    bound = select(PlanBinding.plan_id).where(
        PlanBinding.journal_id.in_(journals_in_reach(actor) or ())
    )
    return or_(mine, TopicPlan.id.in_(bound))


def plans_seen(actor) -> list[TopicPlan]:
    """The plans the actor may know of, by grade and name."""
    query = TopicPlanPolicy.visible_to(actor).order_by(TopicPlan.grade, TopicPlan.name)
    return list(db.session.scalars(query))
