"""Terms by grade: all of a year, and those of one grade (and others like it) to be changed."""

from flask import abort, flash, redirect, request, url_for

from blueprints.asked import number
from blueprints.guard import guarded
from blueprints.pages.calendar import GRADES, Asked, seen_year, shown, with_lessons
from models.base import db
from models.journal.terms_kept import MOST, NUMBER, StaleTerms, keep_terms, terms_seen, typed_terms
from models.refusal import Refused, WrongFields
from models.school.calendar import TERM_WORD, YearFacts, terms_of
from models.school.days import YearDays, year_days
from models.school.kinds_of_days import grades_in_words


@guarded("calendar.view")
def terms():
    """The terms of every grade; grades in a row with the same ones stand together."""
    year = seen_year()
    return shown("terms.html", year, lines=_alike(year), whom=grades_in_words)


def _alike(year: YearFacts) -> list[dict]:
    found: list[dict] = []
    for grade in GRADES:
        own = terms_of(year.id, grade)
        spans = [(t.name, t.starts_on, t.ends_on, "" if t.is_open else "закрыт") for t in own]
        if found and found[-1]["spans"] == spans:
            found[-1]["last"] = grade
        else:
            found.append({"first": grade, "last": grade, "spans": spans})
    return found


@guarded("calendar.keep")
def grade_terms(grade: int):
    """The terms of a grade, to be changed."""
    year = seen_year("calendar.keep")
    return _form(year, _a_grade(grade), typed_terms(terms_of(year.id, grade)), _like(year, grade))


@guarded("calendar.keep")
def change_terms(grade: int):
    """Change the terms of a grade and of others that go with it."""
    year, also = seen_year("calendar.keep"), {_a_grade(grade)}
    also |= {number(g) for g in request.form.getlist("grades")} & set(GRADES)
    grades, typed = sorted(also), request.form
    marks = {}

    def change():
        if request.form.get("seen") != terms_seen(year, [grade]):
            raise StaleTerms("Пока вы правили, периоды изменили в другом окне. Проверьте.")
        changed = keep_terms(year, grades, typed)
        marks["count"] = changed.marks
        return (changed.first, changed.last) if changed.first else None

    try:
        with_lessons(year, change, lambda: _about_marks(marks["count"]))
    except StaleTerms as stale:
        db.session.rollback()
        return _form(year, grade, typed, grades, stale.sentence, stale=True), 409
    except WrongFields as wrong:
        db.session.rollback()
        return _form(year, grade, typed, grades, wrong.sentence, wrong.problems), 422
    except Refused as refused:
        db.session.rollback()
        return _form(year, grade, typed, grades, refused.sentence), 422
    except Asked as asked:
        return _form(year, grade, typed, grades, asked.sentence, agree=asked.key), 422
    flash("Периоды сохранены")
    return redirect(url_for(".terms", year=year.id))


def _about_marks(count: int) -> str:
    if not count:
        return ""
    return (
        f"За эти периоды уже выставлено отметок: {count}. Они останутся, но средний балл и "
        "пропуски будут считаться по новым датам."
    )


def _a_grade(grade: int) -> int:
    return grade if grade in GRADES else abort(404)


def _like(year: YearFacts, grade: int) -> list[int]:
    """The grades that have the same terms now: they are proposed together."""
    own = typed_terms(terms_of(year.id, grade))
    return [other for other in GRADES if typed_terms(terms_of(year.id, other)) == own]


def _form(
    year: YearFacts, grade: int, typed, grades, sentence="", problems=None, agree="", stale=False
):
    return shown(
        "grade.html",
        year,
        grade=grade,
        typed=typed,
        chosen=grades,
        grades=GRADES,
        kinds={kind: (TERM_WORD[kind], count) for kind, count in NUMBER.items()},
        most=MOST,
        seen=((sentence or agree) and not stale and typed.get("seen")) or terms_seen(year, [grade]),
        breaks=_breaks_within(year_days(year), year, grade),
        sentence=sentence,
        problems=problems or {},
        agree=agree,
    )


def _breaks_within(days: YearDays, year: YearFacts, grade: int) -> list[str]:
    """Holidays within the grade's terms: whoever moves a term must know that they stay."""
    found = {}
    for term in terms_of(year.id, grade):
        for day, rows in days.off.items():
            if term.holds(day):
                found |= {row: None for row in rows if row.ends_on > row.starts_on}
    return [f"{row.name}, {row.starts_on:%d.%m}–{row.ends_on:%d.%m}" for row in found]
