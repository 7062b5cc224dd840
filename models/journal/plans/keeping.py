"""Making plans, their versions, and binding them to journals."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import select

from models.audit.bulk import bulk_insert
from models.base import db
from models.journal.plans.course_of_lessons import JOINT, plain
from models.journal.plans.plan import (
    LONGEST_NAME,
    LONGEST_PLAN_TOPIC,
    LONGEST_SECTION,
    LONGEST_TASK,
    PlanBinding,
    PlanTopic,
    PlanVersion,
    TopicPlan,
)
from models.journal.plans.reading import Topic, topics_of, versions_of
from models.naming import fault_of_name
from models.refusal import Refused
from models.school.calendar import YearFacts
from models.school.groups import GRADES
from models.school.subject import Course

MOST_TOPICS, MOST_HOURS = 400, 60


@dataclass(frozen=True)
class Draft:
    """A line somebody wrote; `key` of the topic it was, where it was one."""

    name: str
    hours: int
    section: str = ""
    homework: str = ""
    term: int | None = None
    key: int | None = None


class StalePlan(Refused):
    """The plan has a newer version than the writer had read."""


def refuse_draft(line: Draft) -> None:
    """Refuse a line that cannot stand in a plan, with the reason."""
    if not line.name:
        raise Refused("Нет названия темы.")
    if len(line.name) > LONGEST_PLAN_TOPIC:
        raise Refused(f"Тема длиннее {LONGEST_PLAN_TOPIC} знаков.")
    if why := fault_of_name(line.name):
        raise Refused(why)
    if len(line.section) > LONGEST_SECTION:
        raise Refused(f"Раздел длиннее {LONGEST_SECTION} знаков.")
    if len(line.homework) > LONGEST_TASK:
        raise Refused(f"Задание длиннее {LONGEST_TASK} знаков.")
    if not 1 <= line.hours <= MOST_HOURS:
        raise Refused(f"Часов от 1 до {MOST_HOURS}.")
    if line.term is not None and not 1 <= line.term <= 4:
        raise Refused("Четверть от 1 до 4.")


def make_plan(name: str, course_id: int | None, grade: int | None, year: YearFacts, person_id: int):
    """A new plan without topics; refuses what it cannot be of."""
    name = " ".join(name.split())
    course = db.session.get(Course, course_id) if course_id else None
    if course is None:
        raise Refused("Выберите предмет.")
    if grade not in GRADES:
        raise Refused("Выберите параллель.")
    if len(name) > LONGEST_NAME:
        raise Refused(f"Название не длиннее {LONGEST_NAME} знаков.")
    if why := fault_of_name(name):
        raise Refused(f"Название плана. {why}")
    plan = TopicPlan(
        year_id=year.id,
        course_id=course.id,
        grade=grade,
        name=name or f"{course.name}, {grade} класс",
        person_id=person_id,
    )
    db.session.add(plan)
    db.session.flush()
    return plan


def save_version(
    plan: TopicPlan,
    drafts: Sequence[Draft],
    day: date,
    account_id: int | None,
    seen: int | None = None,
) -> bool:
    """Make these lines the plan's newest version, valid from the day; False where they are what
    stands already. Raises StalePlan where `seen` is no longer the newest number."""
    db.session.execute(select(TopicPlan.id).where(TopicPlan.id == plan.id).with_for_update())
    newest = _newest(plan.id)
    if seen is not None and seen != (newest.number if newest else 0):
        raise StalePlan("Пока вы правили, план изменили в другом окне. Ваше осталось в полях.")
    if len(drafts) > MOST_TOPICS:
        raise Refused(f"В плане не больше {MOST_TOPICS} тем.")
    for draft in drafts:
        refuse_draft(draft)
    before = topics_of(newest.id) if newest else []
    topics = keyed(drafts, before, _highest_key(plan.id))
    if topics == before:
        return False
    version = PlanVersion(
        plan_id=plan.id,
        number=newest.number + 1 if newest else 1,
        from_date=day,
        account_id=account_id,
    )
    db.session.add(version)
    db.session.flush()
    bulk_insert(db.session, PlanTopic, [_row(version.id, n, t) for n, t in enumerate(topics, 1)])
    return True


def _row(version_id: int, position: int, topic: Topic) -> dict:
    return {
        "version_id": version_id,
        "position": position,
        "key": topic.key,
        "section": topic.section,
        "name": topic.name,
        "hours": topic.hours,
        "homework": topic.homework,
        "term": topic.term,
    }


def keyed(drafts: Sequence[Draft], before: Sequence[Topic], highest: int) -> list[Topic]:
    """The lines as topics: each keeps its key, else gets that of the topic of its name that
    nobody took, else a new one."""
    free = {topic.key: topic for topic in before}
    kept = [free.pop(d.key, None) for d in drafts]
    found = []
    for draft, topic in zip(drafts, kept, strict=True):
        if topic is None:
            topic = next((t for t in free.values() if plain(t.name) == plain(draft.name)), None)
            free.pop(topic.key if topic else None, None)
        key = topic.key if topic else (highest := highest + 1)
        found.append(_topic(replace(draft, key=key)))
    return found


def _topic(draft: Draft) -> Topic:
    return Topic(draft.key, draft.name, draft.hours, draft.section, draft.homework, draft.term)


def _newest(plan_id: int):
    return max(versions_of(plan_id), key=lambda version: version.number, default=None)


def _highest_key(plan_id: int) -> int:
    query = select(PlanTopic.key).join(PlanVersion, PlanVersion.id == PlanTopic.version_id)
    return max(db.session.scalars(query.where(PlanVersion.plan_id == plan_id)), default=0)


def bind(plan: TopicPlan, journal, day: date) -> None:
    """Let the journal follow the plan from the day on; what it followed ends the day before."""
    if (journal.course.id, journal.group.grade) != (plan.course_id, plan.grade):
        raise Refused(f"План другого предмета или параллели: «{journal.title}» ему не подходит.")
    if journal.year_id != plan.year_id:
        raise Refused("План другого учебного года. Сделайте новый из него.")
    rows = db.session.scalars(select(PlanBinding).where(PlanBinding.journal_id == journal.id))
    for row in rows:
        if row.from_date == day:
            row.plan_id, row.until = plan.id, None
            return
        if row.from_date > day:
            raise Refused(
                f"С {row.from_date:%d.%m.%Y} у журнала уже есть план. Укажите день не раньше."
            )
        if row.until is None or row.until >= day:
            if row.plan_id == plan.id:
                return
            row.until = day - timedelta(days=1)
    db.session.add(PlanBinding(plan_id=plan.id, journal_id=journal.id, from_date=day))


def unbind(plan: TopicPlan, journal, today: date) -> None:
    """The journal follows the plan no longer, from today on."""
    rows = db.session.scalars(
        select(PlanBinding).where(
            PlanBinding.journal_id == journal.id, PlanBinding.plan_id == plan.id
        )
    )
    for row in rows:
        if row.until is None or row.until >= today:
            row.until = today - timedelta(days=1)


def joined(topics: Sequence[Topic]) -> str:
    """The topic of a lesson that gives several topics of the plan at once."""
    return JOINT.join(topic.name for topic in topics)
