"""The register says every column of the form, as a spreadsheet and as a book; a slip reads out its sum."""

import io
import re
import subprocess
from datetime import UTC, date, datetime
from typing import Any

import msgspec
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onestop.render.fonts import Fonts
from onestop.render.numbers_vi import MOST, dong_in_words, read
from onestop.render.payment_slip import PaymentSlipFacts, payment_slip_pdf
from onestop.render.register_cells import COLUMNS
from onestop.render.register_pdf import register_pdf
from onestop.render.register_sheet import HEAD_ROWS, register_xlsx
from onestop.render.wording import say
from onestop.rules.register import RegisterLine
from tests.render.papers import LOCAL, OFFICE, pages_of, text_of

FIRST, LAST = date(2026, 1, 1), date(2026, 11, 23)
HEADS = [
    "STT", "Mã hồ sơ", "Tên thủ tục hành chính", "Số lượng hồ sơ (bộ)", "Tên cá nhân, tổ chức",
    "Địa chỉ, số điện thoại", "Cơ quan chủ trì giải quyết", "Nhận hồ sơ", "Hẹn trả kết quả",
    "Chuyển hồ sơ đến cơ quan giải quyết", "Nhận kết quả từ cơ quan giải quyết", "Ngày, tháng, năm",
    "Phương thức nhận kết quả", "Ký nhận", "Ghi chú",
]  # fmt: skip


def clock(*parts: int) -> datetime:
    """Give an instant as a spreadsheet has it: the office's wall clock, without a zone."""
    year, month, day, hour, minute = parts
    return datetime(year, month, day, hour, minute, tzinfo=LOCAL).replace(tzinfo=None)


def line(**other: Any) -> RegisterLine:
    """Make the line of a dossier that was returned."""
    usual = RegisterLine(
        serial=2314,
        code="H14.12-261123-0007",
        procedure_name="Cấp (mới) Giấy chứng nhận đăng ký hành nghề công tác xã hội",
        sets=2,
        person="Nông Thị Bích Ngọc",
        address="Tổ 5, phường Thục Phán, tỉnh Cao Bằng",
        phone="0912000386",
        agency="Sở Y tế",
        received_at=datetime(2026, 11, 23, 2, 52, tzinfo=UTC),
        promised_at=datetime(2026, 12, 8, 10, 0, tzinfo=UTC),
        forwarded_at=datetime(2026, 11, 23, 9, 30, tzinfo=UTC),
        ready_at=datetime(2026, 12, 7, 8, 20, tzinfo=UTC),
        returned_at=datetime(2026, 12, 8, 1, 5, tzinfo=UTC),
        return_via="counter",
        collected_by="Đàm Thị Mỹ Duyên",
        ended_as="",
        note="đã đối chiếu",
    )
    return msgspec.structs.replace(usual, **other)


DECLINED = line(
    serial=2315, code="H14.12-261123-0008", ready_at=None, returned_at=None, forwarded_at=None, collected_by="",
    ended_as="declined", note="",
)  # fmt: skip


def book_of(*lines: RegisterLine, fonts: Fonts) -> bytes:
    """Print the lines."""
    book = io.BytesIO()
    register_pdf(
        lines, book, fonts, superior="UBND TỈNH CAO BẰNG", office=OFFICE["office"],
        form=say("paper.register.form_new"), days=(FIRST, LAST),
    )  # fmt: skip
    return book.getvalue()


def sheet_of(*lines: RegisterLine) -> bytes:
    """Write the lines as a spreadsheet."""
    whole = io.BytesIO()
    register_xlsx(lines, whole, office=OFFICE["office"], first=FIRST, last=LAST)
    return whole.getvalue()


