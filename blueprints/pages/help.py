"""Help in every room: on each page, all of it by parts, and the memo on security (section 3)."""

from flask import abort, current_app, g, render_template

from blueprints.guard import actor, guarded
from blueprints.help_texts import HelpText, help_for
from blueprints.pace import paced
from blueprints.presentation import printed_at
from blueprints.printing import pdf
from blueprints.room import Room, school
from models import clock, release_notes
from models.access.pace import PRINT
from models.access.right_words import REACH
from models.access.role import Role
from models.security_memo import MEMO


@guarded("help.view")
def help_index():
    """All help of this room, by parts."""
    parts: dict[str, dict[str, HelpText]] = {}
    for page in ("home", *sorted(g.room.pages)):
        text = help_for(g.room.name, page)
        if text is not None and text not in parts.setdefault(text.part, {}).values():
            parts[text.part][page] = text
    return render_template(
        "help/index.html",
        parts={k: v for k, v in parts.items() if v},
        version=release_notes.releases()[0].title,
    )


@guarded("help.view")
def help_on(topic: str):
    """The help on one page of this room, and who else sees that page."""
    text = help_for(g.room.name, topic) if _is_here(g.room, topic) else None
    if text is None:
        abort(404)
    return render_template("help/page.html", text=text, seen_by=_seen_by(topic))


def _is_here(room: Room, topic: str) -> bool:
    return topic == "home" or topic in room.pages


def _seen_by(topic: str) -> list[tuple[str, str]]:
    """The roles with this page, and how far each of them reaches."""
    if topic == "home":
        return []
    rooms = current_app.blueprints
    here = [role for role in Role if role.value in rooms and topic in rooms[role.value].pages]
    return [(role.title, REACH[role]) for role in here]


@guarded("help.view")
def security_memo():
    """The rules of section 3 in plain words."""
    return render_template("help/memo.html", memo=MEMO)


@guarded("help.view")
@paced(PRINT)
def printed_memo():
    """The memo as a sheet for the wall of the staff room."""
    facts = school()
    data = {
        "school": facts.name if facts else "",
        "parts": [[one.clause, one.title, list(one.points)] for one in MEMO],
        "printed": printed_at(clock.now()),
        "by": actor().name,
    }
    return pdf("memo", data, "Памятка о безопасности")
