"""The given timetable, read: every count, and what it leaves open."""

from collections import Counter

import pytest

from models.exchange.asc import read_timetable
from models.exchange.questions import needs_decision, questions_of, resolve
from tests.empty_school import DATA


@pytest.fixture(scope="module")
def timetable():
    return read_timetable(DATA / "timetable-asc.xml")


def accepted(timetable) -> dict:
    return {
        q.key: [share.as_json() for share in q.options[0]]
        for q in questions_of(timetable)
        if q.options
    }


def test_everything_in_the_file_is_counted(timetable):
    assert len(timetable.teachers) == 41
    assert len(timetable.subjects) == 42
    assert len(timetable.classes) == 24
    assert timetable.home_rows == ["З инд", "Ш инд", "К инд", "С и", "Б и"]
    assert timetable.group_rows == 145
    assert len(timetable.lessons) == 407
    assert timetable.cards == 748
    assert timetable.slot_count == 754
    assert len(timetable.times) == 8
    assert timetable.unnamed_rooms == 1


def test_odd_and_even_weeks_are_told_apart(timetable):
    assert Counter(lesson.parity for lesson in timetable.lessons) == {0: 365, 1: 21, 2: 21}


def test_names_have_no_stray_blanks(timetable):
    names = [*timetable.teachers, *timetable.subjects, *timetable.rooms]
    assert all(name == " ".join(name.split()) for name in names)
    assert (5, "А") in timetable.classes


def test_lessons_that_leave_something_open_are_asked_about(timetable):
    several = [x for x in timetable.lessons if len(x.teachers) > 1]
    spanning = [x for x in timetable.lessons if len({g.class_name for g in x.groups}) > 1]
    assert (len(several), len(spanning)) == (53, 4)
    asked = [q for q in questions_of(timetable) if q.kind == "shared"]
    assert sum(q.lessons for q in asked) == len([x for x in timetable.lessons if needs_decision(x)])


def test_without_a_decision_a_shared_lesson_waits(timetable):
    taught, still_open = resolve(timetable, {})
    shared = {x.key for x in timetable.lessons if needs_decision(x)}
    assert len(still_open) == len(shared) + 5
    assert len(taught) == sum(len(x.slots) for x in timetable.lessons if not needs_decision(x))


def test_no_proposal_gives_both_teachers_both_halves(timetable):
    for question in questions_of(timetable):
        if not question.options:
            continue
        proposal = question.options[0]
        teachers = [share.teacher for share in proposal]
        groups = [group for share in proposal for group in share.groups]
        assert len(set(teachers)) == len(teachers), question.text
        assert len(set(groups)) == len(groups), question.text


def test_accepted_proposals_leave_only_the_single_pupils_open(timetable):
    taught, still_open = resolve(timetable, accepted(timetable))
    assert [q.kind for q in still_open] == ["home"] * 5
    at_once = Counter(
        (t.teacher, t.weekday, t.number, parity)
        for t in taught
        for parity in ((1, 2) if t.parity == 0 else (t.parity,))
    )
    assert max(at_once.values()) == 1, "a teacher in two places at once"


def test_the_same_facts_have_the_same_keys_when_ids_are_renumbered(timetable, tmp_path):
    text = (DATA / "timetable-asc.xml").read_text("utf-8")
    other = tmp_path / "renumbered.xml"
    other.write_text(text.replace('"*', '"*9').replace(",*", ",*9"), "utf-8")
    renumbered = read_timetable(other)
    assert [q.key for q in questions_of(renumbered)] == [q.key for q in questions_of(timetable)]
    assert renumbered.slot_count == 754
