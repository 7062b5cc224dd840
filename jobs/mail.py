"""The one sender of e-mail.

`send` puts a letter into the queue and answers at once: no page waits for a mail server. The worker
delivers it; where the server is away, the sweep tries again for a day. Without KLASS_SMTP no letter
is sent and nothing else changes.
"""

import logging
from datetime import timedelta

from flask import current_app
from redis.exceptions import RedisError

from jobs.connection import QUEUE, connect
from models import clock
from models.mail_settings import ADDRESS, Smtp

LONGEST = 30  # seconds the mail server may take for one answer
TRIED_FOR = 86400  # seconds after which a letter that could not be sent is given up
AGAIN_AFTER = timedelta(minutes=5)
_JOB = "jobs.work.deliver"
_log = logging.getLogger("klass.mail")


def is_on() -> bool:
    """Whether this Klass sends e-mail at all."""
    return current_app.config["KLASS"].smtp is not None


def send(to: str, subject: str, text: str) -> bool:
    """Put a letter into the queue, from within an app context. `to` is one address: who gets a
    letter learns of no other. False where e-mail is not set up, the address is none, or Redis is
    away (nothing is kept then: ask again later)."""
    if not is_on() or not ADDRESS.fullmatch(to):
        return False
    from rq import Queue

    try:
        queue = Queue(QUEUE, connection=connect(current_app.config["KLASS"], quick=True))
        queue.enqueue(
            _JOB,
            to,
            subject,
            text,
            description="a letter",  # RQ would write its words into the log
            job_timeout=4 * LONGEST,
            result_ttl=0,
            failure_ttl=TRIED_FOR,
        )
    except (RedisError, OSError):
        _log.warning("a letter was not queued: Redis does not answer")
        return False
    return True


def deliver(smtp: Smtp | None, to: str, subject: str, text: str) -> None:
    """Hand a letter to the mail server, now. Raises OSError (smtplib's errors are such) where it
    does not take it."""
    if smtp is None:
        return
    import smtplib
    import ssl

    letter = _letter(smtp.sender, to, subject, text)
    secure = ssl.create_default_context() if smtp.scheme != "smtp" else None
    if smtp.scheme == "smtps":
        server = smtplib.SMTP_SSL(smtp.host, smtp.port, timeout=LONGEST, context=secure)
    else:
        server = smtplib.SMTP(smtp.host, smtp.port, timeout=LONGEST)
    with server:
        if smtp.scheme == "smtp+tls":
            server.starttls(context=secure)
        if smtp.user:
            server.login(smtp.user, smtp.password)
        server.send_message(letter)


def _letter(sender: str, to: str, subject: str, text: str):
    from email.message import EmailMessage
    from email.utils import formatdate, make_msgid

    letter = EmailMessage()
    letter["From"], letter["To"] = sender, to
    letter["Subject"] = " ".join(subject.split())
    letter["Date"], letter["Message-ID"] = formatdate(), make_msgid(domain=sender.split("@")[1])
    letter["Auto-Submitted"] = "auto-generated"  # no «I am on holiday» comes back
    letter.set_content(text)
    return letter


def try_again() -> int:
    """Queue letters anew that a mail server did not take a while ago; how many."""
    from rq import Queue
    from rq.exceptions import NoSuchJobError
    from rq.job import Job
    from rq.registry import FailedJobRegistry

    queue = Queue(QUEUE, connection=connect(current_app.config["KLASS"]))
    failed, again = FailedJobRegistry(queue=queue), 0
    for name in failed.get_job_ids():
        try:
            job = Job.fetch(name, connection=queue.connection)
        except NoSuchJobError:
            continue
        if job.func_name == _JOB and _is_due(job):
            failed.requeue(job)
            again += 1
    return again


def _is_due(job) -> bool:
    now, tried = clock.real_now(), job.ended_at or job.created_at  # a dead worker ended nothing
    return now - tried > AGAIN_AFTER and (now - job.created_at).total_seconds() < TRIED_FOR
