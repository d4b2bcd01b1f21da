"""Taking a number and being called, on both databases."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from onestop.errors import CounterOccupied, LineClosed, MoveNotAllowed, NobodyWaiting, NotAllowed
from onestop.store import journal
from onestop.store.database import Database
from onestop.use_cases import attend_ticket, serve_line, take_ticket
from tests.makers import Hall


def test_the_first_two_numbers_of_the_day_are_001_and_002(database: Database, hall: Hall) -> None:
    """Numbers of a line begin at 001 each day and follow each other."""
    first = database.write_now(hall.kiosk, take_ticket.take, hall.lines["A"])
    second = database.write_now(hall.kiosk, take_ticket.take, hall.lines["A"])

    assert (first.label, first.ahead) == ("A001", 0)
    assert (second.label, second.ahead) == ("A002", 1)


def test_who_came_first_is_called_first(database: Database, hall: Hall) -> None:
    """Without priority the order of coming is the order of calling, across the counter's lines."""
    labels = [
        database.write_now(hall.kiosk, take_ticket.take, hall.lines[letter]).label
        for letter in ("B", "A", "A")
    ]

    called = []
    for _ in labels:
        ticket = database.write_now(hall.officer(1), serve_line.call_next, hall.counters[1])
        database.write_now(hall.officer(1), attend_ticket.finish, ticket.id)
        called.append(ticket.label)

    assert called == labels


def test_two_priority_numbers_then_one_ordinary(database: Database, hall: Hall) -> None:
    """Priority goes first, two to one, so that nobody waits for ever."""
    for priority in (None, "elderly", "disabled", "pregnant"):
        database.write_now(hall.kiosk, take_ticket.take, hall.lines["A"], priority)

    called = []
    for _ in range(4):
        ticket = database.write_now(hall.officer(1), serve_line.call_next, hall.counters[1])
        database.write_now(hall.officer(1), attend_ticket.finish, ticket.id)
        called.append(ticket.label)

    assert called == ["A002", "A003", "A001", "A004"]


def test_a_counter_holds_one_person(database: Database, hall: Hall) -> None:
    """Who is at the counter must be done before the next is called."""
    for _ in range(2):
        database.write_now(hall.kiosk, take_ticket.take, hall.lines["A"])
    database.write_now(hall.officer(1), serve_line.call_next, hall.counters[1])

    with pytest.raises(CounterOccupied):
        database.write_now(hall.officer(1), serve_line.call_next, hall.counters[1])


def test_an_empty_line_is_said_plainly(database: Database, hall: Hall) -> None:
    """Nobody waiting is a refusal, not an error."""
    with pytest.raises(NobodyWaiting):
        database.write_now(hall.officer(1), serve_line.call_next, hall.counters[1])


def test_an_officer_serves_only_the_own_counter(database: Database, hall: Hall) -> None:
    """The officer of counter 1 cannot call to counter 2."""
    with pytest.raises(NotAllowed):
        database.write_now(hall.officer(1), serve_line.call_next, hall.counters[2])


def test_a_closed_line_gives_no_number(database: Database, hall: Hall) -> None:
    """A line that the office closed refuses, and nothing is written."""
    database.write_now(
        hall.officer(1), lambda tx: tx.run("UPDATE line SET closed = true, round_the_clock = false")
    )
    with pytest.raises(LineClosed):
        database.write_now(hall.kiosk, take_ticket.take, hall.lines["A"])
    assert database.read_now(journal.head, hall.centre) == 0


def test_a_served_visit_cannot_be_called_back(database: Database, hall: Hall) -> None:
    """An ended visit has no move left, and the refusal says so."""
    database.write_now(hall.kiosk, take_ticket.take, hall.lines["A"])
    ticket = database.write_now(hall.officer(1), serve_line.call_next, hall.counters[1])
    database.write_now(hall.officer(1), attend_ticket.finish, ticket.id)

    with pytest.raises(MoveNotAllowed) as refused:
        database.write_now(hall.officer(1), serve_line.call, ticket.id)
    assert refused.value.facts["allowed"] == []


def test_racing_kiosks_get_every_number_once(database: Database, hall: Hall) -> None:
    """Eight kiosks pressing together: no duplicate, no gap, and the waiting count is the truth."""

    def press(_: int) -> str:
        return database.write_now(hall.kiosk, take_ticket.take, hall.lines["A"]).label

    with ThreadPoolExecutor(8) as kiosks:
        labels = list(kiosks.map(press, range(80)))

    assert sorted(labels) == [f"A{serial:03d}" for serial in range(1, 81)]
    waiting = database.read_now(lambda reading: reading.run("SELECT waiting FROM line_day").fetchone()[0])
    assert waiting == 80
    assert database.read_now(journal.verify, hall.centre) == (80, [])
