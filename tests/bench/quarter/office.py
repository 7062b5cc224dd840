"""What the office, class teachers and the late do in the quarter, by the pages they have."""

from collections.abc import Callable
from datetime import date, datetime

from tests.bench.quarter.script import CONTROLS, EVENING, TERM_MARKS

NOTE_AT = datetime(2027, 3, 31, 12, 0)
BUTTON = (CONTROLS[1], CONTROLS[3])  # evenings on which the button is pressed, too
_PERSON = (
    "SELECT person.id FROM person JOIN account ON account.person_id = person.id WHERE login = :who"
)
_CLASS = "SELECT id FROM class_group WHERE grade = :grade AND letter = :letter"
EXEMPTIONS = (  # when it is entered: kind, whose, from, until, class, document
    (datetime(2027, 2, 24, 12, 0), "illness", "nina", (2, 8), (2, 20), "", "лист № 18"),
    (datetime(2027, 3, 17, 12, 0), "courses", "nina", (2, 26), (3, 2), "", "приказ № 31"),
    (datetime(2027, 3, 17, 12, 0), "late", "olga", (2, 22), (3, 5), "5-Б", "докладная № 4"),
    (datetime(2027, 3, 12, 10, 0), "stop", "", (3, 11), (3, 11), "", "акт № 2"),
)


def office_deeds() -> dict[datetime, list[Callable]]:
    """Moment → what is done then, each a function of the play."""
    found: dict[datetime, list[Callable]] = {}

    def then(moment: datetime, act: Callable) -> None:
        found.setdefault(moment, []).append(act)

    then(datetime(2027, 2, 8, 9, 0), _let_stand_in)
    for moment, *said in EXEMPTIONS:
        then(moment, lambda play, said=said: _exempt(play, *said))
    then(datetime(2027, 2, 1, 9, 0), _take_certificate)
    then(datetime(2027, 2, 24, 12, 0), _take_sanatorium)
    then(datetime(2027, 3, 3, 12, 0), _ask)
    then(datetime(2027, 3, 17, 12, 0), _answer)
    for moment, login in (
        (datetime(2027, 2, 1, 9, 0), "olga"),
        (datetime(2027, 3, 3, 12, 0), "anna"),
    ):
        then(moment, lambda play, login=login: _explain(play, login))
    for (login, group, course), (moment, pupils) in TERM_MARKS.items():
        said = (login, group, course, pupils)
        then(moment, lambda play, said=said: _give_term_marks(play, *said))
    for day in BUTTON:
        then(datetime.combine(day, EVENING), lambda play: play.press_for_snapshot())
    then(NOTE_AT, _write_note)
    return found


def _class_id(play, name: str) -> int:
    grade, letter = name.split("-")
    return play.asked(_CLASS, grade=int(grade), letter=letter)


def _let_stand_in(play) -> None:
    """An order: while the operator of 6-Б is ill, a deputy answers for her class."""
    admin = play.as_("admin")
    admin.page("/administrator/orders/new")
    line = {
        "line": "0",
        "duty-0": "operator",
        "name-0": "Тамарина Тамара",
        "person-0": str(play.asked(_PERSON, who="tamara")),
        "first-0": "2027-02-08",
        "until-0": "2027-02-20",
        "absent-0": str(play.asked(_PERSON, who="nina")),
        "class-0": str(_class_id(play, "6-Б")),
    }
    token = {"csrf_token": admin.text("/csrf")}
    head = {"number": "17", "on_date": "2027-02-08", "title": "О замещении", "first": "2027-02-08"}
    admin.text("/administrator/orders/", token | head | {"until": "2027-02-20"} | line)
    assert play.asked("SELECT count(*) FROM appointment WHERE stands_in_for IS NOT NULL") == 1


def _exempt(play, kind: str, who: str, first, last, class_name: str, document: str) -> None:
    fields = {
        "kind": kind,
        "person": str(play.asked(_PERSON, who=who)) if who else "",
        "from_date": date(2027, *first).isoformat(),
        "until": date(2027, *last).isoformat(),
        "document": document,
        "class": str(_class_id(play, class_name)) if class_name else "",
    }
    play.as_("admin").send("/administrator/control/exemptions/", "/exemptions/", **fields)


def _pupil(play, surname: str) -> int:
    sql = "SELECT student.id FROM student JOIN person ON person.id = student.person_id"
    return play.asked(f"{sql} WHERE surname = :surname", surname=surname)


def _take_certificate(play) -> None:
    """The class teacher of 5-А: illness of some days, whose absences become «б»."""
    path = f"/teacher/school/pupils/{_pupil(play, 'Ученик5-Аа')}/"
    days = {"first": "2027-01-18", "until": "2027-01-30", "on_date": "2027-02-01"}
    play.as_("boris").send(path, "certificates/", **days, number="7", code="б")


def _take_sanatorium(play) -> None:
    """The class teacher of 6-А: a certificate of study elsewhere, with its marks."""
    path = f"/teacher/school/pupils/{_pupil(play, 'Ученик6-Аб')}/"
    days = {"first": "2027-02-08", "until": "2027-02-21", "on_date": "2027-02-24"}
    play.as_("vera").send(path, "certificates/", **days, number="12", code="уп")
    course = str(play.asked("SELECT id FROM course WHERE name = 'Математика'"))
    said = {"course": course, "on_date": "2027-02-19", "marks": "5 4"}
    play.as_("vera").send(path, "brought/", **said, document="справка № 12 санатория")


def _ask(play) -> None:
    question = {"about": "6-Б", "text": "Почему уроки 6-Б перенесены позже?"}
    play.as_("director").send("/director/control/inquiries/", "/inquiries/", **question)


def _answer(play) -> None:
    answer = "Оператор была на курсах, приказ № 31."
    play.as_("admin").send("/administrator/control/inquiries/", "/answer", answer=answer)


def _explain(play, login: str) -> None:
    room = "operator" if login == "olga" else "teacher"
    play.as_(login).send(f"/{room}/duties/", "/explanations", text="Бумажный журнал был у завуча.")


def _give_term_marks(play, login: str, group: str, course: str, pupils: int) -> None:
    """Marks of the quarter for the first pupils of the list."""
    journal = play.asked(
        "SELECT journal.id FROM journal JOIN study_group ON study_group.id = study_group_id "
        "JOIN course ON course.id = course_id WHERE study_group.name = :g AND course.name = :c",
        g=group,
        c=course,
    )
    term = play.asked(
        "SELECT id FROM term WHERE number = 3 AND grade = :grade", grade=int(group[0])
    )
    room = "operator" if login in ("olga", "nina") else "teacher"
    path = f"/{room}/journals/{journal}/periods/t{term}/"
    form = next(f for f in play.as_(login).page(path).forms if any("value-" in n for n in f.fields))
    named = [name for name in form.fields if name.startswith("value-")]
    values = form.form_values()
    filled = [(name, "4" if name in named[:pupils] else value) for name, value in values]
    play.as_(login).text(path, filled)


def _write_note(play) -> None:
    """The administrator has the quarter counted, adds a sentence and signs."""
    admin = play.as_("admin")
    admin.send("/administrator/control/notes/", term="3")
    path = f"/administrator/control/notes/{play.asked('SELECT max(id) FROM analytic_note')}/"
    admin.send(path, button="sign", council="Педсовет 31.03.2027, протокол № 4")
    admin.send(f"{path}?ask=1", button="sign", sure="1")
