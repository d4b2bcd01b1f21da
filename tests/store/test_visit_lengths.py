"""The latest lengths of a line and its open counters, read from the ledger of either database."""

from datetime import timedelta

import pytest

from onestop.model.counter import TurnRule
from onestop.rules.line_share import LinePlace
from onestop.store import tickets
from onestop.store.database import Database
from onestop.store.visit_lengths import DAYS_BACK, LENGTHS_FRESH, latest_lengths, open_counters
from onestop.use_cases import attend_ticket, move_ticket, serve_line, take_ticket
from tests.conftest import Hands
from tests.makers import Hall

MINUTE = 60


def call(database: Database, hall: Hall, counter: int = 1) -> str:
    """Call the next number to a counter; give its id."""
    return database.write_now(hall.officer(counter), serve_line.call_next, hall.counters[counter]).id


def serve(database: Database, hall: Hall, hands: Hands, minutes: float, letter: str = "A") -> str:
    """Take a number, call it, and end the visit after so many minutes, the last of them served."""
    ticket = database.write_now(hall.kiosk, take_ticket.take, hall.lines[letter]).id
    call(database, hall)
    hands.forward(minutes=1)
    database.write_now(hall.officer(1), attend_ticket.serve, ticket)
    hands.forward(minutes=minutes - 1)
    database.write_now(hall.officer(1), attend_ticket.finish, ticket)
    return ticket


def minutes_of(database: Database, hall: Hall, hands: Hands, letter: str = "A") -> list[int]:
    """Read the sample as whole minutes, once what was kept is no longer fresh."""
    hands.forward(seconds=LENGTHS_FRESH.total_seconds())
    found = database.read_now(latest_lengths, hall.centre, hall.lines[letter])
    return [round(length / MINUTE) for length in found.each] if found else []


def test_a_length_is_from_the_call_to_the_end(database: Database, hall: Hall, hands: Hands) -> None:
    """Ten visits of four to thirteen minutes, the last one first."""
    for minutes in range(4, 14):
        serve(database, hall, hands, minutes)
    assert minutes_of(database, hall, hands) == list(range(13, 3, -1))


def test_nine_visits_are_too_few(database: Database, hall: Hall, hands: Hands) -> None:
    """Nothing is told of them."""
    for _ in range(9):
        serve(database, hall, hands, 8)
    assert minutes_of(database, hall, hands) == []


def test_each_line_has_its_own_lengths(database: Database, hall: Hall, hands: Hands) -> None:
    """Long visits of line B say nothing of line A."""
    for _ in range(10):
        serve(database, hall, hands, 5)
        serve(database, hall, hands, 20, "B")
    assert minutes_of(database, hall, hands) == [5] * 10
    assert minutes_of(database, hall, hands, "B") == [20] * 10


def test_what_is_not_over_does_not_count_and_holding_is_not_serving(
    database: Database, hall: Hall, hands: Hands
) -> None:
    """A visit held for half an hour counts when it ends, with the minutes at the counter only."""
    for _ in range(10):
        serve(database, hall, hands, 8)
    held = database.write_now(hall.kiosk, take_ticket.take, hall.lines["A"]).id
    call(database, hall)
    hands.forward(minutes=3)
    database.write_now(hall.officer(1), attend_ticket.hold, held, "đi phô tô")
    hands.forward(minutes=30)
    assert minutes_of(database, hall, hands) == [8] * 10

    database.write_now(hall.officer(1), serve_line.resume, held)
    hands.forward(minutes=2)
    assert minutes_of(database, hall, hands) == [8] * 10

    hands.forward(minutes=1)
    database.write_now(hall.officer(1), attend_ticket.finish, held)
    assert minutes_of(database, hall, hands) == [7, *[8] * 10]


