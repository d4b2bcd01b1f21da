"""Tables as files: what is written is read back, whatever is broken is told with its line."""

import io
import zipfile

import pytest
from openpyxl import Workbook, load_workbook

from onestop.errors import FileUnreadable
from onestop.render.sheet import csv_sheet, xlsx_sheet
from onestop.rules.sheet import SheetColumn, listed, sheet_rows, yes_or_no
from onestop.rules.table_file import read_table

TITLES = ["Tên đăng nhập", "Họ và tên", "Điện thoại"]
ROWS = [["nhung", "Lý Thị Hồng Nhung", "0912000386"], ["=1+1", "Đàm; “Hương”,\nBế", "-2"]]
COLUMNS = [
    SheetColumn(key="username", titles=("Tên đăng nhập", "User name"), needed=True),
    SheetColumn(key="name", titles=("Họ và tên", "Full name")),
    SheetColumn(key="phone", titles=("Điện thoại", "Telephone")),
]


def cells(content: bytes) -> list[list[str]]:
    """Read a file back as rows of cells."""
    return [list(row.cells.values()) for row in sheet_rows(read_table(content, file="f"), COLUMNS, file="f")]


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_csv_is_read_back_as_it_was_written(lang: str) -> None:
    """With semicolons or commas, line ends and quotation marks in cells, and zeros in front."""
    assert cells(csv_sheet(TITLES, ROWS, lang)) == ROWS


def test_a_csv_runs_nothing_in_a_spreadsheet() -> None:
    """A cell that begins like a formula gets an apostrophe before it."""
    assert b"'=1+1" in csv_sheet(TITLES, ROWS, "en")


def test_an_xlsx_is_read_back_as_it_was_written() -> None:
    """Every cell a text, none a formula."""
    content = xlsx_sheet("Cán bộ", TITLES, ROWS)
    assert cells(content) == ROWS
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} == {"s"}
    assert sheet.freeze_panes == "A2"


def test_numbers_and_days_of_a_spreadsheet_are_read_as_typed() -> None:
    """A whole number has no point; an empty line is passed over, and lines keep their numbers."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["User name", "Unknown column", "Telephone"], [], ["a", "x", 912000386], ["b", None, True]):
        sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    rows = sheet_rows(read_table(content.getvalue(), file="f"), COLUMNS, file="f")
    assert [(row.line, row.cells) for row in rows] == [
        (3, {"username": "a", "phone": "912000386"}),
        (4, {"username": "b", "phone": "x"}),
    ]


def _packed(name: str, content: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("content", "reason", "line"),
    [
        (b"", "empty", 1),
        (b"  \n ", "empty", 1),
        ("Tên đăng nhập\n".encode(), "no-rows", 1),
        (b"Full name\nNhung\n", "column-missing: Tên đăng nhập", 1),
        (b"User name,user name\na,b\n", "column-twice: user name", 1),
        (b"User name\na\n\xff\xfe\n", "not-utf8", 3),
        (b'User name\n"a\n', "not-csv", 2),
        (b"PK\x03\x04 and no more", "not-xlsx", 1),
        (_packed("xl/workbook.xml", b"<nothing"), "not-xlsx", 1),
        (_packed("xl/large.xml", b"0" * 61_000_000), "too-large", 1),
        (b"User name\n" + b"a\n" * 5_001, "too-large", 5_002),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line(content: bytes, reason: str, line: int) -> None:
    """And what is wrong with it."""
    with pytest.raises(FileUnreadable) as refused:
        cells(content)
    assert (refused.value.reason, refused.value.line) == (reason, line)


@pytest.mark.parametrize(
    ("text", "said"), [("Có", True), ("x", True), ("", False), ("không", False), ("?", None)]
)
def test_yes_and_no_are_read_in_either_language(text: str, said: bool | None) -> None:  # noqa: FBT001
    """Anything else is neither."""
    assert yes_or_no(text) == said


def test_a_list_in_a_cell_is_parted() -> None:
    """By commas, semicolons or line ends."""
    assert listed(" a, b;c\nd,, ") == ["a", "b", "c", "d"]
