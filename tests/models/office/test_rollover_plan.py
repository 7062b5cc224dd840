"""What is proposed for the next year, from last year's facts and the answers: plain arithmetic."""

from datetime import date
from decimal import Decimal

from models.office.rollover.draft import INTO, LEAVES, STAYS
from models.office.rollover.facts import LastYear, OldClass, OldGroup, Pupil, Taught
from models.office.rollover.grouping import make_groups, seats
from models.office.rollover.plan import GOES, MOVES, REPEATS, UNPLACED, make_plan
from models.office.rollover.teaching import make_lines
from models.school.calendar import YearFacts
from models.school.groups import HALF, JOINED, WHOLE
from models.school.teaching import MAIN

RUSSIAN, READING, PHYSICS, MUSIC = 1, 2, 3, 4
ANNA, BORIS, VERA, GLEB = 11, 12, 13, 14  # Gleb teaches music to all
CLASSES = {1: (1, "А"), 4: (4, "А"), 5: (5, "А"), 51: (5, "Б"), 9: (9, "А"), 11: (11, "А")}
TAUGHT = (  # class, course, teacher, hours
    (1, RUSSIAN, VERA, 5),
    (1, MUSIC, GLEB, 1),
    (4, RUSSIAN, ANNA, 5),
    (4, READING, ANNA, 3),
    (4, MUSIC, GLEB, 1),
    (5, RUSSIAN, BORIS, 4),
    (5, MUSIC, GLEB, 1),
    (51, RUSSIAN, BORIS, 4),
    (9, RUSSIAN, BORIS, 2),
    (9, PHYSICS, GLEB, 2),
)


def a_year(classes=CLASSES, taught=TAUGHT) -> LastYear:
    """One pupil per class, numbered as the class; 5-А is divided into two groups."""
    own = [OldClass(i, f"{g}-{letter}", g, letter, 1) for i, (g, letter) in classes.items()]
    groups = [OldGroup(c.id, c.name, WHOLE, c.grade, c.id, frozenset(), ()) for c in own]
    if 5 in classes:
        half = frozenset({5})
        groups.append(OldGroup(500, "5-А, 1 группа", HALF, 5, 5, half, ()))
        groups.append(OldGroup(501, "5-Б, 1 группа", HALF, 5, 51, frozenset({51}), ()))
        joined = "5-А, 1 группа + 5-Б, 1 группа"
        groups.append(OldGroup(502, joined, JOINED, 5, None, frozenset(), (500, 501)))
    return LastYear(
        YearFacts(1, date(2026, 9, 1), date(2027, 8, 31)),
        own,
        [Pupil(c.id, f"Ученик {c.name}", c.id, "m") for c in own],
        groups,
        [Taught(who, c, course, MAIN, Decimal(h)) for c, course, who, h in taught],
        {RUSSIAN: "Русский язык", READING: "Чтение", PHYSICS: "Физика", MUSIC: "Музыка"},
        {ANNA: "Анна", BORIS: "Борис", VERA: "Вера", GLEB: "Глеб"},
        {},
        date(2027, 5, 28),
    )


def places(answers: dict) -> dict[int, tuple]:
    plan = make_plan(a_year(), answers)
    return {number: (place.fate, place.to) for number, place in plan.places.items()}


def lines(answers: dict | None = None, facts: LastYear | None = None) -> dict[tuple, tuple]:
    facts = facts or a_year()
    plan = make_plan(facts, answers or {})
    groups = make_groups(facts, plan)
    made = make_lines(facts, plan, groups, answers or {})
    return {(one.group, one.course_id): (one.employee_id, one.proposed) for one in made}


def test_classes_move_up_and_the_eleventh_leaves():
    found = places({})
    assert found[5] == (MOVES, "6-А") and found[51] == (MOVES, "6-Б")
    assert found[11] == (GOES, None)
    assert make_plan(a_year(), {}).leave_on == date(2027, 6, 30)


