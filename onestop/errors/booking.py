"""Refusals of bookings; days and hours are local and written as people read them: 23/11/2026, 09:30."""

from onestop.errors.refusal import Refusal, refusal


@refusal
class BookingClosed(Refusal):
    """No such time can be booked in the line.

    `reason`: `no-plan` (the line takes no bookings), `blackout` (a day without, `why` is the office's own
    word), `no-slot` (no slot begins then), `past` or `too-far` (beyond the days that may be booked).
    """

    code = "booking-closed"
    line: str
    day: str
    reason: str
    why: str = ""


@refusal
class SlotFull(Refusal):
    """Every place of the slot is taken."""

    code = "slot-full"
    line: str
    day: str
    time: str


@refusal
class TooManyBookings(Refusal):
    """The person has as many open bookings in the centre as one may have."""

    code = "too-many-bookings"
    most: int


@refusal
class AlreadyBooked(Refusal):
    """The person has an open booking in this line on this day."""

    code = "already-booked"
    line: str
    day: str


@refusal
class BookingTooEarly(Refusal):
    """Checking in begins later: `since` on `day`."""

    code = "booking-too-early"
    day: str
    time: str
    since: str


@refusal
class BookingTooLate(Refusal):
    """Checking in ended: `until` on `day`."""

    code = "booking-too-late"
    day: str
    time: str
    until: str


@refusal
class BookingEnded(Refusal):
    """The booking was cancelled, used or missed: `state`."""

    code = "booking-ended"
    state: str


@refusal
class DeliveryNotGivenUp(Refusal):
    """Only a message that was given up is sent again by hand."""

    code = "delivery-not-given-up"
    state: str
