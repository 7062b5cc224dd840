"""What a timetable leaves open, decided by a person: who takes which half, whose row is «инд»."""

from flask import redirect, render_template, request, url_for
from sqlalchemy import select

from blueprints import asked
from blueprints.guard import actor, authorize, find_or_404, guarded
from blueprints.trace import traced
from models.access.viewing import IMPORT
from models.base import db
from models.exchange.decision import decide, decisions, named_answer, undecide
from models.exchange.questions import HOME
from models.exchange.staff import TEACHER
from models.exchange.upload import Upload
from models.people.person import Person
from models.people.student import Student
from models.refusal import Refused
from models.runs.run import Run
from models.school.groups import ClassGroup, Enrolment
from models.school.teaching import within


@guarded("import.decide")
@traced(IMPORT, detail=("run_id",))
def import_questions(run_id: int):
    """All questions of a timetable with proposals and what was decided."""
    run, upload = _of_run(run_id)
    answers = decisions()
    return render_template(
        "imports/questions.html",
        run=run,
        upload=upload,
        questions=[_shown(number, q, answers) for number, q in enumerate(_questions(run))],
        pupils=_pupils(),
    )


@guarded("import.decide")
def decide_questions(run_id: int):
    """Keep the answers; then look at the report again."""
    run, _upload = _of_run(run_id)
    for number, question in enumerate(_questions(run)):
        chosen = asked.number(request.form.get(f"q{number}"))
        if chosen is not None:
            decide(question["key"], _answer(question, chosen))
        elif question["kind"] in (HOME, TEACHER):
            undecide(question["key"])
    db.session.commit()
    return redirect(url_for(".import_report", run_id=run.id, decided=1))


def _of_run(run_id: int) -> tuple[Run, Upload]:
    run = find_or_404(Run, run_id)
    upload = find_or_404(Upload, run.args.get("upload_id", 0))
    authorize("import.decide", upload)
    return run, upload


def _questions(run: Run) -> list[dict]:
    """The questions the run found, so that no page has to read the file again."""
    return (run.result or {}).get("questions", [])


def _answer(question: dict, chosen: int) -> list:
    if question["kind"] == TEACHER:
        options = {option[0]: option for option in question["options"]}
        if chosen not in options:
            raise Refused("Такого варианта нет. Обновите страницу.")
        return options[chosen]
    if question["kind"] == HOME:
        pupil = db.session.get(Student, chosen)
        if pupil is None:
            raise Refused("Такого ученика нет.")
        return named_answer(pupil)
    if chosen >= len(question["options"]):
        raise Refused("Такого варианта нет. Обновите страницу.")
    return question["options"][chosen]


def _shown(number: int, question: dict, answers: dict) -> dict:
    answer, options = answers.get(question["key"]), question["options"]
    if question["kind"] == TEACHER:
        chosen = answer[0] if answer else None
        return question | {"name": f"q{number}", "chosen": chosen, "decided": answer is not None}
    is_home = question["kind"] == HOME
    return question | {
        "name": f"q{number}",
        "options": ["; ".join(_said(share) for share in option) for option in options],
        "chosen": options.index(answer) if answer in options else None,
        "student": answer[0] if is_home and answer else None,
        "decided": answer is not None,
    }


def _said(share: dict) -> str:
    helper = f" (помогает {share['assistant']})" if share["assistant"] else ""
    return f"{' + '.join(share['groups'])} — {share['teacher']}{helper}"


def _pupils() -> list[tuple[int, str]]:
    rows = db.session.execute(
        select(Student.id, Person.surname, Person.given, ClassGroup.grade, ClassGroup.letter)
        .join(Person, Person.id == Student.person_id)
        .join(Enrolment, Enrolment.student_id == Student.id)
        .join(ClassGroup, ClassGroup.id == Enrolment.class_group_id)
        .where(within(Enrolment, actor().today))
        .order_by(Person.surname, Person.given)
    )
    return [
        (row[0], f"{row[1]} {row[2]}, {row[3]}{'-' + row[4] if row[4] else ''}") for row in rows
    ]
