"""Documents of the demonstration: registers as a school has them in November, a few things due."""

from datetime import date, timedelta

from sqlalchemy import select

from models import release_notes
from models.access.role import Role
from models.base import db
from models.demo.cast import Cast
from models.office.documents.document import Document, DocumentStep
from models.office.documents.keeping import enter_document, mark_done
from models.office.documents.kinds import KINDS
from models.office.notice import mark_read, send_notice
from models.office.order import Order
from models.office.role_holders import staff_with
from models.school.calendar import the_year
from models.school.policy import FAMILY, STAFF

DAY = timedelta(days=1)


def write_documents(cast: Cast, start: date, today: date) -> None:
    """What was entered since the year began, what was done about it, and a sheet half signed."""
    by = cast.administrator
    _act(by, start, today)
    _duties(cast, start)
    _signed(cast, start, today)
    _appeals(by, start, today)
    _checked(cast, today)
    _asked(cast, start, today)
    _notices(by, today)
    db.session.flush()


def _duties(cast: Cast, start: date) -> None:
    by, until = cast.administrator, the_year(start).ends_on
    _enter(
        by,
        "duty",
        "1-ЭЖ",
        start,
        "О ведении электронного журнала",
        sort="mail",
        person_id=cast.office["administrator"],
        from_date=start,
        until=until,
    )
    _enter(
        by,
        "duty",
        "1-ЭЖ/2",
        start,
        "О размещении сведений об услуге",
        sort="site",
        person_id=cast.office["middle"],
        from_date=start,
        until=until,
    )


def _signed(cast: Cast, start: date, today: date) -> None:
    by, until = cast.administrator, the_year(start).ends_on
    _enter(
        by,
        "agreement",
        "14",
        start,
        "Заполнение электронного журнала классов в переходном периоде",
        person_id=cast.office["operator"],
        from_date=start,
        until=until,
        text="Надбавка 15 % к окладу по Положению об оплате труда.",
    )
    _enter(
        by,
        "contract",
        "Д-7",
        start - 200 * DAY,
        "Сопровождение электронного журнала",
        party="Разработчик системы",
        until=today + 20 * DAY,
        text="Поддержка по будням с 9 до 18.",
    )


def _checked(cast: Cast, today: date) -> None:
    by = cast.administrator
    _enter(
        by,
        "inspection",
        "1",
        today - 20 * DAY,
        "Предоставление услуги в электронном виде",
        done={"remedy": (today - 8 * DAY, "темы внесены, учителя предупреждены")},
        sort="planned",
        party="Управление образования",
        due_on=today - 5 * DAY,
        text="В двух журналах нет тем трёх уроков.",
    )
    _enter(
        by,
        "check",
        "3",
        today - 12 * DAY,
        "Математика, страницы за октябрь",
        scope=sorted(cast.transition)[:1],
        text="Отметки за самостоятельную работу выставлены через девять дней.",
        due_on=today - 9 * DAY,
        done={"remedy": (today - 9 * DAY, "")},
    )


def _asked(cast: Cast, start: date, today: date) -> None:
    by = cast.administrator
    _enter(
        by,
        "demand",
        "1",
        today - 2 * DAY,
        "Сверка за первую половину месяца",
        sort="operator",
        person_id=cast.office["operator"],
        due_on=today + 3 * DAY,
        text="Сверьте, пожалуйста, пропуски с бумажными журналами до контроля.",
    )
    _enter(
        by,
        "plan",
        "1",
        start,
        "Показать операторам ввод столбца одной строкой",
        due_on=today + 5 * DAY,
    )


def _act(by: int, start: date, today: date) -> None:
    site = {"site": (start + 3 * DAY, "страница «Документы» на сайте школы")}
    old = _enter(
        by,
        "act",
        "41",
        start - 1060 * DAY,
        "Регламент ведения электронного журнала и электронного дневника",
        sort="new",
    )
    for step in db.session.scalars(select(DocumentStep).filter_by(document_id=old.id)):
        if step.step == "site":
            mark_done(old, step, start - 1055 * DAY, "страница «Документы» на сайте школы", by)
    _enter(by, "act", "58", start, "Порядок доступа к электронному журналу", sort="new", done=site)
    _enter(
        by,
        "act",
        "63",
        today - 4 * DAY,
        "О сроках внесения отметок",
        sort="change",
        amends_id=old.id,
    )


def _appeals(by: int, start: date, today: date) -> None:
    answered = {"answer": (today - 9 * DAY, "отметка исправлена, ответ № 11")}
    _enter(
        by,
        "appeal",
        "1",
        today - 15 * DAY,
        "Не видна отметка за контрольную",
        done=answered,
        party="Мать ученика 6 класса",
        text="Работа написана, отметки в дневнике нет.",
    )
    _enter(
        by,
        "appeal",
        "2",
        today - 3 * DAY,
        "Почему в дневнике нет домашнего задания",
        party="Отец ученицы 5 класса",
        text="Задания по истории нет третью неделю.",
    )


def _notices(by: int, today: date) -> None:
    newest = release_notes.releases()[0]
    for for_families, readers in ((False, STAFF), (True, FAMILY)):
        roles = [role.value for role in readers]
        text = newest.told(for_families)
        send_notice({"title": newest.headline, "text": text, "roles": roles}, [], by)
    order = db.session.scalar(select(Order).where(Order.number == "1-ЭЖ"))
    own = {"title": f"Ознакомление: {order.name}", "text": "", "order_id": order.id}
    own |= {"roles": ["operator", "deputy_head", "teacher"], "due_on": today + 3 * DAY}
    sheet = send_notice(own, [], by)
    for person in staff_with([Role.OPERATOR, Role.DEPUTY_HEAD, Role.TEACHER], today)[::2]:
        mark_read(sheet, person.id, None)


def _enter(
    by: int, kind: str, number: str, on_date: date, title: str, done=None, scope=(), **more
) -> Document:
    typed = {"number": number, "on_date": on_date, "title": title} | more
    made = enter_document(KINDS[kind], typed, [(one, None) for one in scope], by)
    for step in db.session.scalars(select(DocumentStep).filter_by(document_id=made.id)):
        if step.step in (done or {}):
            mark_done(made, step, *done[step.step], by)
    return made
