"""More time on a legal basis moves the date, once on each; an apology tells another date, once."""

from datetime import UTC, datetime

import pytest

from onestop.errors import (
    AllowanceRefused,
    ApologisedAlready,
    ExtendedOnThisBasis,
    Malformed,
    MoveNotAllowed,
    NotAllowed,
    Refusal,
    ToldDateWrong,
)
from onestop.render.apology import ApologyFacts
from onestop.render.receipt import ReceiptFacts
from onestop.store.database import Database
from tests.conftest import Hands
from tests.dossier_makers import SAME_DAY, applicant, receive
from tests.dossier_moves import BUILDING_LAW, Moves
from tests.makers import Hall

DUE = datetime(2026, 12, 8, 10, 0, tzinfo=UTC)
FIVE_LATER = datetime(2026, 12, 15, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize("amount", [5, "5", 5.0])
def test_more_time_moves_the_date_and_the_receipt_says_both(
    database: Database, office: Hall, moves: Moves, amount: object
) -> None:
    """Sector law, e.g. the Building Law: an extension rests on an article; the printed date stays."""
    code = receive(database, office).code
    moved = moves.extend(code, amount)
    dossier, facts = moves.dossier(code), moves.facts(moves.papers(code)[-1], ReceiptFacts)

    assert (dossier.due_at, dossier.promised_at, moved.version) == (FIVE_LATER, DUE, 2)
    assert (facts.first_promised_at, facts.promised_at) == (DUE, FIVE_LATER)
    assert BUILDING_LAW in facts.reissue_reason
    assert moves.papers(code)[0].void_at is not None


def test_each_legal_basis_serves_once(database: Database, office: Hall, moves: Moves) -> None:
    """However it is typed; another basis gives time of its own."""
    code = receive(database, office).code
    moves.extend(code)
    with pytest.raises(ExtendedOnThisBasis):
        moves.extend(code, 3, basis="luật xây dựng,  điều 102")
    assert moves.dossier(code).due_at == FIVE_LATER
    moves.extend(code, 1, basis="Luật Xây dựng, Điều 103")

    assert moves.dossier(code).due_at == datetime(2026, 12, 16, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("amount", "unit"),
    [(0, None), (-1, None), ("x", None), ("1e9", None), ("0.5", "month"), (1, "same_day"), (1, "fortnight")],
)
def test_time_that_is_no_time_is_refused(
    database: Database, office: Hall, moves: Moves, amount: object, unit: str | None
) -> None:
    """Nothing, less than nothing, or a unit that cannot carry it."""
    code = receive(database, office).code
    with pytest.raises(AllowanceRefused):
        moves.extend(code, amount, unit=unit)

    assert moves.dossier(code).due_at == DUE


@pytest.mark.parametrize("changed", [{"basis": ""}, {"reason": ""}])
def test_more_time_needs_a_reason_and_a_basis(
    database: Database, office: Hall, moves: Moves, changed: dict[str, str]
) -> None:
    """An extension without an article is only lateness."""
    code = receive(database, office).code
    with pytest.raises(Malformed):
        moves.extend(code, **changed)


def test_a_restart_takes_earlier_extensions_away(
    database: Database, office: Hall, hands: Hands, moves: Moves
) -> None:
    """Decree 61/2018 art. 19.4: the whole time anew, as from a new receipt."""
    code = receive(database, office).code
    moves.extend(code)
    hands.at = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)
    moves.ask(code, rule="restart")
    hands.at = datetime(2026, 11, 30, 3, 0, tzinfo=UTC)
    moves.take(code)

    assert moves.dossier(code).due_at == datetime(2026, 12, 14, 10, 0, tzinfo=UTC)


def test_time_granted_too_late_is_granted_and_said_to_be_late(
    database: Database, office: Hall, hands: Hands, moves: Moves
) -> None:
    """Two working days overdue when it was granted: the record says so."""
    code = receive(database, office).code
    hands.at = datetime(2026, 12, 10, 3, 0, tzinfo=UTC)
    moves.extend(code)

    assert moves.told("dossier-extended")[0]["late_days"] == 2


def test_what_is_due_the_same_day_is_extended_in_working_days(
    database: Database, office: Hall, moves: Moves
) -> None:
    """Due today at closing; one day more is tomorrow, which is a holiday, so the day after."""
    code = receive(database, office, procedure=SAME_DAY, documents=()).code
    moves.extend(code, 1)

    assert moves.dossier(code).due_at == datetime(2026, 11, 25, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "in_time"),
    [
        (datetime(2026, 12, 4, 3, 0, tzinfo=UTC), True),
        (datetime(2026, 12, 7, 9, 59, tzinfo=UTC), True),
        (datetime(2026, 12, 8, 1, 0, tzinfo=UTC), False),
        (datetime(2026, 12, 10, 1, 0, tzinfo=UTC), False),
    ],
)
def test_an_apology_comes_a_day_before_the_due_date_or_is_said_to_be_late(
    database: Database, office: Hall, hands: Hands, moves: Moves, at: datetime, *, in_time: bool
) -> None:
    """Decree 61/2018 art. 19.9: one day before the end at the latest; what comes later is still written."""
    code = receive(database, office).code
    hands.at = at
    moves.apologise(code)
    dossier, told = moves.dossier(code), moves.told("apology-written")[0]

    assert told["in_time"] is in_time
    assert dossier.due_at == DUE, "an apology moves nothing"
    assert dossier.told_at == datetime(2026, 12, 11, 10, 0, tzinfo=UTC)


