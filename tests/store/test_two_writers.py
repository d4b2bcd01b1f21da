"""Two processes' worth of writers on one database: each with connections and a writer of its own."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from onestop.errors import NobodyWaiting
from onestop.settings import Settings
from onestop.store import journal
from onestop.store.database import Database
from onestop.use_cases import attend_ticket, serve_line, take_ticket
from tests.conftest import SEALS, Hands
from tests.makers import make_hall


@pytest.fixture
def databases(settings: Settings) -> Iterator[tuple[Database, Database]]:
    """Open the same database twice, as two processes would."""
    with (
        Database(settings, seals=SEALS, now=Hands()) as first,
        Database(settings, seals=SEALS, now=Hands()) as second,
    ):
        yield first, second


def test_two_writers_give_every_number_once(databases: tuple[Database, Database]) -> None:
    """Kiosks of two processes press together: no duplicate, no gap, one whole journal."""
    hall = make_hall(databases[0])

    def press(turn: int) -> str:
        return databases[turn % 2].write_now(hall.kiosk, take_ticket.take, hall.lines["A"]).label

    with ThreadPoolExecutor(8) as kiosks:
        labels = list(kiosks.map(press, range(60)))

    assert sorted(labels) == [f"A{serial:03d}" for serial in range(1, 61)]
    assert databases[0].read_now(journal.verify, hall.centre) == (60, [])


def test_twenty_counters_of_two_processes_call_twenty_people(databases: tuple[Database, Database]) -> None:
    """Twenty officers press *next* together on twenty waiting: twenty different people, then nobody."""
    hall = make_hall(databases[0], counters=20)
    for _ in range(20):
        databases[0].write_now(hall.kiosk, take_ticket.take, hall.lines["A"])

    def call(counter: int) -> str:
        database = databases[counter % 2]
        return database.write_now(hall.officer(counter), serve_line.call_next, hall.counters[counter]).label

    with ThreadPoolExecutor(20) as counters:
        called = list(counters.map(call, range(1, 21)))

    assert sorted(called) == [f"A{serial:03d}" for serial in range(1, 21)]
    present = databases[0].read_now(
        lambda reading: reading.run(
            "SELECT id FROM ticket WHERE counter_id = :c", c=hall.counters[1]
        ).fetchone()
    )
    databases[1].write_now(hall.officer(1), attend_ticket.finish, present[0])
    with pytest.raises(NobodyWaiting):
        databases[1].write_now(hall.officer(1), serve_line.call_next, hall.counters[1])
