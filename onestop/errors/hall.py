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


@refusal
class LineFull(Refusal):
    """The numbers of the line's band are used up for the day."""

    code = "line-full"
    line: str
    last: str


@refusal
class DuplicateVisit(Refusal):
    """The same person, receipt or booking has a number in this line today; `at` is local, HH:MM."""

    code = "duplicate-visit"
    label: str
    line: str
    at: str
    ahead: int
    ticket: str


@refusal
class CounterTaken(Refusal):
    """Another officer has opened this counter and serves there; `since` is local, HH:MM."""

    code = "counter-taken"
    counter: str
    since: str


@refusal
class TooLateToReturn(Refusal):
    """More numbers and more minutes have gone by since the call than the hall lets pass, or it came back once."""

    code = "too-late-to-return"
    label: str
    numbers: int
    minutes: int


@refusal
class NoMoreTime(Refusal):
    """The visit asked for more time as often as it may."""

    code = "no-more-time"
    label: str


@refusal
class NothingToUndo(Refusal):
    """The last move is too old, somebody else's, or one that cannot be taken back."""

    code = "nothing-to-undo"
    label: str
    seconds: int


@refusal
class DayStillOpen(Refusal):
    """People still stand at counters; each entry: the counter's number and the label."""

    code = "day-still-open"
    counters: list[str]


@refusal
class SlipNotCarried(Refusal):
    """The slip is of a visit that was not left unserved, or was made good already."""

    code = "slip-not-carried"
    label: str
