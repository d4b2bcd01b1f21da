"""Moves between two lines hold their turn rows in the order that calling does, so that nobody waits in a ring."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from onestop.settings import Settings
from onestop.store.database import Database
from onestop.use_cases import attend_ticket, move_ticket, serve_line, take_ticket, undo_move
from tests.conftest import SEALS, Hands
from tests.makers import Hall, make_hall

pytestmark = pytest.mark.postgres

HOLD = "SELECT 1 FROM line_day WHERE line_id = %s FOR UPDATE NOWAIT"
WAITERS = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
)
Move = Callable[[Database, Hall, str, str], Callable[[], object]]


def _finish(database: Database, hall: Hall, ticket: str, onward: str) -> Callable[[], object]:
    """A visit with a further service is about to be done with the first."""
    database.write_now(hall.officer(1), move_ticket.add_stop, ticket, onward)
    return lambda: database.write_now(hall.officer(1), attend_ticket.finish, ticket)


def _move(database: Database, hall: Hall, ticket: str, onward: str) -> Callable[[], object]:
    """A visit is about to be sent to another line."""
    return lambda: database.write_now(hall.officer(1), move_ticket.move, ticket, to_line=onward)


def _undo(database: Database, hall: Hall, ticket: str, onward: str) -> Callable[[], object]:
    """A visit was sent to another line by mistake, and is about to be taken back."""
    _move(database, hall, ticket, onward)()
    return lambda: database.write_now(hall.officer(1), undo_move.undo, ticket)


@pytest.mark.parametrize("prepare", [_finish, _move, _undo])
@pytest.mark.parametrize("upward", [True, False])
def test_a_move_holds_the_first_line_first(postgres_settings: Settings, prepare: Move, upward: bool) -> None:  # noqa: FBT001
    """While the first line is another's, the move waits for it with empty hands: the second line is free."""
    with Database(postgres_settings, seals=SEALS, now=Hands()) as database, ThreadPoolExecutor(1) as officer:
        hall = make_hall(database)
        first, second = sorted((hall.lines["A"], hall.lines["B"]))
        start, onward = (first, second) if upward else (second, first)
        for line in (first, second):
            database.write_now(hall.kiosk, take_ticket.take, line)
        ticket = database.read_now(
            lambda reading: reading.run("SELECT id FROM ticket WHERE line_id = :line", line=start).fetchone()[
                0
            ]
        )
        database.write_now(hall.officer(1), serve_line.call, ticket)
        act = prepare(database, hall, ticket, onward)
        with psycopg.connect(postgres_settings.database_url or "") as other:
            other.execute(HOLD, [first])
            moving = officer.submit(act)
            _wait_for_a_waiter(postgres_settings)
            other.execute(HOLD, [second])
            other.rollback()
        moving.result(30)


def _wait_for_a_waiter(settings: Settings) -> None:
    with psycopg.connect(settings.database_url or "", autocommit=True) as watcher:
        for _ in range(600):
            row = watcher.execute(WAITERS).fetchone()
            if row and row[0]:
                return
            threading.Event().wait(0.05)
    raise AssertionError("the move never waited")
