"""Brings the school's staff to what a list says: only the differences are planned."""

from models.exchange.list_rows import Fault
from models.exchange.names import split_name
from models.exchange.plan import Plan
from models.exchange.report import CHANGED, CREATED, KEPT, Report
from models.exchange.staff import Known, Staff, fuller, in_order, question
from models.exchange.staff_sheet import StaffRow

STAFF, PLACE = "сотрудники", "Сотрудники"
_WORDS = {
    "given": "имя",
    "patronymic": "отчество",
    "sex": "пол",
    "phone": "телефон",
    "email": "эл. почта",
    "position": "должность",
}


def plan_staff(
    rows: list[StaffRow], faults: list[Fault], answers: dict, plan: Plan, report: Report
) -> dict[int, int]:
    """What is to be written so that the school has this staff; row number → employee."""
    report.read["строк сотрудников"] = len(rows) + len(faults)
    report.refused += [fault.as_json() for fault in faults]
    staff = Staff(answers)
    found: dict[int, int] = {}
    order = {name: place for place, name in enumerate(in_order([r.full_name for r in rows]))}
    for row in sorted(rows, key=lambda r: order[r.full_name]):
        known, fits = staff.find(row.full_name)
        if known is None and fits:
            report.questions.append(question(row.full_name, fits, 0))
            report.open_questions += 1
            why = "Подходит нескольким сотрудникам: ответьте, кто это, в вопросах загрузки."
            report.refused.append(Fault(row.row, "ФИО", row.full_name, why).as_json())
            continue
        if known is None:
            known = staff.add(row.full_name, plan, **_given(row))
            report.count(STAFF, CREATED, f"{row.full_name}: {_given(row)['position']}", where=PLACE)
        elif known.person is not None:
            _update(row, known, plan, report)
        else:
            report.count(STAFF, KEPT)
        found[row.row] = known.employee_id
    return found


def _given(row: StaffRow) -> dict:
    return {
        "position": row.position or "учитель",
        "sex": row.sex,
        "phone": row.phone or None,
        "email": row.email or None,
    }


def _update(row: StaffRow, known: Known, plan: Plan, report: Report) -> None:
    said = {k: v for k, v in _given(row).items() if v and k != "position"}
    changed = plan.change(known.person, **said, **fuller(split_name(row.full_name), known.name))
    if row.position:
        changed += plan.change(known.employee, position=row.position)
    if changed:
        words = ", ".join(_WORDS[name] for name in changed)
        report.count(STAFF, CHANGED, f"{known.full_name}: {words}", where=PLACE)
    else:
        report.count(STAFF, KEPT)
