"""A line that takes bookings, and wishes to book it; mirrors the model."""

from datetime import date
from typing import Any

from onestop.model.booking import Blackout, BookingPlan
from onestop.rules.access import CITIZEN, SYSTEM
from onestop.store.database import Database
from onestop.store.tx import Reading, Tx
from onestop.use_cases import book_visit
from onestop.use_cases.book_visit import MadeBooking, Wish
from tests.makers import Hall

THURSDAY = date(2026, 11, 26)
"""Three days after the morning of the tests; the Tuesday between is a holiday in no test calendar."""
HALF_PAST_EIGHT = 8 * 60 + 30


def plan(database: Database, line_id: str, **terms: Any) -> None:
    """Let a line take bookings."""

    def put(tx: Tx) -> None:
        tx.session.add(BookingPlan(line_id=line_id, **terms))

    database.write_now(SYSTEM, put)


def black_out(database: Database, centre_id: str, on: date, line_id: str | None = None) -> None:
    """Take the bookings of a day away."""

    def put(tx: Tx) -> None:
        tx.session.add(Blackout(centre_id=centre_id, line_id=line_id, on_day=on, reason="tập huấn"))

    database.write_now(SYSTEM, put)


def wish(hall: Hall, *, phone: str = "0912000386", **other: Any) -> Wish:
    """Want Thursday at half past eight in line A."""
    asked: dict[str, Any] = {"line": hall.lines["A"], "day": THURSDAY, "minute": HALF_PAST_EIGHT}
    return Wish(**{**asked, "name": "Nông Thị Lý", "phone": phone, **other})


def book(database: Database, hall: Hall, **asked: Any) -> MadeBooking:
    """Book as a citizen does."""
    return database.write_now(CITIZEN, book_visit.book, wish(hall, **asked))


def phone_of(number: int) -> str:
    """Give each of many people a telephone number."""
    return f"09{number:08d}"


def counters(database: Database) -> tuple[dict[tuple[str, str, int], int], dict[str, int]]:
    """Read what the slots and persons hold: places taken, open bookings."""

    def ask(reading: Reading) -> tuple[dict[tuple[str, str, int], int], dict[str, int]]:
        slots = reading.run("SELECT line_id, day, minute, taken FROM booking_slot").fetchall()
        persons = reading.run("SELECT person_hash, open FROM booking_person").fetchall()
        return {(row[0], row[1], row[2]): row[3] for row in slots}, dict(persons)

    return database.read_now(ask)


def counted(database: Database) -> tuple[dict[tuple[str, str, int], int], dict[str, int]]:
    """Count the same from the bookings themselves: live ones a slot, open ones a person."""

    def ask(reading: Reading) -> tuple[dict[tuple[str, str, int], int], dict[str, int]]:
        slots = reading.run(
            "SELECT line_id, day, minute, count(*) FROM booking WHERE state IN ('booked', 'checked_in') "
            "GROUP BY line_id, day, minute"
        ).fetchall()
        persons = reading.run(
            "SELECT person_hash, count(*) FROM booking WHERE state = 'booked' GROUP BY person_hash"
        ).fetchall()
        return {(row[0], row[1], row[2]): row[3] for row in slots}, dict(persons)

    return database.read_now(ask)


def assert_counted(database: Database) -> None:
    """Hold the counters against the bookings."""
    (slots, persons), (live, owed) = counters(database), counted(database)
    assert {slot: count for slot, count in slots.items() if count} == live
    assert {person: count for person, count in persons.items() if count} == owed
