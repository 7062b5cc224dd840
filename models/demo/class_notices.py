"""Notices to a class of the demonstration: of the teacher whose room is shown, partly read."""

from datetime import date, timedelta

from sqlalchemy import select

from models.base import db
from models.demo.cast import Cast
from models.office.class_notice import families_told, send_class_notice, teachers_told
from models.office.code_issuer import led_classes
from models.office.notice import mark_read
from models.people.account import Account
from models.people.employee import Employee
from models.school.calendar import year_numbered
from models.school.groups import ClassGroup

_MEETING = (
    "Родительское собрание",
    "Собрание в четверг в 18:00, кабинет 12.\nОбсудим итоги месяца и поездку в музей.",
    ["parent", "teacher"],
    6,
)
_TRIP = (
    "Экскурсия в краеведческий музей",
    "В субботу в 10:00 встречаемся у входа в школу. Возьмите сменную обувь и воду.",
    ["parent", "student"],
    9,
)
_OWN = ("parent", "student")  # who finds something unread: their pages show it


def write_class_notices(cast: Cast, today: date) -> None:
    """Two notices to the own class: two families of three and a third of the teachers have read
    the first, a third of the families the second."""
    person_id = db.session.get(Employee, cast.teacher).person_id
    group = db.session.get(ClassGroup, min(led_classes(person_id, today)))
    theirs = select(Account.person_id).where(Account.login.in_(_OWN))
    waiting = set(db.session.scalars(theirs))
    for (title, text, roles, days), every in ((_MEETING, (0, 1)), (_TRIP, (0,))):
        typed = {"title": title, "text": text, "roles": roles}
        typed["shown_until"] = min(today + timedelta(days=days), _last(group))
        made = send_class_notice(typed, group, cast.accounts[cast.teacher])
        for place, told in enumerate(families_told(made, today)):
            for reader in told.readers[:1] if place % 3 in every else ():
                if reader.person_id not in waiting:
                    mark_read(made, reader.person_id, None)
        for told in teachers_told(made, today)[::3]:
            mark_read(made, told.person.id, None)


def _last(group: ClassGroup) -> date:
    return year_numbered(group.year_id).ends_on
