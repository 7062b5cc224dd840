"""Reminders of tomorrow's deadlines: on the home page, and by e-mail where it is set up."""

from jobs import mail
from models import clock
from models.control.reminder import addresses, remind
from models.school.calendar import year_of


def run(_run, _progress) -> dict:
    """Make tomorrow's reminders, once a day; letters to those who have an address."""
    today = clock.today()
    if year_of(today) is None:
        return {"reminders": 0, "letters": 0}
    made, letters = remind(today), 0
    known = addresses(made) if made and mail.is_on() else {}
    for row in made:
        to = known.get(row.person_id)
        if to and mail.send(to, f"Электронный журнал: {row.title.lower()}", row.text):
            row.mailed_at, letters = clock.now(), letters + 1
    return {"reminders": len(made), "letters": letters}
