"""What the province settles about an agency: its names, code, pattern of dossier codes, and place in the tree."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from onestop.errors import AgencyLoop, Malformed
from onestop.rules.catalogue_place_shapes import LEVELS
from onestop.rules.numbering import dossier_code
from onestop.rules.text import fold
from onestop.rules.wish import present, worded

USUAL_PATTERN = "AGENCY-YYMMDD-NNNN"
_CODE = re.compile(r"[0-9A-Z]+(\.[0-9A-Z]+)*")
"""Decision 20/2020/QĐ-TTg: groups of digits and capitals, parted by points."""
_NOT_IN_A_KEY = re.compile(r"[^0-9a-z]+")
_ANY_DAY = date(2026, 12, 31)
_WORDS = {"name": (1, 160), "short": (0, 60), "code": (1, 35), "code_pattern": (1, 60)}


class AgencyWish(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An agency as it shall be; `parent` is the id of the one above it."""

    code: str | UnsetType = UNSET
    name: str | UnsetType = UNSET
    short: str | UnsetType = UNSET
    level: str | UnsetType = UNSET
    parent: str | UnsetType | None = UNSET
    mountainous: bool | UnsetType = UNSET
    code_pattern: str | UnsetType = UNSET


def settled_agency(wish: AgencyWish, *, code: str = "", pattern: str = USUAL_PATTERN) -> dict[str, Any]:
    """Read a wish about an agency; `code` and `pattern` are its present ones, where it has any.

    Raises:
        Malformed: No name; a code that is none (`agency-code`); a level that there is not (`unknown`); a
            pattern without a serial (`no-serial`), or whose codes would be too long (`too-long`).
    """
    values = worded(present(wish), _WORDS)
    if "code" in values:
        values["code"] = values["code"].upper()
        if not _CODE.fullmatch(values["code"]):
            raise Malformed(field="code", reason="agency-code")
    if values.get("level", LEVELS[0]) not in LEVELS:
        raise Malformed(field="level", reason="unknown")
    if "code_pattern" in values or "code" in values:
        pattern = values.get("code_pattern", pattern)
        dossier_code(pattern, values.get("code", code), _ANY_DAY, 1)
        if not {"YYMMDD", "YYYYMMDD"} & set(re.findall(r"Y+MMDD", pattern)):
            raise Malformed(field="code_pattern", reason="no-day")
    return values


def key_of(code: str, name: str) -> str:
    """Make the key under which a new agency is kept: its name in small plain letters, and its code."""
    return _NOT_IN_A_KEY.sub("-", f"{fold(name)[:40]} {code.lower()}").strip("-")[:60]


def stays_a_tree(
    parents: Mapping[str, str | None], child: str, parent: str | None, names: Mapping[str, str]
) -> None:
    """Let an agency be put under another, or refuse a ring.

    Raises:
        AgencyLoop: The other stands under it already, or is the same.
    """
    above = parent
    while above is not None:
        if above == child:
            raise AgencyLoop(agency=names.get(child, child), above=names.get(parent or "", ""))
        above = parents.get(above)


def in_order(parents: Mapping[str, str | None], names: Mapping[str, str]) -> list[tuple[str, int]]:
    """List agencies as a tree is read: each followed by those under it, by name, with its depth from 0."""
    under: dict[str | None, list[str]] = {}
    for child in sorted(parents, key=lambda one: fold(names[one])):
        under.setdefault(parents[child], []).append(child)
    listed: list[tuple[str, int]] = []
    waiting = [(root, 0) for root in reversed(under.get(None, []))]
    while waiting:
        agency, depth = waiting.pop()
        listed.append((agency, depth))
        waiting += [(child, depth + 1) for child in reversed(under.get(agency, []))]
    return listed
