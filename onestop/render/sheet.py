"""Tables as files that spreadsheets read and write: CSV and .xlsx, both ways."""

import csv
import io
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from onestop.errors import FileUnreadable
from onestop.render.figure_table import harmless

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Table = Iterator[tuple[int, list[str]]]
_ZIP = b"PK\x03\x04"
_MOST_UNPACKED = 60_000_000
"""Bytes that an .xlsx may unpack to: a small file can hold more than any memory."""
_MOST_COLUMNS = 100
_MOST_LINES = 20_000
_DELIMITERS = ",;\t"
_WIDEST = 60
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, InvalidFileException, SyntaxError, OSError, EOFError),
    *(KeyError, IndexError, ValueError, TypeError, AttributeError, NotImplementedError, RuntimeError),
)
"""What reading a broken .xlsx ends in: the reader has no error of its own for a part that is not what it says."""
_BYTE_ORDER_MARK = "\ufeff"


def read_table(content: bytes, *, file: str) -> Table:
    """Read a CSV or the first sheet of an .xlsx into lines of cells, with their numbers from 1.

    Its first bytes say which of the two it is, not its name.

    Raises:
        FileUnreadable: With the line and the reason: `empty`, `not-utf8`, `not-csv`, `not-xlsx`, `too-large`.
    """
    if not content.strip():
        raise FileUnreadable(file=file, line=1, reason="empty")
    return _read_xlsx(content, file) if content.startswith(_ZIP) else _read_csv(content, file)


def csv_sheet(titles: Sequence[str], rows: Sequence[Sequence[str]], lang: str) -> bytes:
    """Write a CSV in UTF-8 with a byte order mark, since Excel reads Vietnamese as Latin letters without one.

    Cells are parted by semicolons in Vietnamese, as a spreadsheet set to it expects, by commas in English.
    """
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";" if lang == "vi" else ",", lineterminator="\r\n")
    writer.writerow(titles)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return (_BYTE_ORDER_MARK + text.getvalue()).encode()


def xlsx_sheet(name: str, titles: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """Write an .xlsx with one sheet: titles that stay in view, every cell a text, so that no zero is lost."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = name[:31]
    for row, cells in enumerate([titles, *rows], start=1):
        for column, value in enumerate(cells, start=1):
            cell = sheet.cell(row=row, column=column, value=value)
            cell.data_type, cell.number_format = "s", "@"
            cell.alignment = Alignment(vertical="top", wrap_text=len(value) > _WIDEST)
            if row == 1:
                cell.font = Font(bold=True)
    for column, title in enumerate(titles, start=1):
        longest = max([len(title), *(len(row[column - 1]) for row in rows)], default=0)
        sheet.column_dimensions[get_column_letter(column)].width = min(longest + 2, _WIDEST)
    sheet.freeze_panes = "A2"
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


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


def _read_xlsx(content: bytes, file: str) -> Table:
    try:
        yield from _rows(_first_sheet(content, file), file)
    except _BROKEN as error:
        raise FileUnreadable(file=file, line=1, reason="not-xlsx") from error


def _first_sheet(content: bytes, file: str) -> Any:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        unpacked = sum(part.file_size for part in packed.infolist())
    if unpacked > _MOST_UNPACKED:
        raise FileUnreadable(file=file, line=1, reason="too-large")
    return load_workbook(io.BytesIO(content), read_only=True, data_only=True).worksheets[0]


def _rows(sheet: Any, file: str) -> Table:
    for number, row in enumerate(sheet.iter_rows(values_only=True, max_col=_MOST_COLUMNS), start=1):
        if number > _MOST_LINES:
            raise FileUnreadable(file=file, line=number, reason="too-large")
        yield number, [_text(value) for value in row]


def _text(value: object) -> str:
    """Write a cell's value as it was typed: a whole number without a point, a day as a day."""
    match value:
        case None:
            return ""
        case bool():
            return "x" if value else ""
        case float() if value.is_integer():
            return str(int(value))
        case datetime():
            return value.date().isoformat()
        case date():
            return value.isoformat()
        case _:
            return str(value)
