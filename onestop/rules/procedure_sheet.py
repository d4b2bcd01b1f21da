"""Tables of procedures as spreadsheets have them: rows of texts by column, whatever the file's form."""

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

import openpyxl

from onestop.errors import FileUnreadable

Rows = list[tuple[int, dict[str, str]]]
"""Rows with their line as a spreadsheet shows it; the header is line 1, empty rows are left out."""

MOST_ROWS = 20_000
_MOST_UNPACKED = 60_000_000
"""Bytes of an unpacked workbook; ten thousand procedures with their papers have some 15 million."""
_MOST_CELL = 20_000
_FORMULA = ("=", "+", "-", "@", "\t")
_DELIMITERS = ",;\t"


def tables_of(content: bytes, name: str) -> list[Rows]:
    """Read every table of a file: the one of a CSV file, each sheet of a workbook.

    Raises:
        FileUnreadable: Neither CSV in UTF-8 nor .xlsx, too large, or a row wider than its header.
    """
    if not name.lower().endswith(".xlsx"):
        return [rows_of(content, name)]
    book = _book(content, name)
    return [_rows(book[title].iter_rows(values_only=True), name) for title in book.sheetnames]


def rows_of(content: bytes, name: str) -> Rows:
    """Read the table of a CSV file, or the first sheet of a workbook.

    Raises:
        FileUnreadable: As for `tables_of`.
    """
    if name.lower().endswith(".xlsx"):
        return tables_of(content, name)[0]
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FileUnreadable(file=name, line=0, reason="not-utf8") from None
    head = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=head.count)
    try:
        return _rows(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), name)
    except csv.Error:
        raise FileUnreadable(file=name, line=0, reason="not-csv") from None


def guarded(text: str) -> str:
    """Write a text so that no spreadsheet takes it for a formula; `_plain` takes the guard away again."""
    return f"'{text}" if text.startswith(_FORMULA) and text != "-" else text


def _book(content: bytes, name: str) -> Any:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > _MOST_UNPACKED:
                raise FileUnreadable(file=name, line=0, reason="too-large")
        return openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, EOFError):
        raise FileUnreadable(file=name, line=0, reason="not-xlsx") from None


def _rows(lines: Iterable[Sequence[Any]], name: str) -> Rows:
    header: list[str] = []
    rows: Rows = []
    for line, cells in enumerate(lines, start=1):
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
        if len(rows) == MOST_ROWS:
            raise FileUnreadable(file=name, line=line, reason="too-large")
        named = dict(zip(header, [*texts, *[""] * len(header)], strict=False))
        named.pop("", None)
        rows.append((line, named))
    return rows


def _plain(cell: Any) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return "có" if cell else "không"
        case float() if cell.is_integer():
            return str(int(cell))
        case datetime():
            return cell.date().isoformat()
        case date():
            return cell.isoformat()
        case _:
            text = str(cell)[:_MOST_CELL].strip()
            return text[1:] if text[:1] == "'" and text[1:].startswith(_FORMULA) else text
