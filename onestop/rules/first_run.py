"""What an empty installation begins with: province, first centre, its agency, an administrator."""

from typing import Any

import msgspec

from onestop.errors import Malformed
from onestop.rules.agency_plan import AgencyWish, settled_agency
from onestop.rules.applicant import typed_phone
from onestop.rules.device_plan import typed_device_code
from onestop.rules.officer_plan import typed_username
from onestop.rules.password import chosen_password
from onestop.rules.text import fold, one_line

CENTRE_LEVELS = ("province", "commune")
_LINES = {
    "province": (1, 80),
    "centre": (1, 120),
    "place": (1, 80),
    "town": (0, 60),
    "address": (0, 160),
    "agency": (1, 160),
    "name": (1, 80),
}


class FirstRun(msgspec.Struct, frozen=True, kw_only=True):
    """The first things of an office, made whole; the password is not among them, only its hash goes on."""

    province: str
    centre: str
    place: str
    town: str
    address: str
    phone: str
    level: str
    agency: str
    agency_code: str
    username: str
    name: str


def typed_code(text: str) -> str:
    """Read the code that the server printed.

    Raises:
        Malformed: It is none (`device-code`).
    """
    return typed_device_code(text)


def settled_first_run(typed: dict[str, str]) -> tuple[FirstRun, list[Malformed]]:
    """Read the form of the first run; give what was wrong with each field, so that all is told at once."""
    wrong: list[Malformed] = []

    def read(reader: Any, *arguments: Any, **named: Any) -> str:
        try:
            return str(reader(*arguments, **named))
        except Malformed as refusal:
            wrong.append(refusal)
            return ""

    lines = {
        name: read(one_line, typed.get(name, ""), field=name, least=least, most=most)
        for name, (least, most) in _LINES.items()
    }
    phone = read(typed_phone, typed.get("phone", ""), field="phone")
    username = read(typed_username, typed.get("username", ""))
    code = read(_agency_code, typed.get("agency_code", ""))
    read(_both_passwords, typed, username)
    level = typed.get("level", CENTRE_LEVELS[0])
    if level not in CENTRE_LEVELS:
        wrong.append(Malformed(field="level", reason="unknown"))
    whole = FirstRun(**lines, phone=phone, username=username, agency_code=code, level=level)
    return whole, wrong


def is_same(one: str, other: str) -> bool:
    """Tell whether two names are one, without regard to case and diacritics."""
    return fold(one) == fold(other)


def _agency_code(text: str) -> str:
    try:
        return str(settled_agency(AgencyWish(code=text))["code"])
    except Malformed as refusal:
        raise Malformed(field="agency_code", reason=refusal.reason) from refusal


def _both_passwords(typed: dict[str, str], username: str) -> str:
    password = typed.get("password", "")
    chosen_password(password, username=username)
    if password != typed.get("again", ""):
        raise Malformed(field="again", reason="password-twice")
    return ""
