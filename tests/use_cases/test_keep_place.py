"""Coming back after a missed call, asking for time, leaving: the citizen keeps the place, or gives it up."""

import pytest

from onestop.errors import MoveNotAllowed, NoMoreTime, NotAllowed, NotFound, TooLateToReturn
from onestop.rules.access import CITIZEN, Actor
from onestop.store import tickets
from onestop.store.database import Database
from onestop.use_cases import attend_ticket, keep_place, move_ticket, serve_line, take_ticket
from tests.conftest import Hands
from tests.makers import Hall, make_hall


def take(database: Database, hall: Hall, count: int = 1) -> list[str]:
    """Take numbers of line A; give their ids."""
    return [database.write_now(hall.kiosk, take_ticket.take, hall.lines["A"]).id for _ in range(count)]


def call(database: Database, hall: Hall, counter: int = 1) -> str:
    """Call the next number to a counter; give its label."""
    called = database.write_now(hall.officer(counter), serve_line.call_next, hall.counters[counter])
    return called.label


def serve_next(database: Database, hall: Hall) -> str:
    """Call the next number, and end the visit."""
    label = call(database, hall)
    present = database.read_now(tickets.at_counter, hall.counters[1])
    assert present is not None
    database.write_now(hall.officer(1), attend_ticket.finish, present.id)
    return label


def missed(database: Database, hall: Hall) -> str:
    """Call a number, whose citizen does not come; give the ticket's id."""
    call(database, hall)
    present = database.read_now(tickets.at_counter, hall.counters[1])
    assert present is not None
    database.write_now(hall.officer(1), attend_ticket.skip, present.id)
    return present.id


def test_who_missed_the_call_and_comes_back_is_next_but_one(database: Database, hall: Hall) -> None:
    """A001 is missed; A002 is called first, then A001, then A003."""
    take(database, hall, 3)
    first = missed(database, hall)
    database.write_now(CITIZEN, keep_place.come_back, first)
    assert [serve_next(database, hall) for _ in range(3)] == ["A002", "A001", "A003"]


def test_coming_back_is_possible_once(database: Database, hall: Hall) -> None:
    """Who misses the second call as well takes a new number."""
    take(database, hall, 1)
    first = missed(database, hall)
    database.write_now(hall.kiosk, keep_place.come_back, first)
    assert missed(database, hall) == first
    with pytest.raises(TooLateToReturn):
        database.write_now(CITIZEN, keep_place.come_back, first)


def test_after_five_numbers_one_may_still_come_back_within_a_quarter_of_an_hour(
    database: Database, hall: Hall, hands: Hands
) -> None:
    """Six numbers later but after ten minutes: yes. Six numbers and sixteen minutes later: no."""
    take(database, hall, 14)
    first = missed(database, hall)
    for _ in range(6):
        serve_next(database, hall)
    hands.forward(minutes=10)
    database.write_now(CITIZEN, keep_place.come_back, first)
    assert {serve_next(database, hall) for _ in range(2)} == {"A008", "A001"}

    late = missed(database, hall)
    take(database, hall, 1)
    for _ in range(6):
        serve_next(database, hall)
    hands.forward(minutes=16)
    with pytest.raises(TooLateToReturn):
        database.write_now(CITIZEN, keep_place.come_back, late)


def test_only_who_missed_the_call_comes_back(database: Database, hall: Hall) -> None:
    """A number that waits is not put anywhere else by coming back."""
    waiting = take(database, hall, 1)[0]
    with pytest.raises(MoveNotAllowed):
        database.write_now(CITIZEN, keep_place.come_back, waiting)


def test_who_asks_for_time_lets_three_go_first(database: Database, hall: Hall) -> None:
    """A001 asks for more time: A002, A003, A004, and then A001."""
    first = take(database, hall, 5)[0]
    database.write_now(CITIZEN, keep_place.ask_for_time, first)
    assert [serve_next(database, hall) for _ in range(5)] == ["A002", "A003", "A004", "A001", "A005"]


def test_time_is_asked_for_twice_at_most(database: Database, hall: Hall) -> None:
    """The third time is refused; two times let six go first."""
    first = take(database, hall, 8)[0]
    for _ in range(2):
        database.write_now(CITIZEN, keep_place.ask_for_time, first)
    with pytest.raises(NoMoreTime):
        database.write_now(CITIZEN, keep_place.ask_for_time, first)
    assert [serve_next(database, hall) for _ in range(8)].index("A001") == 6


def test_nobody_is_kept_waiting_for_people_who_asked_for_time(database: Database, hall: Hall) -> None:
    """When nobody else waits, who asked for time is called at once."""
    first = take(database, hall, 1)[0]
    database.write_now(CITIZEN, keep_place.ask_for_time, first)
    assert serve_next(database, hall) == "A001"


def test_who_leaves_is_called_no_more_and_counts_as_left(database: Database, hall: Hall) -> None:
    """A001 leaves: A002 is next, one waits less, and A001's outcome is neither served nor missed."""
    first = take(database, hall, 2)[0]
    database.write_now(CITIZEN, move_ticket.leave, first)
    assert serve_next(database, hall) == "A002"
    assert database.read_now(tickets.find, first).state == "left"
    with pytest.raises(MoveNotAllowed):
        database.write_now(CITIZEN, move_ticket.leave, first)


def test_yesterdays_slip_moves_nothing(database: Database, hall: Hall, hands: Hands) -> None:
    """The link on a slip dies with its day."""
    first = take(database, hall, 1)[0]
    hands.forward(days=1)
    for act in (keep_place.come_back, keep_place.ask_for_time, move_ticket.leave):
        with pytest.raises(NotFound):
            database.write_now(CITIZEN, act, first)


def test_a_kiosk_of_another_centre_moves_nobody(database: Database, hall: Hall) -> None:
    """Devices act in their own hall only."""
    other: Actor = make_hall(database, suffix="2").kiosk
    first = take(database, hall, 1)[0]
    for act in (keep_place.ask_for_time, move_ticket.leave):
        with pytest.raises(NotAllowed):
            database.write_now(other, act, first)
