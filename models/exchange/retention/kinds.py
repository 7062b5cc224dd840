"""Kinds of records and how many years each is kept: the usual, the least, what the school set."""

from dataclasses import dataclass
from datetime import date, timedelta

from models.refusal import WrongFields
from models.school.calendar import years
from models.school.school import school_facts, the_school

JOURNALS, SUMMARY, MATERIALS, AUDIT = "journals", "summary", "materials", "audit"
PAPERS, VIEWINGS, SIGN_INS, IMPORTS = "papers", "viewings", "sign_ins", "imports"
MOST_YEARS = 75


@dataclass(frozen=True)
class Kind:
    """A kind of records. `by_year`: counted from the end of the academic year."""

    name: str
    title: str
    usual: int
    least: int
    why: str
    by_year: bool = False


KINDS = {
    kind.name: kind
    for kind in (
        Kind(
            JOURNALS,
            "Страницы журналов: уроки, отметки, пропуски, задания",
            5,
            5,
            "Как бумажный журнал: 5 лет после конца учебного года.",
            True,
        ),
        Kind(
            SUMMARY,
            "Сводные отметки: четвертные, годовые, экзаменационные, итоговые",
            25,
            25,
            "Как сводные ведомости, вырезанные из журнала: 25 лет.",
            True,
        ),
        Kind(
            MATERIALS,
            "Материалы уроков: файлы и ссылки",
            5,
            1,
            "Не короче учебного года; обычно столько же, сколько журнал.",
        ),
        Kind(
            PAPERS,
            "Бумаги семей: заявления, согласия, отзывы и отказы",
            3,
            3,
            "3 года после новой бумаги того же рода или ухода ученика из школы. Пока ученик"
            " в школе, последняя бумага семьи остаётся.",
        ),
        Kind(
            AUDIT,
            "Журнал изменений: кто, что и когда менял",
            10,
            5,
            "Не короче журнала. Последняя запись о каждой строке остаётся.",
        ),
        Kind(
            VIEWINGS,
            "Журнал просмотров: кто смотрел чужие данные",
            3,
            1,
            "Журнал доступа к персональным данным хранят не меньше года.",
        ),
        Kind(
            SIGN_INS,
            "Входы и неудачные попытки входа",
            1,
            1,
            "Как журнал доступа: не меньше года.",
        ),
        Kind(
            IMPORTS,
            "Загруженные списки и расписания (сами файлы)",
            1,
            1,
            "Нужны, пока загрузку могут проверить.",
        ),
    )
}
BY_THEMSELVES = (
    ("Подготовленные выгрузки", "сутки, потом убираются сами"),
    ("Резервные копии", "по числу дневных, недельных, месячных и годовых копий"),
)


def years_of(kind: str) -> int:
    """How long the school keeps the kind, in years."""
    return int(school_facts().rule("retention").get(kind, KINDS[kind].usual))


def keep(wanted: dict[str, int]) -> bool:
    """Set the years of kinds; whether anything is new. Raises WrongFields, by kind."""
    if problems := _wrong(wanted):
        raise WrongFields(problems)
    school = the_school()
    kept = {**school.rule("retention"), **wanted}
    if kept == school.rule("retention"):
        return False
    school.set_rule("retention", kept)
    return True


def _wrong(wanted: dict[str, int]) -> dict[str, str]:
    found = {
        name: f"От {KINDS[name].least} до {MOST_YEARS} лет."
        for name, number in wanted.items()
        if not KINDS[name].least <= number <= MOST_YEARS
    }
    years = {name: wanted.get(name, years_of(name)) for name in (JOURNALS, AUDIT)}
    if not found and years[AUDIT] < years[JOURNALS]:
        found[AUDIT] = (
            f"Не короче, чем журналы (лет: {years[JOURNALS]}): иначе страница журнала есть,"
            " а кто её менял, уже не узнать."
        )
    return found


def over_before(kind: str, today: date) -> date | None:
    """The day before which records of the kind are kept no longer; None where there is none. Of
    changes nothing goes while the journals of their year stand."""
    back = _years_ago(today, years_of(kind))
    if kind == AUDIT:
        journals = over_before(JOURNALS, today)
        return min(back, journals) if journals else None
    if not KINDS[kind].by_year:
        return back
    ended = [year.ends_on for year in years() if year.ends_on <= back]
    return max(ended) + timedelta(days=1) if ended else None


def _years_ago(day: date, number: int) -> date:
    last = 28 if (day.month, day.day) == (2, 29) else day.day
    return day.replace(year=day.year - number, day=last)
