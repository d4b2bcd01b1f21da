"""The receipt says everything the form asks, on one page of A5 for each of its two copies."""

import hashlib
import subprocess
import sys
from typing import Any

import msgspec
import pytest

from onestop.errors import Malformed
from onestop.render import receipt
from onestop.render.fonts import Fonts
from onestop.render.ink import Run, Stamp
from onestop.render.page import FLOWING
from onestop.render.paper_facts import DocumentLine, FormSet, Owner, Party, Representative
from onestop.render.receipt import Copy, ReceiptFacts, receipt_pdf
from tests.render.papers import DOCUMENTS, pages_of, receipt_facts, text_of

SETS: tuple[FormSet, ...] = ("TT01/2018", "TT03/2025")
EVERY_SET = pytest.mark.parametrize("form_set", SETS)
OLD_LABELS = (
    "Bộ phận tiếp nhận và trả kết quả: Trung tâm Phục vụ hành chính công tỉnh Cao Bằng",
    "Tiếp nhận hồ sơ của: Nông Thị Bích Ngọc",
    "Địa chỉ: Tổ 5, phường Thục Phán, tỉnh Cao Bằng",
    "Số điện thoại: 0912 000 386",
    "Email: không có",
    "Số CMND/Thẻ căn cước/Hộ chiếu: 004189006742",
    "Nội dung yêu cầu giải quyết: Cấp (mới) Giấy chứng nhận đăng ký hành nghề công tác xã hội (1.012990)",
    "1. Thành phần hồ sơ, số lượng mỗi loại giấy tờ",
    "2. Số lượng hồ sơ: 01 (bộ)",
    "3. Thời gian giải quyết hồ sơ theo quy định là: 10 ngày làm việc",
    "4. Thời gian nhận hồ sơ: 09 giờ 52 phút, ngày 23 tháng 11 năm 2026",
    "5. Thời gian trả kết quả giải quyết hồ sơ: 17 giờ 00 phút, ngày 08 tháng 12 năm 2026",
    "6. Đăng ký nhận kết quả tại: Quầy 8, Trung tâm Phục vụ hành chính công tỉnh",
)
NEW_LABELS = (
    "CCCD/MST: 004189006742",
    "Thủ tục hành chính cần giải quyết: Cấp (mới) Giấy chứng nhận",
    "1. Thành phần hồ sơ, yêu cầu và số lượng mỗi loại giấy tờ gồm",
    "STT Tên giấy tờ Loại giấy tờ Số lượng",
    "2. Số lượng hồ sơ: 01 (bộ)",
    "3. Thời gian nhận hồ sơ: 09 giờ 52 phút, ngày 23 tháng 11 năm 2026",
    "4. Thời gian trả kết quả giải quyết hồ sơ: 17 giờ 00 phút, ngày 08 tháng 12 năm 2026",
    "5. Đăng ký trả kết quả tại: Quầy 8",
    "6. Phí, lệ phí (nếu có): 50.000 đồng, đã thanh toán",
)
BOTH_SETS = (
    "UBND TỈNH CAO BẰNG TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG",
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "Số: 0007/TNHS",
    "Cao Bằng, ngày 23 tháng 11 năm 2026",
    "Mã hồ sơ: H14.12-261123-0007",
    "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
    "Kênh: trực tiếp, quầy 3, số A012",
    "Chủ hồ sơ: là người nộp",
    "24/11 nghỉ Ngày Văn hóa Việt Nam",
    "Theo lịch làm việc bản 2026-3.",
    "Vào Sổ theo dõi hồ sơ, Quyển số: 01 Số thứ tự: 2314",
    "NGƯỜI NỘP HỒ SƠ",
    "NGƯỜI TIẾP NHẬN HỒ SƠ",
    "Lý Thị Hồng Nhung",
)


def by_copy(pdf: bytes) -> tuple[str, str]:
    """Read the two copies, each as one text."""
    half = pages_of(pdf) // 2
    return text_of(pdf, "-layout", "-l", str(half)), text_of(pdf, "-layout", "-f", str(half + 1))


@pytest.mark.parametrize(("form_set", "labels"), [(SETS[0], OLD_LABELS), (SETS[1], NEW_LABELS)])
def test_every_field_of_the_form_is_on_both_copies(
    form_set: FormSet, labels: tuple[str, ...], fonts: Fonts
) -> None:
    """Circular 01/2018 and Circular 03/2025, label and value as the form has them."""
    pdf = receipt_pdf(receipt_facts(form_set=form_set), fonts)
    pages = (text_of(pdf, "-l", "1"), text_of(pdf, "-f", "2"))

    for page in pages:
        assert [label for label in (*BOTH_SETS, *labels) if label not in page] == []


