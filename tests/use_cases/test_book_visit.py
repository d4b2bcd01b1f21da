"""Booking a visit, giving it back, and not coming, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from onestop.errors import (
    AlreadyBooked,
    BookingClosed,
    BookingEnded,
    Malformed,
    NotFound,
    Refusal,
    SlotFull,
    TooManyBookings,
)
from onestop.rules.access import CITIZEN, SYSTEM
from onestop.store import journal
from onestop.store.database import Database
from onestop.use_cases import book_visit
from tests.booking_makers import (
    HALF_PAST_EIGHT,
    THURSDAY,
    assert_counted,
    black_out,
    book,
    counters,
    phone_of,
    plan,
)
from tests.conftest import Hands
from tests.makers import Hall


@pytest.fixture
def planned(database: Database, hall: Hall) -> Hall:
    """Give the hall with bookings in line A: two places each half-hour."""
    plan(database, hall.lines["A"])
    return hall


def _kinds(database: Database, hall: Hall) -> list[str]:
    return [entry.kind for entry in database.read_now(journal.since, hall.centre, 0)]


def test_a_slot_is_booked_and_the_journal_names_nobody(database: Database, planned: Hall) -> None:
    """A booking has a code of nine digits; neither name nor number stands open anywhere."""
    made = book(database, planned, email="ly@example.vn")

    assert (made.day, made.minute, len(made.code)) == (THURSDAY, HALF_PAST_EIGHT, 9)
    assert _kinds(database, planned) == ["booking-made"]
    row = database.read_now(
        lambda reading: reading.run("SELECT * FROM booking WHERE code = :code", code=made.code).fetchone()
    )
    entries = database.read_now(journal.since, planned.centre, 0)
    told = f"{row} {entries}"
    assert not [word for word in ("Nông", "0912000386", "ly@example.vn", made.code) if word in str(entries)]
    assert "Nông" not in told
    assert "0912000386" not in told
    assert_counted(database)


def test_fifty_people_cannot_take_the_last_place_twice(database: Database, hall: Hall) -> None:
    """Of fifty who want the two places of a slot in the same instant, two get one."""
    plan(database, hall.lines["A"], capacity=2)

    def attempt(number: int) -> str:
        try:
            book(database, hall, phone=phone_of(number))
        except SlotFull:
            return "full"
        return "booked"

    with ThreadPoolExecutor(50) as people:
        outcomes = list(people.map(attempt, range(50)))

    assert outcomes.count("booked") == 2
    assert outcomes.count("full") == 48
    assert_counted(database)


def test_the_database_itself_refuses_one_too_many(database: Database, planned: Hall) -> None:
    """Whatever a program does, a slot never holds more than its places."""
    book(database, planned)
    with pytest.raises(Exception, match="no_overbooking") as refused:
        database.write_now(SYSTEM, lambda tx: tx.run("UPDATE booking_slot SET taken = capacity + 1"))
    assert isinstance(refused.value, IntegrityError) or "constraint" in str(refused.value).lower()


def test_one_person_cannot_book_beyond_the_limit_at_once(database: Database, hall: Hall) -> None:
    """One telephone number that books ten different days in the same instant gets its two."""
    plan(database, hall.lines["A"], per_person=2)
    days = [date(2026, 11, 25) + timedelta(days=more) for more in (0, 1, 2, 5, 6, 7, 8, 9, 12)]

    def attempt(day: date) -> bool:
        try:
            book(database, hall, day=day)
        except TooManyBookings:
            return False
        return True

    with ThreadPoolExecutor(len(days)) as people:
        outcomes = list(people.map(attempt, days))

    assert outcomes.count(True) == 2
    assert_counted(database)


def test_the_same_person_is_known_however_the_number_is_typed(database: Database, planned: Hall) -> None:
    """A second booking in the same line and day is refused, with +84 or with blanks."""
    book(database, planned, phone="0912 000 386")
    with pytest.raises(AlreadyBooked):
        book(database, planned, phone="+84 912.000.386", minute=HALF_PAST_EIGHT + 30)


def test_one_person_booking_a_day_twice_at_once_is_booked_once(database: Database, hall: Hall) -> None:
    """Two presses for two hours of one day end in one booking and a plain refusal."""
    plan(database, hall.lines["A"], per_person=5)

    def attempt(minute: int) -> bool:
        try:
            book(database, hall, minute=minute)
        except AlreadyBooked:
            return False
        return True

    with ThreadPoolExecutor(6) as people:
        outcomes = list(people.map(attempt, range(480, 660, 30)))

    assert outcomes.count(True) == 1
    assert_counted(database)


def test_a_cancelled_booking_frees_its_place_and_its_person(database: Database, hall: Hall) -> None:
    """The place and the person's turn go to whoever books next, and cancelling twice is refused."""
    plan(database, hall.lines["A"], capacity=1, per_person=1)
    first = book(database, hall)
    with pytest.raises(SlotFull):
        book(database, hall, phone=phone_of(2))

    database.write_now(CITIZEN, book_visit.cancel, first.code)

    book(database, hall, phone=phone_of(2))
    book(database, hall, minute=HALF_PAST_EIGHT + 30)
    with pytest.raises(BookingEnded) as refused:
        database.write_now(CITIZEN, book_visit.cancel, first.code)
    assert refused.value.state == "cancelled"
    assert_counted(database)


