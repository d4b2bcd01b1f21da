"""The way to the mail server: one message, handed over or not, and what the server said."""

import smtplib
import ssl
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from enum import StrEnum
from urllib.parse import unquote, urlsplit

import msgspec

from onestop.errors import SettingWrong
from onestop.settings import Settings

PATIENCE_SECONDS = 20
_PORTS = {"smtp": 25, "smtps": 465}
_HERE = frozenset({"localhost", "127.0.0.1", "::1"})
_PERMANENT = 500
_LONGEST_FAULT = 40


class Sent(StrEnum):
    """What came of handing a message over."""

    TAKEN = "taken"
    LATER = "later"
    """The server is away, busy, or asks to wait."""
    NEVER = "never"
    """The server refused this message for good."""


class Letter(msgspec.Struct, frozen=True, kw_only=True):
    """A plain-text message; `id` is the same each time it is tried, so that a receiver can tell a repeat."""

    id: str
    to: str
    subject: str
    body: str


class Mailer(msgspec.Struct, frozen=True, kw_only=True):
    """A mail server and who writes through it."""

    host: str
    port: int
    implicit_tls: bool
    user: str
    password: str
    sender: str

    def send(self, letter: Letter) -> tuple[Sent, str]:
        """Hand a message over, blocking; tell what came of it and the server's code, never its words.

        Why not the words: servers repeat the address in them, and a fault is shown to officers.
        """
        message = self._written(letter)
        try:
            with self._connect() as server:
                server.send_message(message, from_addr=self.sender, to_addrs=[letter.to])
        except smtplib.SMTPRecipientsRefused as refused:
            code = next(iter(refused.recipients.values()))[0]
            return _judged(code)
        except smtplib.SMTPAuthenticationError as refused:
            # A wrong password is put right by the operator, and the message is good.
            return Sent.LATER, f"login {refused.smtp_code}"
        except smtplib.SMTPResponseException as refused:
            return _judged(refused.smtp_code)
        except smtplib.SMTPNotSupportedError:
            return Sent.LATER, "unsupported"
        except (smtplib.SMTPException, OSError) as away:
            return Sent.LATER, type(away).__name__[:_LONGEST_FAULT]
        return Sent.TAKEN, ""

    def _connect(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        if self.implicit_tls:
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                self.host, self.port, timeout=PATIENCE_SECONDS, context=context
            )
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=PATIENCE_SECONDS)
        try:
            self._greet(server, context)
        except BaseException:
            server.close()
            raise
        return server

    def _greet(self, server: smtplib.SMTP, context: ssl.SSLContext) -> None:
        server.ehlo()
        private = self.implicit_tls
        if not private and server.has_extn("starttls"):
            server.starttls(context=context)
            server.ehlo()
            private = True
        if self.user:
            if not private and self.host not in _HERE:
                raise smtplib.SMTPNotSupportedError("a password does not cross the network unsealed")
            server.login(self.user, self.password)

    def _written(self, letter: Letter) -> EmailMessage:
        message = EmailMessage(policy=SMTP)
        message["From"] = Address(addr_spec=self.sender)
        message["To"] = letter.to
        message["Subject"] = letter.subject
        message["Message-ID"] = f"<{letter.id}@{self.sender.rpartition('@')[2]}>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(letter.body)
        return message


def _judged(code: int) -> tuple[Sent, str]:
    return (Sent.NEVER if code >= _PERMANENT else Sent.LATER), str(code)


def open_mailer(settings: Settings) -> Mailer | None:
    """Read the mail server of an installation; None where it sends no mail.

    Raises:
        SettingWrong: The address of the server or of the sender cannot be used.
    """
    if settings.smtp_url is None:
        return None
    sender = settings.mail_from or ""
    if "@" not in sender or not sender.isascii() or " " in sender:
        raise SettingWrong(setting="ONESTOP_MAIL_FROM", reason="mail")
    try:
        parts = urlsplit(settings.smtp_url)
        port = parts.port
    except ValueError as wrong:
        raise SettingWrong(setting="ONESTOP_SMTP_URL", reason="mail") from wrong
    if parts.scheme not in _PORTS or not parts.hostname:
        raise SettingWrong(setting="ONESTOP_SMTP_URL", reason="mail")
    return Mailer(
        host=parts.hostname,
        port=port or _PORTS[parts.scheme],
        implicit_tls=parts.scheme == "smtps",
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        sender=sender,
    )