@pytest.mark.parametrize(
    ("form_set", "rows"),
    [
        (SETS[0], ("3 Giấy xác nhận thực hành 1 2", "4 Phiếu lý lịch tư pháp (lấy từ cơ sở dữ liệu) – – –")),
        (SETS[1], ("2 Văn bằng chuyên môn về công tác xã hội Bản sao chứng thực 1", "Cơ sở dữ liệu –")),
    ],
)
def test_papers_are_counted_by_kind(form_set: FormSet, rows: tuple[str, str], fonts: Fonts) -> None:
    """Originals, certified and plain copies apart; what came from a database is not counted."""
    text = text_of(receipt_pdf(receipt_facts(form_set=form_set), fonts), "-layout")

    assert all(row in text for row in rows)


@EVERY_SET
def test_only_the_citizens_copy_bears_the_secret(form_set: FormSet, fonts: Fonts) -> None:
    """Copy 1 travels with the file, so it must not open the dossier in the citizen's name."""
    given, kept = by_copy(receipt_pdf(receipt_facts(form_set=form_set), fonts))

    assert "(Liên 1: Lưu)" in kept
    assert "(Liên 2: Giao người nộp hồ sơ)" in given
    assert "Mã bí mật để tra cứu: K7PM 4X2D" in given
    assert "K7PM" not in kept
    assert "Mã bí mật chỉ in ở liên 2" in kept


@EVERY_SET
@pytest.mark.parametrize("count", range(1, 7))
def test_up_to_six_papers_keep_each_copy_on_one_page(form_set: FormSet, count: int, fonts: Fonts) -> None:
    """Two copies, two pages, whichever family is used, even with a note that the date is provisional."""
    facts = receipt_facts(form_set=form_set, documents=DOCUMENTS[:count], provisional=True)
    text = text_of(receipt_pdf(facts, fonts))

    assert pages_of(receipt_pdf(facts, fonts)) == 2
    assert "Liên 1, trang 1/1" in text
    assert "Liên 2, trang 1/1" in text


@EVERY_SET
def test_more_papers_flow_to_a_second_page_of_each_copy(form_set: FormSet, fonts: Fonts) -> None:
    """Forty papers: every one is listed, the head of the table is repeated, each copy counts its own pages."""
    documents = tuple(DocumentLine(name=f"Giấy tờ thứ {number}", originals=number) for number in range(1, 41))
    pdf = receipt_pdf(receipt_facts(form_set=form_set, documents=documents), fonts)
    given, kept = by_copy(pdf)
    pages = pages_of(pdf) // 2

    assert pages > 1
    for copy, text in ((1, kept), (2, given)):
        assert all(f"Giấy tờ thứ {number}" in text for number in range(1, 41))
        assert all(f"Liên {copy}, trang {page}/{pages}" in text for page in range(1, pages + 1))
        assert (
            text.count("Giấy tiếp nhận hồ sơ và hẹn trả kết quả H14.12-261123-0007 (tiếp theo)") == pages - 1
        )
    assert text_of(pdf).count("Số lượng") >= 2 * pages


def test_a_page_that_is_signed_says_when_to_come_back(fonts: Fonts) -> None:
    """However many papers push the end down, the signatures never stand on a page by themselves."""
    for count in range(7, 60):
        facts = receipt_facts(documents=DOCUMENTS[:1] * count)
        last = receipt._sheet(facts, fonts, Copy.GIVEN, FLOWING).leaves[-1]
        words = " ".join(mark.text for mark in last if isinstance(mark, Run))
        assert "NGƯỜI TIẾP NHẬN HỒ SƠ" in words
        assert "Đăng ký trả kết quả tại" in words


def test_a_representative_is_named_and_signs(fonts: Fonts) -> None:
    """Who stands at the counter signs; the applicant stays the one whose dossier was received."""
    facts = receipt_facts(
        representative=Representative(
            name="Hoàng Văn Thụ", identity_no="004085001234", paper="Giấy ủy quyền số 12"
        ),
        owner=Owner(name="Hợp tác xã Nà Cạn", address="Xã Hưng Đạo, tỉnh Cao Bằng"),
        applicant=Party(name="Nông Thị Bích Ngọc", email="ngoc@example.vn"),
    )
    text = text_of(receipt_pdf(facts, fonts), "-l", "1")

    assert "Người nộp (được ủy quyền): Hoàng Văn Thụ, số căn cước 004085001234, Giấy ủy quyền số 12" in text
    assert "Chủ hồ sơ: Hợp tác xã Nà Cạn" in text
    assert "Địa chỉ chủ hồ sơ: Xã Hưng Đạo, tỉnh Cao Bằng" in text
    assert "Email: ngoc@example.vn" in text
    assert text.count("Hoàng Văn Thụ") == 2
    assert text.count("Nông Thị Bích Ngọc") == 1


