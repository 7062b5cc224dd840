"""Files of other programs, countries and sizes: what is counted in them is what comes in, the same
file again changes nothing, and taking it back leaves the school as it was, row for row."""

import pytest

from models.exchange.importing import import_file, read_file
from models.exchange.report import CREATED
from models.people.guardian import Guardianship
from models.people.student import Student
from models.refusal import Refused
from models.school.calendar import the_year
from models.school.week import classes_of, of_class
from tests import school_files as files
from tests.cast import START
from tests.counting import count_asc, count_fet, count_pupils, count_roster
from tests.databases import KINDS
from tests.empty_school import DATA, EmptySchool
from tests.there_and_back import there_and_back
from tests.timetable_files import asc_old_xml, fet_by_grade_xml


@pytest.fixture(params=KINDS)
def empty(request, tmp_path):
    made = EmptySchool(request.param, tmp_path, "other_" + tmp_path.name[-8:].replace("-", "_"))
    yield made
    made.close()


ASC = {
    "Czech": ([f"{grade}.{letter}" for grade in (1, 2, 9) for letter in "ABC"], 26),
    "Kazakh": ([f'{grade} "{letter}"' for grade in (5, 11) for letter in "АБ"], 30),
    "Polish": (["IV A", "VIII B", "I C"], 20),
    "British": (["Year 7F", "Year 10J"], 25),
}


def places_of(timetable) -> set[tuple]:
    return {
        (group.class_name, slot.weekday, slot.number, slot.parity, lesson.subject)
        for lesson in timetable.lessons
        for slot in lesson.slots
        for group in lesson.groups
    }


@pytest.mark.parametrize("country", ASC)
def test_an_asc_file_of_2012_of_any_country_holds_what_was_put_into_it(tmp_path, country):
    classes, hours = ASC[country]
    counted = files.asc_2012_xml(tmp_path / "t.xml", classes, hours)
    timetable = read_file("timetable", tmp_path / "t.xml")
    assert timetable.faults == [] and timetable.unknown_rows == []
    assert len(timetable.classes) == len(classes)
    assert timetable.cards == timetable.slot_count == counted.numbers["cards"]
    assert {place[1:] for place in places_of(timetable)} == {p[1:] for p in counted.places}


def test_an_asc_file_of_two_megabytes_is_read_whole(tmp_path):
    classes = [f"{grade}{letter}" for grade in range(1, 12) for letter in files.LETTERS[:25]]
    counted = files.asc_2012_xml(tmp_path / "t.xml", classes, 33)
    assert (tmp_path / "t.xml").stat().st_size > 1_800_000
    timetable = read_file("timetable", tmp_path / "t.xml")
    assert timetable.slot_count == counted.numbers["cards"] == 33 * len(classes)


def test_an_asc_timetable_of_2012_comes_and_goes(empty, tmp_path):
    counted = files.asc_2012_xml(tmp_path / "t.xml", ASC["Czech"][0], 12)
    there_and_back(empty, "timetable", tmp_path / "t.xml", count_asc(tmp_path / "t.xml"))
    with empty.open():
        import_file("timetable", tmp_path / "t.xml", START, dry=False)
        got = sum(len(of_class(one, START)) for one in classes_of(the_year(START).id))
        assert got == counted.numbers["cards"]


def test_an_asc_timetable_of_the_old_form_comes_and_goes(empty, tmp_path):
    asc_old_xml(tmp_path / "t.xml", ["1-А", "5 Б", "9В"], 11)
    there_and_back(empty, "timetable", tmp_path / "t.xml", count_asc(tmp_path / "t.xml"))


def test_a_fet_timetable_by_grades_comes_and_goes(empty, tmp_path):
    fet_by_grade_xml(tmp_path / "t.fet", 3, "АБ", 11)
    there_and_back(empty, "timetable", tmp_path / "t.fet", count_fet(tmp_path / "t.fet", 6))


def test_the_given_timetable_holds_what_a_count_of_the_file_says(empty):
    counted = count_asc(DATA / "timetable-asc.xml")
    places, rows = counted.pop("места в расписании"), counted.pop("классы")
    with empty.open():
        told = import_file("timetable", DATA / "timetable-asc.xml", START, dry=True, accept=True)
    assert told.read["мест в расписании"] == places and told.read["строк классов"] == rows
    assert {word: told.counts[word][CREATED] for word in counted} == counted


def test_a_fet_timetable_comes_and_goes(empty, tmp_path):
    counted = files.fet_xml(tmp_path / "t.fet", ["5A", "6B", "10-В"], 11)
    timetable = read_file("timetable", tmp_path / "t.fet")
    assert timetable.slot_count == counted.numbers["activities"] == 33
    halves = [g for lesson in timetable.lessons for g in lesson.groups if g.kind == "half"]
    assert [group.name for group in halves] == ["5-А, gr2", "6-В, gr2", "10-В, gr2"]
    there_and_back(empty, "timetable", tmp_path / "t.fet", count_fet(tmp_path / "t.fet", 3))


