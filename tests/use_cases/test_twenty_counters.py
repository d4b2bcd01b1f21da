"""Twenty counters press "next" in the same instant."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from onestop.errors import NobodyWaiting
from onestop.store.database import Database
from onestop.use_cases import serve_line, take_ticket
from tests.makers import make_hall

COUNTERS = 20


def test_twenty_counters_and_twenty_waiting_make_twenty_pairs(database: Database) -> None:
    """Each counter has a person, each person one counter; the next press finds nobody, and says so."""
    hall = make_hall(database, counters=COUNTERS)
    given = {
        database.write_now(hall.kiosk, take_ticket.take, hall.lines["AB"[number % 2]]).id
        for number in range(COUNTERS)
    }
    together = threading.Barrier(COUNTERS)

    def press(counter: int) -> str:
        together.wait()
        return database.write_now(hall.officer(counter), serve_line.call_next, hall.counters[counter]).id

    with ThreadPoolExecutor(COUNTERS) as officers:
        called = list(officers.map(press, range(1, COUNTERS + 1)))

    assert set(called) == given
    assert len(called) == COUNTERS
    other = make_hall(database, counters=1, suffix="-b")
    with pytest.raises(NobodyWaiting) as refused:
        database.write_now(other.officer(1), serve_line.call_next, other.counters[1])
    assert refused.value.counter == "1"
