"""Everything in one archive: every number of it is the database's, and it opens without Klass."""

import io
import json
import re
import zipfile
from collections import Counter
from datetime import date
from html.parser import HTMLParser

import pytest
from frictionless import Package, system
from sqlalchemy import func, select, text

from jobs.work import perform
from models.audit.entry import Entry
from models.base import db
from models.control.accuracy import AccuracyCheck, AccuracyItem
from models.exchange.leaving import as_json
from models.exchange.leaving.audit_lines import entries
from models.exchange.leaving.gate import Gate
from models.exchange.tables.journals import Pages, term_marks
from models.journal.lesson import Lesson
from models.journal.term_mark import TermMark
from models.office.order import ELECTRONIC, TRANSITION, ModeDecision
from tests.cast import MONDAY, START

GIVEN = (  # who, room, place, pupil, text
    ("anna", "teacher", ("5-А", "Математика"), "petya", "5 4"),
    ("anna", "teacher", ("5-А", "Математика"), "olya", "н"),
    ("boris", "teacher", ("5-А", "Английский язык"), "petya", "3"),
    ("vera", "teacher", ("6-А", "Английский язык"), "katya", "н 2"),
    ("olga", "operator", ("5-Б", "Математика"), "fedya", "4"),
)
ORDER = {"order_number": "17", "order_date": "2026-11-16"}


@pytest.fixture
def written(as_, cast):
    """Marks and absences in all classes; one of them was changed."""
    for who, room, place, pupil, typed in GIVEN:
        assert as_(who).type(room, cast, place, pupil, typed).status_code == 200
    again = as_("anna").type("teacher", cast, ("5-А", "Математика"), "petya", "5 3", version=1)
    assert again.status_code == 200


@pytest.fixture
def archive(app, as_, written):
    """Make the archive as the director; returns name → bytes."""

    def make(**form) -> dict[str, bytes]:
        director = as_("director")
        answer = director.post("/director/exports/everything", data=form)
        run_id = int(answer.location.rpartition("/")[2])
        with app.app_context():
            perform(run_id, lambda *_: None)
        answer = director.get(f"/director/exports/{run_id}/file")
        with zipfile.ZipFile(io.BytesIO(answer.data)) as found:
            assert len(found.namelist()) == len(set(found.namelist()))
            return {name: found.read(name) for name in found.namelist()}

    return make


class Cells(HTMLParser):
    """What stands in the cells of the first grid or in places of class «marks» of a page."""

    def __init__(self):
        super().__init__()
        self.inside, self.deep, self.found = "", 0, Counter()

    def handle_starttag(self, tag, attrs):
        kinds = dict(attrs).get("class") or ""
        if tag == "table":
            self.inside = kinds
        if tag in ("b", "td"):
            self.deep = 1 if tag == "td" and self.inside == "grid" else self.deep
            self.deep = 2 if tag == "b" and "week" in self.inside else self.deep

    def handle_endtag(self, tag):
        if tag in ("td", "b", "tr"):
            self.deep = 0

    def handle_data(self, data):
        if self.deep:
            self.found.update(data.split())


def words_of(parts: dict[str, bytes], kind: str) -> Counter:
    found = Counter()
    for name, data in parts.items():
        if re.fullmatch(rf"pages/{kind}\d+-\d+\.html", name):
            reader = Cells()
            reader.feed(data.decode())
            found += reader.found
    return found


def in_database(in_school, table: str, column: str, where: str = "") -> Counter:
    with in_school():
        rows = db.session.execute(
            text(f"SELECT {column}, count(*) FROM {table} {where} GROUP BY 1")
        )
        return Counter(dict(rows.all()))


