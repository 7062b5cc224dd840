"""Which taste a course has: the first word found in its name decides."""

from models.demo.primary import primary_taste
from models.demo.taste import (
    COMPUTING,
    CRAFTS,
    FOREIGN,
    GEOMETRY,
    HUMANITIES,
    LITERATURE,
    MATHEMATICS,
    RUSSIAN,
    SCIENCE,
    SPORT,
    Taste,
)

_BY_WORD = (  # the first word found in the course's name decides
    ("физкульт", SPORT),
    ("физическая", SPORT),
    ("труд", CRAFTS),
    ("технолог", CRAFTS),
    ("музык", CRAFTS),
    ("искусств", CRAFTS),
    ("художеств", CRAFTS),
    ("информ", COMPUTING),
    ("литератур", LITERATURE),
    ("русск", RUSSIAN),
    ("родной", RUSSIAN),
    ("англ", FOREIGN),
    ("немецк", FOREIGN),
    ("геометр", GEOMETRY),
    ("вероятн", GEOMETRY),
    ("алгебр", MATHEMATICS),
    ("математ", MATHEMATICS),
    ("физик", SCIENCE),
    ("хими", SCIENCE),
    ("астроном", SCIENCE),
)


def taste_of(course: str, grade: int) -> Taste:
    """The taste of a course in a grade."""
    name = course.casefold()
    early = primary_taste(name, grade) if grade <= 4 else None
    return early or next((taste for word, taste in _BY_WORD if word in name), HUMANITIES)
