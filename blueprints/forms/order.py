"""The shape of an order as it is typed: a head and numbered lines, one person each."""

from dataclasses import dataclass, field

from werkzeug.datastructures import MultiDict

from blueprints import asked
from models.office.appointing import Wish
from models.office.duties import DUTIES
from models.office.renewal import Proposal
from models.refusal import Refused, WrongFields

MOST_LINES = 120
NEW = "new"  # the choice of somebody the school does not know yet
TITLE = "О назначении ответственных за ведение электронного журнала"


@dataclass
class TypedLine:
    """A line as it stands in the form, all in text; its number keeps fields together."""

    number: int
    duty: str = ""
    name: str = ""
    person: str = ""  # the id of who was chosen, or `NEW`
    first: str = ""
    until: str = ""
    absent: str = ""
    classes: list[str] = field(default_factory=list)
    grades: list[str] = field(default_factory=list)
    taken: bool = True  # a line may be left out without losing it
    note: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.name.strip() or self.person)

    @property
    def names_its_end(self) -> bool:
        """Whether the order's last day is not taken for the line's."""
        duty = DUTIES.get(self.duty)
        return bool(self.absent) or (duty is not None and not duty.is_yearly)

    def wish(self, first: str, until: str) -> Wish:
        """What the line asks for. Days it does not name are those of the order, but the last
        day of who has a duty for a while only is always named, and a director's may be open.
        Raises WrongFields where a day cannot be read."""
        begin = self.first or first
        end = self.until or ("" if self.names_its_end else until)
        for text in (begin, end):
            if text and asked.day(text) is None:
                raise WrongFields({"days": "Дата написана неверно. Нужно вроде 01.09.2026."})
        return Wish(
            duty=self.duty,
            person_id=asked.number(self.person),
            from_date=asked.day(begin),
            until=asked.day(end),
            class_ids=_numbers(self.classes),
            grades=_numbers(self.grades),
            stands_in_for=asked.number(self.absent),
            newcomer=" ".join(self.name.split()) if self.person == NEW else "",
        )


def _numbers(texts: list[str]) -> tuple[int, ...]:
    return tuple(number for text in texts if (number := asked.number(text)) is not None)


@dataclass
class TypedOrder:
    """The whole form as text."""

    number: str = ""
    on_date: str = ""
    title: str = TITLE
    first: str = ""
    until: str = ""
    request: str = ""  # the request for wider rights this order answers
    into: str = ""  # the order entered before that this one is said to be
    lines: list[TypedLine] = field(default_factory=list)

    @property
    def wanted(self) -> list[TypedLine]:
        """The lines that are to be written."""
        return [line for line in self.lines if line.taken and not line.is_empty]


def typed_order(form: MultiDict) -> TypedOrder:
    """The form as it was sent. Raises Refused where it is longer than any order."""
    named = ("number", "on_date", "title", "first", "until", "request", "into")
    head = {name: form.get(name, "")[:300] for name in named}
    numbers = [n for text in form.getlist("line") if (n := asked.number(text)) is not None]
    unique = list(dict.fromkeys(numbers))
    if len(unique) > MOST_LINES:
        raise Refused(f"В одном приказе не больше {MOST_LINES} строк. Внесите его по частям.")
    return TypedOrder(**head, lines=[typed_line(form, number) for number in unique])


def typed_line(form: MultiDict, number: int) -> TypedLine:
    """One line of the form, by its number."""

    def one(name: str) -> str:
        return form.get(f"{name}-{number}", "")[:250]

    return TypedLine(
        number=number,
        **{name: one(name) for name in ("duty", "name", "person", "first", "until", "absent")},
        classes=form.getlist(f"class-{number}"),
        grades=form.getlist(f"grade-{number}"),
        taken=f"leave-{number}" not in form,
        note=one("note"),
    )


def proposed_line(number: int, found: Proposal) -> TypedLine:
    """A line of the next year's order; one that lacks its classes is left out until they are
    chosen."""
    return TypedLine(
        number=number,
        duty=found.wish.duty,
        name=found.line.person.full_name,
        person=str(found.wish.person_id),
        classes=[str(class_id) for class_id in found.wish.class_ids],
        grades=[str(grade) for grade in found.wish.grades],
        taken=not found.note,
        note=found.note,
    )
