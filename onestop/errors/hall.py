"""Refusals of the hall: lines, counters, visits."""

from onestop.errors.refusal import Refusal, refusal


@refusal
class LineClosed(Refusal):
    """The line gives no numbers now."""

    code = "line-closed"
    line: str
    opens_at: str | None


@refusal
class NobodyWaiting(Refusal):
    """No ticket waits in the lines of this counter."""

    code = "nobody-waiting"
    counter: str


@refusal
class CounterOccupied(Refusal):
    """The counter still has a person in front of it."""

    code = "counter-occupied"
    counter: str
    label: str


@refusal
class CounterClosed(Refusal):
    """The counter is closed or on a break."""

    code = "counter-closed"
    counter: str
    state: str


@refusal
class MoveNotAllowed(Refusal):
    """The table of moves has no such move from the present state."""

    code = "move-not-allowed"
    move: str
    state: str
    allowed: list[str]
