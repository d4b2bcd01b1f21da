"""The routing slip and the hand-over list: every field of the forms, on A5, read back and scanned."""

import subprocess
from pathlib import Path

import msgspec
import pytest

from onestop.render.fonts import Fonts
from onestop.render.handover_slip import HandoverLine, handover_slip_pdf
from onestop.render.issued import HANDOVER, ROUTING, frozen, print_paper
from onestop.render.paper_facts import FormSet
from onestop.render.receipt import AgencyDue, receipt_pdf
from onestop.render.routing_slip import RoutingRow, routing_slip_pdf
from tests.render.papers import (
    CENTRE,
    HEALTH,
    LOCAL,
    POLICE,
    ROUTE,
    codes_on,
    handover_facts,
    images_of,
    pages_of,
    receipt_facts,
    routing_facts,
    text_of,
)

EVERY_SET = pytest.mark.parametrize("form_set", ["TT01/2018", "TT03/2025"])
A5 = "Page size: 419.528 x 595.276 pts"


@EVERY_SET
def test_the_routing_slip_has_every_field_of_the_form(fonts: Fonts, form_set: FormSet) -> None:
    """Form 05 of 2018 and 06 of 2025: head, agencies, who gave and took when, how each stood."""
    read = text_of(routing_slip_pdf(routing_facts(form_set=form_set), fonts), "-layout")
    for words in (
        "PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Số: 2314/KSHS",
        "Kèm theo hồ sơ của: Nông Thị Bích Ngọc",
        "H14.12-261123-0007",
        "Ngày nhận: 09 giờ 52 phút, ngày 23 tháng 11 năm 2026",
        "Ngày, giờ hẹn trả kết quả: 17 giờ 00 phút, ngày 08 tháng 12 năm 2026",
        "Cơ quan (bộ phận) giải quyết hồ sơ: Sở Y tế",
        "Cơ quan phối hợp giải quyết hồ sơ: Công an tỉnh",
        "TÊN CƠ QUAN",
        "THỜI GIAN GIAO, NHẬN HỒ SƠ",
        "Người giao (Ký)",
        "Người nhận (Ký)",
        "Lý Thị Hồng Nhung",
    ):
        assert words in read, words
    flat = text_of(routing_slip_pdf(routing_facts(form_set=form_set), fonts), "-raw")
    for words in (
        "KẾT QUẢ GIẢI QUYẾT HỒ SƠ (Trước hạn/đúng hạn/quá hạn)",
        "GHI CHÚ",
        "1. Giao: Sở Y tế",
        "2. Nhận: Công an tỉnh",
        "10 giờ 05 phút, ngày 23 tháng 11 năm 2026",
        "Nông Văn Bình",
        "Quá hạn 1 ngày",
        "Đồng ý cấp",
        "… giờ … phút, ngày … tháng … năm …",
    ):
        assert words in flat, words


