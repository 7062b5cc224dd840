"""The part «Следующий год» of «Школа»: kept by the administrator, read by the director."""

from blueprints.pages import next_year, next_year_steps
from blueprints.room import Room

BASE = "/school/next-year"
ABOUT = "Перевод классов, выпуск, второй год и нагрузка: по шагам, с просмотром и отменой."


def mount_rollover(room: Room) -> None:
    """The plan to read."""
    room.school_part(".next_year", "Следующий год", ABOUT)
    room.mount(f"{BASE}/", next_year.next_year)
    room.mount(f"{BASE}/plan", next_year.next_year_plan)


def mount_rollover_keeping(room: Room) -> None:
    """The steps, the doing and its undoing."""
    mount_rollover(room)
    mount = room.mount
    mount(f"{BASE}/", next_year_steps.save_next_order, ["POST"])
    mount(f"{BASE}/classes", next_year_steps.next_classes)
    mount(f"{BASE}/classes", next_year_steps.save_next_classes, ["POST"])
    mount(f"{BASE}/pupils", next_year_steps.next_pupils)
    mount(f"{BASE}/pupils", next_year_steps.save_next_pupils, ["POST"])
    mount(f"{BASE}/teaching", next_year_steps.next_teaching)
    mount(f"{BASE}/teaching", next_year_steps.save_next_teaching, ["POST"])
    mount(f"{BASE}/plan", next_year.go_into_next_year, ["POST"])
    mount(f"{BASE}/undoing", next_year.undo_next_year, ["POST"])
