"""A citizen books a visit, gives it back, or comes."""

from datetime import date

import msgspec

from onestop import chance
from onestop.errors import AlreadyBooked, BookingEnded, Malformed, SlotFull, TooManyBookings
from onestop.events import BookingCheckedIn, BookingMade, BookingMissed
from onestop.model.booking import BookingState
from onestop.rules import booking as times
from onestop.rules.access import Right, require
from onestop.rules.applicant import typed_email, typed_name, typed_phone
from onestop.rules.booking_code import DRAWN, with_check
from onestop.rules.priority import BOOKED
from onestop.steps.end_booking import cancel_all
from onestop.steps.give_number import IssuedTicket, give
from onestop.steps.tell_booking import MADE, owe_about
from onestop.store import bookings, places
from onestop.store.bookings import BookingRow, NewBooking
from onestop.store.places import LineRow
from onestop.store.tx import Tx

PERSON = "person"
_MOST_AT_A_TIME = 500
_MOST_DRAWS = 50


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """What a citizen wants to book, as typed; `minute` counts from local midnight."""

    line: str
    day: date
    minute: int
    name: str
    phone: str
    email: str = ""
    lang: str = "vi"


class MadeBooking(msgspec.Struct, frozen=True, kw_only=True):
    """A booking just made; nothing of its citizen, since it is remembered with the request's key."""

    id: str
    code: str
    line_id: str
    day: date
    minute: int


def book(tx: Tx, wish: Wish) -> MadeBooking:
    """Book a slot of a line; anybody may.

    The person, known by the telephone number, is held first and the slot last, since many want the slot.

    Raises:
        NotFound: No such line.
        Malformed: A name, number or address that can be none.
        BookingClosed: The time cannot be booked.
        AlreadyBooked: The person has a booking in this line that day.
        TooManyBookings: The person has as many open bookings as one may have.
        SlotFull: No place is left.
    """
    name = typed_name(wish.name, field="name")
    phone = typed_phone(wish.phone, field="phone")
    if not phone:
        raise Malformed(field="phone", reason="missing")
    email = typed_email(wish.email, field="email")
    line = places.line(tx, wish.line)
    plan = _plan(tx, line, wish)
    person = tx.seals.fingerprint(PERSON, phone)
    within = bookings.raise_person(tx, line.centre_id, person, plan.per_person)
    if bookings.has_open(tx, line.id, wish.day, person):
        raise AlreadyBooked(line=line.name, day=times.day_text(wish.day))
    if not within:
        raise TooManyBookings(most=plan.per_person)
    if not bookings.take_place(tx, line.id, wish.day, wish.minute, plan.capacity):
        raise SlotFull(line=line.name, day=times.day_text(wish.day), time=times.time_text(wish.minute))

    made = NewBooking(
        id=chance.new_id(),
        line=line,
        day=wish.day,
        minute=wish.minute,
        code=_new_code(tx),
        person_hash=person,
        name=name,
        phone=phone,
        email=email,
        lang="en" if wish.lang == "en" else "vi",
    )
    bookings.put(tx, made)
    if email:
        owe_about(tx, bookings.by_code(tx, made.code), MADE, email)
    tx.emit(
        BookingMade(
            centre_id=line.centre_id,
            subject_id=made.id,
            line_id=line.id,
            day=wish.day.isoformat(),
            minute=wish.minute,
        )
    )
    return MadeBooking(id=made.id, code=made.code, line_id=line.id, day=wish.day, minute=wish.minute)


def _plan(tx: Tx, line: LineRow, wish: Wish) -> times.Plan:
    found = bookings.line_booking(tx, line)
    blackout = bookings.blackouts(tx, line, wish.day, wish.day).get(wish.day)
    return times.require_bookable(found, wish.day, wish.minute, tx.now, blackout=blackout)


def _new_code(tx: Tx) -> str:
    for _ in range(_MOST_DRAWS):
        code = with_check(chance.new_digits(DRAWN))
        if not bookings.has_code(tx, code):
            return code
    raise AssertionError("a hundred million codes are not used up")


def cancel(tx: Tx, code: str) -> None:
    """Give a booked slot back; who asks has shown the booking's link.

    Raises:
        NotFound: No such booking.
        BookingEnded: It was cancelled, used or missed before.
    """
    booking = bookings.lock(tx, code)
    if not cancel_all(tx, [booking]):
        raise BookingEnded(state=booking.state)


def check_in(tx: Tx, code: str, *, lang: str = "vi") -> IssuedTicket:
    """Give a citizen who booked a number that goes first from the booked hour on.

    Who comes before the hour waits until it as if come at it; the place in the slot stays taken. `lang`: of
    the slip.

    Raises:
        NotFound: No such booking in this centre.
        BookingTooEarly: The time for checking in has not begun.
        BookingTooLate: It is over.
        BookingEnded: The booking was cancelled or used.
        LineClosed: The line gives no numbers now.
    """
    booking = bookings.lock(tx, code)
    require(tx.actor, Right.TAKE_TICKET, centre_id=booking.centre_id)
    line = places.line(tx, booking.line_id)
    plan = bookings.line_booking(tx, line).plan or times.Plan()
    times.require_check_in(plan, booking.day, booking.minute, booking.state, tx.now)

    bookings.end(tx, booking, BookingState.CHECKED_IN)
    bookings.lower_person(tx, booking)
    begins = times.begins_at(booking.day, booking.minute)
    queued_at = max(begins, tx.now)
    issued = give(tx, line, priority=BOOKED, booking_id=booking.id, queued_at=queued_at, lang=lang)
    tx.emit(
        BookingCheckedIn(
            centre_id=booking.centre_id,
            subject_id=booking.id,
            line_id=booking.line_id,
            ticket_id=issued.id,
            label=issued.label,
        )
    )
    return issued


def free_no_shows(tx: Tx) -> int:
    """Free the slots of citizens who did not come in time, in every centre; give how many; for the timetable."""
    require(tx.actor, Right.CLOSE_DAY)
    centres = tx.run("SELECT id FROM centre WHERE kind = 'centre' ORDER BY id").fetchall()
    return sum(_free(tx, row[0]) for row in centres)


def _free(tx: Tx, centre_id: str) -> int:
    plans: dict[str, times.Plan] = {}
    missed = []
    for booking in bookings.open_until(tx, centre_id, tx.today, _MOST_AT_A_TIME):
        if booking.line_id not in plans:
            line = places.line(tx, booking.line_id)
            plans[booking.line_id] = bookings.line_booking(tx, line).plan or times.Plan()
        over = times.is_missed(plans[booking.line_id], booking.day, booking.minute, tx.now)
        if over and bookings.end(tx, booking, BookingState.NO_SHOW):
            missed.append(booking)

    for booking in sorted(missed, key=lambda one: one.person_hash):
        bookings.lower_person(tx, booking)
    for booking in sorted(missed, key=_slot):
        bookings.give_back_place(tx, booking)
        tx.emit(
            BookingMissed(
                centre_id=booking.centre_id,
                subject_id=booking.id,
                line_id=booking.line_id,
                day=booking.day.isoformat(),
                minute=booking.minute,
            )
        )
    return len(missed)


def _slot(booking: BookingRow) -> tuple[str, date, int]:
    return booking.line_id, booking.day, booking.minute
