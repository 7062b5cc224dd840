"""What goes out can be read by others and says the same; what clause 4.5 forbids stays."""

import csv
import io
import zipfile
from datetime import date

import vobject
from frictionless import Resource, validate
from python_calamine import CalamineWorkbook

from jobs.work import perform
from models import clock
from models.exchange.importing import import_file
from models.exchange.oneroster.reading import read_roster
from models.exchange.oneroster.shape import FILES
from models.exchange.tables.writing import csv_bytes
from models.journal.lesson import Lesson
from models.office.order import Order
from models.people.person import Person
from models.runs.run import Run
from models.school.timetable import Substitution
from tests.cast import MONDAY


def table(answer) -> list[list[str]]:
    assert answer.status_code == 200
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))


def test_a_list_is_the_same_as_csv_and_as_workbook(as_, cast, tmp_path):
    admin = as_("admin")
    rows = table(admin.get("/administrator/exports/lists/pupils.csv"))
    assert [row[2:4] for row in rows[1:]] == [
        ["Орлова", "Ольга"],
        ["Петров", "Пётр"],
        ["Фёдоров", "Фёдор"],
        ["Петрова", "Екатерина"],
    ]
    book = tmp_path / "pupils.xlsx"
    book.write_bytes(admin.get("/administrator/exports/lists/pupils.xlsx").data)
    sheet = CalamineWorkbook.from_path(str(book)).get_sheet_by_index(0).to_python()
    assert [row[:5] for row in sheet] == [row[:5] for row in rows]


def test_the_list_that_went_out_comes_in_without_a_change(as_, cast, in_school, tmp_path):
    path = tmp_path / "pupils.csv"
    path.write_bytes(as_("admin").get("/administrator/exports/lists/pupils.csv").data)
    with in_school():
        report = import_file("pupils", path, MONDAY, dry=True)
        assert (report.changes, report.refused) == (0, [])


def test_no_cell_begins_a_formula():
    evil = ("=HYPERLINK(1)", "+7 900", "-1", "@SUM(1)", "\tx", "Иванов")
    (row,) = csv.reader(
        io.StringIO(csv_bytes((), [evil]).decode("utf-8-sig").strip()), delimiter=";"
    )
    assert [cell[:1] for cell in row] == ["'", "'", "'", "'", "'", "И"]


def test_every_file_of_oneroster_is_read_by_another_program_and_refers_to_what_is_there(
    as_, cast, tmp_path
):
    path = tmp_path / "roster.zip"
    path.write_bytes(as_("admin").get("/administrator/exports/oneroster").data)
    with zipfile.ZipFile(path) as archive:
        archive.extractall(tmp_path / "roster")
    rows = {}
    for name, columns in FILES.items():
        file = tmp_path / "roster" / f"{name}.csv"
        report = validate(Resource(path=file.name, basepath=str(file.parent)))
        assert [e for e in report.flatten(["type"]) if e != ["blank-row"]] == [], name
        with file.open(encoding="utf-8") as text:
            reader = csv.DictReader(text)
            rows[name] = list(reader)
        assert tuple(reader.fieldnames) == columns, name
    ids = {name: {row["sourcedId"] for row in found} for name, found in rows.items()}
    assert all(len(ids[name]) == len(found) for name, found in rows.items())
    for file, column, other in (
        ("classes", "courseSourcedId", "courses"),
        ("roles", "userSourcedId", "users"),
        ("enrollments", "userSourcedId", "users"),
        ("enrollments", "classSourcedId", "classes"),
    ):
        assert {row[column] for row in rows[file]} <= ids[other], (file, column)
    assert (
        sorted(row["role"] for row in rows["roles"])
        == ["parent"] * 2 + ["student"] * 4 + ["teacher"] * 3
    )


def test_a_roster_that_went_out_is_the_school_that_is_here(as_, cast, in_school, tmp_path):
    path = tmp_path / "roster.zip"
    path.write_bytes(as_("admin").get("/administrator/exports/oneroster").data)
    assert (read_roster(path).version, len(read_roster(path).pupils)) == ("1.2", 4)
    with in_school():
        report = import_file("oneroster", path, MONDAY, dry=True)
        assert (report.changes, report.refused) == (0, [])


def events(answer) -> dict[str, list]:
    assert answer.status_code == 200 and answer.mimetype == "text/calendar"
    found = {}
    for event in vobject.readOne(answer.data.decode()).vevent_list:
        day = clock.school_time(event.dtstart.value)
        found.setdefault(f"{day:%Y-%m-%d}", []).append(event.summary.value)
        assert event.dtend.value > day
    return found


def test_a_teachers_calendar_holds_the_lessons_of_the_week(as_, cast):
    visitor = as_("anna")
    path = f"/teacher/timetable/teachers/{cast.employees['anna']}/calendar"
    found = events(visitor.get(path))
    expected = [f"Математика, {name}" for name in ("5-А", "5-Б", "6-А")]
    assert found["2026-11-16"] == found["2026-11-23"] == expected
    assert all(date.fromisoformat(day).weekday() == 0 for day in found)
    assert "2027-01-04" not in found, "holidays"


def test_the_family_sees_a_cancelled_lesson_only_where_the_journal_is_electronic(
    as_, cast, in_school
):
    with in_school() as session:
        for name in ("5-А", "5-Б"):
            slot = session.get(Lesson, cast.lessons[name, "Математика"]).slot_id
            session.add(Substitution(slot_id=slot, on_date=date(2026, 11, 23)))
        session.commit()

    def states(parent: str, child: str) -> set[str]:
        answer = as_(parent).get(f"/parent/children/{cast.students[child]}/calendar")
        calendar = vobject.readOne(answer.data.decode())
        return {
            event.status.value
            for event in calendar.vevent_list
            if f"{clock.school_time(event.dtstart.value):%d.%m}" == "23.11"
            and event.summary.value == "Математика"
        }

    assert states("maria", "petya") == {"CANCELLED"}
    assert states("ivan", "fedya") == {"CONFIRMED"}


