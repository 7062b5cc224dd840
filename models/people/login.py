"""Logins made for people: surname and first letter in Latin, numbered where taken."""

from collections.abc import Collection

LONGEST = 40
_LATIN = str.maketrans("абвгдеёзийклмнопрстуфыэ", "abvgdeeziyklmnoprstufye") | str.maketrans(
    {"ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sch", "ю": "yu", "я": "ya"}
)


def login_for(surname: str, given: str, taken: Collection[str]) -> str:
    """A login nobody has: «petrova.e», then «petrova.e2», «petrova.e3»."""
    first = _latin(given)[:1]
    plain = ".".join(part for part in (_latin(surname)[:LONGEST], first) if part) or "user"
    if plain not in taken:
        return plain
    return next(
        login for number in range(2, len(taken) + 3) if (login := f"{plain}{number}") not in taken
    )


def _latin(name: str) -> str:
    """What a name is in Latin letters; signs and letters of other scripts are left out."""
    told = name.casefold().translate(_LATIN)
    return "".join(letter for letter in told if letter.isascii() and letter.isalnum())
