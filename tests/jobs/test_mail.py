"""Letters go out by the worker, never by a page; a mail server that is away is asked again."""

import smtplib
import time
from dataclasses import replace
from datetime import timedelta

import pytest
from rq import Queue
from rq.executions import Execution

from app import Settings, WrongSetting
from jobs import mail
from jobs.connection import QUEUE
from jobs.sweep import end_run_of
from models import clock
from models.mail_settings import Smtp, smtp_of
from tests.post_office import post_office


@pytest.fixture
def office(app, queue):
    """The post office, with the app's letters going there."""
    with post_office() as (office, smtp):
        own = app.config["KLASS"]
        app.config["KLASS"] = replace(own, smtp=smtp)
        yield office
        app.config["KLASS"] = own


def send(app, *letter) -> bool:
    with app.app_context():
        return mail.send(*letter)


def test_a_letter_is_queued_and_goes_out_with_the_worker(app, office, work_off):
    assert send(app, "mama@example.org", "Дневник", "Здравствуйте!\nЗавтра собрание.")
    assert office.letters == []
    work_off()
    ((to, letter),) = office.letters
    assert to == ["mama@example.org"]
    assert letter["Subject"] == "Дневник" and letter["From"] == "klass@school.test"
    assert letter.get_content().splitlines() == ["Здравствуйте!", "Завтра собрание."]
    assert letter["Auto-Submitted"] == "auto-generated" and letter["Message-ID"]


def test_without_a_mail_server_nothing_is_sent_and_nothing_fails(app, queue):
    assert send(app, "mama@example.org", "Дневник", "…") is False


def test_without_redis_a_letter_is_not_promised(app):
    own = app.config["KLASS"]
    away = replace(own, redis_url="unix:///nowhere.sock", smtp=Smtp("smtp", "x", 25, "k@s.test"))
    app.config["KLASS"] = away
    try:
        assert send(app, "mama@example.org", "Дневник", "…") is False
    finally:
        app.config["KLASS"] = own


def test_nobody_writes_headers_of_their_own(app, office, work_off):
    assert send(app, "a@example.org\nBcc: b@example.org", "Дневник", "…") is False
    assert send(app, "a@example.org, b@example.org", "Дневник", "…") is False
    assert send(app, "a@example.org", "Тема\r\nBcc: b@example.org", "…")
    work_off()
    ((to, letter),) = office.letters
    assert to == ["a@example.org"] and letter["Bcc"] is None


def test_a_server_that_is_away_is_asked_again_after_a_while(app, office, work_off, monkeypatch):
    office.closed = True
    assert send(app, "mama@example.org", "Дневник", "…")
    work_off()
    assert office.letters == []
    office.closed = False
    with app.app_context():
        assert mail.try_again() == 0, "not at once"
        later = clock.real_now() + mail.AGAIN_AFTER + timedelta(seconds=1)
        monkeypatch.setattr(mail.clock, "real_now", lambda: later)
        assert mail.try_again() == 1
    work_off()
    assert len(office.letters) == 1
    with app.app_context():
        assert mail.try_again() == 0


def test_a_letter_whose_worker_died_is_sent_again(app, office, queue, work_off, monkeypatch):
    assert send(app, "mama@example.org", "Дневник", "…")
    letters = Queue(QUEUE, connection=queue)
    (job,) = letters.jobs
    with queue.pipeline() as pipeline:  # what a worker does before the work
        job.prepare_for_execution("a worker", pipeline)
        Execution.create(job, ttl=1, pipeline=pipeline)
        letters.remove(job, pipeline=pipeline)
        pipeline.execute()
    letters.started_job_registry.cleanup(time.time() + 60)
    assert letters.failed_job_registry.get_job_ids() == [job.id]
    later = clock.real_now() + mail.AGAIN_AFTER + timedelta(seconds=1)
    monkeypatch.setattr(mail.clock, "real_now", lambda: later)
    with app.app_context():
        assert mail.try_again() == 1
    work_off()
    assert len(office.letters) == 1


def test_what_is_no_run_may_die_too(app, office, queue):
    """A letter and the sweep itself: their processes end no run, and hurt no worker."""
    assert send(app, "mama@example.org", "Дневник", "…")
    (letter,) = Queue(QUEUE, connection=queue).jobs
    swept = Queue(QUEUE, connection=queue).enqueue("jobs.schedule.sweep")
    with app.app_context():
        for job in (letter, swept):
            end_run_of(job, 1, 9, None)


def test_a_letter_goes_by_name_and_password_of_the_server(app, office):
    smtp = replace(app.config["KLASS"].smtp, user="klass", password="right")
    mail.deliver(smtp, "a@example.org", "Тема", "…")
    assert office.users == [("klass", "right")] and len(office.letters) == 1
    with pytest.raises(smtplib.SMTPAuthenticationError):
        mail.deliver(replace(smtp, password="wrong"), "a@example.org", "Тема", "…")


def test_a_password_never_leaves_over_an_open_line(app, office):
    smtp = replace(app.config["KLASS"].smtp, scheme="smtp+tls", user="klass", password="right")
    with pytest.raises(smtplib.SMTPNotSupportedError):
        mail.deliver(smtp, "a@example.org", "Тема", "…")
    assert office.users == []


def test_settings_of_mail_are_read_and_their_password_is_not_shown(tmp_path):
    found = smtp_of("smtp+tls://klass%40s:p%3Aq@mail.school.ru", "klass@school.ru")
    assert (found.user, found.password, found.port) == ("klass@s", "p:q", 587)
    assert "p:q" not in repr(found)
    assert smtp_of(None, None) is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"KLASS_SMTP": "mail.school.ru"},
        {"KLASS_SMTP": "smtp://mail:x"},
        {"KLASS_SMTP": "smtp://mail.school.ru"},
        {"KLASS_SMTP": "smtp://mail.school.ru", "KLASS_MAIL_FROM": "klass"},
        {"KLASS_ALARM_TO": "не адрес"},
    ],
)
def test_wrong_settings_of_mail_stop_the_start_in_words(tmp_path, wrong):
    with pytest.raises(WrongSetting, match=r"KLASS_(SMTP|MAIL_FROM|ALARM_TO): нуж|KLASS_MAIL_FROM"):
        Settings.from_env({"KLASS_DATA": str(tmp_path), **wrong})
