"""Taking papers in: an application and a consent in one go, a withdrawal, a correction."""

from datetime import date, timedelta

from models import clock
from models.base import db
from models.office.families import Member, families
from models.office.paper import (
    CONSENT,
    ELECTRONIC,
    ENDING,
    FORMS,
    GIVEN,
    LONGEST_NOTE,
    PAPER,
    REFUSAL,
    STOP,
    TITLES,
    WITHDRAWAL,
    FamilyPaper,
)
from models.office.standing import Standing, standing
from models.refusal import Refused

EARLIEST = timedelta(days=5 * 366)
LATEST = timedelta(days=366)  # a stop may be asked for in advance
_NOT_THEIRS = "Этот человек сегодня не записан родителем этого ученика. Обновите страницу."


def take_both(
    class_id: int, keys: list[str], on_date: date, today: date, by: int | None
) -> list[Member]:
    """Enter application and consent, on paper, for family members of a class («person-child»),
    where they lack; returns those for whom anything was entered. All or nothing: Refused."""
    _check_day(on_date, today, latest=today)
    known = {m.key: m for family in families(today, class_id) for m in family.members}
    if not keys or not set(keys) <= known.keys():
        raise Refused(_NOT_THEIRS if keys else "Отметьте тех, кто принёс бумаги.")
    taken = [known[key] for key in dict.fromkeys(keys) if not known[key].standing.is_open]
    for member in taken:
        for kind in _lacking(member.standing):
            _check_order(member, kind, on_date)
            _add(member, kind, PAPER, on_date, "", by)
    db.session.flush()
    return taken


def take_paper(
    member: Member, kind: str, form: str, on_date: date, note: str, today: date, by: int | None
) -> FamilyPaper:
    """Enter one paper of a family member. Raises Refused."""
    if kind not in TITLES or form not in FORMS:
        raise Refused("Выберите, что за бумага и в каком она виде.")
    if len(note) > LONGEST_NOTE:
        raise Refused(f"Примечание не длиннее {LONGEST_NOTE} знаков.")
    _check_day(on_date, today, latest=today + LATEST if kind in (STOP, WITHDRAWAL) else today)
    _check_order(member, kind, on_date)
    paper = _add(member, kind, form, on_date, note, by)
    db.session.flush()
    return paper


def annul(paper: FamilyPaper, why: str, by: int | None) -> None:
    """Count a paper as never entered: it was a slip. Refused without a reason."""
    why = why.strip()
    if not why or len(why) > LONGEST_NOTE:
        raise Refused(f"Напишите, почему запись неверна (до {LONGEST_NOTE} знаков).")
    if paper.annulled_at is not None:
        raise Refused("Эта запись уже отменена.")
    paper.annulled_at, paper.annulled_by, paper.annulled_why = clock.now(), by, why


def must_be_signed(form: str, signed: bool) -> None:
    """Refuse an electronic paper without its signed file (4.4)."""
    if form == ELECTRONIC and not signed:
        raise Refused(
            "Электронное заявление должно быть подписано: приложите файл .pdf и подпись .sig."
        )


def _lacking(state: Standing) -> list[str]:
    there = (state.application, state.consent)
    return [kind for kind, paper in zip(GIVEN, there, strict=True) if paper is None]


def _check_day(on_date: date, today: date, latest: date) -> None:
    if on_date > latest:
        raise Refused("Дата бумаги ещё не наступила. Проверьте год.")
    if on_date < today - EARLIEST:
        raise Refused("Дата бумаги слишком давняя. Проверьте год.")


def _check_order(member: Member, kind: str, on_date: date) -> None:
    """Refuse what the papers already there make senseless."""
    valid = [paper for paper in member.papers if paper.annulled_at is None]
    then = standing(valid, on_date)
    if kind in GIVEN:
        _check_given(member, kind, on_date, valid, then)
    elif kind == WITHDRAWAL and then.consent is None:
        raise Refused(f"{member.name}: согласия на эту дату нет, отзывать нечего.")
    elif kind == STOP and then.application is None:
        raise Refused(f"{member.name}: заявления на эту дату нет, прекращать нечего.")
    elif kind == REFUSAL and then.application is not None:
        raise Refused(
            f"{member.name}: заявление действует. Чтобы прекратить, выберите "
            f"«{TITLES[STOP]}» или «{TITLES[WITHDRAWAL]}»."
        )


def _check_given(member: Member, kind: str, on_date: date, valid, then: Standing) -> None:
    there = then.consent if kind == CONSENT else then.application
    if there is not None:
        raise Refused(f"{member.name}: {TITLES[kind]} уже есть, от {there.on_date:%d.%m.%Y}.")
    later = next((p for p in valid if p.on_date > on_date and p.kind in ENDING), None)
    if later is not None:
        raise Refused(
            f"{member.name}: позже этой даты, {later.on_date:%d.%m.%Y}, есть {later.title}."
        )


def _add(member: Member, kind: str, form: str, on_date: date, note: str, by) -> FamilyPaper:
    paper = FamilyPaper(
        kind=kind,
        person_id=member.person_id,
        student_id=member.student_id,
        form=form,
        on_date=on_date,
        note=note.strip(),
        entered_by=by,
    )
    db.session.add(paper)
    return paper
