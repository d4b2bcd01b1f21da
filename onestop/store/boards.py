"""What a board shows, read from the tables at one moment of the journal."""

from collections.abc import Callable

import msgspec

from onestop.clock import local
from onestop.errors import NotFound
from onestop.events import CalledTicket, CounterState
from onestop.model.columns import instant
from onestop.rules.board import SHOWN_CALLS, BoardName, BoardState, Call, CentreName, CounterName
from onestop.rules.board_view import Rooms
from onestop.store import journal, lines, places
from onestop.store.journal import Entry
from onestop.store.tx import Reading

_BOARD = """
SELECT id, centre_id, name, room, room_only, layout, theme, languages, speaks FROM board
WHERE id = :id AND retired_at IS NULL
"""
_CALLS = """
SELECT ticket, label, called_at, times, counter, number, name FROM (
    SELECT ticket.id AS ticket, ticket.label AS label, ticket.called_at AS called_at,
           ticket.times_called AS times, counter.id AS counter, counter.number AS number, counter.name AS name,
           row_number() OVER (PARTITION BY counter.room ORDER BY ticket.called_at DESC) AS place
    FROM ticket JOIN counter ON counter.id = ticket.last_counter_id
    WHERE ticket.centre_id = :centre AND ticket.day = :day AND ticket.called_at IS NOT NULL
      AND ticket.state NOT IN ('waiting', 'left', 'unserved')
      AND (:room = '' OR counter.room = :room)
) AS called
WHERE place <= :most ORDER BY called_at DESC
"""
_ROOM_OF = "SELECT id, room FROM counter WHERE centre_id = :centre"
_LINES_IN = """
SELECT DISTINCT counter.room, profile_line.line_id FROM counter
JOIN profile_line ON profile_line.profile_id = counter.profile_id
JOIN line ON line.id = profile_line.line_id
WHERE counter.centre_id = :centre AND counter.retired_at IS NULL AND line.retired_at IS NULL
"""
_SPOKEN_IN = """
SELECT DISTINCT languages FROM board WHERE centre_id = :centre AND speaks = :yes AND retired_at IS NULL
"""
_AT_COUNTERS = """
SELECT counter_id, label FROM ticket
WHERE centre_id = :centre AND state IN ('called', 'serving')
"""
_PAGE = 50
_LOOK_BACK = 1000
LANGUAGES = ("vi", "en")
"""What a board can show and speak, the leading one first."""


class BoardRow(msgspec.Struct, frozen=True, kw_only=True):
    """A board as it hangs; `room_only` boards show what belongs to their room."""

    id: str
    centre_id: str
    name: str
    room: str
    room_only: bool
    layout: str
    theme: str
    languages: tuple[str, ...]
    speaks: bool

    @property
    def view(self) -> str | None:
        """The room that it shows, None for the whole centre."""
        return self.room if self.room_only else None


def find(reading: Reading, board_id: str) -> BoardRow:
    """Read a board.

    Raises:
        NotFound: No such board, or it hangs no more.
    """
    row = reading.run(_BOARD, id=board_id).fetchone()
    if row is None:
        raise NotFound(kind="board", sought=board_id)
    values = dict(zip(BoardRow.__struct_fields__, row, strict=True))
    languages = tuple(one for one in str(row[7]).replace(" ", "").split(",") if one in LANGUAGES)
    values |= {"room_only": bool(row[4]), "speaks": bool(row[8]), "languages": languages or LANGUAGES[:1]}
    return BoardRow(**values)


def rooms(reading: Reading, centre_id: str) -> Rooms:
    """Read where the counters of a centre stand, which lines they serve, and what its boards speak."""
    served: dict[str, set[str]] = {}
    for room, line in reading.run(_LINES_IN, centre=centre_id).fetchall():
        served.setdefault(room, set()).add(line)
    found = reading.run(_SPOKEN_IN, centre=centre_id, yes=True).fetchall()
    spoken = {one for row in found for one in str(row[0]).replace(" ", "").split(",")}
    return Rooms(
        counters=dict(reading.run(_ROOM_OF, centre=centre_id).fetchall()),
        lines={room: frozenset(lines) for room, lines in served.items()},
        languages=tuple(one for one in LANGUAGES if one in spoken) or LANGUAGES[:1],
    )


def state(reading: Reading, board_id: str) -> BoardState:
    """Read what a board shows now, and at which number of the journal that is.

    Raises:
        NotFound: No such board.
    """
    board = find(reading, board_id)
    centre = places.centre(reading, board.centre_id)
    present = dict(reading.run(_AT_COUNTERS, centre=centre.id).fetchall())
    counters = places.counters_of(reading, centre.id)
    shown = places.lines_of(reading, centre.id)
    if board.view is not None:
        here = rooms(reading, centre.id).lines.get(board.view, frozenset())
        counters = [counter for counter in counters if counter.room == board.view]
        shown = [line for line in shown if line.id in here]
    return BoardState(
        seq=journal.head(reading, centre.id),
        board=BoardName(board.id, board.name, board.room),
        centre=CentreName(centre.id, centre.name, centre.place),
        calls=_calls(reading, centre.id, board.view)[:SHOWN_CALLS],
        counters=tuple(counter.shown(present.get(counter.id)) for counter in counters),
        lines=tuple(
            lines.line_state(reading, line.shown, reading.today)
            # As the fold orders them: by letter, and where two bands share one, by id.
            for line in sorted(shown, key=lambda row: (row.letter, row.id))
        ),
    )


def _calls(reading: Reading, centre_id: str, room: str | None = None) -> tuple[Call, ...]:
    """List the newest calls of each room, or of one, the newest first."""
    day = reading.today.isoformat()
    rows = reading.run(_CALLS, centre=centre_id, day=day, room=room or "", most=SHOWN_CALLS).fetchall()
    return tuple(
        Call(row[0], row[1], CounterName(row[4], row[5], row[6]), local(instant(row[2])), row[3])
        for row in rows
    )


def called(reading: Reading, centre_id: str) -> tuple[CalledTicket, ...]:
    """List the calls that boards show now, for an event that takes one of them out.

    The newest eight of each room, since a board may show one room only; among them are the newest eight.
    """
    return tuple(
        CalledTicket(
            call.ticket,
            call.label,
            CounterState(call.counter.id, call.counter.number, call.counter.name, "", None),
            call.called_at,
            call.times,
        )
        for call in _calls(reading, centre_id)
    )


def last_shown(reading: Reading, centre_id: str, seq: int, is_seen: Callable[[Entry], bool]) -> int:
    """Tell the last of the 1,000 entries up to `seq` that is seen; 0 when there is none."""
    for last in range(seq, max(0, seq - _LOOK_BACK), -_PAGE):
        for entry in reversed(journal.since(reading, centre_id, max(0, last - _PAGE), min(_PAGE, last))):
            if is_seen(entry):
                return entry.seq
    return 0
