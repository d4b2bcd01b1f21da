"""Announcements in a room: which one may be spoken now, and which are history."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec

from onestop.errors import AnnouncementDone, AnnouncementNotNext, AnnouncementTaken
from onestop.model.board import AnnouncementState

LEASE = timedelta(seconds=30)
"""How long a board has for one announcement: a chime and a sentence twice in two languages take 20 s."""
LAPSE = timedelta(seconds=60)
_ENDED = frozenset({AnnouncementState.PLAYED, AnnouncementState.LAPSED})


class Owed(msgspec.Struct, frozen=True, kw_only=True):
    """An announcement of a room as it stands."""

    id: str
    centre_id: str
    room: str
    position: int
    label: str
    state: str
    called_at: datetime
    board_id: str | None
    board: str
    claims: int
    lease_until: datetime | None


def is_claimed(owed: Owed, now: datetime) -> bool:
    """Tell whether a board is speaking it, as far as its lease says."""
    leased = owed.state == AnnouncementState.CLAIMED and owed.lease_until is not None
    return leased and owed.lease_until is not None and owed.lease_until > now


def lapsed(unfinished: Sequence[Owed], last_played_at: datetime | None, now: datetime) -> tuple[Owed, ...]:
    """Choose those that are history: called over a minute ago, in a room where nothing was spoken since.

    Why not by age alone? Ten calls in five seconds take two minutes to speak, and each citizen was
    promised a call: as long as the queue moves, nothing in it is too old.
    """
    if last_played_at is not None and now - last_played_at <= LAPSE:
        return ()
    if any(is_claimed(one, now) for one in unfinished):
        return ()
    return tuple(one for one in unfinished if now - one.called_at > LAPSE)


def may_claim(owed: Owed, unfinished: Sequence[Owed], now: datetime) -> None:
    """Let a board speak an announcement, or refuse.

    Why is a board's own running lease in its way too? Two screens may bear one token; they would both speak.

    Args:
        owed: The announcement.
        unfinished: What is not done in its room, in order, without what has lapsed.
        now: The present instant.

    Raises:
        AnnouncementDone: It was spoken, or has lapsed.
        AnnouncementNotNext: An earlier one of the room is not done.
        AnnouncementTaken: A board has it and its lease runs.
    """
    if owed.state in _ENDED:
        raise AnnouncementDone(announcement=owed.id, state=owed.state)
    if owed.id not in {one.id for one in unfinished}:
        raise AnnouncementDone(announcement=owed.id, state=AnnouncementState.LAPSED)
    first = unfinished[0]
    if first.id != owed.id:
        raise AnnouncementNotNext(announcement=owed.id, first=first.id)
    if is_claimed(owed, now) and owed.lease_until is not None:
        raise AnnouncementTaken(
            announcement=owed.id, board=owed.board, until=owed.lease_until.isoformat(timespec="milliseconds")
        )


def is_repeated(owed: Owed, board_id: str) -> bool:
    """Tell whether a board acknowledges what it acknowledged before: its first answer was lost.

    Raises:
        AnnouncementDone: Another board spoke it, or it lapsed, or nobody claimed it.
        AnnouncementTaken: Another board has taken it over meanwhile.
    """
    if owed.state == AnnouncementState.PLAYED and owed.board_id == board_id:
        return True
    if owed.state == AnnouncementState.CLAIMED and owed.board_id == board_id:
        return False
    if owed.state == AnnouncementState.CLAIMED and owed.lease_until is not None:
        raise AnnouncementTaken(
            announcement=owed.id, board=owed.board, until=owed.lease_until.isoformat(timespec="milliseconds")
        )
    raise AnnouncementDone(announcement=owed.id, state=owed.state)
