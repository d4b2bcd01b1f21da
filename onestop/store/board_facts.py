"""What a board is told of itself, read at one moment of the journal."""

from typing import Any

import msgspec

from onestop.errors import Malformed, NotFound, ProcedureReplaced
from onestop.rules import board_layout
from onestop.rules.board import CounterName
from onestop.rules.board_facts import BoardFacts, OwedCall, PublishedProcedure
from onestop.store import announcements, boards, places, procedures
from onestop.store.tx import Reading

MOST_OWED = 40
"""Calls handed to a new board; nobody waits through more."""
_RECEIVED_AT = """
SELECT DISTINCT line.letter, counter.number FROM line
JOIN line_sector ON line_sector.line_id = line.id
LEFT JOIN profile_line ON profile_line.line_id = line.id
LEFT JOIN counter ON counter.profile_id = profile_line.profile_id AND counter.retired_at IS NULL
WHERE line.centre_id = :centre AND line.retired_at IS NULL AND line_sector.sector_id = :sector
ORDER BY 1, 2
"""


def read(reading: Reading, board_id: str) -> BoardFacts:
    """Read everything that a board shows.

    Raises:
        NotFound: No such board, or it hangs no more.
    """
    board = boards.find(reading, board_id)
    centre = places.centre(reading, board.centre_id)
    layout = _layout(board.layout)
    owed = announcements.calls(reading, board.centre_id, board.room, MOST_OWED) if board.speaks else []
    return BoardFacts(
        state=boards.state(reading, board_id),
        layout=layout,
        theme=board.theme,
        languages=board.languages,
        speaks=board.speaks,
        spoken_in=board.languages,
        ticker=tuple(msgspec.json.decode(centre.ticker, type=list[str])),
        owed=tuple(
            OwedCall(
                id=one.id,
                room=one.room,
                ticket_id=one.ticket_id,
                label=one.label,
                counter=CounterName(one.counter_id, one.counter_number, one.counter_name),
                called_at=one.called_at,
                times=one.times,
            )
            for one in owed
        ),
        procedures=_published(reading, board.centre_id, layout),
    )


def _layout(text: str) -> dict[str, Any]:
    """Read a layout; one that cannot be read is the usual one, for a board must never be dark."""
    try:
        return board_layout.checked(msgspec.json.decode(text, type=dict[str, Any]))
    except (msgspec.MsgspecError, Malformed):
        return board_layout.checked({})


def _published(reading: Reading, centre_id: str, layout: dict[str, Any]) -> tuple[PublishedProcedure, ...]:
    if "slides" not in layout["parts"]:
        return ()
    found = (_procedure(reading, centre_id, code) for code in layout["slides"])
    return tuple(one for one in found if one is not None)


def _procedure(reading: Reading, centre_id: str, code: str) -> PublishedProcedure | None:
    """Read a procedure that is made public; None for a code that holds no more, or is sensitive."""
    try:
        row = procedures.procedure_on(reading, code, reading.today)
    except (NotFound, ProcedureReplaced):
        return None
    if row.sensitive:
        return None
    received = reading.run(_RECEIVED_AT, centre=centre_id, sector=row.sector_id).fetchall()
    return PublishedProcedure(
        code=row.code,
        name=row.name,
        amount=row.amount,
        unit=row.unit or "",
        allowance_text=row.allowance_text,
        fee=row.fee_text,
        letters=tuple(dict.fromkeys(one[0] for one in received)),
        counters=tuple(sorted({one[1] for one in received if one[1] is not None})),
    )
