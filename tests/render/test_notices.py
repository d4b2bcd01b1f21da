"""Form 04 and the notice of stopping, and forms 02 and 03 of a running dossier, in both sets of forms."""

import json
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from onestop.render.apology import ApologyFacts, apology_pdf
from onestop.render.decline import decline_pdf
from onestop.render.fonts import Fonts
from onestop.render.ink import Stamp
from onestop.render.issued import frozen, print_paper, thawed
from onestop.render.receipt import receipt_pdf
from onestop.render.stop_notice import stop_notice_pdf
from onestop.render.supplement_request import supplement_request_pdf
from tests.render.papers import (
    LOCAL,
    apology_facts,
    codes_on,
    decline_facts,
    images_of,
    pages_of,
    receipt_facts,
    stop_facts,
    supplement_facts,
    text_of,
)

CODE = "H14.12-261123-0007"
LONG_CODE = "000.00.12.H14-181221-0001"
SETS = ("TT01/2018", "TT03/2025")
HEAD = (
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "Cao Bằng, ngày 23 tháng 11 năm 2026",
    f"Mã hồ sơ: {CODE}",
    "Địa chỉ: Tổ 5, phường Thục Phán, tỉnh Cao Bằng",
    "Số điện thoại: 0912 000 386",
    "Email: không có",
    "Vào Sổ theo dõi hồ sơ, Quyển số: 01 Số thứ tự: 2314",
)
APOLOGY = (
    "Số: 0002/PXL",
    "Kính gửi: Nông Thị Bích Ngọc",
    "Vào 09 giờ 52 phút, ngày 23 tháng 11 năm 2026, Sở Y tế tiếp nhận hồ sơ",
    "Số biên nhận: 0007/TNHS",
    "Ngày hẹn trả kết quả: 17 giờ 00 phút, ngày 08 tháng 12 năm 2026",
    "Lý do: Cần thêm ý kiến của cơ quan phối hợp.",
    "Sở Y tế xin lỗi Ông/Bà",
    "17 giờ 00 phút, ngày 11 tháng 12 năm 2026",
    "THỦ TRƯỞNG CƠ QUAN, ĐƠN VỊ",
    "(Ký, đóng dấu)",
)
STOP = (
    "Số: 0001/TBD",
    "Bộ phận tiếp nhận và trả kết quả: Trung tâm Phục vụ hành chính công tỉnh Cao Bằng",
    "Hồ sơ của Ông/Bà: Nông Thị Bích Ngọc",
    "Nội dung yêu cầu giải quyết: Cấp (mới) Giấy chứng nhận đăng ký hành nghề công tác xã hội (1.012990)",
    "Thời gian nhận hồ sơ: 09 giờ 52 phút, ngày 23 tháng 11 năm 2026",
    "Thời gian hẹn trả kết quả: 17 giờ 00 phút, ngày 08 tháng 12 năm 2026",
    "Cơ quan giải quyết: Sở Y tế",
    "từ 10 giờ 15 phút, ngày 25 tháng 11 năm 2026",
    "Người nộp không còn nhu cầu.",
    "NGƯỜI NỘP HỒ SƠ",
    "NGƯỜI TIẾP NHẬN HỒ SƠ",
    "Lý Thị Hồng Nhung",
)


def missing_in(text: str, fields: tuple[str, ...]) -> list[str]:
    """List what a paper does not say."""
    return [field for field in fields if field not in text]


@pytest.mark.parametrize(
    ("form_set", "own"),
    [
        (
            "TT01/2018",
            ("PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ", "Thời gian hẹn trả kết quả lại: 17 giờ 00 phút"),
        ),
        (
            "TT03/2025",
            (
                "VĂN BẢN XIN LỖI VÀ ĐỀ NGHỊ GIA HẠN THỜI GIAN GIẢI QUYẾT",
                "Đề nghị gia hạn, trả kết quả: 17 giờ 00 phút",
            ),
        ),
    ],
)
def test_form_04_says_everything_in_the_words_of_its_set(
    fonts: Fonts, form_set: str, own: tuple[str, ...]
) -> None:
    """Form 04 of Circular 01/2018 and of Circular 03/2025: two names, the same facts; on one page of A5."""
    pdf = apology_pdf(apology_facts(form_set=form_set), fonts)
    text = text_of(pdf)

    assert missing_in(text, (*HEAD, *APOLOGY, *own)) == []
    assert pages_of(pdf) == 1


@pytest.mark.parametrize(
    ("form_set", "own"),
    [
        ("TT01/2018", ("THÔNG BÁO", "Về việc dừng giải quyết hồ sơ theo đề nghị của người nộp")),
        ("TT03/2025", ("THÔNG BÁO DỪNG GIẢI QUYẾT HỒ SƠ",)),
    ],
)
def test_the_notice_of_stopping_is_a_form_since_2025_and_a_plain_notice_before(
    fonts: Fonts, form_set: str, own: tuple[str, ...]
) -> None:
    """Circular 03/2025 art. 7 and its form 05."""
    pdf = stop_notice_pdf(stop_facts(form_set=form_set), fonts)
    text = text_of(pdf)

    assert missing_in(text, (*HEAD, *STOP, *own)) == []
    assert ("THÔNG BÁO DỪNG" in text) is (form_set == "TT03/2025")
    assert pages_of(pdf) == 1