def test_cancelling_in_the_same_instant_frees_one_place_only(database: Database, planned: Hall) -> None:
    """A link opened twice cannot give back a place that was given back."""
    made = book(database, planned)

    def attempt(_: int) -> bool:
        try:
            database.write_now(CITIZEN, book_visit.cancel, made.code)
        except BookingEnded:
            return False
        return True

    with ThreadPoolExecutor(8) as people:
        assert list(people.map(attempt, range(8))).count(True) == 1
    assert_counted(database)


def test_a_day_of_blackout_has_no_bookings(database: Database, planned: Hall) -> None:
    """A day that the office took out is refused with its reason, in one line or in all."""
    black_out(database, planned.centre, THURSDAY)
    with pytest.raises(BookingClosed) as refused:
        book(database, planned)
    assert (refused.value.reason, refused.value.why) == ("blackout", "tập huấn")


def test_a_blackout_of_another_line_hinders_nobody(database: Database, planned: Hall) -> None:
    """Line B's day off is not line A's."""
    black_out(database, planned.centre, THURSDAY, planned.lines["B"])
    assert book(database, planned).day == THURSDAY


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ({"day": date(2026, 12, 30)}, "too-far"),
        ({"day": date(2026, 11, 20)}, "past"),
        ({"day": date(2026, 11, 23), "minute": 450}, "past"),
        ({"minute": 451}, "no-slot"),
    ],
)
def test_what_cannot_be_booked_is_refused(
    database: Database, planned: Hall, asked: dict[str, object], reason: str
) -> None:
    """Too far, past, or at no slot's beginning: each is told apart."""
    with pytest.raises(BookingClosed) as refused:
        book(database, planned, **asked)
    assert refused.value.reason == reason


def test_a_line_without_a_plan_takes_no_bookings(database: Database, planned: Hall) -> None:
    """Bookings are the office's choice for each line."""
    with pytest.raises(BookingClosed) as refused:
        book(database, planned, line=planned.lines["B"])
    assert refused.value.reason == "no-plan"


@pytest.mark.parametrize(
    ("asked", "problem"),
    [
        ({"phone": ""}, Malformed),
        ({"phone": "12"}, Malformed),
        ({"name": "  "}, Malformed),
        ({"name": "a\nBcc: x@y.vn"}, Malformed),
        ({"email": "a@b\r\nBcc: x@y.vn"}, Malformed),
        ({"line": "none"}, NotFound),
    ],
)
def test_what_is_no_name_number_or_address_is_refused(
    database: Database, planned: Hall, asked: dict[str, object], problem: type[Refusal]
) -> None:
    """Nothing typed can smuggle in a second line or a second reader."""
    with pytest.raises(problem):
        book(database, planned, **asked)
    assert counters(database) == ({}, {})


def test_who_does_not_come_is_freed_and_may_book_again(database: Database, hands: Hands, hall: Hall) -> None:
    """After the late minutes the booking is a no-show, its counters are lowered, and the person books anew."""
    plan(database, hall.lines["A"], capacity=1, per_person=1, late_minutes=15)
    made = book(database, hall)

    hands.at = datetime(2026, 11, 26, 1, 44, tzinfo=UTC)  # 08:44, one minute before the end
    assert database.write_now(SYSTEM, book_visit.free_no_shows) == 0
    hands.forward(minutes=2)
    assert database.write_now(SYSTEM, book_visit.free_no_shows) == 1
    assert database.write_now(SYSTEM, book_visit.free_no_shows) == 0

    assert _kinds(database, hall)[-1] == "booking-missed"
    with pytest.raises(BookingEnded):
        database.write_now(CITIZEN, book_visit.cancel, made.code)
    assert book(database, hall, minute=HALF_PAST_EIGHT + 60).minute == HALF_PAST_EIGHT + 60
    assert_counted(database)


def test_a_smaller_plan_takes_no_place_away_and_gives_no_new_one(database: Database, hall: Hall) -> None:
    """When the office lowers the places below what is booked, those booked stay and nobody is added."""
    plan(database, hall.lines["A"], capacity=3)
    for number in range(2):
        book(database, hall, phone=phone_of(number))
    database.write_now(SYSTEM, lambda tx: tx.run("UPDATE booking_plan SET capacity = 1"))

    with pytest.raises(SlotFull):
        book(database, hall, phone=phone_of(9))
    assert_counted(database)
