"""What an office settles about a device, and the code by which a device asks to be let in."""

from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from onestop.errors import Malformed
from onestop.model.device import DeviceKind
from onestop.rules.lookup import typed_secret, with_check
from onestop.rules.wish import present, worded

CODE_MINUTES = 10
"""How long a code on a screen can be typed: long enough to walk to the office and back."""
MOST_OPEN = 50
"""Codes that wait at the same time in a whole installation; beyond that somebody plays."""
_GROUP = 4


class DeviceWish(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A device as it shall be.

    To let in a screen that shows a code: `code`. To make a device whose token is shown once: `kind`. A board
    device shows `board`; a kiosk hands its slips to the device `printer`, or prints by its browser.
    """

    code: str | UnsetType = UNSET
    kind: DeviceKind | UnsetType = UNSET
    name: str | UnsetType = UNSET
    board: str | UnsetType | None = UNSET
    printer: str | UnsetType | None = UNSET


def shown_code(free: str) -> str:
    """Write a code as screens show it, from seven drawn characters: `K7Q2-9XAM`, the last one checks."""
    code = with_check(free)
    return f"{code[:_GROUP]}-{code[_GROUP:]}"


def typed_device_code(text: str) -> str:
    """Read a code as people type it from a screen: any case, with or without its dash.

    Raises:
        Malformed: It is no code (`device-code`): a character is wrong, missing, or two changed places.
    """
    try:
        code = typed_secret(text)
    except Malformed as refusal:
        raise Malformed(field="code", reason="device-code") from refusal
    return f"{code[:_GROUP]}-{code[_GROUP:]}"


def settled_device(wish: DeviceWish) -> dict[str, Any]:
    """Read a wish about a device.

    Raises:
        Malformed: No name, or one too long.
    """
    values = worded(present(wish), {"name": (1, 60)})
    if "code" in values:
        values["code"] = typed_device_code(values["code"])
    return values


def fitting(kind: str, values: dict[str, Any]) -> None:
    """Ask for what a device of a kind needs, and for nothing that it cannot have.

    Raises:
        Malformed: A board device without its board (`missing`), or another kind with one; a printer for
            what is no kiosk (`unknown`).
    """
    if kind == DeviceKind.BOARD and values.get("board") is None:
        raise Malformed(field="board", reason="missing")
    if kind != DeviceKind.BOARD and values.get("board") is not None:
        raise Malformed(field="board", reason="unknown")
    if kind != DeviceKind.KIOSK and values.get("printer") is not None:
        raise Malformed(field="printer", reason="unknown")
