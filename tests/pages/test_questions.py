"""What a timetable leaves open is decided on a page, and may be left open again."""

from models.exchange.decision import decisions
from models.exchange.questions import HOME, home_key
from models.exchange.upload import Upload
from models.people.student import Student
from models.runs.run import new_run

ROW = home_key("Иванов инд")


def asked_by_a_run(in_school) -> str:
    """A run that found a row «инд»; the address of its questions."""
    question = {"key": ROW, "kind": HOME, "text": "Чей это ученик", "reason": "", "options": []}
    with in_school() as session:
        taken = Upload(kind="timetable", name="asc.xml", size=1, sha256="0" * 64)
        session.add(taken)
        session.flush()
        run = new_run("import", upload_id=taken.id, dry=True, first=None)
        session.flush()
        run.begin()
        run.finish({"questions": [question | {"lessons": 1}]})
        session.commit()
        return f"/administrator/imports/{run.id}/questions"


def test_decide_later_takes_the_answer_back(as_, in_school):
    page, admin = asked_by_a_run(in_school), as_("admin")
    with in_school() as session:
        pupil = session.query(Student).first()
        number, name = pupil.id, pupil.person.full_name
    admin.post(page, data={"q0": str(number)})
    with in_school():
        assert decisions() == {ROW: [number, name]}
    assert "решено" in admin.get(page).text
    admin.post(page, data={"q0": ""})
    with in_school():
        assert decisions() == {}
    assert "ждёт" in admin.get(page).text


def test_a_run_that_took_an_import_back_leads_to_it(as_, in_school):
    page = asked_by_a_run(in_school)
    with in_school() as session:
        undoing = new_run("import-undo", run_id=int(page.split("/")[3]))
        session.flush()
        undoing.begin()
        undoing.finish({"inverted": 3})
        session.commit()
        path = f"/administrator/runs/{undoing.id}"
    shown = as_("admin").get(path).text
    assert page.removesuffix("/questions") in shown
