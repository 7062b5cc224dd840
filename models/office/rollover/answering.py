"""Answers to each step's questions, as they are typed; nothing here is done to the school yet."""

from collections.abc import Iterable, Mapping
from datetime import date

from models.fingerprint import fingerprint
from models.office.order import LONGEST_NUMBER
from models.office.ordering import EARLIEST_YEAR
from models.office.rollover.draft import INTO, LEAVES, STAYS, Rollover
from models.office.rollover.facts import LastYear
from models.office.rollover.names import in_order, joined_name, split_name
from models.office.rollover.plan import FINISH, NewClass, Plan
from models.office.rollover.teaching import Line
from models.refusal import Refused, WrongFields

Fields = Mapping[str, str]


class StaleAnswers(Refused):
    """Somebody else has answered the same questions since they were read."""


STALE = (
    "Не сохранено: пока страница была открыта, ответы этого шага сохранили в другом окне. "
    "Введённое вами осталось, сохранённое стоит рядом. Сверьте и сохраните ещё раз."
)
ORDER_PARTS, CLASS_PARTS = ("order", "leave_on"), ("classes", "fresh")


def parts_seen(answers: dict, parts: tuple[str, ...]) -> str:
    """The fingerprint of some parts of the answers; empty where none is answered yet."""
    told = [answers.get(part) for part in parts]
    return fingerprint(told) if any(told) else ""


def pupils_seen(answers: dict, pupil_ids: Iterable[int]) -> str:
    """The same of what was answered about these pupils."""
    return _some_seen(answers.get("pupils", {}), map(str, pupil_ids))


def teaching_seen(answers: dict, lines: list[Line]) -> str:
    """The same of who teaches these lines."""
    return _some_seen(answers.get("teaching", {}), (line.key for line in lines))


def _some_seen(told: dict, keys: Iterable[str]) -> str:
    own = {key: told[key] for key in keys if key in told}
    return fingerprint(own) if own else ""


def refuse_stale(now: str, fields: Fields) -> None:
    """Raise StaleAnswers unless the form was made from these answers (`seen`)."""
    if fields.get("seen", "") != now:
        raise StaleAnswers(STALE)


def answer_order(kept: Rollover, facts: LastYear, fields: Fields, today: date) -> None:
    """The order, and the last day in school of those who leave. Raises WrongFields."""
    refuse_stale(parts_seen(kept.answers, ORDER_PARTS), fields)
    number = " ".join(fields.get("number", "").split())
    signed, leave = _day(fields.get("on_date")), _day(fields.get("leave_on"))
    problems = {}
    if not number or len(number) > LONGEST_NUMBER:
        problems["number"] = f"Напишите номер приказа (до {LONGEST_NUMBER} знаков)."
    if signed is None or signed.year < EARLIEST_YEAR:
        problems["on_date"] = "Укажите дату приказа."
    elif signed > today:
        problems["on_date"] = "Эта дата ещё не наступила. Внесите приказ, когда он подписан."
    first, last = facts.lessons_end, facts.year.ends_on
    if leave is None or not first <= leave <= last:
        problems["leave_on"] = f"Укажите день с {first:%d.%m.%Y} по {last:%d.%m.%Y}."
    if problems:
        raise WrongFields(problems)
    order = {"number": number, "on_date": signed.isoformat()}
    kept.answer(order=order, leave_on=leave.isoformat())


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


def answer_classes(kept: Rollover, facts: LastYear, fields: Fields) -> None:
    """The next name of each class (`next-<id>`) and the classes that begin anew (`fresh`).
    Raises WrongFields."""
    refuse_stale(parts_seen(kept.answers, CLASS_PARTS), fields)
    problems, nexts = {}, {}
    for one in facts.classes:
        field = f"next-{one.id}"
        typed = fields.get(field, "").strip()
        found = split_name(typed) if typed else None
        if not typed:
            nexts[str(one.id)] = ""
        elif found is None or found[0] != one.grade + 1:
            problems[field] = f"Напишите класс на год старше, например {one.grade + 1}-А."
        else:
            nexts[str(one.id)] = joined_name(*found)
        if not typed and one.grade not in FINISH and not _all_told(kept, facts, one.id):
            problems[field] = (
                "Без следующего класса остаются только выпускники. Если класс расформируют, "
                "сначала выберите класс каждому ученику на шаге «Ученики»."
            )
    fresh = _fresh(fields.get("fresh", ""), problems)
    if problems:
        raise WrongFields(problems)
    kept.answer(classes=nexts, fresh=fresh)


def _all_told(kept: Rollover, facts: LastYear, class_id: int) -> bool:
    told = kept.answers.get("pupils", {})
    return all(told.get(str(p.id)) for p in facts.pupils if p.class_id == class_id)


def _fresh(text: str, problems: dict) -> list[str]:
    typed = [part for part in text.replace(";", ",").split(",") if part.strip()]
    found = [split_name(part) for part in typed]
    if None in found:
        problems["fresh"] = "Напишите классы через запятую, например: 1-А, 1-Б."
        return []
    return in_order(dict.fromkeys(joined_name(*one) for one in found))


def answer_pupils(kept: Rollover, facts: LastYear, plan: Plan, class_id: int, fields: Fields):
    """What becomes of each pupil of a class (`pupil-<id>`). Raises Refused."""
    own = [pupil.id for pupil in facts.pupils if pupil.class_id == class_id]
    refuse_stale(pupils_seen(kept.answers, own), fields)
    told = dict(kept.answers.get("pupils", {}))
    for pupil in facts.pupils:
        said = fields.get(f"pupil-{pupil.id}")
        if pupil.class_id != class_id or said is None:
            continue
        known = said in ("", LEAVES, STAYS) or said.removeprefix(INTO) in plan.classes
        if not known:
            raise Refused(f"{pupil.name}: такого класса в новом году нет. Обновите страницу.")
        told.pop(str(pupil.id), None)
        if said:
            told[str(pupil.id)] = said
    kept.answer(pupils=told)


def answer_teaching(kept: Rollover, facts: LastYear, lines: list[Line], fields: Fields) -> None:
    """Who teaches the lines of a class (by their keys); 0 is nobody yet. Raises Refused."""
    refuse_stale(teaching_seen(kept.answers, lines), fields)
    told = dict(kept.answers.get("teaching", {}))
    for line in lines:
        said = fields.get(line.key)
        if said is None:
            continue
        who = int(said) if said.isascii() and said.isdecimal() and len(said) < 10 else 0
        if who and who not in facts.staff:
            raise Refused(f"{line.group}: такого учителя нет. Обновите страницу.")
        if line.answered or line.proposed or who != (line.employee_id or 0):
            told[line.key] = who
    kept.answer(teaching=told)


def into(plan: Plan, grade: int) -> list[NewClass]:
    """The classes a pupil of this grade can be put into: the next grade's, and again the same."""
    return [one for one in plan.classes.values() if one.grade in (grade, grade + 1)]
