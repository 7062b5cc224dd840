"""The audit journal speaks Russian: every table, every column, every value of a few."""

import re

import pytest

from models.audit.entry import Entry
from models.audit.recorder import AUDITED, image_keys
from models.audit.wording import _NAMES, wording
from models.audit.words import TITLES, VALUES, field, is_silent, words_of
from models.journal.cell import MARK_KINDS
from models.journal.journal import WorkKind
from models.journal.lesson import CANCELLED, HELD
from models.journal.term_mark import PERIODS
from models.office.order import CLASS_TEACHER, ELECTRONIC, TRANSITION, Order
from models.school.calendar import TERM_WORD, Term
from models.school.timetable import LessonSlot
from tests.cast import MONDAY

RUSSIAN = re.compile(r"[а-яё][а-яё .-]*", re.IGNORECASE)


def told(table: str, before: dict | None, after: dict | None) -> str:
    action = "insert" if before is None else "delete" if after is None else "update"
    return wording(Entry(table_name=table, action=action, before=before, after=after))


def test_every_audited_table_and_column_has_a_russian_word(app):
    lacking = [name for name in AUDITED if not RUSSIAN.fullmatch(TITLES.get(name, name))]
    lacking += [
        f"{name}.{key}"
        for name, model in AUDITED.items()
        for key in image_keys(model)
        if not is_silent(name, key) and not RUSSIAN.fullmatch(field(name, key))
    ]
    assert lacking == []


def test_every_value_of_a_few_has_a_russian_word():
    assert words_of("mark", "kind") == MARK_KINDS
    assert words_of("term", "kind") == TERM_WORD
    assert VALUES["period"] == PERIODS
    assert VALUES["status"].keys() == {HELD, CANCELLED}
    assert VALUES["mode"].keys() == {TRANSITION, ELECTRONIC}
    assert CLASS_TEACHER in VALUES["duty"]


FIVE = {"shown": "5", "kind": "answer", "counts": True, "comment": None, "handed_in_on": None}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"shown": "4"}, "Отметка: 5 → 4"),
        ({"kind": "retake"}, "Отметка 5: вид: ответ → исправление"),
        ({"counts": False}, "Отметка 5: входит в средний балл: да → нет"),
        ({"comment": "у доски"}, "Отметка 5: пояснение: пусто → у доски"),
        ({"handed_in_on": "2026-11-12"}, "Отметка 5: сдано: в день урока → 12.11.2026"),
        ({"shown": "4", "comment": "да"}, "Отметка: 5 → 4; пояснение: пусто → да"),
        ({"position": 1}, "Отметка 5: переставлена в клетке"),
    ],
)
def test_a_mark_is_told_by_what_changed(app, changes, said):
    assert told("mark", FIVE, FIVE | changes) == said


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ({"code": "оп", "minutes": 5}, {"code": "оп", "minutes": 10}, "опоздал: 5 → 10 мин"),
        ({"code": "н", "minutes": None}, {"code": "оп", "minutes": 10}, "Пропуск: н → оп10"),
        (None, {"code": "оп", "minutes": 5}, "Пропуск: пусто → оп5"),
    ],
)
def test_lateness_is_told_in_minutes(app, before, after, said):
    assert told("attendance", before, after).endswith(said)


@pytest.mark.parametrize(
    ("table", "before", "after", "said"),
    [
        ("lesson", {"status": "held"}, {"status": "cancelled"}, "состояние: проведён → отменён"),
        (
            "mode_decision",
            {"mode": "transition"},
            {"mode": "electronic"},
            "режим: переходный период → электронный журнал",
        ),
        (
            "lesson",
            {"paper_on": None},
            {"paper_on": "2026-11-17"},
            "дата в бумажном журнале: пусто → 17.11.2026",
        ),
        ("lesson_time", {"starts": "08:30:00"}, {"starts": "08:40:00"}, "начало: 08:30 → 08:40"),
        (
            "account",
            {"blocked_at": None},
            {"blocked_at": "2026-11-16T06:00:00+00:00"},
            "заблокирована: пусто → 16.11.2026 16:00",
        ),
        ("term_mark", {"value": "", "comment": None}, {"value": "5", "comment": None}, "пусто → 5"),
        ("remark", None, {"text": "Помогал"}, "Замечание: пусто → Помогал"),
        ("timetable_decision", {"answer": [1]}, {"answer": [2]}, "изменено"),
        ("school", {"settings": {"x": 1}}, {"settings": {"x": 2}}, "Школа: изменено"),
    ],
)
def test_values_are_told_as_people_read_them(app, table, before, after, said):
    assert told(table, before, after).endswith(said)


def test_what_a_row_refers_to_is_told_by_name(cast, in_school):
    with in_school() as session:
        kind = session.query(WorkKind).first()
        column = {"kind_id": 987654}, {"kind_id": kind.id}
        assert told("lesson_column", *column).endswith(f"вид работы: № 987654 → {kind.name}")
        lesson = {"employee_id": cast.employees["anna"]}, {"employee_id": cast.employees["boris"]}
        assert told("lesson", *lesson) == "Урок: учитель: Учитель А. → Учитель Б."


def test_places_groups_rooms_pupils_and_who_did_it_are_told_by_name(cast, in_school):
    with in_school() as session:
        slot = session.query(LessonSlot).filter_by(number=4).one().id
        term = session.query(Term).filter_by(grade=5, number=2).one().id
        order = Order(number="12", on_date=MONDAY, title="О переводе")
        session.add(order)
        session.flush()
        said = {
            ("substitution", "slot_id", slot): "пн, 4 урок, Английский язык, 5-А",
            ("term_mark", "term_id", term): "2 четверть, 5 класс",
            ("membership", "student_id", cast.students["petya"]): "Петров П.",
            ("appointment", "stands_in_for", cast.people["olga"]): "Служебная О.",
            ("certificate", "annulled_by", cast.accounts["admin"]): "Служебная А.",
            ("lesson", "journal_id", cast.journals["5-А", "Математика"]): "Математика, 5-А",
            ("movement", "order_id", order.id): "приказ № 12 от 16.11.2026",
        }
        for (table, key, number), name in said.items():
            assert told(table, {key: None}, {key: number}).endswith(f"пусто → {name}")


NEVER_MOVED = {  # what a row hangs on from its first day: no change names them
    "appointment_id",
    "cell_id",
    "check_id",
    "column_id",
    "enrolment_id",
    "file_id",
    "lesson_id",
    "notice_id",
    "paper_id",
    "run_id",
    "snapshot_id",
    "substitution_id",
}


def test_no_reference_is_told_by_a_number_nobody_knows(app):
    lacking = {
        f"{name}.{key}"
        for name, model in AUDITED.items()
        for key in image_keys(model)
        if model.__table__.c[key].foreign_keys and not is_silent(name, key)
        if key not in _NAMES and key not in NEVER_MOVED
    }
    assert lacking == set()
