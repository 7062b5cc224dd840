"""«Сведения обо мне»: what Klass holds about one person, as one file."""

import io
import json
import zipfile

from flask import current_app, g, make_response, render_template

from blueprints.file_name import call
from blueprints.guard import actor, authorize, find_or_404, guarded
from blueprints.pace import paced
from blueprints.presentation import moment
from blueprints.room import school
from blueprints.trace import traced
from models import clock
from models.access.pace import EXPORT
from models.access.viewing import DOSSIER, About
from models.base import db
from models.exchange.dossier.dossier import Dossier, dossier_of, lies_there
from models.office.paper_file import PaperFile
from models.people.person import Person


@guarded("dossier.own")
def own_data():
    """What the file holds, and the file."""
    return render_template("dossier/own.html")


def _whose(**_numbers: int) -> list[About]:
    return [About(number) for number in g.dossier_of]


@guarded("dossier.own")
@paced(EXPORT)
@traced(DOSSIER, about=_whose)
def own_dossier():
    """The file about oneself and, for a parent, the children whose diary is open."""
    person = db.session.get(Person, actor().person_id)
    return _file(dossier_of(person, actor().today, by_themself=True), person)


@guarded("dossier.make")
@paced(EXPORT)
@traced(DOSSIER, about=_whose)
def person_dossier(person_id: int):
    """The file about somebody who asked the school for it."""
    person = find_or_404(Person, person_id)
    authorize("dossier.make", person)
    return _file(dossier_of(person, actor().today, by_themself=False), person)


def _file(dossier: Dossier, person: Person):
    g.dossier_of = dossier.people
    answer = make_response(_packed(dossier))
    answer.mimetype = "application/zip"
    return call(answer, f"Сведения, {person.surname} {person.given}.zip")


def _packed(dossier: Dossier) -> bytes:
    """A page to read, the same for programs, and the files of papers."""
    data, facts = current_app.config["KLASS"].data, school()
    files = [(file, _name(n, file), lies_there(file, data)) for n, file in enumerate(dossier.files)]
    page = render_template(
        "dossier/file.html",
        school=facts.name if facts else "",
        dossier=dossier,
        files=files,
        made=moment(clock.now()),
        by=actor(),
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("сведения.html", page)
        archive.writestr(
            "сведения.json", json.dumps(dossier.as_json(), ensure_ascii=False, indent=1)
        )
        for file, name, there in files:
            if there:
                archive.write(file.path(data), name)
    return packed.getvalue()


def _name(number: int, file: PaperFile) -> str:
    """Two papers may have come under one name."""
    return f"файлы/{number + 1}-{file.name.replace('/', '-')}"