def test_another_familys_child_has_no_calendar(as_, cast):
    path = f"/parent/children/{cast.students['fedya']}/calendar"
    assert as_("maria").get(path).status_code == 404


def marked(as_, cast) -> None:
    anna, olga = as_("anna"), as_("olga")
    assert anna.type("teacher", cast, ("5-А", "Математика"), "petya", "5").status_code == 200
    assert olga.type("operator", cast, ("5-Б", "Математика"), "fedya", "4").status_code == 200


def made(app, visitor, room: str, what: str, **form) -> tuple[int, Run]:
    answer = visitor.post(f"/{room}/exports/{what}", data=form)
    assert answer.status_code == 302, answer.text
    run_id = int(answer.location.rstrip("/").rpartition("/")[2])
    with app.app_context():
        perform(run_id, lambda *_: None)
    return run_id


def test_pages_of_a_journal_kept_on_paper_do_not_leave(app, as_, cast):
    marked(as_, cast)
    admin = as_("admin")
    run_id = made(app, admin, "administrator", "journals", table="marks", form="csv")
    assert "5-Б" in admin.get(f"/administrator/runs/{run_id}").text
    rows = table(admin.get(f"/administrator/exports/{run_id}/file"))
    assert [(row[0], row[7]) for row in rows[1:]] == [("5-А", "5")]


def archive_of(visitor, run_id: int) -> dict[str, list]:
    answer = visitor.get(f"/director/exports/{run_id}/file")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


MARKS = "tables/2026-2027/Отметки.csv"


def test_the_director_takes_everything_and_paper_journals_only_by_order(app, as_, cast):
    marked(as_, cast)
    director = as_("director")
    parts = archive_of(director, made(app, director, "director", "everything"))
    assert "5-Б".encode() not in parts[MARKS]
    how = {"order_number": "17", "order_date": "2026-11-16"}
    parts = archive_of(director, made(app, director, "director", "everything", **how))
    assert "5-Б".encode() in parts[MARKS]
    assert "приказ № 17 от 16.11.2026" in parts["Что в архиве.txt"].decode()


def test_the_order_of_the_director_is_entered_once_and_holds_for_every_table(
    app, as_, cast, in_school
):
    marked(as_, cast)
    director, what = as_("director"), {"table": "marks", "form": "csv"}
    by_order = {"order_number": "17", "order_date": "2026-11-16"}
    for order, groups in ((by_order, {"5-А", "5-Б"}), ({}, {"5-А"})):
        run_id = made(app, director, "director", "journals", **what, **order)
        rows = table(director.get(f"/director/exports/{run_id}/file"))
        assert {row[0] for row in rows[1:]} == groups
    made(app, director, "director", "everything", **by_order)
    with in_school() as session:
        (order,) = session.query(Order).filter_by(number="17").all()
        assert order.name == "приказ № 17 от 16.11.2026" and "5.1(10)" in order.title
    assert "приказ № 17 от 16.11.2026" in director.get("/director/exports/").text


def test_who_is_not_the_director_names_no_order(app, as_, cast):
    marked(as_, cast)
    admin, by_order = as_("admin"), {"order_number": "17", "order_date": "2026-11-16"}
    assert 'name="order_number"' not in admin.get("/administrator/exports/").text
    run_id = made(app, admin, "administrator", "journals", table="marks", form="csv", **by_order)
    rows = table(admin.get(f"/administrator/exports/{run_id}/file"))
    assert {row[0] for row in rows[1:]} == {"5-А"}


def test_an_order_that_is_not_signed_yet_is_none(as_):
    typed = {"order_number": "17", "order_date": "2027-11-16"}
    answer = as_("director").post("/director/exports/everything", data=typed)
    assert answer.status_code == 422 and "ещё не наступила" in answer.text
    assert 'value="17"' in answer.text and 'value="2027-11-16"' in answer.text


def test_the_administrator_takes_everything_as_well(app, as_, cast):
    admin = as_("admin")
    run_id = made(app, admin, "administrator", "everything")
    answer = admin.get(f"/administrator/exports/{run_id}/file")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        assert "index.html" in archive.namelist()


def test_half_an_order_is_no_order_and_what_was_typed_stays(as_):
    answer = as_("director").post("/director/exports/everything", data={"order_number": "17"})
    assert answer.status_code == 422 and 'value="17"' in answer.text


def test_a_file_made_for_one_is_not_given_to_another(app, as_, cast):
    run_id = made(app, as_("director"), "director", "journals", table="marks", form="csv")
    assert as_("admin").get(f"/administrator/exports/{run_id}/file").status_code == 403
    own = made(app, as_("admin"), "administrator", "journals", table="marks", form="csv")
    assert as_("director").get(f"/director/exports/{own}/file").status_code == 404


def test_the_secretary_takes_lists_and_no_journals(as_, officials):
    secretary = as_("sonya")
    assert secretary.get("/secretary/exports/lists/staff.csv").status_code == 200
    assert secretary.post("/secretary/exports/journals", data={}).status_code == 404
    assert "Журналы за учебный год" not in secretary.get("/secretary/exports/").text
    assert as_("anna").get("/secretary/exports/").status_code == 403


def test_everybody_of_the_list_of_people_is_there(as_, in_school):
    with in_school() as session:
        names = {p.surname for p in session.query(Person) if p.given in ("Анна", "Борис")}
    rows = table(as_("admin").get("/administrator/exports/lists/staff.csv"))
    assert names <= {row[0] for row in rows}
