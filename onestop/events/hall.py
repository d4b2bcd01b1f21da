"""What happens in the hall: visits and counters."""

from datetime import datetime

import msgspec

from onestop.events.event import Event


class LineState(msgspec.Struct, frozen=True):
    """A line as boards show it after the event: people waiting, and the labels called next."""

    id: str
    letter: str
    name: str
    waiting: int
    next: tuple[str, ...]


class CounterState(msgspec.Struct, frozen=True):
    """A counter as boards show it after the event."""

    id: str
    number: int
    name: str
    state: str
    label: str | None


class CalledTicket(msgspec.Struct, frozen=True):
    """A call as boards list it; `times` is 1 for the first call of the ticket."""

    ticket: str
    label: str
    counter: CounterState
    called_at: datetime
    times: int


class TicketIssued(Event, frozen=True, kw_only=True):
    """A citizen took a number. The subject is the ticket."""

    kind = "ticket-issued"
    label: str
    priority: str | None
    line: LineState


class TicketCalled(Event, frozen=True, kw_only=True):
    """A citizen was called to a counter."""

    kind = "ticket-called"
    label: str
    called_at: datetime
    times: int
    line: LineState
    counter: CounterState


class TicketRecalled(Event, frozen=True, kw_only=True):
    """The same citizen was called again."""

    kind = "ticket-recalled"
    label: str
    called_at: datetime
    times: int
    counter: CounterState


class TicketServed(Event, frozen=True, kw_only=True):
    """The citizen came to the counter."""

    kind = "ticket-served"
    label: str
    counter: CounterState


class TicketSkipped(Event, frozen=True, kw_only=True):
    """The citizen did not come: an outcome, not a deletion."""

    kind = "ticket-skipped"
    label: str
    counter: CounterState


class TicketHeld(Event, frozen=True, kw_only=True):
    """The visit was set aside; the reason, which a person typed, stays in the period ledger."""

    kind = "ticket-held"
    label: str
    counter: CounterState


class TicketResumed(Event, frozen=True, kw_only=True):
    """A visit set aside goes on at a counter."""

    kind = "ticket-resumed"
    label: str
    called_at: datetime
    times: int
    line: LineState
    counter: CounterState


class TicketMoved(Event, frozen=True, kw_only=True):
    """The visit goes on in another line, its wait kept."""

    kind = "ticket-moved"
    label: str
    from_line: LineState
    line: LineState
    counter: CounterState | None


class TicketFinished(Event, frozen=True, kw_only=True):
    """The visit ended at the counter."""

    kind = "ticket-finished"
    label: str
    counter: CounterState


class CounterOpened(Event, frozen=True, kw_only=True):
    """A counter began to serve, or serves again after a break."""

    kind = "counter-opened"
    counter: CounterState


class CounterPaused(Event, frozen=True, kw_only=True):
    """A counter took a break."""

    kind = "counter-paused"
    counter: CounterState


class CounterClosed(Event, frozen=True, kw_only=True):
    """A counter stopped serving."""

    kind = "counter-closed"
    counter: CounterState