def test_every_mark_and_absence_of_the_pages_is_the_databases(archive, in_school):
    parts = archive(**ORDER)
    marks = in_database(in_school, "mark", "shown")
    codes = in_database(in_school, "attendance", "code")
    assert sum(marks.values()) == 5 and codes == Counter({"н": 2})
    for kind in "jd":
        shown = words_of(parts, kind)
        for word, number in (marks + codes).items():
            ours = {"j": shown[word], "d": shown[word]}[kind]
            if kind == "j" and word.isdigit():  # numbers of rows and missed lessons stand there too
                continue
            assert ours == number, (kind, word)


def test_the_grid_says_what_stands_and_its_history_what_stood(archive, cast):
    parts = archive()
    page = parts[f"pages/j{cast.journals['5-А', 'Математика']}-2.html"].decode()
    row = page.split("Петров Пётр</th>")[1].split("</tr>")[0]
    assert ">5 3<" in row and ">4,00<" in row
    assert "Отметка: 4 → 3" in page
    assert "Учитель А." in page


def test_without_an_order_no_page_no_row_and_no_entry_of_a_paper_journal_leaves(
    archive, cast, in_school
):
    parts = archive()
    held = cast.journals["5-Б", "Математика"]
    assert not [name for name in parts if name.startswith(f"pages/j{held}-")]
    for table in ("mark", "cell", "lesson", "attendance", "lesson_column"):
        rows = json.loads(parts[f"json/{table}.json"])
        assert rows and held not in {row.get("journal_id") for row in rows}, table
    lines = [json.loads(line) for line in parts["audit/entries.jsonl"].splitlines()]
    ours = {line["table_name"] for line in lines if line["journal_id"] == held}
    assert ours <= {"journal"}
    diaries = [n for n in parts if n.startswith(f"pages/d{cast.students['fedya']}-")]
    assert diaries and all(b"<b title" not in parts[name] for name in diaries)
    assert "5-Б" in parts["Что в архиве.txt"].decode()


def test_with_an_order_every_row_and_every_entry_leaves(archive, in_school):
    parts = archive(**ORDER)
    with in_school():
        for table in as_json.tables():
            number = db.session.scalar(select(func.count()).select_from(table))
            late = table.name in ("run", "viewing")  # written while the archive is made
            assert late or len(json.loads(parts[f"json/{table.name}.json"])) == number, table.name
        number = db.session.scalar(select(func.count()).select_from(Entry))
    assert len(parts["audit/entries.jsonl"].splitlines()) == number


def test_the_description_fits_the_json(archive, tmp_path):
    for name, data in archive(**ORDER).items():
        if name.startswith("json/"):
            (tmp_path / name.removeprefix("json/")).write_bytes(data)
    described = json.loads((tmp_path / "datapackage.json").read_text())
    full = [one for one in described["resources"] if (tmp_path / one["path"]).read_text() != "[]\n"]
    names = {one["name"] for one in full} | {""}
    assert len(full) > 25
    for one in full:  # an empty array is no table to this reader
        keys = one["schema"]["foreignKeys"]
        one["schema"]["foreignKeys"] = [k for k in keys if k["reference"]["resource"] in names]
    (tmp_path / "datapackage.json").write_text(json.dumps(described | {"resources": full}))
    with system.use_context(trusted=True):
        report = Package(str(tmp_path / "datapackage.json")).validate()
    assert report.flatten(["fieldName", "type", "message"]) == []


def test_no_secret_leaves(archive):
    parts = archive(**ORDER)
    for name, data in parts.items():
        if name.startswith(("json/", "audit/")):
            for secret in (b"password_hash", b"code_hash", b"token_hash", b'"secret"'):
                assert secret not in data, (name, secret)


def test_every_table_leaves_or_is_left_out_with_a_reason(app):
    with app.app_context():
        there = {table.name for table in as_json.tables()}
        assert there | set(as_json.LEFT_OUT) == set(db.metadata.tables)
        assert all(as_json.LEFT_OUT.values())


