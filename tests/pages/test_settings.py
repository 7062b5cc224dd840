"""The administrator's settings: what is wrong is said and kept, what is right holds at once."""

import re
from html import unescape

import pytest

from models.audit.entry import Entry
from models.audit.wording import wording
from models.journal.settings import FLAGS, GRADE_LISTS, typed_settings
from models.journal.settings_words import TITLES
from models.school.school import DEFAULTS, the_school

PAGE = "/administrator/settings/"
MATHS = ("5-А", "Математика")
NOT_OF_THE_JOURNAL = {"demo", "retention", "week_days"}


@pytest.fixture
def form(in_school):
    """The form as the page shows it, with what somebody typed in it."""

    def fill(**typed) -> dict:
        with in_school():
            school = the_school()
            fields = typed_settings(school) | {"seen": [school.rules_seen]}
        named = {name.replace("__", "-"): value for name, value in typed.items()}
        return {name: value for name, value in (fields | named).items() if value is not None}

    return fill


def rules(in_school) -> dict:
    with in_school():
        return dict(the_school().settings)


def test_every_setting_of_the_journal_has_a_field_and_a_name(as_):
    assert TITLES.keys() == DEFAULTS.keys() - NOT_OF_THE_JOURNAL
    page = as_("admin").get(PAGE).text
    plain = ("absence_codes", "code_days", "edge", "reason_after_days", "site")
    plain += ("lock_minutes", "proof_hours", "own_device_days", "second_factor")
    for name in (*FLAGS, *GRADE_LISTS, *plain):
        assert f'name="{name}"' in page
    for name in ("rounding-5", "density-5", "apart-grade"):
        assert f'name="{name}"' in page
    assert page.count('name="apart-grade"') == 3
    assert page.count('class="hint"') >= len(TITLES)
    assert ">Настройки</a>" in page


def test_the_page_as_shown_changes_nothing(as_, form, in_school):
    answer = as_("admin").post(PAGE, form(), follow_redirects=True)
    assert "Ничего не изменено" in answer.text
    assert rules(in_school) == {}


WRONG = [  # field, what was typed, what is said
    ("rounding-5", "много", "Порог для «5» должен быть числом"),
    ("rounding-5", "nan", "Порог для «5» должен быть числом"),
    ("rounding-4", "4,5", "Порог для «4» должен быть больше 3 и до 4."),
    ("rounding-3", "", "Порог для «3» должен быть числом"),
    ("edge", "1,5", "от 0 до 1"),
    ("edge", "-0,1", "от 0 до 1"),
    ("edge", "полбалла", "от 0 до 1"),
    ("reason_after_days", "366", "от 0 до 365"),
    ("reason_after_days", "неделя", "от 0 до 365"),
    ("density-1", "0", "от 1 до 60 или оставьте пустым"),
    ("density-2", "три", "от 1 до 60 или оставьте пустым"),
    ("density-5", "5", "6 или больше"),
    ("code_days", "0", "от 1 до 180"),
    ("code_days", "год", "от 1 до 180"),
    ("lock_minutes", "0", "от 1 до 120"),
    ("proof_hours", "3", "от 12 до 336"),
    ("own_device_days", "91", "от 0 до 90"),
    ("own_device_days", "", "от 0 до 90"),
    ("site", "klass.school12.ru", "адрес целиком"),
    ("site", "javascript:1", "адрес целиком"),
    ("site", "https://a b", "адрес целиком"),
    ("site", "https://x@evil.example", "адрес целиком"),
]


@pytest.mark.parametrize(("field", "typed", "said"), WRONG)
def test_what_cannot_be_is_said_and_stays_in_its_field(as_, form, in_school, field, typed, said):
    changes = {field: typed, "mark_one": "1", "apart-grade": ["9", "", ""]}
    answer = as_("admin").post(PAGE, form() | changes)
    page = unescape(answer.text)
    assert answer.status_code == 422
    assert said in page and f'id="why-{field}"' in page
    assert re.search(rf'name="{field}" value="{typed}"[^>]* aria-invalid="true"', page)
    assert re.search(r'name="mark_one" value="1" checked', page), "what else was typed is kept"
    assert rules(in_school) == {}


@pytest.mark.parametrize("field", ["absence_codes", "unmarked_grades", "exam_grades"])
def test_a_choice_that_is_not_offered_is_refused(as_, form, in_school, field):
    answer = as_("admin").post(PAGE, form() | {field: ["12"], "mark_one": "1"})
    assert answer.status_code == 422
    assert f'id="why-{field}"' in answer.text
    assert rules(in_school) == {}


APART = {"apart-5": ["4,6", "", ""], "apart-4": ["3,6", "", ""], "apart-3": ["2,6", "", ""]}
WRONG_ROWS = [
    ({}, "Выберите класс, предмет или то и другое"),
    ({"apart-grade": ["12", "", ""]}, "Класс бывает от 1 до 11."),
    ({"apart-course": ["Алхимия", "", ""]}, "Предмета «Алхимия» в школе нет"),
    ({"apart-grade": ["9", "", ""], "apart-5": ["5,6", "", ""]}, "больше 4 и до 5"),
    ({"apart-grade": ["9", "", ""], "apart-4": ["", "", ""]}, "Порог для «4»"),
    (
        {"apart-grade": ["9", "9", ""]} | {k: [v[0]] * 2 + [""] for k, v in APART.items()},
        "уже есть",
    ),
    (
        {"apart-grade": ["9", "", ""], "apart-5": [""] * 3, "apart-4": [""] * 3}
        | {"apart-3": [""] * 3},
        "отметьте «убрать»",
    ),
]


