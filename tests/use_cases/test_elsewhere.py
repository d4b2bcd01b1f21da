"""A dossier for an agency of another place: what is promised, and what arriving there makes of it; both databases."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pytest
from sqlmodel import select

from onestop.clock import LOCAL, local, local_day
from onestop.errors import NotFound
from onestop.model.dossier import Dossier
from onestop.model.people import Officer
from onestop.model.place import Agency, Centre
from onestop.model.procedure import Procedure, Sector
from onestop.render.fonts import find_fonts
from onestop.render.issued import frozen, print_paper
from onestop.render.message import worded
from onestop.render.receipt import ReceiptFacts
from onestop.rules.access import CITIZEN, SYSTEM, Actor
from onestop.rules.deadline import Deadline
from onestop.rules.supplement import TypedItem
from onestop.steps.reckon_due import read_back
from onestop.store import deliveries, dossiers, journal
from onestop.store.database import Database
from onestop.store.tx import Tx
from onestop.use_cases import change_calendar, preview_due, supplement_dossier
from onestop.use_cases.change_calendar import DaysFile
from onestop.use_cases.preview_due import Question
from onestop.use_cases.supplement_dossier import AskSupplement, TakeSupplement
from onestop.web.dossier_shapes import card
from onestop.web.status import whole
from tests.conftest import Hands
from tests.dossier_makers import BASE, applicant, make_procedures, receive
from tests.makers import Hall
from tests.render.papers import text_of
from tests.travel_makers import accept, forward, legs_of, take_back
from tests.use_cases.test_reissue_receipt import facts_of

BIRTH_AGAIN = "1.004884"
"""Registering a birth again: five working days, each commune resolves it for itself."""
HA_LANG = "Ủy ban nhân dân xã Hạ Lang"


@dataclass
class Communes:
    """The hall belongs to Đàm Thủy; Hạ Lang is another commune, with an officer who takes dossiers on."""

    hall: Hall
    own: str
    room: str
    other: str
    there: Actor

    @property
    def desk(self) -> Actor:
        return self.hall.officer(1)


@pytest.fixture
def communes(database: Database, hall: Hall) -> Communes:
    make_procedures(database, hall)
    return database.write_now(SYSTEM, _make, hall)


def _make(tx: Tx, hall: Hall) -> Communes:
    own = Agency(key="dam-thuy", code="H14.148", name="Ủy ban nhân dân xã Đàm Thủy", level="commune")
    other = Agency(key="ha-lang", code="H14.150", name=HA_LANG, level="commune")
    tx.session.add_all([own, other])
    tx.session.flush()
    room = Agency(key="room", code="H14.148.01", name="Phòng Tư pháp", level="room", parent_id=own.id)
    tx.session.add(room)
    centre = tx.session.get(Centre, hall.centre)
    sector = tx.session.exec(select(Sector)).first()
    assert centre is not None
    assert sector is not None
    centre.agency_id, centre.level = own.id, "commune"
    officer = Officer(
        username="lang", name="Cán bộ Hạ Lang", password_hash="!", role="specialist", agency_id=other.id
    )
    tx.session.add_all([centre, officer])
    procedure = Procedure(
        code=BIRTH_AGAIN, name="Đăng ký lại khai sinh", folded="dang ky lai khai sinh", sector_id=sector.id,
        own_commune=True, receiving="commune", amount="5", unit="working_day",
        valid_from=date(2025, 7, 1), loaded_at=tx.now,
    )  # fmt: skip
    tx.session.add(procedure)
    tx.session.flush()
    there = Actor(id=officer.id, kind="officer", role="specialist", agency_id=other.id)
    return Communes(hall, own.id, room.id, other.id, there)


def take_in(database: Database, communes: Communes, agency: str | None = None, **more: Any) -> Dossier:
    """Receive for Hạ Lang, or for another agency."""
    more = {"channel": "online"} | more
    got = receive(
        database, communes.hall, procedure=BIRTH_AGAIN, documents=(), agency=agency or communes.other, **more
    )
    return read(database, got.code)


def read(database: Database, code: str) -> Dossier:
    return database.read_now(dossiers.by_code, code)


def because(dossier: Dossier) -> list[str]:
    return [reason.rule for reason in read_back(dossier.because)]


def receipts(database: Database, dossier: Dossier) -> list[ReceiptFacts]:
    papers = database.read_now(dossiers.papers_of, dossier.id, void=True)
    return [facts_of(database, paper.id) for paper in papers if paper.name == "receipt"]


def printed(facts: ReceiptFacts) -> str:
    return " ".join(text_of(print_paper("receipt", frozen(facts), find_fonts())).split())


def kinds(database: Database, hall: Hall) -> list[str]:
    return [entry.kind for entry in database.read_now(journal.since, hall.centre, 0)]


def at_ten(month: int, day: int) -> datetime:
    return datetime(2026, month, day, 10, 0, tzinfo=LOCAL)


def test_the_receipt_gives_an_expected_date_and_says_from_when_time_counts(
    database: Database, communes: Communes
) -> None:
    """Decree 309/2026 art. 8.3 and 9: received on Monday 09:40, expected at once; the paper names the agency."""
    dossier = take_in(database, communes)

    assert dossier.received_for_elsewhere
    assert dossier.arrived_at is None
    assert local_day(dossier.promised_at) == date(2026, 12, 1)
    assert because(dossier)[0] == "elsewhere-awaited"
    paper = printed(receipts(database, dossier)[0])
    assert f"Thời hạn tính từ khi {HA_LANG} nhận được hồ sơ: ngày hẹn trên là dự kiến" in paper
    assert "Nghị định 309/2026/NĐ-CP, Điều 8.3" in paper


def test_after_15_o_clock_it_is_expected_there_the_next_morning(
    database: Database, communes: Communes, hands: Hands
) -> None:
    """Decree 309/2026 art. 9: received Wednesday 15:20, expected Thursday 07:30, so Friday is the first day."""
    hands.at = datetime(2026, 11, 25, 15, 20, tzinfo=LOCAL)

    dossier = take_in(database, communes)

    assert local_day(dossier.promised_at) == date(2026, 12, 3)


@pytest.mark.parametrize("whose", ["own", "room"])
def test_for_the_own_commune_nothing_changes(database: Database, communes: Communes, whose: str) -> None:
    """Decree 118/2025 art. 17.3: the commune itself, or a room of it, has the dossier with its receipt."""
    dossier = take_in(database, communes, getattr(communes, whose))

    assert not dossier.received_for_elsewhere
    assert because(dossier)[0] == "receipt-day"
    assert receipts(database, dossier)[0].awaits == ""


def test_a_centre_that_is_part_of_its_commune_receives_for_it_at_home(
    database: Database, communes: Communes
) -> None:
    """The centre is a room of Đàm Thủy: what it receives for Đàm Thủy is not for elsewhere."""

    def move(tx: Tx) -> None:
        centre = tx.session.get(Centre, communes.hall.centre)
        assert centre is not None
        centre.agency_id = communes.room
        tx.session.add(centre)

    database.write_now(SYSTEM, move)

    assert not take_in(database, communes, communes.own).received_for_elsewhere
    assert take_in(database, communes).received_for_elsewhere


def test_before_the_decree_it_is_counted_from_the_receipt(
    database: Database, communes: Communes, hands: Hands
) -> None:
    """Decree 309/2026 art. 16: received on 4 August 2026, taken on on the 6th, due as promised."""
    hands.at = at_ten(8, 4)
    dossier = take_in(database, communes)
    forward(database, communes.desk, dossier.code)
    hands.at = at_ten(8, 6)
    accept(database, communes.there, dossier.code)

    after = read(database, dossier.code)
    assert after.received_for_elsewhere
    assert after.arrived_at is None
    assert (after.due_at, local_day(after.due_at)) == (dossier.due_at, date(2026, 8, 11))
    assert "clock-begun" not in kinds(database, communes.hall)


def test_taken_on_the_same_day_the_date_stands_and_no_paper_is_printed(
    database: Database, communes: Communes, hands: Hands
) -> None:
    """The clock begins, the journal says when, the promise was right."""
    dossier = take_in(database, communes)
    forward(database, communes.desk, dossier.code)
    hands.forward(hours=2)
    accept(database, communes.there, dossier.code)

    after = read(database, dossier.code)
    assert after.arrived_at == legs_of(database, dossier.code)[0].accepted_at
    assert after.due_at == dossier.due_at
    assert because(after)[:2] == ["elsewhere", "receipt-day"]
    assert len(receipts(database, dossier)) == 1
    assert kinds(database, communes.hall)[-1] == "clock-begun"


def test_taken_on_later_moves_the_date_prints_the_receipt_anew_and_tells_whom_it_concerns(
    database: Database, communes: Communes, hands: Hands
) -> None:
    """Decree 309/2026 art. 8.3: received Monday, taken on Thursday, so due Thursday; both dates stay on paper."""
    dossier = take_in(database, communes, applicant=applicant(email="ngoc@example.vn"))
    forward(database, communes.desk, dossier.code)
    hands.at = at_ten(11, 26)
    accept(database, communes.there, dossier.code)

    after = read(database, dossier.code)
    assert local_day(after.due_at) == date(2026, 12, 3)
    assert after.promised_at == dossier.promised_at
    assert legs_of(database, dossier.code)[0].due_at == after.due_at
    old, new = receipts(database, dossier)
    assert local_day(new.promised_at) == date(2026, 12, 3)
    assert (new.first_promised_at, new.awaits) == (old.promised_at, "")
    paper = printed(new)
    assert "Lần đầu đã hẹn: 17:00 01/12/2026" in paper
    assert f"{HA_LANG} nhận hồ sơ lúc 10:00 ngày 26/11, thời hạn tính từ lúc đó" in paper
    told = [
        kind
        for kind in kinds(database, communes.hall)
        if kind in {"leg-accepted", "due-moved", "clock-begun"}
    ]
    assert told == ["leg-accepted", "due-moved", "clock-begun"]
    [owed] = database.read_now(deliveries.of_centre, communes.hall.centre, "created", 10)
    claimed = database.write_now(SYSTEM, deliveries.claim, owed.id)
    _, body = worded(claimed.template, claimed.lang, claimed.facts, BASE) or ("", "")
    assert "Ngày hẹn cũ: 01/12/2026" in body
    assert "Ngày hẹn mới: 03/12/2026" in body
    assert HA_LANG in body


def test_sent_on_late_is_named_and_moves_what_is_expected_but_prints_only_once_it_arrives(
    database: Database, communes: Communes, hands: Hands
) -> None:
    """Decree 309/2026 art. 9: had to go on Monday, went on Wednesday; the receiving centre's lateness stays told."""
    dossier = take_in(database, communes)
    hands.at = at_ten(11, 25)
    forward(database, communes.desk, dossier.code)

    sent = read(database, dossier.code)
    assert local_day(sent.due_at) == date(2026, 12, 2)
    assert because(sent)[:2] == ["forwarded-late", "elsewhere-awaited"]
    assert len(receipts(database, dossier)) == 1

    hands.at = at_ten(11, 26)
    accept(database, communes.there, dossier.code)

    after = read(database, dossier.code)
    assert because(after)[:2] == ["forwarded-late", "elsewhere"]
    assert local_day(after.due_at) == date(2026, 12, 3)
    assert "Nơi tiếp nhận chuyển hồ sơ chậm, lúc 10:00 ngày 25/11" in printed(receipts(database, dossier)[-1])


