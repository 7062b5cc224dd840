"""Letters about copies and the audit, at most one a day about each cause."""

import logging
from datetime import timedelta

from flask import current_app

from jobs import mail
from models import clock
from models.runs import alarms
from models.school.school import school_facts

_log = logging.getLogger("klass.mail")


def look() -> dict[str, str]:
    """Write to those whom KLASS_ALARM_TO names; returns the causes they were told now. Where
    no letter leaves, they are written again with the next look."""
    settings, school = current_app.config["KLASS"], school_facts()
    if settings.smtp is None or not settings.alarm_to or school is None:
        return {}
    now = clock.real_now()
    within = timedelta(hours=school.rule("proof_hours"))
    some = alarms.untold(settings.data, alarms.causes(settings, now, within), now)
    if not some:
        return {}
    site = school.rule("site")
    text = "\n".join([*some.values(), "", f"{school.name}. Раздел «Копии» {site}".strip()])
    left = [_left(settings.smtp, to, text) for to in settings.alarm_to]
    if not any(left):
        return {}
    alarms.note_told(settings.data, some, now)
    return some


def _left(smtp, to: str, text: str) -> bool:
    try:
        mail.deliver(smtp, to, "Klass: копии журнала требуют внимания", text)
    except OSError:
        _log.warning("an alarm was not sent", exc_info=True)
        return False
    return True