def test_a_repeater_is_in_next_years_class_of_the_same_grade():
    assert places({"pupils": {"5": STAYS}})[5] == (REPEATS, "5-А")
    assert places({"pupils": {"51": STAYS}})[51] == (REPEATS, "5-А")  # there will be no 5-Б


def test_a_repeater_without_such_a_class_waits_for_an_answer():
    assert places({"pupils": {"11": STAYS}})[11] == (UNPLACED, None)
    assert places({"pupils": {"5": f"{INTO}6-Ю"}})[5] == (UNPLACED, None)


def test_who_does_not_go_on_after_grade_nine_leaves():
    assert places({})[9] == (MOVES, "10-А")
    assert places({"pupils": {"9": LEAVES}})[9] == (GOES, None)
    assert places({"classes": {"9": ""}})[9] == (GOES, None)


def test_a_class_without_a_next_one_loses_nobody():
    assert places({"classes": {"5": ""}})[5] == (UNPLACED, None)
    assert places({"classes": {"5": ""}, "pupils": {"5": f"{INTO}6-Б"}})[5] == (MOVES, "6-Б")


def test_two_classes_of_one_name_become_one_with_one_teacher_for_a_course():
    answers = {"classes": {"5": "6-А", "51": "6-А"}}
    facts = a_year(taught=(*TAUGHT[:-1], (5, PHYSICS, GLEB, 2)))
    plan = make_plan(facts, answers)
    assert plan.classes["6-А"].sources == (5, 51)
    groups = make_groups(facts, plan)
    assert not any(group.kind == JOINED for group in groups.values())
    assert seats(facts, plan, groups) == {("6-А, 1 группа", 5), ("6-А, 1 группа", 51)}


def test_groups_inside_and_across_classes_go_on_with_their_pupils():
    facts = a_year()
    plan = make_plan(facts, {"pupils": {"5": f"{INTO}6-Б"}})
    groups = make_groups(facts, plan)
    assert groups["6-А, 1 группа + 6-Б, 1 группа"].parts == ("6-А, 1 группа", "6-Б, 1 группа")
    assert seats(facts, plan, groups) == {("6-Б, 1 группа", 51)}  # who changed class has no group


def test_a_teacher_goes_on_with_the_class_where_the_course_goes_on():
    six = (6, RUSSIAN, BORIS, 4)
    facts = a_year({6: (6, "А"), 5: (5, "А"), 51: (5, "Б")}, (*TAUGHT[5:8], six))
    found = lines(facts=facts)
    assert found["6-А", RUSSIAN] == (BORIS, None)
    assert ("6-А", MUSIC) not in found  # grade 6 has no music
    assert not any(group == "7-А" for group, _ in found)


def test_a_teacher_of_grades_one_to_four_stays_below_grade_five():
    found = lines()
    assert found["5-А", RUSSIAN] == (None, None)
    assert found["5-А", MUSIC] == (GLEB, None)  # he teaches the upper grades as well
    assert ("5-А", READING) not in found


def test_who_finished_grade_four_is_proposed_for_a_first_class_and_has_to_be_confirmed():
    assert lines()["1-А", RUSSIAN] == (None, ANNA)
    assert lines()["1-А", MUSIC] == (None, GLEB)
    told = {"teaching": {f"1-А|{RUSSIAN}|{MAIN}|0": ANNA}}
    assert lines(told)["1-А", RUSSIAN] == (ANNA, ANNA)


def test_an_answer_wins_over_the_proposal_and_may_be_nobody():
    key = f"5-А|{MUSIC}|{MAIN}|0"
    assert lines({"teaching": {key: VERA}})["5-А", MUSIC] == (VERA, None)
    assert lines({"teaching": {key: 0}})["5-А", MUSIC] == (None, None)


def test_what_a_grade_learns_anew_waits_for_a_teacher():
    facts = a_year({8: (8, "А"), 9: (9, "А")}, ((8, RUSSIAN, BORIS, 3), *TAUGHT[-2:]))
    found = lines(facts=facts)
    assert found["9-А", PHYSICS] == (None, None) and found["9-А", RUSSIAN] == (BORIS, None)
