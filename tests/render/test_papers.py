"""Forms 02 and 03 and the note of a returned result say what the law asks, and nothing runs off any paper."""

import json
import re
import subprocess
from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec
import pytest

from onestop.render import apology, decline, receipt, result_receipt, stop_notice, supplement_request
from onestop.render.decline import DeclineFacts, decline_pdf
from onestop.render.fonts import Fonts
from onestop.render.ink import HEIGHT, Run
from onestop.render.page import BOTTOM, LEFT, SPAN, TOP, Sheet
from onestop.render.paper_facts import DocumentLine, Owner, Party, Representative
from onestop.render.prose import CUT, width_of
from onestop.render.receipt import Copy, receipt_pdf
from onestop.render.result_receipt import ResultReceiptFacts, result_receipt_pdf
from onestop.render.supplement_request import SupplementFacts, supplement_request_pdf
from tests.render.papers import (
    DOCUMENTS,
    LOCAL,
    apology_facts,
    decline_facts,
    pages_of,
    receipt_facts,
    result_facts,
    stop_facts,
    supplement_facts,
    text_of,
)

LATER = datetime(2026, 12, 15, 17, 0, tzinfo=LOCAL)
HEAD = (
    "UBND TỈNH CAO BẰNG TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG",
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "Cao Bằng, ngày 23 tháng 11 năm 2026",
    "Bộ phận tiếp nhận và trả kết quả: Trung tâm Phục vụ hành chính công tỉnh Cao Bằng",
    "Nội dung yêu cầu giải quyết: Cấp (mới) Giấy chứng nhận đăng ký hành nghề công tác xã hội (1.012990)",
    "(Ký và ghi rõ họ tên)",
    "Lý Thị Hồng Nhung",
    "Trang 1/1",
)
REACHED = (
    "Địa chỉ: Tổ 5, phường Thục Phán, tỉnh Cao Bằng",
    "Số điện thoại: 0912 000 386",
    "Email: không có",
)
SUPPLEMENT = (
    "Số: 0003/HDHS",
    "Mã hồ sơ: H14.12-261123-0007",
    "PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ",
    "Tiếp nhận hồ sơ/yêu cầu của Ông/Bà: Nông Thị Bích Ngọc",
    "Yêu cầu Ông/Bà hoàn thiện hồ sơ gồm những nội dung như sau:",
    "Thành phần hồ sơ",
    "Số lượng",
    "Bản chính",
    "Bản chứng thực",
    "Bản photo",
    "Lý do: Giấy xác nhận thực hành chưa có chữ ký của người hướng dẫn.",
    (
        "Trong quá trình hoàn thiện hồ sơ nếu có vướng mắc, Ông/Bà liên hệ với công chức Lý Thị Hồng Nhung, "
        "số điện thoại 0206 000 0003 để được hướng dẫn./."
    ),
    "Vào Sổ theo dõi hồ sơ, Quyển số: 02 Số thứ tự: 115",
    "NGƯỜI HƯỚNG DẪN",
)
DECLINE = (
    "Số: 0001/TCHS",
    "PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ",
    "Tiếp nhận hồ sơ của: Nông Thị Bích Ngọc",
    (
        "Qua xem xét, Trung tâm Phục vụ hành chính công tỉnh Cao Bằng thông báo không tiếp nhận, giải quyết "
        "hồ sơ này với lý do cụ thể như sau: Thủ tục không thuộc thẩm quyền giải quyết của tỉnh Cao Bằng. "
        "Đề nghị Ông/Bà nộp hồ sơ tại cơ quan nơi đã cấp giấy chứng nhận lần đầu."
    ),
    "Xin thông báo cho Ông/Bà được biết và thực hiện.",
    "NGƯỜI NỘP HỒ SƠ",
    "NGƯỜI TIẾP NHẬN HỒ SƠ",
)
RESULT = (
    "Số: 0112/BNKQ",
    "Mã hồ sơ: H14.12-261123-0007",
    "GIẤY BIÊN NHẬN TRẢ KẾT QUẢ",
    "Hồ sơ của: Nông Thị Bích Ngọc",
    "Người nhận kết quả: Đàm Thị Mỹ Duyên",
    "Tư cách: người được ủy quyền",
    "Giấy tờ xuất trình: Căn cước",
    "Số: 004301001234",
    "Giấy ủy quyền: Giấy ủy quyền số 15/2026 ngày 07/12/2026",
    "Bản chính văn bằng đã đối chiếu",
    "2. Phí, lệ phí: 50.000 đồng, đã thanh toán",
    "3. Thời gian hẹn trả kết quả: 17 giờ 00 phút, ngày 08 tháng 12 năm 2026",
    "4. Thời gian có kết quả: 15 giờ 20 phút, ngày 07 tháng 12 năm 2026",
    "5. Thời gian trả kết quả: 08 giờ 05 phút, ngày 08 tháng 12 năm 2026",
    "NGƯỜI NHẬN KẾT QUẢ",
    "NGƯỜI TRẢ KẾT QUẢ",
)


