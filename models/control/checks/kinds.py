"""What is looked for in journals, each with the sentence that explains it; which are on."""

from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, mapped_column

from models.audit.recorder import Audited
from models.base import Row, db

MARK_OF_ABSENT, TWO_TESTS, FEW_MARKS = "mark_of_absent", "two_tests", "few_marks"
TWO_AFTER, TWO_EDGE, TWO_STANDS = "two_after", "two_edge", "two_stands"
TERM_OFF, YEAR_OFF, MISSED_MOST = "term_off", "year_off", "missed_most"
NO_TOPIC, HOMEWORK_LACKING, NOT_ASKED = "no_topic", "no_homework", "not_asked"
OFF_TIMETABLE, FEW_IN_LESSON, DENSITY = "off_timetable", "few_in_lesson", "density"
LEAST = {"quarter": 3, "trimester": 3, "half": 5}  # marks behind a mark of a period
IN_A_LESSON = 3
MOST_SILENT = 5  # lessons in a row without a mark
TO_CORRECT = 3  # lessons in which a «2» is to be made good
TAUGHT = frozenset({TWO_AFTER, TWO_EDGE, TWO_STANDS})  # a teacher's decision, no error of copying
MADE_UP, PRESENT, PROPOSED, NONE_SET = "made_up", "present", "proposed", "none_set"
MOST, MOST_NAMED = 200, 6  # places of each check, pupils of one place


@dataclass(frozen=True)
class Check:
    """A check: its name, what it is called, why it is worth a look, and what mends it in one
    press (verb → word of the button)."""

    name: str
    title: str
    why: str
    repairs: dict[str, str] = field(default_factory=dict)
    usual: bool = True  # switched on where nobody said otherwise


CHECKS = {
    check.name: check
    for check in (
        Check(
            MARK_OF_ABSENT,
            "Пропуск и отметка в одной клетке",
            "Ученик отсутствовал, а отметка за урок есть: ошибка, отработка или опоздание.",
            {MADE_UP: "это отработка", PRESENT: "ученик был"},
        ),
        Check(
            TWO_AFTER,
            "«2» на первом уроке после пропуска",
            "Ученик только вернулся: материала он ещё не знает.",
        ),
        Check(
            TWO_EDGE,
            "«2» на первом или последнем уроке периода",
            "В начале спрашивать рано, а в конце исправить уже негде.",
        ),
        Check(
            TWO_STANDS,
            "«2» не исправлена",
            f"За {TO_CORRECT} следующих урока у ученика не появилось другой отметки.",
        ),
        Check(
            TERM_OFF,
            "Отметка за период расходится со средним баллом",
            "По порогам школы выходит другая отметка. Учитель вправе решить иначе.",
            {PROPOSED: "поставить по среднему"},
        ),
        Check(
            YEAR_OFF,
            "Годовая расходится с отметками за периоды",
            "По отметкам за четверти или полугодия выходит другая.",
            {PROPOSED: "поставить по периодам"},
        ),
        Check(
            FEW_MARKS,
            "Отметка за период по малому числу отметок",
            f"Текущих отметок меньше {LEAST['quarter']} за четверть или триместр, "
            f"меньше {LEAST['half']} за полугодие.",
        ),
        Check(
            MISSED_MOST,
            "Аттестован, а пропустил больше двух третей",
            "Обычно за такой период ставят н/а; отметки из больницы и санатория показаны рядом.",
        ),
        Check(
            DENSITY,
            "Мало отметок к этому дню",
            "Накопляемость ниже нормы школы: аттестовать в конце периода будет не по чему.",
        ),
        Check(
            NOT_ASKED,
            "Ученика давно не спрашивали",
            f"{MOST_SILENT} уроков подряд и больше ученик был, а отметок нет.",
        ),
        Check(
            FEW_IN_LESSON,
            "Урок, где меньше трёх отметок",
            "Урок без отметок бывает и законным, поэтому проверка выключена, пока её не включат.",
            usual=False,
        ),
        Check(
            NO_TOPIC,
            "Урок без темы",
            "Урок проведён, а тема не записана (где ведут электронный журнал).",
        ),
        Check(
            HOMEWORK_LACKING,
            "Урок без домашнего задания",
            "Даже «Не задано» нужно записать: семья видит, что ответ есть.",
            {NONE_SET: "не задано"},
        ),
        Check(
            TWO_TESTS,
            "Две контрольные в один день",
            "У класса в этот день больше одной работы, которую пишут все.",
        ),
        Check(
            OFF_TIMETABLE,
            "Урок не по расписанию",
            "В этот день урока нет в расписании, занятий не было, или запись сделана вперёд.",
        ),
    )
}


class CheckSwitch(Row, Audited, db.Model):
    """That the school switched a check on or off; without a row it is as usual."""

    __tablename__ = "check_switch"

    name: Mapped[str] = mapped_column(String(16), unique=True)
    is_on: Mapped[bool]


def switched_on() -> frozenset[str]:
    """The names of the checks that are made; one select."""
    said = dict(db.session.execute(select(CheckSwitch.name, CheckSwitch.is_on)).all())
    return frozenset(c.name for c in CHECKS.values() if said.get(c.name, c.usual))


def switch(wanted: set[str]) -> None:
    """Make these checks and no others."""
    rows = {row.name: row for row in db.session.scalars(select(CheckSwitch))}
    for check in CHECKS.values():
        is_on, row = check.name in wanted, rows.get(check.name)
        if row is not None:
            row.is_on = is_on
        elif is_on != check.usual:
            db.session.add(CheckSwitch(name=check.name, is_on=is_on))
    db.session.flush()


@dataclass(frozen=True)
class Suspect:
    """Something to look at: where, whose, and the page that shows it."""

    check: str
    title: str  # «Математика · 5-А», or a class
    about: str
    on_date: date
    journal_id: int
    column_id: int | None = None
    student_id: int | None = None
    lesson_id: int | None = None
    period: str | None = None
    explained: str = ""
    pupils: tuple[tuple[int, int], ...] = ()  # where it is about several: pupil, number
    term_ends: date | None = None  # of the term that goes on, where it is about all of it

    @property
    def key(self) -> str:
        """The same each time it is found: «c7s3», «pt5j9s3», «l12»."""
        if self.period:
            return f"p{self.period}j{self.journal_id}s{self.student_id}"
        if self.column_id:
            return f"c{self.column_id}s{self.student_id}"
        if self.lesson_id:
            return f"l{self.lesson_id}"
        return f"j{self.journal_id}t{self.term_ends or self.on_date:%y%m%d}"

    def named(self, names: dict[int, str]) -> "Suspect":
        """The same with the names of those it is about, the worst first."""
        if self.student_id in names:
            return replace(self, about=f"{names[self.student_id]}: {self.about}")
        if not self.pupils:
            return self
        said = [f"{names.get(who, '')} ({number})" for who, number in self.pupils[:MOST_NAMED]]
        more = len(self.pupils) - MOST_NAMED
        said += [f"ещё {more}"] if more > 0 else []
        return replace(self, about=f"{self.about}: {', '.join(said)}")
