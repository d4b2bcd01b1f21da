"""Four real procedures of different kinds, from the shipped catalogue, from receipt to the due date and why."""

from datetime import date, datetime
from typing import Any

import pytest
from sqlmodel import select

from onestop.clock import LOCAL, local
from onestop.model.dossier import Dossier
from onestop.model.interruption import Suspension
from onestop.model.people import Officer
from onestop.model.place import Agency, Centre
from onestop.render.reasons import tell_reason
from onestop.rules.access import SYSTEM, Actor
from onestop.rules.intake import Brought
from onestop.rules.procedure_draft import DraftWish
from onestop.steps.reckon_due import read_back
from onestop.steps.recompute import recompute
from onestop.store import dossiers, procedures
from onestop.store.database import Database
from onestop.store.shipped_catalogue import starting_calendar, starting_catalogue, starting_hours
from onestop.store.tx import Tx
from onestop.use_cases import keep_catalogue, keep_procedures, preview_due, receive_dossier
from onestop.use_cases.keep_procedures import PublishWish
from onestop.use_cases.preview_due import Question
from tests.conftest import Hands
from tests.dossier_makers import BASE, submission

BIRTH, LAND, BIRTH_JOINED, EMPLOYER = "1.001193", "1.013831", "3.000722", "1.001806"
ALL_OF_IT = (starting_catalogue(), starting_calendar(), starting_hours())
COMMUNE = "phuong-thuc-phan"


@pytest.fixture
def province(database: Database) -> Database:
    """Load the catalogue that ships with the program."""
    database.write_now(SYSTEM, keep_catalogue.load_start, *ALL_OF_IT)
    return database


def officer(database: Database, centre: str, role: str = "reception") -> Actor:
    """Make an officer of a centre of the catalogue, by its key."""

    def make(tx: Tx) -> Actor:
        found = tx.session.exec(select(Centre).where(Centre.key == centre)).one()
        row = Officer(
            username=f"{role}-{centre}", name="Cán bộ", password_hash="!", role=role, centre_id=found.id
        )
        tx.session.add(row)
        tx.session.flush()
        return Actor(id=row.id, kind="officer", role=role, centre_id=found.id)

    return database.write_now(SYSTEM, make)


def receive(database: Database, actor: Actor, code: str, **wish: Any) -> str:
    """Receive a dossier with every paper that the procedure asks for; give its code."""
    procedure = database.read_now(lambda reading: procedures.procedure_on(reading, code, reading.today))
    papers = database.read_now(procedures.demands_of, procedure.id)
    brought = tuple(
        Brought(
            position=paper.position,
            originals=paper.originals,
            certified=paper.certified,
            copies=paper.copies,
            from_database=paper.replaced_by_database,
        )
        for paper in papers
    )
    filed = submission(procedure=code, documents=brought, **wish)
    return database.write_now(actor, receive_dossier.receive, filed, base_url=BASE).code


def dossier(database: Database, code: str) -> Dossier:
    """Read a dossier."""
    return database.read_now(dossiers.by_code, code)


def due(database: Database, code: str) -> tuple[str, list[str]]:
    """Tell when a dossier is due by the office's clock, and the reasons in words, each once."""
    found = dossier(database, code)
    told = dict.fromkeys(tell_reason(reason) for reason in read_back(found.because))
    return f"{local(found.due_at):%d/%m/%Y %H:%M}", list(told)


def _at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=LOCAL)  # type: ignore[misc,arg-type]  # year to minute


def test_a_birth_is_registered_the_same_day_or_the_next_after_15_00(province: Database, hands: Hands) -> None:
    """Received at 09:40: that day's closing. At 15:10: the next working day, and Tuesday is a holiday."""
    clerk = officer(province, COMMUNE)
    assert due(province, receive(province, clerk, BIRTH))[0] == "23/11/2026 17:00"

    hands.at = _at(2026, 11, 23, 15, 10)
    late, why = due(province, receive(province, clerk, BIRTH))
    assert late == "25/11/2026 17:00"
    assert [reason for reason in why if "15" in reason], why
    assert "Nghỉ Ngày Văn hóa Việt Nam" in why
    code = receive(province, clerk, BIRTH)
    agency = province.read_now(lambda reading: reading.session.get(Agency, dossier(province, code).agency_id))
    assert agency is not None
    assert "Thục Phán" in agency.name


