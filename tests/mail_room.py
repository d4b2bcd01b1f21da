"""A real mail server on a real port, which answers as a test tells it to."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller

from onestop.gateways.mail import Mailer


@dataclass
class MailRoom:
    """What the server has taken, and what it will answer next; then it takes everything."""

    port: int = 0
    answers: list[str] = field(default_factory=list)
    letters: list[EmailMessage] = field(default_factory=list)
    readers: list[str] = field(default_factory=list)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        """Answer as told, or take the letter."""
        if self.answers:
            answer = self.answers.pop(0)
            if not answer.startswith("250"):
                return answer
        letter = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(letter, EmailMessage)
        self.letters.append(letter)
        self.readers += envelope.rcpt_tos
        return "250 taken"

    @property
    def mailer(self) -> Mailer:
        """The way to this server."""
        return Mailer(
            host="127.0.0.1",
            port=self.port,
            implicit_tls=False,
            user="",
            password="",
            sender="motcua@example.gov.vn",
        )


@contextmanager
def open_mail_room() -> Iterator[MailRoom]:
    """Run the server."""
    room = MailRoom()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        room.port = free.getsockname()[1]
    controller = Controller(room, hostname="127.0.0.1", port=room.port)
    controller.start()
    try:
        yield room
    finally:
        controller.stop()
