"""Who is named gets a letter when copies or the audit are not well: one a day about each cause."""

from dataclasses import replace
from datetime import timedelta

import pytest

from jobs.alarm import look
from models import clock
from models.base import db
from models.runs import alarms
from models.runs.backup import folder, make_backup, verify_backup
from models.runs.run import DONE, Run
from models.runs.targets import adopt
from models.school.school import the_school
from tests.post_office import post_office

TO = ("admin@school.test", "director@school.test")


@pytest.fixture
def office(app, tmp_path):
    place = tmp_path / "usb"
    place.mkdir()
    adopt(place)
    with post_office() as (office, smtp):
        own = app.config["KLASS"]
        for file in folder(own.data).glob("*.klass.zst*"):
            file.unlink()
        app.config["KLASS"] = replace(own, smtp=smtp, alarm_to=TO, copies=(place,))
        yield office
        app.config["KLASS"] = own
        (own.data / "alarms.json").unlink(missing_ok=True)


@pytest.fixture
def copy(app, office):
    settings = app.config["KLASS"]
    made = make_backup(settings.database_url, settings.data)
    return verify_backup(settings.database_url, settings.data, made.name)


def looked(app) -> dict:
    with app.app_context():
        return look()


def later(monkeypatch, **span) -> None:
    then = clock.real_now() + timedelta(**span)
    monkeypatch.setattr(clock, "real_now", lambda: then)


def test_where_all_is_well_nobody_is_written_to(app, office, copy):
    assert looked(app) == {}
    assert office.letters == []


def test_a_disk_that_is_away_is_told_once_a_day(app, office, copy, monkeypatch):
    (app.config["KLASS"].copies[0] / "klass-copies.txt").unlink()
    assert len(looked(app)) == 1
    assert [to for to, _letter in office.letters] == [[one] for one in TO]
    text = office.letters[0][1].get_content()
    assert "диск не подключён" in text and "Раздел «Копии»" in text
    assert looked(app) == {} and len(office.letters) == 2
    later(monkeypatch, hours=25)
    assert len(looked(app)) == 1 and len(office.letters) == 4


def test_a_failed_proof_is_told_and_another_cause_is_told_besides(app, office, copy):
    file = folder(app.config["KLASS"].data) / copy.name
    file.write_bytes(file.read_bytes()[:-5])
    settings = app.config["KLASS"]
    with pytest.raises(Exception, match="повреждён"):
        verify_backup(settings.database_url, settings.data, copy.name)
    assert set(looked(app)) == {"proof"}
    with app.app_context():
        run = Run(kind="audit-check", state=DONE, result={"faults": ["отметка № 5: не та"]})
        db.session.add(run)
        db.session.commit()
    assert set(looked(app)) == {"chain"}
    assert "отметка № 5" in office.letters[-1][1].get_content()


def test_how_old_a_proof_may_be_is_the_schools_setting(app, office, copy, in_school, monkeypatch):
    later(monkeypatch, hours=15)
    assert looked(app) == {}
    with in_school() as session:
        the_school().set_rule("proof_hours", 12)
        session.commit()
    assert set(looked(app)) == {"proof"}
    assert app.test_client().get("/readyz").json["copies"] == "down"
    assert app.test_client().get("/healthz").status_code == 200, "a proxy lets visitors in"


def test_a_letter_that_does_not_leave_is_written_again(app, office, copy):
    (app.config["KLASS"].copies[0] / "klass-copies.txt").unlink()
    office.closed = True
    assert looked(app) == {}
    office.closed = False
    assert len(looked(app)) == 1


@pytest.mark.parametrize("refused", TO)
def test_where_one_letter_does_not_leave_the_others_come_once_a_day(app, office, copy, refused):
    (app.config["KLASS"].copies[0] / "klass-copies.txt").unlink()
    office.unknown = {refused}
    assert len(looked(app)) == 1
    assert looked(app) == {}
    assert [to for to, _letter in office.letters] == [[one] for one in TO if one != refused]


def test_the_administrator_sees_each_cause_at_home(app, office, copy, as_):
    (app.config["KLASS"].copies[0] / "klass-copies.txt").unlink()
    assert "диск не подключён" in as_("admin").get("/administrator/").text
    assert "admin@school.test" in as_("admin").get("/administrator/backups/").text
    with app.app_context():
        assert alarms.causes(app.config["KLASS"], clock.real_now(), timedelta(hours=36))