def test_a_visit_that_was_moved_counts_in_each_line_for_what_it_took_there(
    database: Database, hall: Hall, hands: Hands
) -> None:
    """Four minutes in line A until it was clear that it belongs to line R, six minutes there."""
    for _ in range(10):
        serve(database, hall, hands, 8)
        hands.forward(minutes=1)
        database.write_now(hall.kiosk, take_ticket.take, hall.lines["R"])
        database.write_now(hall.officer(3), serve_line.call_next, hall.counters[3])
        hands.forward(minutes=2)
        at = database.read_now(tickets.at_counter, hall.counters[3])
        assert at is not None
        database.write_now(hall.officer(3), attend_ticket.finish, at.id)
    moved = database.write_now(hall.kiosk, take_ticket.take, hall.lines["A"]).id
    call(database, hall)
    hands.forward(minutes=4)
    database.write_now(hall.officer(1), move_ticket.move, moved, to_line=hall.lines["R"])
    assert minutes_of(database, hall, hands) == [4, *[8] * 10]

    call(database, hall, 3)
    hands.forward(minutes=6)
    database.write_now(hall.officer(3), attend_ticket.finish, moved)
    assert minutes_of(database, hall, hands, "R") == [6, *[2] * 10]
    assert minutes_of(database, hall, hands) == [4, *[8] * 10]


def test_who_did_not_come_took_the_counter_s_time_too(database: Database, hall: Hall, hands: Hands) -> None:
    """Two minutes of calling in vain are two minutes less for those behind."""
    for _ in range(10):
        serve(database, hall, hands, 8)
    absent = database.write_now(hall.kiosk, take_ticket.take, hall.lines["A"]).id
    call(database, hall)
    hands.forward(minutes=2)
    database.write_now(hall.officer(1), attend_ticket.skip, absent)
    assert minutes_of(database, hall, hands) == [2, *[8] * 10]


def test_in_the_morning_the_days_before_are_asked(database: Database, hall: Hall, hands: Hands) -> None:
    """Today's come first; what is more than a week old is forgotten."""
    for _ in range(10):
        serve(database, hall, hands, 8)
    hands.forward(days=DAYS_BACK)
    serve(database, hall, hands, 5)
    assert minutes_of(database, hall, hands) == [5, *[8] * 10]
    hands.forward(days=1)
    assert minutes_of(database, hall, hands) == []


def test_the_latest_fifty_count(database: Database, hall: Hall, hands: Hands) -> None:
    """What is older than fifty visits is of another hour."""
    for minutes in [9] * 5 + [3] * 50:
        serve(database, hall, hands, minutes)
    assert minutes_of(database, hall, hands) == [3] * 50


def test_a_minute_old_sample_is_told_again(database: Database, hall: Hall, hands: Hands) -> None:
    """Numbers taken one after the other do not read the ledger each time; a minute later it is read."""
    for _ in range(10):
        serve(database, hall, hands, 8)
    assert minutes_of(database, hall, hands) == [8] * 10
    database.write_now(hall.kiosk, lambda tx: tx.run("DELETE FROM ticket_period"))
    kept = database.read_now(latest_lengths, hall.centre, hall.lines["A"])
    assert kept is not None
    assert len(kept.each) == 10
    assert minutes_of(database, hall, hands) == []


def test_open_counters_are_told_with_their_lines_and_whom_they_serve(
    database: Database, hall: Hall, hands: Hands
) -> None:
    """Two of three open, one of them serving since its call; a break and a closed one serve nobody."""
    for _ in range(3):
        database.write_now(hall.kiosk, take_ticket.take, hall.lines["A"])
    call(database, hall, 1)
    called = hands.at
    database.write_now(hall.officer(2), serve_line.turn_counter, hall.counters[2], "break")
    hands.forward(minutes=5)

    one, three = sorted(database.read_now(open_counters, hall.centre), key=lambda found: len(found.lines))
    assert one.called_at is not None
    assert abs(one.called_at - called) < timedelta(seconds=1)
    assert three.called_at is None
    assert one.rule == three.rule == TurnRule.LONGEST_WAIT
    assert one.lines == {hall.lines["A"]: LinePlace(0, 1, 2), hall.lines["B"]: LinePlace(1, 1, 0)}
    assert set(three.lines) == set(hall.lines.values())


@pytest.mark.parametrize("back", [timedelta(hours=1), timedelta(days=1)])
def test_a_clock_that_is_set_back_does_no_harm(
    database: Database, hall: Hall, hands: Hands, back: timedelta
) -> None:
    """What was read in the time to come is not told again."""
    for _ in range(10):
        serve(database, hall, hands, 8)
    assert minutes_of(database, hall, hands) == [8] * 10
    hands.at -= back
    database.read_now(latest_lengths, hall.centre, hall.lines["A"])
    assert len(database.read_now(open_counters, hall.centre)) == 3
