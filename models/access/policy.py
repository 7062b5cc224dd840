"""The policy engine. It knows no model: each subject's policy.py registers itself here."""

from typing import ClassVar

from sqlalchemy import Select, false, select

from models.access.actor import Actor, UnknownAction
from models.access.role import Role

_POLICIES: dict[type, type["Policy"]] = {}


class Policy:
    """What an actor may see of one kind of thing, and do with one of them.

    A subclass names its subject and answers `visible_to(actor)` with a select; an action
    «thing.verb» is a method `thing_verb`. Whatever it does not answer is an error.
    """

    subject: ClassVar[type]
    because: str | None = None  # a sentence why not, where the state refuses

    def __init_subclass__(cls, subject: type | None = None, also: tuple[type, ...] = (), **kwargs):
        """`also`: plain readings of the subject, to which the same answers apply. A class that
        names no subject is a base of others."""
        super().__init_subclass__(**kwargs)
        if subject is None:
            return
        cls.subject = subject
        for kind in (subject, *also):
            _POLICIES[kind] = cls

    def __init__(self, actor: Actor, thing):
        self.actor = actor
        self.thing = thing

    @classmethod
    def visible_to(cls, actor: Actor) -> Select:
        """The things this actor may know of; nothing unless a policy says otherwise."""
        return select(cls.subject).where(false())

    def granted(self, action: str) -> bool:
        return self.actor.granted(action)

    def may(self, action: str) -> bool:
        """Grant, relation and state together; unknown actions raise."""
        granted = self.actor.granted(action)
        method = getattr(self, action.replace(".", "_"), None)
        if method is None:
            raise UnknownAction(f"{type(self).__name__} does not answer {action}")
        return granted and bool(method())


class KeptPolicy(Policy):
    """What the administrator keeps: all of it, and nobody else any."""

    @classmethod
    def visible_to(cls, actor: Actor) -> Select:
        if actor.role is Role.ADMINISTRATOR:
            return select(cls.subject)
        return super().visible_to(actor)


def policy_of(model: type) -> type[Policy]:
    """The policy registered for a model; a model without one is an error, not an open door."""
    return _POLICIES[model]


def visible(actor: Actor, model: type) -> Select:
    """All rows of a model this actor may see."""
    return policy_of(model).visible_to(actor)


def may(actor: Actor, action: str, thing) -> bool:
    """Whether the actor may do this to that thing now."""
    return policy_of(type(thing))(actor, thing).may(action)


def why_not(actor: Actor, action: str, thing) -> tuple[bool, str | None]:
    """Like `may`, with the sentence of the state that refused, if one did."""
    policy = policy_of(type(thing))(actor, thing)
    return policy.may(action), policy.because
