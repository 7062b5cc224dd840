"""By when something is to be done about a document: three years, ten days, two months, thirty."""

from datetime import date

import pytest

from models.office.documents.deciding import earliest_start
from models.office.documents.kind import months_later
from models.office.documents.kinds import KINDS, kinds_of

TYPED = {"on_date": date(2026, 9, 1), "until": date(2029, 9, 1), "from_date": date(2027, 1, 11)}
TYPED |= {"due_on": date(2026, 10, 1), "sort": "electronic"}


@pytest.mark.parametrize(
    ("day", "months", "becomes"),
    [
        (date(2026, 9, 1), 36, date(2029, 9, 1)),
        (date(2028, 2, 29), 36, date(2031, 2, 28)),  # a leap day three years on
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2027, 4, 30), -2, date(2027, 2, 28)),
        (date(2027, 1, 15), -2, date(2026, 11, 15)),  # over the new year
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
    ],
)
def test_the_same_day_so_many_months_on_or_the_last_of_a_shorter_one(day, months, becomes):
    assert months_later(day, months) == becomes


@pytest.mark.parametrize(
    ("kind", "step", "due"),
    [
        ("act", "site", date(2026, 9, 11)),
        ("act", "review", date(2029, 9, 1)),
        ("mode", "notified", date(2026, 11, 11)),
        ("mode", "agreed", date(2027, 1, 11)),
        ("agreement", "renew", date(2029, 9, 1)),
        ("appeal", "answer", date(2026, 10, 1)),
        ("inspection", "remedy", date(2026, 10, 1)),
    ],
)
def test_each_step_falls_due_by_its_clause(kind, step, due):
    assert KINDS[kind].step(step).due(TYPED) == due


@pytest.mark.parametrize("lacks", ["due_on", "until", "from_date"])
def test_what_has_no_day_asks_for_nothing(lacks):
    known = {name: value for name, value in TYPED.items() if name != lacks}
    for kind in KINDS.values():
        for step in kind.steps:
            assert step.due(known) is None or step.due(known) == step.due(TYPED)


@pytest.mark.parametrize("notified", [date(2026, 11, 11), date(2026, 12, 31), date(2028, 2, 29)])
def test_the_electronic_journal_begins_two_months_after_the_notice_on_the_day_itself(notified):
    assert earliest_start(notified) == months_later(notified, 2)


def test_every_register_is_kept_by_somebody_has_a_clause_and_needs_only_its_own_fields():
    for kind in KINDS.values():
        assert kind.kept_by and kind.clause and kind.about.endswith(".")
        assert kind.needed <= set(kind.fields), kind.name
        assert not kind.kept_by & kind.read_by - kind.own_of, kind.name
        assert all(kind in kinds_of(role) for role in kind.kept_by)
