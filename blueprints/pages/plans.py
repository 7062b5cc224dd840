"""Plans of topics: the list, one plan with its journals, one journal along its plan."""

from flask import flash, redirect, render_template, request, url_for

from blueprints import asked
from blueprints.guard import actor, authorize, find_or_404, guarded, seen_journal
from models.access.policy import may
from models.access.role import Role
from models.base import db
from models.journal.journal import Journal
from models.journal.plans.keeping import bind, unbind
from models.journal.plans.plan import PlanBinding, TopicPlan
from models.journal.plans.policy import plans_seen
from models.journal.plans.progress import progress
from models.journal.plans.reading import topics_of, version_on, versions_of
from models.journal.plans.report import journals_where, late_first, lines_of
from models.journal.reach import operated_by, taught_by
from models.refusal import Refused
from models.school.calendar import the_year


def own_journals() -> frozenset[int]:
    """The journals whose plan the actor chooses."""
    mine = operated_by if actor().role is Role.OPERATOR else taught_by
    return mine(actor().person_id, actor().today)


@guarded("plan.view")
def plans():
    """Own journals with where they stand, and the plans one may use."""
    year = the_year(actor().today)
    lines = lines_of(Journal.id.in_(own_journals()), year.id, actor().today)
    seen = [plan for plan in plans_seen(actor()) if plan.year_id == year.id]
    return render_template(
        "plans/index.html",
        lines=late_first(lines),
        own=[plan for plan in seen if plan.person_id == actor().person_id],
        others=[plan for plan in seen if plan.person_id != actor().person_id],
    )


@guarded("plan.view")
def plan(plan_id: int):
    """The topics of a plan, its versions and the journals that follow it."""
    found = find_or_404(TopicPlan, plan_id)
    authorize("plan.view", found)
    return plan_page(found)


def own_plan(plan_id: int) -> TopicPlan:
    """The plan, where the actor may write it."""
    found = find_or_404(TopicPlan, plan_id)
    authorize("plan.write", found)
    return found


def newest_of(plan_id: int):
    """The plan's last version, None where it has none."""
    return max(versions_of(plan_id), key=lambda version: version.number, default=None)


def plan_page(found: TopicPlan, sentence: str = "") -> str:
    """The page of a plan, with what was refused."""
    versions = versions_of(found.id)
    asked_id = request.args.get("version", type=int)
    shown = next((v for v in versions if v.id == asked_id), None)
    shown = shown or version_on(found.id, actor().today)
    topics = topics_of(shown.id) if shown else []
    bindings = _bindings(found)
    return render_template(
        "plans/plan.html",
        plan=found,
        versions=versions,
        shown=shown,
        current=shown == version_on(found.id, actor().today),
        topics=topics,
        hours=sum(topic.hours for topic in topics),
        named=any(topic.term for topic in topics),
        tasks=any(topic.homework for topic in topics),
        bindings=bindings,
        free=_free(found, {journal.id for journal, _ in bindings}),
        year=the_year(actor().today),
        may_write=may(actor(), "plan.write", found),
        sentence=sentence,
    )


def _bindings(found: TopicPlan) -> list:
    """(journal, binding) of the journals that follow the plan today or later."""
    rows = {
        row.journal_id: row
        for row in db.session.query(PlanBinding).filter_by(plan_id=found.id)
        if row.until is None or row.until >= actor().today
    }
    return [(j, rows[j.id]) for j in journals_where(Journal.id.in_(rows))]


def _free(found: TopicPlan, bound: set[int]) -> list:
    """Own journals of the plan's course and grade that do not follow it yet."""
    if not actor().granted("plan.bind"):
        return []
    mine = Journal.id.in_(own_journals()), Journal.course_id == found.course_id
    fitting = journals_where(*mine, Journal.year_id == found.year_id)
    return [j for j in fitting if j.group.grade == found.grade and j.id not in bound]


@guarded("plan.bind")
def bind_plan(plan_id: int):
    """Let the chosen journals follow the plan from a day on."""
    found = find_or_404(TopicPlan, plan_id)
    authorize("plan.view", found)
    chosen = [asked.number(text) for text in request.form.getlist("journal")]
    journals = [seen_journal(journal_id) for journal_id in chosen if journal_id]
    day = asked.day(request.form.get("from_date"))
    try:
        if not journals or day is None:
            raise Refused("Отметьте журналы и укажите, с какого дня они идут по плану.")
        for journal in journals:
            authorize("plan.bind", journal)
            bind(found, journal, day)
    except Refused as refusal:
        db.session.rollback()
        return plan_page(find_or_404(TopicPlan, plan_id), refusal.sentence), 422
    db.session.commit()
    flash("Журналы идут по этому плану")
    return redirect(url_for(".plan", plan_id=plan_id))


@guarded("plan.bind")
def unbind_plan(plan_id: int, journal_id: int):
    """The journal follows the plan no longer."""
    found = find_or_404(TopicPlan, plan_id)
    authorize("plan.view", found)
    journal = seen_journal(journal_id)
    authorize("plan.bind", journal)
    unbind(found, journal, actor().today)
    db.session.commit()
    flash(f"{journal.title}: план снят")
    return redirect(url_for(".plan", plan_id=plan_id))


@guarded("plan.view")
def journal_plan(journal_id: int):
    """One journal: which topics were given when, which were passed over, what comes next."""
    journal = seen_journal(journal_id)
    authorize("plan.view", journal)
    stands = progress(journal, actor().today)
    return render_template(
        "plans/journal.html",
        journal=journal,
        stands=stands,
        here=stands and stands.course.next,
        binds=actor().granted("plan.bind") and may(actor(), "plan.bind", journal),
    )
