"""Which part of the calls of counters goes to a line, where they serve other lines too."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import assert_never

import msgspec

from onestop.model.counter import TurnRule


class LinePlace(msgspec.Struct, frozen=True):
    """A line in a counter's work profile: its place in the order, its share in a ratio, who waits in it."""

    position: int
    share: int
    waiting: int


class OpenCounter(msgspec.Struct, frozen=True):
    """A counter that is open: how it chooses among its lines (by id), and when it called who stands there."""

    rule: TurnRule
    lines: Mapping[str, LinePlace]
    called_at: datetime | None = None


def share_of_line(line_id: str, ahead: int, counters: Sequence[OpenCounter]) -> float:
    """Tell which part of their calls the counters of a line give to it, until somebody in it is called.

    Each line's people are thought spread evenly over the counters open for it. Where the longest wait goes
    first, all who wait in the counter's other lines are called in between; where there is an order, those
    in the lines before; in a ratio, as many as the ratio grants them. For somebody within the line, those
    of the other lines are counted in proportion.

    Args:
        line_id: The line.
        ahead: How many are called before in the line itself.
        counters: All open counters of the centre; at least one serves the line.
    """
    serving = [counter for counter in counters if line_id in counter.lines]
    own = (ahead + 1) / len(serving)
    waiting = serving[0].lines[line_id].waiting
    before_me = min(1.0, (ahead + 1) / waiting) if waiting else 1.0
    open_for: dict[str, int] = {}
    for counter in counters:
        for other in counter.lines:
            open_for[other] = open_for.get(other, 0) + 1
    shares = 0.0
    for counter in serving:
        mine = counter.lines[line_id]
        between = sum(
            _called_between(
                counter.rule, mine, place, own=own, theirs=before_me * place.waiting / open_for[other]
            )
            for other, place in counter.lines.items()
            if other != line_id and place.waiting
        )
        shares += own / (own + between)
    return shares / len(serving)


def _called_between(rule: TurnRule, mine: LinePlace, other: LinePlace, *, own: float, theirs: float) -> float:
    """Tell how many of another line a counter calls while it calls `own` of mine."""
    match rule:
        case TurnRule.LONGEST_WAIT:
            return theirs
        case TurnRule.IN_ORDER:
            return theirs if other.position < mine.position else 0.0
        case TurnRule.RATIO:
            return min(theirs, own * other.share / mine.share)
        case _:
            assert_never(rule)
