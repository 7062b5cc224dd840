"""What a family's papers mean on a day: pure, from the papers themselves."""

from datetime import date, timedelta
from itertools import count

import pytest

from models.clock import real_now
from models.office.paper import APPLICATION, CONSENT, REFUSAL, STOP, WITHDRAWAL, FamilyPaper
from models.office.standing import LACKING, NOTHING, OPEN, REFUSED, STOPPED, standing

DAY = date(2026, 11, 16)
CASES = [  # papers as (kind, days before DAY), state
    ([], NOTHING),
    ([(APPLICATION, 3)], LACKING),
    ([(CONSENT, 3)], LACKING),
    ([(APPLICATION, 3), (CONSENT, 0)], OPEN),
    ([(APPLICATION, 3), (CONSENT, -1)], LACKING),
    ([(APPLICATION, 9), (CONSENT, 9), (WITHDRAWAL, 0)], STOPPED),
    ([(APPLICATION, 9), (CONSENT, 9), (STOP, 2)], STOPPED),
    ([(APPLICATION, 9), (CONSENT, 9), (STOP, -1)], OPEN),
    ([(REFUSAL, 5)], REFUSED),
    ([(REFUSAL, 5), (APPLICATION, 1), (CONSENT, 1)], OPEN),
    ([(APPLICATION, 9), (CONSENT, 9), (WITHDRAWAL, 5), (APPLICATION, 1)], STOPPED),
    ([(APPLICATION, 9), (CONSENT, 9), (WITHDRAWAL, 5), (CONSENT, 5)], OPEN),
    ([(CONSENT, 5), (APPLICATION, 5), (STOP, 5)], STOPPED),
]


def written(papers) -> list[FamilyPaper]:
    numbers = count(1)
    return [
        FamilyPaper(id=next(numbers), kind=kind, on_date=DAY - timedelta(days=before))
        for kind, before in papers
    ]


@pytest.mark.parametrize(("papers", "state"), CASES)
def test_the_last_papers_decide(papers, state):
    found = standing(written(papers), DAY)
    assert found.state == state
    assert found.is_open == (state == OPEN)


def test_a_paper_entered_by_mistake_counts_for_nothing():
    papers = written([(APPLICATION, 9), (CONSENT, 9), (WITHDRAWAL, 1)])
    papers[2].annulled_at = real_now()
    assert standing(papers, DAY).state == OPEN


def test_a_stop_that_is_to_come_is_known_before_its_day():
    found = standing(written([(APPLICATION, 9), (CONSENT, 9), (STOP, -4)]), DAY)
    assert found.is_open and found.coming.on_date == DAY + timedelta(days=4)


def test_what_lacks_is_named():
    assert standing([], DAY).lacks == ["заявление", "согласие на обработку данных"]
    assert standing(written([(APPLICATION, 1)]), DAY).lacks == ["согласие на обработку данных"]
