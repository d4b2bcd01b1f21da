"""What a board is told of itself at one moment: its state, its look, what it owes its room, its slides."""

from datetime import datetime

import msgspec

from onestop.rules.board import BoardState, CounterName


class OwedCall(msgspec.Struct, frozen=True, kw_only=True):
    """A call of the board's room that is still to be spoken."""

    id: str
    room: str
    ticket_id: str
    label: str
    counter: CounterName
    called_at: datetime
    times: int


class PublishedProcedure(msgspec.Struct, frozen=True, kw_only=True):
    """A procedure as the catalogue has it; `amount` empty where only words state the allowance.

    `letters` are those of the lines in which people with it wait, `counters` the numbers of those that serve them.
    """

    code: str
    name: str
    amount: str
    unit: str
    allowance_text: str
    fee: str
    letters: tuple[str, ...]
    counters: tuple[int, ...]


class BoardFacts(msgspec.Struct, frozen=True, kw_only=True):
    """Everything about a board at one moment of the journal."""

    state: BoardState
    layout: dict[str, object]
    theme: str
    languages: tuple[str, ...]
    speaks: bool
    spoken_in: tuple[str, ...]
    ticker: tuple[str, ...]
    owed: tuple[OwedCall, ...]
    procedures: tuple[PublishedProcedure, ...]
