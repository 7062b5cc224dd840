"""The second factor of staff: a code from an application on the phone (TOTP, RFC 6238), or one of
the recovery codes written down when it was set up."""

import secrets
from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, mapped_column

from models import clock
from models.access.seal import Unreadable, seal, unseal
from models.audit.recorder import Audited
from models.base import Row, db
from models.people.account import hash_password, secret_fits
from models.refusal import Refused

STEP = 30  # seconds a code is shown
RECOVERY_CODES = 8
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


class SecondFactor(Row, Audited, db.Model):
    """The secret an account's telephone shares with Klass; counts once confirmed by a code."""

    __tablename__ = "second_factor"
    __unaudited__ = frozenset({"secret", "last_step"})

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), unique=True)
    secret: Mapped[str] = mapped_column(String(300))  # sealed
    begun_at: Mapped[datetime] = mapped_column(default=clock.now)
    confirmed_at: Mapped[datetime | None]
    last_step: Mapped[int] = mapped_column(default=0)  # no code is taken twice, nor an older one

    def accepts(self, code: str) -> bool:
        """Whether this is the code of now (or of a phone half a minute off), not used before."""
        import pyotp

        code = "".join(code.split())
        secret = unseal(self.secret)
        now = int(clock.real_now().timestamp()) // STEP
        for step in (now, now - 1, now + 1):
            right = pyotp.TOTP(secret).at(step * STEP)
            if step > self.last_step and pyotp.utils.strings_equal(right, code):
                self.last_step = step
                self.secret = seal(secret)  # with the present key, whichever it was
                return True
        return False

    def address(self, login: str) -> str:
        """What an authenticator reads from the QR code."""
        import pyotp

        return pyotp.TOTP(unseal(self.secret)).provisioning_uri(name=login, issuer_name="Klass")

    @property
    def typed(self) -> str:
        """The secret in groups, for who cannot point a camera."""
        secret = unseal(self.secret)
        return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))


class RecoveryCode(Row, Audited, db.Model):
    """One of the codes that stand in for a lost phone, each once."""

    __tablename__ = "recovery_code"
    __table_args__ = (UniqueConstraint("account_id", "number"),)
    __unaudited__ = frozenset({"code_hash"})

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    number: Mapped[int]  # its first sign: only one hash is tried
    code_hash: Mapped[str] = mapped_column(String(200))
    used_at: Mapped[datetime | None]


def second_factor_of(account_id: int) -> SecondFactor | None:
    """The account's second factor, confirmed or begun; others wait who use it at once."""
    query = select(SecondFactor).where(SecondFactor.account_id == account_id)
    return db.session.scalar(query.with_for_update())


def has_second_factor(account_id: int) -> bool:
    """Whether the door asks this account for a second factor."""
    factor = second_factor_of(account_id)
    return factor is not None and factor.confirmed_at is not None


def begin(account_id: int) -> SecondFactor:
    """A new secret, which counts once confirmed. Refused where one is confirmed already."""
    import pyotp

    factor = second_factor_of(account_id)
    if factor is not None and factor.confirmed_at is not None:
        raise Refused("Второй фактор уже включён. Чтобы сменить телефон, сначала уберите прежний.")
    if factor is None:
        factor = SecondFactor(account_id=account_id)
        db.session.add(factor)
    factor.secret = seal(pyotp.random_base32())
    db.session.flush()
    return factor


def confirm(account_id: int, code: str) -> bool:
    """Whether the phone shows the right code: from then on the door asks for it. Refused where
    nothing was begun."""
    factor = second_factor_of(account_id)
    if factor is None or factor.confirmed_at is not None:
        raise Refused("Начните настройку второго фактора заново.")
    if factor.accepts(code):
        factor.confirmed_at = clock.now()
    return factor.confirmed_at is not None


def new_codes() -> list[tuple[str, str]]:
    """(code, its hash) for each recovery code. Slow: make them before a transaction that
    writes."""
    made = []
    for number in range(1, RECOVERY_CODES + 1):
        signs = "".join(secrets.choice(_ALPHABET) for _ in range(12))
        code = f"{number}-{signs[:4]}-{signs[4:8]}-{signs[8:]}"
        made.append((code, hash_password(code)))
    return made


def keep_codes(account_id: int, codes: list[tuple[str, str]]) -> None:
    """These recovery codes hold from now on, the earlier ones no more."""
    _drop_codes(account_id)
    for code, code_hash in codes:
        number = int(code.partition("-")[0])
        db.session.add(RecoveryCode(account_id=account_id, number=number, code_hash=code_hash))
    db.session.flush()


def recovery_code(account_id: int, code: str) -> RecoveryCode | None:
    """The unused recovery code this may be, by its number; whether it is, `fits` says."""
    number = code.strip()[:1]
    if not (number.isascii() and number.isdigit()):
        return None
    query = select(RecoveryCode).where(
        RecoveryCode.account_id == account_id,
        RecoveryCode.number == int(number),
        RecoveryCode.used_at.is_(None),
    )
    return db.session.scalar(query.with_for_update())


def fits(code_hash: str | None, code: str) -> bool:
    """Whether the code is that of the hash; as slow where there is none."""
    return secret_fits(code_hash, "".join(code.split()).casefold())


def codes_left(account_id: int) -> int:
    """How many recovery codes were not used yet."""
    return db.session.scalar(
        select(func.count(RecoveryCode.id)).where(
            RecoveryCode.account_id == account_id, RecoveryCode.used_at.is_(None)
        )
    )


def remove(account_id: int) -> None:
    """No second factor any more: by its owner, or by an administrator where the phone is lost."""
    factor = second_factor_of(account_id)
    if factor is None:
        raise Refused("Второго фактора нет.")
    db.session.delete(factor)
    _drop_codes(account_id)


def _drop_codes(account_id: int) -> None:
    for row in db.session.scalars(
        select(RecoveryCode).where(RecoveryCode.account_id == account_id)
    ):
        db.session.delete(row)
    db.session.flush()


def reseal() -> tuple[int, int]:
    """Seal every secret anew with the present key; (how many, how many nobody can read)."""
    done = lost = 0
    for factor in db.session.scalars(select(SecondFactor)):
        try:
            factor.secret = seal(unseal(factor.secret))
            done += 1
        except Unreadable:
            lost += 1
    return done, lost
