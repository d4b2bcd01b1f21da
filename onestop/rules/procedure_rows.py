"""The rows of a CSV file as texts: the columns are there, the width is right, nothing unwritable is in them."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from onestop.errors import FileUnreadable
from onestop.rules.procedure_shapes import RefusedRow

Row = Mapping[str, Any]
"""A row as `csv.DictReader` gives it: `None` for a cell that is missing, a list for cells too many."""

FIRST_ROW = 2
"""Rows are counted as a spreadsheet shows them; the header is row 1."""
SHOWN = 80
"""How much of a wrong value is told back."""

_MOST_CELL = 200_000
"""Letters of one cell; the longest of the national portal has some 11,000."""
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
"""Controls and halves of letters, which no database takes; they carry nothing."""


def cells_of(
    rows: Iterable[Row], columns: Sequence[str], file: str
) -> Iterator[tuple[int, dict[str, str] | RefusedRow]]:
    """Give each row's number and its trimmed cells, or its refusal where it is wider or narrower.

    Raises:
        FileUnreadable: A column is missing (line 1): that is another file.
    """
    for row, content in enumerate(rows, FIRST_ROW):
        if row == FIRST_ROW:
            _check_columns(content, columns, file)
        cells = [content.get(column) for column in columns]
        if None in content or not all(isinstance(cell, str) for cell in cells):
            code = content.get("ma")
            shown = code[:SHOWN] if isinstance(code, str) else ""
            yield row, RefusedRow(file=file, row=row, code=shown, reason="width", found="")
            continue
        texts = [_UNWRITABLE.sub("", str(cell)[:_MOST_CELL]).strip() for cell in cells]
        yield row, dict(zip(columns, texts, strict=True))


def _check_columns(content: Row, columns: Sequence[str], file: str) -> None:
    missing = [column for column in columns if column not in content]
    if missing:
        raise FileUnreadable(file=file, line=1, reason=f"column-missing: {', '.join(missing)}")
