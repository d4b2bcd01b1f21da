"""The only place that draws lots: ids, tokens, secrets, passwords."""

import secrets

_LEGIBLE = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""What a person reads from paper: no 0 and O, no 1 and I."""


def new_id() -> str:
    """Draw an opaque id: 20 hexadecimal characters, 80 bits."""
    return secrets.token_hex(10)


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
