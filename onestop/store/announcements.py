"""Announcements as a queue for each room: its counter row, its unfinished rows, claims and ends."""

from datetime import datetime

import msgspec

from onestop.errors import NotFound
from onestop.model.columns import instant, micros
from onestop.rules.announcing import Owed
from onestop.store.tx import Reading, Tx

_NEXT_POSITION = """
INSERT INTO room (centre_id, key, name, name_en, last_announcement) VALUES (:centre, :room, '', '', 1)
ON CONFLICT (centre_id, key) DO UPDATE SET last_announcement = room.last_announcement + 1
RETURNING last_announcement
"""
_HOLD_ROOM = """
UPDATE room SET last_announcement = last_announcement WHERE centre_id = :centre AND key = :room
"""
_PUT = """
INSERT INTO announcement (id, centre_id, room, position, ticket_id, label, counter_id, times, called_at,
                          state, claims)
VALUES (:id, :centre, :room, :position, :ticket, :label, :counter, :times, :at, 'queued', 0)
"""
_OWED = """
SELECT announcement.id, announcement.centre_id, announcement.room, announcement.position, announcement.label,
       announcement.state, announcement.called_at, announcement.board_id, coalesce(board.name, ''),
       announcement.claims, announcement.lease_until
FROM announcement LEFT JOIN board ON board.id = announcement.board_id
"""
_BY_ID = "WHERE announcement.id = :id"
_UNFINISHED = """
WHERE announcement.centre_id = :centre AND announcement.room = :room
  AND announcement.state IN ('queued', 'claimed') ORDER BY announcement.position
"""
_LAST_PLAYED = """
SELECT max(ended_at) FROM announcement
WHERE centre_id = :centre AND room = :room AND position > :after AND state = 'played'
"""
_CLAIM = """
UPDATE announcement SET state = 'claimed', board_id = :board, device_id = :device, claims = claims + 1,
    claimed_at = :now, lease_until = :until
WHERE id = :id
"""
_END = "UPDATE announcement SET state = :state, ended_at = :now, lease_until = NULL WHERE id = :id"
_ROOMS = """
SELECT DISTINCT centre_id, room FROM announcement
WHERE state IN ('queued', 'claimed') AND called_at < :before ORDER BY centre_id, room
"""
_CALL = """
SELECT announcement.id, announcement.room, announcement.position, announcement.label, counter.number,
       counter.name, announcement.times, announcement.called_at, announcement.ticket_id, announcement.counter_id
FROM announcement JOIN counter ON counter.id = announcement.counter_id
WHERE announcement.centre_id = :centre AND announcement.room = :room
  AND announcement.state IN ('queued', 'claimed') ORDER BY announcement.position LIMIT :most
"""
_QUEUED_OF = """
SELECT id, room FROM announcement
WHERE centre_id = :centre AND ticket_id = :ticket AND state IN ('queued', 'claimed') AND state = 'queued'
ORDER BY position
"""
_LOOK_BACK = 500


class Call(msgspec.Struct, frozen=True):
    """An announcement that is still to be spoken, with what its words are made of."""

    id: str
    room: str
    position: int
    label: str
    counter_number: int
    counter_name: str
    times: int
    called_at: datetime
    ticket_id: str
    counter_id: str


def next_position(tx: Tx, centre_id: str, room: str) -> int:
    """Take the next place in a room's queue; the room's row is held until the commit."""
    return int(tx.run(_NEXT_POSITION, centre=centre_id, room=room).fetchone()[0])


def put(tx: Tx, call: Call, centre_id: str) -> None:
    """Write an announcement that waits to be spoken."""
    tx.run(
        _PUT,
        id=call.id,
        centre=centre_id,
        room=call.room,
        position=call.position,
        ticket=call.ticket_id,
        label=call.label,
        counter=call.counter_id,
        times=call.times,
        at=micros(call.called_at),
    )


def queued_of(reading: Reading, centre_id: str, ticket_id: str) -> list[tuple[str, str]]:
    """List the calls of a visit that nobody has begun to speak: id and room."""
    rows = reading.run(_QUEUED_OF, centre=centre_id, ticket=ticket_id).fetchall()
    return [(row[0], row[1]) for row in rows]


def hold_room(tx: Tx, centre_id: str, room: str) -> None:
    """Hold a room, so that of two boards that claim together one sees the other's claim."""
    tx.run(_HOLD_ROOM, centre=centre_id, room=room)


def find(reading: Reading, announcement_id: str) -> Owed:
    """Read an announcement.

    Raises:
        NotFound: There is none.
    """
    row = reading.run(_OWED + _BY_ID, id=announcement_id).fetchone()
    if row is None:
        raise NotFound(kind="announcement", sought=announcement_id)
    return _owed(row)


def unfinished(reading: Reading, centre_id: str, room: str) -> list[Owed]:
    """List what is not done in a room, in order."""
    rows = reading.run(_OWED + _UNFINISHED, centre=centre_id, room=room).fetchall()
    return [_owed(row) for row in rows]


def calls(reading: Reading, centre_id: str, room: str, most: int) -> list[Call]:
    """List what is still to be spoken in a room, in order, with what its words are made of."""
    rows = reading.run(_CALL, centre=centre_id, room=room, most=most).fetchall()
    return [
        Call(row[0], row[1], row[2], row[3], row[4], row[5], row[6], instant(row[7]), *row[8:])
        for row in rows
    ]


def last_played_at(reading: Reading, centre_id: str, room: str, before: int) -> datetime | None:
    """Tell when something was last spoken to its end in a room, among the 500 places up to `before`."""
    row = reading.run(_LAST_PLAYED, centre=centre_id, room=room, after=before - _LOOK_BACK).fetchone()
    return instant(row[0]) if row[0] is not None else None


def claim(tx: Tx, owed: Owed, board_id: str, until: datetime) -> None:
    """Write that a board speaks it now."""
    device = tx.actor.id if tx.actor.kind == "device" else None
    tx.run(_CLAIM, id=owed.id, board=board_id, device=device, now=micros(tx.now), until=micros(until))


def end(tx: Tx, announcement_id: str, state: str) -> None:
    """Write how an announcement ended: `played` or `lapsed`."""
    tx.run(_END, id=announcement_id, state=state, now=micros(tx.now))


def waiting_rooms(reading: Reading, before: datetime) -> list[tuple[str, str]]:
    """Name the rooms (centre, key) with an unfinished announcement older than an instant."""
    return [(row[0], row[1]) for row in reading.run(_ROOMS, before=micros(before)).fetchall()]


def _owed(row: tuple[object, ...]) -> Owed:
    values = dict(zip(Owed.__struct_fields__, row, strict=True))
    for name in ("called_at", "lease_until"):
        at = values[name]
        values[name] = instant(at) if isinstance(at, int) else None
    return Owed(**values)  # type: ignore[arg-type]  # a row of a table whose types the model states
