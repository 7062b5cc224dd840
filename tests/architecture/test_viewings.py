"""No page shows personal data without a trace, unless it is a duty's everyday page, named here.

A new page is traced (`@traced`), or gets a line below with the reason why it need not be.
"""

from datetime import timedelta

import pytest

from models.access.viewing import (
    CODES,
    WHAT,
    Viewing,
)
from tests.architecture.paced import CHEAP_CODES, COSTLY, FILES, PACED_CONTROL, PRINTED
from tests.architecture.test_doors import VISITORS, room_rules
from tests.architecture.untraced import EVERYDAY, IMPERSONAL, WRITES


def name_of(view) -> str:
    return f"{view.__module__.rsplit('.', 1)[-1]}.{view.__name__}"


def views(app) -> dict[str, object]:
    found = [app.view_functions[rule.endpoint] for rule in room_rules(app)]
    return {name_of(view): view for view in found}


def test_every_page_is_traced_or_named_as_one_that_need_not_be(app):
    untraced = {name for name, view in views(app).items() if not hasattr(view, "traced")}
    assert untraced == set(EVERYDAY) | WRITES | IMPERSONAL


def test_what_is_entered_or_read_all_day_long_has_no_pace(app):
    paced = {name for name, view in views(app).items() if hasattr(view, "paced")}
    assert not paced & (set(EVERYDAY) | WRITES) - FILES - PRINTED - PACED_CONTROL


def test_what_takes_data_away_or_searches_the_school_has_a_pace(app):
    for name, view in views(app).items():
        what = getattr(view, "traced", None)
        if what in COSTLY or (what == CODES and name not in CHEAP_CODES):
            assert hasattr(view, "paced"), name


def test_every_trace_has_its_word(app):
    traced = {view.traced for view in views(app).values() if hasattr(view, "traced")}
    assert traced == set(WHAT)


def traced_rules(app):
    for rule in room_rules(app):
        if "GET" in rule.methods and hasattr(app.view_functions[rule.endpoint], "traced"):
            yield rule


UNMADE = {"backups.download_backup", "paper_desk.paper_file", "imports.import_report"}
UNMADE |= {"questions.import_questions", "columns.import_columns", "exports.export_file"}
UNMADE |= {"documents.document", "documents.printed_document", "documents.document_file"}
UNMADE |= {"class_notices.class_notice", "class_notices.printed_class_notice"}
UNMADE |= {"imports.whole_difference", "imports.all_faults"}
UNMADE |= {"retention.printed_removal_act", "retention.removal_extract"}


@pytest.fixture
def written(in_school):
    """How many looks are written down."""

    def count() -> int:
        with in_school() as session:
            return session.query(Viewing).count()

    return count


def test_what_is_shown_is_written_and_what_is_not_shown_is_not(
    app, as_, cast, officials, written, monkeypatch
):
    """Every traced page with a number that exists, and with one that does not."""
    monkeypatch.setattr("models.access.viewing.AGAIN", timedelta(0))
    known = {
        "person_id": cast.people["maria"],
        "student_id": cast.students["petya"],
        "class_group_id": cast.classes["5-А"],
        "employee_id": cast.employees["anna"],
        "table": "pupils",
        "form": "csv",
        "register": "appeal",
    }
    visitors = {room: as_(name) for room, name in VISITORS.items()}
    for rule in traced_rules(app):
        visitor, view = visitors[rule.endpoint.split(".")[0]], app.view_functions[rule.endpoint]
        strange = dict.fromkeys(rule.arguments, 987654)
        for numbers in (strange, known if name_of(view) not in UNMADE else strange):
            with app.test_request_context():
                path = rule.build(numbers)[1].split("?")[0]
            before, answer = written(), visitor.get(path)
            added = written() - before
            shown = answer.status_code == 200
            assert (added > 0) == shown, f"{path}: {answer.status_code}, {added}"
