"""Facts of a made-up day at the counter, for papers to be printed and read back."""

import subprocess
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import numpy as np
import zxingcpp
from PIL import Image

from onestop.render.apology import ApologyFacts
from onestop.render.decline import DeclineFacts
from onestop.render.handover_slip import HandoverLine, HandoverSlipFacts
from onestop.render.paper_facts import DocumentLine, Party
from onestop.render.receipt import ReceiptFacts
from onestop.render.result_receipt import Collector, ResultReceiptFacts, ReturnedItem
from onestop.render.routing_slip import RoutingRow, RoutingSlipFacts
from onestop.render.stop_notice import StopFacts
from onestop.render.supplement_request import SupplementFacts

LOCAL = timezone(timedelta(hours=7))
TOKEN = "aB3_xY7-" * 4
OFFICE: dict[str, Any] = {
    "form_set": "TT03/2025",
    "superior": "UBND TỈNH CAO BẰNG",
    "office": "Trung tâm Phục vụ hành chính công tỉnh Cao Bằng",
    "office_short": "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG",
    "place": "Cao Bằng",
    "issued_on": date(2026, 11, 23),
    "officer_name": "Lý Thị Hồng Nhung",
    "office_phone": "0206 000 0000",
    "procedure_name": "Cấp (mới) Giấy chứng nhận đăng ký hành nghề công tác xã hội",
    "procedure_code": "1.012990",
    "applicant": Party(
        name="Nông Thị Bích Ngọc",
        identity_no="004189006742",
        phone="0912 000 386",
        address="Tổ 5, phường Thục Phán, tỉnh Cao Bằng",
    ),
}
DOSSIER: dict[str, Any] = {
    "code": "H14.12-261123-0007",
    "agency": "Sở Y tế",
    "received_at": datetime(2026, 11, 23, 9, 52, tzinfo=LOCAL),
    "promised_at": datetime(2026, 12, 8, 17, 0, tzinfo=LOCAL),
    "book": "01",
    "serial": "2314",
}
DOCUMENTS = (
    DocumentLine(name="Đơn đề nghị theo mẫu", originals=1),
    DocumentLine(name="Văn bằng chuyên môn về công tác xã hội", certified=1),
    DocumentLine(name="Giấy xác nhận thực hành", originals=1, copies=2),
    DocumentLine(name="Phiếu lý lịch tư pháp", from_database=True),
    DocumentLine(name="Giấy khám sức khỏe, trong 12 tháng", originals=1),
    DocumentLine(name="Ảnh chân dung cỡ 4x6", originals=2),
)


def receipt_facts(**other: Any) -> ReceiptFacts:
    """Make a receipt of 23 November 2026; tomorrow is a holiday."""
    usual: dict[str, Any] = {
        "number": "0007/TNHS",
        "code": "H14.12-261123-0007",
        "secret": "K7PM4X2D",
        "status_url": f"https://motcua.caobang.gov.vn/s/{TOKEN}",
        "status_page": "motcua.caobang.gov.vn/status",
        "channel": "trực tiếp, quầy 3, số A012",
        "documents": DOCUMENTS,
        "fee": "50.000 đồng",
        "fee_settled": True,
        "allowance": "10 ngày làm việc",
        "received_at": datetime(2026, 11, 23, 9, 52, tzinfo=LOCAL),
        "promised_at": datetime(2026, 12, 8, 17, 0, tzinfo=LOCAL),
        "because": (
            "Không tính ngày nhận 23/11.",
            "24/11 nghỉ Ngày Văn hóa Việt Nam.",
            "Thứ Bảy, Chủ Nhật 28–29/11, 05–06/12.",
        ),
        "calendar_version": "2026-3",
        "return_place": "Quầy 8, Trung tâm Phục vụ hành chính công tỉnh",
        "book": "01",
        "serial": "2314",
    }
    return ReceiptFacts(**(OFFICE | usual | other))


