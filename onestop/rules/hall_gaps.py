"""What a hall still needs before the first citizen: seen from what is there."""

from collections.abc import Sequence
from typing import NamedTuple

import msgspec


class Gap(NamedTuple):
    """Something missing: which, and of what; `page` is where it is set up."""

    key: str
    page: str
    names: tuple[str, ...] = ()


class HallParts(msgspec.Struct, frozen=True, kw_only=True):
    """What is there, as far as something can be missing: names and numbers as people say them."""

    lines: Sequence[str]
    return_lines: Sequence[str]
    unserved_lines: Sequence[str]
    counters: Sequence[str]
    counters_without_profile: Sequence[str]
    counters_without_officer: Sequence[str]
    open_hours: bool
    boards: Sequence[str]
    boards_without_screen: Sequence[str]
    kiosks: Sequence[str]
    voice: bool


def gaps_of(parts: HallParts) -> list[Gap]:
    """List what is missing, in the order in which a hall is set up."""
    absent = {
        "no-hours": ("hours", not parts.open_hours),
        "no-lines": ("lines", not parts.lines),
        "no-return-line": ("lines", bool(parts.lines) and not parts.return_lines),
        "no-counters": ("counters", not parts.counters),
        "no-kiosk": ("devices", not parts.kiosks),
        "no-boards": ("boards", not parts.boards),
        "no-voice": ("clips", not parts.voice),
    }
    incomplete = {
        "line-unserved": ("counters", parts.unserved_lines),
        "counter-without-profile": ("counters", parts.counters_without_profile),
        "counter-without-officer": ("counters", parts.counters_without_officer),
        "board-without-screen": ("devices", parts.boards_without_screen),
    }
    found = [Gap(key, page) for key, (page, missing) in absent.items() if missing]
    return found + [Gap(key, page, tuple(names)) for key, (page, names) in incomplete.items() if names]
