"""The mounts of plans of topics: kept by teachers and operators, read by who controls them."""

from blueprints.pages import plan_edit, plan_report, plan_topics, plans
from blueprints.room import Room

ABOUT = "Что запланировано по темам и часам, что дано и где отстаём."
PLANS = "/school/plans/"
JOURNAL = "/journals/<int:journal_id>/plan/"


def mount_plan_reports(room: Room) -> None:
    """The report with plans and journals to read."""
    room.school_part(".plan_report", "Планы", ABOUT)
    room.mount(PLANS, plan_report.plan_report)
    room.mount(f"{PLANS}report.xlsx", plan_report.plan_report_book)
    _mount_reading(room, PLANS)


def mount_own_plans(room: Room) -> None:
    """Plans as a part of the section «Школа»."""
    room.school_part(".plans", "Планы", ABOUT)
    mount_plans(room, PLANS)


def mount_plans(room: Room, place: str = "/plans/") -> None:
    """Plans to keep: typed, pasted, imported, bound to journals."""
    room.mount(place, plans.plans)
    room.mount(f"{place}hours.xlsx", plan_report.own_plans_book)
    room.mount(f"{place}new", plan_edit.new_plan)
    room.mount(f"{place}new", plan_edit.make_new_plan, ["POST"])
    _mount_reading(room, place)
    plan = f"{place}<int:plan_id>/"
    room.mount(f"{plan}topics", plan_topics.plan_topics)
    room.mount(f"{plan}topics", plan_topics.save_plan_topics, ["POST"])
    room.mount(f"{plan}sheet", plan_edit.plan_sheet)
    room.mount(f"{plan}sheet", plan_edit.save_plan_sheet, ["POST"])
    room.mount(f"{plan}copies", plan_edit.copy_plan, ["POST"])
    room.mount(f"{plan}bindings", plans.bind_plan, ["POST"])
    room.mount(f"{plan}bindings/<int:journal_id>/ending", plans.unbind_plan, ["POST"])


def _mount_reading(room: Room, place: str) -> None:
    room.mount(f"{place}<int:plan_id>/", plans.plan)
    room.mount(JOURNAL, plans.journal_plan)
