"""Boards speak the calls of their room: each claims the next, speaks it, and says so."""

from datetime import datetime

import msgspec

from onestop.clock import local
from onestop.errors import BoardSilent, NotAllowed
from onestop.events import AnnouncementPlayed, AnnouncementsLapsed
from onestop.model.board import AnnouncementState
from onestop.rules import announcing
from onestop.rules.access import Right, require
from onestop.rules.announcing import Owed
from onestop.store import announcements, boards
from onestop.store.tx import Tx


class Claimed(msgspec.Struct, frozen=True, kw_only=True):
    """An announcement that a board may speak now, until `lease_until`."""

    id: str
    position: int
    label: str
    claims: int
    lease_until: datetime


class Played(msgspec.Struct, frozen=True, kw_only=True):
    """An announcement that was spoken."""

    id: str
    state: str


def _hold(tx: Tx, board_id: str, announcement_id: str) -> Owed:
    """Hold the room and read one of its announcements.

    Raises:
        NotFound: No such board or announcement.
        NotAllowed: The device is not this board's.
        BoardSilent: The board has no loudspeaker, or hangs in another room.
    """
    board = boards.find(tx, board_id)
    require(tx.actor, Right.SEE_BOARD, centre_id=board.centre_id)
    if tx.actor.kind == "device" and tx.actor.board_id != board_id:
        raise NotAllowed(right=Right.SEE_BOARD)
    owed = announcements.find(tx, announcement_id)
    if not board.speaks or (owed.centre_id, owed.room) != (board.centre_id, board.room):
        raise BoardSilent(board=board.name)
    announcements.hold_room(tx, owed.centre_id, owed.room)
    return announcements.find(tx, announcement_id)


def _lapse(tx: Tx, centre_id: str, room: str) -> list[Owed]:
    """End what is history in a room that is held; give what is left, in order."""
    left = announcements.unfinished(tx, centre_id, room)
    if not left:
        return left
    played_at = announcements.last_played_at(tx, centre_id, room, left[0].position)
    old = announcing.lapsed(left, played_at, tx.now)
    for one in old:
        announcements.end(tx, one.id, AnnouncementState.LAPSED)
    if old:
        tx.emit(
            AnnouncementsLapsed(
                centre_id=centre_id,
                subject_id=centre_id,
                room=room,
                announcements=tuple(one.id for one in old),
            )
        )
    gone = {one.id for one in old}
    return [one for one in left if one.id not in gone]


def claim(tx: Tx, board_id: str, announcement_id: str) -> Claimed:
    """Take an announcement to speak: the first of the room that is not done.

    Raises:
        AnnouncementDone: It was spoken, or has lapsed.
        AnnouncementNotNext: An earlier one of the room is not done.
        AnnouncementTaken: Another board has it and its lease runs.
        BoardSilent: The board has no loudspeaker, or hangs in another room.
        NotAllowed: The device is not this board's.
    """
    owed = _hold(tx, board_id, announcement_id)
    left = _lapse(tx, owed.centre_id, owed.room)
    announcing.may_claim(owed, left, tx.now)

    until = tx.now + announcing.LEASE
    announcements.claim(tx, owed, board_id, until)
    return Claimed(
        id=owed.id,
        position=owed.position,
        label=owed.label,
        claims=owed.claims + 1,
        lease_until=local(until),
    )


def played(tx: Tx, board_id: str, announcement_id: str) -> Played:
    """Say that an announcement was spoken to its end; said twice it changes nothing.

    Raises:
        AnnouncementDone: Another board spoke it, or it lapsed, or nobody claimed it.
        AnnouncementTaken: Another board has taken it over meanwhile.
        BoardSilent: The board has no loudspeaker, or hangs in another room.
    """
    owed = _hold(tx, board_id, announcement_id)
    if announcing.is_repeated(owed, board_id):
        return Played(id=owed.id, state=AnnouncementState.PLAYED)

    announcements.end(tx, owed.id, AnnouncementState.PLAYED)
    tx.emit(
        AnnouncementPlayed(
            centre_id=owed.centre_id,
            subject_id=owed.id,
            room=owed.room,
            label=owed.label,
            board_id=board_id,
            claims=owed.claims,
        )
    )
    return Played(id=owed.id, state=AnnouncementState.PLAYED)


def lapse(tx: Tx) -> int:
    """End what is history in every room; tell in how many rooms there was any."""
    require(tx.actor, Right.SET_UP_HALL)
    found = 0
    for centre_id, room in announcements.waiting_rooms(tx, tx.now - announcing.LAPSE):
        announcements.hold_room(tx, centre_id, room)
        before = len(tx.events)
        _lapse(tx, centre_id, room)
        found += len(tx.events) - before
    return found
