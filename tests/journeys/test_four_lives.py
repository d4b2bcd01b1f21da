"""Four real procedures from receipt to return: one counter, a tax leg with a pause, three agencies, a department."""

from datetime import datetime

import pytest
from sqlmodel import select

from onestop.clock import LOCAL, local
from onestop.model.dossier import Dossier
from onestop.model.leg import Leg
from onestop.model.people import Officer
from onestop.model.place import Agency
from onestop.rules.access import SYSTEM, Actor
from onestop.rules.reroute import WantedLeg
from onestop.rules.supplement import TypedItem
from onestop.store import dossiers, journal, legs
from onestop.store.database import Database
from onestop.store.tx import Reading, Tx
from onestop.use_cases import keep_catalogue, pause_dossier, ready_result, return_result, supplement_dossier
from onestop.use_cases.pause_dossier import Suspend
from onestop.use_cases.return_result import HandOver, TypedCollector
from onestop.use_cases.supplement_dossier import AskSupplement, TakeSupplement
from tests.conftest import Hands
from tests.journeys.test_four_procedures import (
    ALL_OF_IT,
    BIRTH,
    BIRTH_JOINED,
    COMMUNE,
    EMPLOYER,
    LAND,
    officer,
    receive,
)
from tests.travel_makers import accept, forward, return_leg

REGISTRY, TAX, HEALTH = "van-phong-dang-ky-dat-dai", "thue-tinh", "so-y-te"
POLICE, INSURANCE = "cong-an-xa", "bao-hiem-xa-hoi-tinh"


@pytest.fixture
def province(database: Database) -> Database:
    """Load the catalogue that ships with the program."""
    database.write_now(SYSTEM, keep_catalogue.load_start, *ALL_OF_IT)
    return database


def specialist(database: Database, agency: str) -> Actor:
    """Make a specialist of an agency of the catalogue, by its key."""

    def make(tx: Tx) -> Actor:
        found = tx.session.exec(select(Agency).where(Agency.key == agency)).one()
        row = Officer(
            username=agency, name="Cán bộ", password_hash="!", role="specialist", agency_id=found.id
        )
        tx.session.add(row)
        tx.session.flush()
        return Actor(id=row.id, kind="officer", role="specialist", agency_id=found.id)

    return database.write_now(SYSTEM, make)


def agency_id(database: Database, key: str) -> str:
    """Find an agency of the catalogue."""

    def look(reading: Reading) -> str:
        return reading.session.exec(select(Agency).where(Agency.key == key)).one().id

    return database.read_now(look)


def read(database: Database, code: str) -> tuple[Dossier, list[Leg]]:
    """Read a dossier with its legs."""

    def look(reading: Reading) -> tuple[Dossier, list[Leg]]:
        found = dossiers.by_code(reading, code)
        return found, legs.legs_of(reading, found.id)

    return database.read_now(look)


def ready(database: Database, actor: Actor, code: str) -> str:
    """Note that the result is there; tell how it stands."""
    database.write_now(actor, ready_result.result_ready, code)
    return read(database, code)[0].standing or ""


def collect(database: Database, actor: Actor, code: str) -> None:
    """Let the applicant collect it, everything paid."""
    wish = HandOver(collector=TypedCollector(kind="applicant"), fee_paid=True)
    database.write_now(actor, return_result.hand_over, code, wish)


def whole(database: Database, dossier: Dossier) -> bool:
    """Tell whether the journal of a dossier's centre is without a flaw."""
    return not database.read_now(journal.verify, dossier.centre_id)[1]


def at(*parts: int) -> datetime:
    """Give an instant of the office's clock."""
    return datetime(*parts, tzinfo=LOCAL)  # type: ignore[misc,arg-type]  # year to minute


def test_a_birth_is_registered_and_the_paper_given_within_the_morning(
    province: Database, hands: Hands
) -> None:
    """At the commune's counter nothing travels: received 09:40, ready 10:25, in the mother's hand at 10:30."""
    clerk = officer(province, COMMUNE)
    code = receive(province, clerk, BIRTH)
    hands.at = at(2026, 11, 23, 10, 25)
    assert ready(province, clerk, code) == "on_time"
    hands.at = at(2026, 11, 23, 10, 30)
    collect(province, clerk, code)

    dossier, route = read(province, code)
    assert (dossier.state, dossier.late_days) == ("returned", 0)
    assert {leg.state for leg in route} <= {"done", "cancelled"}
    assert whole(province, dossier)


