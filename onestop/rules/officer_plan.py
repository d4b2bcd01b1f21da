"""What an administrator settles about an officer: the account, its place, its rights and sectors."""

import re
from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from onestop.errors import Malformed, NotAllowed
from onestop.model.people import Role
from onestop.rules.access import BEYOND_A_CENTRE, Actor, Right
from onestop.rules.applicant import typed_phone
from onestop.rules.text import one_line
from onestop.rules.wish import present, worded

_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]*")
_WORDS = {"name": (1, 80)}


class OfficerWish(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An officer as they shall be; `centre`, `agency` and `counter` are ids.

    `rights`: those beyond the role's. `sectors`: ids of those that the officer is held to; none is all.
    """

    username: str | UnsetType = UNSET
    name: str | UnsetType = UNSET
    role: Role | UnsetType = UNSET
    centre: str | UnsetType | None = UNSET
    agency: str | UnsetType | None = UNSET
    counter: str | UnsetType | None = UNSET
    phone: str | UnsetType = UNSET
    rights: list[str] | UnsetType = UNSET
    sectors: list[str] | UnsetType = UNSET


def settled_officer(wish: OfficerWish) -> dict[str, Any]:
    """Read a wish about an officer.

    Raises:
        Malformed: A user name of other than small letters, digits, dot, dash and underscore (`username`),
            no name, a telephone number that is none, or a right that there is not (`unknown`).
    """
    values = worded(present(wish), _WORDS)
    if "username" in values:
        values["username"] = typed_username(values["username"])
    if "phone" in values:
        values["phone"] = typed_phone(values["phone"], field="phone")
    if "rights" in values:
        values["rights"] = settled_rights(values["rights"])
    if "sectors" in values:
        values["sectors"] = sorted(set(values["sectors"]))
    return values


def typed_username(text: str) -> str:
    """Read a user name: small letters, digits, dot, dash, underscore.

    Raises:
        Malformed: It is empty, too long, or has other letters (`username`).
    """
    username = one_line(text, field="username", least=1, most=60).lower()
    if not _USERNAME.fullmatch(username):
        raise Malformed(field="username", reason="username")
    return username


def settled_rights(rights: list[str]) -> list[str]:
    """Take rights by name.

    Raises:
        Malformed: There is no such right (`unknown`).
    """
    if set(rights) - set(Right):
        raise Malformed(field="rights", reason="unknown")
    return sorted(set(rights))


def may_give(actor: Actor, given: set[str]) -> None:
    """Let an administrator give rights, or refuse those that reach beyond a centre.

    Raises:
        NotAllowed: One reaches every centre, and the actor has it not.
    """
    for right in sorted(given & BEYOND_A_CENTRE):
        if right not in actor.rights:
            raise NotAllowed(right=right)
