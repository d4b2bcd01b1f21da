"""Supplements as the law has them: once and completely, told in time, and what they do to the clock."""

from datetime import UTC, date, datetime

import pytest

from onestop.errors import Malformed, MoveNotAllowed, SupplementAskedBefore
from onestop.model.leg import Leg
from onestop.render.receipt import ReceiptFacts
from onestop.render.supplement_request import SupplementFacts
from onestop.rules.access import SYSTEM
from onestop.rules.supplement import TypedItem
from onestop.store import dossiers, interruptions, legs
from onestop.store.database import Database
from onestop.store.tx import Tx
from tests.conftest import Hands
from tests.dossier_makers import BY_HOURS, SOCIAL_WORK, applicant, receive
from tests.dossier_moves import HEALTH, LACKING, PHOTO, WRONG, Moves
from tests.makers import Hall

WEDNESDAY = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)
"""25 November 2026, 10:00: the first working day counted of a dossier received on Monday the 23rd."""
MONDAY = datetime(2026, 11, 30, 3, 0, tzinfo=UTC)


def closing(day: date) -> datetime:
    """Tell when the centre closes on a day."""
    return datetime(day.year, day.month, day.day, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("rule", "due"),
    [
        ("restart", date(2026, 12, 14)),
        ("pause", date(2026, 12, 11)),
        ("not_counted", date(2026, 12, 11)),
    ],
)
def test_what_a_complete_return_does_to_the_date(
    database: Database, office: Hall, hands: Hands, moves: Moves, rule: str, due: date
) -> None:
    """Decree 61/2018 art. 19.4: from the beginning, unless the procedure's law pauses or does not count."""
    code = receive(database, office).code
    hands.at = WEDNESDAY
    moves.ask(code, rule=rule)
    asked = moves.dossier(code)
    hands.at = MONDAY
    moves.take(code)
    dossier = moves.dossier(code)

    assert asked.due_at == closing(date(2026, 12, 8)), "while it waits, the date stands"
    assert dossier.due_at == closing(due)
    assert dossier.promised_at == closing(date(2026, 12, 8)), "what is printed never changes"
    assert (asked.state, dossier.state) == ("supplement_asked", "received")
    assert [fact["because"] for fact in moves.told("due-moved")] == [f"supplement-{rule.replace('_', '-')}"]


def test_without_a_wish_the_procedures_rule_holds(
    database: Database, office: Hall, hands: Hands, moves: Moves
) -> None:
    """Decree 61/2018 art. 19.4 is the rule, and a procedure of another law keeps its own."""
    restarting = receive(database, office).code
    database.write_now(SYSTEM, lambda tx: tx.run("UPDATE procedure SET supplement_rule = 'pause'"))
    pausing = receive(database, office).code
    hands.at = WEDNESDAY
    for code in (restarting, pausing):
        moves.ask(code)

    assert [fact["rule"] for fact in moves.told("supplement-asked")] == ["restart", "pause"]


@pytest.mark.parametrize(
    ("at", "late"),
    [
        (datetime(2026, 11, 27, 9, 59, tzinfo=UTC), 0),
        (datetime(2026, 11, 27, 12, 0, tzinfo=UTC), 0),
        (datetime(2026, 11, 30, 1, 0, tzinfo=UTC), 1),
        (datetime(2026, 12, 2, 1, 0, tzinfo=UTC), 3),
    ],
)
def test_a_notice_after_three_working_days_is_said_to_be_late_and_given_all_the_same(
    database: Database, office: Hall, hands: Hands, moves: Moves, at: datetime, late: int
) -> None:
    """Decree 61/2018 art. 19.4: within 3 working days; the citizen loses nothing by the office's delay."""
    code = receive(database, office).code
    hands.at = at
    moves.ask(code)

    assert moves.told("supplement-asked")[0]["late_days"] == late


def test_form_02_bears_the_code_the_papers_and_the_last_day(
    database: Database, office: Hall, hands: Hands, moves: Moves
) -> None:
    """Decree 61/2018 art. 19.4 and form 02: what to bring, why, whom to ask; thirty working days to do so."""
    code = receive(database, office).code
    hands.at = WEDNESDAY
    moves.ask(code, HEALTH, PHOTO)
    (paper,) = moves.papers(code, "supplement_request")
    facts = moves.facts(paper, SupplementFacts)

    assert (facts.code, facts.number, facts.serial) == (code, "0001/HDHS", "1")
    assert [line.name for line in facts.missing] == ["Giấy khám sức khỏe", "Ảnh chân dung cỡ 3x4"]
    assert (facts.reason, facts.contact_name) == (LACKING, "Cán bộ quầy 1")
    assert facts.answer_by == date(2027, 1, 7)


