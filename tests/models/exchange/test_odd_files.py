"""A file with an odd row, or built to harm, is refused in words that name the row."""

import io
import re
import time
import zipfile

import pytest
import xlsxwriter

from models.exchange.asc import read_timetable
from models.exchange.pupils_sheet import read_pupils
from models.exchange.questions import MOST_OPTIONS, questions_of, resolve
from models.exchange.timetable_form import MOST_SLOTS
from models.refusal import Refused
from tests.empty_school import DATA

LETTERS = "абвгдежзик"


def asc(
    lesson="",
    card='day="0" period="1"',
    period='period="1" starttime="8:30" endtime="9:15"',
    teachers='<teacher id="t1" name="Иванова Анна"/>',
    extra="",
    groups='<group id="g1" name="Весь класс" classid="c1"/>',
    teacherids="t1",
    groupids="g1",
    subject="Математика",
) -> str:
    """A whole small timetable, with one thing in it as the test wants it."""
    return f"""<?xml version="1.0"?>
<timetable>
<periods><period {period}/></periods>
<teachers>{teachers}</teachers>
<subjects><subject id="s1" name="{subject}" short="мат"/></subjects>
<classes><class id="c1" name="5-А"/></classes>
<groups>{groups}</groups>
<lessons>
<lesson id="l1" subjectid="s1" groupids="{groupids}" teacherids="{teacherids}" weeks="1" {lesson}/>
</lessons>
<cards><card lessonid="l1" {card}/>{extra}</cards>
</timetable>"""


def read(tmp_path, text: str):
    path = tmp_path / "timetable.xml"
    path.write_text(text, "utf-8")
    return read_timetable(path)


def test_the_small_timetable_itself_is_read(tmp_path):
    assert read(tmp_path, asc()).slot_count == 1


ODD = {
    "a lesson of eight million periods": (asc('periodspercard="8000000"'), "строка 9.*от 1 до 4"),
    "a class like a tag": (asc().replace('name="5-А"', 'name="&lt;b>5"'), "строка 6, class.*«<»"),
    "a room nobody sees": (
        asc().replace("<periods>", '<classrooms><classroom name="\u3164"/></classrooms><periods>'),
        "строка 3, classroom.*невидимые",
    ),
    "a group like a tag": (
        asc(groups='<group id="g1" name="&lt;script>" classid="c1"/>'),
        "строка 7, group.*«<»",
    ),
    "no period a card": (asc('periodspercard="0"'), "строка 9.*от 1 до 4"),
    "a word for a number": (asc('periodspercard="два"'), "строка 9.*от 1 до 4"),
    "a small raised two": (asc('periodspercard="²"'), "строка 9.*от 1 до 4"),
    "the hundredth day": (asc(card='day="99" period="1"'), "строка 11.*day=«99».*от 0 до 6"),
    "a day before Monday": (asc(card='day="-1" period="1"'), "строка 11.*от 0 до 6"),
    "no day": (asc(card='period="1"'), "строка 11, card: нет day"),
    "no period of a card": (asc(card='day="1"'), "строка 11, card: нет period"),
    "a far period": (asc(card='day="1" period="10000000000"'), "строка 11.*от 0 до 15"),
    "a double card past the end": (
        asc('periodspercard="4"', card='day="1" period="14"'),
        "строка 11.*от 0 до 12",
    ),
    "a bell without a number": (asc(period='starttime="8:30" endtime="9:15"'), "строка 3.*period"),
    "a bell without a beginning": (asc(period='period="1" endtime="9:15"'), "строка 3.*starttime"),
    "a bell at no time": (
        asc(period='period="1" starttime="25:30" endtime="9:15"'),
        "строка 3.*25:30",
    ),
    "a teacher without a name": (asc(teachers='<teacher id="t1"/>'), "строка 4, teacher: нет name"),
    "a teacher with an endless name": (
        asc(teachers=f'<teacher id="t1" name="{"Ж" * 81} Анна"/>'),
        "строка 4.*длиннее 80",
    ),
    "an endless subject": (asc(subject="Ж" * 121), "строка 5.*длиннее 120"),
    "a group of no class": (asc(groups='<group id="g1" name="Х" classid="c9"/>'), "строка 7.*c9"),
    "a lesson of no subject": (asc().replace('"s1" group', '"s9" group'), "строка 9.*s9"),
    "a lesson of no week": (asc().replace('weeks="1"', 'weeks="7"'), "строка 9.*weeks"),
    "a card of no lesson": (asc(extra='<card lessonid="l9" day="1" period="1"/>'), "строка 11.*l9"),
}


