"""Suspensions: a reason and a legal basis, one at a time, and a date that moves by what they took."""

from datetime import UTC, date, datetime

import pytest

from onestop.errors import Malformed, MoveNotAllowed, NotAllowed, Stale
from onestop.render.receipt import ReceiptFacts
from onestop.store import interruptions
from onestop.store.database import Database
from tests.conftest import Hands
from tests.dossier_makers import BY_HOURS, receive
from tests.dossier_moves import LAND_LAW, TAX, Moves
from tests.makers import Hall

WEDNESDAY = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)
MONDAY = datetime(2026, 11, 30, 3, 0, tzinfo=UTC)


def test_a_suspension_takes_its_whole_days_and_the_receipt_says_both_dates(
    database: Database, office: Hall, hands: Hands, moves: Moves
) -> None:
    """Land law, e.g. Decree 101/2024: the time of the tax is not counted. The day it began counts as used."""
    code = receive(database, office).code
    hands.at = WEDNESDAY
    moves.suspend(code)
    suspended = moves.dossier(code)
    hands.at = MONDAY
    moves.resume(code)
    dossier, facts = moves.dossier(code), moves.facts(moves.papers(code)[-1], ReceiptFacts)

    assert (suspended.state, dossier.state) == ("suspended", "received")
    assert dossier.due_at == datetime(2026, 12, 11, 10, 0, tzinfo=UTC)
    assert dossier.promised_at == datetime(2026, 12, 8, 10, 0, tzinfo=UTC)
    assert (facts.first_promised_at, facts.promised_at) == (dossier.promised_at, dossier.due_at)
    assert TAX.rstrip(".") in facts.reissue_reason
    assert LAND_LAW in dossier.because


def test_a_suspension_within_a_day_moves_nothing_in_days_and_an_hour_in_hours(
    database: Database, office: Hall, hands: Hands, moves: Moves
) -> None:
    """Suspended and resumed on one day takes nothing of days; no new receipt is printed for nothing."""
    in_days = receive(database, office).code
    in_hours = receive(database, office, procedure=BY_HOURS, documents=()).code
    for code in (in_days, in_hours):
        moves.suspend(code)
    hands.forward(hours=1)
    for code in (in_days, in_hours):
        moves.resume(code)

    assert moves.dossier(in_days).due_at == datetime(2026, 12, 8, 10, 0, tzinfo=UTC)
    assert len(moves.papers(in_days)) == 1
    assert moves.dossier(in_hours).due_at == datetime(2026, 11, 23, 9, 40, tzinfo=UTC)
    assert len(moves.papers(in_hours)) == 2


def test_two_suspensions_add_up_and_touch_without_overlapping(
    database: Database, office: Hall, hands: Hands, moves: Moves
) -> None:
    """Resumed and suspended again at once: every working day between is taken once."""
    code = receive(database, office).code
    hands.at = WEDNESDAY
    moves.suspend(code)
    hands.at = MONDAY
    moves.resume(code)
    moves.suspend(code, reason="Chờ giám định.")
    hands.at = datetime(2026, 12, 2, 3, 0, tzinfo=UTC)
    moves.resume(code)

    assert moves.dossier(code).due_at == datetime(2026, 12, 15, 10, 0, tzinfo=UTC)


def test_what_is_suspended_cannot_be_suspended_and_what_runs_cannot_be_resumed(
    database: Database, office: Hall, moves: Moves
) -> None:
    """Each refusal tells the state, so that the officer knows what to do."""
    code = receive(database, office).code
    with pytest.raises(MoveNotAllowed) as refused:
        moves.resume(code)
    assert refused.value.state == "received"
    moves.suspend(code)
    with pytest.raises(MoveNotAllowed) as refused:
        moves.suspend(code)
    assert refused.value.state == "suspended"
    with pytest.raises(MoveNotAllowed):
        moves.ask(code)
    moves.resume(code)
    with pytest.raises(MoveNotAllowed):
        moves.resume(code)


def test_what_waits_for_papers_is_not_suspended_as_well(
    database: Database, office: Hall, moves: Moves
) -> None:
    """Two waits at once would be counted twice, or once too little."""
    code = receive(database, office).code
    moves.ask(code)
    with pytest.raises(MoveNotAllowed) as refused:
        moves.suspend(code)

    assert (refused.value.state, refused.value.move) == ("supplement_asked", "suspend")
    assert database.read_now(interruptions.suspensions_of, moves.dossier(code).id) == []


@pytest.mark.parametrize(
    ("reason", "basis"),
    [
        ("", LAND_LAW),
        (TAX, ""),
        (TAX, "  "),
        (TAX, "Điều 1\nĐiều 2"),
        (TAX, "x" * 301),
        ("x" * 2_001, LAND_LAW),
    ],
)
def test_nobody_suspends_without_a_reason_and_a_legal_basis(
    database: Database, office: Hall, moves: Moves, reason: str, basis: str
) -> None:
    """The citizen may ask which article lets the office wait."""
    code = receive(database, office).code
    with pytest.raises(Malformed):
        moves.suspend(code, reason=reason, legal_basis=basis)

    assert moves.dossier(code).version == 1


def test_only_who_may_suspends_and_only_what_they_saw(database: Database, office: Hall, moves: Moves) -> None:
    """The counter does not; a leader with an old page does not."""
    code = receive(database, office).code
    with pytest.raises(NotAllowed):
        moves.suspend(code, by=office.officer(1))
    moved = moves.suspend(code, version=1)
    with pytest.raises(Stale):
        moves.resume(code, version=1)
    moves.resume(code, version=moved.version)


def test_a_suspended_dossier_is_not_late_by_its_suspension(
    database: Database, office: Hall, hands: Hands, moves: Moves
) -> None:
    """Stopped at the citizen's wish after two months of waiting for a tax: on time, as it was when it waited."""
    code = receive(database, office).code
    hands.at = WEDNESDAY
    moves.suspend(code)
    hands.forward(days=60)
    moves.stop(code)
    dossier = moves.dossier(code)
    (suspension,) = database.read_now(interruptions.suspensions_of, dossier.id)

    assert (dossier.standing, dossier.late_days) == ("early", -9)
    assert suspension.resumed_at == dossier.ready_at
    assert dossier.ready_at is not None
    assert dossier.ready_at.date() == date(2027, 1, 24)