def test_what_waited_for_papers_before_it_was_sent_on_is_not_late(
    database: Database, communes: Communes, hands: Hands
) -> None:
    """Decree 61/2018 art. 19.4: complete on Wednesday is a new receipt, so it has to go on by Wednesday evening."""
    dossier = take_in(database, communes)
    ask = AskSupplement(items=(TypedItem(name="Trích lục", originals=1),), reason="Thiếu trích lục")
    database.write_now(communes.desk, supplement_dossier.ask, dossier.code, ask)
    hands.at = at_ten(11, 25)
    database.write_now(communes.desk, supplement_dossier.take, dossier.code, TakeSupplement())
    hands.forward(hours=1)
    forward(database, communes.desk, dossier.code)

    sent = read(database, dossier.code)
    assert local(sent.forward_by) == datetime(2026, 11, 25, 17, 0, tzinfo=LOCAL)
    assert "forwarded-late" not in because(sent)
    assert local_day(sent.due_at) == date(2026, 12, 2)


def test_taken_back_after_a_late_sending_it_is_expected_as_promised_again(
    database: Database, communes: Communes, hands: Hands
) -> None:
    """What was never sent is not late yet: the date goes back, and the lateness with it."""
    dossier = take_in(database, communes)
    hands.at = at_ten(11, 25)
    forward(database, communes.desk, dossier.code)
    take_back(database, communes.desk, dossier.code)

    after = read(database, dossier.code)
    assert (after.due_at, because(after)[0]) == (dossier.due_at, "elsewhere-awaited")


