"""Moving a visit: to another line or counter with its wait kept, and on to further services."""

import pytest

from onestop.errors import CounterClosed, Malformed, MoveNotAllowed, NotAllowed
from onestop.rules.turns import Why
from onestop.store import tickets, visit_ledger
from onestop.store.database import Database
from onestop.use_cases import attend_ticket, move_ticket, serve_line, take_ticket
from tests.conftest import Hands
from tests.makers import Hall, make_hall


def take(database: Database, hall: Hall, letter: str = "A", **more: object) -> str:
    """Take a number; give its id."""
    return database.write_now(hall.kiosk, take_ticket.take, hall.lines[letter], **more).id


def call(database: Database, hall: Hall, counter: int) -> tuple[str, str | None]:
    """Call the next number to a counter; give its label and why."""
    called = database.write_now(hall.officer(counter), serve_line.call_next, hall.counters[counter])
    return called.label, called.why


def finish(database: Database, hall: Hall, counter: int) -> str:
    """End the visit at a counter; give the state that it is in then."""
    present = database.read_now(tickets.at_counter, hall.counters[counter])
    assert present is not None
    return database.write_now(hall.officer(counter), attend_ticket.finish, present.id).state


def test_a_visit_moved_to_another_line_keeps_its_wait(database: Database, hall: Hall, hands: Hands) -> None:
    """A001 waited twenty minutes in the wrong line: in line R it goes before whoever came there since."""
    one = take(database, hall)
    hands.forward(minutes=20)
    take(database, hall, "R")
    call(database, hall, 1)
    database.write_now(hall.officer(1), move_ticket.move, one, to_line=hall.lines["R"])
    assert call(database, hall, 3) == ("A001", Why.LONGEST_WAIT)


def test_a_visit_sent_to_a_counter_is_called_by_that_counter_alone(database: Database, hall: Hall) -> None:
    """A001 goes to counter 2: counter 1 gets A002, counter 2 gets A001 and is told why."""
    one, _two = take(database, hall), take(database, hall)
    call(database, hall, 1)
    database.write_now(hall.officer(1), move_ticket.move, one, to_counter=hall.counters[2])
    assert call(database, hall, 1) == ("A002", Why.LONGEST_WAIT)
    assert call(database, hall, 2) == ("A001", Why.SENT_HERE)


def test_when_that_counter_closes_the_visit_stands_in_the_line_again(database: Database, hall: Hall) -> None:
    """Nobody waits for a counter that is closed."""
    one = take(database, hall)
    database.write_now(hall.officer(1), move_ticket.move, one, to_counter=hall.counters[2])
    database.write_now(hall.officer(2), serve_line.turn_counter, hall.counters[2], "closed")
    assert call(database, hall, 1)[0] == "A001"


def test_nobody_is_sent_to_a_closed_counter_or_to_ones_own(database: Database, hall: Hall) -> None:
    """A closed counter calls nobody; to one's own counter there is no way to go."""
    one = take(database, hall)
    database.write_now(hall.officer(2), serve_line.turn_counter, hall.counters[2], "closed")
    with pytest.raises(CounterClosed):
        database.write_now(hall.officer(1), move_ticket.move, one, to_counter=hall.counters[2])
    with pytest.raises(Malformed):
        database.write_now(hall.officer(1), move_ticket.move, one, to_counter=hall.counters[1])
    with pytest.raises(Malformed):
        database.write_now(hall.officer(1), move_ticket.move, one)


def test_nobody_takes_a_person_away_from_another_counter(database: Database, hall: Hall) -> None:
    """Whom counter 1 serves, counter 2 cannot move."""
    one = take(database, hall)
    call(database, hall, 1)
    with pytest.raises(NotAllowed):
        database.write_now(hall.officer(2), move_ticket.move, one, to_line=hall.lines["R"])
    with pytest.raises(NotAllowed):
        database.write_now(hall.officer(2), move_ticket.add_stop, one, hall.lines["R"])


def test_nobody_is_moved_into_another_centre(database: Database, hall: Hall) -> None:
    """Lines of other halls are out of reach."""
    other = make_hall(database, suffix="2")
    one = take(database, hall)
    with pytest.raises(NotAllowed):
        database.write_now(hall.officer(1), move_ticket.move, one, to_line=other.lines["A"])


def test_a_visit_for_three_services_keeps_its_one_number(
    database: Database, hall: Hall, hands: Hands
) -> None:
    """A001 is for A, B and R: ended at the first it goes on in the next, by the time it came."""
    one = take(database, hall, also=[hall.lines["B"], hall.lines["R"]])
    hands.forward(minutes=5)
    take(database, hall, "B")
    call(database, hall, 1)
    assert finish(database, hall, 1) == "waiting"
    assert database.read_now(tickets.find, one).waits_in_id == hall.lines["B"]
    assert call(database, hall, 2)[0] == "A001"
    assert finish(database, hall, 2) == "waiting"
    call(database, hall, 2)
    assert call(database, hall, 3)[0] == "A001"
    assert finish(database, hall, 3) == "served"


def test_an_officer_adds_a_service_to_a_visit(database: Database, hall: Hall) -> None:
    """At the counter it turns out that a copy is needed as well: the visit goes on there."""
    one = take(database, hall)
    call(database, hall, 1)
    database.write_now(hall.officer(1), move_ticket.add_stop, one, hall.lines["B"])
    assert [stop.line_id for stop in database.read_now(visit_ledger.stops, one)] == [hall.lines["B"]]
    with pytest.raises(Malformed):
        database.write_now(hall.officer(1), move_ticket.add_stop, one, hall.lines["B"])
    assert finish(database, hall, 1) == "waiting"
    call(database, hall, 1)
    assert finish(database, hall, 1) == "served"
    with pytest.raises(MoveNotAllowed):
        database.write_now(hall.officer(1), move_ticket.add_stop, one, hall.lines["R"])
