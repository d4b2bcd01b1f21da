"""Which board sees what: a board for one room sees its counters, the lines they serve, and its calls."""

import msgspec

from onestop.rules.board import Call, Frame


class Rooms(msgspec.Struct, frozen=True):
    """What decides in a centre who sees a frame and in which languages a call is spoken.

    `counters`: the room of each counter, also of those no longer used. `lines`: the lines that a room's
    counters serve.
    """

    counters: dict[str, str] = {}
    lines: dict[str, frozenset[str]] = {}
    languages: tuple[str, ...] = ("vi",)


def seen(frame: Frame, room: str | None, rooms: Rooms) -> Frame | None:
    """Give what a board sees of a frame, None where that is nothing; `room` None is the whole centre."""
    if room is None:
        return frame
    shown = msgspec.structs.replace(
        frame,
        lines=tuple(line for line in frame.lines if line.id in rooms.lines.get(room, ())),
        counters=tuple(counter for counter in frame.counters if rooms.counters.get(counter.id) == room),
        call=frame.call if frame.call is not None and _here(frame.call, room, rooms) else None,
        calls=None if frame.calls is None else tuple(one for one in frame.calls if _here(one, room, rooms)),
    )
    hears = frame.spoken and frame.room == room
    if not (shown.lines or shown.counters or shown.call or shown.calls is not None or hears):
        return None
    return shown


def _here(call: Call, room: str, rooms: Rooms) -> bool:
    return rooms.counters.get(call.counter.id) == room
