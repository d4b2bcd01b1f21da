"""When an owed message is tried again, and when it is given up."""

from datetime import datetime, timedelta

from onestop.model.delivery import DeliveryState

MOST_TRIES = 10
"""With the pauses below, a message is tried for some eight and a half hours."""
_FIRST_PAUSE = timedelta(minutes=1)
_LONGEST_PAUSE = timedelta(hours=6)
_WORTHLESS_AFTER = timedelta(hours=24)
HELD_FOR = timedelta(minutes=5)
"""How long a message is with one sender; after that the sender is taken for dead and it is tried again."""


def after_failure(tries: int, now: datetime) -> tuple[DeliveryState, datetime]:
    """Tell what becomes of a message after a failure that may pass: its state, and when it is due again.

    Args:
        tries: How often it was tried, this time included; from 1.
        now: The present instant.
    """
    if tries >= MOST_TRIES:
        return DeliveryState.TECHNICAL_FAILURE, now
    pause = min(_FIRST_PAUSE * 2 ** (tries - 1), _LONGEST_PAUSE)
    return DeliveryState.TEMPORARY_FAILURE, now + pause


def is_worthless(due_at: datetime, now: datetime) -> bool:
    """Tell whether nobody sent a message for so long after it was due that it would only puzzle its reader."""
    return now - due_at > _WORTHLESS_AFTER
