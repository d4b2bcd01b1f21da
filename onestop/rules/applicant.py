"""The people of a dossier as they are typed, and as they are kept once they were looked over."""

import re
from datetime import date

import msgspec

from onestop.errors import Malformed
from onestop.rules.identity import LONGEST_ADDRESS, LONGEST_NAME, typed_identity
from onestop.rules.text import clean, fold, many_lines, one_line

LONGEST_EMAIL = 254
_LONGEST_PAPER = 200
_EARLIEST_YEAR = 1900
_PARTERS = re.compile(r"[\s.()\-–]+")
_HOME = re.compile(r"0\d{9,10}", re.ASCII)
_ABROAD = re.compile(r"\+[1-9]\d{7,14}", re.ASCII)
_COUNTRY = ("+84", "0084")
_EMAIL = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\".]+(\.[^@\s,;<>\".]+)+")
_BIRTH = re.compile(r"\d{4}(-\d{2}-\d{2})?", re.ASCII)
_SEXES = {"nam": "Nam", "nu": "Nữ", "khac": "Khác", "male": "Nam", "female": "Nữ", "other": "Khác"}


class TypedApplicant(msgspec.Struct, frozen=True, kw_only=True):
    """An applicant (người nộp) as the counter typed or scanned them."""

    name: str | None = None
    identity_no: str | None = None
    birth_on: str | None = None
    sex: str | None = None
    address: str | None = None
    phone: str | None = None
    email: str | None = None


class Applicant(msgspec.Struct, frozen=True, kw_only=True):
    """An applicant as kept: texts in NFC, numbers without blanks, what was not told empty."""

    name: str
    folded: str
    identity_no: str
    birth_on: str
    sex: str
    address: str
    phone: str
    email: str


class TypedRepresentative(msgspec.Struct, frozen=True, kw_only=True):
    """Who submits for the applicant (người được ủy quyền), and the paper that says they may."""

    name: str | None = None
    identity_no: str | None = None
    paper: str | None = None


class Representative(msgspec.Struct, frozen=True, kw_only=True):
    """A representative as kept."""

    name: str
    identity_no: str
    paper: str


def applicant_of(typed: TypedApplicant, today: date, *, identified: bool = True) -> Applicant:
    """Look an applicant over.

    Args:
        typed: As typed.
        today: The local day; nobody is born after it.
        identified: Whether the number of an identity paper must be there.

    Raises:
        Malformed: A field that cannot be what it promises, named `applicant.…`.
    """
    name = typed_name(typed.name or "", field="applicant.name")
    number = typed.identity_no or ""
    if identified or number.strip():
        number = typed_identity(number, field="applicant.identity_no")
    return Applicant(
        name=name,
        folded=fold(name),
        identity_no=number.strip(),
        birth_on=_birth(typed.birth_on or "", today),
        sex=_sex(typed.sex or ""),
        address=typed_address(typed.address or "", field="applicant.address"),
        phone=typed_phone(typed.phone or "", field="applicant.phone"),
        email=typed_email(typed.email or "", field="applicant.email"),
    )


def representative_of(typed: TypedRepresentative) -> Representative:
    """Look a representative over.

    Raises:
        Malformed: A field that cannot be what it promises, named `representative.…`.
    """
    return Representative(
        name=typed_name(typed.name or "", field="representative.name"),
        identity_no=typed_identity(typed.identity_no or "", field="representative.identity_no"),
        paper=one_line(typed.paper or "", field="representative.paper", most=_LONGEST_PAPER),
    )


def typed_name(text: str, *, field: str, least: int = 1) -> str:
    """Read a name of a person or organisation, 1 to 200 letters.

    Raises:
        Malformed: Nothing, too long, or letters that cannot be seen.
    """
    return one_line(text, field=field, most=LONGEST_NAME, least=least)


def typed_address(text: str, *, field: str) -> str:
    """Read an address, up to 500 letters; lines typed below each other become one.

    Raises:
        Malformed: Too long, or letters that cannot be seen.
    """
    lines = many_lines(text, field=field, most=LONGEST_ADDRESS).split("\n")
    return ", ".join(line.rstrip(",") for line in lines if line)


def typed_phone(text: str, *, field: str) -> str:
    """Read a telephone number: 10 or 11 digits from 0 at home, + and 8 to 15 digits abroad; or nothing.

    Raises:
        Malformed: It is none (`phone`).
    """
    number = _PARTERS.sub("", one_line(text, field=field, most=30))
    for country in _COUNTRY:
        if number.startswith(country):
            number = "0" + number.removeprefix(country).removeprefix("0")
    if number and not (_HOME.fullmatch(number) or _ABROAD.fullmatch(number)):
        raise Malformed(field=field, reason="phone")
    return number


def typed_email(text: str, *, field: str) -> str:
    """Read an e-mail address; or nothing.

    Raises:
        Malformed: It is none (`email`).
    """
    address = one_line(text, field=field, most=LONGEST_EMAIL)
    if address and not _EMAIL.fullmatch(address):
        raise Malformed(field=field, reason="email")
    return address


def _birth(text: str, today: date) -> str:
    """Read a day of birth, or its year alone, as old papers of many people tell no more."""
    text = clean(text)
    if not text:
        return ""
    if not _BIRTH.fullmatch(text):
        raise Malformed(field="applicant.birth_on", reason="date")
    try:
        born = date.fromisoformat(text) if "-" in text else date(int(text), 1, 1)
    except ValueError as wrong:
        raise Malformed(field="applicant.birth_on", reason="date") from wrong
    if born > today or born.year < _EARLIEST_YEAR:
        raise Malformed(field="applicant.birth_on", reason="date")
    return text


def _sex(text: str) -> str:
    text = fold(text[:20])
    if text and text not in _SEXES:
        raise Malformed(field="applicant.sex", reason="unknown")
    return _SEXES.get(text, "")
