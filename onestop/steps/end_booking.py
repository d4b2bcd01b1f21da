"""Bookings given back before their time, by their citizens or by the office: places, counts and letters follow."""

from collections.abc import Sequence
from datetime import date

from onestop.events import BookingCancelled
from onestop.model.booking import BookingState
from onestop.steps.tell_booking import REMINDER
from onestop.store import bookings, deliveries
from onestop.store.bookings import BookingRow
from onestop.store.tx import Tx

WITHDRAWN = "withdrawn"
"""What is written in place of a fault where a letter is not true any more and was not sent."""


def cancel_all(tx: Tx, booked: Sequence[BookingRow]) -> list[BookingRow]:
    """Cancel bookings, which come in the order of their ids; give those that were still open."""
    ended = [booking for booking in booked if bookings.end(tx, booking, BookingState.CANCELLED)]
    for booking in sorted(ended, key=lambda one: one.person_hash):
        bookings.lower_person(tx, booking)
    for booking in sorted(ended, key=_slot):
        bookings.give_back_place(tx, booking)
        deliveries.withdraw(tx, booking.id, REMINDER, WITHDRAWN)
        tx.emit(
            BookingCancelled(
                centre_id=booking.centre_id,
                subject_id=booking.id,
                line_id=booking.line_id,
                day=booking.day.isoformat(),
                minute=booking.minute,
            )
        )
    return ended


def _slot(booking: BookingRow) -> tuple[str, date, int]:
    return booking.line_id, booking.day, booking.minute
