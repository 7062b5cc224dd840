"""The shape of the form of an order about a pupil: what was typed, kept as it is."""

from dataclasses import dataclass

from blueprints import asked
from models.office.movement import ARRIVAL, DEPARTURE, HOME, LEAVE, RETURN, TRANSFER

TITLES = {  # what the order is about, as its own title says
    ARRIVAL: "О зачислении",
    RETURN: "О зачислении",
    TRANSFER: "О переводе в другой класс",
    DEPARTURE: "Об отчислении",
    HOME: "Об обучении на дому",
    LEAVE: "О временном выбытии",
}
PERSON = ("surname", "given", "patronymic", "birth_date", "sex")
_FIELDS = (
    *PERSON,
    *("kind", "number", "on_date", "day", "until", "class", "place", "note", "where", "group"),
    "sure",
)


@dataclass
class TypedMovement:
    """The fields of the form as texts; `get` gives an empty one where nothing was typed."""

    fields: dict[str, str]

    def get(self, name: str) -> str:
        return self.fields.get(name, "")

    def day(self, name: str):
        """The date of a field, or None."""
        return asked.day(self.get(name))

    def number(self, name: str) -> int | None:
        """The number of a field, or None."""
        return asked.number(self.get(name))


def typed_movement(form) -> TypedMovement:
    """What a form holds."""
    return TypedMovement({name: form.get(name, "").strip()[:2000] for name in _FIELDS})
