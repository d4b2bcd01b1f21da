"""Taking the last move back within the minute: everything stands as before, and the ledger says both."""

from collections.abc import Callable

import pytest

from onestop.errors import CounterOccupied, NothingToUndo
from onestop.store import announcements, lines, tickets
from onestop.store.database import Database
from onestop.use_cases import attend_ticket, move_ticket, serve_line, take_ticket, undo_move
from tests.conftest import Hands
from tests.makers import Hall

Move = Callable[[Database, Hall, str], object]
MOVES: dict[str, Move] = {
    "skip": lambda db, hall, one: db.write_now(hall.officer(1), attend_ticket.skip, one),
    "serve": lambda db, hall, one: db.write_now(hall.officer(1), attend_ticket.serve, one),
    "hold": lambda db, hall, one: db.write_now(hall.officer(1), attend_ticket.hold, one, "đi phô tô"),
    "finish": lambda db, hall, one: db.write_now(hall.officer(1), attend_ticket.finish, one),
    "move": lambda db, hall, one: db.write_now(
        hall.officer(1), move_ticket.move, one, to_line=hall.lines["R"]
    ),
    "to-counter": lambda db, hall, one: db.write_now(
        hall.officer(1), move_ticket.move, one, to_counter=hall.counters[2]
    ),
}


def called(database: Database, hall: Hall) -> str:
    """Take two numbers of line A and call the first to counter 1; give its id."""
    for _ in range(2):
        database.write_now(hall.kiosk, take_ticket.take, hall.lines["A"])
    return database.write_now(hall.officer(1), serve_line.call_next, hall.counters[1]).id


def waiting(database: Database, hall: Hall, letter: str) -> int:
    """Count who waits in a line, as its turn row says."""
    return database.read_now(
        lambda reading: lines.turn_row(reading, hall.lines[letter], reading.today).waiting
    )


def ledger(database: Database, ticket: str) -> list[tuple[str, int, int | None]]:
    """Read a visit's periods: state, start, end."""
    return database.read_now(
        lambda reading: reading.run(
            "SELECT state, started_at, ended_at FROM ticket_period WHERE ticket_id = :t ORDER BY position",
            t=ticket,
        ).fetchall()
    )


@pytest.mark.parametrize("name", MOVES)
def test_every_move_at_the_counter_can_be_taken_back(
    database: Database, hall: Hall, hands: Hands, name: str
) -> None:
    """The person stands at the counter again, the lines are as long as before, the ledger has no hole."""
    one = called(database, hall)
    before = database.read_now(tickets.find, one)
    hands.forward(seconds=20)
    MOVES[name](database, hall, one)
    hands.forward(seconds=20)
    database.write_now(hall.officer(1), undo_move.undo, one)

    after = database.read_now(tickets.find, one)
    for fact in (
        "state",
        "counter_id",
        "waits_in_id",
        "waits_for_id",
        "times_called",
        "ended_at",
        "called_at",
    ):
        assert getattr(before, fact) == getattr(after, fact), fact
    assert (waiting(database, hall, "A"), waiting(database, hall, "R")) == (1, 0)
    periods = ledger(database, one)
    assert [end for _, _, end in periods[:-1]] == [start for _, start, _ in periods[1:]]
    assert periods[-1][0] == "called"
    assert periods[-1][2] is None


def test_a_call_made_by_mistake_is_taken_back_and_the_number_is_next_again(
    database: Database, hall: Hall
) -> None:
    """A001 was called and is put back: two wait, and A001 is the next, with its first call."""
    one = called(database, hall)
    database.write_now(hall.officer(1), undo_move.undo, one)
    assert waiting(database, hall, "A") == 2
    assert database.read_now(tickets.find, one).times_called == 0
    again = database.write_now(hall.officer(2), serve_line.call_next, hall.counters[2])
    assert again.label == "A001"


def test_what_was_taken_back_is_marked_and_the_reason_comes_back(database: Database, hall: Hall) -> None:
    """The ledger names the mistaken row; why the number was called, and why it was set aside, are there again."""
    one = called(database, hall)
    MOVES["skip"](database, hall, one)
    database.write_now(hall.officer(1), undo_move.undo, one)
    MOVES["hold"](database, hall, one)
    database.write_now(hall.officer(1), serve_line.resume, one)
    database.write_now(hall.officer(1), undo_move.undo, one)

    rows = database.read_now(
        lambda reading: reading.run(
            "SELECT state, reason, takes_back FROM ticket_period WHERE ticket_id = :t ORDER BY position",
            t=one,
        ).fetchall()
    )
    assert [tuple(row) for row in rows] == [
        ("waiting", None, None),
        ("called", "longest-wait", None),
        ("absent", None, None),
        ("called", "longest-wait", 3),
        ("held", "đi phô tô", None),
        ("called", "chosen", None),
        ("held", "đi phô tô", 6),
    ]


def test_a_call_that_was_taken_back_is_not_spoken(database: Database, hall: Hall) -> None:
    """Nobody has begun to speak it: the room's queue passes it over, and goes on with the next call."""
    one = called(database, hall)
    database.write_now(hall.officer(1), undo_move.undo, one)
    database.write_now(hall.officer(2), serve_line.call_next, hall.counters[2])
    left = database.read_now(announcements.unfinished, hall.centre, "1")
    assert [(owed.label, owed.position) for owed in left] == [("A001", 2)]


def test_a_minute_later_it_is_too_late(database: Database, hall: Hall, hands: Hands) -> None:
    """Sixty seconds: yes; one more: no, with the number of seconds told."""
    one = called(database, hall)
    MOVES["skip"](database, hall, one)
    hands.forward(seconds=61)
    with pytest.raises(NothingToUndo) as refused:
        database.write_now(hall.officer(1), undo_move.undo, one)
    assert refused.value.facts == {"label": "A001", "seconds": 60}


def test_nobody_takes_back_what_somebody_else_did(database: Database, hall: Hall) -> None:
    """The officer of counter 2 cannot undo a move of counter 1."""
    one = called(database, hall)
    MOVES["finish"](database, hall, one)
    with pytest.raises(NothingToUndo):
        database.write_now(hall.officer(2), undo_move.undo, one)


def test_a_counter_that_called_somebody_else_meanwhile_has_no_room(database: Database, hall: Hall) -> None:
    """A001 was ended by mistake and A002 called: A001 cannot stand at the same counter."""
    one = called(database, hall)
    MOVES["finish"](database, hall, one)
    database.write_now(hall.officer(1), serve_line.call_next, hall.counters[1])
    with pytest.raises(CounterOccupied):
        database.write_now(hall.officer(1), undo_move.undo, one)


def test_a_recall_was_heard_and_is_not_taken_back(database: Database, hall: Hall) -> None:
    """What the loudspeaker said cannot be unsaid."""
    one = called(database, hall)
    database.write_now(hall.officer(1), attend_ticket.recall, one)
    with pytest.raises(NothingToUndo):
        database.write_now(hall.officer(1), undo_move.undo, one)


def test_taking_back_twice_does_not_go_further_back(database: Database, hall: Hall) -> None:
    """Undo of an undo leads to the mistake again, never to the move before it."""
    one = called(database, hall)
    MOVES["serve"](database, hall, one)
    for state in ("called", "serving"):
        database.write_now(hall.officer(1), undo_move.undo, one)
        assert database.read_now(tickets.find, one).state == state
