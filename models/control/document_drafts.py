"""What the program writes for the administrator from the figures of a period: the proposal to the
bonus commission (5.2 right 3, 5.2(10), 8.1) and the report to the department (5.2(4))."""

from datetime import date

from sqlalchemy import select

from models import clock
from models.base import db
from models.control.duties import duties
from models.control.duty import EXEMPT, LATE, OPEN, Tally, tallies, tally
from models.control.operators_work import COUNTED, operators_work
from models.office.families import school_counts
from models.office.order import TRANSITION, the_modes
from models.office.standing import STATES
from models.printable import opened, thousands
from models.school.calendar import the_year
from models.school.groups import WHOLE, StudyGroup

PROPOSAL, REPORT = "proposal", "report"
DRAFTED = frozenset({PROPOSAL, REPORT})
OPERATOR_HEADS = ["Оператор", "Сроков", "В срок", "Не сделано", "Позже", "Не в вину", "Доля в срок",
                  "Записей"]  # fmt: skip


def draft(kind: str, first: date, last: date, today: date) -> tuple[str, str, dict]:
    """(title, text, figures) of a paper about a period, up to today."""
    last = min(last, today)
    return _proposal(first, last) if kind == PROPOSAL else _report(first, last, today)


def _proposal(first: date, last: date) -> tuple[str, str, dict]:
    rows = operator_rows(first, last)
    good = [row[0] for row in rows if row[6] == "100 %" and row[7] != "0"]
    text = [
        f"Предлагаю рассмотреть вопрос о стимулирующих выплатах операторам электронного журнала "
        f"за период с {first:%d.%m.%Y} по {last:%d.%m.%Y} (пункты 5.2 и 8.1 регламента). "
        "Показатели каждого приведены в таблице; просрочки, за которые оператор по пункту 5.3 "
        f"не отвечает, в вину не поставлены. {COUNTED}",
        f"Все сроки соблюли: {', '.join(good)}." if good else "",
    ]
    table = {"title": "Работа операторов", "heads": OPERATOR_HEADS, "rows": rows}
    title = "О поощрении операторов электронного журнала"
    return title, "\n".join(part for part in text if part), {"tables": [table]}


def operator_rows(first: date, last: date) -> list[list[str]]:
    """Each operator's deadlines kept, exemptions and entries, as the page of their work counts."""
    rows = operators_work(first, last)
    return [[row.name, *_cells(row.tally), thousands(row.entered)] for row in rows]


def _cells(count: Tally) -> list[str]:
    numbers = (count.due, count.in_time, count.of(OPEN), count.of(LATE), count.of(EXEMPT))
    return [*map(str, numbers), f"{count.percent} %" if count.due else "—"]


def _report(first: date, last: date, today: date) -> tuple[str, str, dict]:
    found, now = duties(first, last), clock.now()
    whole = tally(found, now)
    paper, classes = _on_paper(today)
    families = school_counts(today)
    text = (
        f"За период с {first:%d.%m.%Y} по {last:%d.%m.%Y} услуга «Предоставление информации о "
        f"текущей успеваемости учащегося, ведение электронного дневника и электронного журнала "
        f"успеваемости» предоставлялась бесплатно. Классов в школе: {classes}, из них в "
        f"переходном периоде: {paper}.\n"
        f"Наступило сроков внесения сведений: {whole.due}, соблюдено {whole.percent} %.\n"
        f"Читают электронный дневник: {families.get('open', 0)} представителей; остальные семьи "
        "получают сведения на бумажном носителе (пункт 6.3 регламента)."
    )
    grades = tallies(found, now, lambda duty: {duty.grade})
    by_grade = [[f"{grade} параллель", *_cells(grades[grade])] for grade in sorted(grades)]
    heads = ["", "Сроков", "В срок", "Не сделано", "Позже", "Не в вину", "Доля в срок"]
    states = [[opened(words), str(families.get(key, 0))] for key, words in STATES.items()]
    tables = [
        {"title": "Сроки внесения сведений по параллелям", "heads": heads, "rows": by_grade},
        {"title": "Семьи", "heads": ["Состояние", "Представителей"], "rows": states},
    ]
    return "О предоставлении услуги в электронном виде", text, {"tables": tables}


def _on_paper(day: date) -> tuple[int, int]:
    """(classes in transition, all classes) on the day."""
    query = select(StudyGroup).where(
        StudyGroup.year_id == the_year(day).id, StudyGroup.kind == WHOLE
    )
    modes, groups = the_modes(), db.session.scalars(query).all()
    return sum(modes.of(group, day) == TRANSITION for group in groups), len(groups)
