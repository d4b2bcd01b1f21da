"""What an office settles about its rooms and the boards in them."""

import re
from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from onestop.errors import Malformed
from onestop.model.board import Theme
from onestop.rules.board_layout import checked
from onestop.rules.text import one_line
from onestop.rules.wish import present, worded

LANGUAGES = frozenset({"vi", "en"})
MOST_SENTENCES = 10
LONGEST_SENTENCE = 200
_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,19}", re.ASCII)


class RoomWish(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A room as it shall be; `key` is what counters and boards name it by, and stays."""

    key: str | UnsetType = UNSET
    name: str | UnsetType = UNSET
    name_en: str | UnsetType = UNSET


class BoardWish(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A board as it shall be; the first of `languages` leads."""

    name: str | UnsetType = UNSET
    room: str | UnsetType = UNSET
    room_only: bool | UnsetType = UNSET
    layout: dict[str, Any] | UnsetType = UNSET
    theme: Theme | UnsetType = UNSET
    languages: list[str] | UnsetType = UNSET
    speaks: bool | UnsetType = UNSET


def settled_room(wish: RoomWish) -> dict[str, Any]:
    """Read a wish about a room.

    Raises:
        Malformed: A key of other than letters, digits, dash and underscore, or words that are too long.
    """
    values = worded(present(wish), {"name": (1, 60), "name_en": (0, 60)})
    if "key" in values and not _KEY.fullmatch(values["key"]):
        raise Malformed(field="key", reason="room-key")
    return values


def settled_board(wish: BoardWish) -> dict[str, Any]:
    """Read a wish about a board; the layout becomes its JSON, the languages a text with commas.

    Raises:
        Malformed: No name, a layout that `board_layout` refuses, no language or one that there is not.
    """
    values = worded(present(wish), {"name": (1, 60), "room": (1, 20)})
    if "layout" in values:
        values["layout"] = msgspec.json.encode(checked(values["layout"])).decode()
    if "languages" in values:
        languages = values["languages"]
        if not languages or not set(languages) <= LANGUAGES or len(set(languages)) < len(languages):
            raise Malformed(field="languages", reason="unknown")
        values["languages"] = ",".join(languages)
    return values


def settled_ticker(sentences: list[str]) -> list[str]:
    """Read the sentences that run along the foot of the boards; empty ones are left out.

    Raises:
        Malformed: More than ten (`range`), or one too long (`length`).
    """
    cleaned = [
        one_line(one, field="ticker", most=LONGEST_SENTENCE) for one in sentences[: MOST_SENTENCES * 5]
    ]
    kept = [one for one in cleaned if one]
    if len(kept) > MOST_SENTENCES:
        raise Malformed(field="ticker", reason="range")
    return kept
