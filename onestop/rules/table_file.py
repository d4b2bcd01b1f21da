"""Tables in files that spreadsheets write, CSV or .xlsx: read into lines of texts, or refused at the line."""

import csv
import io
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from onestop.errors import FileUnreadable

Table = Iterator[tuple[int, list[str]]]
"""Lines of cells with their numbers, from 1, as a spreadsheet shows them."""
_ZIP = b"PK\x03\x04"
_MOST_UNPACKED = 60_000_000
"""Bytes that an .xlsx may unpack to: a small file can hold more than any memory."""
_MOST_COLUMNS = 100
_MOST_LINES = 20_000
_DELIMITERS = ",;\t"
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, InvalidFileException, SyntaxError, OSError, EOFError),
    *(KeyError, IndexError, ValueError, TypeError, AttributeError, NotImplementedError, RuntimeError),
)
"""What reading a broken .xlsx ends in: the reader has no error of its own for a part that is not what it says."""


def read_table(content: bytes, *, file: str) -> Table:
    """Read a CSV file, or the first sheet of an .xlsx.

    Raises:
        FileUnreadable: As for `read_tables`.
    """
    return read_tables(content, file=file)[0]


def read_tables(content: bytes, *, file: str) -> list[Table]:
    """Read every table of a file: the one of a CSV, each sheet of an .xlsx; a line is read when it is asked for.

    The first bytes say which of the two it is; what is called .xlsx and is none is not taken for a CSV.

    Raises:
        FileUnreadable: With the line and the reason: `empty`, `not-utf8`, `not-csv`, `not-xlsx`, `too-large`.
    """
    if not content.strip():
        raise FileUnreadable(file=file, line=1, reason="empty")
    if not content.startswith(_ZIP) and not file.lower().endswith(".xlsx"):
        return [_read_csv(content, file)]
    try:
        return [_read_sheet(sheet, file) for sheet in _sheets(content, file)]
    except _BROKEN as error:
        raise FileUnreadable(file=file, line=1, reason="not-xlsx") from error


def _read_csv(content: bytes, file: str) -> Table:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise FileUnreadable(file=file, line=line, reason="not-utf8") from error
    first = text.lstrip().split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        number = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise FileUnreadable(file=file, line=number, reason="not-csv") from error
        if number > _MOST_LINES:
            raise FileUnreadable(file=file, line=number, reason="too-large")
        yield number, row[:_MOST_COLUMNS]


def _read_sheet(sheet: Any, file: str) -> Table:
    try:
        yield from _rows(sheet, file)
    except _BROKEN as error:
        raise FileUnreadable(file=file, line=1, reason="not-xlsx") from error


def _sheets(content: bytes, file: str) -> list[Any]:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        unpacked = sum(part.file_size for part in packed.infolist())
    if unpacked > _MOST_UNPACKED:
        raise FileUnreadable(file=file, line=1, reason="too-large")
    return list(load_workbook(io.BytesIO(content), read_only=True, data_only=True).worksheets)


def _rows(sheet: Any, file: str) -> Table:
    for number, row in enumerate(sheet.iter_rows(values_only=True, max_col=_MOST_COLUMNS), start=1):
        if number > _MOST_LINES:
            raise FileUnreadable(file=file, line=number, reason="too-large")
        yield number, [_text(value) for value in row]


def _text(value: object) -> str:
    """Write a cell's value as it was typed: a whole number without a point, a day as a day, a tick as x or 0."""
    match value:
        case None:
            return ""
        case bool():
            return "x" if value else "0"
        case float() if value.is_integer():
            return str(int(value))
        case datetime():
            return value.date().isoformat()
        case date():
            return value.isoformat()
        case _:
            return str(value)