@pytest.mark.parametrize("form_set", ["TT01/2018", "TT03/2025"])
def test_a_request_for_supplement_says_what_is_missing_why_and_whom_to_ask(
    form_set: str, fonts: Fonts
) -> None:
    """Form 02, field by field."""
    text = text_of(supplement_request_pdf(supplement_facts(form_set=form_set), fonts))
    rows = text_of(supplement_request_pdf(supplement_facts(), fonts), "-layout")

    assert [field for field in (*HEAD, *REACHED, *SUPPLEMENT) if field not in text] == []
    assert "1 Giấy xác nhận thực hành 1" in rows
    assert "STT" in rows


def test_a_request_without_papers_only_gives_its_reason(any_fonts: Fonts) -> None:
    """A dossier that was never received has no code, no bars and perhaps nothing to bring."""
    facts = supplement_facts(missing=(), code="", book="", serial="")
    text = text_of(supplement_request_pdf(facts, any_fonts))

    assert "Mã hồ sơ" not in text
    assert "Thành phần hồ sơ" not in text
    assert "Quyển số" not in text
    assert "Lý do:" in text


def test_a_decline_says_why(fonts: Fonts) -> None:
    """Form 03, field by field."""
    text = text_of(decline_pdf(decline_facts(), fonts))

    assert [field for field in (*HEAD, *REACHED, *DECLINE) if field not in text] == []


def test_a_returned_result_says_who_took_it_when_and_on_which_paper(fonts: Fonts) -> None:
    """The note that is kept when a result leaves the office."""
    text = text_of(result_receipt_pdf(result_facts(), fonts))

    assert [field for field in (*HEAD, *RESULT) if field not in text] == []


@pytest.mark.parametrize(
    ("facts", "kind"),
    [
        (supplement_facts(), SupplementFacts),
        (decline_facts(), DeclineFacts),
        (result_facts(), ResultReceiptFacts),
    ],
)
def test_facts_survive_a_journey_through_json(facts: msgspec.Struct, kind: type[msgspec.Struct]) -> None:
    """What was stored prints the same paper."""
    assert facts == msgspec.json.decode(msgspec.json.encode(facts), type=kind)


def test_the_same_facts_are_the_same_bytes(fonts: Fonts) -> None:
    """Each paper, printed twice."""
    assert supplement_request_pdf(supplement_facts(), fonts) == supplement_request_pdf(
        supplement_facts(), fonts
    )
    assert decline_pdf(decline_facts(), fonts) == decline_pdf(decline_facts(), fonts)
    assert result_receipt_pdf(result_facts(), fonts) == result_receipt_pdf(result_facts(), fonts)


def test_a_long_reason_goes_on_over_pages(fonts: Fonts) -> None:
    """Nothing of a reason of two hundred sentences is lost."""
    reason = "\n".join(f"Điều {number}: nội dung chưa phù hợp với quy định." for number in range(200))
    pdf = decline_pdf(decline_facts(reason=reason), fonts)
    text = text_of(pdf)

    assert pages_of(pdf) > 2
    assert all(f"Điều {number}:" in text for number in range(200))
    assert f"Trang 2/{pages_of(pdf)}" in text


ODD_NAMES = {
    "a word of 10,000 letters": "Ẫ" * 10_000,
    "10,000 words": "Nguyễn " * 10_000,
    "10,000 narrow letters": "i" * 10_000,
    "10,000 letters that no face has": "\U0001f600" * 10_000,
    "10,000 marks": "a" + "\u0301" * 10_000,
    "nothing": "",
    "only blanks": " \u00a0\t\n\u2003 ",
    "10,000 no-break spaces": "\u00a0" * 10_000,
    "half a letter": "\ud800Lan",
    "right to left": "\u202eمرحبا שלום",
    "a piece of PDF": ") Tj ET Q endstream endobj \\( <</JS(x)>>",
}


def everywhere(name: str, fonts: Fonts, *sizes: float) -> Iterator[tuple[str, list[Sheet]]]:
    """Put a string wherever a person may type, on every paper; yield the papers as they are set."""
    party = Party(name=name, identity_no=name, phone=name, email=name, address=name)
    common: dict[str, Any] = {
        "applicant": party,
        "procedure_name": name,
        "officer_name": name,
        "office_phone": name,
        "number": name,
        "book": name,
        "serial": name,
    }
    line = DocumentLine(name=name, originals=10**6, certified=1, copies=2, note=name)
    for form_set in ("TT01/2018", "TT03/2025"):
        facts = receipt_facts(
            **common,
            form_set=form_set,
            representative=Representative(name=name, identity_no=name, paper=name),
            owner=Owner(name=name, address=name),
            documents=(line, *DOCUMENTS, line),
            channel=name,
            fee=name,
            allowance=name,
            because=(name, name),
            return_place=name,
            secret=name,
            provisional=True,
        )
        yield "01", [receipt._sheet(facts, fonts, copy, size) for copy in Copy for size in sizes]
    asked = supplement_facts(
        **common, missing=(line, line), reason=name, contact_name=name, contact_phone=name
    )
    yield "02", [supplement_request._sheet(asked, fonts, sizes[0])]
    yield "03", [decline._sheet(decline_facts(**common, reason=name), fonts, sizes[0])]
    again = receipt_facts(**common, first_promised_at=LATER, replaces_on=LATER.date(), reissue_reason=name)
    yield "01 again", [receipt._sheet(again, fonts, copy, sizes[0]) for copy in Copy]
    for form_set in ("TT01/2018", "TT03/2025"):
        told = {**common, "form_set": form_set, "agency": name, "reason": name}
        yield "04", [apology._sheet(apology_facts(**told, receipt_number=name), fonts, sizes[0])]
        yield "05", [stop_notice._sheet(stop_facts(**told), fonts, sizes[0])]
    collector = result_receipt.Collector(kind="representative", name=name, authority=name)
    items = (result_receipt.ReturnedItem(name=name),)
    returned = result_facts(**common, collector=collector, items=items, fee=name)
    yield "result", [result_receipt._sheet(returned, fonts, sizes[0])]