def supplement_facts(**other: Any) -> SupplementFacts:
    """Make a request for two papers."""
    usual: dict[str, Any] = {
        "number": "0003/HDHS",
        "missing": (
            DocumentLine(name="Giấy xác nhận thực hành", originals=1),
            DocumentLine(
                name="Văn bằng chuyên môn về công tác xã hội",
                certified=1,
                copies=2,
                note="bản chứng thực không quá 6 tháng",
            ),
        ),
        "reason": "Giấy xác nhận thực hành chưa có chữ ký của người hướng dẫn.",
        "contact_name": "Lý Thị Hồng Nhung",
        "contact_phone": "0206 000 0003",
        "code": "H14.12-261123-0007",
        "book": "02",
        "serial": "115",
    }
    return SupplementFacts(**(OFFICE | usual | other))


def decline_facts(**other: Any) -> DeclineFacts:
    """Make a decline for want of competence."""
    usual: dict[str, Any] = {
        "number": "0001/TCHS",
        "reason": (
            "Thủ tục không thuộc thẩm quyền giải quyết của tỉnh Cao Bằng.\n"
            "Đề nghị Ông/Bà nộp hồ sơ tại cơ quan nơi đã cấp giấy chứng nhận lần đầu."
        ),
    }
    return DeclineFacts(**(OFFICE | usual | other))


def result_facts(**other: Any) -> ResultReceiptFacts:
    """Make a note of a result that a daughter collects for her mother."""
    usual: dict[str, Any] = {
        "number": "0112/BNKQ",
        "code": "H14.12-261123-0007",
        "collector": Collector(
            kind="representative",
            name="Đàm Thị Mỹ Duyên",
            identity_kind="Căn cước",
            identity_no="004301001234",
            authority="Giấy ủy quyền số 15/2026 ngày 07/12/2026",
        ),
        "items": (
            ReturnedItem(name="Giấy chứng nhận đăng ký hành nghề công tác xã hội"),
            ReturnedItem(name="Bản chính văn bằng đã đối chiếu", count=2),
        ),
        "promised_at": datetime(2026, 12, 8, 17, 0, tzinfo=LOCAL),
        "ready_at": datetime(2026, 12, 7, 15, 20, tzinfo=LOCAL),
        "handed_over_at": datetime(2026, 12, 8, 8, 5, tzinfo=LOCAL),
        "fee": "50.000 đồng",
        "fee_settled": True,
        "book": "01",
        "serial": "2314",
    }
    return ResultReceiptFacts(**(OFFICE | usual | other))


def apology_facts(**other: Any) -> ApologyFacts:
    """Make an apology that tells 11 December instead of the 8th."""
    usual = {
        "number": "0002/PXL",
        "receipt_number": "0007/TNHS",
        "told_at": datetime(2026, 12, 11, 17, 0, tzinfo=LOCAL),
        "reason": "Cần thêm ý kiến của cơ quan phối hợp.",
    }
    return ApologyFacts(**(OFFICE | DOSSIER | usual | other))


def stop_facts(**other: Any) -> StopFacts:
    """Make a notice that a dossier was stopped on its second day."""
    usual = {
        "number": "0001/TBD",
        "stopped_at": datetime(2026, 11, 25, 10, 15, tzinfo=LOCAL),
        "reason": "Người nộp không còn nhu cầu.",
    }
    return StopFacts(**(OFFICE | DOSSIER | usual | other))


CENTRE, HEALTH, POLICE = "Trung tâm Phục vụ hành chính công", "Sở Y tế", "Công an tỉnh"
ROUTE = (
    RoutingRow(
        giver=CENTRE,
        taker=HEALTH,
        given_at=datetime(2026, 11, 23, 10, 5, tzinfo=LOCAL),
        taken_at=datetime(2026, 11, 23, 10, 40, tzinfo=LOCAL),
        giver_name="Lý Thị Hồng Nhung",
        taker_name="Nông Văn Bình",
    ),
    RoutingRow(
        giver=HEALTH,
        taker=CENTRE,
        given_at=datetime(2026, 11, 26, 15, 20, tzinfo=LOCAL),
        giver_name="Nông Văn Bình",
        standing="overdue",
        late_days=1,
        note="Đồng ý cấp",
    ),
    RoutingRow(giver=CENTRE, taker=POLICE),
    RoutingRow(giver=POLICE, taker=CENTRE),
)


