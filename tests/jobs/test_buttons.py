"""The administrator's buttons: pressed twice is asked once, and no file holds a teacher up."""

import io
import re
import sqlite3

import pytest

import jobs
from blueprints.pages import imports
from jobs import imports as import_job
from jobs import memory
from jobs.sweep import end_run_of
from models import engine
from models.base import db
from models.exchange.upload import Upload, store
from models.refusal import Refused
from models.runs.run import FAILED, Run
from models.school.subject import Subject
from tests.empty_school import DATA

TIMETABLE = (DATA / "timetable-asc.xml").read_bytes()
ODD = TIMETABLE.replace(b'day="0"', b'day="99"')


def bring(admin, content=TIMETABLE, kind="timetable", **more):
    data = {"kind": kind, "file": (io.BytesIO(content), "school.xml")} | more
    return admin.post("/administrator/imports/", data)


def run_in(answer) -> int:
    assert answer.status_code == 302, answer.text
    return int(answer.headers["Location"].rsplit("/", 1)[1])


@pytest.fixture
def may_write(app, a_stage):
    """Whether a teacher could write now: no transaction here, no lock in the database."""

    def look() -> bool:
        if a_stage.database.kind == "sqlite":
            other = sqlite3.connect(a_stage.database.file, timeout=0, isolation_level=None)
            other.execute("BEGIN IMMEDIATE")
            other.close()
        return True

    return look


@pytest.fixture
def watched(monkeypatch, may_write):
    """Looks, at each call of a function, whether a teacher could write meanwhile."""
    looks = []

    def watch(place, name):
        real = getattr(place, name)

        def looking(*args, **kwargs):
            looks.append(may_write())
            return real(*args, **kwargs)

        monkeypatch.setattr(place, name, looking)
        return looks

    return watch


def test_while_a_file_is_looked_at_teachers_write(as_, watched):
    looks = watched(imports.uploads, "store")
    bring(as_("admin"))
    assert looks == [True]


def test_while_a_file_is_read_teachers_write(as_, watched, do_now, run_of):
    looks = watched(import_job, "read_file")
    run_id = run_in(bring(as_("admin")))
    do_now(run_id)
    assert looks == [True]
    assert run_of(run_id).state == "done"


def test_an_odd_row_is_the_answer_of_the_run(as_, do_now, run_of):
    run_id = run_in(bring(as_("admin"), ODD))
    do_now(run_id)
    run = run_of(run_id)
    assert run.state == "failed"
    assert "строка" in run.error
    assert "day=«99»" in run.error


@pytest.mark.parametrize("first", ["0001-01-01", "9999-12-31", "вчера", "2026-13-01"])
def test_an_impossible_first_day_is_refused(as_, first):
    answer = bring(as_("admin"), first=first)
    assert answer.status_code == 422
    assert "непонятна" in answer.text


def test_only_what_a_check_has_shown_is_brought_in(app, as_, do_now, run_of):
    admin = as_("admin")
    dry = run_in(bring(admin))
    path = "/administrator/imports/{}/application"
    assert admin.post(path.format(dry)).status_code == 403  # not looked at yet
    do_now(dry)
    applied = run_in(admin.post(path.format(dry)))
    assert run_in(admin.post(path.format(dry))) == applied  # a second click
    do_now(applied)
    assert run_of(applied).state == "done"
    again = admin.post(path.format(applied))
    assert again.status_code == 403
    assert "удавшаяся проверка" in again.text
    failed = run_in(bring(admin, ODD))
    do_now(failed)
    assert admin.post(path.format(failed)).status_code == 403


def answer_all(admin, run_id: int) -> str:
    """Decide every question that has a proposal; the report one is led to."""
    page = f"/administrator/imports/{run_id}/questions"
    names = re.findall(r'type="radio" name="(q\d+)"', admin.get(page).text)
    answer = admin.post(page, dict.fromkeys(names, "0"))
    return admin.get(answer.headers["Location"]).text


def number_after(words: str, page: str) -> int:
    return int(re.search(rf"{words}: (\d+)", page)[1])


def test_a_report_counts_as_open_only_what_nobody_has_decided(as_, do_now, run_of):
    admin = as_("admin")
    dry = run_in(bring(admin))
    do_now(dry)
    asked = run_of(dry).result["questions"]
    proposed = [question for question in asked if question["options"]]
    before = admin.get(f"/administrator/imports/{dry}/").text
    assert number_after("Вопросов без ответа", before) == len(asked) > len(proposed)
    after = answer_all(admin, dry)
    assert number_after("Вопросов без ответа", after) == len(asked) - len(proposed)
    assert number_after("решено вопросов", after) == len(proposed)
    assert "не попадёт уроков" not in after
    assert "кнопка «Внести»" in after


def test_an_import_brought_in_before_the_decisions_says_to_bring_it_in_again(as_, do_now, run_of):
    admin = as_("admin")
    dry = run_in(bring(admin))
    do_now(dry)
    again = f"/administrator/imports/{dry}/application"
    applied = run_in(admin.post(again))
    do_now(applied)
    waited = run_of(applied).result["waiting_lessons"]
    after = answer_all(admin, applied)
    assert "проверьте файл ещё раз" in after
    check = run_in(admin.post(f"/administrator/imports/{applied}/checks"))
    do_now(check)
    second = run_in(admin.post(f"/administrator/imports/{check}/application"))
    do_now(second)
    assert waited > run_of(second).result["waiting_lessons"] == 0
    assert "проверьте файл ещё раз" not in admin.get(f"/administrator/imports/{second}/").text