def rows_of(*lines: RegisterLine) -> list[list[Any]]:
    """Write the lines as a spreadsheet and read it back."""
    sheet = openpyxl.load_workbook(io.BytesIO(sheet_of(*lines))).active
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_the_spreadsheet_has_every_column_of_the_form() -> None:
    """Heads, a returned dossier in full with days that are days, one declined."""
    title, days, _, heads, returned, declined = rows_of(line(), DECLINED)

    assert title[0] == f"Sổ theo dõi hồ sơ – {OFFICE['office']}"
    assert days[0] == "Hồ sơ tiếp nhận từ ngày 01/01/2026 đến ngày 23/11/2026"
    assert heads == HEADS
    assert returned == [
        2314, "H14.12-261123-0007", "Cấp (mới) Giấy chứng nhận đăng ký hành nghề công tác xã hội", 2,
        "Nông Thị Bích Ngọc", "Tổ 5, phường Thục Phán, tỉnh Cao Bằng\n0912000386", "Sở Y tế",
        clock(2026, 11, 23, 9, 52), clock(2026, 12, 8, 17, 0), clock(2026, 11, 23, 16, 30),
        clock(2026, 12, 7, 15, 20), clock(2026, 12, 8, 8, 5), "tại quầy", "Đàm Thị Mỹ Duyên",
        "đã đối chiếu",
    ]  # fmt: skip
    assert declined[9:12] == [None, None, None]
    assert declined[14] == "từ chối giải quyết"
    assert len(rows_of()) == HEAD_ROWS


def test_what_an_applicant_typed_is_never_a_formula() -> None:
    """A name that begins like one stays a text."""
    whole = sheet_of(line(person='=HYPERLINK("x")', note="+1"))
    row = openpyxl.load_workbook(io.BytesIO(whole)).active[HEAD_ROWS + 1]
    assert (row[4].value, row[4].data_type) == ('=HYPERLINK("x")', "s")


