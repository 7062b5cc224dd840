"""Names of people as files write them."""

from models.printable import printable


def squeezed(value) -> str:
    """Any cell as text without stray blanks and what cannot be seen."""
    return "" if value is None else " ".join(printable(str(value)).split())


def name_key(name: str) -> str:
    """A name by which the same person is found again: case, blanks and ё do not matter."""
    return squeezed(name).casefold().replace("ё", "е")


def split_name(full: str) -> tuple[str, str, str]:
    """(surname, given name, patronymic) of a full name; what lacks is empty."""
    parts = squeezed(full).split(" ", 2)
    return tuple(parts + [""] * (3 - len(parts)))


def cased(name: str) -> str:
    """A name typed in capitals as names are written; others stay as they are."""
    return name.title() if len(name) > 1 and name.isupper() else name
