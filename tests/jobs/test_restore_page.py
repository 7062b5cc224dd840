"""A copy is restored from its page while the school works: proved first, swapped at once, and a
process that dies at any moment leaves a journal that works."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import timedelta

import pytest

from blueprints.pages import restoration as page
from jobs.seal import seal, ship
from models import clock
from models.access.session import end_sessions
from models.audit.verify import verify
from models.base import db
from models.closed import closing, is_closed
from models.environment import HERE
from models.journal.cell import Mark
from models.people.account import Account, hash_password
from models.people.person import Person
from models.refusal import Refused
from models.runs import asked_restore
from models.runs.backup import backups, folder, make_backup
from models.runs.restoring import Wish, bring_back
from models.runs.targets import adopt
from models.school.school import the_school
from tests.slips import PASSWORD

MATHS = ("5-А", "Математика")


@pytest.fixture
def settings(app):
    found = app.config["KLASS"]
    for file in folder(found.data).glob("*.klass.zst*"):
        file.unlink()
    yield found
    app.config["KLASS"] = found
    for name in ("restoration.json", "restores.jsonl"):
        (found.data / name).unlink(missing_ok=True)


@pytest.fixture
def copy(settings, as_, cast, in_school):
    """A copy with one mark; then it was changed."""
    with in_school() as session:
        admin = session.query(Account).filter_by(login="admin").one()
        admin.password_hash = hash_password(PASSWORD)
        session.commit()
    anna = as_("anna")
    anna.type("teacher", cast, MATHS, "petya", "5")
    made = make_backup(settings.database_url, settings.data)
    anna.type("teacher", cast, MATHS, "petya", "2", version=1)
    return made


def path_of(copy) -> str:
    return f"/administrator/backups/{copy.name}/restoration"


def ended(app, seconds: float = 90) -> asked_restore.Restoration:
    """The restore, when it is over."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with app.app_context():
            last = asked_restore.last_restoration(app.config["KLASS"].data)
        if not last.is_active:
            return last
        time.sleep(0.2)
    raise AssertionError(last)


def marks(app) -> list[str]:
    with app.app_context():
        return [shown for (shown,) in db.session.query(Mark.shown)]


def test_the_page_says_what_the_copy_holds_and_what_came_since(as_, copy):
    told = as_("admin").get(path_of(copy)).text
    assert "Записи журнала изменений" in told and "Последнее изменение в копии" in told
    assert "Ещё не проверена: перед заменой она проверится." in told
    assert "когда изменения выносятся на другой диск" in told


def test_without_the_right_password_nothing_begins(as_, app, copy):
    admin = as_("admin")
    refused = admin.post(path_of(copy), {"password": "не тот", "to": "copy"})
    assert refused.status_code == 422 and "Пароль не подходит" in refused.text
    vague = admin.post(path_of(copy), {"password": PASSWORD, "to": "moment", "moment": "вчера"})
    assert vague.status_code == 422 and "Укажите день и время" in vague.text
    assert admin.get("/administrator/backups/restoration").status_code == 302
    assert marks(app) == ["2"]


def test_the_copy_comes_back_and_nobody_is_signed_out(app, a_stage, as_, cast, copy, in_school):
    admin, olga = as_("admin"), as_("anna")
    with in_school() as session:  # both since the copy
        vera = session.query(Account).filter_by(login="vera").one()
        vera.password_hash = secret = hash_password("новый пароль с тех пор")
        end_sessions(vera.id)
        session.commit()
    a_stage._close()
    assert admin.post(path_of(copy), {"password": PASSWORD, "to": "copy"}).status_code == 302
    assert "Восстановление" in admin.get("/administrator/backups/restoration").text
    last = ended(app)
    assert (last.state, last.sentence) == ("done", "База восстановлена, всё сходится.")
    assert marks(app) == ["5"]
    assert "вернуться к нему" in admin.get("/administrator/backups/restoration").text
    with in_school() as session:
        assert session.query(Account).filter_by(login="vera").one().password_hash == secret
        session.add(Person(surname="Новый"))  # numbers go on behind what came back
        session.commit()
        assert verify().faults == []
    stale = olga.type("teacher", cast, MATHS, "petya", "3", version=2)
    assert stale.status_code == 409, "a page from before must not win over what came back"
    assert {one.name: one.safety for one in backups(app.config["KLASS"].data)} == {
        copy.name: False,
        last.safety: True,
    }


def test_a_moment_comes_back_through_the_page(app, as_, cast, copy, settings, in_school, tmp_path):
    disk = tmp_path / "usb"
    disk.mkdir()
    adopt(disk)
    app.config["KLASS"] = replace(settings, copies=(disk,))
    anna, admin = as_("anna"), as_("admin")
    anna.type("teacher", cast, MATHS, "petya", "4", version=2)
    with in_school():
        moment = clock.school_time(clock.now()).replace(microsecond=0) + timedelta(seconds=1)
    time.sleep(2)
    anna.type("teacher", cast, MATHS, "petya", "3", version=3)
    with in_school():
        seal()
        assert ship() == []
    wish = {"to": "moment", "moment": f"{moment:%Y-%m-%dT%H:%M:%S}", "password": PASSWORD}
    assert admin.post(path_of(copy), wish).status_code == 302
    last = ended(app)
    assert (last.state, last.sentence) == ("done", "База восстановлена, всё сходится.")
    assert marks(app) == ["4"]


