"""One family member and one child: their papers, one more, a correction, the files."""

from flask import abort, current_app, flash, redirect, render_template, request, send_file, url_for

from blueprints import asked
from blueprints.guard import actor, authorize, find_or_404, guarded
from blueprints.pace import paced
from blueprints.security import begin_writing, late
from blueprints.trace import person_of, traced
from models.access.pace import PRINT, UPLOAD
from models.access.viewing import PAPER_FILE, PAPERS, About
from models.base import db
from models.office.families import Family, Member, member_of
from models.office.paper import ENDING, FORMS, GIVEN, PAPER, TITLES, FamilyPaper
from models.office.paper_file import (
    SIGNATURE,
    Brought,
    PaperFile,
    attach,
    brought_scan,
    brought_signature,
    files_of,
)
from models.office.papering import annul, must_be_signed, take_paper
from models.office.standing import STATES
from models.people.student import Student
from models.refusal import Refused
from models.school.school import hold_school


@guarded("paper.view")
@traced(PAPERS)
def member_papers(student_id: int, person_id: int):
    """All papers of one person about one child, and a form for one more."""
    family, member = _found("paper.view", student_id, person_id)
    return _page(family, member)


def _found(action: str, student_id: int, person_id: int) -> tuple[Family, Member]:
    authorize(action, find_or_404(Student, student_id))
    return member_of(student_id, person_id, actor().today) or abort(404)


@guarded("paper.take")
@paced(UPLOAD)
@traced(PAPERS)
@late
def take_member_paper(student_id: int, person_id: int):
    """Enter one paper, with its files; they are looked at before anything is written."""
    family, member = _found("paper.take", student_id, person_id)
    try:
        brought = _brought()
        begin_writing()
        hold_school()
        family, member = _found("paper.take", student_id, person_id)
        _take(member, brought)
    except Refused as refusal:
        db.session.rollback()
        return _page(family, member, refusal.sentence), 422
    db.session.commit()
    flash("Записано")
    return redirect(url_for(".member_papers", student_id=student_id, person_id=person_id))


def _take(member: Member, brought: list[Brought]) -> None:
    typed, by = request.form, actor().account_id
    day, form = asked.day(typed.get("day")), typed.get("form", "")
    if day is None:
        raise Refused("Укажите дату бумаги.")
    must_be_signed(form, any(file.kind == SIGNATURE for file in brought))
    kind, note = typed.get("kind", ""), typed.get("note", "")
    paper = take_paper(member, kind, form, day, note, actor().today, by)
    attach(paper, brought, current_app.config["KLASS"].data)


def _brought() -> list[Brought]:
    """The files of the form, known by their content."""
    scan, signature = (request.files.get(name) for name in ("scan", "signature"))
    found = []
    if scan and scan.filename:
        found.append(brought_scan(scan.filename, scan.stream.read))
    if signature and signature.filename:
        document = found[0] if found else None
        found.append(brought_signature(signature.filename, signature.stream.read, document))
    return found


@guarded("paper.take")
def annul_paper(paper_id: int):
    """Take a wrong entry back, with a reason; it stays in the register, struck out."""
    paper = find_or_404(FamilyPaper, paper_id)
    authorize("paper.take", paper)
    hold_school()
    annul(paper, request.form.get("why", ""), actor().account_id)
    db.session.commit()
    flash("Запись отменена")
    whose = {"student_id": paper.student_id, "person_id": paper.person_id}
    return redirect(url_for(".member_papers", **whose))


def _whose_paper(paper_id: int, file_id: int) -> list[About]:
    paper = db.session.get(FamilyPaper, paper_id)
    return [About(person_of(paper.student_id)), About(paper.person_id)]


@guarded("paper.view")
@paced(PRINT)
@traced(PAPER_FILE, about=_whose_paper, detail=("file_id",))
def paper_file(paper_id: int, file_id: int):
    """A file of a paper, always as an attachment."""
    paper = find_or_404(FamilyPaper, paper_id)
    authorize("paper.view", paper)
    found = db.session.get(PaperFile, file_id)
    if found is None or found.paper_id != paper.id:
        abort(404)
    path = found.path(current_app.config["KLASS"].data)
    if not path.exists():
        raise Refused("Файла нет на диске: его не вернули вместе с копией базы.")
    return send_file(
        path, mimetype=found.media, as_attachment=True, download_name=found.name, max_age=0
    )


def _page(family: Family, member: Member, sentence: str = "") -> str:
    papers = sorted(member.papers, key=lambda paper: (paper.on_date, paper.id), reverse=True)
    return render_template(
        "papers/member.html",
        family=family,
        member=member,
        papers=papers,
        files=files_of([paper.id for paper in papers]),
        state=STATES[member.standing.state],
        offered=ENDING if member.standing.is_open else GIVEN + ENDING,
        titles=TITLES,
        forms=FORMS,
        typed=request.form or {"form": PAPER, "day": actor().today.isoformat()},
        sentence=sentence,
    )