def test_a_check_that_was_brought_in_tells_what_was_changed(as_, do_now):
    admin, report = as_("admin"), "/administrator/imports/{}/"
    dry = run_in(bring(admin))
    do_now(dry)
    assert ">Внести<" in admin.get(report.format(dry)).text
    applied = run_in(admin.post(f"{report.format(dry)}application"))
    do_now(applied)
    assert admin.get(report.format(dry)).location == report.format(applied)
    again = admin.post(f"{report.format(dry)}application")  # long after, from an old window
    assert again.location == report.format(applied)
    assert "уже внесён" in admin.get(report.format(applied)).text
    page = admin.get(report.format(applied)).text
    assert "Создано" in page and "Что изменилось<" in page and "Отменить эту загрузку" in page
    assert ">Внести<" not in page and "что изменилось бы" not in page.lower()
    check = run_in(admin.post(f"{report.format(applied)}checks"))
    do_now(check)
    again = admin.get(report.format(check)).text
    assert "Всё это в школе уже есть: вносить нечего." in again
    assert re.findall(r'class="num"[^>]*>(\d+)<', again) == re.findall(
        r'data-label="без изменений">(\d+)<', again
    )
    do_now(run_in(admin.post(f"{report.format(applied)}undoing")))
    back = admin.get(report.format(dry)).text
    assert "Файл вносили, потом отменили" in back and ">Внести<" in back


def test_an_undone_import_says_who_undid_it_and_is_not_undone_again(as_, do_now, run_of):
    admin = as_("admin")
    dry = run_in(bring(admin))
    do_now(dry)
    applied = run_in(admin.post(f"/administrator/imports/{dry}/application"))
    do_now(applied)
    report, undo = f"/administrator/imports/{applied}/", f"/administrator/imports/{applied}/undoing"
    assert undo in admin.get(report).text
    undoing = run_in(admin.post(undo))
    assert "Отмена идёт" in admin.get(report).text
    assert run_in(admin.post(undo)) == undoing  # a second click
    do_now(undoing)
    assert run_of(undoing).state == "done", run_of(undoing).error
    page = admin.get(report).text
    assert re.search(r"Эту загрузку отменили: Служебная А\., \d\d\.\d\d\S* в \d\d:\d\d", page)
    assert undo not in page
    assert "отменено" in admin.get("/administrator/imports/").text
    again = admin.post(undo)
    assert again.location == report and "Уже отменено" in admin.get(report).text


def test_an_import_whose_undoing_was_refused_may_be_undone_later(as_, do_now, in_school, run_of):
    admin = as_("admin")
    dry = run_in(bring(admin))
    do_now(dry)
    applied = run_in(admin.post(f"/administrator/imports/{dry}/application"))
    do_now(applied)
    with in_school() as session:
        session.query(Subject).order_by(Subject.id.desc()).first().name = "Не то"
        session.commit()
    undo = f"/administrator/imports/{applied}/undoing"
    undoing = run_in(admin.post(undo))
    do_now(undoing)
    assert run_of(undoing).state == "failed"
    assert undo in admin.get(f"/administrator/imports/{applied}/").text


def test_a_raised_two_is_no_answer_to_a_question(as_, do_now):
    admin = as_("admin")
    run_id = run_in(bring(admin))
    do_now(run_id)
    answers = {"q0": "²", "q1": str(2**31), "q2": "9" * 5000}
    assert admin.post(f"/administrator/imports/{run_id}/questions", answers).status_code == 302


@pytest.mark.parametrize("path", ["/administrator/backups/", "/administrator/control/"])
def test_a_button_pressed_twice_is_pressed_once(app, as_, path, do_now):
    admin = as_("admin")
    first = run_in(admin.post(path))
    assert run_in(admin.post(path)) == first
    do_now(first)
    assert run_in(admin.post(path)) != first


def test_two_things_asked_at_once_are_two_runs(app, as_):
    with app.app_context(), engine.writing():
        one, other, same = (jobs.ask("backup-check", by=None, name=name).id for name in "aba")
    assert one == same != other


def test_a_file_cut_short_by_a_crash_is_kept_whole_the_next_time(app, tmp_path):
    source = tmp_path / "brought"
    source.write_bytes(TIMETABLE)
    stored = store("timetable", source, tmp_path)
    place = stored.path(tmp_path)
    place.write_bytes(TIMETABLE[:1000])
    assert store("timetable", source, tmp_path) == stored
    assert place.read_bytes() == TIMETABLE
    assert [file.name for file in place.parent.iterdir()] == [place.name]


def test_an_import_whose_file_is_gone_says_so(app, as_, do_now, run_of):
    run_id = run_in(bring(as_("admin")))
    with app.app_context():
        taken = db.session.get(Upload, run_of(run_id).args["upload_id"])
        taken.path(app.config["KLASS"].data).unlink()
    do_now(run_id)
    assert "на диске больше нет" in run_of(run_id).error


def test_a_job_that_asks_for_too_much_memory_is_refused():
    with pytest.raises(Refused, match="слишком много памяти"), memory.bounded(64 << 20):
        bytearray(512 << 20)
    assert len(bytearray(512 << 20)) == 512 << 20  # afterwards the bound is lifted


def test_a_run_whose_process_died_ends_at_once(app, queue, run_of):
    from rq.job import Job

    with app.app_context(), engine.writing():
        run = Run(kind="backup", args={})
        db.session.add(run)
        db.session.commit()
        jobs.start(run)
        run.begin()
        db.session.commit()
        end_run_of(Job.fetch(f"run-{run.id}", connection=queue), 1, 9, None)
        assert run_of(run.id).state == FAILED
        assert "остановился" in run_of(run.id).error