def faults(sheet: Sheet) -> list[str]:
    """List what leaves the margins or lies over something else."""
    found = []
    for page, leaf in enumerate(sheet.finish(), 1):
        runs = [mark for mark in leaf if isinstance(mark, Run) and mark.text.strip()]
        lines: dict[float, list[tuple[float, float, str]]] = {}
        for run in runs:
            right = run.x + width_of(run.text, run.face, run.size)
            if run.x < LEFT - 0.1 or right > LEFT + SPAN + 0.1:
                found.append(f"page {page}: beside the margin: {run.text[:40]}")
            if run.baseline - run.size < TOP - 1 or run.baseline > HEIGHT - BOTTOM + 0.1:
                found.append(f"page {page}: above or below: {run.text[:40]}")
            lines.setdefault(run.baseline, []).append((run.x, right, run.text))
        found += [f"page {page}: {words}" for words in _over_each_other(lines, min(run.size for run in runs))]
    return found


def _over_each_other(lines: dict[float, list[tuple[float, float, str]]], smallest: float) -> Iterator[str]:
    """Find words that lie over others: on one baseline, or on baselines nearer than a capital is tall."""
    baselines = sorted(lines)
    for upper, lower in pairwise(baselines):
        near = lines[lower] + (lines[upper] if lower - upper < 0.68 * smallest else [])
        for one, other in pairwise(sorted(near)):
            if one[1] > other[0] + 0.1:
                yield f"{one[2][:30]} over {other[2][:30]}"


@pytest.mark.parametrize("name", ODD_NAMES.values(), ids=ODD_NAMES)
def test_no_name_crashes_a_paper_or_leaves_its_margins(name: str, fonts: Fonts) -> None:
    """Long, empty or hostile, in every field of every paper at once: it wraps, or it is cut with "…"."""
    for _, sheets in everywhere(name, fonts, 11.0, 8.4):
        for sheet in sheets:
            assert faults(sheet) == []


def test_a_name_that_is_too_long_is_cut_where_it_can_be_seen(fonts: Fonts) -> None:
    """Three lines of it, then "…"; the rest of the paper is as always."""
    facts = receipt_facts(applicant=Party(name="Nguyễn " * 10_000, address="Cao Bằng"))
    text = text_of(receipt_pdf(facts, fonts))

    assert CUT in text
    assert "NGƯỜI TIẾP NHẬN HỒ SƠ" in text
    assert pages_of(receipt_pdf(facts, fonts)) <= 4


@pytest.mark.shared
def test_the_worlds_naughty_strings_are_only_names(shared: Path, any_fonts: Fonts) -> None:
    """Each of the list as a name everywhere: no crash, nothing beside the margins."""
    strings = json.loads((shared / "data/hostile/blns.json").read_text(encoding="utf-8"))

    assert len(strings) > 500
    for string in strings:
        for _, sheets in everywhere(string, any_fonts, 9.6):
            assert [fault for sheet in sheets for fault in faults(sheet)] == [], string


@pytest.mark.shared
def test_a_printed_paper_of_naughty_strings_is_a_whole_pdf(shared: Path, any_fonts: Fonts) -> None:
    """Printed and read back by another program: no word outside the paper's margins, every page complete."""
    strings = json.loads((shared / "data/hostile/blns.json").read_text(encoding="utf-8"))
    documents = tuple(DocumentLine(name=string, originals=1) for string in strings)
    pdf = receipt_pdf(receipt_facts(documents=documents), any_fonts)
    read = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=pdf, capture_output=True, check=True)
    edges = re.findall(r'<word xMin="([\d.-]+)" yMin="[\d.-]+" xMax="([\d.-]+)"', read.stdout.decode())

    assert len(edges) > 3000
    assert min(float(left) for left, _ in edges) >= LEFT - 0.5
    assert max(float(right) for _, right in edges) <= LEFT + SPAN + 0.5
    assert b"Syntax" not in read.stderr
    assert text_of(pdf).count("Liên 2, trang") == pages_of(pdf) // 2