@pytest.mark.parametrize("kind", ODD)
def test_an_odd_row_of_a_timetable_is_named(tmp_path, kind):
    text, words = ODD[kind]
    begun = time.monotonic()
    with pytest.raises(Refused, match=words):
        read(tmp_path, text)
    assert time.monotonic() - begun < 2


def test_more_places_than_any_school_has_are_refused(tmp_path):
    cards = '<card lessonid="l1" day="1" period="1"/>' * (MOST_SLOTS // 4 + 1)
    with pytest.raises(Refused, match=f"больше {MOST_SLOTS}"):
        read(tmp_path, asc('periodspercard="4"', extra=cards))


@pytest.mark.parametrize("who", [{"teacherids": ""}, {"groupids": ""}])
def test_a_lesson_without_teacher_or_group_is_left_out_and_named(tmp_path, who):
    timetable = read(tmp_path, asc(**who))
    assert timetable.lessons == []
    (fault,) = timetable.faults
    assert (fault["row"], fault["value"]) == (9, "Математика")
    assert fault["column"] == ("учителя" if "teacherids" in who else "классы и группы")
    assert resolve(timetable, {}) == ([], [])


def many(count: int) -> str:
    """A lesson of so many teachers and groups."""
    ids = [(n, LETTERS[n]) for n in range(count)]
    return asc(
        teachers="".join(f'<teacher id="t{n}" name="Учитель {x}"/>' for n, x in ids),
        groups="".join(f'<group id="g{n}" name="{x}" classid="c1"/>' for n, x in ids),
        teacherids=",".join(f"t{n}" for n, _ in ids),
        groupids=",".join(f"g{n}" for n, _ in ids),
    )


def test_eight_teachers_for_eight_groups_do_not_ask_forty_thousand_questions(tmp_path):
    (question,) = questions_of(read(tmp_path, many(8)))
    assert MOST_OPTIONS <= len(question.options) <= MOST_OPTIONS + 8
    proposal = [(share.groups[0][-1], share.teacher[-1]) for share in question.options[0]]
    assert proposal == [(x, x) for x in LETTERS[:8]]


def test_a_key_of_a_lesson_with_many_names_fits_its_column(tmp_path):
    (question,) = questions_of(read(tmp_path, many(8).replace("Учитель", "Преподаватель" * 5)))
    assert len(question.key) <= 400


def workbook(tmp_path, write, **options):
    path = tmp_path / "list.xlsx"
    book = xlsxwriter.Workbook(str(path), options)
    page = book.add_worksheet()
    page.write_row(0, 0, ["Фамилия", "Имя", "Класс", "Эл. почта", "Мать"])
    write(page)
    book.close()
    return path


@pytest.mark.parametrize("place", ["XFD1048576", "ALL100000", "A1048576", "XFD2", "ALL20000"])
def test_a_value_far_away_is_refused_before_room_is_made_for_it(tmp_path, place):
    path = workbook(tmp_path, lambda page: page.write(place, 1))
    with pytest.raises(Refused, match="это не список одной школы"):
        read_pupils(path)


def changed(path, part: str, pattern: str, by: str):
    """The workbook with one of its parts written otherwise."""
    packed = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            text = old.read(item)
            if item.filename == part:
                text = re.sub(pattern, by, text.decode()).encode()
            new.writestr(item.filename, text)
    path.write_bytes(packed.getvalue())
    return path


@pytest.mark.parametrize("sheet", ["xl/worksheets/sheet1.xml"])
def test_a_false_place_of_a_cell_is_refused(tmp_path, sheet):
    path = workbook(tmp_path, lambda page: page.write("A2", "Иванов"))
    with pytest.raises(Refused):
        read_pupils(changed(path, sheet, 'r="A2"', 'r="XFD1048576"'))
    with pytest.raises(Refused):
        read_pupils(changed(path, sheet, 'r="XFD1048576"', 'r="Ж2"'))


def test_one_long_text_in_many_cells_is_refused(tmp_path):
    def write(page):
        for row in range(1, 15_000):
            page.write(row, 0, "Ж" * 30_000)

    with pytest.raises(Refused, match="слишком длинные тексты"):
        read_pupils(workbook(tmp_path, write))


def test_cells_that_hold_only_a_colour_do_not_count(tmp_path):
    def write(page):
        page.write_row(1, 0, ["Иванов", "Иван", "5-А"])
        page.write_blank("ALL1048576", None, None)

    path = workbook(tmp_path, write)
    sheet = "xl/worksheets/sheet1.xml"
    blank = '</row><row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData>'
    (pupil,), faults = read_pupils(changed(path, sheet, "</row></sheetData>", blank))
    assert (pupil.surname, faults) == ("Иванов", [])


def repacked(compression: int) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(DATA / "pupils.xlsx") as old, zipfile.ZipFile(packed, "w") as new:
        for item in old.infolist():
            new.writestr(item.filename, old.read(item), compress_type=compression)
    return packed.getvalue()


def flagged() -> bytes:
    """The list, its parts marked as encrypted."""
    content = bytearray((DATA / "pupils.xlsx").read_bytes())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = content.find(mark)
        while place >= 0:
            content[place + at] |= 1
            place = content.find(mark, place + 4)
    return bytes(content)


def damaged(at: int) -> bytes:
    content = bytearray((DATA / "pupils.xlsx").read_bytes())
    for place in range(at, at + 400):
        content[place] ^= 0x55
    return bytes(content)


ZIPS = {
    "lzma": (repacked(zipfile.ZIP_LZMA), "необычным"),
    "bzip2": (repacked(zipfile.ZIP_BZIP2), "необычным"),
    "encrypted": (flagged(), "паролем"),
    **{
        f"damaged at {at}": (damaged(at), "поврежд|подозрительно|.") for at in range(0, 60000, 4001)
    },
}


@pytest.mark.parametrize("kind", ZIPS)
def test_a_damaged_or_locked_workbook_is_refused_in_words(tmp_path, kind):
    content, words = ZIPS[kind]
    path = tmp_path / "list.xlsx"
    path.write_bytes(content)
    with pytest.raises(Refused, match=words):
        read_pupils(path)


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (["Ж" * 81, "Иван", "5-А"], "Фамилия"),
        (["Иванов", "Ж" * 81, "5-А"], "Имя"),
        (["Иванов", "Иван", "5-А", "x" * 121], "Эл. почта"),
        (["Иванов", "Иван", "5-А", "", "Ж" * 81 + " Анна"], "Мать"),
        (["Иванов", "Иван", "5" * 9000], "Класс"),
    ],
)
def test_what_does_not_fit_its_column_is_named_by_row(tmp_path, row, column):
    path = workbook(tmp_path, lambda page: page.write_row(1, 0, row))
    pupils, (fault,) = read_pupils(path)
    assert (pupils, fault.row, fault.column) == ([], 2, column)
    assert len(fault.value) <= 80


def test_what_cannot_be_seen_in_a_cell_is_not_read(tmp_path):
    row = ["Ива\u202eнов", "Ив\x7fан", "5-А"]
    path = workbook(tmp_path, lambda page: page.write_row(1, 0, row))
    (pupil,), _ = read_pupils(path)
    assert (pupil.surname, pupil.given) == ("Иванов", "Иван")
