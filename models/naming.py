"""Whether a text can be a name: judged here alone, typed by hand or read from a file."""

import re
import unicodedata

_BESIDE_LETTERS = frozenset(" .-‐‑–'’ʼ`")
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")  # letters nobody sees
_TAG = re.compile(r"<\s*[A-Za-z/!?]")
OF_A_PERSON = "В именах людей бывают только буквы, дефис, апостроф, точка и пробел."
UNSEEN = "Здесь есть невидимые знаки. Наберите название заново."
LIKE_A_TAG = "Знак «<» перед буквой здесь не нужен: наберите название словами."


def fault_of_person(text: str) -> str:
    """Why a text cannot be (a part of) a person's name; '' where it can, or is empty."""
    good = all(sign in _BESIDE_LETTERS or _is_letter(sign) for sign in text)
    named = not text or any(_is_letter(sign) and sign not in _BLANK for sign in text)
    return "" if good and named else OF_A_PERSON


def _is_letter(sign: str) -> bool:
    return unicodedata.category(sign)[0] in "LM" and sign not in _BLANK


def fault_of_name(text: str) -> str:
    """Why a text cannot name a class, a course, a room, a plan or another thing; '' where it can,
    or is empty."""
    if any(unicodedata.category(sign)[0] == "C" or sign in _BLANK for sign in text):
        return UNSEEN
    if text and not any(unicodedata.category(sign)[0] in "LNPS" for sign in text):
        return UNSEEN
    return LIKE_A_TAG if _TAG.search(text) else ""