def test_a_fet_plan_without_days_is_named_as_what_it_is(tmp_path):
    files.fet_xml(tmp_path / "t.fet", ["5A"], 3, placed=False)
    with pytest.raises(Refused, match="с планом, а не с готовым расписанием"):
        read_file("timetable", tmp_path / "t.fet")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1251", "utf-16", "cp866", "koi8-r"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_a_list_is_read_in_any_encoding_and_with_any_separator(tmp_path, encoding, separator):
    how = {"encoding": encoding, "separator": separator, "faulty_every": 10}
    counted = files.pupils_csv(tmp_path / "l.csv", 60, **how)
    read = read_file_of_pupils(tmp_path / "l.csv")
    assert len(read.rows) == 60 - counted.numbers["faults"]
    assert [fault.column for fault in read.faults] == ["Класс"] * counted.numbers["faults"]
    assert all(row.surname.rstrip("а").endswith("нов") for row in read.rows)


def read_file_of_pupils(path):
    from models.exchange.pupils_sheet import read_list

    return read_list(path, {})


def test_a_list_of_fifty_thousand_is_read_and_its_faults_are_told_in_groups(tmp_path):
    from models.exchange.report import Report

    counted = files.pupils_csv(tmp_path / "l.csv", 50_000, faulty_every=25)
    read = read_file_of_pupils(tmp_path / "l.csv")
    assert len(read.rows) == 50_000 - counted.numbers["faults"]
    report = Report(refused=[fault.as_json() for fault in read.faults])
    told = report.as_json()
    assert told["refused_total"] == counted.numbers["faults"] == 2000
    assert [group["number"] for group in told["refused_groups"]] == [2000]
    assert len(told["refused"]) <= 50


def test_a_csv_list_of_pupils_comes_and_goes(empty, tmp_path):
    counted = files.pupils_csv(tmp_path / "l.csv", 300, parents=True)
    files.asc_2012_xml(
        tmp_path / "t.xml", [f"{grade}{letter}" for grade, letter in sorted(counted.classes)], 2
    )
    with empty.open() as session:
        import_file("timetable", tmp_path / "t.xml", START, dry=False)
        session.commit()
    there_and_back(empty, "pupils", tmp_path / "l.csv", count_pupils(tmp_path / "l.csv"))
    with empty.open() as session:
        report = import_file("pupils", tmp_path / "l.csv", START, dry=False)
        assert report.counts["ученики"][CREATED] == 300 == session.query(Student).count()
        assert session.query(Guardianship).count() == counted.numbers["parents"]


@pytest.mark.parametrize("version", ["1.1", "1.2"])
def test_a_oneroster_archive_comes_and_goes(empty, tmp_path, version):
    counted = files.oneroster_zip(tmp_path / "r.zip", version, 44)
    there_and_back(empty, "oneroster", tmp_path / "r.zip", count_roster(tmp_path / "r.zip"))
    with empty.open():
        report = import_file("oneroster", tmp_path / "r.zip", START, dry=False)
        assert report.refused == []
        assert report.counts["ученики"][CREATED] == counted.numbers["pupils"]
        assert report.counts["родители"][CREATED] == counted.numbers["parents"]
        assert report.counts["сотрудники"][CREATED] == counted.numbers["staff"]


def staff_csv(path, *lines: str):
    path.write_text("\n".join(["ФИО;Должность;Телефон", *lines]), "cp1251")
    return path


def test_a_teacher_with_initials_is_found_and_named_in_full_later(empty, tmp_path):
    with empty.open() as session:
        import_file(
            "staff", staff_csv(tmp_path / "a.csv", "Иванова А.П.;учитель;"), None, dry=False
        )
        file = staff_csv(tmp_path / "b.csv", "Иванова Анна Петровна;завуч;+7 900")
        report = import_file("staff", file, None, dry=False)
        assert report.counts["сотрудники"] == {"created": 0, "changed": 1, "ended": 0, "kept": 0}
        session.flush()
        again = import_file(
            "staff", staff_csv(tmp_path / "c.csv", "Иванова А. П.;;"), None, dry=True
        )
        assert again.changes == 0


def test_initials_that_fit_two_are_asked_about(empty, tmp_path):
    from models.exchange.decision import decide

    two = ("Иванова Анна Петровна;учитель;", "Иванова Алла Павловна;учитель;")
    with empty.open() as session:
        import_file("staff", staff_csv(tmp_path / "a.csv", *two), None, dry=False)
        session.flush()
        doubtful = staff_csv(tmp_path / "b.csv", "Иванова А. П.;логопед;")
        report = import_file("staff", doubtful, None, dry=True)
        (question,) = report.questions
        assert report.changes == 0 and len(report.refused) == 1
        assert [name for _, name in question["options"]][-1] == "новый сотрудник"
        decide(question["key"], question["options"][1])
        session.flush()
        report = import_file("staff", doubtful, None, dry=True)
        assert report.counts["сотрудники"]["changed"] == 1 and report.refused == []


@pytest.mark.parametrize(
    ("kind", "content", "words"),
    [
        ("timetable", b"<html><body/></html>", "страница сайта"),
        ("pupils", b"<?xml version='1.0'?><timetable/>", "файл XML, а нужен список"),
        ("pupils", b"%PDF-1.7", "документ PDF"),
        ("timetable", b"<?xml version='1.0'?><plan/>", "разделом «plan»"),
    ],
)
def test_a_refusal_names_what_was_really_brought(tmp_path, kind, content, words):
    path = tmp_path / "file"
    path.write_bytes(content)
    if kind == "pupils":
        with pytest.raises(Refused, match=words):
            read_file_of_pupils(path)
    else:
        with pytest.raises(Refused, match=words):
            read_file(kind, path)
