"""The register as a spreadsheet, a row for each dossier, ready to be printed on A4 across."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import IO, Any

from xlsxwriter import Workbook

from onestop.clock import local
from onestop.render.register_cells import COLUMNS, shared_heads
from onestop.render.wording import say
from onestop.rules.register import RegisterLine

HEAD_ROWS = 4
"""Title, days, shared heads, heads; the dossiers begin below."""
_A4 = 9
_MM_A_LETTER = 1.95
_MIDNIGHT = datetime.min.time()


def register_xlsx(
    lines: Iterable[RegisterLine], into: IO[bytes], *, office: str, first: date, last: date
) -> None:
    """Write the register of some days; the same lines give the same bytes.

    Rows go to disk as they are written, so a year's register takes no more memory than a day's. Every text is
    written as a text: what an applicant typed never becomes a formula.

    Args:
        lines: In the order of the books.
        into: A file that was just opened.
        office: Whose register it is.
        first: The first local day.
        last: The last local day, included.
    """
    with Workbook(into, {"constant_memory": True, "strings_to_formulas": False}) as book:
        title = say("paper.register.name")
        book.set_properties({"title": title, "author": office, "created": datetime.combine(last, _MIDNIGHT)})
        sheet = book.add_worksheet(say("paper.register.sheet"))
        _page(sheet)
        forms = _forms(book)
        sheet.write_string(0, 0, f"{title} – {office}", forms["title"])
        days = say("paper.register.period", first=f"{first:%d/%m/%Y}", last=f"{last:%d/%m/%Y}")
        sheet.write_string(1, 0, days)
        for begin, end, words in shared_heads():
            sheet.merge_range(2, begin, 2, end, words, forms["head"])
        for place, column in enumerate(COLUMNS):
            sheet.write_string(3, place, column.head, forms["head"])
        for row, line in enumerate(lines, HEAD_ROWS):
            _row(sheet, row, line, forms)


def _page(sheet: Any) -> None:
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.4, bottom=0.5)
    sheet.repeat_rows(2, 3)
    sheet.freeze_panes(HEAD_ROWS, 2)
    sheet.set_footer("&C&P/&N")
    for place, column in enumerate(COLUMNS):
        sheet.set_column(place, place, column.width_mm / _MM_A_LETTER)


def _forms(book: Any) -> dict[str, Any]:
    ruled = {"border": 1, "valign": "top", "text_wrap": True, "font_name": "Times New Roman", "font_size": 10}
    return {
        "title": book.add_format({"bold": True, "font_size": 13, "font_name": "Times New Roman"}),
        "head": book.add_format({**ruled, "bold": True, "align": "center", "valign": "vcenter"}),
        "text": book.add_format(ruled),
        "instant": book.add_format({**ruled, "num_format": "dd/mm/yyyy hh:mm", "align": "center"}),
    }


def _row(sheet: Any, row: int, line: RegisterLine, forms: dict[str, Any]) -> None:
    for place, column in enumerate(COLUMNS):
        match column.cell(line):
            case None:
                sheet.write_blank(row, place, None, forms["text"])
            case datetime() as at:
                # A spreadsheet knows no zones: it is told the office's wall clock.
                sheet.write_datetime(row, place, local(at).replace(tzinfo=None), forms["instant"])
            case int() as number:
                sheet.write_number(row, place, number, forms["text"])
            case str() as text:
                sheet.write_string(row, place, text, forms["text"])
