"""Coming to a booked visit: the window, the number, its place in the line, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from onestop.errors import BookingEnded, BookingTooEarly, BookingTooLate, NotAllowed, NotSignedIn
from onestop.rules.access import CITIZEN, SYSTEM
from onestop.store import journal, tickets
from onestop.store.database import Database
from onestop.use_cases import book_visit, serve_line, take_ticket
from tests.booking_makers import HALF_PAST_EIGHT, assert_counted, book, plan
from tests.conftest import Hands
from tests.makers import Hall, make_hall


@pytest.fixture
def code(database: Database, hall: Hall) -> str:
    """Give the code of a booking for Thursday, half past eight, in line A."""
    plan(database, hall.lines["A"], early_minutes=30, late_minutes=15)
    return book(database, hall).code


def _at(hands: Hands, hour: int, minute: int) -> None:
    hands.at = datetime(2026, 11, 26, hour - 7, minute, tzinfo=UTC)


def test_a_booked_citizen_is_given_a_number_that_goes_first(
    database: Database, hands: Hands, hall: Hall, code: str
) -> None:
    """Who booked is called before who merely came earlier; the ticket knows its booking."""
    _at(hands, 8, 10)
    ordinary = database.write_now(hall.kiosk, take_ticket.take, hall.lines["A"])
    _at(hands, 8, 31)
    booked = database.write_now(hall.kiosk, book_visit.check_in, code)
    called = database.write_now(hall.officer(1), serve_line.call_next, hall.counters[1])

    assert (ordinary.label, booked.label, booked.priority) == ("A001", "A002", "booked")
    assert called.label == "A002"
    kinds = [entry.kind for entry in database.read_now(journal.since, hall.centre, 0)]
    assert kinds[-3:] == ["ticket-issued", "booking-checked-in", "ticket-called"]
    assert database.read_now(
        lambda reading: reading.run(
            "SELECT code, booking.state FROM booking JOIN ticket ON booking_id = booking.id"
        ).fetchone()
    ) == (code, "checked_in")
    assert_counted(database)


def test_who_comes_early_waits_from_the_booked_hour(
    database: Database, hands: Hands, hall: Hall, code: str
) -> None:
    """Coming before the hour gains no place over others who go first and were there before the hour."""
    _at(hands, 8, 5)
    booked = database.write_now(hall.kiosk, book_visit.check_in, code)
    _at(hands, 8, 20)
    elderly = database.write_now(hall.kiosk, take_ticket.take, hall.lines["A"], "elderly")

    assert database.write_now(hall.officer(1), serve_line.call_next, hall.counters[1]).label == elderly.label
    queued = database.read_now(tickets.find, booked.id).queued_at
    assert queued == datetime(2026, 11, 26, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize("minute", [0, 45])
def test_the_window_s_ends_are_within(
    database: Database, hands: Hands, hall: Hall, code: str, minute: int
) -> None:
    """Half an hour before and the last second of the quarter after are in time."""
    _at(hands, 8, minute)
    if minute:
        hands.forward(seconds=-1)
    assert database.write_now(hall.kiosk, book_visit.check_in, code).label == "A001"


def test_too_early_tells_from_when(database: Database, hands: Hands, hall: Hall, code: str) -> None:
    """The day before, or an hour before: the citizen is told when to come back, and nothing is used up."""
    _at(hands, 7, 59)
    with pytest.raises(BookingTooEarly) as refused:
        database.write_now(hall.kiosk, book_visit.check_in, code)
    assert (refused.value.day, refused.value.time, refused.value.since) == ("26/11/2026", "08:30", "08:00")
    _at(hands, 8, 1)
    assert database.write_now(hall.kiosk, book_visit.check_in, code).label == "A001"


def test_too_late_tells_until_when(database: Database, hands: Hands, hall: Hall, code: str) -> None:
    """After the quarter the booking does not hold, whether it was freed yet or not."""
    _at(hands, 8, 46)
    with pytest.raises(BookingTooLate) as refused:
        database.write_now(hall.kiosk, book_visit.check_in, code)
    assert refused.value.until == "08:45"
    database.write_now(SYSTEM, book_visit.free_no_shows)
    with pytest.raises(BookingTooLate):
        database.write_now(hall.kiosk, book_visit.check_in, code)


def test_a_booking_gives_one_number_however_often_it_is_shown(
    database: Database, hands: Hands, hall: Hall, code: str
) -> None:
    """Eight machines at which the code is keyed in at once give one number."""
    _at(hands, 8, 30)

    def attempt(_: int) -> str | None:
        try:
            return database.write_now(hall.kiosk, book_visit.check_in, code).label
        except BookingEnded:
            return None

    with ThreadPoolExecutor(8) as machines:
        labels = [label for label in machines.map(attempt, range(8)) if label]
    assert labels == ["A001"]
    assert_counted(database)


def test_a_cancelled_booking_gives_no_number(database: Database, hands: Hands, hall: Hall, code: str) -> None:
    """What was given back is somebody else's."""
    database.write_now(CITIZEN, book_visit.cancel, code)
    _at(hands, 8, 30)
    with pytest.raises(BookingEnded):
        database.write_now(hall.kiosk, book_visit.check_in, code)


def test_only_a_machine_or_officer_of_the_hall_checks_in(database: Database, hands: Hands, code: str) -> None:
    """From home nobody is in the hall; and another hall's kiosk gives no number of this one."""
    other = make_hall(database, suffix="-2")
    _at(hands, 8, 30)
    with pytest.raises(NotSignedIn):
        database.write_now(CITIZEN, book_visit.check_in, code)
    with pytest.raises(NotAllowed):
        database.write_now(other.kiosk, book_visit.check_in, code)


def test_after_checking_in_the_person_may_book_again(
    database: Database, hands: Hands, hall: Hall, code: str
) -> None:
    """The limit counts bookings that are still to come."""
    database.write_now(SYSTEM, lambda tx: tx.run("UPDATE booking_plan SET per_person = 1"))
    _at(hands, 8, 30)
    database.write_now(hall.kiosk, book_visit.check_in, code)
    assert book(database, hall, minute=HALF_PAST_EIGHT + 60).code != code
