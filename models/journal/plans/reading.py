"""Plans as pages and rules read them: plain and remembered, for they change seldom."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from models.base import db
from models.ground import remembered
from models.journal.plans.plan import PlanBinding, PlanTopic, PlanVersion, TopicPlan


@dataclass(frozen=True)
class Topic:
    """A line of a plan; hours are lessons."""

    key: int
    name: str
    hours: int
    section: str = ""
    homework: str = ""
    term: int | None = None


@dataclass(frozen=True)
class VersionFacts:
    """A version of a plan."""

    id: int
    number: int
    from_date: date
    made_at: object
    account_id: int | None


@dataclass(frozen=True)
class BoundPlan:
    """The plan a journal follows, with the names its topics ever had: name → key."""

    plan_id: int
    name: str
    from_date: date
    topics: tuple[Topic, ...]
    former: tuple[tuple[str, int], ...]

    @property
    def hours(self) -> int:
        return sum(topic.hours for topic in self.topics)


@remembered
def versions_of(plan_id: int) -> list[VersionFacts]:
    """The versions of a plan, the newest first."""
    rows = db.session.scalars(
        select(PlanVersion)
        .where(PlanVersion.plan_id == plan_id)
        .order_by(PlanVersion.from_date.desc(), PlanVersion.number.desc())
    )
    return [VersionFacts(v.id, v.number, v.from_date, v.made_at, v.account_id) for v in rows]


def version_on(plan_id: int, day: date) -> VersionFacts | None:
    """The version that holds on the day; before the first, the first."""
    found = versions_of(plan_id)
    return next((v for v in found if v.from_date <= day), found[-1] if found else None)


@remembered
def topics_of(version_id: int) -> list[Topic]:
    """The topics of a version in order."""
    rows = db.session.scalars(
        select(PlanTopic).where(PlanTopic.version_id == version_id).order_by(PlanTopic.position)
    )
    return [Topic(t.key, t.name, t.hours, t.section, t.homework, t.term) for t in rows]


@remembered
def plans_of(journal_ids: tuple[int, ...], day: date) -> dict[int, BoundPlan]:
    """The plans these journals follow on the day; two selects, however many there are."""
    rows = db.session.execute(
        select(PlanBinding.journal_id, PlanBinding.from_date, TopicPlan.id, TopicPlan.name)
        .join(TopicPlan, TopicPlan.id == PlanBinding.plan_id)
        .where(
            PlanBinding.journal_id.in_(journal_ids),
            PlanBinding.from_date <= day,
            (PlanBinding.until.is_(None)) | (PlanBinding.until >= day),
        )
    ).all()
    lines = _lines({row[2] for row in rows}, day)
    return {
        journal_id: BoundPlan(plan_id, name, from_date, *lines.get(plan_id, ((), ())))
        for journal_id, from_date, plan_id, name in rows
    }


def plan_of(journal_id: int, day: date) -> BoundPlan | None:
    """The plan a journal follows on the day."""
    return plans_of((journal_id,), day).get(journal_id)


def _lines(plan_ids: set[int], day: date) -> dict[int, tuple]:
    """Plan → (topics of the version that holds on the day, (name, key) of all versions)."""
    if not plan_ids:
        return {}
    versions: dict[int, dict[int, PlanVersion]] = {}
    topics: dict[int, list[Topic]] = {}
    for version, t in db.session.execute(
        select(PlanVersion, PlanTopic)
        .outerjoin(PlanTopic, PlanTopic.version_id == PlanVersion.id)
        .where(PlanVersion.plan_id.in_(plan_ids))
        .order_by(PlanVersion.from_date, PlanVersion.number, PlanTopic.position)
    ):
        versions.setdefault(version.plan_id, {})[version.id] = version
        if t is not None:
            row = Topic(t.key, t.name, t.hours, t.section, t.homework, t.term)
            topics.setdefault(version.id, []).append(row)
    found = {}
    for plan_id, by_id in versions.items():
        own = list(by_id.values())
        begun = [v for v in own if v.from_date <= day] or own[:1]
        former = tuple((t.name, t.key) for v in own for t in topics.get(v.id, ()))
        found[plan_id] = (tuple(topics.get(begun[-1].id, ())), former)
    return found
