"""The board of a hall as a fold: the last snapshot, and every frame since.

`display_board/board_fold.js` is the same function in the browser's words; both are held to
`tests/rules/board_cases.json`.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, TypeVar

import msgspec

from onestop.events import CounterState, LineState

SHOWN_CALLS = 8
"""Calls a board remembers, newest first."""

State = TypeVar("State", LineState, CounterState)


class BoardState(msgspec.Struct, frozen=True, kw_only=True):
    """What a board shows that follows from events alone.

    What follows from the clock or the settings (voice, ticker, the time of day) is no part of it, so
    that the state read from the tables equals the state folded from the journal.
    """

    seq: int
    board: "BoardName"
    centre: "CentreName"
    calls: tuple["Call", ...] = ()
    counters: tuple[CounterState, ...] = ()
    lines: tuple[LineState, ...] = ()


class BoardName(msgspec.Struct, frozen=True):
    """Which board, and the room whose people look at it."""

    id: str
    name: str
    room: str


class CentreName(msgspec.Struct, frozen=True):
    """Whose board it is: the name of the centre, and its place ("tỉnh Cao Bằng")."""

    id: str
    name: str
    place: str


class CounterName(msgspec.Struct, frozen=True):
    """Where a called citizen goes."""

    id: str
    number: int
    name: str


class Call(msgspec.Struct, frozen=True):
    """A number called to a counter; never a person, never a procedure.

    `called_at` is aware; give it in the office's time and JSON prints it with +07:00. `times` is 1
    for the first call of the ticket.
    """

    ticket: str
    label: str
    counter: CounterName
    called_at: datetime
    times: int


class Announcement(msgspec.Struct, frozen=True):
    """What the loudspeaker of a room says of a call, by language, and the digests of the clips that say it.

    `clip` is the Vietnamese one; `clips` has one for each language that the boards of the centre speak.
    """

    id: str
    text: dict[str, str]
    clip: str | None = None
    clips: dict[str, str | None] = {}
    room: str = ""


class SpokenCall(Call, frozen=True):
    """A call as a frame brings it: with its announcement, which the state does not keep."""

    announcement: Announcement | None = None


class Frame(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="frame", omit_defaults=True):
    """One event as a board sees it: the states it replaces. `prev` is the seq of the frame before it.

    `calls` replaces the whole list where the event takes a call out of it: what moves up into the last
    place, a board that remembers only the newest cannot know. `spoken` names announcements of a `room` that
    need not be spoken any more.
    """

    seq: int
    prev: int
    at: datetime
    event: str
    lines: tuple[LineState, ...] = ()
    counters: tuple[CounterState, ...] = ()
    call: SpokenCall | None = None
    calls: tuple[Call, ...] | None = None
    spoken: tuple[str, ...] = ()
    room: str = ""


class NextLabel(msgspec.Struct, frozen=True):
    """A number that will be called soon; `line` is the line's id."""

    line: str
    label: str


class Snapshot(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="snapshot"):
    """Everything a board shows at one seq, and what follows from the clock (`as_of`, aware)."""

    seq: int
    as_of: datetime
    board: BoardName
    centre: CentreName
    voice: bool
    calls: tuple[Call, ...]
    counters: tuple[CounterState, ...]
    lines: tuple[LineState, ...]
    next: tuple[NextLabel, ...]
    ticker: tuple[str, ...]


class Heartbeat(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="heartbeat"):
    """A sign of life from the server, with its clock."""

    seq: int
    at: datetime


def fold(state: BoardState, frame: Frame) -> BoardState:
    """Give the board after a frame; the state given is not touched.

    Lines and counters are replaced by id, and one that the board did not know takes its place in the
    order. The call comes to the front, its older self leaves.

    Total: a frame that was folded before changes nothing. A gap is not healed here; ask `is_gap` first.
    """
    if frame.seq <= state.seq:
        return state
    return msgspec.structs.replace(
        state,
        seq=frame.seq,
        calls=_calls_after(state.calls, frame),
        counters=_replaced(state.counters, frame.counters, key=lambda counter: (counter.number, counter.id)),
        lines=_replaced(state.lines, frame.lines, key=lambda line: (line.letter, line.id)),
    )


def is_gap(state: BoardState, frame: Frame) -> bool:
    """Tell whether a frame between the state and this frame is missing.

    Why not `prev != seq`? A state may stand later than the last frame meant for this board, since other
    boards' events count too; then `prev` is smaller than `seq` and nothing is missing.
    """
    return frame.prev > state.seq


def next_labels(lines: Iterable[LineState]) -> tuple[NextLabel, ...]:
    """List the numbers called next, line by line in the order given."""
    return tuple(NextLabel(line=line.id, label=label) for line in lines for label in line.next)


def state_of(snapshot: Snapshot) -> BoardState:
    """Take from a snapshot what frames can change."""
    return BoardState(
        seq=snapshot.seq,
        board=snapshot.board,
        centre=snapshot.centre,
        calls=snapshot.calls[:SHOWN_CALLS],
        counters=snapshot.counters,
        lines=snapshot.lines,
    )


def snapshot_of(state: BoardState, *, as_of: datetime, voice: bool, ticker: Iterable[str]) -> Snapshot:
    """Show a state as a snapshot, with what follows from the clock and the settings."""
    return Snapshot(
        seq=state.seq,
        as_of=as_of,
        board=state.board,
        centre=state.centre,
        voice=voice,
        calls=state.calls,
        counters=state.counters,
        lines=state.lines,
        next=next_labels(state.lines),
        ticker=tuple(ticker),
    )


def _calls_after(calls: tuple[Call, ...], frame: Frame) -> tuple[Call, ...]:
    if frame.calls is not None:
        calls = frame.calls
    spoken = frame.call
    if spoken is None:
        return calls[:SHOWN_CALLS]
    newest = Call(spoken.ticket, spoken.label, spoken.counter, spoken.called_at, spoken.times)
    return (newest, *(call for call in calls if call.ticket != spoken.ticket))[:SHOWN_CALLS]


def _replaced(
    old: tuple[State, ...], new: tuple[State, ...], *, key: Callable[[State], tuple[Any, str]]
) -> tuple[State, ...]:
    if not new:
        return old
    by_id: dict[str, State] = {state.id: state for state in old}
    by_id.update({state.id: state for state in new})
    states: list[State] = list(by_id.values())
    states.sort(key=key)
    return tuple(states)