def test_the_routing_slip_is_scanned_and_is_on_one_page_of_a5(fonts: Fonts, tmp_path: Path) -> None:
    """Its bars are the dossier's code: the scanner opens it."""
    pdf = routing_slip_pdf(routing_facts(), fonts)
    assert pages_of(pdf) == 1
    described = subprocess.run(["pdfinfo", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    assert A5 in " ".join(described.split())
    (page,) = images_of(pdf, tmp_path, 200)
    assert codes_on(page) == {"Code128": "H14.12-261123-0007"}


def test_a_long_way_goes_on_to_the_next_page(fonts: Fonts) -> None:
    """Twenty hand-overs are all there, and the next page says of what it is."""
    rows = tuple(msgspec.structs.replace(row, note=f"Chặng {at}") for at, row in enumerate(ROUTE * 5, 1))
    pdf = routing_slip_pdf(routing_facts(rows=rows), fonts)
    read = text_of(pdf)
    assert pages_of(pdf) > 1
    assert "Phiếu kiểm soát quá trình giải quyết hồ sơ H14.12-261123-0007 (tiếp theo)" in read
    assert all(f"Chặng {at}" in read for at in range(1, 21))


@pytest.mark.parametrize(("standing", "words"), [("early", "Trước hạn 2 ngày"), ("on_time", "Đúng hạn")])
def test_each_standing_is_told_in_the_words_of_the_form(fonts: Fonts, standing: str, words: str) -> None:
    """Early, on time; overdue is told above."""
    days = -2 if standing == "early" else 0
    row = RoutingRow(giver=HEALTH, taker=CENTRE, standing=standing, late_days=days)
    assert words in text_of(routing_slip_pdf(routing_facts(rows=(row,), cooperating=()), fonts))


@EVERY_SET
def test_dossiers_go_out_with_two_copies_of_a_list(fonts: Fonts, tmp_path: Path, form_set: FormSet) -> None:
    """Each side has its own, with every dossier; the square code opens the list."""
    pdf = handover_slip_pdf(handover_facts(form_set=form_set), fonts)
    read = text_of(pdf)
    assert pages_of(pdf) == 2
    for words in (
        "GIẤY BÀN GIAO HỒ SƠ",
        "(Bản 1: Bên giao giữ)",
        "(Bản 2: Bên nhận giữ)",
        "Số: 0001/BGHS",
        "14 giờ 05 phút, ngày 23 tháng 11 năm 2026",
        "02 hồ sơ",
        "H14.12-261123-0008",
        "Cấp lại giấy chứng nhận",
        "Lý Văn An",
        "08/12/2026",
        "NGƯỜI GIAO",
        "NGƯỜI NHẬN",
    ):
        assert words in read, words
    for page in images_of(pdf, tmp_path, 200):
        assert codes_on(page) == {"QRCode": "5f9fc15831c0057da555"}


def test_results_come_back_with_their_own_list(fonts: Fonts) -> None:
    """Result, owner, address, fee and post, as the office has them."""
    facts = handover_facts(outward=False, number="0001/BGKQ", giver=HEALTH, taker=CENTRE)
    read = text_of(handover_slip_pdf(facts, fonts), "-layout")
    for words in ("PHIẾU BÀN GIAO KẾT QUẢ", "Mã hồ sơ", "Nội dung", "Kết quả", "Địa chỉ", "X", "Sở Y tế"):
        assert words in read, words
    flat = text_of(handover_slip_pdf(facts, fonts))
    for words in ("Họ tên chủ hồ sơ", "Phí, lệ phí", "Trả qua bưu điện", "Có kết quả", "Trả hồ sơ"):
        assert words in flat, words


def test_a_long_list_is_whole_and_nothing_is_cut_off_the_page(fonts: Fonts) -> None:
    """Two hundred dossiers, hostile names among them, over many pages."""
    line = HandoverLine(code="H14.12-261123-0007", content="x" * 300, owner_name="Ễ" * 80 + "\u202e\u0000")
    lines = tuple(msgspec.structs.replace(line, code=f"H14.12-261123-{at:04}") for at in range(200))
    read = text_of(handover_slip_pdf(handover_facts(lines=lines), fonts))
    assert all(f"-{at:04}" in read.replace(" ", "") for at in range(200))
    assert "\u202e" not in read


def test_both_papers_are_the_same_after_a_journey_through_the_database(fonts: Fonts) -> None:
    """Frozen facts give the same bytes ever after."""
    routing, handover = routing_facts(), handover_facts()
    assert print_paper(ROUTING, frozen(routing), fonts) == routing_slip_pdf(routing, fonts)
    assert print_paper(HANDOVER, frozen(handover), fonts) == handover_slip_pdf(handover, fonts)


@EVERY_SET
def test_a_receipt_of_several_agencies_tells_the_whole_and_the_parts(fonts: Fonts, form_set: FormSet) -> None:
    """The citizen sees until when each agency has it, under the promised hour; still one page a copy."""
    promised = receipt_facts().promised_at
    agencies = (
        AgencyDue(agency=HEALTH, due_at=promised.replace(day=1, tzinfo=LOCAL)),
        AgencyDue(agency=POLICE, due_at=promised),
    )
    pdf = receipt_pdf(receipt_facts(form_set=form_set, agencies=agencies), fonts)
    assert "Trong đó: Sở Y tế đến 01/12/2026; Công an tỉnh đến 08/12/2026." in text_of(pdf)
    assert pages_of(pdf) == 2
