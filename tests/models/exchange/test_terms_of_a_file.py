"""A timetable file that tells its periods apart: each lesson lands in the days of its own."""

from datetime import timedelta

import pytest

from models.exchange.importing import import_file
from models.exchange.report import CHANGED, CREATED, ENDED
from models.refusal import Refused
from models.school.calendar import terms_of, the_year
from models.school.timetable import LessonSlot
from tests.cast import START
from tests.databases import KINDS
from tests.empty_school import EmptySchool

TERMS = """<termsdefs>
<termsdef id="t0" name="Первое" terms="10"/><termsdef id="t1" name="Второе" terms="01"/>
<termsdef id="ta" name="Весь год" terms="11"/><termsdef id="tx" name="Любое" terms="10,01"/>
</termsdefs>"""
CARDS = """<card lessonid="l1" days="10000" period="1" weeks="1" terms="11"/>
<card lessonid="l2" days="10000" period="2" weeks="1" terms="10"/>
<card lessonid="l3" days="10000" period="2" weeks="1" terms="01"/>
<card lessonid="l4" days="01000" period="3" weeks="1"/>"""


def timetable(cards: str = CARDS) -> str:
    """A file of two periods, all lessons on one line as aSc may write them."""
    subjects = ("Математика", "Музыка", "Труд", "История")
    named = "".join(f'<subject id="s{n}" name="{s}" short=""/>' for n, s in enumerate(subjects, 1))
    defined = ("ta", "tx", "tx", "t1")
    lessons = "".join(
        f'<lesson id="l{n}" subjectid="s{n}" groupids="g1" teacherids="a" termsdefid="{term}"'
        ' weeksdefid="w" daysdefid="d"/>'
        for n, term in enumerate(defined, 1)
    )
    return f"""<?xml version="1.0"?>
<timetable><periods><period period="1" starttime="8:30" endtime="9:15"/></periods>
<daysdefs><daysdef id="d" name="Любой" days="10000,01000"/></daysdefs>
<weeksdefs><weeksdef id="w" name="Все" weeks="1"/></weeksdefs>{TERMS}
<teachers><teacher id="a" name="Иванова Анна Петровна"/></teachers>
<subjects>{named}</subjects><classes><class id="c1" name="5-А"/></classes>
<groups><group id="g1" name="Весь класс" classid="c1" entireclass="1"/></groups>
<lessons>{lessons}</lessons><cards>{cards}</cards></timetable>"""


@pytest.fixture(params=KINDS)
def empty(request, tmp_path):
    made = EmptySchool(request.param, tmp_path, tmp_path.name.replace("-", "_")[-20:])
    yield made
    made.close()


def slots() -> set[tuple]:
    rows = LessonSlot.query.filter(
        (LessonSlot.valid_to.is_(None)) | (LessonSlot.valid_to >= LessonSlot.valid_from)
    )
    return {(row.weekday, row.number, row.valid_from, row.valid_to) for row in rows}


def test_a_lesson_of_one_period_stands_in_the_days_of_that_period_alone(empty, tmp_path):
    path = tmp_path / "two-terms.xml"
    path.write_text(timetable(), "utf-8")
    with empty.open() as session:
        import_file("timetable", path, START, dry=False, accept=True)
        session.flush()
        half = terms_of(the_year(START).id, 5)[2].starts_on  # of four quarters the third begins it
        before = half - timedelta(days=1)
        assert slots() == {
            (0, 1, START, None),
            (0, 2, START, before),
            (0, 2, half, None),
            (1, 3, half, None),
        }
        again = import_file("timetable", path, START, dry=False, accept=True)
        assert not sum(again.total(fate) for fate in (CREATED, CHANGED, ENDED))


def test_a_file_whose_periods_the_school_does_not_have_is_refused_in_words(empty, tmp_path):
    path = tmp_path / "five-terms.xml"
    path.write_text(timetable(CARDS.replace('terms="10"', 'terms="10000"')), "utf-8")
    with empty.open(), pytest.raises(Refused, match="В файле периодов: 5"):
        import_file("timetable", path, START, dry=False, accept=True)
