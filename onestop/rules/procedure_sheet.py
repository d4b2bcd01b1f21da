"""Tables of procedures as spreadsheets have them: rows of texts by the columns of their first line."""

from onestop.errors import FileUnreadable
from onestop.rules.table_file import Table, read_tables

Rows = list[tuple[int, dict[str, str]]]
"""Rows with their line as a spreadsheet shows it; the header is line 1, empty rows are left out."""

_MOST_CELL = 20_000
_FORMULA = ("=", "+", "-", "@", "\t")


def tables_of(content: bytes, name: str) -> list[Rows]:
    """Read every table of a file: the one of a CSV file, each sheet of a workbook.

    Raises:
        FileUnreadable: Neither CSV in UTF-8 nor .xlsx, too large, or a row wider than its header.
    """
    return [_rows(table, name) for table in read_tables(content, file=name)]


def guarded(text: str) -> str:
    """Write a text so that no spreadsheet takes it for a formula; `_plain` takes the guard away again."""
    return f"'{text}" if text.startswith(_FORMULA) and text != "-" else text


def _rows(lines: Table, name: str) -> Rows:
    header: list[str] = []
    rows: Rows = []
    for line, cells in lines:
        texts = [_plain(cell) for cell in cells]
        if not any(texts):
            continue
        if not header:
            header = [text.lower() for text in texts]
            while header and not header[-1]:
                header.pop()
            continue
        if any(texts[len(header) :]):
            raise FileUnreadable(file=name, line=line, reason="width")
        named = dict(zip(header, [*texts, *[""] * len(header)], strict=False))
        named.pop("", None)
        rows.append((line, named))
    return rows


def _plain(cell: str) -> str:
    text = cell[:_MOST_CELL].strip()
    return text[1:] if text[:1] == "'" and text[1:].startswith(_FORMULA) else text
