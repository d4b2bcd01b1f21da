"""What an office settles about a line: its letter, the band of its numbers, its words."""

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

import msgspec
from msgspec import UNSET, UnsetType

from onestop.errors import BandTaken, Malformed
from onestop.rules.wish import in_range, present, worded

_LETTER = re.compile(r"[A-Z]{1,2}", re.ASCII)
_LENGTHS = {"name": (1, 80), "name_en": (0, 80), "hint": (0, 120), "hint_en": (0, 120)}
LAST_NUMBER = 9999
"""Four digits: a slip and a board have room for no more."""
BAND = frozenset({"letter", "band_first", "band_last"})


class LineWish(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A line as it shall be; what is left out stays, or is the usual of a new line. `sectors` are ids."""

    letter: str | UnsetType = UNSET
    name: str | UnsetType = UNSET
    name_en: str | UnsetType = UNSET
    hint: str | UnsetType = UNSET
    hint_en: str | UnsetType = UNSET
    for_results: bool | UnsetType = UNSET
    round_the_clock: bool | UnsetType = UNSET
    closed: bool | UnsetType = UNSET
    band_first: int | UnsetType = UNSET
    band_last: int | UnsetType | None = UNSET
    sectors: list[str] | UnsetType = UNSET


class Band(NamedTuple):
    """A stretch of numbers of a letter, and whose line it is; without `last` it goes on for ever."""

    letter: str
    first: int
    last: int | None
    name: str


def settled_line(wish: LineWish) -> dict[str, Any]:
    """Read a wish about a line.

    Raises:
        Malformed: A letter that is not one or two of A to Z, a number outside 1 to 9,999, or words that are
            missing or too long.
    """
    values = worded(present(wish), _LENGTHS)
    if "letter" in values:
        values["letter"] = values["letter"].strip().upper()
        if not _LETTER.fullmatch(values["letter"]):
            raise Malformed(field="letter", reason="line-letter")
    in_range(values, {"band_first": (1, LAST_NUMBER), "band_last": (1, LAST_NUMBER)})
    return values


def place_band(band: Band, others: Iterable[Band], *, last_given: int = 0) -> None:
    """Let a line have a band, or refuse it.

    Args:
        band: What the line shall have.
        others: The bands of the other lines, those given up today among them: their slips are still about.
        last_given: The last number given today; 0 for none.

    Raises:
        Malformed: The band ends before it begins, or before the last number given today.
        BandTaken: Another line of the letter has some of these numbers.
    """
    if band.last is not None and band.last < band.first:
        raise Malformed(field="band_last", reason="band-backwards")
    if band.last is not None and band.last < last_given:
        raise Malformed(field="band_last", reason="band-given")
    for other in others:
        if other.letter == band.letter and _meet(band, other):
            raise BandTaken(letter=other.letter, first=other.first, last=other.last, line=other.name)


def _meet(one: Band, other: Band) -> bool:
    return (other.last is None or one.first <= other.last) and (one.last is None or other.first <= one.last)
