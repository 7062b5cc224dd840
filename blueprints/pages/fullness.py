"""How full the six obligatory modules are (clause 4.6): all classes, and one of them."""

from flask import g, render_template, url_for

from blueprints.guard import actor, authorize, find_or_404, guarded
from models.access.policy import visible
from models.base import db
from models.control import fullness as meter
from models.control.modules import PUPILS, SUBJECTS, TEACHERS, TIMETABLE, TITLES
from models.control.policy import KeptClass
from models.journal.reach import journals_in_reach
from models.school.groups import ClassGroup

# Where a module is mended: the first of these pages that the room has. Marks and absences are
# mended in the journal, to which each sentence leads.
MENDING = {
    TIMETABLE: ((".imports", "Загрузить расписание"),),
    PUPILS: ((".imports", "Загрузить список"),),
    SUBJECTS: ((".imports", "Загрузить расписание и списки"),),
    TEACHERS: ((".imports", "Загрузить расписание"),),
}
ASKING = {  # whom to ask where the room mends nothing
    TIMETABLE: "Расписание загружает администратор журнала.",
    PUPILS: "Список ведёт администратор журнала.",
    SUBJECTS: "Предметы и группы заводит администратор журнала.",
    TEACHERS: "Учителей назначает администратор журнала.",
}


@guarded("fullness.view")
def class_fullness():
    """Every class the actor answers for, with its six shares."""
    order = (ClassGroup.grade, ClassGroup.letter)
    classes = db.session.scalars(visible(actor(), KeptClass).order_by(*order)).all()
    rows = meter.fullness(classes, actor().today)
    return render_template("school/fullness.html", rows=rows, titles=TITLES)


@guarded("fullness.view")
def fullness_of_class(kept_class_id: int):
    """One class: each module, what lacks in words, and where it is mended."""
    group = find_or_404(KeptClass, kept_class_id)
    authorize("fullness.view", KeptClass(group))
    (found,) = meter.fullness([group], actor().today)
    mends = {module.name: _mending(module.name) for module in found.modules}
    return render_template(
        "school/fullness_of_class.html",
        facts=found.facts,
        modules=found.modules,
        percent=found.percent,
        mends=mends,
        asking=ASKING,
        has_person=_has(".person"),
        reach=journals_in_reach(actor()),
    )


def _mending(module: str) -> tuple[str, str] | None:
    """(address, words) of the page of this room that mends the module."""
    return next(
        ((url_for(page), words) for page, words in MENDING.get(module, ()) if _has(page)), None
    )


def _has(endpoint: str) -> bool:
    return endpoint.removeprefix(".") in g.room.pages
