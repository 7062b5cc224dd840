"""Entering a document, marking what was done about it, taking a wrong one back."""

from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import select

from models import clock
from models.base import db
from models.files.kept import Brought, kept
from models.office.documents.document import (
    LONGEST,
    LONGEST_NOTE,
    LONGEST_WHY,
    Document,
    DocumentFile,
    DocumentScope,
    DocumentStep,
)
from models.office.documents.kind import DAYS, Kind, months_later
from models.office.documents.names import CHANGE, ENACTED, TO_OPERATOR
from models.office.serving import is_staff
from models.refusal import Refused, WrongFields

_FIRST_DAY = date(2000, 1, 1)
_IN_WORDS = {
    "number": "Напишите номер.",
    "title": "Напишите, о чём это.",
    "party": "Напишите, кто это.",
    "text": "Напишите, в чём дело.",
    "sort": "Выберите из списка.",
    "person_id": "Выберите человека из списка.",
}


def next_number(kind: Kind, day: date) -> str:
    """The number that comes next in the register this year: the greatest plain one and one."""
    year = Document.on_date.between(date(day.year, 1, 1), date(day.year, 12, 31))
    numbers = db.session.scalars(select(Document.number).where(Document.kind == kind.name, year))
    return str(max((int(one) for one in numbers if one.isascii() and one.isdigit()), default=0) + 1)


def enter_document(
    kind: Kind, typed: dict, scope: Iterable[tuple[int | None, int | None]], by: int | None
) -> Document:
    """Enter a document with what must be done about it. `typed`: the kind's fields, days and ids
    read already or None; `scope`: (class, group) pairs. Raises WrongFields, Refused."""
    known = _completed(kind, {name: _plain(typed.get(name)) for name in kind.fields})
    scope = list(scope) if kind.places else []
    problems = _problems(kind, known, scope)
    if problems:
        raise WrongFields(problems)
    _refuse_twice(kind, known)
    made = Document(kind=kind.name, entered_by=by, figures=typed.get("figures"), **known)
    db.session.add(made)
    db.session.flush()
    for class_group_id, study_group_id in scope:
        pair = {"class_group_id": class_group_id, "study_group_id": study_group_id}
        db.session.add(DocumentScope(document_id=made.id, **pair))
    for step in kind.steps:
        due = step.due(known) if step.when(known) else None
        if due is not None:
            db.session.add(DocumentStep(document_id=made.id, step=step.name, due_on=due))
    db.session.flush()
    return made


def _plain(value):
    return value.replace("\r\n", "\n").strip() if isinstance(value, str) else value


def _completed(kind: Kind, known: dict) -> dict:
    """With the days that follow from others where they were left out."""
    begun = known.get("on_date")
    if kind.valid_months and begun and not known.get("until") and known.get("sort") != CHANGE:
        known["until"] = months_later(begun, kind.valid_months)
    if kind.answer_days and begun and not known.get("due_on"):
        known["due_on"] = begun + timedelta(days=kind.answer_days)
    if TO_OPERATOR in kind.sorts and known.get("sort") != TO_OPERATOR:
        known.pop("person_id", None)  # chosen before another addressee was
    return {name: value for name, value in known.items() if value not in (None, "")}


def _problems(kind: Kind, known: dict, scope: list) -> dict[str, str]:
    problems = {}
    for name in kind.fields:
        value = known.get(name)
        if value is None and name in kind.needed:
            problems[name] = _IN_WORDS.get(name, "Укажите день.")
        elif isinstance(value, str) and len(value) > LONGEST.get(name, 200):
            problems[name] = f"Не длиннее {LONGEST[name]} знаков."
        elif value is not None and name in DAYS and value < _FIRST_DAY:
            problems[name] = "Такого дня быть не может."
    problems |= _of_people(kind, known) | _of_days(known)
    if known.get("sort") and known["sort"] not in kind.sorts:
        problems["sort"] = _IN_WORDS["sort"]
    if kind.needs_place and not scope:
        problems["scope"] = "Отметьте, о каких классах запись."
    return problems


def _of_people(kind: Kind, known: dict) -> dict[str, str]:
    problems = {}
    if known.get("person_id") and not is_staff(known["person_id"]):
        problems["person_id"] = "Выберите того, кто работает в школе."
    if known.get("sort") == TO_OPERATOR and not known.get("person_id"):
        problems["person_id"] = "Выберите оператора."
    if "amends_id" in kind.fields and known.get("sort") == CHANGE:
        found = db.session.get(Document, known.get("amends_id") or 0)
        if found is None or found.kind != kind.name:
            problems["amends_id"] = "Выберите акт, в который внесены изменения."
    return problems


def _of_days(known: dict) -> dict[str, str]:
    problems = {}
    if known.get("on_date") and known["on_date"] > clock.today():
        problems["on_date"] = "Эта дата ещё не наступила."
    first = known.get("from_date") or known.get("on_date")
    if known.get("until") and first and known["until"] < first:
        problems["until"] = "Последний день раньше первого."
    if known.get("due_on") and known.get("on_date") and known["due_on"] < known["on_date"]:
        problems["due_on"] = "Срок раньше самого документа."
    return problems


def _refuse_twice(kind: Kind, known: dict) -> None:
    same = select(Document.id).where(
        Document.kind == kind.name,
        Document.number == known["number"],
        Document.on_date == known["on_date"],
        Document.annulled_at.is_(None),
    )
    if db.session.scalar(same.limit(1)) is not None:
        raise WrongFields({"number": "Документ с этим номером и датой уже есть в реестре."})


def mark_done(
    document: Document, step: DocumentStep, done_on: date | None, note: str, by: int | None
) -> None:
    """Something about the document was done on a day. Marking it again corrects. Raises
    WrongFields, Refused."""
    _must_stand(document)
    told, note = document.register.step(step.step), note.strip()
    if told.name == ENACTED:
        raise Refused("Решение вводится в действие своей кнопкой.")
    problems = {}
    if done_on is None or not document.on_date <= done_on <= clock.today():
        problems["done_on"] = "Укажите день: не раньше документа и не позже сегодняшнего."
    if (told.note and not note) or len(note) > LONGEST_NOTE:
        wanted = told.note or "Примечание"
        problems["note"] = f"Заполните: {wanted.lower()} (до {LONGEST_NOTE} знаков)."
    if problems:
        raise WrongFields(problems)
    step.done_on, step.note, step.done_by = done_on, note, by
    db.session.flush()


def annul_document(document: Document, why: str, by: int | None) -> None:
    """Take a wrong entry back; it stays in the register, struck out. Raises Refused."""
    why = why.strip()
    _must_stand(document)
    if not 0 < len(why) <= LONGEST_WHY:
        raise Refused(f"Напишите, почему запись неверна (до {LONGEST_WHY} знаков).")
    if document.order_id is not None:
        raise Refused("Решение уже введено в действие. Отмените его новым решением.")
    document.annulled_at, document.annulled_by, document.annulled_why = clock.now(), by, why
    db.session.flush()


def attach_files(document: Document, brought: list[Brought], data: Path) -> None:
    """Keep the files of a document: first the bytes, then the rows. Raises Refused."""
    _must_stand(document)
    for file in brought:
        db.session.add(kept(DocumentFile, file, data, document_id=document.id))
    db.session.flush()


def _must_stand(document: Document) -> None:
    if document.annulled_at is not None:
        raise Refused("Эта запись отменена.")
