"""The part «Календарь» of «Школа»: read in several rooms, kept in the administrator's."""

from blueprints.pages import (
    calendar,
    calendar_bells,
    calendar_closing,
    calendar_days,
    calendar_terms,
)
from blueprints.room import Room

BASE = "/school/calendar"


def mount_calendar(room: Room) -> None:
    """The calendar to read."""
    room.school_part(
        ".calendar",
        "Календарь",
        "Учебный год по месяцам: четверти, каникулы, переносы, карантин и звонки.",
    )
    room.mount(f"{BASE}/", calendar.calendar)
    room.mount(f"{BASE}/terms/", calendar_terms.terms)
    room.mount(f"{BASE}/holidays/", calendar_days.holidays)
    room.mount(f"{BASE}/moved-days/", calendar_days.moved_days)
    room.mount(f"{BASE}/quarantines/", calendar_days.quarantines)
    room.mount(f"{BASE}/bells/", calendar_bells.bells)


def mount_calendar_keeping(room: Room) -> None:
    """The calendar to keep: what is entered, changed and annulled."""
    mount_calendar(room)
    room.mount(f"{BASE}/years/", calendar.new_year)
    room.mount(f"{BASE}/years/", calendar.open_year, ["POST"])
    room.mount(f"{BASE}/terms/<int:grade>", calendar_terms.grade_terms)
    room.mount(f"{BASE}/terms/<int:grade>", calendar_terms.change_terms, ["POST"])
    room.mount(f"{BASE}/terms/closing", calendar_closing.closing)
    room.mount(f"{BASE}/terms/closing", calendar_closing.change_closing, ["POST"])
    room.mount(f"{BASE}/holidays/", calendar_days.add_holiday, ["POST"])
    room.mount(f"{BASE}/moved-days/", calendar_days.add_moved_day, ["POST"])
    room.mount(f"{BASE}/quarantines/", calendar_days.add_quarantine, ["POST"])
    _mount_days(room)
    _mount_bells(room)


def _mount_days(room: Room) -> None:
    holiday = f"{BASE}/holidays/<int:holiday_id>"
    room.mount(holiday, calendar_days.holiday)
    room.mount(holiday, calendar_days.change_holiday, ["POST"])
    room.mount(f"{holiday}/annulment", calendar_days.annul_holiday, ["POST"])
    moved = f"{BASE}/moved-days/<int:moved_day_id>"
    room.mount(moved, calendar_days.moved_day)
    room.mount(moved, calendar_days.change_moved_day, ["POST"])
    room.mount(f"{moved}/annulment", calendar_days.annul_moved_day, ["POST"])
    quarantine = f"{BASE}/quarantines/<int:quarantine_id>"
    room.mount(quarantine, calendar_days.quarantine)
    room.mount(quarantine, calendar_days.change_quarantine, ["POST"])
    room.mount(f"{quarantine}/annulment", calendar_days.annul_quarantine, ["POST"])


def _mount_bells(room: Room) -> None:
    one = f"{BASE}/bells/<int:schedule_id>"
    room.mount(f"{BASE}/bells/new", calendar_bells.new_bells)
    room.mount(f"{BASE}/bells/", calendar_bells.add_bells, ["POST"], "add_bells")
    room.mount(f"{BASE}/bells/ordinary", calendar_bells.ordinary_bells)
    room.mount(f"{BASE}/bells/ordinary", calendar_bells.change_ordinary_bells, ["POST"])
    room.mount(one, calendar_bells.bell_schedule)
    room.mount(one, calendar_bells.change_bell_schedule, ["POST"])
    room.mount(f"{one}/annulment", calendar_bells.annul_bell_schedule, ["POST"])
    room.mount(f"{BASE}/bells/shifts", calendar_bells.seat_classes, ["POST"])
