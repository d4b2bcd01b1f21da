"""What somebody wishes to be so: the fields that were sent, each made whole or refused."""

from collections.abc import Mapping
from typing import Any

import msgspec

from onestop.errors import Malformed
from onestop.rules.text import one_line


def present(wish: msgspec.Struct) -> dict[str, Any]:
    """Give the fields of a wish that were sent; a change says only what shall be different."""
    sent = {name: getattr(wish, name) for name in wish.__struct_fields__}
    return {name: value for name, value in sent.items() if value is not msgspec.UNSET}


def needed(values: Mapping[str, Any], *names: str) -> None:
    """Ask for what nothing can be made without.

    Raises:
        Malformed: One of them was not sent (`missing`).
    """
    for name in names:
        if name not in values:
            raise Malformed(field=name, reason="missing")


def worded(values: Mapping[str, Any], lengths: Mapping[str, tuple[int, int]]) -> dict[str, Any]:
    """Clean the texts of a wish; `lengths` gives for each the fewest and most letters.

    Raises:
        Malformed: Too long, nothing where something must be, or letters that cannot be seen.
    """
    return {
        name: one_line(value, field=name, least=lengths[name][0], most=lengths[name][1])
        if name in lengths
        else value
        for name, value in values.items()
    }


def in_range(values: Mapping[str, Any], ranges: Mapping[str, tuple[int, int]]) -> None:
    """Hold the numbers of a wish to their ranges, both ends included; a field that is None has no number.

    Raises:
        Malformed: One lies outside (`range`).
    """
    for name, (least, most) in ranges.items():
        value = values.get(name)
        if value is not None and not least <= value <= most:
            raise Malformed(field=name, reason="range")
