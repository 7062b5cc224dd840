"""The school's own numbers: set from a day on, told before it, taken back until then."""

from datetime import date

from models.audit.entry import Entry
from models.control.numbers import Numbers
from models.control.rule_set import RuleSet, numbers_on
from tests.cast import MONDAY


def test_the_administrator_alone_sets_the_schools_numbers_and_from_a_day_on(as_, cast, in_school):
    numbers = {
        "homework_minutes": "90",
        "work_days": "5",
        "term_days": "1",
        "days": "working",
        "first_control": "15",
        "second_control": "30",
        "control_hour": "17",
        "grace_days": "7",
        "free_control": "before",
        "from_date": "2026-12-01",
        "act": "Положение о журнале, приказ № 41",
    }
    path = "/administrator/control/numbers/"
    wrong = as_("admin").post(path, numbers | {"work_days": "90", "from_date": "2026-11-01"})
    assert wrong.status_code == 422
    assert "Напишите число от 1 до 30." in wrong.text and 'value="90"' in wrong.text
    assert "Положение о журнале, приказ № 41" in wrong.text  # nothing typed is lost
    assert as_("admin").post(path, numbers).status_code == 302
    assert as_("admin").post(path, numbers).status_code == 422  # twice is once
    told = "С 01.12.2026 сроки изменятся."
    for page in (path, path.replace("numbers", "deadlines")):
        page = as_("admin").get(page).text
        assert told in page and "90 (было: 60)" in page and "приказ № 41" in page
    assert "ничего не изменила" not in as_("admin").get(path).text
    paper = as_("director").get("/director/control/deadlines/print")
    assert paper.status_code == 200
    with in_school() as session:
        assert session.query(RuleSet).count() == 1
        assert numbers_on(MONDAY).homework_minutes == 60
        assert numbers_on(date(2026, 12, 1)).homework_minutes == 90
    assert as_("director").get("/director/control/numbers/").status_code == 404


def test_numbers_that_have_not_begun_are_taken_back_and_those_that_have_are_not(
    as_, cast, in_school
):
    admin, path = as_("admin"), "/administrator/control/numbers/"
    kept = Numbers(homework_minutes=90).as_json()
    with in_school() as session:
        held = RuleSet(from_date=MONDAY, act="Приказ № 1", numbers=kept)
        comes = RuleSet(from_date=date(2026, 12, 1), act="Приказ № 2", numbers=Numbers().as_json())
        session.add_all([held, comes])
        session.commit()
        held, comes = held.id, comes.id
    assert admin.post(path, {"back": held}).status_code == 422
    assert admin.post(path, {"back": "987654"}).status_code == 404
    assert admin.post(path, {"back": comes}).status_code == 302
    page = admin.get(path).text
    assert "сроки изменятся" not in page and "не действовало" in page
    with in_school() as session:
        assert numbers_on(date(2026, 12, 1)).homework_minutes == 90
        taken = session.query(Entry).filter_by(table_name="rule_set", row_id=comes).all()
        assert "taken_back_at" in str(taken[-1].after)
    typed = {name: str(value) for name, value in Numbers(homework_minutes=45).as_json().items()}
    again = typed | {"from_date": "2026-12-01", "act": "Приказ № 3"}
    assert admin.post(path, again).status_code == 302  # the day is free for others
