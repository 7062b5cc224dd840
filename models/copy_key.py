"""The key that closes copies: age (X25519, ChaCha20-Poly1305), as a key file or under a passphrase.

Every copy is closed for a public key, which costs nothing; its other half opens it. A key file
is that half. A passphrase wraps it: `copies-….key` lies beside the copies on each disk, and the
passphrase opens it (scrypt), so that the passphrase alone is enough on a bare machine. Key files
are never overwritten: a new passphrase makes a new key, and earlier copies open by the earlier one.
"""

import base64
import json
import os
import shutil
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from models.refusal import Refused
from models.wrong_setting import WrongSetting

SIGN = b"age-encryption.org/"  # what is closed begins so
_ONCE = bytes(12)  # each salt makes a key that closes one thing
_PLAIN = "AGE-SECRET-KEY-1"
_SHORTEST = 12
_secret: list[str | None] = [None]


@dataclass(frozen=True)
class CopyKey:
    """A pair of keys; `recipient` is the public half, `identity` the other."""

    recipient: str
    identity: str = field(repr=False)

    @property
    def tag(self) -> str:
        """By which its files are known."""
        return self.recipient[-8:]


def secret_in(file: str | None) -> str | None:
    """The key or passphrase that a file of the settings holds. Raises WrongSetting."""
    if not file:
        return None
    try:
        text = Path(file).read_text().strip()
    except (OSError, UnicodeError):
        raise WrongSetting(
            f"KLASS_COPIES_KEY: файл «{file}» не читается. Нужен файл с ключом или паролем копий."
        ) from None
    secret = next((line for line in text.splitlines() if not line.startswith("#")), "").strip()
    if len(secret) < _SHORTEST:
        raise WrongSetting(
            f"KLASS_COPIES_KEY: пароль копий в файле «{file}» короче {_SHORTEST} знаков."
        )
    return secret


def configure(secret: str | None) -> None:
    """From here on this process closes new copies with the key or passphrase (None: leaves them
    open) and opens closed ones by it."""
    _secret[0] = secret


def is_on() -> bool:
    """Whether new copies are closed."""
    return _secret[0] is not None


def new_key() -> CopyKey:
    """A pair that has never been."""
    import pyrage

    identity = pyrage.x25519.Identity.generate()
    return CopyKey(str(identity.to_public()), str(identity))


def own_key(place: Path) -> CopyKey | None:
    """The key of new copies in a folder, made where it lacks; None where copies stay open."""
    if _secret[0] is None:
        return None
    if _secret[0].startswith(_PLAIN):
        return _of_identity(_secret[0])
    files = sorted(place.glob("copies-*.key"), key=lambda file: file.stat().st_mtime, reverse=True)
    found = next((key for file in files if (key := _unwrapped(str(file), _secret[0]))), None)
    return found or _wrapped(place, _secret[0])


def key_of(place: Path, recipient: str) -> CopyKey:
    """The key that opens what was closed for `recipient` and lies in a folder. Raises Refused."""
    if _secret[0] is None:
        raise Refused("Копия зашифрована. Укажите файл с её ключом или паролем: KLASS_COPIES_KEY.")
    found = None
    if _secret[0].startswith(_PLAIN):
        found = _of_identity(_secret[0])
    elif (file := file_of(place, recipient)).exists():
        found = _unwrapped(str(file), _secret[0])
    else:
        raise Refused(
            "Копия зашифрована другим паролем или ключом, или файл её ключа потерян: "
            f"{file.name} рядом с копиями нет."
        )
    if found is None or found.recipient != recipient:
        raise Refused("Копия зашифрована другим паролем или ключом: нынешний не подходит.")
    return found


def share(source: Path, target: Path, recipient: str | None) -> None:
    """Let the wrapped key lie beside the copies on another disk, too."""
    file = wrapped_file(source, recipient)
    if file and not (target / file.name).exists():
        draft = target / f"{file.name}.draft"
        shutil.copyfile(file, draft)
        draft.replace(target / file.name)


def wrapped_file(place: Path, recipient: str | None) -> Path | None:
    """The wrapped key of a recipient, where there is one."""
    file = file_of(place, recipient) if recipient else None
    return file if file and file.exists() else None


def file_of(place: Path, recipient: str) -> Path:
    """Where the wrapped key of a recipient lies beside copies."""
    return place / f"copies-{recipient[-8:]}.key"


def _of_identity(text: str) -> CopyKey:
    import pyrage

    try:
        identity = pyrage.x25519.Identity.from_str(text)
    except pyrage.IdentityError:
        raise WrongSetting("KLASS_COPIES_KEY: в файле не ключ age.") from None
    return CopyKey(str(identity.to_public()), text)


@lru_cache(maxsize=16)
def _unwrapped(file: str, passphrase: str) -> CopyKey | None:
    """The key of a file, or None where the passphrase is another. Slow on purpose."""
    from cryptography.exceptions import InvalidTag

    try:
        told = json.loads(Path(file).read_text())
        salt, closed = (base64.b64decode(told[name]) for name in ("salt", "closed"))
        return _of_identity(_cipher(passphrase, salt).decrypt(_ONCE, closed, None).decode())
    except (InvalidTag, OSError, ValueError, KeyError):
        return None


def _wrapped(place: Path, passphrase: str) -> CopyKey:
    key, salt = new_key(), os.urandom(16)
    closed = _cipher(passphrase, salt).encrypt(_ONCE, key.identity.encode(), None)
    told = {"salt": base64.b64encode(salt).decode(), "closed": base64.b64encode(closed).decode()}
    draft = place / f"copies-{os.getpid()}.draft"
    draft.write_text(json.dumps({"kind": "scrypt 2^15 8 1, chacha20-poly1305"} | told))
    draft.replace(file_of(place, key.recipient))
    return key


def _cipher(passphrase: str, salt: bytes):
    """32 MB and a tenth of a second for each guess. Not age's own passphrases: their cost is
    measured, and what was closed while the machine was busy may be refused later."""
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

    return ChaCha20Poly1305(Scrypt(salt, 32, 1 << 15, 8, 1).derive(passphrase.encode()))


def close(source, target, key: CopyKey) -> None:
    """Close what a binary stream gives into another; memory stays bounded."""
    import pyrage

    pyrage.encrypt_io(source, target, [pyrage.x25519.Recipient.from_str(key.recipient)])


def open_up(source, target, key: CopyKey) -> None:
    """Open it again. Raises Refused where a single bit is another."""
    import pyrage

    try:
        pyrage.decrypt_io(source, target, [pyrage.x25519.Identity.from_str(key.identity)])
    except (pyrage.DecryptError, OSError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise
        raise Refused("Зашифрованный файл копии повреждён или закрыт другим ключом.") from None


def closed_bytes(data: bytes, key: CopyKey) -> bytes:
    import pyrage

    return pyrage.encrypt(data, [pyrage.x25519.Recipient.from_str(key.recipient)])


def opened_bytes(data: bytes, key: CopyKey) -> bytes:
    """Raises ValueError where it is damaged."""
    import pyrage

    try:
        return pyrage.decrypt(data, [pyrage.x25519.Identity.from_str(key.identity)])
    except pyrage.DecryptError as error:
        raise ValueError(str(error)) from None
