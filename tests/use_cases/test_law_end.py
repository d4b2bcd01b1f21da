"""A dossier that ends without a result: declined in time, withdrawn, stopped; and opened again by right."""

from datetime import UTC, date, datetime
from itertools import pairwise

import pytest

from onestop.errors import Malformed, MoveNotAllowed, NotAllowed
from onestop.render.decline import DeclineFacts
from onestop.render.stop_notice import StopFacts
from onestop.store import dossiers, interruptions
from onestop.store.database import Database
from tests.conftest import Hands
from tests.dossier_makers import applicant, receive
from tests.dossier_moves import Moves
from tests.makers import Hall

DUE = datetime(2026, 12, 8, 10, 0, tzinfo=UTC)
WEDNESDAY = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "judged"),
    [
        (WEDNESDAY, ("early", -9)),
        (datetime(2026, 12, 8, 9, 0, tzinfo=UTC), ("on_time", 0)),
        (datetime(2026, 12, 9, 1, 0, tzinfo=UTC), ("overdue", 1)),
    ],
)
def test_a_decline_has_the_same_time_limit_as_a_result(
    database: Database, office: Hall, hands: Hands, moves: Moves, at: datetime, judged: tuple[str, int]
) -> None:
    """Decree 61/2018 art. 19.8: a notice with its reason (form 03) within the time limit."""
    code = receive(database, office, applicant=applicant(email="ngoc@example.vn")).code
    hands.at = at
    moves.decline(code)
    dossier = moves.dossier(code)
    facts = moves.facts(moves.papers(code, "decline")[0], DeclineFacts)

    assert (dossier.state, dossier.standing, dossier.late_days) == ("declined", *judged)
    assert (facts.code, facts.number, facts.reason) == (code, "0001/TCHS", "Không đủ điều kiện.")
    assert moves.owed() == ["dossier_declined"]


def test_a_dossier_is_stopped_only_while_there_is_no_result(
    database: Database, office: Hall, moves: Moves
) -> None:
    """Decree 118/2025 art. 21, Circular 03/2025 art. 7: once decided, the citizen's wish comes too late."""
    running, decided = (receive(database, office).code for _ in range(2))
    moves.ready(decided)
    for end in (moves.stop, moves.withdraw):
        with pytest.raises(MoveNotAllowed) as refused:
            end(decided)
        assert refused.value.state == "result_ready"
    moves.stop(running)
    facts = moves.facts(moves.papers(running, "stop_notice")[0], StopFacts)

    assert moves.dossier(running).state == "stopped"
    assert (facts.number, facts.form_set, facts.code) == ("0001/TBD", "TT03/2025", running)


def test_before_the_forms_of_2025_the_notice_is_a_plain_one(
    database: Database, office: Hall, hands: Hands, moves: Moves
) -> None:
    """Circular 01/2018 has no form for it; its set is printed until 14 September 2025."""
    hands.at = datetime(2025, 9, 12, 3, 0, tzinfo=UTC)
    code = receive(database, office).code
    moves.stop(code)

    assert moves.facts(moves.papers(code, "stop_notice")[0], StopFacts).form_set == "TT01/2018"


@pytest.mark.parametrize("waiting", ["ask", "suspend"])
@pytest.mark.parametrize("end", ["stop", "withdraw"])
def test_what_waits_ends_with_the_dossier(
    database: Database, office: Hall, hands: Hands, moves: Moves, waiting: str, end: str
) -> None:
    """Nobody is late after the waiting began, and nothing is awaited afterwards."""
    code = receive(database, office).code
    hands.at = WEDNESDAY
    getattr(moves, waiting)(code)
    hands.forward(days=20)
    getattr(moves, end)(code)
    dossier = moves.dossier(code)

    assert (dossier.standing, dossier.late_days) == ("early", -9)
    assert database.read_now(interruptions.waiting_since, dossier.id) is None


@pytest.mark.parametrize("end", ["decline", "stop", "withdraw"])
def test_an_end_needs_its_reason(database: Database, office: Hall, moves: Moves, end: str) -> None:
    """It is the first thing that the citizen will ask."""
    code = receive(database, office).code
    for reason in ("", "  ", "x" * 2_001, "a\u0000b"):
        with pytest.raises(Malformed):
            getattr(moves, end)(code, reason)

    assert moves.dossier(code).state == "received"


