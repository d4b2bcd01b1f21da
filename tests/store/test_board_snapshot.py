"""A board read from the tables at n is the fold of the journal up to n, across the real database."""

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onestop import clock
from onestop.errors import Refusal
from onestop.render import board_frame
from onestop.rules.access import SYSTEM
from onestop.rules.board import BoardState, fold
from onestop.store import boards, journal, tickets
from onestop.store.database import Database
from onestop.use_cases import (
    attend_ticket,
    close_day,
    keep_place,
    move_ticket,
    serve_line,
    take_ticket,
    undo_move,
)
from tests.makers import Hall, make_hall

ACTS = (
    *("take-A", "take-B", "take-priority", "next", "recall", "serve", "skip", "hold", "resume", "finish"),
    *("move", "to-counter", "undo", "back", "more-time", "leave", "again"),
    *("break", "open", "close-counter", "close-day"),
)


def _silent(_words: str, _lang: str) -> None:
    return None


def _present(database: Database, hall: Hall, counter: int) -> str | None:
    found = database.read_now(tickets.at_counter, hall.counters[counter])
    return found.id if found else None


def _aside(database: Database, state: str) -> str | None:
    row = database.read_now(
        lambda reading: reading.run("SELECT id FROM ticket WHERE state = :s LIMIT 1", s=state).fetchone()
    )
    return row[0] if row else None


def _last_moved(database: Database) -> str:
    row = database.read_now(
        lambda reading: reading.run(
            "SELECT ticket_id FROM ticket_period ORDER BY started_at DESC, position DESC LIMIT 1"
        ).fetchone()
    )
    return row[0] if row else ""


def _act(database: Database, hall: Hall, act: str, counter: int) -> None:
    officer, desk = hall.officer(counter), hall.counters[counter]
    ticket = _present(database, hall, counter) or ""
    match act:
        case "take-A" | "take-B":
            database.write_now(hall.kiosk, take_ticket.take, hall.lines[act[-1]])
        case "take-priority":
            database.write_now(hall.kiosk, take_ticket.take, hall.lines["A"], "elderly")
        case "next":
            database.write_now(officer, serve_line.call_next, desk)
        case "recall":
            database.write_now(officer, attend_ticket.recall, ticket)
        case "serve":
            database.write_now(officer, attend_ticket.serve, ticket)
        case "skip":
            database.write_now(officer, attend_ticket.skip, ticket)
        case "hold":
            database.write_now(officer, attend_ticket.hold, ticket, "đi phô tô")
        case "resume":
            database.write_now(officer, serve_line.resume, _aside(database, "held") or "")
        case "again":
            database.write_now(officer, serve_line.call, _aside(database, "absent") or "")
        case "finish":
            database.write_now(officer, attend_ticket.finish, ticket)
        case "move":
            database.write_now(officer, move_ticket.move, ticket, to_line=hall.lines["R"])
        case "to-counter":
            other = hall.counters[counter % 3 + 1]
            database.write_now(officer, move_ticket.move, ticket, to_counter=other)
        case "undo":
            database.write_now(officer, undo_move.undo, ticket or _last_moved(database))
        case "back":
            database.write_now(hall.kiosk, keep_place.come_back, _aside(database, "absent") or "")
        case "more-time":
            database.write_now(hall.kiosk, keep_place.ask_for_time, _aside(database, "waiting") or "")
        case "leave":
            database.write_now(hall.kiosk, move_ticket.leave, _aside(database, "waiting") or "")
        case "close-counter":
            database.write_now(officer, serve_line.turn_counter, desk, "closed")
        case "close-day":
            database.write_now(SYSTEM, close_day.close, hall.centre)
        case "break" | "open":
            database.write_now(officer, serve_line.turn_counter, desk, act)


def _folded(database: Database, start: BoardState, centre: str) -> BoardState:
    state = start
    for entry in database.read_now(journal.since, centre, start.seq, 10_000):
        frame = board_frame.frame(entry, state.seq, _silent, clock.now())
        if frame is not None:
            state = fold(state, frame)
    head = database.read_now(journal.head, centre)
    return msgspec.structs.replace(state, seq=head)


@pytest.mark.parametrize("seed_hall", [3])
@given(acts=st.lists(st.tuples(st.sampled_from(ACTS), st.integers(1, 3)), min_size=5, max_size=40))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_snapshot_equals_the_fold_of_the_journal(
    database: Database, seed_hall: int, acts: list[tuple[str, int]]
) -> None:
    """Whatever officers and citizens do, a board that heard everything shows what a new board reads."""
    hall = _fresh(database, seed_hall)
    board = hall.board.board_id or ""
    start = database.read_now(boards.state, board)
    for act, counter in acts:
        try:
            _act(database, hall, act, counter)
        except Refusal:
            continue

    assert _folded(database, start, hall.centre) == database.read_now(boards.state, board)


def _fresh(database: Database, counters: int) -> Hall:
    """Make another hall in the same database; halls share nothing."""
    existing = database.read_now(lambda reading: reading.run("SELECT count(*) FROM centre").fetchone()[0])
    return make_hall(database, counters=counters, suffix=str(existing))