@pytest.mark.parametrize(("row", "said"), WRONG_ROWS)
def test_a_row_that_cannot_be_is_said_at_the_row(as_, form, in_school, row, said):
    answer = as_("admin").post(PAGE, form() | APART | row)
    assert answer.status_code == 422
    assert said in answer.text and 'id="why-apart-row-' in answer.text
    assert rules(in_school) == {}


def test_rows_are_added_and_removed_without_a_script(as_, form, in_school):
    admin = as_("admin")
    row = {"apart-grade": ["5", "", ""], "apart-course": ["Математика", "", ""]}
    assert admin.post(PAGE, form() | APART | row).status_code == 302
    kept = {"grade": 5, "course": "Математика", "rounding": {"5": "4.6", "4": "3.6", "3": "2.6"}}
    assert rules(in_school) == {"rounding_apart": [kept]}
    page = admin.get(PAGE).text
    assert page.count('name="apart-grade"') == 4 and 'value="4,6"' in page
    assert admin.post(PAGE, form() | {"apart-drop": "0"}).status_code == 302
    assert rules(in_school) == {"rounding_apart": []}


def test_everything_can_be_changed_at_once(as_, form, in_school):
    typed = {
        **dict.fromkeys(("mark_one", "dual_mean", "debts", "weights"), "1"),
        "absence_with_mark": [],
        "paper_order": [],
        "absence_codes": ["б"],
        "unmarked_grades": ["2", "1"],
        "exam_grades": [],
        "reason_after_days": "0",
        "edge": "0.20",
        "rounding-5": "4,65",
        "density-1": "",
        "density-5": "8",
    }
    assert as_("admin").post(PAGE, form() | typed).status_code == 302
    assert rules(in_school) == {
        **dict.fromkeys(("mark_one", "dual_mean", "debts", "weights"), True),
        "absence_with_mark": False,
        "paper_order": False,
        "absence_codes": ["н", "б", "оп"],
        "unmarked_grades": [1, 2],
        "exam_grades": [],
        "reason_after_days": 0,
        "edge": "0.2",
        "rounding": {"5": "4.65", "4": "3.5", "3": "2.5"},
        "density": {"2": 4, "3": 6, "5": 8},
    }


def test_the_same_form_sent_twice_is_said_to_be_saved_already(as_, form):
    admin, typed = as_("admin"), form(mark_one="1")
    assert admin.post(PAGE, typed).status_code == 302
    again = admin.post(PAGE, typed)
    assert again.status_code == 409
    assert "уже сохранены" in again.text


def test_a_stale_form_loses_nothing_and_overwrites_nothing(as_, form, in_school):
    admin, mine = as_("admin"), form(edge="0,3")
    admin.post(PAGE, form(mark_one="1"))
    answer = admin.post(PAGE, mine)
    assert answer.status_code == 409
    assert "изменили в другом окне" in answer.text
    assert 'name="edge" value="0,3"' in answer.text
    assert "Сейчас в школе: 0,15" in answer.text and "Сейчас в школе: да" in answer.text
    assert rules(in_school) == {"mark_one": True}
    seen = re.search(r'name="seen" value="(\w+)"', answer.text).group(1)
    assert admin.post(PAGE, mine | {"seen": seen}).status_code == 302
    assert rules(in_school) == {"mark_one": False, "edge": "0.3"}


def test_a_wrong_form_that_is_stale_too_stays_stale(as_, form, in_school):
    admin, mine = as_("admin"), form(edge="3")
    admin.post(PAGE, form(mark_one="1"))
    answer = admin.post(PAGE, mine)
    assert answer.status_code == 422
    seen = re.search(r'name="seen" value="(\w+)"', answer.text).group(1)
    assert admin.post(PAGE, mine | {"seen": seen, "edge": "0,3"}).status_code == 409


def test_a_form_that_does_not_say_what_it_was_made_from_is_refused(as_, form, in_school):
    answer = as_("admin").post(PAGE, form(seen=None, mark_one="1"))
    assert answer.status_code == 422 and "Обновите страницу" in answer.text
    assert rules(in_school) == {}


def test_changed_thresholds_change_what_is_proposed(as_, form, cast):
    anna = as_("anna")
    anna.type("teacher", cast, MATHS, "petya", "5 4")
    grid = anna.get(f"/teacher/journals/{cast.journals[MATHS]}/").text
    period = re.search(r"/periods/(t\d+)/", grid).group(1)
    path = f"/teacher/journals/{cast.journals[MATHS]}/periods/{period}/"
    proposed = r'title="Почему так">(\d)</a>'
    assert re.search(proposed, anna.get(path).text).group(1) == "5"
    as_("admin").post(PAGE, form() | {"rounding-5": "4,6"})
    assert re.search(proposed, anna.get(path).text).group(1) == "4"


def test_a_code_switched_off_is_refused_in_a_cell(as_, form, cast):
    anna = as_("anna")
    as_("admin").post(PAGE, form(absence_codes=["уп"]))
    refused = anna.type("teacher", cast, MATHS, "petya", "б")
    assert "«б» в этой школе не ставится" in refused.text
    assert anna.type("teacher", cast, MATHS, "petya", "уп").status_code == 200
    assert anna.type("teacher", cast, MATHS, "olya", "н").status_code == 200


def test_the_audit_tells_a_changed_setting_in_words(as_, form, in_school):
    admin = as_("admin")
    admin.post(PAGE, form(mark_one="1", absence_codes=["б"]))
    with in_school() as session:
        entry = session.query(Entry).filter_by(table_name="school", action="update").one()
        told = wording(entry)
    assert told == (
        "Настройки: отметка 1: нет → да; коды пропусков: н, б, уп, нп, осв, оп → н, б, оп"
    )
    assert told in admin.get("/administrator/audit/?table=school").text