def test_pages_lead_only_to_pages_that_are_there(archive):
    parts = archive(**ORDER)
    for name, data in parts.items():
        if name.endswith(".html"):
            page = data.decode()
            here = set(re.findall(r'id="([^"]+)"', page))
            for link in re.findall(r'(?:href|src)="([^"]+)"', page):
                place, _, anchor = link.partition("#")
                assert "://" not in link and not link.startswith("/"), link
                assert not anchor or anchor in here
                folder = "" if name == "index.html" else "pages/"
                whole = re.sub(r"^pages/\.\./", "", folder + place) if place else name
                assert whole in parts, (name, link)


def test_the_search_finds_pupils_classes_and_subjects(archive):
    script = archive()["pages/search-index.js"].decode()
    lines = json.loads(script.removeprefix("var KLASS = ").rstrip(";\n"))
    found = {what for what, _, _ in lines}
    assert {"Петров Пётр", "5-А", "Математика"} <= found


def test_what_was_entered_in_transition_stays_when_the_class_leaves_paper(
    archive, cast, in_school, as_
):
    with in_school() as session:
        session.add(
            ModeDecision(class_group_id=cast.classes["5-А"], mode=TRANSITION, from_date=MONDAY)
        )
        session.commit()
        gate = Gate(Pages(MONDAY))
        lessons = {row["journal_id"] for row in as_json.rows(db.metadata.tables["lesson"], gate)}
        told = {row["journal_id"] for row in entries(gate)} - {None}
    math = cast.journals["5-А", "Математика"]
    assert math not in lessons
    assert cast.journals["6-А", "Математика"] in lessons & told


def test_a_years_mark_is_judged_by_its_year_in_every_form(cast, in_school, on_day):
    math, ends = cast.journals["5-А", "Математика"], date(2027, 5, 31)
    told = {"journal_id": math, "student_id": cast.students["petya"], "value": "5"}
    modes = ((TRANSITION, START), (ELECTRONIC, date(2027, 9, 1)))  # paper, and then no more
    with in_school() as session:
        session.add_all(TermMark(**told, period=period) for period in ("year", "exam", "final"))
        for mode, day in modes:
            told = {"class_group_id": cast.classes["5-А"], "mode": mode, "from_date": day}
            session.add(ModeDecision(**told))
        session.commit()
        on_day(date(2027, 10, 11))
        gate = Gate(Pages(date(2027, 10, 11)))
        table = db.metadata.tables["term_mark"]
        assert not [row for row in as_json.rows(table, gate) if row["journal_id"] == math]
        held = {row["table_name"] for row in entries(gate) if row["journal_id"] == math}
        assert "term_mark" not in held
        assert not [row for row in term_marks(Pages(ends)) if row[0] == "5-А"]
        ordered = Gate(Pages(date(2027, 10, 11), paper_too=True))
        assert len([row for row in as_json.rows(table, ordered) if row["journal_id"] == math]) == 3


def test_what_was_compared_with_paper_leaves_whole_by_order_and_not_without(cast, in_school):
    told = {"journal_id": cast.journals["5-Б", "Математика"], "place": "5-Б", "stands": "4"}
    with in_school() as session:
        check = AccuracyCheck(first=START, last=MONDAY)
        session.add(check)
        session.flush()
        lesson = session.scalar(select(Lesson.id).filter_by(journal_id=told["journal_id"]))
        for kind, of_lesson in (("mark", lesson), ("period", None)):
            session.add(AccuracyItem(**told, check_id=check.id, kind=kind, lesson_id=of_lesson))
        session.commit()
        table = db.metadata.tables["accuracy_item"]
        for ordered, leaving in ((True, {"mark", "period"}), (False, set())):
            gate = Gate(Pages(MONDAY, paper_too=ordered))
            assert {row["kind"] for row in as_json.rows(table, gate)} == leaving
            entered = {e["row_id"] for e in entries(gate) if e["table_name"] == "accuracy_item"}
            assert len(entered) == len(leaving)
