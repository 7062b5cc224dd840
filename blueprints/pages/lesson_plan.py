"""What a lesson takes from its plan, and what the plan's part of its page shows."""

from flask import flash, redirect, request, url_for

from blueprints import asked
from blueprints.guard import actor, authorize, find_or_404, guarded, seen_journal
from blueprints.htmx import fragment, is_fragment
from blueprints.once import made_once, once
from blueprints.room import school
from models.access.policy import may
from models.access.role import Role
from models.files.kept import LARGEST
from models.journal.lesson import LONGEST_TOPIC, Lesson, checked, homework_of
from models.journal.news import Head
from models.journal.plans.course_of_lessons import Proposal
from models.journal.plans.homework import (
    MOST_MINUTES,
    individual_of,
    load_of,
    set_individual,
    set_minutes,
)
from models.journal.plans.keeping import joined
from models.journal.plans.material import materials_of
from models.journal.plans.parallel import copy_to, parallels_of
from models.journal.plans.progress import course
from models.journal.plans.reading import Topic
from models.journal.reach import operated_by, taught_by
from models.refusal import Refused

OWN = "own-"  # a field of one pupil's homework


def plan_context(found: Lesson, journal, homework) -> dict:
    """What the lesson's page needs beyond marks: plan, load, material, homework of single
    pupils, parallel classes."""
    writes = may(actor(), "lesson.write", found)
    way = course(found.journal_id, actor().today) if writes else None
    load = load_of(journal, found.id, found.on_date, school())
    minutes = homework.minutes if homework else None
    return {
        "plan": way and way.plan,
        "proposal": way.proposals.get(found.id) if way else None,
        "open_topics": way.open if way else [],
        "materials": materials_of(found.id),
        "largest": LARGEST // 2**20,
        "individual": individual_of(found.id),
        "parallels": parallels_of(journal, found, _own_journals()) if writes else {},
        "load": load,
        "minutes": "" if minutes is None else minutes,
        "over": load.minutes + (minutes or 0) > load.limit and bool(minutes),
        "most_minutes": MOST_MINUTES,
    }


def _own_journals() -> frozenset[int]:
    mine = operated_by if actor().role is Role.OPERATOR else taught_by
    return mine(actor().person_id, actor().today)


def taken_from_plan(found: Lesson) -> list[Topic]:
    """The topics the form takes: those ticked, else what is proposed."""
    way = course(found.journal_id, actor().today)
    if way is None:
        raise Refused("Журнал больше не идёт по плану. Обновите страницу.")
    ticked = {asked.number(key) for key in request.form.getlist("plan_topic")}
    chosen = [topic for topic in way.open if topic.key in ticked]
    proposal = way.proposals.get(found.id)
    chosen = chosen or ([proposal.topic] if proposal else [])
    if not chosen:
        raise Refused("Выберите тему плана.")
    if len(joined(chosen)) > LONGEST_TOPIC:
        raise Refused(f"Вместе темы длиннее {LONGEST_TOPIC} знаков: выберите меньше.")
    return chosen


def save_beside(found: Lesson) -> None:
    """Minutes and homework of single pupils, where the form has them."""
    if "minutes" in request.form:
        set_minutes(found, request.form["minutes"], actor().account_id)
    for name, text in request.form.items():
        student_id = asked.number(name.removeprefix(OWN)) if name.startswith(OWN) else None
        if student_id:
            set_individual(found, student_id, text, actor().account_id)
    added, text = asked.number(request.form.get("own_student")), request.form.get("own_text", "")
    if text.strip() and not added:
        raise Refused("Выберите ученика для индивидуального задания.")
    if text.strip():
        set_individual(found, added, text, actor().account_id)


@guarded("lesson.write")
@once
def take_topic(lesson_id: int):
    """Take the topic the plan proposes: one key in the grid."""
    found = find_or_404(Lesson, lesson_id)
    authorize("lesson.write", found)
    way = course(found.journal_id, actor().today)
    proposal: Proposal | None = way and way.proposals.get(found.id)
    if proposal is None:
        raise Refused("План этому уроку ничего не предлагает: тема уже есть или план закончился.")
    homework = homework_of(found.id)
    task = homework.text if homework and homework.text else proposal.topic.homework
    account = actor().account_id
    found.write(proposal.topic.name, task, seen=found.version, account_id=account)
    if is_fragment():
        head = Head(found.id, found.topic, checked(found.id) is not None)
        return fragment("journals/saved.html", cells=[], lines=[], problems=[], heads=[head])
    flash(f"Тема записана: {proposal.said}")
    return redirect(url_for(".lesson", lesson_id=lesson_id))


@guarded("lesson.write")
@made_once
def copy_lesson(lesson_id: int):
    """Copy topic, homework and material to the ticked lessons of parallel classes."""
    found = find_or_404(Lesson, lesson_id)
    authorize("lesson.write", found)
    journal = seen_journal(found.journal_id)
    known = parallels_of(journal, found, _own_journals())
    near = {p.lesson_id: p for lessons in known.values() for p in lessons}
    chosen = [asked.number(text) for text in request.form.getlist("to")]
    targets = [near[lesson_id] for lesson_id in chosen if lesson_id in near]
    if not targets:
        raise Refused("Выберите урок параллельного класса.")
    said = []
    for parallel in targets:
        target = find_or_404(Lesson, parallel.lesson_id)
        authorize("lesson.write", target)
        copied = copy_to(found, target, actor().account_id)
        what = ", ".join(copied) or "ничего: там уже всё своё"
        said.append(f"{parallel.group}, {parallel.day:%d.%m}: {what}")
    flash("Скопировано. " + "; ".join(said))
    return redirect(url_for(".lesson", lesson_id=lesson_id))
