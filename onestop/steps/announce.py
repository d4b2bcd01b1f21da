"""Queueing the announcement of a call in the room of its counter."""

from onestop import chance
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
