"""The school itself and its settings."""

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, mapped_column

from models.audit.recorder import Audited
from models.base import Row, db
from models.fingerprint import fingerprint
from models.ground import remembered
from models.refusal import Refused

DEFAULTS = {
    "mark_one": False,  # the mark 1 exists
    "weights": False,  # kinds of work weigh differently
    "debts": False,  # a debt «.» may be put
    "absence_with_mark": True,  # «н» and a mark may stand in one cell
    "absence_codes": ["н", "б", "уп", "нп", "осв", "оп"],  # those that exist here
    "dual_mean": False,  # «5/4» counts as the mean of both; else as its first
    "reason_after_days": 14,  # an older mark is changed only with a reason; 0: never asked
    "rounding": {"5": "4.5", "4": "3.5", "3": "2.5"},  # averages from which a mark is proposed
    "rounding_apart": [],  # [{"grade": 9, "course": "Алгебра", "rounding": {…}}], either may lack
    "edge": "0.15",  # an average lacking at most this to the next mark is pointed out; 0: never
    "density": {"1": 3, "2": 4, "3": 6},  # hours a week → marks a term that attest; {}: never
    "homework_minutes": {"1": 0, "2": 90, "4": 120, "6": 150, "9": 210},  # a day, from a grade on
    "former_marks": True,  # marks of the former class count in the average of the new one
    "certificate_turns": True,  # a certificate turns each «н» of its days into «б» or «уп»
    "exam_grades": [9, 11],  # grades with an exam and a final mark
    "paper_order": True,  # in transition the rows stand by № and the days as on paper
    "unmarked_grades": [1],  # grades without numbers
    "demo": False,  # the demonstration school
    "week_days": 5,
    "code_days": 30,  # an invitation code opens an account within so many days
    "site": "",  # the address families type; empty: the one the administrator came by
    "lock_minutes": 15,  # staff who did nothing for so long give the password again
    "second_factor": [],  # roles that must have a second factor
    "own_device_days": 30,  # a sign-in on a device of one's own lives so long; 0: never kept
    "proof_hours": 36,  # an older proof of the copies alarms
    "retention": {},  # kind of record → years it is kept, where not the usual ones
    "own_device_staff": False,  # staff, too, may stay signed in on a device of their own
}

OWN = {"school_name": "name", "school_address": "address"}  # what else the form of settings holds

_ALREADY = "Эти настройки уже сохранены: второй раз сохранять нечего."
_OTHERS = "Пока вы правили, настройки изменили в другом окне. Ваше осталось в полях: проверьте."


class StaleRules(Refused):
    """The settings are others than those the writer had read."""


class Ruled:
    """Something with the school's settings: asks for one by name."""

    def rule(self, name: str):
        """A setting of the school, or its default; an unknown name raises KeyError."""
        if name in OWN:
            return getattr(self, OWN[name])
        return self.settings.get(name, DEFAULTS[name])

    @property
    def rules_seen(self) -> str:
        """The fingerprint of all settings as they stand: a form says which it was made from."""
        return fingerprint({name: self.rule(name) for name in (*OWN, *DEFAULTS)})

    def weight_of(self, weight: Decimal) -> Decimal:
        """What a mark of this weight counts: 1 where the school does not weigh."""
        return weight if self.rule("weights") else Decimal(1)


class School(Row, Audited, Ruled, db.Model):
    """One row: this school."""

    __tablename__ = "school"

    name: Mapped[str] = mapped_column(String(200))
    address: Mapped[str] = mapped_column(String(200), default="")
    settings: Mapped[dict] = mapped_column(default=dict)

    def set_rule(self, name: str, value) -> None:
        DEFAULTS[name]
        self.settings = {**self.settings, name: value}

    def adopt(self, rules: dict, seen: str) -> bool:
        """Take these settings; whether any of them is new. Raises StaleRules where they are no
        longer those of the fingerprint `seen`."""
        db.session.refresh(self)
        changed = {name: value for name, value in rules.items() if value != self.rule(name)}
        if seen != self.rules_seen:
            raise StaleRules(_OTHERS if changed else _ALREADY)
        for name in OWN.keys() & changed:
            setattr(self, OWN[name], changed[name])
        ruled = {name: value for name, value in changed.items() if name not in OWN}
        if ruled:
            self.settings = {**self.settings, **ruled}
        return bool(changed)


def the_school() -> School | None:
    """The school, or None before `flask school create` or the demonstration seed."""
    return db.session.scalar(select(School).limit(1))


def hold_school() -> None:
    """Stand in line with others who change the school's order, until the commit."""
    db.session.execute(select(School.id).with_for_update())


@dataclass(frozen=True)
class SchoolFacts(Ruled):
    """The school as pages read it; changes go through `the_school()`."""

    name: str
    address: str
    settings: dict


@remembered
def school_facts() -> SchoolFacts | None:
    """The school's name and settings."""
    school = the_school()
    return SchoolFacts(school.name, school.address, school.settings) if school else None


def is_demonstration() -> bool:
    """Whether this database holds the demonstration school."""
    school = school_facts()
    return bool(school and school.rule("demo"))
