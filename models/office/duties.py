"""The duties an order appoints to, and what each of them is for."""

from dataclasses import dataclass

from models.access.role import Role
from models.office.order import CLASS_TEACHER

CLASSES, GRADES = "classes", "grades"


@dataclass(frozen=True)
class Duty:
    """A duty: what people call it, what it is for, and how it ends."""

    name: str
    title: str
    of: str = ""  # for classes, for grades, or for the school
    is_yearly: bool = True  # appointed anew each school year (4.2)
    of_staff: bool = True  # only a member of staff can have it
    must_end: bool = False  # never without a last day


DUTIES = {
    duty.name: duty
    for duty in (
        Duty(Role.DIRECTOR.value, "директор", is_yearly=False),
        Duty(Role.ADMINISTRATOR.value, "администратор"),
        Duty(Role.DEPUTY_HEAD.value, "завуч", GRADES),
        Duty(Role.OPERATOR.value, "оператор", CLASSES),
        Duty(CLASS_TEACHER, "классный руководитель", CLASSES),
        Duty(Role.SECRETARY.value, "секретарь"),
        Duty(Role.DISPATCHER.value, "диспетчер замен"),
        Duty(Role.INSPECTOR.value, "проверяющий", is_yearly=False, of_staff=False, must_end=True),
    )
}
YEARLY = tuple(duty.name for duty in DUTIES.values() if duty.is_yearly)
OF_STAFF = tuple(duty.name for duty in DUTIES.values() if duty.of_staff)
ORDER_OF_DUTIES = {name: place for place, name in enumerate(DUTIES)}


def duty_title(name: str) -> str:
    """What people call a duty; one that is no more is told by its own name."""
    return DUTIES[name].title if name in DUTIES else name