def test_a_receipt_after_the_return_says_both_dates_and_holds_what_came(
    database: Database, office: Hall, hands: Hands, moves: Moves
) -> None:
    """Decree 61/2018 art. 17.3: the receipt is what counts; the first is void and kept."""
    code = receive(database, office).code
    hands.at = WEDNESDAY
    moves.ask(code)
    hands.at = MONDAY
    moves.take(code, "Nhận tại quầy.")
    old, new = moves.papers(code)
    facts = moves.facts(new, ReceiptFacts)

    assert old.void_at is not None
    assert new.void_at is None
    assert (old.number, facts.code) == (new.number, code)
    assert (facts.first_promised_at, facts.promised_at) == (
        closing(date(2026, 12, 8)),
        closing(date(2026, 12, 14)),
    )
    assert facts.replaces_on == date(2026, 11, 23)
    assert facts.documents[-1].name == HEALTH.name
    assert moves.dossier(code).note == "Nhận tại quầy."


def test_the_planned_ends_of_agencies_move_with_the_whole(
    database: Database, office: Hall, hands: Hands, moves: Moves
) -> None:
    """Decree 61/2018 art. 19.4 and 19.6: four days and six days, anew from the complete return."""
    got = receive(database, office)

    def plan(tx: Tx) -> None:
        tx.run("DELETE FROM leg WHERE dossier_id = :id", id=got.id)
        for position, amount in enumerate(("4", "6"), start=1):
            tx.session.add(
                Leg(
                    dossier_id=got.id,
                    position=position,
                    stage=position,
                    agency_id=office.agency,
                    part="lead",
                    amount=amount,
                    due_at=got.due_at,
                )
            )

    database.write_now(SYSTEM, plan)
    hands.at = WEDNESDAY
    moves.ask(got.code)
    hands.at = MONDAY
    moves.take(got.code)
    ends = [leg.due_at for leg in database.read_now(legs.legs_of, got.id)]

    assert ends == [closing(date(2026, 12, 4)), closing(date(2026, 12, 14))]


def test_nothing_is_asked_for_twice(database: Database, office: Hall, hands: Hands, moves: Moves) -> None:
    """Decree 61/2018 art. 15: once, completely. The same paper or the same reason again is refused."""
    code = receive(database, office).code
    hands.at = WEDNESDAY
    moves.ask(code)
    moves.take(code)

    with pytest.raises(SupplementAskedBefore) as refused:
        moves.ask(code, TypedItem(name="giay kham suc khoe"), reason=WRONG)
    assert refused.value.asked == "giay kham suc khoe"
    with pytest.raises(SupplementAskedBefore):
        moves.ask(code, PHOTO, reason=LACKING.upper())
    assert moves.dossier(code).state == "received"


def test_another_paper_for_another_reason_may_be_asked_for_and_is_said_to_be_the_second(
    database: Database, office: Hall, hands: Hands, moves: Moves
) -> None:
    """Decree 61/2018 art. 19.4: what only the first return brought to light; counted from that return."""
    code = receive(database, office).code
    hands.at = WEDNESDAY
    moves.ask(code)
    hands.at = MONDAY
    moves.take(code)
    hands.at = datetime(2026, 12, 3, 3, 0, tzinfo=UTC)
    moves.ask(code, PHOTO, reason=WRONG)

    second = moves.told("supplement-asked")[1]
    assert (second["request"], second["late_days"]) == (2, 0)


def test_papers_that_a_database_has_are_not_asked_for(database: Database, office: Hall, moves: Moves) -> None:
    """Decree 118/2025 as amended by 309/2026, art. 4.2a."""
    code = receive(database, office, procedure=SOCIAL_WORK).code
    with pytest.raises(Malformed, match="in-database"):
        moves.ask(code, TypedItem(name="Phiếu lý lịch tư pháp"))