def test_a_day_off_announced_late_moves_an_awaited_dossier_and_it_stays_awaited(
    database: Database, communes: Communes, hands: Hands
) -> None:
    """All at once, by the same reckoning: the new receipt says still from when the time counts."""
    dossier = take_in(database, communes)
    hands.forward(days=2)
    keeper = Actor(id=communes.desk.id, kind="officer", role="administrator", centre_id=communes.hall.centre)
    rows = "date,kind,name,known_on\n2026-11-27,statutory,Nghỉ tránh bão,2026-11-25\n"

    database.write_now(keeper, change_calendar.apply, DaysFile(text=rows, name="bao.csv"))

    after = read(database, dossier.code)
    assert local_day(after.due_at) == date(2026, 12, 2)
    assert because(after)[0] == "elsewhere-awaited"
    assert receipts(database, dossier)[-1].awaits == HA_LANG


def test_the_counter_sees_the_expected_date_before_it_receives(
    database: Database, communes: Communes
) -> None:
    """The same question that the counter asks: with the other commune chosen, and with the own."""

    def ask(agency: str) -> Deadline:
        question = Question(procedure=BIRTH_AGAIN, agency=agency)
        return database.read_now(preview_due.preview, question, actor=communes.desk)

    assert ask(communes.other).because[0].rule == "elsewhere-awaited"
    assert ask(communes.own).because[0].rule == "receipt-day"
    assert ask(communes.other).due_at == take_in(database, communes).due_at


