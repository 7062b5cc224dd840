"""What may be a password: long enough, not on the lists that guessers begin with, not the login."""

from functools import lru_cache

from models.refusal import Refused

SHORTEST = 8
TOO_SHORT = f"Пароль короче {SHORTEST} знаков. Придумайте длиннее."
_LATIN = str.maketrans("йцукенгшщзхъфывапролджэячсмитьбюё", "qwertyuiop[]asdfghjkl;'zxcvbnm,.`")
_OURS = {"klass", "класс", "школа", "журнал", "дневник", "электронный", "пароль", "учитель"}


def check_password(login: str, password: str) -> None:
    """Refuse a password that is short or among the first that anybody tries. No rule about kinds
    of signs, no end of validity: both make passwords worse."""
    if len(password) < SHORTEST:
        raise Refused(TOO_SHORT)
    word = password.casefold()
    if login.casefold() in word:
        raise Refused("В пароле стоит логин. Придумайте другой.")
    if _is_common(word) or word.strip("0123456789 !.,?-_") in _OURS or len(set(word)) < 3:
        raise Refused("Такой пароль подбирают первым. Придумайте другой, например три слова.")


def _is_common(word: str) -> bool:
    """Also as it comes out where the Russian word is typed in the Latin layout."""
    return word in _common() or word.translate(_LATIN) in _common()


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    """Some 11,000 passwords of this length from known leaks, Russian ones among them."""
    from zxcvbn.frequency_lists import FREQUENCY_LISTS  # large: loaded with the first new password

    return frozenset(p for p in FREQUENCY_LISTS["passwords"] if len(p) >= SHORTEST)
