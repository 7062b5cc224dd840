"""Findings: is the school in time, where not, since when; by class, person or rule, and each."""

from collections import Counter
from datetime import date, datetime, timedelta

from flask import render_template, request

from blueprints import asked
from blueprints.guard import actor, guarded
from blueprints.pace import paced
from models import clock
from models.access.pace import SEARCH
from models.control.deadlines import last_control, lessons_judged_by
from models.control.duties import duties, is_of_term
from models.control.duty import (
    CLASS,
    KEYS_OF,
    LATE,
    NOBODY,
    OPEN,
    PERSON,
    RULE,
    WORKED,
    Duty,
    counts_of,
    findings,
    tally,
)
from models.control.repairs import repaired_by
from models.control.rule_set import numbers_on
from models.control.rules import RULES
from models.control.snapshot_tally import classes_named
from models.control.trend import school_trend, trends
from models.journal.reach import journals_in_reach
from models.people.account import accounts_named
from models.people.person import people_named
from models.school.calendar import current_term, terms_of, the_year
from models.school.groups import AT_HOME, by_grade

SPANS = {
    "control": "к последнему контролю",
    "week": "за 7 дней",
    "term": "с начала четверти",
    "year": "с начала года",
}
GROUPS = {CLASS: "по классам", PERSON: "по людям", RULE: "по правилам"}
MOST = 200


@guarded("finding.view")
@paced(SEARCH)
def school_findings():
    """Duties of the chosen days counted by class, person or rule, worst first; or, where one of
    these is chosen, its findings one by one."""
    span = request.args.get("span", "control")
    first, last = _days(span if span in SPANS else "control")
    ends = _ends()
    if ends is not None:
        first = last = ends
    found, now = duties(first, last, journals_in_reach(actor())), clock.now()
    if ends is not None:
        found = [duty for duty in found if is_of_term(duty)]
    names, chosen = _Names(found), _chosen(found)
    grouped = request.args.get("by", "class")
    grouped = grouped if grouped in GROUPS else "class"
    rows, whole = _rows(chosen, names, grouped), tally(chosen, now)
    return render_template(
        "control/findings.html",
        rows=rows,
        trends=_trends(grouped),
        trend=_school_trend(),
        total=whole,
        joint=sum(row[2].due for row in rows) != whole.due,  # of two classes, of two people
        names=names,
        grouped=grouped,
        groups=GROUPS,
        ends=ends.isoformat() if ends else "",
        span=span,
        spans=SPANS,
        first=first,
        last=last,
        is_chosen=_is_chosen(),
        about=_about(names),
        asked={name: request.args.get(name, "") for name in GROUPS},
        explanations=actor().granted("explanation.view"),  # it was written to the administrator
        reason=actor().granted("exemption.view"),  # a colleague's illness is not everybody's matter
        now=now,
        **_one_by_one(chosen, now),
    )


def _one_by_one(chosen: list[Duty], now: datetime) -> dict:
    """The findings of what is chosen, in the state asked for, and by whom they were repaired."""
    late = findings(chosen, now)
    state = request.args.get("state", "")
    listed = [duty for duty in late if not state or duty.worked(now) == state]
    shown = listed[:MOST] if _is_chosen() else []
    by = repaired_by(shown)
    return {
        "found": shown,
        "there": len(listed),
        "worked": Counter(duty.worked(now) for duty in late),
        "state": state,
        "states": WORKED,
        "by": by,
        "accounts": accounts_named(set(by.values())),
    }


class _Names:
    """What classes, people and rules are called; two selects."""

    def __init__(self, found: list[Duty]):
        chosen = asked.number(request.args.get("class"))
        self.of_class = classes_named({one for d in found for one in d.class_ids} | {chosen})
        self.of_person = people_named({one for duty in found for one in duty.person_ids})
        self.of_rule = {name: rule.title for name, rule in RULES.items()}

    def whose(self, duty: Duty) -> str:
        return ", ".join(sorted(self.of_person.get(p, "") for p in duty.answering)) or NOBODY

    def freed(self, duty: Duty, reason: bool) -> list[str]:
        """Who is freed of what a colleague answers for; `reason`: and by what."""
        return [
            f"{self.of_person.get(who, '')}: не в вину" + (f", {words}" if reason else "")
            for who, words in duty.freed
            if who not in duty.answering
        ]


def _rows(found: list[Duty], names: _Names, grouped: str) -> list[tuple]:
    """(key, name, tally, since when something is not done) of each group, the one with most
    late ones first."""
    called = {CLASS: names.of_class, PERSON: names.of_person, RULE: names.of_rule}[grouped]
    nameless = {CLASS: AT_HOME, PERSON: NOBODY, RULE: ""}[grouped]
    since = _since(found, grouped)
    counts = counts_of(grouped, found, clock.now())
    rows = [
        (key, called.get(key, nameless), counted, since.get(key)) for key, counted in counts.items()
    ]
    return sorted(rows, key=lambda row: (-row[2].of(OPEN) - row[2].of(LATE), by_grade(row[1])))


def _since(found: list[Duty], grouped: str) -> dict:
    """Key → the day of the oldest thing that is still not done there."""
    now, since = clock.now(), {}
    for duty in found:
        if duty.state(now) == OPEN:
            keys = duty.answering or (0,) if grouped == PERSON else KEYS_OF[grouped](duty)
            for key in keys:
                since[key] = min(since.get(key, duty.on_date), duty.on_date)
    return since


def _trends(grouped: str) -> dict:
    """Name → its shares from control to control: of the whole school, for who sees all of it."""
    return trends(grouped) if journals_in_reach(actor()) is None else {}


def _school_trend() -> list:
    whole = journals_in_reach(actor()) is None and not _is_chosen()
    return school_trend() if whole else []


def _chosen(found: list[Duty]) -> list[Duty]:
    args = request.args
    class_id, person_id = asked.number(args.get("class")), asked.number(args.get("person"))
    if args.get("class"):
        found = [d for d in found if class_id in KEYS_OF[CLASS](d)]
    if args.get("person"):
        found = [d.of(person_id) for d in found if person_id in KEYS_OF[PERSON](d)]
    if args.get("rule"):
        found = [d for d in found if d.rule_name == args["rule"]]
    return found


def _ends() -> date | None:
    """The end of the terms whose marks alone are asked for."""
    return asked.day(request.args.get("ends"))


def _is_chosen() -> bool:
    return _ends() is not None or any(request.args.get(name) for name in GROUPS)


def _about(names: _Names) -> str:
    """What is chosen, in words: «5-А, Домашнее задание»."""
    args = request.args
    ends = _ends()
    words = [f"отметки за период до {ends:%d.%m.%Y}"] if ends else []
    if args.get("class"):
        words.append(names.of_class.get(asked.number(args["class"]), AT_HOME))
    if args.get("person"):
        words.append(names.of_person.get(asked.number(args["person"]), NOBODY))
    if args.get("rule"):
        words.append(names.of_rule.get(args["rule"], ""))
    return ", ".join(word for word in words if word)


def _days(span: str) -> tuple[date, date]:
    today = actor().today
    if span == "week":
        return today - timedelta(days=6), today
    if span == "term":
        term = current_term(terms_of(the_year(today).id, 5), today)
        return (term.starts_on, min(today, term.ends_on)) if term else (today, today)
    if span == "year":
        return the_year(today).starts_on, today
    return lessons_judged_by(last_control(today, numbers_on), numbers_on)
