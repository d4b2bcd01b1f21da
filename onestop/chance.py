"""The only place that draws lots: ids, tokens, secrets, passwords."""

import secrets
import threading

_LEGIBLE = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""What a person reads from paper: no 0 and O, no 1 and I."""


_BEGINNING_BYTES = 6
_END_BYTES = 4
_DRAWN_AT_ONCE = 256


class _Page(threading.local):
    """Ids of one thread, drawn some hundred at a time and given once each."""

    def __init__(self) -> None:
        self.ids: list[str] = []


_page = _Page()


def new_id() -> str:
    """Draw an opaque id: 20 hexadecimal characters.

    Some hundred are drawn at a time: one beginning of 48 random bits for all, an end of 32 for each, given
    in order. Why not 80 bits for each: rows of one moment then lie together in every index, so a commit
    writes few pages, and the system is not asked for chance by each. Ids are no secrets: what opens
    something is a token, drawn singly. Nothing here forks, so no two processes share a beginning.
    """
    if not _page.ids:
        beginning = secrets.token_hex(_BEGINNING_BYTES)
        ends = {secrets.token_hex(_END_BYTES) for _ in range(_DRAWN_AT_ONCE)}
        _page.ids = [beginning + end for end in sorted(ends, reverse=True)]
    return _page.ids.pop()


def new_token() -> str:
    """Draw a bearer token or the token in a QR code: 32 URL-safe characters, 192 bits."""
    return secrets.token_urlsafe(24)


def new_secret() -> str:
    """Draw the seven free characters of a receipt's secret; `rules.lookup` adds the check character."""
    return "".join(secrets.choice(_LEGIBLE) for _ in range(7))


def new_digits(count: int) -> str:
    """Draw so many digits, for what is typed on a machine's keys."""
    return "".join(secrets.choice("0123456789") for _ in range(count))


def new_password() -> str:
    """Draw a first password: 12 legible characters in three groups, about 60 bits."""
    return "-".join("".join(secrets.choice(_LEGIBLE) for _ in range(4)).lower() for _ in range(3))


def new_key() -> bytes:
    """Draw a server key: 32 bytes."""
    return secrets.token_bytes(32)
