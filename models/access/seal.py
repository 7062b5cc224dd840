"""Secrets that must be read back are kept sealed with the school's secret key.

A copy of the database alone opens none of them. After a rotation of the key what the former keys
sealed is still read (`SECRET_KEY_FALLBACKS`), and sealed anew when it is used or by
`flask account reseal`.
"""

import base64
import hashlib

_keys: tuple[str, ...] = ("",)


class Unreadable(Exception):
    """Sealed with a key that this Klass does not have."""


def configure(keys: tuple[str, ...]) -> None:
    """The keys of this process: the present one first, then the former."""
    global _keys
    _keys = keys


def _fernet():
    from cryptography.fernet import Fernet, MultiFernet  # large: loaded where a secret is read

    derived = (hashlib.sha256(f"klass-seal|{key}".encode()).digest() for key in _keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in derived])


def seal(secret: str) -> str:
    """The secret as the database may keep it."""
    return _fernet().encrypt(secret.encode()).decode()


def unseal(kept: str) -> str:
    """The secret again. Raises Unreadable."""
    from cryptography.fernet import InvalidToken

    try:
        return _fernet().decrypt(kept.encode()).decode()
    except InvalidToken:
        raise Unreadable from None
