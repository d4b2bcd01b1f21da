"""What a căn cước says: its QR code read by shape, and how much of a number is shown."""

import re
from datetime import date

import msgspec

from onestop.errors import IdentityUnreadable, Malformed
from onestop.rules.text import one_line

LONGEST_QR = 2_000
"""A card's code has some 200 letters; a scanner that runs on is not read to its end."""
LONGEST_NAME = 200
LONGEST_ADDRESS = 500
_LEAST_FIELDS = 6
_DATE = re.compile(r"(\d{2})(\d{2})(\d{4})", re.ASCII)
_TWELVE = re.compile(r"\d{12}", re.ASCII)
_NINE = re.compile(r"\d{9}", re.ASCII)
_PASSPORT = re.compile(r"(?=.*[A-Z])(?=.*\d)[A-Z0-9]{6,12}", re.ASCII)
_SEXES = {"nam": "Nam", "nữ": "Nữ", "male": "Nam", "female": "Nữ"}
_HIDDEN = "•••"
_LEAST_MASKED = 9
_EARLIEST_YEAR = 1900


class Identity(msgspec.Struct, frozen=True, kw_only=True):
    """What the code of a card holds. Dates are ISO 8601; what the card does not tell is None."""

    identity_no: str
    old_identity_no: str | None
    name: str
    birth_on: str
    sex: str
    address: str
    issued_on: str | None


def parse_identity(text: str) -> Identity:
    """Read the text of a căn cước QR code as a scanner gives it.

    Fields parted by `|`: number, old number, name, birth, sex, address, issue; the old number or the day
    of issue may be missing (six fields), and newer cards append the parents' names (more than seven), so
    a field is known by its shape, not by its place alone.

    Raises:
        IdentityUnreadable: `empty`, `too-long`, `encoding` (the scanner garbled the letters),
            `control-characters`, `not-a-card` (no fields at all), `too-few-fields`, `identity-number`,
            `name`, `birth-date`, `sex`, `address`, or `issue-date`.
    """
    fields = _fields(text)
    if not _TWELVE.fullmatch(fields[0]):
        raise IdentityUnreadable(reason="identity-number")
    old, rest = None, fields[1:]
    if not rest[0] or rest[0].isdigit():
        old, rest = _old_number(rest[0]), rest[1:]
    if len(rest) < _LEAST_FIELDS - 2:
        raise IdentityUnreadable(reason="too-few-fields")
    name, birth, sex, address, *later = rest
    if not 0 < len(name) <= LONGEST_NAME or any(letter.isdigit() for letter in name):
        raise IdentityUnreadable(reason="name")
    if sex.casefold() not in _SEXES:
        raise IdentityUnreadable(reason="sex")
    if not 0 < len(address) <= LONGEST_ADDRESS:
        raise IdentityUnreadable(reason="address")
    birth_on = _day(birth, reason="birth-date")
    issued_on = _day(later[0], reason="issue-date") if later and later[0] else None
    if issued_on is not None and issued_on < birth_on:
        raise IdentityUnreadable(reason="issue-date")
    return Identity(
        identity_no=fields[0],
        old_identity_no=old,
        name=name,
        birth_on=birth_on.isoformat(),
        sex=_SEXES[sex.casefold()],
        address=address,
        issued_on=issued_on.isoformat() if issued_on else None,
    )


def _fields(text: str) -> list[str]:
    # A scanner that plays the keyboard ends with Enter; one on a serial line may begin with a mark of order.
    text = text.strip("\ufeff\0 \t\r\n")
    if not text:
        raise IdentityUnreadable(reason="empty")
    if len(text) > LONGEST_QR:
        raise IdentityUnreadable(reason="too-long")
    if "|" not in text:
        raise IdentityUnreadable(reason="not-a-card")
    if _garbled(text):
        raise IdentityUnreadable(reason="encoding")
    try:
        fields = [one_line(field, field="qr", most=LONGEST_QR) for field in text.split("|")]
    except Malformed as wrong:
        raise IdentityUnreadable(reason=wrong.reason) from wrong
    if len(fields) < _LEAST_FIELDS:
        raise IdentityUnreadable(reason="too-few-fields")
    return fields


def _garbled(text: str) -> bool:
    """Tell whether UTF-8 was read as a Western code page, which turns every accented letter into two or more."""
    if "\ufffd" in text:
        return True
    for page in ("latin-1", "cp1252"):
        try:
            text.encode(page).decode("utf-8")
        except UnicodeError:
            continue
        return not text.isascii()
    return False


def _old_number(text: str) -> str | None:
    if text and not (_NINE.fullmatch(text) or _TWELVE.fullmatch(text)):
        raise IdentityUnreadable(reason="old-identity-number")
    return text or None


def _day(text: str, *, reason: str) -> date:
    parts = _DATE.fullmatch(text)
    if parts is None or int(parts[3]) < _EARLIEST_YEAR:
        raise IdentityUnreadable(reason=reason)
    try:
        return date(int(parts[3]), int(parts[2]), int(parts[1]))
    except ValueError as wrong:
        raise IdentityUnreadable(reason=reason) from wrong


def typed_identity(text: str, *, field: str) -> str:
    """Read the number of an identity paper as people type it, in groups or not.

    Taken are 12 digits (căn cước, and the personal number of organisations' owners), the 9 digits of an
    old chứng minh nhân dân, or a passport: 6 to 12 letters and digits, at least one of each.

    Raises:
        Malformed: Nothing given (`missing`), or none of these (`identity-number`): 11 digits are a number
            with one left out, and the register would carry it for good.
    """
    number = re.sub(r"[\s.\-]+", "", one_line(text, field=field, most=40, least=1)).upper()
    if not any(shape.fullmatch(number) for shape in (_TWELVE, _NINE, _PASSPORT)):
        raise Malformed(field=field, reason="identity-number")
    return number


def masked_identity(number: str) -> str:
    """Show so much of a number that its owner knows it again: `004 ••• ••• 742`.

    Hidden are the sex, the century, the year of birth and half of what was drawn. A number too short for
    that shows its last two characters only.
    """
    if len(number) < _LEAST_MASKED:
        return f"{_HIDDEN} {number[-2:]}" if number else ""
    return f"{number[:3]} {_HIDDEN} {_HIDDEN} {number[-3:]}"


def masked_phone(number: str) -> str:
    """Show so much of a telephone number that its owner knows it again: `0912 ••• 386`."""
    if len(number) < _LEAST_MASKED:
        return _HIDDEN if number else ""
    return f"{number[:4]} {_HIDDEN} {number[-3:]}"