def routing_facts(**other: Any) -> RoutingSlipFacts:
    """Make a routing slip of a dossier on its way back from the first of two agencies."""
    usual: dict[str, Any] = {
        "number": "2314/KSHS",
        "code": "H14.12-261123-0007",
        "owner_name": "Nông Thị Bích Ngọc",
        "received_at": datetime(2026, 11, 23, 9, 52, tzinfo=LOCAL),
        "promised_at": datetime(2026, 12, 8, 17, 0, tzinfo=LOCAL),
        "lead": HEALTH,
        "cooperating": (POLICE,),
        "rows": ROUTE,
    }
    office = {name: value for name, value in OFFICE.items() if name != "applicant"}
    return RoutingSlipFacts(**(office | usual | other))


def handover_facts(**other: Any) -> HandoverSlipFacts:
    """Make a list of two dossiers that goes out to an agency."""
    usual: dict[str, Any] = {
        "number": "0001/BGHS",
        "list_id": "5f9fc15831c0057da555",
        "outward": True,
        "giver": CENTRE,
        "taker": HEALTH,
        "given_at": datetime(2026, 11, 23, 14, 5, tzinfo=LOCAL),
        "giver_name": "Lý Thị Hồng Nhung",
        "lines": (
            HandoverLine(
                code="H14.12-261123-0007",
                content="Cấp giấy chứng nhận hành nghề",
                owner_name="Nông Thị Bích Ngọc",
                address="Tổ 5, phường Thục Phán",
                due_at=datetime(2026, 12, 8, 17, 0, tzinfo=LOCAL),
                result="Có kết quả",
                has_fee=True,
            ),
            HandoverLine(
                code="H14.12-261123-0008",
                content="Cấp lại giấy chứng nhận",
                owner_name="Lý Văn An",
                address="Xóm 3, xã Quang Long",
                sets=2,
                result="Trả hồ sơ",
                by_post=True,
            ),
        ),
    }
    of_a_dossier = {"applicant", "procedure_name", "procedure_code"}
    office = {name: value for name, value in OFFICE.items() if name not in of_a_dossier}
    return HandoverSlipFacts(**(office | usual | other))


def text_of(pdf: bytes, *options: str) -> str:
    """Read a PDF back as text, with runs of blanks as one."""
    read = subprocess.run(
        ["pdftotext", "-enc", "UTF-8", *options, "-", "-"], input=pdf, capture_output=True, check=True
    )
    return " ".join(read.stdout.decode().split())


def pages_of(pdf: bytes) -> int:
    """Count the pages of a PDF."""
    read = subprocess.run(["pdfinfo", "-"], input=pdf, capture_output=True, check=True)
    line = next(line for line in read.stdout.decode().splitlines() if line.startswith("Pages:"))
    return int(line.split()[1])


def images_of(pdf: bytes, folder: Path, dpi: int) -> list[Path]:
    """Print a PDF to images, one for each page."""
    stem = folder / f"page-{dpi}"
    subprocess.run(
        ["pdftoppm", "-r", str(dpi), "-gray", "-", str(stem)],
        input=pdf,
        capture_output=True,
        check=True,
    )
    return sorted(folder.glob(f"{stem.name}-*.pgm"))


def codes_on(image: Path) -> dict[str, str]:
    """Scan an image: what each kind of code says."""
    with Image.open(image) as picture:
        found = zxingcpp.read_barcodes(np.asarray(picture))
    return {str(code.format).replace(" ", ""): code.text for code in found}
