"""Tables of procedures are read from CSV and workbooks, and nothing of a file does what its reader did not ask."""

import io
import zipfile

import openpyxl
import pytest

from onestop.errors import FileUnreadable, Refusal
from onestop.render.procedure_table import csv_of, header_of, workbook_of
from onestop.rules.procedure_asked import SheetFile, asked_of
from onestop.rules.procedure_columns import COLUMNS, PARTS, Ground, cells_of
from onestop.rules.procedure_draft import settled
from onestop.rules.procedure_facts import (
    ChannelFacts,
    FeeFacts,
    ProcedureFacts,
    RequirementFacts,
    StepFacts,
)
from onestop.rules.procedure_sheet import tables_of

GROUND = Ground(
    {"ho tich": "s1"},
    {"so y te": "a1", "so noi vu": "a2"},
    {"s1": "Hộ tịch", "a1": "Sở Y tế", "a2": "Sở Nội vụ"},
)
WHOLE = ProcedureFacts(
    code="1.001193",
    name="Đăng ký khai sinh",
    sector="s1",
    agency="a1",
    receiving=("province", "commune"),
    level="commune",
    amount="0.5",
    unit="working_day",
    supplement_rule="pause",
    answer_days=20,
    fee_dong=8_000,
    online_level="toan_trinh",
    sensitive=True,
    legal_basis="=1+1",
    channels=(ChannelFacts(channel="post", amount="3", unit="calendar_day", fee_dong=0, counts=False),),
    requirements=(RequirementFacts(name="Giấy chứng sinh", originals=1, optional=True),),
    steps=(StepFacts(stage=1, role="Công chức", agency="a2", amount="0.5"),),
    fees=(
        FeeFacts(kind="charge", name="Lệ phí", dong=8_000, channels=("direct", "post"), online_percent=50),
    ),
)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_is_written_is_read_back_as_it_was(form: str) -> None:
    """Every field of every table; a text that begins like a formula is a text in the spreadsheet."""
    tables = {part: cells_of(part, WHOLE, GROUND) for part in PARTS}
    files = (
        [SheetFile("all.xlsx", workbook_of(tables))]
        if form == "xlsx"
        else [SheetFile(f"{part}.csv", csv_of(part, tables[part])) for part in PARTS]
    )
    asked, refused = asked_of(files, GROUND)
    assert refused == []
    assert settled(ProcedureFacts(code="1.001193"), asked["1.001193"].wish()) == WHOLE
    assert "'=1+1" in csv_of("procedures", tables["procedures"]).decode()


def test_an_empty_cell_leaves_a_field_and_a_dash_clears_it() -> None:
    """So a sheet of two columns changes those two."""
    text = "ma;thoi_han_bang_loi;co_quan;phi\r\n1.001193;-;;9.000\r\n"
    asked, _ = asked_of([SheetFile("a.csv", text.encode())], GROUND)
    after = settled(WHOLE, asked["1.001193"].wish())
    assert (after.allowance_text, after.agency, after.fee_dong) == ("", "a1", 9_000)


@pytest.mark.parametrize(
    ("line", "code", "field"),
    [
        ("1.014.111;5", "code-unreadable", None),
        ('"1.001740; 1.001645";5', "code-unreadable", None),
        ("1.001193;x", "malformed", "ngay_cho_bo_sung"),
    ],
)
def test_a_wrong_row_is_refused_with_its_line(line: str, code: str, field: str | None) -> None:
    """By the column's own name."""
    text = f"ma;ngay_cho_bo_sung\r\n1.000894;7\r\n{line}\r\n"
    _, [refused] = asked_of([SheetFile("a.csv", text.encode())], GROUND)
    assert (refused.at.line, refused.refusal.code) == (3, code)
    assert refused.refusal.facts.get("field") == field


def test_a_refusal_of_a_list_leads_to_its_row() -> None:
    """The third paper of a code is the third row that speaks of it, wherever it stands."""
    text = "ma,giay_to,ban_chinh\r\n1.001193,Đơn,1\r\n1.000894,Đơn,1\r\n1.001193,Ảnh,-2\r\n"
    asked, _ = asked_of([SheetFile("a.csv", text.encode())], GROUND)
    with pytest.raises(Refusal) as caught:
        settled(WHOLE, asked["1.001193"].wish())
    at, told = asked["1.001193"].line_of(caught.value)
    assert (at.line, told.facts) == (4, {"field": "ban_chinh", "reason": "range"})


def _packed(size: int) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("xl/workbook.xml", b" " * size)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"\xff\xfe\x00", "a.csv"),
        (b'ma,ten\r\n"1.001193', "a.csv"),
        (b"ma,ten\r\n1.001193,a,b\r\n", "a.csv"),
        (b"khong phai", "a.xlsx"),
        (_packed(100), "a.xlsx"),
        (_packed(70_000_000), "bomb.xlsx"),
    ],
)
def test_what_is_no_table_is_refused(content: bytes, name: str) -> None:
    """Bytes, half a file, too wide, no workbook, a workbook that unpacks to more than any catalogue."""
    with pytest.raises(FileUnreadable):
        tables_of(content, name)


def test_numbers_dates_and_ticks_of_a_spreadsheet_are_texts() -> None:
    """As people typed them into cells: 10, not 10.0; a day as a day; empty rows are no rows."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["ma", "thoi_han", "nhay_cam", None],
        ["1.001193", 10.0, True, None],
        [None] * 4,
        ["1.000894", 0.5, "", None],
    ):
        sheet.append(row)
    packed = io.BytesIO()
    book.save(packed)
    assert tables_of(packed.getvalue(), "a.xlsx")[0] == [
        (2, {"ma": "1.001193", "thoi_han": "10", "nhay_cam": "x"}),
        (4, {"ma": "1.000894", "thoi_han": "0.5", "nhay_cam": ""}),
    ]


def test_no_two_columns_of_a_table_are_called_the_same() -> None:
    """And every table tells itself apart by a column of its own."""
    for part in PARTS:
        assert len(set(header_of(part))) == len(COLUMNS[part]) + 1
