"""Makes what dossier tests need on top of a hall: procedures with their papers, and a calendar."""

from datetime import date
from typing import Any

from onestop.model.place import Agency, Centre
from onestop.model.procedure import (
    CalendarDay,
    Procedure,
    ProcedureChannel,
    Requirement,
    Sector,
    Succession,
)
from onestop.rules.access import SYSTEM
from onestop.rules.applicant import TypedApplicant
from onestop.rules.intake import Brought
from onestop.rules.submission import Submission
from onestop.rules.text import fold
from onestop.store.database import Database
from onestop.store.tx import Tx
from onestop.use_cases import receive_dossier
from onestop.use_cases.receive_dossier import ReceivedDossier
from tests.makers import Hall

BASE = "https://motcua.example.vn"
SOCIAL_WORK = "1.012990"
"""Ten working days, free, one paper replaced by a database, one optional."""
PAID = "1.004122"
"""Ten working days at the counter, five online, fee and charge, half of them online; none stated by post."""
SAME_DAY = "2.000908"
BY_HOURS = "9.000001"
REPLACED = "1.000001"
"""Replaced by the first of these; `SPLIT` by two."""
SPLIT = "1.000002"
NAME, NUMBER, PHONE = "Nông Thị Bích Ngọc", "004189006742", "0912000386"
COMPLETE = (Brought(position=1, originals=1), Brought(position=2, certified=1))
_NEW_YEAR_2026, _CULTURE_DAY, _FIRST_DAY = date(2026, 1, 1), date(2026, 11, 24), date(2025, 7, 1)


def make_procedures(database: Database, hall: Hall) -> None:
    """Make the procedures, and the calendar of 2026 as far as tests count."""
    database.write_now(SYSTEM, _make, hall)


def _make(tx: Tx, hall: Hall) -> None:
    centre = tx.session.get(Centre, hall.centre)
    assert centre is not None
    centre.agency_id = hall.agency
    tx.session.add(centre)
    sector = Sector(key="bao-tro-xa-hoi", name="Bảo trợ xã hội")
    tx.session.add(sector)
    tx.session.flush()
    _calendar(tx)
    procedure = _procedure(
        tx, sector, hall, SOCIAL_WORK, "Cấp (mới) Giấy chứng nhận đăng ký hành nghề công tác xã hội"
    )
    _requirements(tx, procedure.id)
    paid = _procedure(tx, sector, hall, PAID, "Cấp giấy phép hành nghề khoan nước dưới đất", fee_dong=50_000,
                      charge_dong=10_000, online_discount_percent=50)  # fmt: skip
    for position, (channel, amount) in enumerate((("direct", "10"), ("online", "5"), ("post", "")), start=1):
        tx.session.add(
            ProcedureChannel(
                procedure_id=paid.id,
                position=position,
                channel=channel,
                amount=amount,
                unit="working_day" if amount else None,
            )
        )
    _procedure(tx, sector, hall, SAME_DAY, "Cấp bản sao từ sổ gốc", amount="0", unit="same_day")
    _procedure(tx, sector, hall, BY_HOURS, "Xác nhận trong giờ", amount="4", unit="working_hour")
    for old, new in ((REPLACED, SOCIAL_WORK), (SPLIT, SOCIAL_WORK), (SPLIT, PAID)):
        tx.session.add(Succession(old_code=old, new_code=new, from_on=_FIRST_DAY))


def _calendar(tx: Tx) -> None:
    for day, name in ((_NEW_YEAR_2026, "Tết Dương lịch"), (_CULTURE_DAY, "Ngày Văn hóa Việt Nam")):
        tx.session.add(CalendarDay(on_day=day, kind="statutory", name=name, known_on=_NEW_YEAR_2026))


def _procedure(tx: Tx, sector: Sector, hall: Hall, code: str, name: str, **terms: Any) -> Procedure:
    row = Procedure(
        code=code,
        name=name,
        folded=fold(f"{code} {name}"),
        sector_id=sector.id,
        agency_id=hall.agency,
        valid_from=_FIRST_DAY,
        loaded_at=tx.now,
        **({"amount": "10", "unit": "working_day"} | terms),
    )
    tx.session.add(row)
    tx.session.flush()
    return row


def _requirements(tx: Tx, procedure_id: str) -> None:
    papers: tuple[dict[str, Any], ...] = (
        {"name": "Đơn đề nghị theo mẫu", "originals": 1},
        {"name": "Văn bằng chuyên môn về công tác xã hội", "certified": 1},
        {"name": "Phiếu lý lịch tư pháp", "originals": 1, "replaced_by_database": True},
        {"name": "Ảnh chân dung", "copies": 2, "optional": True},
    )
    for position, paper in enumerate(papers, start=1):
        tx.session.add(Requirement(procedure_id=procedure_id, position=position, **paper))


def submission(**changed: Any) -> Submission:
    """Make a submission that is complete; name what is to differ."""
    usual: dict[str, Any] = {
        "procedure": SOCIAL_WORK,
        "applicant": applicant(),
        "documents": COMPLETE,
    }
    return Submission(**(usual | changed))


def applicant(**changed: Any) -> TypedApplicant:
    """Make an applicant; name what is to differ."""
    usual: dict[str, Any] = {
        "name": NAME,
        "identity_no": NUMBER,
        "birth_on": "1989-08-15",
        "sex": "Nữ",
        "address": "Tổ 5, phường Thục Phán, tỉnh Cao Bằng",
        "phone": PHONE,
    }
    return TypedApplicant(**(usual | changed))


def receive(database: Database, hall: Hall, counter: int = 1, **changed: Any) -> ReceivedDossier:
    """Receive a dossier at a counter."""
    return database.write_now(
        hall.officer(counter), receive_dossier.receive, submission(**changed), base_url=BASE
    )


def make_agency(database: Database, key: str, code: str, pattern: str = "AGENCY-YYMMDD-NNNN") -> str:
    """Make one more agency."""
    return database.write_now(SYSTEM, _make_agency, key, code, pattern)


def _make_agency(tx: Tx, key: str, code: str, pattern: str) -> str:
    agency = Agency(key=key, code=code, name=key, level="department", code_pattern=pattern)
    tx.session.add(agency)
    tx.session.flush()
    return agency.id