def test_citizen_and_officer_see_that_it_is_awaited_until_it_arrives(
    database: Database, communes: Communes
) -> None:
    """Both pages name the agency; once it has the dossier they say when, and no more that it is awaited."""
    dossier = take_in(database, communes)
    forward(database, communes.desk, dossier.code)

    def seen() -> tuple[str, str]:
        now = read(database, dossier.code)
        return (
            database.read_now(whole, now, "vi", actor=CITIZEN).awaits,
            database.read_now(card, now, "vi", actor=communes.desk).awaits,
        )

    before = seen()
    accept(database, communes.there, dossier.code)

    assert (before, seen()) == ((HA_LANG, HA_LANG), ("", ""))
    shown = database.read_now(card, read(database, dossier.code), "vi", actor=communes.desk)
    assert shown.arrived_at is not None
    assert local(shown.arrived_at) >= local(dossier.received_at)
    assert any("thời hạn tính từ lúc này, hạn 01/12/2026" in each.text for each in shown.history)


def test_a_department_does_not_resolve_a_communes_procedure(database: Database, communes: Communes) -> None:
    """What each commune resolves for itself is told to a commune, and nothing is received for another agency."""

    def put(tx: Tx) -> str:
        above = Agency(key="so", code="H14.77", name="Sở Tư pháp", level="department")
        tx.session.add(above)
        tx.session.flush()
        return above.id

    above = database.write_now(SYSTEM, put)
    with pytest.raises(NotFound):
        take_in(database, communes, agency=above)
