"""What files of procedures ask for, code by code: each row read or refused with its file and line."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from msgspec import UNSET

from onestop.errors import Malformed, Refusal
from onestop.rules.procedure_code import one_code
from onestop.rules.procedure_columns import CODE, COLUMNS, ROW_OF, Ground, part_of, values_of
from onestop.rules.procedure_draft import DraftWish
from onestop.rules.procedure_sheet import tables_of

_SHOWN = 40


class SheetFile(msgspec.Struct, frozen=True):
    """A file as it was handed over: CSV of one table, or a workbook of several."""

    name: str
    content: bytes


class SheetLine(msgspec.Struct, frozen=True):
    """Where something stands."""

    file: str
    line: int


class RefusedLine(msgspec.Struct, frozen=True):
    """A row that is not taken, and why."""

    at: SheetLine
    code: str
    refusal: Refusal


class Asked(msgspec.Struct, kw_only=True):
    """What is asked for one code: its own fields, its lists of rows, and where each stands."""

    code: str
    at: SheetLine
    values: dict[str, Any] = {}
    rows: dict[str, list[Any]] = {}
    lines: dict[str, list[SheetLine]] = {}

    def wish(self) -> DraftWish:
        """Give it as a wish about the draft; a list that some row speaks of takes the place of the whole list."""
        return DraftWish(
            **{name: value for name, value in {**self.values, **self.rows}.items() if value is not UNSET}
        )

    def line_of(self, refusal: Refusal) -> tuple[SheetLine, Refusal]:
        """Find the row and the column that a refusal of the wish is about."""
        field = str(refusal.facts.get("field", ""))
        part, _, rest = field.partition(".")
        place, _, name = rest.partition(".")
        if part in self.lines and place.isdigit():
            at = self.lines[part][int(place) - 1]
            return at, Malformed(field=_column(part, name), reason=str(refusal.facts["reason"]))
        if isinstance(refusal, Malformed):
            return self.at, Malformed(field=_column("procedures", field), reason=refusal.reason)
        return self.at, refusal


def asked_of(files: Iterable[SheetFile], ground: Ground) -> tuple[dict[str, Asked], list[RefusedLine]]:
    """Read files; what each code is asked to become, and the rows that cannot be read.

    Raises:
        FileUnreadable: A file is neither CSV nor a workbook, or has columns that no table of procedures has.
    """
    asked: dict[str, Asked] = {}
    refused: list[RefusedLine] = []
    for file in files:
        for rows in tables_of(file.content, file.name):
            if not rows:
                continue
            part = part_of(rows[0][1], file.name)
            for line, cells in rows:
                at = SheetLine(file.name, line)
                try:
                    _take(asked, part, at, cells, ground)
                except Refusal as refusal:
                    refused.append(RefusedLine(at, cells.get(CODE, "")[:_SHOWN], refusal))
    return asked, refused


def _take(
    asked: dict[str, Asked], part: str, at: SheetLine, cells: Mapping[str, str], ground: Ground
) -> None:
    code = one_code(cells.get(CODE, ""))
    values = values_of(part, cells, ground)
    if part != "procedures":
        row = _row(part, values)
        one = asked.setdefault(code, Asked(code=code, at=at))
        one.rows.setdefault(part, []).append(row)
        one.lines.setdefault(part, []).append(at)
        return
    one = asked.setdefault(code, Asked(code=code, at=at))
    if one.values:
        raise Malformed(field=CODE, reason="twice")
    one.at, one.values = at, values


def _row(part: str, values: dict[str, Any]) -> msgspec.Struct:
    kind = ROW_OF[part]
    for field in msgspec.structs.fields(kind):
        if field.required and field.name not in values:
            raise Malformed(field=_column(part, field.name), reason="missing")
    given = {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}
    return kind(**given)


def _column(part: str, field: str) -> str:
    return next((column.name for column in COLUMNS[part] if column.field == field), field)
