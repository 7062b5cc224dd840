"""Two people at one cell, in every order: nobody's value vanishes unseen.

Each of two editors looks at the cell and later writes what they want it to say. Whoever is
second without having seen the first is told both values, unless both wrote the same.
"""

import re
from itertools import combinations

import pytest

from tests.marks_grid import Hand, let_teach_too

ORDERS = [
    "".join("A" if place in first else "B" for place in range(4))
    for first in combinations(range(4), 2)
]
CASES = {  # what stands there before, what A and what B want
    "first touch": (None, "5", "4"),
    "a mark stands": ("3", "5", "4"),
    "one clears": ("3", "", "4"),
    "both clear": ("3", "", ""),
    "the same value": (None, "5", "5"),
    "a mark and an absence": (None, "5", "н"),
    "what was cleared": ("", "5", "2"),
}


class Editor:
    """Somebody who looks at the cell at their first turn and writes at their second."""

    def __init__(self, hand: Hand, value: str):
        self.hand, self.value = hand, value
        self.seen = self.answer = None

    def turn(self) -> None:
        if self.seen is None:
            self.seen = self.hand.look()
        else:
            self.answer = self.hand.write(self.value, version=self.seen.version)


@pytest.fixture
def hands(as_, cast, in_school) -> dict[str, Hand]:
    with in_school() as session:
        let_teach_too(cast, "boris")
        session.commit()
    return {"A": Hand(as_("anna"), cast), "B": Hand(as_("boris"), cast)}


def both_values(html: str) -> list[str]:
    """What a conflict shows: theirs and mine."""
    return [text.replace("пусто", "") for text in re.findall(r"<b>([^<]*)</b>", html)]


def prepare(hand: Hand, before: str | None) -> None:
    """Bring the cell to what it says before: None is a cell nobody ever touched."""
    if before is not None:
        hand.write("2", key="p1")
        hand.write(before, key="p2")


def play(hands, wants: dict[str, str], order: str) -> list[Editor]:
    """Let both take their turns; returns them in the order in which they wrote."""
    editors = {name: Editor(hands[name], wants[name]) for name in "AB"}
    wrote = []
    for name in order:
        editors[name].turn()
        if editors[name].answer is not None:
            wrote.append(editors[name])
    return wrote


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("case", CASES)
def test_the_second_writer_has_seen_the_first_or_is_told(hands, case, order):
    before, *wants = CASES[case]
    prepare(hands["A"], before)
    first, second = play(hands, dict(zip("AB", wants, strict=True)), order)
    assert first.answer.status_code == 200
    stands = hands["A"].look()
    if second.seen.version > first.seen.version or first.value == second.value:
        assert second.answer.status_code == 200
        assert stands.text == second.value
    else:
        assert second.answer.status_code == 409
        assert both_values(second.answer.text) == [first.value, second.value]
        assert stands.text == first.value


@pytest.mark.parametrize("order", ORDERS)
def test_who_was_told_may_insist_and_wins(hands, order):
    second = play(hands, {"A": "5", "B": "4"}, order)[1]
    if second.answer.status_code == 409:
        shown = int(re.search(r'data-v="(\d+)"', second.answer.text).group(1))
        assert second.hand.write(second.value, version=shown).status_code == 200
    assert hands["A"].look().text == second.value


@pytest.mark.parametrize("order", ORDERS)
def test_an_undo_in_between_is_a_change_like_any_other(hands, order):
    """A looks and takes a step of her own back; B looks and writes."""
    anna, boris = hands["A"], hands["B"]
    anna.write("3", key="old")
    turns = {"A": iter((anna.look, lambda: anna.undo("old"))), "B": iter((boris.look, None))}
    seen = answer = undone = None
    for name in order:
        act = next(turns[name])
        if name == "B" and act is None:
            answer = boris.write("4", version=seen.version)
        elif name == "B":
            seen = act()
        else:
            undone = act()
    statuses = (undone.status_code, answer.status_code)
    if order.rindex("A") < order.rindex("B"):  # the undo came first
        assert statuses == ((200, 200) if seen.text == "" else (200, 409))
    else:
        assert statuses == (422, 200)  # B's value stands and is not taken back by A's undo
    assert anna.look().text == ("4" if answer.status_code == 200 else "")


@pytest.mark.parametrize("order", ORDERS)
def test_marks_of_a_period_conflict_like_cells(hands, order):
    name, _ = hands["A"].period()
    seen, wrote = {}, []
    wants = {"A": "5", "B": "4"}
    for who in order:
        if who not in seen:
            seen[who] = hands[who].period()[1].version
        else:
            wish = [("petya", wants[who], seen[who])]
            wrote.append((who, hands[who].mark_period(wish, name)))
    (first, accepted), (second, answer) = wrote
    assert accepted.status_code == 200
    if seen[second] > seen[first]:
        assert answer.status_code == 200
    else:
        assert answer.status_code == 409
        assert both_values(answer.text) == [wants[first], wants[second]]
    stands = second if answer.status_code == 200 else first
    assert hands["A"].period()[1].text == wants[stands]


def test_two_who_give_the_same_mark_of_a_period_agree(hands):
    name, _ = hands["A"].period()
    assert hands["A"].mark_period([("petya", "5", 0)], name).status_code == 200
    assert hands["B"].mark_period([("petya", "5", 0)], name).status_code == 200
    assert hands["A"].period()[1].text == "5"


def test_a_block_names_each_conflict_and_writes_the_rest(hands):
    hands["A"].write("5", "petya")
    answer = hands["B"].block([("petya", "2", 0), ("olya", "3", 0)])
    assert answer.status_code == 200
    assert "data-stale" in answer.text and 'data-theirs="5"' in answer.text
    assert (hands["A"].look("petya").text, hands["A"].look("olya").text) == ("5", "3")


def test_a_conflict_names_the_colleague_and_oneself_as_oneself(hands):
    name, _ = hands["A"].period()
    hands["A"].write("5")
    hands["A"].mark_period([("petya", "5", 0)], name)
    theirs = [hands["B"].write("2", version=0), hands["B"].mark_period([("petya", "2", 0)], name)]
    own = [hands["A"].write("2", version=0), hands["A"].mark_period([("petya", "2", 0)], name)]
    for answer in theirs:
        assert answer.status_code == 409
        assert "изменил(а) Учитель А." in answer.text and "другом окне" not in answer.text
    for answer in own:
        assert answer.status_code == 409
        assert "изменили вы сами в другом окне" in answer.text
        assert "другой сотрудник" not in answer.text
