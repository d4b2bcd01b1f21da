"""Papers that never come: a warning in time, once, then the dossier lapses by the clock alone."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from onestop.errors import MoveNotAllowed, NotAllowed
from onestop.jobs import sweeps
from onestop.jobs.timetable import Timetable
from onestop.rules.access import SYSTEM
from onestop.store import interruptions
from onestop.store.database import Database
from onestop.use_cases import lapse_dossier
from tests.conftest import Hands
from tests.dossier_makers import applicant, receive
from tests.dossier_moves import Moves
from tests.makers import Hall

WEDNESDAY = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)
"""Asked then, the last day of thirty working days is Thursday 7 January 2027."""
LAST_DAY = datetime(2027, 1, 7, 16, 59, tzinfo=UTC)
DAY_AFTER = datetime(2027, 1, 7, 17, 1, tzinfo=UTC)
"""One minute past midnight in Cao Bằng."""
WRITTEN_TO = applicant(email="ngoc@example.vn")


async def sweep(database: Database) -> None:
    """Do once what the timetable does every minute; what fails is not hidden."""

    async def guarded(_name: str, act: object, *arguments: object) -> None:
        assert callable(act)
        await act(*arguments)

    await sweeps.sweep(database, guarded)


async def test_a_dossier_lapses_after_its_last_day_and_not_before(
    database: Database, office: Hall, hands: Hands, moves: Moves
) -> None:
    """The last day counts to its end; the office is not late by a citizen who did not come."""
    code = receive(database, office).code
    hands.at = WEDNESDAY
    moves.ask(code)
    hands.at = LAST_DAY
    await sweep(database)
    assert not moves.lapse(code)
    assert moves.dossier(code).state == "supplement_asked"
    hands.at = DAY_AFTER
    await sweep(database)
    await sweep(database)
    dossier = moves.dossier(code)

    assert (dossier.state, dossier.standing, dossier.late_days) == ("lapsed", "early", -9)
    assert len(moves.told("dossier-ended")) == 1
    assert database.read_now(interruptions.awaited_supplement, dossier.id) is None


async def test_the_citizen_is_warned_once_five_working_days_before(
    database: Database, office: Hall, hands: Hands, moves: Moves
) -> None:
    """From 30 December (1 January is off) on; once, whatever the number of rounds; then told of the end."""
    code = receive(database, office, applicant=WRITTEN_TO).code
    unreached = receive(database, office).code
    hands.at = WEDNESDAY
    for each in (code, unreached):
        moves.ask(each)
    hands.at = datetime(2026, 12, 29, 16, 0, tzinfo=UTC)
    await sweep(database)
    assert moves.owed() == ["supplement_asked"]
    hands.at = datetime(2026, 12, 30, 1, 0, tzinfo=UTC)
    await sweep(database)
    await sweep(database)
    assert moves.owed() == ["supplement_asked", "supplement_warning"]
    hands.at = DAY_AFTER
    await sweep(database)

    assert moves.owed() == ["dossier_lapsed", "supplement_asked", "supplement_warning"]
    assert len(moves.told("supplement-warned")) == 1


async def test_what_came_in_time_neither_warns_nor_lapses(
    database: Database, office: Hall, hands: Hands, moves: Moves
) -> None:
    """Taken a minute before midnight by a clock that went on: the dossier is at work."""
    code = receive(database, office, applicant=WRITTEN_TO).code
    hands.at = WEDNESDAY
    moves.ask(code)
    hands.forward(days=3)
    moves.take(code)
    hands.at = DAY_AFTER
    await sweep(database)

    assert moves.dossier(code).state == "received"
    assert not moves.lapse(code)


async def test_one_dossier_that_fails_does_not_hold_up_the_others(
    database: Database, office: Hall, hands: Hands, moves: Moves, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each lapses in a transaction of its own."""
    codes = [receive(database, office).code for _ in range(3)]
    hands.at = WEDNESDAY
    for code in codes:
        moves.ask(code)
    hands.at = DAY_AFTER
    real = lapse_dossier.lapse

    def failing(tx: object, code: str) -> bool:
        if code == codes[1]:
            raise OSError("this one")
        return real(tx, code)  # type: ignore[arg-type]  # it is handed on as it came

    monkeypatch.setattr(
        sweeps, "SWEEPS", (sweeps.Sweep("lapse-unanswered", lapse_dossier.to_lapse, failing),)
    )
    failed = []

    async def guarded(name: str, act: object, *arguments: object) -> None:
        assert callable(act)
        try:
            await act(*arguments)
        except OSError:
            failed.append(name)

    await sweeps.sweep(database, guarded)

    assert [moves.dossier(code).state for code in codes] == ["lapsed", "supplement_asked", "lapsed"]
    assert failed == ["lapse-unanswered"]


def test_no_officer_makes_a_dossier_lapse_before_its_time(
    database: Database, office: Hall, hands: Hands, moves: Moves
) -> None:
    """Nobody without the right at all, and with it only the calendar decides."""
    code = receive(database, office).code
    hands.at = WEDNESDAY
    moves.ask(code)
    with pytest.raises(NotAllowed):
        database.write_now(office.kiosk, lapse_dossier.lapse, code)

    assert not moves.lapse(code)


def test_a_short_time_to_answer_is_warned_of_half_way(
    database: Database, office: Hall, hands: Hands, moves: Moves
) -> None:
    """Four working days, 26 November to 1 December: a warning on Friday the 27th, not on the day of asking."""
    database.write_now(SYSTEM, lambda tx: tx.run("UPDATE procedure SET answer_days = 4"))
    code = receive(database, office, applicant=WRITTEN_TO).code
    hands.at = WEDNESDAY
    moves.ask(code)
    warned = []
    for _ in range(6):
        warned.append(database.write_now(SYSTEM, lapse_dossier.warn, code))
        hands.forward(days=1)

    assert warned == [False, False, True, False, False, False]


async def test_the_timetable_lets_them_lapse(
    database: Database, office: Hall, hands: Hands, moves: Moves
) -> None:
    """Without an officer, and without a mail server."""
    code = receive(database, office).code
    hands.at = WEDNESDAY
    moves.ask(code)
    hands.at = DAY_AFTER

    assert await Timetable(database, None).round()
    assert moves.dossier(code).state == "lapsed"


def test_papers_taken_as_the_day_ends_are_taken_or_too_late_and_never_both(
    database: Database, office: Hall, hands: Hands, moves: Moves
) -> None:
    """The counter and the clock at one moment: whoever is first, the other sees it."""
    for turn in range(6):
        hands.at = WEDNESDAY
        code = receive(database, office).code
        moves.ask(code)
        hands.at = DAY_AFTER

        def take(code: str = code) -> bool:
            try:
                moves.take(code)
            except MoveNotAllowed:
                return False
            return True

        def lapse(code: str = code) -> bool:
            return moves.lapse(code)

        with ThreadPoolExecutor(2) as both:
            first, second = [both.submit(one) for one in ((take, lapse) if turn % 2 else (lapse, take))]
            assert {first.result(), second.result()} == {True, False}
        assert moves.dossier(code).state in {"received", "lapsed"}