def test_a_provisional_date_says_that_it_is(any_fonts: Fonts) -> None:
    """A year whose holidays are not announced may still move the date; the citizen is told on paper."""
    note = "Lịch nghỉ của năm đó chưa công bố: ngày hẹn trên là dự kiến"

    assert note in text_of(receipt_pdf(receipt_facts(provisional=True), any_fonts))
    assert note not in text_of(receipt_pdf(receipt_facts(), any_fonts))


@pytest.mark.parametrize(
    ("settled", "words"),
    [(None, "không"), (True, "không, đã thanh toán"), (False, "không, chưa thanh toán")],
)
def test_the_fee_is_paid_unpaid_or_none(settled: Any, words: str, any_fonts: Fonts) -> None:
    """Form 01 of 2025 asks it: 6. Phí, lệ phí (nếu có)."""
    text = text_of(receipt_pdf(receipt_facts(fee="không", fee_settled=settled), any_fonts))

    assert f"6. Phí, lệ phí (nếu có): {words} Vào Sổ" in text


def test_a_paper_that_no_longer_holds_says_so_across_every_page(any_fonts: Fonts) -> None:
    """A moved date gives a new issue; the old one is kept and marked."""
    void = receipt_pdf(receipt_facts(), any_fonts, stamp=Stamp.VOID)

    assert text_of(void).count("ĐÃ HỦY") == 2
    assert "ĐÃ HỦY" not in text_of(receipt_pdf(receipt_facts(), any_fonts))
    assert "Nông Thị Bích Ngọc" in text_of(void)


def test_facts_survive_a_journey_through_json() -> None:
    """A paper is printed again from what was stored, years later."""
    facts = receipt_facts(representative=Representative(name="Hoàng Văn Thụ"), owner=Owner(name="Bà Ngọc"))

    assert facts == msgspec.json.decode(msgspec.json.encode(facts), type=ReceiptFacts)


def test_the_same_facts_are_the_same_bytes_in_another_process(fonts: Fonts) -> None:
    """Printed again it is the same paper: two processes, two seeds of the hash, one digest."""
    stored = msgspec.json.encode(receipt_facts())
    code = (
        "import sys, hashlib, msgspec\n"
        "from onestop.render.fonts import find_fonts\n"
        "from onestop.render.receipt import Copy, ReceiptFacts, receipt_pdf\n"
        "from tests.render.conftest import installed_files\n"
        "fonts = find_fonts(installed_files() if sys.argv[1] == 'Source Serif Pro' else None)\n"
        "facts = msgspec.json.decode(sys.stdin.buffer.read(), type=ReceiptFacts)\n"
        "print(hashlib.sha256(receipt_pdf(facts, fonts)).hexdigest())\n"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", code, fonts.family],
            input=stored,
            capture_output=True,
            check=True,
            env={"PYTHONHASHSEED": seed, "TZ": zone, "HOME": "/nonexistent"},
        ).stdout.decode()
        for seed, zone in (("1", "UTC"), ("2", "America/New_York"))
    }

    assert digests == {hashlib.sha256(receipt_pdf(receipt_facts(), fonts)).hexdigest() + "\n"}


def test_a_reader_program_is_told_title_office_and_language(any_fonts: Fonts) -> None:
    """The title names the form and the code, never a person; a voice reader reads Vietnamese."""
    pdf = receipt_pdf(receipt_facts(), any_fonts)
    told = subprocess.run(["pdfinfo", "-"], input=pdf, capture_output=True, check=True).stdout.decode()

    assert "Giấy tiếp nhận hồ sơ và hẹn trả kết quả H14.12-261123-0007" in told
    assert "Trung tâm Phục vụ hành chính công tỉnh Cao Bằng" in told
    assert "419.528 x 595.276 pts" in told
    assert b"/Lang (vi-VN)" in pdf
    assert "Ngọc" not in told


def test_an_hour_without_a_zone_or_a_code_without_bars_is_refused(any_fonts: Fonts) -> None:
    """A guess is not printed."""
    naive = receipt_facts().promised_at.replace(tzinfo=None)

    for wrong in ({"promised_at": naive}, {"code": "Hồ sơ 7"}, {"status_url": ""}):
        with pytest.raises(Malformed):
            receipt_pdf(receipt_facts(**wrong), any_fonts)
