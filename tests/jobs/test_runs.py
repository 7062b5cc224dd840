"""A background job is a run: started after the commit, done once, its end told in words."""

import io
import socket
import tarfile
import time
from dataclasses import replace

import pytest

import jobs
from jobs import sweep, work
from models import engine
from models.base import db
from models.people.person import Person
from models.runs.run import new_run


def a_run(app, kind: str, **args) -> int:
    with app.app_context(), engine.writing():
        run = new_run(kind, **args)
        db.session.commit()
        jobs.start(run)
        return run.id


def test_the_administrator_presses_the_button_and_a_copy_is_made(app, as_, work_off, run_of):
    answer = as_("admin").post("/administrator/backups/")
    assert answer.status_code == 302
    run_id = int(answer.headers["Location"].rsplit("/", 1)[1])
    waiting = as_("admin").get(f"/administrator/runs/{run_id}", fragment=True).text
    assert "hx-trigger" in waiting
    work_off()
    run = run_of(run_id)
    assert run.state == "done"
    assert run.account_id is not None
    assert len(run.result["sha256"]) == 64
    finished = as_("admin").get(f"/administrator/runs/{run_id}", fragment=True).text
    assert "hx-trigger" not in finished
    page = as_("admin").get("/administrator/backups/").text
    assert run.result["sha256"][:12] in page
    name = run.result["name"]
    download = as_("admin").get(f"/administrator/backups/{name}")
    assert download.headers["Content-Disposition"].endswith(".klass.tar")
    with tarfile.open(fileobj=io.BytesIO(download.data)) as carried:
        assert carried.getmember(name).size == run.result["size"]


def test_a_copy_is_verified_from_the_page(app, as_, work_off, run_of):
    run_id = a_run(app, "backup")
    work_off()
    name = run_of(run_id).result["name"]
    answer = as_("admin").post(f"/administrator/backups/{name}/verification")
    work_off()
    check = run_of(int(answer.headers["Location"].rsplit("/", 1)[1]))
    assert check.state == "done"
    assert check.result["verified_at"]


def test_a_refusal_ends_the_run_with_its_sentence(app, work_off, run_of, queue):
    run_id = a_run(app, "backup-check", name="нет такой")
    work_off()
    run = run_of(run_id)
    assert (run.state, run.error) == ("failed", "Такой копии нет.")


def test_a_crash_ends_the_run_and_leaves_nothing(app, work_off, run_of, queue):
    with app.app_context(), engine.writing():
        people = db.session.query(Person).count()
    run_id = a_run(app, "import", upload_id=987654, dry=False)
    work_off()
    run = run_of(run_id)
    assert run.state == "failed"
    assert "ошибки программы" in run.error
    with app.app_context():
        assert db.session.query(Person).count() == people


def test_a_job_delivered_twice_is_done_once(app, queue, do_now, run_of):
    run_id = a_run(app, "control")
    do_now(run_id)
    first = run_of(run_id).finished_at
    do_now(run_id)
    assert run_of(run_id).finished_at == first


def test_without_redis_the_run_waits_and_the_page_says_so(app, as_, run_of):
    answer = as_("admin").post("/administrator/backups/")
    run_id = int(answer.headers["Location"].rsplit("/", 1)[1])
    assert run_of(run_id).state == "queued"
    page = as_("admin").get(f"/administrator/runs/{run_id}").text
    assert "Очередь заданий (Redis) не отвечает" in page
    ready = app.test_client().get("/readyz")
    assert ready.status_code == 503
    assert ready.json["redis"] == "down"
    assert ready.json["database"] == "ok"
    assert as_("anna").get("/teacher/").status_code == 200


@pytest.fixture
def silent_redis(app):
    """A server that takes calls and never answers."""
    own = app.config["KLASS"]
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        url = f"redis://127.0.0.1:{silent.getsockname()[1]}/0"
        app.config["KLASS"] = replace(own, redis_url=url)
        yield
    app.config["KLASS"] = own


def seconds_of_readyz(app) -> float:
    begun = time.monotonic()
    answer = app.test_client().get("/readyz")
    assert (answer.json["redis"], answer.json["worker"]) == ("down", "down")
    return time.monotonic() - begun


def test_whether_redis_is_away_is_told_within_a_second(app):
    assert seconds_of_readyz(app) < 1


def test_whether_redis_hangs_is_told_within_a_second(app, silent_redis):
    assert seconds_of_readyz(app) < 1


def test_the_sweep_starts_what_waited_while_redis_was_away(app, queue, work_off, run_of):
    with app.app_context(), engine.writing():
        run = new_run("days")
        db.session.commit()
        run_id = run.id
        assert sweep.sweep_runs() == (1, 0)
    work_off()
    assert run_of(run_id).state == "done"


def test_the_sweep_ends_runs_whose_worker_died(app, queue, run_of):
    with app.app_context(), engine.writing():
        run = new_run("backup")
        run.begin()
        db.session.commit()
        run_id = run.id
        assert sweep.sweep_runs() == (0, 1)
    assert "Ничего не изменено" in run_of(run_id).error


def test_of_a_removal_that_stopped_half_way_nobody_says_that_nothing_changed(app, queue, run_of):
    """Its pieces are committed one by one."""
    with app.app_context(), engine.writing():
        run = new_run("removal", act_id=1)
        run.begin()
        db.session.commit()
        run_id = run.id
        assert sweep.sweep_runs() == (0, 1)
    said = run_of(run_id).error
    assert "Ничего не изменено" not in said
    assert "часть записей уже могла исчезнуть" in said and "продолжите удаление" in said


def test_a_missing_worker_is_said_plainly(app, as_, queue):
    page = as_("admin").get("/administrator/backups/").text
    assert "Обработчик заданий не запущен" in page
    assert app.test_client().get("/readyz").json["worker"] == "down"


def test_every_kind_of_run_has_its_module():
    from importlib import import_module

    for module in work.KINDS.values():
        assert callable(import_module(module).run)


def test_a_run_is_never_shown_outside_the_administrators_room(app, as_, queue):
    run_id = a_run(app, "days")
    assert as_("director").get(f"/administrator/runs/{run_id}").status_code == 403
