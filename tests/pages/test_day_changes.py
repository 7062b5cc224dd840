"""Changes of a day: two windows never undo each other unseen, one form keeps what was typed."""

import re
from datetime import timedelta

import pytest

from models.school.timetable import LessonSlot, Substitution, standing
from tests.cast import MONDAY

NEXT = MONDAY + timedelta(days=7)
PATH = "/dispatcher/school/substitutions/absence"


@pytest.fixture
def window(as_, cast, officials, in_school):
    """A window of the dispatcher with the lessons of Boris: what it holds, and its «Сохранить»."""
    visitor, who = as_("dasha"), cast.employees["boris"]
    with in_school() as session:
        slot = session.query(LessonSlot).filter_by(employee_id=who).one().id
    days = {"employee": who, "first": str(NEXT), "last": str(NEXT)}

    class Window:
        name = f"do-{NEXT:%Y%m%d}-{slot}"

        def __init__(self):
            page = visitor.get(f"{PATH}?employee={who}&first={NEXT}&last={NEXT}").text
            self.was = was_in(page)

        def save(self, choice: str, was: str | None = None):
            was = self.was if was is None else was
            form = days | {"reason": "болезнь", self.name: choice, f"was-{self.name}": was}
            return visitor.post(PATH, form)

    return Window


def was_in(page: str) -> str:
    return re.search(r'name="was-do-[^"]*" value="([^"]*)"', page)[1]


@pytest.fixture
def changes(in_school):
    def stand() -> list[tuple]:
        with in_school() as session:
            rows = session.query(Substitution).filter(standing())
            return [(row.kind, row.employee_id) for row in rows]

    return stand


def test_an_old_window_does_not_replace_what_was_decided_since(window, changes, cast):
    vera, first, second = f"replaced.{cast.employees['vera']}", window(), window()
    assert first.save(vera).status_code == 302
    answer = second.save("cancelled")
    assert answer.status_code == 409
    assert "Сейчас здесь: тот же предмет: Учитель В." in answer.text
    assert 'value="cancelled" selected' in answer.text
    assert changes() == [("replaced", cast.employees["vera"])]
    assert second.save("cancelled", was=was_in(answer.text)).status_code == 302  # knowingly
    assert changes() == [("cancelled", None)]


def test_an_old_window_that_chose_nothing_takes_nothing_back(window, changes, cast):
    vera, first, second = f"replaced.{cast.employees['vera']}", window(), window()
    assert first.save(vera).status_code == 302
    assert second.save("").status_code == 302
    assert first.save(vera).status_code == 302  # pressed twice
    assert changes() == [("replaced", cast.employees["vera"])]


@pytest.mark.parametrize("was", ["cancelled", "replaced.1", "junk"])
def test_what_a_form_says_stood_there_is_compared_with_what_stands(window, changes, cast, was):
    vera, first = f"replaced.{cast.employees['vera']}", window()
    assert first.save(vera).status_code == 302
    assert first.save("", was=was).status_code == 409
    assert changes() == [("replaced", cast.employees["vera"])]


def test_what_was_typed_into_one_form_of_a_days_changes_stays_in_it(as_, cast, officials):
    form = {"day": str(NEXT), "what": "cancelled", "one": "1000", "reason": "карантин"}
    form |= {"of": "5-А"}
    answer = as_("dasha").post("/dispatcher/school/substitutions/change", form)
    assert answer.status_code == 422 and answer.text.count('value="карантин"') == 1
    of_cancelling = answer.text.split("<h2>Отменить урок</h2>")[1].split("<h2>")[0]
    assert 'value="карантин"' in of_cancelling
    assert "в журнал замен не попадает" not in answer.text


def test_the_dispatchers_first_page_leads_to_the_next_days_changes(as_, officials):
    home = as_("dasha").get("/dispatcher/").text
    assert 'href="/dispatcher/school/substitutions/">Замены на ' in home
    assert "Замены на" not in as_("anna").get("/teacher/timetable/").text


@pytest.fixture
def slots(in_school) -> dict[int, int]:
    """The places of Monday by their number."""
    with in_school() as session:
        return {slot.number: slot.id for slot in session.query(LessonSlot)}


CHANGE = "/dispatcher/school/substitutions/change"


def offered(page: str, name: str) -> dict[str, str]:
    """What a select of the page offers: value → words."""
    select = page.split(f'<select name="{name}"')[1].split("</select>")[0]
    return dict(re.findall(r'<option value="([^"]+)"[^>]*>([^<]*)</option>', select))


def test_only_lessons_of_the_same_class_or_teacher_are_offered_for_a_swap(as_, officials, slots):
    dasha = as_("dasha")
    page = dasha.get(f"{CHANGE}?day={NEXT}").text
    assert 'name="one"' not in page and "Выберите класс" in page
    page = dasha.get(f"{CHANGE}?day={NEXT}&of=5-А").text
    assert offered(page, "one").keys() == {str(slots[1]), str(slots[4])}
    assert 'name="other"' not in page
    page = dasha.get(f"{CHANGE}?day={NEXT}&of=5-А&one={slots[1]}").text
    found = offered(page, "other")
    assert found.keys() == {str(slots[number]) for number in (2, 3, 4)}
    assert "4 урок" in found[str(slots[4])] and "5-А: Английский язык" in found[str(slots[4])]
    assert '<optgroup label="5-А">' in page and "Тот же учитель в других классах" in page


def test_what_would_put_somebody_in_two_places_is_not_offered(as_, officials, in_school, slots):
    with in_school() as session:
        third = session.get(LessonSlot, slots[3])
        own = {"year_id": third.year_id, "course_id": third.course_id, "weekday": 0, "number": 4}
        who = {"employee_id": third.employee_id, "study_group_id": third.study_group_id}
        session.add(LessonSlot(**own, **who, valid_from=third.valid_from))
        session.commit()
    page = as_("dasha").get(f"{CHANGE}?day={NEXT}&of=5-А&one={slots[1]}").text
    assert str(slots[4]) not in offered(page, "other"), "Anna has 6-А in the fourth hour"


def test_what_is_offered_is_swapped_and_what_was_typed_comes_back(as_, officials, slots, changes):
    dasha = as_("dasha")
    form = {"day": str(NEXT), "of": "5-А", "what": "swapped", "one": slots[1], "other": slots[4]}
    refused = dasha.post(CHANGE, form)
    assert refused.status_code == 422 and "Напишите причину" in refused.text
    assert f'value="{slots[4]}" selected' in refused.text
    assert dasha.post(CHANGE, form | {"reason": "экскурсия"}).status_code == 302
    assert [kind for kind, _ in changes()] == ["swapped", "swapped"]
