"""Queueing the announcement of a call in the room of its counter, and taking one back."""

from onestop import chance
from onestop.events import AnnouncementsLapsed
from onestop.model.board import AnnouncementState
from onestop.store import announcements
from onestop.store.announcements import Call
from onestop.store.tx import Tx


def queue(tx: Tx, centre_id: str, room: str, ticket_id: str, label: str, counter_id: str, times: int) -> str:
    """Queue a call to be spoken in a room, behind what waits there, and give the announcement's id."""
    call = Call(
        id=chance.new_id(),
        room=room,
        position=announcements.next_position(tx, centre_id, room),
        label=label,
        counter_number=0,
        counter_name="",
        times=times,
        called_at=tx.now,
        ticket_id=ticket_id,
        counter_id=counter_id,
    )
    announcements.put(tx, call, centre_id)
    return call.id


def withdraw(tx: Tx, centre_id: str, ticket_id: str) -> None:
    """Let the calls of a visit be spoken no more; what a board has begun to speak is heard to its end."""
    for room in sorted({room for _, room in announcements.queued_of(tx, centre_id, ticket_id)}):
        announcements.hold_room(tx, centre_id, room)
        queued = [one for one, of in announcements.queued_of(tx, centre_id, ticket_id) if of == room]
        for announcement in queued:
            announcements.end(tx, announcement, AnnouncementState.LAPSED)
        if queued:
            told = tuple(queued)
            tx.emit(
                AnnouncementsLapsed(centre_id=centre_id, subject_id=centre_id, room=room, announcements=told)
            )
