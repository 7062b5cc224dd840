"""Where e-mail goes out, as the environment says it: one address of a server with all in it."""

import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from models.wrong_setting import WrongSetting

ADDRESS = re.compile(r"[^\s@<>,;:\"]{1,64}@[^\s@<>,;:\"]{1,190}")
_PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}


@dataclass(frozen=True)
class Smtp:
    """The server that takes mail. `scheme`: smtp (plain, for a server on this machine or in its
    network), smtp+tls (STARTTLS, required), smtps (TLS from the first byte)."""

    scheme: str
    host: str
    port: int
    sender: str
    user: str = ""
    password: str = ""

    def __repr__(self) -> str:  # no password in any log
        return f"Smtp({self.scheme}://{self.host}:{self.port}, {self.sender})"


def smtp_of(url: str | None, sender: str | None) -> Smtp | None:
    """The server of KLASS_SMTP and the sender of KLASS_MAIL_FROM; None where none is set. Raises
    WrongSetting."""
    if not url:
        return None
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        parts, port = None, None
    if parts is None or parts.scheme not in _PORTS or not parts.hostname:
        raise WrongSetting(
            "KLASS_SMTP: нужен адрес почтового сервера вида smtp+tls://имя:пароль@сервер:587 "
            "(или smtps://…:465, а для сервера на этой же машине smtp://localhost:25)."
        )
    if not sender or not ADDRESS.fullmatch(sender):
        raise WrongSetting(
            "KLASS_MAIL_FROM: вместе с KLASS_SMTP нужен адрес, от которого пойдут письма, "
            "например klass@school.ru."
        )
    return Smtp(
        parts.scheme,
        parts.hostname,
        port or _PORTS[parts.scheme],
        sender,
        unquote(parts.username or ""),
        unquote(parts.password or ""),
    )


def addresses_of(name: str, text: str | None) -> tuple[str, ...]:
    """E-mail addresses, separated by commas or spaces. Raises WrongSetting."""
    found = tuple(re.split(r"[,\s]+", (text or "").strip())) if text and text.strip() else ()
    for one in found:
        if not ADDRESS.fullmatch(one):
            raise WrongSetting(f"{name}: нужны адреса почты через запятую, а задано «{one}».")
    return found
