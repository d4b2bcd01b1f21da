"""Bookings as API and pages show them: slots with their free places, and one booking."""

from datetime import date, datetime, timedelta

import msgspec

from onestop.clock import local
from onestop.errors import Malformed
from onestop.rules import booking as times
from onestop.rules.booking_code import grouped
from onestop.steps.tell_booking import link_of
from onestop.store import bookings, places
from onestop.store.places import LineRow
from onestop.store.tx import Reading
from onestop.web.shapes import CentreCard, LineName


class SlotCard(msgspec.Struct, frozen=True, kw_only=True):
    """A slot that may still be booked; `minute` counts from local midnight, `free` is 0 when it is full."""

    day: date
    minute: int
    time: str
    begins_at: datetime
    capacity: int
    free: int


class BookingCard(msgspec.Struct, frozen=True, kw_only=True):
    """A booking as the holder of its link sees it: never whose it is."""

    id: str
    code: str
    code_shown: str
    state: str
    line: LineName
    centre: CentreCard
    address: str
    day: date
    minute: int
    time: str
    begins_at: datetime
    ends_at: datetime
    check_in_from: datetime
    check_in_until: datetime
    url: str


def line_name(line: LineRow, lang: str) -> LineName:
    """Name a line in the reader's language."""
    return LineName(line.id, line.letter, (line.name_en or line.name) if lang == "en" else line.name)


def slots(reading: Reading, line: LineRow, since: date | None, until: date | None) -> list[SlotCard]:
    """List the slots of a line between two local days, both included, that may still be booked.

    Raises:
        Malformed: More days than one look covers, or backwards.
    """
    found = bookings.line_booking(reading, line)
    if found.plan is None:
        return []
    first = since or reading.today
    last = until or times.last_day(found.plan, reading.today)
    if not 0 <= (last - first).days <= times.LONGEST_LOOK_DAYS:
        raise Malformed(field="to", reason="date")
    out = bookings.blackouts(reading, line, first, last)
    taken = bookings.taken(reading, line.id, first, last)
    capacity = found.plan.capacity
    days = (first + timedelta(days=more) for more in range((last - first).days + 1))
    return [
        SlotCard(
            day=day,
            minute=minute,
            time=times.time_text(minute),
            begins_at=local(times.begins_at(day, minute)),
            capacity=capacity,
            free=max(0, capacity - taken.get((day, minute), 0)),
        )
        for day in days
        if day not in out
        for minute in times.bookable(found, day, reading.now)
    ]


def booking_card(reading: Reading, code: str, base_url: str, lang: str = "vi") -> BookingCard:
    """Show a booking.

    Raises:
        NotFound: No such code.
    """
    booking = bookings.by_code(reading, code)
    line, centre = places.line(reading, booking.line_id), places.centre(reading, booking.centre_id)
    plan = bookings.line_booking(reading, line).plan or times.Plan()
    begins = times.begins_at(booking.day, booking.minute)
    since, until = times.check_in_window(plan, booking.day, booking.minute)
    return BookingCard(
        id=booking.id,
        code=code,
        code_shown=grouped(code),
        state=booking.state,
        line=line_name(line, lang),
        centre=CentreCard(centre.id, centre.name, centre.place, centre.phone),
        address=centre.address,
        day=booking.day,
        minute=booking.minute,
        time=times.time_text(booking.minute),
        begins_at=local(begins),
        ends_at=local(begins + timedelta(minutes=plan.slot_minutes)),
        check_in_from=local(since),
        check_in_until=local(until),
        url=f"{base_url}/b/{link_of(reading.seals, code)}",
    )
