"""What becomes of a print job: who may have it, what a report changes, when it is given up."""

from datetime import datetime, timedelta

from onestop.model.printing import PrintState

LEASE = timedelta(seconds=45)
"""So long a fetched job is in one agent's hands; longer than the agent's whole patience with a printer."""
GIVE_UP_AFTER = timedelta(minutes=2)
"""A slip that nobody reported by then counts as failed: whoever waited for it has gone."""
PAPER_BACK_WITHIN = timedelta(seconds=60)
"""So long the kiosk keeps a number in sight; paper that is back by then still prints its slip, later paper
does not: the next citizen would take it for the own one."""
LOOK_AGAIN = timedelta(seconds=5)
"""After a report of paper out the job rests so long."""

UNREPORTED = "unreported"
"""The fault of a job that was given up."""
FAULTS = frozenset({PrintState.FAILED, PrintState.PAPER_OUT})
OWED = frozenset({PrintState.QUEUED, PrintState.SENT})
OUTCOMES = frozenset({PrintState.PRINTED, *FAULTS})


def state_after(state: str, told: str) -> PrintState:
    """Tell a job's state after a report.

    Paper that came out is a fact: `printed` follows anything and nothing follows it, so a report may come
    twice, late or out of order. Of two faults the first stays.
    """
    if told == PrintState.PRINTED or state in OWED:
        return PrintState(told)
    return PrintState(state)


def state_seen(state: str, *, asked_at: datetime, lease_until: datetime | None, now: datetime) -> PrintState:
    """Tell a job's state as it is shown: a job that is overdue has failed, written down so or not yet."""
    overdue = asked_at <= now - GIVE_UP_AFTER and (lease_until is None or lease_until <= now)
    return PrintState.FAILED if state in OWED and overdue else PrintState(state)


def wait_again(told: str, now: datetime) -> datetime | None:
    """Tell until when a job rests after a report; None when it is not tried again."""
    return now + LOOK_AGAIN if told == PrintState.PAPER_OUT else None