def test_the_book_has_every_column_of_the_form(fonts: Fonts) -> None:
    """Read back in the order of the columns, heads and cells, on A4 across."""
    pdf = book_of(line(), DECLINED, fonts=fonts)
    # Columns are narrow and words break; what is compared is letters, wherever the lines end.
    words = re.sub(r"\s", "", text_of(pdf, "-raw"))
    layout = text_of(pdf, "-layout")
    cells = (
        "2314", "H14.12-261123-0007", "Cấp (mới) Giấy chứng nhận", "Nông Thị Bích Ngọc", "0912000386", "Sở Y tế",
        "09:52", "17:00", "16:30", "15:20", "08:05", "tại quầy", "Đàm Thị Mỹ Duyên", "từ chối giải quyết",
    )  # fmt: skip
    for head in HEADS:
        assert head.replace(" ", "") in words, head
    for cell in cells:
        assert cell.replace(" ", "") in words, cell
    for whole in ("SỔ THEO DÕI HỒ SƠ", "Mẫu số 07, Thông tư 03/2025/TT-VPCP", "Trang 1/1", "Trả kết quả"):
        assert whole in layout
    size = subprocess.run(["pdfinfo", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    assert "841.89 x 595.276 pts (A4)" in size


def test_a_long_book_has_its_head_on_every_page_and_loses_no_row(fonts: Fonts) -> None:
    """Two hundred dossiers, each once, none parted."""
    pdf = book_of(*(line(serial=at, code=f"H14.12-261123-{at:04}") for at in range(1, 201)), fonts=fonts)
    text = text_of(pdf, "-raw").replace(" ", "")
    assert pages_of(pdf) > 5
    assert text.count("Mãhồsơ") == pages_of(pdf)
    feet = re.findall(r"Trang(\d+/\d+)", text)
    assert feet == [f"{page}/{pages_of(pdf)}" for page in range(1, pages_of(pdf) + 1)]
    assert re.findall(r"261123-(\d{4})", text) == [f"{at:04}" for at in range(1, 201)]


def test_the_same_lines_are_the_same_bytes(fonts: Fonts) -> None:
    """Printed again, nothing differs; both kinds."""
    assert book_of(line(), fonts=fonts) == book_of(line(), fonts=fonts)
    assert sheet_of(line()) == sheet_of(line())


def slip_facts(**other: Any) -> PaymentSlipFacts:
    """Make a slip over fee and charge."""
    usual: dict[str, Any] = OFFICE | {
        "number": "0000007", "year": 2026, "code": "H14.12-261123-0007", "payer": "Nông Thị Bích Ngọc",
        "address": "Tổ 5, phường Thục Phán", "fee_dong": 50_000, "charge_dong": 10_000, "paid_by": "cash",
        "paid_at": datetime(2026, 11, 23, 9, 52, tzinfo=LOCAL),
    }  # fmt: skip
    usual.pop("applicant")
    return PaymentSlipFacts(**(usual | other))


def test_a_slip_says_both_parts_the_sum_in_words_and_which_copy_it_is(any_fonts: Fonts) -> None:
    """Two copies; fee and charge apart; form, sign and number."""
    pdf = payment_slip_pdf(slip_facts(), any_fonts)
    text = text_of(pdf)
    assert pages_of(pdf) == 2
    for words in (
        "BIÊN LAI THU TIỀN PHÍ, LỆ PHÍ", "Mẫu số: 01BLP2-001", "Ký hiệu: MC-26P", "Số: 0000007",
        "(Liên 1: Lưu)", "(Liên 2: Giao người nộp tiền)", "Nông Thị Bích Ngọc", "50.000 đồng", "10.000 đồng",
        "60.000 đồng", "Viết bằng chữ: Sáu mươi nghìn đồng", "tiền mặt", "NGƯỜI NỘP TIỀN", "NGƯỜI THU TIỀN",
    ):  # fmt: skip
        assert words in text, words
    only_fee = text_of(payment_slip_pdf(slip_facts(charge_dong=0), any_fonts))
    assert "Lệ phí 0" not in only_fee
    assert payment_slip_pdf(slip_facts(), any_fonts) == pdf


@pytest.mark.parametrize("kind", ["slip", "book"])
def test_faces_are_embedded_as_subsets_and_nothing_else_is(kind: str, fonts: Fonts) -> None:
    """No Helvetica that a printer would put its own for; a title, a language."""
    pdf = payment_slip_pdf(slip_facts(), fonts) if kind == "slip" else book_of(line(), fonts=fonts)
    told = subprocess.run(["pdffonts", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    faces = [row.split() for row in told.splitlines()[2:]]
    assert faces
    assert all(re.match(r"[A-Z]{6}\+", face[0]) and face[-5:-2] == ["yes", "yes", "yes"] for face in faces)
    known = subprocess.run(["pdfinfo", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    assert re.search(r"^Title:\s+\S", known, re.MULTILINE)
    assert b"/Lang (vi-VN)" in pdf


DIGITS = {
    "một": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9,
    "mốt": 1, "không": 0,
}  # fmt: skip
SCALES = {"tỷ": 10**9, "triệu": 10**6, "nghìn": 10**3}


def heard(words: str) -> int:
    """Understand a number as a listener does: words one after the other, knowing no grammar of the writer's."""
    whole = group = digit = 0
    for word in words.split():
        if word in SCALES:
            whole, group, digit = whole + (group + digit) * SCALES[word], 0, 0
        elif word == "trăm":
            group, digit = digit * 100, 0
        elif word == "mươi":
            group, digit = group + digit * 10, 0
        elif word == "mười":
            group, digit = group + 10, 0
        elif word != "linh":
            digit = DIGITS[word]
    return whole + group + digit


ROUND = st.builds(lambda figures, noughts: figures * 10**noughts, st.integers(0, 999), st.integers(0, 9))


@given(st.one_of(st.integers(0, MOST), st.integers(0, 9999), ROUND))
def test_a_sum_in_words_is_heard_as_the_same_sum(number: int) -> None:
    """Whoever hears the words writes down the number; none is read in two ways."""
    assert heard(read(number)) == number
    assert dong_in_words(number)[0].isupper()


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "không"), (5, "năm"), (10, "mười"), (15, "mười lăm"), (21, "hai mươi mốt"), (11, "mười một"),
        (24, "hai mươi tư"), (14, "mười bốn"), (44, "bốn mươi tư"), (105, "một trăm linh năm"),
        (104, "một trăm linh bốn"), (1_005, "một nghìn không trăm linh năm"),
        (1_000_000_000, "một tỷ"), (1_000_024, "một triệu không trăm hai mươi tư"),
        (
            999_999_999_999,
            " ".join(f"chín trăm chín mươi chín {scale}" for scale in ("tỷ", "triệu", "nghìn", "")).strip(),
        ),
    ],
)  # fmt: skip
def test_sums_are_read_as_an_office_reads_them(number: int, words: str) -> None:
    """Mốt and lăm after tens, tư after hai mươi and more, linh and không trăm where a place is empty."""
    assert read(number) == words


def test_the_columns_fill_a_sheet() -> None:
    """A4 across, less a centimetre at each side."""
    assert sum(column.width_mm for column in COLUMNS) == 277