def test_an_apology_does_not_make_a_late_result_timely(
    database: Database, office: Hall, hands: Hands, moves: Moves
) -> None:
    """Decree 61/2018 art. 19.9: done on the new day it is three days overdue all the same."""
    code = receive(database, office).code
    moves.apologise(code)
    hands.at = datetime(2026, 12, 11, 3, 0, tzinfo=UTC)
    moves.ready(code)

    assert (moves.dossier(code).standing, moves.dossier(code).late_days) == ("overdue", 3)


def test_a_new_date_is_told_once(database: Database, office: Hall, moves: Moves) -> None:
    """Decree 61/2018 art. 19.9: "không quá một lần"."""
    code = receive(database, office).code
    moves.apologise(code)
    with pytest.raises(ApologisedAlready) as refused:
        moves.apologise(code, "2026-12-18")

    assert refused.value.told_on == "2026-12-11"
    assert len(moves.papers(code, "apology")) == 1


@pytest.mark.parametrize(
    ("told_on", "reason"),
    [
        ("2026-12-08", "not-after-due"),
        ("2026-11-20", "not-after-due"),
        ("2026-12-12", "day-off"),
        ("2027-01-01", "day-off"),
        ("2028-12-29", "too-far"),
    ],
)
def test_the_new_date_is_a_working_day_after_the_due_date(
    database: Database, office: Hall, moves: Moves, told_on: str, reason: str
) -> None:
    """Decree 61/2018 art. 19.9: a date on which nobody could collect is no date."""
    code = receive(database, office).code
    with pytest.raises(ToldDateWrong) as refused:
        moves.apologise(code, told_on)

    assert (refused.value.reason, refused.value.due_on) == (reason, "2026-12-08")


def test_a_date_gone_by_is_not_told(database: Database, office: Hall, hands: Hands, moves: Moves) -> None:
    """Overdue already: yesterday is after the due date and no promise; today after closing neither."""
    code = receive(database, office).code
    hands.at = datetime(2026, 12, 11, 11, 0, tzinfo=UTC)
    for told_on in ("2026-12-10", "2026-12-11"):
        with pytest.raises(ToldDateWrong) as refused:
            moves.apologise(code, told_on)
        assert refused.value.reason == "past"
    moves.apologise(code, "2026-12-14")


@pytest.mark.parametrize("told_on", ["", "tomorrow", "2026-13-01", "11/12/2026", "9" * 5_000])
def test_a_day_that_is_none_is_refused(database: Database, office: Hall, moves: Moves, told_on: str) -> None:
    """Whatever was typed."""
    code = receive(database, office).code
    with pytest.raises(Malformed):
        moves.apologise(code, told_on)


def test_form_04_tells_what_was_promised_and_what_is_promised_now(
    database: Database, office: Hall, moves: Moves
) -> None:
    """Form 04 of Circular 01/2018: who is late, the receipt, both dates, the reason."""
    code = receive(database, office, applicant=applicant(email="ngoc@example.vn")).code
    moves.apologise(code)
    facts = moves.facts(moves.papers(code, "apology")[0], ApologyFacts)

    assert (facts.number, facts.receipt_number, facts.agency) == ("0001/PXL", "0001/TNHS", "Sở Y tế")
    assert (facts.promised_at, facts.told_at) == (DUE, datetime(2026, 12, 11, 10, 0, tzinfo=UTC))
    assert moves.owed() == ["dossier_apology"]


def test_only_leaders_prolong_and_only_what_runs(database: Database, office: Hall, moves: Moves) -> None:
    """The counter does neither; what waits is not late, so it needs neither."""
    code = receive(database, office).code
    for prolong in (moves.extend, moves.apologise):
        with pytest.raises(NotAllowed):
            prolong(code, by=office.officer(1))
    moves.suspend(code)
    for prolong in (moves.extend, moves.apologise):
        with pytest.raises(MoveNotAllowed):
            prolong(code)


def test_what_is_refused_writes_nothing(database: Database, office: Hall, moves: Moves) -> None:
    """No paper, no number lost, no version."""
    code = receive(database, office).code
    with pytest.raises(Refusal):
        moves.extend(code, 0)
    with pytest.raises(Refusal):
        moves.apologise(code, "2026-12-12")
    moves.apologise(code)

    assert moves.papers(code, "apology")[0].number == "0001/PXL"
    assert moves.dossier(code).version == 2
