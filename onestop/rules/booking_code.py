"""A booking's code: nine digits, the last a check digit, so that it can be typed on a machine's keys."""

import re

from onestop.errors import Malformed

DRAWN = 8
"""Digits that are drawn; the ninth is reckoned from them."""
_PARTERS = re.compile(r"[\s.\-–—·]+")
_LINK = re.compile(r"/b/(\d{9})\.")
_MODULUS = 10


def with_check(free: str) -> str:
    """Add the check digit to drawn digits.

    One wrong digit is always found, and two neighbours that changed places nearly always.

    Rule:
        ISO/IEC 7064, MOD 11,10.
    """
    return free + str((_MODULUS + 1 - _carried(free)) % _MODULUS)


def _carried(digits: str) -> int:
    carried = _MODULUS
    for digit in digits:
        carried = ((carried + int(digit)) % _MODULUS or _MODULUS) * 2 % (_MODULUS + 1)
    return carried


def typed_code(text: str) -> str:
    """Read a code as people type it, in groups, or as the square code gives it: the booking's address.

    Raises:
        Malformed: It is no nine digits (`booking-code`), or one is wrong (`check-digit`).
    """
    linked = _LINK.search(text[:300])
    code = linked[1] if linked else _PARTERS.sub("", text[:100])
    if not (code.isascii() and code.isdecimal() and len(code) == DRAWN + 1):
        raise Malformed(field="booking_code", reason="booking-code")
    if with_check(code[:DRAWN]) != code:
        raise Malformed(field="booking_code", reason="check-digit")
    return code


def grouped(code: str) -> str:
    """Write a code as people read it: 123 456 789."""
    return " ".join((code[:3], code[3:6], code[6:]))
