"""A room: one role's gate, layout and table of mounted pages."""

from dataclasses import dataclass

from flask import Blueprint, abort, g, redirect, request, url_for
from flask_login import current_user

from blueprints import day
from blueprints.at_home import at_home, unread_count
from blueprints.auth.lock import lock_minutes
from blueprints.help_texts import topic_here
from blueprints.security import logins
from models import clock
from models.access.actor import Actor
from models.access.grants import GRANTS
from models.access.places import elsewhere
from models.access.role import Role
from models.audit.author import Author
from models.base import db
from models.office.roles import roles_of
from models.school.school import school_facts

_PUBLIC_ACTION = "room.home"  # a home page needs only the key to the room
_PART_OF = {  # pages whose section has another address: both are the first part of a path
    "exports": "imports",
    "families": "",
    "lessons": "journals",
    "orders": "appointments",
    "people": "accounts",
    "requests": "appointments",
    "rights": "appointments",
    "runs": "imports",
    "sign-ins": "accounts",
    "work-kinds": "settings",
}


@dataclass(frozen=True)
class Link:
    """An entry of the room's navigation."""

    endpoint: str
    label: str
    about: str = ""  # what it is for: of the parts of a section, on the section's own page


class Room(Blueprint):
    """A role blueprint. What differs between roles is the table below it, nothing else."""

    def __init__(self, role: Role, navigation: list[tuple[str, str]]):
        super().__init__(role.value, __name__, url_prefix=f"/{role.value}")
        self.role = role
        self.title = role.title
        self.navigation = [Link(*entry) for entry in navigation]
        self.school_parts: list[Link] = []
        self.pages: set[str] = set()  # names of what is mounted, for links to what is here
        self.before_request(self._gate)
        self.context_processor(self._context)

    def mount(self, rule: str, view, methods=("GET",), name: str | None = None) -> None:
        """Put a page of blueprints/pages into this room; its action must be granted."""
        action = getattr(view, "guarded_by", None)
        if action is None:
            raise TypeError(f"{view.__name__} is not guarded")
        if action not in GRANTS[self.role]:
            raise PermissionError(f"{self.role} has no grant for {action}")
        self.pages.add(name or view.__name__)
        self.add_url_rule(rule, name or view.__name__, view, methods=list(methods))

    def school_part(self, endpoint: str, label: str, about: str) -> None:
        """A part of the section «Школа» that this room keeps or reads, in the order of mounting."""
        self.school_parts.append(Link(endpoint, label, about))

    def home(self, view) -> None:
        """The one page that is really the room's own."""
        view.guarded_by = getattr(view, "guarded_by", _PUBLIC_ACTION)
        self.add_url_rule("/", "home", view)

    def _gate(self):
        user = current_user._get_current_object()
        if not user.is_authenticated:
            return logins.unauthorized()
        live, here = user.live, g._get_current_object()
        sender = request.headers.get("X-Klass-Account")
        if sender is not None and sender != str(live.account_id):
            return "", 401  # another person's outbox: it stays in the browser, waiting for them
        today = clock.today()
        here.roles = roles_of(live.person_id, today)
        if self.role not in here.roles:
            abort(403, description=f"У вас сегодня нет роли «{self.title}».")
        here.actor = Actor(live.account_id, live.person_id, self.role, today, live.initials)
        here.room = self
        if owes_second_factor() and "/own/second-factor/" not in request.path:
            return redirect(url_for(".second_factor"))
        db.session.info["author"] = Author(live.account_id, self.role.value, here.request_id)
        day.come()
        return None

    def _context(self) -> dict:
        if "actor" not in g:
            return {}
        facts = school()
        return {
            "room": self,
            "section": self._section(),
            "actor": g.actor,
            "person_name": g.actor.name,
            "other_rooms": [
                (url_for(f"{role.value}.home"), role.title) for role in g.roles if role != self.role
            ],
            "school_name": facts.name if facts else "Школа",
            "lock_minutes": lock_minutes(),
            "elsewhere": self._elsewhere(),
            "at_home": at_home(g.actor),
            "unread_count": unread_count,  # called by the frame of a whole page only
            "help_topic": topic_here(self.name),
            "demo": bool(facts and facts.rule("demo")),
        }

    def _section(self) -> str:
        """The endpoint of the section the page lies in, or nothing."""
        sections = {url_for(link.endpoint).split("/")[2]: link.endpoint for link in self.navigation}
        part = request.path.split("/")[2]
        return sections.get(part) or sections.get(_PART_OF.get(part), "")

    def _elsewhere(self) -> list:
        """On the home page: the account is in use from another place, too."""
        if request.endpoint != f"{self.name}.home":
            return []
        return elsewhere(g.actor.account_id, current_user.live.id)


def owes_second_factor() -> bool:
    """Whether the school asks a second factor of a role this person has, and there is none."""
    facts = school()
    must = facts.rule("second_factor") if facts else ()
    if not must or current_user.live.second_factor_at:
        return False
    return any(role.value in must for role in g.roles)


def school():
    """The school's name and settings, read once a request."""
    here = g._get_current_object()
    if here.get("school") is None:
        here.school = school_facts()
    return here.school