def test_of_a_base_without_a_school_no_copy_is_kept(app, a_stage, copy, settings, in_school):
    """After a disaster the base is empty: its copy would be the newest."""
    with in_school() as session:
        session.delete(the_school())
        session.commit()
    a_stage._close()
    wish = Wish(settings.data, copy.name, {"id": "x"})
    with app.app_context():
        assert bring_back(settings, wish, lambda *_: None).safety is None
    assert [one.name for one in backups(settings.data)] == [copy.name]


def test_the_data_folder_is_no_other_disk(settings):
    inside = settings.data / "copies"
    inside.mkdir(exist_ok=True)
    for place in (settings.data, inside):
        with pytest.raises(Refused, match="папка самого журнала"):
            adopt(place.resolve(), settings.data)


def test_what_a_damaged_copy_refuses_changes_nothing(app, as_, copy, settings):
    file = folder(settings.data) / copy.name
    file.write_bytes(file.read_bytes()[:-9])
    assert as_("admin").post(path_of(copy), {"password": PASSWORD}).status_code == 302
    last = ended(app)
    assert last.state == "failed"
    assert "повреждён" in last.sentence and "Всё оставлено как было." in last.sentence
    assert marks(app) == ["2"]


def test_two_restores_at_once_are_one(app, as_, copy, monkeypatch):
    monkeypatch.setattr(page.restore_job, "start", lambda *_: None)  # it waits to begin
    admin = as_("admin")
    assert admin.post(path_of(copy), {"password": PASSWORD}).status_code == 302
    second = admin.post(path_of(copy), {"password": PASSWORD})
    assert second.status_code == 422 and "Восстановление уже идёт" in second.text


def test_while_it_is_closed_the_journal_is_read_and_what_was_typed_waits(
    app, as_, cast, settings, copy
):
    anna, admin = as_("anna"), as_("admin")
    with closing(settings.data):
        refused = anna.type("teacher", cast, MATHS, "olya", "4", headers={"HX-Request": "true"})
        assert refused.status_code == 503 and refused.headers["X-Klass-Reason"] == "closed"
        assert "только для чтения" in refused.text
        shown = anna.get(f"/teacher/journals/{cast.journals[MATHS]}/")
        assert shown.status_code == 200 and "журнал пока открыт только для чтения" in shown.text
        form = admin.post("/administrator/work-kinds/", {"name": "Проект <1>"})
        assert form.status_code == 503
        assert 'name="name" value="Проект &lt;1&gt;"' in form.text
        assert "Отправить ещё раз" in form.text
        looked = admin.get("/administrator/audit/")  # a look that cannot be written down
        assert looked.status_code in (200, 503)
    assert marks(app) == ["2"]
    assert anna.type("teacher", cast, MATHS, "olya", "4").status_code == 200


def test_a_lock_whose_owner_died_closes_nothing(tmp_path):
    code = "import sys,time,pathlib; from models.closed import closing\n"
    code += "with closing(pathlib.Path(sys.argv[1])): print(flush=True); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", code, tmp_path], stdout=subprocess.PIPE) as other:
        other.stdout.readline()
        assert is_closed(tmp_path)
        other.kill()
    assert not is_closed(tmp_path)


@pytest.mark.parametrize("step", [1, 4, 5, 6, 7])
def test_killed_at_any_moment_it_leaves_a_journal_that_works(
    app, a_stage, as_, cast, copy, settings, step, in_school
):
    with app.app_context():
        by = type("By", (), {"account_id": None, "role": "administrator"})
        number = asked_restore.ask(settings.data, copy.name, settings.data, None, False, by)
    a_stage._close()
    own = {"KLASS_DATA": str(settings.data), "DATABASE_URL": settings.database_url}
    command = [sys.executable, "-m", "jobs.restore", number]
    process = subprocess.Popen(command, cwd=HERE, env=os.environ | own, start_new_session=True)
    while process.poll() is None and asked_restore.kept(settings.data).step < step:
        time.sleep(0.002)
    os.killpg(process.pid, signal.SIGKILL) if process.poll() is None else None
    process.wait()
    last = ended(app)
    assert last.state in ("done", "failed")
    came = last.state == "done"
    assert marks(app) == (["5"] if came else ["2"]), last
    assert as_("anna").type("teacher", cast, MATHS, "olya", "4").status_code == 200
    with in_school():
        assert verify().faults == []
    assert as_("admin").get("/administrator/backups/restoration").status_code == 200


def test_who_waits_too_long_to_begin_is_told_to_begin_again(app, as_, copy, settings, monkeypatch):
    monkeypatch.setattr(page.restore_job, "start", lambda *_: None)
    admin = as_("admin")
    admin.post(path_of(copy), {"password": PASSWORD})
    later = clock.real_now() + asked_restore.STARTS_WITHIN + timedelta(seconds=1)
    monkeypatch.setattr(asked_restore.clock, "real_now", lambda: later)
    assert "остановилось на полпути" in admin.get("/administrator/backups/restoration").text