@pytest.mark.parametrize("form_set", SETS)
def test_forms_02_and_03_of_a_running_dossier_bear_its_code_and_its_last_day(
    fonts: Fonts, form_set: str
) -> None:
    """Circular 01/2018 art. 19.2: the code may be printed as bars on each form."""
    asked = supplement_facts(form_set=form_set, answer_by=date(2027, 1, 7))
    declined = decline_facts(form_set=form_set, code=CODE, book="01", serial="2314")

    assert "chậm nhất ngày 07 tháng 01 năm 2027" in text_of(supplement_request_pdf(asked, fonts))
    assert missing_in(text_of(decline_pdf(declined, fonts)), HEAD) == []
    assert "Mã hồ sơ" not in text_of(decline_pdf(decline_facts(form_set=form_set), fonts))


@pytest.mark.parametrize("code", [CODE, LONG_CODE])
@pytest.mark.parametrize("form_set", SETS)
def test_the_bars_of_each_notice_are_read_by_a_scanner(
    fonts: Fonts, tmp_path: Path, form_set: str, code: str
) -> None:
    """At 200 dots an inch, as an office's printer sets them."""
    papers = {
        "02": supplement_request_pdf(supplement_facts(form_set=form_set, code=code), fonts),
        "03": decline_pdf(decline_facts(form_set=form_set, code=code), fonts),
        "04": apology_pdf(apology_facts(form_set=form_set, code=code), fonts),
        "05": stop_notice_pdf(stop_facts(form_set=form_set, code=code), fonts),
    }
    for form, pdf in papers.items():
        folder = tmp_path / form
        folder.mkdir()
        assert codes_on(images_of(pdf, folder, 200)[0]).get("Code128") == code, form


@pytest.mark.parametrize("form_set", SETS)
def test_a_notice_survives_a_journey_through_json_and_is_the_same_bytes(fonts: Fonts, form_set: str) -> None:
    """What is frozen prints the same paper, today and in ten years."""
    papers = {"apology": apology_facts(form_set=form_set), "stop_notice": stop_facts(form_set=form_set)}
    for name, facts in papers.items():
        kept = frozen(facts)
        assert thawed(name, kept) == facts
        assert print_paper(name, kept, fonts) == print_paper(name, kept, fonts)


@pytest.mark.parametrize("make", [apology_facts, stop_facts])
def test_a_long_reason_goes_on_over_pages(fonts: Fonts, make: Callable[..., Any]) -> None:
    """Nothing of it is lost."""
    facts = make(reason="\n".join(f"Điều {number}: chưa phù hợp." for number in range(200)))
    name = "apology" if isinstance(facts, ApologyFacts) else "stop_notice"
    pdf = print_paper(name, frozen(facts), fonts)

    assert pages_of(pdf) > 2
    assert all(f"Điều {number}:" in text_of(pdf) for number in (0, 99, 199))


def test_a_later_issue_of_a_receipt_says_both_dates_and_what_it_replaces(fonts: Fonts) -> None:
    """What was promised stays printed; the date that holds now stands beside it, with its weekday."""
    facts = receipt_facts(
        promised_at=datetime(2026, 12, 15, 17, 0, tzinfo=LOCAL),
        first_promised_at=datetime(2026, 12, 8, 17, 0, tzinfo=LOCAL),
        issue=2,
        replaces_on=date(2026, 11, 23),
        reissue_reason="gia hạn 5 ngày làm việc theo Luật Xây dựng, Điều 102",
    )
    text = text_of(receipt_pdf(facts, fonts))

    assert (
        missing_in(
            text,
            (
                "17 giờ 00 phút, ngày 15 tháng 12 năm 2026",
                "17:00",
                "08/12/2026",
                "Ngày hẹn là Thứ Ba",
                "23/11/2026",
                "Lý do cấp lại giấy: gia hạn 5 ngày",
            ),
        )
        == []
    )


@pytest.mark.parametrize("facts", [apology_facts(), stop_facts(), receipt_facts(), decline_facts(code=CODE)])
def test_a_void_paper_is_stamped_on_a_copy_only(fonts: Fonts, facts: Any) -> None:
    """The words stay legible under it, and what was issued does not change by the copy."""
    name = {
        "ApologyFacts": "apology",
        "StopFacts": "stop_notice",
        "ReceiptFacts": "receipt",
        "DeclineFacts": "decline",
    }[type(facts).__name__]
    kept = frozen(facts)
    plain, stamped = print_paper(name, kept, fonts), print_paper(name, kept, fonts, stamp=Stamp.VOID)

    assert "ĐÃ HỦY" in text_of(stamped)
    assert "ĐÃ HỦY" not in text_of(plain)
    assert facts.applicant.name in text_of(stamped)
    assert print_paper(name, kept, fonts) == plain


def test_an_old_receipt_is_still_read(fonts: Fonts) -> None:
    """Facts kept before a receipt could be issued again have none of the newer fields."""
    facts = json.loads(frozen(receipt_facts()))
    for field in ("issue", "replaces_on", "first_promised_at", "first_calendar_version", "reissue_reason"):
        facts.pop(field)
    old = msgspec.json.encode(facts).decode()

    assert print_paper("receipt", old, fonts) == receipt_pdf(receipt_facts(), fonts)
