"""In the afternoon before, whoever booked for the next day is owed a reminder."""

from datetime import timedelta

from onestop.rules.access import Right, require
from onestop.rules.booking import reminder_at
from onestop.steps.tell_booking import REMINDER, owe_about
from onestop.store import bookings
from onestop.store.tx import Tx

_MOST_AT_A_TIME = 500


def owe_reminders(tx: Tx) -> int:
    """Owe the reminders for tomorrow's bookings, in every centre, once; give how many; for the timetable.

    Nothing before the hour, and nothing to who booked after it or left no address.
    """
    require(tx.actor, Right.KEEP_DELIVERIES)
    tomorrow = tx.today + timedelta(days=1)
    if tx.now < reminder_at(tomorrow):
        return 0
    owed = 0
    for (centre_id,) in tx.run("SELECT id FROM centre WHERE kind = 'centre' ORDER BY id").fetchall():
        for booking in bookings.to_remind(tx, centre_id, tomorrow, REMINDER, _MOST_AT_A_TIME):
            owe_about(tx, booking, REMINDER, tx.seals.unseal(booking.email_sealed or ""))
            owed += 1
    return owed