def test_land_goes_to_the_tax_office_and_waits_until_the_tax_is_paid(
    province: Database, hands: Hands
) -> None:
    """Fifteen working days of three legs; the days in which the citizen owes the tax are nobody's lateness."""
    clerk, registry, tax = (
        officer(province, "tinh"),
        specialist(province, REGISTRY),
        specialist(province, TAX),
    )
    code = receive(province, clerk, LAND)
    route = (
        WantedLeg(agency=agency_id(province, REGISTRY), amount="7", work="Kiểm tra, gửi phiếu chuyển"),
        WantedLeg(agency=agency_id(province, TAX), amount="5", work="Xác định nghĩa vụ tài chính"),
        WantedLeg(agency=agency_id(province, REGISTRY), amount="3", work="Cấp giấy chứng nhận"),
    )
    forward(province, clerk, code, *route)
    accept(province, registry, code)
    hands.at = at(2026, 11, 27, 9, 0)
    return_leg(province, registry, code, "Đã gửi phiếu chuyển thông tin địa chính.")
    forward(province, clerk, code)
    accept(province, tax, code)
    hands.at = at(2026, 12, 1, 9, 0)
    return_leg(province, tax, code, "Lệ phí trước bạ 1.250.000 đồng.")
    promised = read(province, code)[0].promised_at

    basis = Suspend(reason="Chờ công dân nộp lệ phí trước bạ", legal_basis="Nghị định 101/2024/NĐ-CP")
    province.write_now(registry, pause_dossier.suspend, code, basis)
    hands.at = at(2026, 12, 8, 14, 0)
    province.write_now(registry, pause_dossier.resume, code)
    dossier, legs_now = read(province, code)
    # Out on 1 December, which counts, back on the 8th, which does not: five days.
    assert local(dossier.due_at).isoformat() == "2026-12-22T17:00:00+07:00"
    assert dossier.promised_at == promised
    assert legs_now[-1].due_at == dossier.due_at
    assert [leg.standing for leg in legs_now] == ["early", "early", None]

    forward(province, clerk, code)
    accept(province, registry, code)
    hands.at = at(2026, 12, 22, 16, 0)
    assert ready(province, registry, code) == "on_time"
    collect(province, clerk, code)
    assert whole(province, read(province, code)[0])


def test_a_birth_across_agencies_names_the_one_that_was_late(province: Database, hands: Hands) -> None:
    """Commune, police, insurance one after the other on paper; the police a day late, the citizen's whole in time."""
    clerk = officer(province, COMMUNE)
    police, insurance = specialist(province, POLICE), specialist(province, INSURANCE)
    commune = specialist(province, COMMUNE)
    code = receive(province, clerk, BIRTH_JOINED)
    forward(province, clerk, code)
    accept(province, commune, code)
    hands.at = at(2026, 11, 25, 10, 0)
    return_leg(province, commune, code, "Đã đăng ký khai sinh.")
    forward(province, clerk, code)
    accept(province, police, code)
    hands.at = at(2026, 11, 30, 9, 0)
    return_leg(province, police, code, "Đã đăng ký thường trú.")
    forward(province, clerk, code)
    accept(province, insurance, code)
    hands.at = at(2026, 11, 30, 15, 0)
    return_leg(province, insurance, code, "Đã cấp mã thẻ bảo hiểm y tế.")

    assert ready(province, clerk, code) == "on_time"
    dossier, route = read(province, code)
    assert [(leg.part, leg.standing) for leg in route] == [
        ("lead", "on_time"),
        ("cooperating", "overdue"),
        ("cooperating", "on_time"),
    ]
    collect(province, clerk, code)
    assert whole(province, dossier)


def test_a_department_asks_for_a_paper_and_its_ten_days_begin_again(province: Database, hands: Hands) -> None:
    """Five internal steps are one leg; the paper that came on 2 December starts the whole allowance anew."""
    clerk, health = officer(province, "tinh"), specialist(province, HEALTH)
    code = receive(province, clerk, EMPLOYER)
    forward(province, clerk, code)
    accept(province, health, code)
    hands.at = at(2026, 11, 25, 9, 0)
    wish = AskSupplement(
        items=(TypedItem(name="Giấy khám sức khỏe", originals=1),), reason="Giấy đã nộp quá 12 tháng"
    )
    province.write_now(health, supplement_dossier.ask, code, wish)
    hands.at = at(2026, 12, 2, 9, 0)
    province.write_now(clerk, supplement_dossier.take, code, TakeSupplement())

    dossier, (leg,) = read(province, code)
    assert local(dossier.due_at).isoformat() == "2026-12-16T17:00:00+07:00"
    assert leg.due_at == dossier.due_at
    hands.at = at(2026, 12, 17, 9, 0)
    assert ready(province, health, code) == "overdue"
    dossier, (leg,) = read(province, code)
    assert (dossier.late_days, leg.standing) == (1, "overdue")
    collect(province, clerk, code)
    assert whole(province, dossier)
