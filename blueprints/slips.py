"""Slips with codes: printed once, from memory, and kept nowhere."""

from io import BytesIO

from flask import flash, request, url_for

from blueprints.printing import pdf
from blueprints.room import school
from models.office.issuing import Slip

FILE = "Листки с кодами"


def printed(slips: list[Slip]):
    """The slips as one PDF, to be saved: there is no second time. The next page says so."""
    flash(f"Выдано кодов: {len(slips)}. Листки в файле «{FILE}.pdf»: напечатайте его, он один.")
    facts = school()
    data = {"school": facts.name if facts else "", "slips": [_drawn(slip) for slip in slips]}
    return pdf("slips", data, FILE, once=True)


def site() -> str:
    """The address families are told: the school's setting, else where the administrator is."""
    facts = school()
    return (facts.rule("site") if facts else "") or request.host_url.rstrip("/")


def _drawn(slip: Slip) -> dict:
    door = url_for("auth.activate")
    return {
        "name": slip.name,
        "about": slip.about,
        "login": slip.login,
        "code": slip.code,
        "until": f"{slip.until:%d.%m.%Y}",
        "address": f"{site()}{door}",
        "qr": _qr(f"{site()}{url_for('auth.activate', login=slip.login)}"),
    }


def _qr(address: str) -> str:
    """A QR code of the address of the first sign-in; the code itself is not in it."""
    import segno

    drawn = BytesIO()
    segno.make(address, error="m", micro=False).save(drawn, kind="svg", border=1, xmldecl=False)
    return drawn.getvalue().decode()
