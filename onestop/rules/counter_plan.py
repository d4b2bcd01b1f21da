"""What an office settles about a counter, and about the work profile that several may share."""

from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from onestop.errors import Malformed
from onestop.model.counter import TurnRule
from onestop.rules.wish import in_range, present, worded

MOST_SHARE = 9
MOST_COUNTERS = 99


class ProfileLineWish(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A line of a profile; `share` counts where the rule is a ratio, such as 2:1."""

    line: str
    share: int = 1


class ProfileWish(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A work profile as it shall be; the order of `lines` is the order in which they are served."""

    name: str | UnsetType = UNSET
    rule: TurnRule | UnsetType = UNSET
    lines: list[ProfileLineWish] | UnsetType = UNSET


class CounterWish(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A counter as it shall be; `room` is a room's key, `profile` a work profile's id."""

    number: int | UnsetType = UNSET
    name: str | UnsetType = UNSET
    room: str | UnsetType = UNSET
    profile: str | UnsetType | None = UNSET


def settled_profile(wish: ProfileWish) -> dict[str, Any]:
    """Read a wish about a work profile.

    Raises:
        Malformed: No name, no line (`none`), a line twice (`twice`), or a share that is not 1 to 9 (`range`).
    """
    values = worded(present(wish), {"name": (1, 60)})
    if "lines" in values:
        _check_lines(values["lines"])
    return values


def _check_lines(lines: list[ProfileLineWish]) -> None:
    if not lines:
        raise Malformed(field="lines", reason="none")
    if len({one.line for one in lines}) < len(lines):
        raise Malformed(field="lines", reason="twice")
    for one in lines:
        in_range({"lines": one.share}, {"lines": (1, MOST_SHARE)})


def settled_counter(wish: CounterWish) -> dict[str, Any]:
    """Read a wish about a counter.

    Raises:
        Malformed: A number that is not 1 to 99, or a name that is too long.
    """
    values = worded(present(wish), {"name": (0, 40), "room": (1, 20)})
    in_range(values, {"number": (1, MOST_COUNTERS)})
    return values
