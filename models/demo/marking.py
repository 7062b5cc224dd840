"""Marks from one latent ability per pupil, not from independent dice."""

from decimal import Decimal
from random import Random
from statistics import NormalDist

_NORMAL = NormalDist()
ABILITY, LUCK = 0.8, 0.6  # weights of the pupil and of the day; their squares make 1
TEST_SHIFT = -0.3  # tests are harder than answers
ASKED = (5, 9)  # marks in an ordinary lesson of a class of 27
CLASS_OF = 27


class Pupils:
    """Each pupil's ability, drawn once."""

    def __init__(self, rng: Random, ids: list[int]):
        self.ids = ids
        self.ability = {student: rng.gauss(0, 1) for student in ids}


def draw_mark(ability: float, shares: tuple[int, int, int, int], shift: float, rng: Random) -> int:
    """A mark 5…2 for an ability: the shares (percent of 5, 4, 3, 2) cut the normal curve."""
    place = _NORMAL.cdf(ABILITY * ability + LUCK * rng.gauss(0, 1) + shift)
    five, four, three, _two = (share / 100 for share in shares)
    if place > 1 - five:
        return 5
    if place > 1 - five - four:
        return 4
    return 3 if place > 1 - five - four - three else 2


def lesson_marks(
    present: list[int], plan: dict, pupils: Pupils, rng: Random
) -> list[tuple[int, dict]]:
    """(pupil, values of the mark) for those asked, or for all present in a test."""
    asked = present
    if not plan["is_test"]:
        share = rng.randint(*ASKED) / CLASS_OF
        number = min(len(present), max(1, round(share * len(present)))) if present else 0
        asked = sorted(rng.sample(present, number))
    shift = TEST_SHIFT if plan["is_test"] else 0.0
    marks = []
    for student in asked:
        value = draw_mark(pupils.ability[student], plan["taste"].shares, shift, rng)
        marks.append((student, mark_values(value)))
    return marks


def mark_values(value: int) -> dict:
    """The columns of a plain mark."""
    return {
        "position": 0,
        "shown": str(value),
        "counted": Decimal(value),
        "handed_in_on": None,
        "comment": None,
    }
