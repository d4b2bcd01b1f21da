"""Visits cut into visit transactions: the unit in which every figure of the hall is counted."""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

import msgspec

from onestop.model.ticket import ENDS, TicketState
from onestop.rules.hall_spans import MINUTE, Day


class Step(NamedTuple):
    """A row of the period ledger with what its ticket says; lengths and instants in microseconds."""

    ticket_id: str
    ticket_state: str
    carried_from: str | None
    wait_low: int | None
    wait_high: int | None
    state: str
    line_id: str
    counter_id: str | None
    officer_id: str | None
    began: int
    ended: int | None
    position: int = 1
    takes_back: int | None = None


class Outcome(StrEnum):
    """How a visit transaction came out.

    `transferred`: the visit went on in another line. `absent`: called, not there, and the day still
    lasts; once it is over that is a `no_show`, whether or not somebody closed the day. `present`: still
    waiting, at a counter or held.
    """

    SERVED = "served"
    TRANSFERRED = "transferred"
    LEFT = "left"
    NO_SHOW = "no_show"
    UNSERVED = "unserved"
    ABSENT = "absent"
    PRESENT = "present"


class Transaction(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A visit transaction: a visit's stretch in one line, queued until served, moved on or lost.

    It belongs to the counter and officer of its last call, or to none. `called_at` is its first call.
    `closed_at` is its end, within its day, or the
    beginning of its last state while it lasts. `range_kept`: whether the
    first wait lay within the minutes told with the number; None where none were told, or the visit was
    moved before its first call, so that the promise was about another line.
    """

    line_id: str
    counter_id: str | None
    officer_id: str | None
    first: bool
    carried: bool
    began_at: int
    called_at: int | None
    closed_at: int
    outcome: Outcome
    wait: int
    service: int
    hold: int
    held: bool
    recalls: int
    range_kept: bool | None


AT_COUNTER = frozenset({TicketState.CALLED, TicketState.SERVING})
_OUTCOMES = {
    TicketState.SERVED: Outcome.SERVED,
    TicketState.LEFT: Outcome.LEFT,
    TicketState.NO_SHOW: Outcome.NO_SHOW,
    TicketState.UNSERVED: Outcome.UNSERVED,
}
_NO_TIME: dict[str, int] = dict.fromkeys(map(str, TicketState), 0)
Stop = tuple[str, int]
"""A further service of a visit: its line, and when the visit went on to it."""


def as_meant(steps: Sequence[Step]) -> list[Step]:
    """Read one visit's ledger without what was taken back: the time of a mistake is that of the state restored.

    A step that takes back goes on where the visit stood before the position that it names, so that taking
    back what was itself a taking back leads to the mistake again, as it did in the hall.
    """
    after = list[tuple[Step, ...]]([()])
    for step in steps:
        if step.takes_back is None:
            after.append((*after[-1], step))
        else:
            *earlier, stood = after[step.takes_back - 1]
            after.append((*earlier, stood._replace(ended=step.ended)))
    return list(after[-1])


def transactions_of(steps: Sequence[Step], stops: Sequence[Stop], day: Day) -> list[Transaction]:
    """Cut one visit into its transactions.

    A new one begins wherever the line changes, and where somebody who was being served waits again: for
    another counter of the same line. Rows that only note an end have no length. A visit that goes on to a
    further stop was served in the line before; any other beginning is a transfer.

    Args:
        steps: The visit's rows of the ledger as they were meant, in order.
        stops: Further stops that were begun.
        day: The day of the ticket.
    """
    lasting = [step for step in steps if step.state not in ENDS]
    runs = _runs(lasting)
    made = list[Transaction]()
    for place, run in enumerate(runs):
        if place + 1 == len(runs):
            outcome = _outcome(run[0].ticket_state, day)
        else:
            onward = runs[place + 1][0]
            begun = any(line == onward.line_id and run[0].began <= at <= onward.began for line, at in stops)
            outcome = Outcome.SERVED if begun else Outcome.TRANSFERRED
        made.append(_transaction(run, outcome, day, first=place == 0))
    return made


def _runs(steps: Sequence[Step]) -> list[list[Step]]:
    runs = list[list[Step]]()
    for step in steps:
        before = runs[-1][-1] if runs else None
        if (
            before is None
            or before.line_id != step.line_id
            or (before.state == TicketState.SERVING and step.state == TicketState.WAITING)
        ):
            runs.append([])
        runs[-1].append(step)
    return runs


def _outcome(state: str, day: Day) -> Outcome:
    if state == TicketState.ABSENT:
        return Outcome.NO_SHOW if day.over else Outcome.ABSENT
    return _OUTCOMES.get(TicketState(state), Outcome.PRESENT)


def _transaction(run: list[Step], outcome: Outcome, day: Day, *, first: bool) -> Transaction:
    lengths = _NO_TIME.copy()
    called_at, waited, recalls, before = None, 0, 0, None
    counter = officer = None
    for step in run:
        begin, end = day.known(step.began, step.ended)
        if step.state in AT_COUNTER:
            counter, officer = step.counter_id, step.officer_id
        if step.state == TicketState.CALLED:
            if called_at is None:
                called_at, waited = step.began, lengths[TicketState.WAITING]
            recalls += before == TicketState.CALLED
        lengths[step.state] += end - begin
        before = step.state
    last = run[-1]
    return Transaction(
        line_id=last.line_id,
        counter_id=counter,
        officer_id=officer,
        first=first,
        carried=first and last.carried_from is not None,
        began_at=run[0].began,
        called_at=called_at,
        closed_at=last.began if last.ended is None else min(last.ended, day.ends - 1),
        outcome=outcome,
        wait=lengths[TicketState.WAITING],
        service=lengths[TicketState.CALLED] + lengths[TicketState.SERVING],
        hold=lengths[TicketState.HELD],
        held=any(step.state == TicketState.HELD for step in run),
        recalls=recalls,
        range_kept=_range_kept(last, waited) if first and called_at is not None else None,
    )


def _range_kept(step: Step, waited: int) -> bool | None:
    if step.wait_low is None or step.wait_high is None:
        return None
    return step.wait_low * MINUTE <= waited <= step.wait_high * MINUTE