@pytest.mark.parametrize(
    ("items", "reason", "rule"),
    [
        ((TypedItem(),), LACKING, None),
        ((TypedItem(name="x" * 501),), LACKING, None),
        ((TypedItem(name="x\u202e"),), LACKING, None),
        ((TypedItem(name="Đơn", originals=-1),), LACKING, None),
        ((TypedItem(name="Đơn", copies=10**9),), LACKING, None),
        ((HEALTH, HEALTH), LACKING, None),
        (tuple(TypedItem(name=f"Giấy {n}") for n in range(1_000)), LACKING, None),
        ((HEALTH,), "", None),
        ((HEALTH,), " \n ", None),
        ((HEALTH,), "y" * 2_001, None),
        ((HEALTH,), LACKING, "forget"),
    ],
)
def test_a_request_that_says_nothing_or_nonsense_is_refused(
    database: Database,
    office: Hall,
    moves: Moves,
    items: tuple[TypedItem, ...],
    reason: str,
    rule: str | None,
) -> None:
    """Nothing is written by it, and the dossier goes on."""
    code = receive(database, office).code
    with pytest.raises(Malformed):
        moves.ask(code, *items, reason=reason, rule=rule)

    assert moves.dossier(code).state == "received"
    assert moves.papers(code, "supplement_request") == []


def test_papers_are_taken_once(database: Database, office: Hall, moves: Moves) -> None:
    """Nothing asked for, or taken already: refused with the state it is in."""
    code = receive(database, office).code
    with pytest.raises(MoveNotAllowed) as refused:
        moves.take(code)
    assert refused.value.state == "received"
    moves.ask(code)
    with pytest.raises(MoveNotAllowed):
        moves.ask(code, PHOTO, reason=WRONG)
    moves.take(code)
    with pytest.raises(MoveNotAllowed):
        moves.take(code)


def test_a_dossier_goes_back_to_the_work_that_the_request_interrupted(
    database: Database, office: Hall, hands: Hands, moves: Moves
) -> None:
    """Asked for by the agency at work, it is at work there again; the ledger has no hole."""
    code = receive(database, office).code
    moves.process(code)
    moves.ask(code)
    hands.forward(days=2)
    moves.take(code)
    dossier = moves.dossier(code)
    periods = database.read_now(dossiers.periods_of, dossier.id)

    assert dossier.state == "processing"
    assert [(each.state, each.clock) for each in periods] == [
        ("received", "office"),
        ("processing", "office"),
        ("supplement_asked", "citizen"),
        ("processing", "office"),
    ]


def test_hours_are_paused_to_the_minute(database: Database, office: Hall, hands: Hands, moves: Moves) -> None:
    """Four working hours from 09:40, an hour waited: due 16:40, not 15:40."""
    code = receive(database, office, procedure=BY_HOURS, documents=()).code
    hands.at = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
    moves.ask(code, rule="pause")
    hands.at = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
    moves.take(code)

    assert moves.dossier(code).due_at == datetime(2026, 11, 23, 9, 40, tzinfo=UTC)


def test_who_left_an_address_is_written_to_once_for_each_request(
    database: Database, office: Hall, moves: Moves
) -> None:
    """Decree 61/2018 art. 17.2: one complete notice with its reason; who left none is told by the paper."""
    reached = receive(database, office, applicant=applicant(email="ngoc@example.vn")).code
    unreached = receive(database, office).code
    for code in (reached, unreached):
        moves.ask(code)
    moves.take(reached)
    moves.ask(reached, PHOTO, reason=WRONG)

    assert moves.owed() == ["supplement_asked", "supplement_asked"]


def test_a_clock_set_back_loses_no_return(
    database: Database, office: Hall, hands: Hands, moves: Moves
) -> None:
    """Returned before it was asked for, as a wrong clock tells it: it counts as returned at once."""
    code = receive(database, office).code
    hands.at = WEDNESDAY
    moves.ask(code, rule="pause")
    hands.forward(hours=-3)
    moves.take(code)
    (request,) = database.read_now(interruptions.supplements_of, moves.dossier(code).id)

    assert request.returned_at == request.requested_at
    assert moves.dossier(code).due_at == closing(date(2026, 12, 8))


def test_the_days_to_answer_are_the_procedures(
    database: Database, office: Hall, moves: Moves, hands: Hands
) -> None:
    """Five working days from Wednesday are over on the next."""
    database.write_now(SYSTEM, lambda tx: tx.run("UPDATE procedure SET answer_days = 5"))
    code = receive(database, office).code
    hands.at = WEDNESDAY
    moves.ask(code)

    assert moves.told("supplement-asked")[0]["answer_by"] == "2026-12-02"
