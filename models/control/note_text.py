"""The words of the analytic note (clause 5.2(13)), filled from its figures. Pure."""

from models.control.rules import RULES
from models.printable import share, thousands

MOST_NAMED = 3


def figures_of(counted: dict, tally) -> dict:
    """What a note keeps: the whole, and each rule, person and class as [name, due, not done,
    late, exempt], worst first. `counted`: group → (name, tally)."""
    return {"whole": _figures("", tally)} | {
        group: sorted((_figures(*row) for row in rows if row[1].due), key=_worst)
        for group, rows in counted.items()
    }


def _figures(name: str, tally) -> list:
    return [name, tally.due, tally.of("open"), tally.of("late"), tally.of("exempt")]


def _worst(row: list) -> tuple:
    return -row[2] - row[3], row[0]


def percent(row: list) -> int:
    """The share in time of a line of figures; exemptions are no lateness."""
    _, due, not_done, late, _ = row
    return share(due - not_done - late, due)


def composed(title: str, first: str, last: str, figures: dict, operators: list[list]) -> str:
    """The note's text. `operators`: their lines of figures."""
    whole = figures["whole"]
    parts = [
        f"В соответствии с пунктом 5.2(13) регламента проведён анализ своевременности ведения "
        f"электронного журнала за период: {title} (с {first} по {last}).",
        f"Всего за период наступило сроков: {thousands(whole[1])}. Соблюдено {percent(whole)} %. "
        f"Не выполнено: {thousands(whole[2])}, выполнено позже срока: {thousands(whole[3])}, "
        f"с освобождением от ответственности: {thousands(whole[4])}.",
        _operators(operators),
        _rules(figures["rule"]),
        _classes(figures["class"]),
        "Вывод: " + _conclusion(percent(whole)),
        "Рекомендации: операторам и учителям, чьи сроки нарушены, внести недостающие сведения; "
        "администратору проверить исправление к следующему контролю.",
    ]
    return "\n\n".join(part for part in parts if part)


def _operators(rows: list[list]) -> str:
    if not rows:
        return "Операторов в этом периоде не было: записи делают учителя."
    said = [
        f"{name}: сроков {thousands(due)}, соблюдено {percent([name, due, not_done, late, 0])} %"
        + (f", не выполнено {thousands(not_done)}" if not_done else "")
        + (f", позже срока {thousands(late)}" if late else "")
        + (f", с освобождением {thousands(exempt)}" if exempt else "")
        for name, due, not_done, late, exempt in rows
    ]
    return "Работа операторов, по прошедшим срокам. " + "; ".join(said) + "."


def _rules(rows: list[list]) -> str:
    clauses = {rule.title: rule.clause for rule in RULES.values()}
    bad = [row for row in rows if row[2] + row[3]][:MOST_NAMED]
    if not bad:
        return "Нарушений сроков нет."
    said = [
        f"{row[0]} (пункт {clauses.get(row[0], '')}): {thousands(row[2] + row[3])}" for row in bad
    ]
    low = [row for row in sorted(rows, key=percent)[:MOST_NAMED] if row not in bad]
    least = [f"{row[0]} ({percent(row)} %)" for row in low if percent(row) < 100]
    return (
        "Чаще всего нарушались: "
        + "; ".join(said)
        + (". Меньше всего соблюдены: " + "; ".join(least) if least else "")
        + "."
    )


def _classes(rows: list[list]) -> str:
    bad = sorted(rows, key=percent)[:MOST_NAMED]
    bad = [row for row in bad if percent(row) < 100]
    if not bad:
        return ""
    return (
        "Наименьшая доля соблюдённых сроков в классах: "
        + ", ".join(f"{row[0]} ({percent(row)} %)" for row in bad)
        + "."
    )


def _conclusion(share: int) -> str:
    if share >= 97:
        return "журнал ведётся своевременно."
    if share >= 90:
        return "журнал в основном ведётся своевременно, есть отдельные нарушения сроков."
    return "сроки ведения журнала нарушаются, требуется усилить контроль."
