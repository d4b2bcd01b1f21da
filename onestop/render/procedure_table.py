"""The catalogue as tables for a spreadsheet: one CSV file of a table, or a workbook of all."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

import openpyxl

from onestop.rules.procedure_columns import CODE, COLUMNS
from onestop.rules.procedure_sheet import guarded

_BOM = b"\xef\xbb\xbf"
"""Spreadsheets take a CSV file for UTF-8 only where it begins with this."""


def csv_of(part: str, rows: Iterable[Sequence[str]]) -> bytes:
    """Write a table as CSV in UTF-8, with its header."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(header_of(part))
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return _BOM + text.getvalue().encode()


def workbook_of(tables: Mapping[str, Iterable[Sequence[str]]]) -> bytes:
    """Write several tables as a workbook, a sheet each; every cell is text."""
    book = openpyxl.Workbook(write_only=True)
    for part, rows in tables.items():
        sheet = book.create_sheet(part)
        sheet.append(header_of(part))
        for row in rows:
            sheet.append([guarded(cell) for cell in row])
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def header_of(part: str) -> list[str]:
    """Give the columns of a table, the code first."""
    return [CODE, *(column.name for column in COLUMNS[part])]
