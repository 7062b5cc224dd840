"""What a file is called that leaves Klass: in Russian, by what it holds, in one way for all."""

import re
from urllib.parse import quote

from flask import Response

LONGEST = 120  # letters before the ending
_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]+')  # where the family or the school saves it
_SAFE = "!#$&+-.^_`|~"  # what RFC 5987 lets stand unquoted


def call(answer: Response, name: str, *, inline: bool = False) -> Response:
    """Give the answer the name of its file («Список 5-А.pdf»); `inline`: shown first, and saved
    under this name. Browsers read the Russian name, anything else gets «klass» with its ending."""
    stem, dot, ending = name.rpartition(".")
    stem = cleaned(stem)
    names = {"filename": f"klass{dot}{ending}"}
    names["filename*"] = f"UTF-8''{quote(f'{stem}{dot}{ending}', safe=_SAFE)}"
    answer.headers.set("Content-Disposition", "inline" if inline else "attachment", **names)
    return answer


def cleaned(stem: str) -> str:
    """A name without what file systems refuse: signs, and a dot or a blank at its end."""
    plain = " ".join(_FORBIDDEN.sub(" ", stem).split())
    return plain[:LONGEST].rstrip(" .") or "Файл"
