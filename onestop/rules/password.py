"""Passwords: what an officer may choose, and how a first one is written for a person to type."""

from onestop.errors import Malformed
from onestop.rules.lookup import ALPHABET

LEAST = 10
"""Letters. No rule of digits and signs: length is what guessing meets (NIST SP 800-63B, 5.1.1)."""
MOST = 200
_DRAWN = 12
_GROUP = 4
_COMMON = frozenset({"1234567890", "0123456789", "matkhau123", "password12", "qwertyuiop", "password123"})


def chosen_password(new: str, *, username: str, present: str = "") -> str:
    """Take the password that an officer chose, or refuse it.

    Raises:
        Malformed: Shorter than ten letters (`password-short`), too long (`length`), one that everybody tries
            first or the user name in it (`password-plain`), or the present one again (`password-same`).
    """
    if len(new) < LEAST:
        raise Malformed(field="password", reason="password-short")
    if len(new) > MOST:
        raise Malformed(field="password", reason="length")
    plain = new.casefold()
    if plain in _COMMON or len(set(plain)) <= 2 or (username and username.casefold() in plain):  # noqa: PLR2004  aaaa, abab
        raise Malformed(field="password", reason="password-plain")
    if new == present:
        raise Malformed(field="password", reason="password-same")
    return new


def legible_password(fingerprint: str) -> str:
    """Write a keyed hash as a first password: 12 legible characters in three groups, 60 bits."""
    number = int(fingerprint, 16)
    letters = ""
    for _ in range(_DRAWN):
        number, place = divmod(number, len(ALPHABET))
        letters += ALPHABET[place].lower()
    return "-".join(letters[start : start + _GROUP] for start in range(0, _DRAWN, _GROUP))
