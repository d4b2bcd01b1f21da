"""Tables as files for spreadsheets: CSV and .xlsx."""

import csv
import io
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from onestop.render.figure_table import harmless

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_WIDEST = 60
_BYTE_ORDER_MARK = "\ufeff"


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
