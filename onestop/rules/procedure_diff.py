"""A draft held against the version in force: what differs, field by field and row by row."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Any

import msgspec

from onestop.rules.procedure_facts import PLAIN, ROWS, ProcedureFacts
from onestop.rules.text import fold


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that differs.

    `kind` is `changed`, `added`, `removed` or `moved`. Of a row, `row` is its name and `part` which of its
    values; a moved row has its places, counted from 1, as `before` and `after`. Values are as the facts
    have them, in texts: ids, codes, "yes", "no", nothing.
    """

    field: str
    kind: str
    before: str = ""
    after: str = ""
    row: str = ""
    part: str = ""


def differences(before: ProcedureFacts | None, after: ProcedureFacts) -> list[Difference]:
    """Tell what a draft would change; against nothing, every field that says something is added.

    Args:
        before: The version in force; None for a code that has none.
        after: The draft.
    """
    old = before or ProcedureFacts(code=after.code)
    kind = "changed" if before else "added"
    found = [
        Difference(field=name, kind=kind, before=plain(getattr(old, name)), after=plain(getattr(after, name)))
        for name in PLAIN
        if getattr(old, name) != getattr(after, name)
    ]
    for name in ROWS:
        found += _rows(name, getattr(old, name), getattr(after, name))
    return found


def changed_fields(before: ProcedureFacts | None, after: ProcedureFacts) -> list[str]:
    """Name the fields that differ, each once."""
    return list(dict.fromkeys(one.field for one in differences(before, after)))


def plain(value: Any) -> str:
    """Write a value of the facts as a text."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case tuple():
            return ",".join(map(plain, value))
        case _:
            return str(value)


_NAMED: dict[str, Callable[[Any], str]] = {
    "channels": lambda row: row.channel,
    "requirements": lambda row: row.name,
    "steps": lambda row: f"{row.role}: {row.name}" if row.name else row.role,
    "fees": lambda row: f"{row.name} ({row.case})" if row.case else row.name,
}


def _rows(field: str, before: Sequence[Any], after: Sequence[Any]) -> Iterator[Difference]:
    named = _NAMED[field]
    old, new = _keyed(before, named), _keyed(after, named)
    for key, (place, row) in old.items():
        if key not in new:
            yield Difference(field=field, kind="removed", row=named(row), before=str(place))
    for key, (place, row) in new.items():
        if key not in old:
            yield Difference(field=field, kind="added", row=named(row), after=str(place))
            yield from _parts(field, named(row), None, row)
        else:
            yield from _parts(field, named(row), old[key][1], row)
    for key in _moved([key for key in old if key in new], [key for key in new if key in old]):
        yield Difference(
            field=field,
            kind="moved",
            row=named(new[key][1]),
            before=str(old[key][0]),
            after=str(new[key][0]),
        )


def _keyed(rows: Iterable[Any], named: Callable[[Any], str]) -> dict[tuple[str, int], tuple[int, Any]]:
    """Give each row its place by what it is called; of rows called the same the first meets the first."""
    counted: dict[str, int] = {}
    keyed = {}
    for place, row in enumerate(rows, start=1):
        name = fold(named(row))
        counted[name] = counted.get(name, 0) + 1
        keyed[name, counted[name]] = place, row
    return keyed


def _parts(field: str, name: str, before: Any, after: Any) -> Iterator[Difference]:
    """Tell the values of one row that differ; of a new row those that are not what an empty one has."""
    for part in after.__struct_fields__:
        if part in {"name", "role", "channel", "raw", "stage"} and before is None:
            continue
        old = getattr(before, part) if before is not None else _empty(after, part)
        new = getattr(after, part)
        if old != new:
            yield Difference(
                field=field, kind="changed", row=name, part=part, before=plain(old), after=plain(new)
            )


def _empty(row: Any, part: str) -> Any:
    defaults = {one.name: one.default for one in msgspec.structs.fields(type(row))}
    return None if defaults[part] is msgspec.NODEFAULT else defaults[part]


def _moved(before: list[tuple[str, int]], after: list[tuple[str, int]]) -> Iterator[tuple[str, int]]:
    """Give the rows that changed places, the fewest that explain the new order."""
    stayed = set[tuple[str, int]]()
    for block in SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks():
        stayed |= set(before[block.a : block.a + block.size])
    yield from (key for key in after if key not in stayed)
