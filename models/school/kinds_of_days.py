"""What a day of the calendar may be, in code and in words; plain, known to all of the calendar."""

BREAK, PUBLIC, OWN, CANCELLED = "break", "public", "own", "cancelled"
QUARANTINE, BEYOND = "quarantine", "beyond"
HOLIDAY_WORDS = {
    BREAK: "каникулы",
    PUBLIC: "праздник",
    OWN: "свободный день школы",
    CANCELLED: "отменённые занятия",
}

CLOSED, REMOTE = "closed", "remote"
QUARANTINE_WORDS = {REMOTE: "учится дистанционно", CLOSED: "занятий нет"}

OF_WEEKDAY = (  # «по расписанию …»
    "понедельника",
    "вторника",
    "среды",
    "четверга",
    "пятницы",
    "субботы",
    "воскресенья",
)


def in_range(grade: int, first: int | None, last: int | None) -> bool:
    """Whether the grade is among «first … last»: no first means all, no last the first alone."""
    return first is None or first <= grade <= (first if last is None else last)


def grades_in_words(first: int | None, last: int | None) -> str:
    """«все классы», «1-е классы», «5–9 классы»."""
    if first is None:
        return "все классы"
    return f"{first}-е классы" if last in (None, first) else f"{first}–{last} классы"
