"""A real SMTP server of the tests, in a thread of its own: what came in can be read."""

import socket
from contextlib import contextmanager
from email import message_from_bytes, policy

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from models.mail_settings import Smtp


class PostOffice:
    """Takes letters, or refuses them for a while (`closed`), or those to somebody (`unknown`)."""

    def __init__(self):
        self.letters = []
        self.closed = False
        self.unknown = set()
        self.users = []

    async def handle_DATA(self, _server, _session, envelope):  # aiosmtpd's own name
        if self.closed or self.unknown & set(envelope.rcpt_tos):
            return "451 come back later"
        letter = message_from_bytes(envelope.content, policy=policy.default)
        self.letters.append((envelope.rcpt_tos, letter))
        return "250 OK"

    def authenticate(self, _server, _session, _envelope, _mechanism, data):
        self.users.append((data.login.decode(), data.password.decode()))
        return AuthResult(success=data.password == b"right", handled=False)


@contextmanager
def post_office():
    """(the office, a server's address in settings that leads to it)."""
    office = PostOffice()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(
        office,
        hostname="127.0.0.1",
        port=port,
        authenticator=office.authenticate,
        auth_require_tls=False,
    )
    controller.start()
    try:
        yield office, Smtp("smtp", "127.0.0.1", port, "klass@school.test")
    finally:
        controller.stop()