def test_nobody_reopens_without_that_right(database: Database, office: Hall, moves: Moves) -> None:
    """A right of its own, which no role has unless the office gives it."""
    code = receive(database, office).code
    moves.decline(code)
    for actor in (office.officer(1), None):
        with pytest.raises(NotAllowed):
            moves.reopen(code, by=actor)


@pytest.mark.usefixtures("may_reopen")
def test_how_it_first_stood_stays_in_the_journal(
    database: Database, office: Hall, hands: Hands, moves: Moves
) -> None:
    """Declined overdue, opened again: judged anew, but what it was is told and not lost."""
    code = receive(database, office).code
    hands.at = datetime(2026, 12, 10, 3, 0, tzinfo=UTC)
    moves.decline(code)
    ended_at = moves.dossier(code).ready_at
    hands.forward(days=1)
    moves.reopen(code)
    dossier, told = moves.dossier(code), moves.told("dossier-reopened")[0]

    assert (dossier.state, dossier.standing, dossier.ready_at) == ("processing", None, None)
    assert (told["ended_as"], told["standing"], told["late_days"]) == ("declined", "overdue", 2)
    assert datetime.fromisoformat(told["ended_at"]) == ended_at
    assert dossier.due_at == DUE, "what the office ended itself stays on its time"


@pytest.mark.usefixtures("may_reopen")
def test_the_rest_of_what_the_citizen_stopped_is_not_on_the_offices_time(
    database: Database, office: Hall, hands: Hands, moves: Moves
) -> None:
    """Stopped on the first day counted, opened again on Monday: three working days later due."""
    code = receive(database, office).code
    hands.at = WEDNESDAY
    moves.stop(code)
    hands.at = datetime(2026, 11, 30, 3, 0, tzinfo=UTC)
    moves.reopen(code)

    assert moves.dossier(code).due_at == datetime(2026, 12, 11, 10, 0, tzinfo=UTC)


@pytest.mark.usefixtures("may_reopen")
def test_a_wrong_result_is_opened_again_and_readied_anew(
    database: Database, office: Hall, hands: Hands, moves: Moves
) -> None:
    """Before it is handed over; the second standing is the one that counts."""
    code = receive(database, office).code
    hands.at = WEDNESDAY
    moves.ready(code)
    moves.reopen(code)
    hands.at = datetime(2026, 12, 9, 3, 0, tzinfo=UTC)
    moves.ready(code)

    assert (moves.dossier(code).standing, moves.dossier(code).late_days) == ("overdue", 1)


@pytest.mark.usefixtures("may_reopen")
@pytest.mark.parametrize("end", ["decline", "stop"])
def test_the_ledger_of_what_was_opened_again_has_no_hole(
    database: Database, office: Hall, hands: Hands, moves: Moves, end: str
) -> None:
    """Every stretch begins where the last ended; the rest between is nobody's time."""
    code = receive(database, office).code
    hands.forward(hours=1)
    getattr(moves, end)(code)
    hands.forward(days=3)
    moves.reopen(code)
    periods = database.read_now(dossiers.periods_of, moves.dossier(code).id)

    assert [each.clock for each in periods] == ["office", "nobody", "office"]
    assert all(before.ended_at == after.started_at for before, after in pairwise(periods))
    assert periods[-1].ended_at is None


@pytest.mark.usefixtures("may_reopen")
def test_what_was_withdrawn_or_returned_is_not_opened_again(
    database: Database, office: Hall, moves: Moves
) -> None:
    """The citizen has the papers; they submit anew."""
    withdrawn, returned = (receive(database, office).code for _ in range(2))
    moves.withdraw(withdrawn)
    moves.ready(returned)
    moves.hand_over(returned)
    for code in (withdrawn, returned):
        with pytest.raises(MoveNotAllowed):
            moves.reopen(code)


def test_papers_are_numbered_by_their_kind_and_year(
    database: Database, office: Hall, hands: Hands, moves: Moves
) -> None:
    """Circular 01/2018: books by the year, numbered from 01."""
    first, second = (receive(database, office).code for _ in range(2))
    moves.stop(first)
    hands.at = datetime(2027, 1, 5, 3, 0, tzinfo=UTC)
    moves.stop(second)
    papers = [moves.papers(code, "stop_notice")[0] for code in (first, second)]

    assert [paper.number for paper in papers] == ["0001/TBD", "0001/TBD"]
    assert moves.facts(papers[1], StopFacts).issued_on == date(2027, 1, 5)
