"""Whose turn it is: within a line, and among the lines of a work profile; each choice with its reason."""

from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum

import msgspec

from onestop.model.counter import TurnRule
from onestop.rules.hall_rules import USUAL, HallRules

_MINUTE = 60_000_000


class Why(StrEnum):
    """Why this one is called next; `texts/*/turns.toml` has the sentence."""

    SENT_HERE = "sent-here"
    RETURNED = "returned"
    PRIORITY = "priority"
    FAIRNESS = "fairness"
    LONGEST_WAIT = "longest-wait"
    IN_ORDER = "in-order"
    RATIO = "ratio"
    CHOSEN = "chosen"


class Waiting(msgspec.Struct, frozen=True):
    """Somebody at the head of a line; `queued_at` in microseconds since 1970.

    `due_turn`: called first once so many calls were made in the line; None for who simply waits.
    """

    ticket_id: str
    label: str
    queued_at: int
    due_turn: int | None = None


class LineHeads(msgspec.Struct, frozen=True, kw_only=True):
    """The first of each kind in a line whose turn row is held.

    `run`: priority calls since the last ordinary one. `calls`: calls made in the line today. `share` and
    `taken`: the line's share in a round of the counter's ratio, and how much of it is used.
    """

    line_id: str
    run: int = 0
    calls: int = 0
    share: int = 1
    taken: int = 0
    priority: Sequence[Waiting] = ()
    ordinary: Sequence[Waiting] = ()
    standing_back: Sequence[Waiting] = ()


class Turn(msgspec.Struct, frozen=True):
    """Who is called, from which line, why, and what the line's priority run becomes."""

    ticket: Waiting
    line_id: str
    why: Why
    run: int


def within(heads: LineHeads, rules: HallRules = USUAL) -> Turn | None:
    """Tell whose turn it is in one line; None when nobody waits.

    Who missed the call and came back, or asked for time, is called when the promised number of calls has
    been made, and before that only if nobody else waits. Then priority numbers, at most `priority_run`
    in a row before an ordinary one, so that nobody ordinary waits for ever.
    """
    back = heads.standing_back[0] if heads.standing_back else None
    if back is not None and (back.due_turn or 0) <= heads.calls:
        return Turn(back, heads.line_id, Why.RETURNED, heads.run)
    if heads.priority and (not heads.ordinary or heads.run < rules.priority_run):
        return Turn(heads.priority[0], heads.line_id, Why.PRIORITY, heads.run + 1)
    if heads.ordinary:
        return Turn(heads.ordinary[0], heads.line_id, Why.LONGEST_WAIT, 0)
    return None if back is None else Turn(back, heads.line_id, Why.RETURNED, heads.run)


def among(lines: Sequence[LineHeads], rule: str, now: int, rules: HallRules = USUAL) -> Turn | None:
    """Tell whose turn it is among the lines of a work profile, in its order; None when nobody waits.

    Args:
        lines: The lines as they stand, in the order of the profile.
        rule: A `TurnRule`. By the longest wait: the one whose turn it is in each line, and of these the
            one who came first. In order: the first line in which anybody waits. By ratio: each line its
            share in a round, in order; a line where nobody waits is passed over and saves nothing up.
        now: The present instant in microseconds since 1970.
        rules: Of the hall. Whoever has waited `fair_minutes` or longer goes first under every rule, so a
            line at the end of the order does not starve.
    """
    turns = [(heads, turn) for heads in lines if (turn := within(heads, rules))]
    if not turns:
        return None
    longest = min((turn for _, turn in turns), key=_came)
    if rule == TurnRule.LONGEST_WAIT:
        return longest
    if now - longest.ticket.queued_at >= rules.fair_minutes * _MINUTE:
        return msgspec.structs.replace(longest, why=Why.FAIRNESS)
    if rule == TurnRule.IN_ORDER:
        return _explained(turns[0][1], Why.IN_ORDER)
    open_shares = [turn for heads, turn in turns if heads.taken < heads.share]
    return _explained(open_shares[0] if open_shares else turns[0][1], Why.RATIO)


def begins_round(lines: Iterable[LineHeads], rules: HallRules = USUAL) -> bool:
    """Tell whether the shares of a ratio are used up in every line where anybody waits."""
    waiting = [heads for heads in lines if within(heads, rules)]
    return bool(waiting) and all(heads.taken >= heads.share for heads in waiting)


def upcoming(heads: LineHeads, most: int, rules: HallRules = USUAL) -> tuple[str, ...]:
    """Foretell the next labels of a line, by the same rule that will call them."""
    labels = list[str]()
    while len(labels) < most and (turn := within(heads, rules)):
        labels.append(turn.ticket.label)
        others = _without(turn.ticket.ticket_id)
        heads = msgspec.structs.replace(
            heads,
            run=turn.run,
            calls=heads.calls + 1,
            priority=others(heads.priority),
            ordinary=others(heads.ordinary),
            standing_back=others(heads.standing_back),
        )
    return tuple(labels)


def due_after(calls: int, let_past: int) -> int:
    """Tell from which count of calls on somebody is due who lets so many be called before."""
    return calls + let_past


def _came(turn: Turn) -> int:
    return turn.ticket.queued_at


def _explained(turn: Turn, why: Why) -> Turn:
    """Give the profile's reason, unless the line itself has a stronger one."""
    strong = turn.why in {Why.RETURNED, Why.PRIORITY}
    return turn if strong else msgspec.structs.replace(turn, why=why)


def _without(ticket_id: str) -> Callable[[Sequence[Waiting]], tuple[Waiting, ...]]:
    return lambda waiting: tuple(one for one in waiting if one.ticket_id != ticket_id)
