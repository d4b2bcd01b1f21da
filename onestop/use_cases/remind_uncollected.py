"""Whoever has not come for a result is reminded after some working days, once for each number of them."""

from datetime import datetime

from onestop.clock import local
from onestop.rules.access import Right, require
from onestop.rules.uncollected import REMIND_AFTER, REMIND_FROM, ready_before
from onestop.steps.tell_result import owe_about, reminder
from onestop.store import calendar, uncollected
from onestop.store.tx import Tx

_MOST_AT_A_TIME = 500


def owe_reminders(tx: Tx) -> int:
    """Owe the reminders of every centre that are due today; give how many; for the timetable.

    A result that waited through several numbers of days unnoticed, as after a standstill, is reminded of
    once, with the latest. Nothing before the hour, to who left no address, or about what goes by post.
    """
    require(tx.actor, Right.KEEP_DELIVERIES)
    if local(tx.now).time() < REMIND_FROM:
        return 0
    owed = 0
    for (centre_id,) in tx.run("SELECT id FROM centre WHERE kind = 'centre' ORDER BY id").fetchall():
        days_of = calendar.calendar_of(tx, centre_id)
        since: datetime | None = None
        for days in reversed(REMIND_AFTER):
            before = ready_before(days_of, tx.today, days)
            for dossier in uncollected.to_remind(
                tx, centre_id, reminder(days), since=since, before=before, most=_MOST_AT_A_TIME
            ):
                owe_about(tx, dossier, reminder(days))
                owed += 1
            since = before
    return owed
