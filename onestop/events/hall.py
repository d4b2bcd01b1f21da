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
    """A citizen was called to a counter.

    `announcement` is spoken in the room of the counter. `calls`, where it was called before, is what boards
    list after it: a call that goes to another room leaves the boards of the first.
    """

    kind = "ticket-called"
    label: str
    called_at: datetime
    times: int
    line: LineState
    counter: CounterState
    why: str = ""
    announcement: str | None = None
    calls: tuple[CalledTicket, ...] | None = None


class TicketRecalled(Event, frozen=True, kw_only=True):
    """The same citizen was called again."""

    kind = "ticket-recalled"
    label: str
    called_at: datetime
    times: int
    counter: CounterState
    announcement: str | None = None


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
    why: str = ""
    announcement: str | None = None
    calls: tuple[CalledTicket, ...] | None = None


class TicketMoved(Event, frozen=True, kw_only=True):
    """The visit goes on in another line, or waits for another counter, its wait kept.

    `counter`: the one it left, where it stood at one. `calls`: the calls that boards list after it.
    """

    kind = "ticket-moved"
    label: str
    from_line: LineState
    line: LineState
    counter: CounterState | None
    to_counter: int | None = None
    next_stop: bool = False
    calls: tuple[CalledTicket, ...] | None = None


class TicketReturned(Event, frozen=True, kw_only=True):
    """A citizen who missed the call came back in time and stands in the line again, next but one."""

    kind = "ticket-returned"
    label: str
    line: LineState
    calls: tuple[CalledTicket, ...]


class TicketPostponed(Event, frozen=True, kw_only=True):
    """A citizen who waits asked for more time and lets others go first."""

    kind = "ticket-postponed"
    label: str
    line: LineState


class TicketLeft(Event, frozen=True, kw_only=True):
    """A citizen gave the visit up before being served; `line` where they stood in one."""

    kind = "ticket-left"
    label: str
    line: LineState | None
    calls: tuple[CalledTicket, ...]


class TicketUndone(Event, frozen=True, kw_only=True):
    """The last move of a visit was taken back; `state` is the one it stands in again."""

    kind = "ticket-undone"
    label: str
    state: str
    lines: tuple[LineState, ...]
    counter: CounterState | None
    calls: tuple[CalledTicket, ...]


class StopAdded(Event, frozen=True, kw_only=True):
    """The visit is for one service more; it goes on there when the present one is done."""

    kind = "stop-added"
    label: str
    line_id: str


class DayClosed(Event, frozen=True, kw_only=True):
    """A centre's day was closed. `left_open`: unserved people by line; the subject is the centre."""

    kind = "day-closed"
    day: str
    served: int
    no_shows: int
    unserved: int
    left_open: dict[str, int]
    lines: tuple[LineState, ...]
    counters: tuple[CounterState, ...]
    calls: tuple[CalledTicket, ...]


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
    """A counter stopped serving; who waited for it alone stands in the line again."""

    kind = "counter-closed"
    counter: CounterState
    lines: tuple[LineState, ...] = ()


class CounterTakenOver(Event, frozen=True, kw_only=True):
    """Another officer serves at the counter from now on."""

    kind = "counter-taken-over"
    counter: CounterState