def test_land_takes_ten_days_more_in_the_mountains_and_waits_for_the_tax(
    province: Database, hands: Hands
) -> None:
    """Five working days and ten; while the tax is reckoned and paid the clock stands, and it says so."""
    clerk = officer(province, "tinh")
    code = receive(province, clerk, LAND)
    assert (dossier(province, code).amount, dossier(province, code).mountain_days) == ("15", 10)
    assert due(province, code)[0] == "15/12/2026 17:00"
    more = (
        "15 ngày làm việc theo thủ tục, trong đó 10 ngày làm việc thêm vì Văn phòng Đăng ký đất đai ở địa bàn"
        " miền núi (theo Luật Đất đai 2024; Nghị định 101/2024/NĐ-CP; Nghị định 151/2025/NĐ-CP) (chưa thấy văn bản)"
    )
    assert more in due(province, code)[1]
    promised = dossier(province, code).promised_at

    hands.at = _at(2026, 11, 26, 9, 0)

    def pause(tx: Tx) -> None:
        held = dossiers.lock(tx, code)
        tx.session.add(
            Suspension(
                dossier_id=held.id,
                reason="Cơ quan thuế xác định nghĩa vụ tài chính",
                legal_basis="Nghị định 101/2024/NĐ-CP",
                officer_id=clerk.id,
                suspended_at=tx.now,
            )
        )
        tx.session.flush()
        recompute(tx, held, because="suspended")

    def resume(tx: Tx) -> None:
        held = dossiers.lock(tx, code)
        found = tx.session.exec(select(Suspension).where(Suspension.dossier_id == held.id)).one()
        found.resumed_at = tx.now
        tx.session.add(found)
        tx.session.flush()
        recompute(tx, held, because="resumed")

    province.write_now(clerk, pause)
    hands.at = _at(2026, 12, 3, 10, 0)
    province.write_now(clerk, resume)

    # Out on the 26th, which counts, back on 3 December, which does not: 27 and 30 November, 1 to 3 December.
    after, why = due(province, code)
    assert after == "22/12/2026 17:00"
    assert more in why
    assert [reason for reason in why if "Cơ quan thuế xác định nghĩa vụ tài chính" in reason], why
    assert dossier(province, code).promised_at == promised


def test_a_birth_across_agencies_takes_the_longer_of_two_side_by_side(province: Database) -> None:
    """One day at the commune, then police and insurance at once: three and two are three, four in all."""
    clerk = officer(province, COMMUNE)
    assert procedures_lead(province, "2.000986") == BIRTH_JOINED
    code = receive(province, clerk, "2.000986")
    assert due(province, code)[0] == "30/11/2026 17:00"

    planned = province.read_now(
        preview_due.preview, Question(procedure=BIRTH_JOINED, legs=(1, (3, 2))), actor=clerk
    )
    assert [f"{local(at):%d/%m %H:%M}" for at in planned.leg_due_at] == [
        "25/11 17:00",
        "30/11 17:00",
        "27/11 17:00",
    ]
    assert local(planned.due_at).date() == date(2026, 11, 30)


def procedures_lead(database: Database, code: str) -> str:
    """Look up where a code leads today."""
    return database.read_now(lambda reading: procedures.procedure_on(reading, code, reading.today)).code


def test_a_department_works_in_the_steps_of_its_decision(province: Database, hands: Hands) -> None:
    """Half a day, half, seven, half, one, half: ten; the last ends on the due date, returning is not counted."""
    clerk = officer(province, "tinh")
    code = receive(province, clerk, EMPLOYER)
    assert due(province, code)[0] == "08/12/2026 17:00"

    steps = province.read_now(procedures.steps_of, dossier(province, code).procedure_id)
    shares = tuple(step.amount for step in steps if step.counted)
    assert shares == ("0.5", "0.5", "7", "0.5", "1", "0.5")
    planned = province.read_now(
        preview_due.preview,
        Question(procedure=EMPLOYER, received_at=_at(2026, 11, 23, 9, 40), legs=shares),
        actor=clerk,
    )
    assert [f"{local(at):%d/%m %H:%M}" for at in planned.leg_due_at] == [
        "25/11 11:15",
        "25/11 17:00",
        "04/12 17:00",
        "07/12 11:15",
        "08/12 11:15",
        "08/12 17:00",
    ]

    keeper = officer(province, "tinh", "administrator")
    province.write_now(keeper, keep_procedures.begin, EMPLOYER, DraftWish(amount="8", steps=[]))
    wish = PublishWish(valid_from=hands().date())
    province.write_now(keeper, keep_procedures.publish, EMPLOYER, wish)
    assert due(province, code)[0] == "08/12/2026 17:00"
    assert due(province, receive(province, clerk, EMPLOYER))[0] == "04/12/2026 17:00"
