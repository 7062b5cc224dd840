"""The six modules of clause 4.6: shares and what is missing, in words."""

from dataclasses import replace
from decimal import Decimal

from models.control.modules import (
    ABSENCES,
    MARKS,
    PUPILS,
    SUBJECTS,
    TEACHERS,
    TIMETABLE,
    ClassFacts,
    Lack,
    Page,
    Pupil,
    modules_of,
    whole_of,
)

PETYA = Pupil(1, 11, "Петров П.", full=True)
OLYA = Pupil(2, 12, "Орлова О.", full=True)
MATHS = Page(
    "Математика",
    "5-А",
    "whole",
    hours=Decimal(5),
    placed=Decimal(5),
    teacher=True,
    journal_id=7,
    pupils=frozenset({1, 2}),
    held=10,
    recorded=10,
    attended=10,
    term_want=2,
    term_have=2,
)


def of(*pages: Page, pupils=(PETYA, OLYA)) -> dict:
    facts = ClassFacts(1, "5-А", 5, paper=False, pupils=list(pupils), pages=list(pages))
    return {module.name: module for module in modules_of(facts)}


def test_a_class_in_which_all_is_there_is_full():
    modules = of(MATHS)
    assert list(modules) == [TIMETABLE, PUPILS, SUBJECTS, TEACHERS, MARKS, ABSENCES]
    assert all(m.percent == 100 and not m.lacks for m in modules.values())
    assert whole_of(modules.values()) == 100


def test_a_class_of_which_nothing_is_known_is_empty_and_says_so():
    modules = of(pupils=())
    assert [modules[n].percent for n in (TIMETABLE, PUPILS, SUBJECTS, TEACHERS)] == [0] * 4
    assert modules[PUPILS].lacks == (Lack("В классе нет ни одного ученика."),)
    assert modules[MARKS].want == 0  # nothing is due yet


def test_hours_that_are_not_in_the_timetable_are_named():
    short = replace(MATHS, placed=Decimal("4.5"))
    (lack,) = of(short)[TIMETABLE].lacks
    assert lack.words == "Математика: в расписании 4,5 ч из 5"
    none = replace(MATHS, course="Физика", placed=Decimal(0), hours=Decimal(0))
    module = of(MATHS, none)[TIMETABLE]
    assert (module.have, module.want) == (1, 2)
    assert module.lacks == (Lack("Физика: нет в расписании"),)


def test_a_pupil_without_birth_date_is_named_with_the_card():
    module = of(MATHS, pupils=(PETYA, replace(OLYA, full=False)))[PUPILS]
    assert module.percent == 50
    assert module.lacks == (Lack("Орлова О.: нет имени или даты рождения", person_id=12),)


def test_who_sits_in_no_half_is_named_and_who_is_taught_at_home_is_not():
    half = replace(MATHS, course="Английский", part=True, group="1 группа", pupils=frozenset({1}))
    other = replace(half, group="2 группа", pupils=frozenset({4}))  # of the class next door
    module = of(half, other, pupils=(PETYA, OLYA, Pupil(3, 13, "Домашний Д.", True, home=True)))
    (lack,) = module[SUBJECTS].lacks
    assert lack.words == "Английский: ни в одной группе Орлова О."
    assert not of(half, replace(other, pupils=frozenset({2})))[SUBJECTS].lacks


def test_a_course_that_a_part_of_the_class_has_chosen_lacks_nobody():
    chosen = replace(MATHS, course="Немецкий", part=True, group="1 группа", pupils=frozenset({1}))
    assert not of(MATHS, chosen)[SUBJECTS].lacks


def test_a_subject_without_page_pupils_or_teacher_is_named():
    bare = replace(MATHS, journal_id=None, teacher=False)
    assert of(bare)[SUBJECTS].lacks == (Lack("Математика: страницы ещё нет"),)
    assert of(bare)[TEACHERS].lacks == (Lack("Математика: учитель не назначен"),)
    nobody = replace(MATHS, pupils=frozenset())
    assert of(nobody)[SUBJECTS].lacks == (Lack("Математика: в группе нет учеников", 7),)


def test_marks_are_counted_by_lessons_and_by_pupils_of_ended_periods():
    page = replace(MATHS, recorded=9, term_have=1)
    module = of(page)[MARKS]
    assert (module.have, module.want) == (10, 12)
    assert [lack.words for lack in module.lacks] == [
        "Математика: без записей уроков 1 из 10",
        "Математика: нет отметок за период, 1 из 2",
    ]


def test_a_course_without_marks_still_has_absences():
    modules = of(replace(MATHS, marked=False, recorded=0, attended=4))
    assert modules[MARKS].want == 0
    assert modules[ABSENCES].lacks == (Lack("Математика: не отмечены в уроках 6 из 10", 7),)


def test_a_share_is_never_rounded_up_to_whole():
    assert of(replace(MATHS, held=1000, recorded=999))[MARKS].percent == 99
