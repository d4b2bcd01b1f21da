"""What interrupts a count: supplements, suspensions and extensions, and what a restart leaves of them."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from onestop.clock import local
from onestop.errors import AllowanceRefused, IntervalsOverlap
from onestop.model.procedure import AllowanceUnit, SupplementRule
from onestop.rules.allowance import Allowance
from onestop.rules.local_minute import Minute, minute_of

FOR_EVER = datetime(9999, 1, 1, tzinfo=UTC)
"""Stands for the end that is not known yet."""
_RULES = {
    SupplementRule.PAUSE: "supplement-pause",
    SupplementRule.NOT_COUNTED: "supplement-not-counted",
}


class Supplement(NamedTuple):
    """Papers asked for after receipt: both instants aware; `returned_at` is None while they are awaited.

    `rule` is the procedure's: restart (the default of Decree 61/2018/NĐ-CP, art. 19.4), pause, or not
    counted (time at another body: reckoned as a pause, owned by that body).
    """

    requested_at: datetime
    returned_at: datetime | None
    rule: SupplementRule = SupplementRule.RESTART


class Suspension(NamedTuple):
    """A pause with a reason and a legal basis; both instants aware, `to_at` None while it lasts."""

    from_at: datetime
    to_at: datetime | None
    reason: str = ""
    legal_basis: str = ""


class Extension(NamedTuple):
    """More time, granted on a legal basis, in a unit of its own.

    `decided_at` tells whether a restart came after it and took it away; None counts as decided last.
    """

    allowance: Allowance
    decided_at: datetime | None = None
    legal_basis: str = ""


class Pause(NamedTuple):
    """A stretch that does not count, in local minutes, with the code of its reason."""

    from_: Minute
    to: Minute
    rule: str
    reason: str = ""
    legal_basis: str = ""


class Interruptions(NamedTuple):
    """What a count has to reckon with, in order of time, without what a restart took away.

    `restart` is the supplement whose complete return is the new receipt: when it was asked for, when it
    came. `waiting_since` is set while something is awaited.
    """

    pauses: tuple[Pause, ...] = ()
    extensions: tuple[Extension, ...] = ()
    restart: tuple[datetime, datetime] | None = None
    waiting_since: datetime | None = None


def interruptions(
    supplements: Iterable[Supplement], suspensions: Iterable[Suspension], extensions: Iterable[Extension]
) -> Interruptions:
    """Put everything that interrupts a count in order, whatever the order it was entered in.

    The whole allowance runs again from the last complete return of a supplement that restarts; pauses and
    extensions before it fall away.

    Raises:
        IntervalsOverlap: Two intervals claim the same time, or one ends before it begins.
        AllowanceRefused: An extension by "the same day", which is no length.
        Malformed: An instant names no zone.
    """
    supplements, suspensions = tuple(supplements), tuple(suspensions)
    stretches = [(each.requested_at, each.returned_at) for each in supplements]
    stretches += [(each.from_at, each.to_at) for each in suspensions]
    _refuse_overlaps(stretches)
    restart = last_restart(supplements)
    since = minute_of(restart[1]) if restart else None
    pauses = sorted([*_pauses_of(supplements), *_pauses_of_suspensions(suspensions)])
    return Interruptions(
        tuple(pause for pause in pauses if since is None or pause.from_ >= since),
        tuple(sorted((each for each in extensions if _stands(each, since)), key=_order)),
        restart,
        min((begin for begin, end in stretches if end is None), default=None),
    )


def last_restart(supplements: Iterable[Supplement]) -> tuple[datetime, datetime] | None:
    """Find the supplement whose complete return counts as a new receipt: when it was asked for, when it came."""
    restarts = (
        (each.requested_at, each.returned_at)
        for each in supplements
        if each.rule is SupplementRule.RESTART and each.returned_at is not None
    )
    return max(restarts, key=lambda restart: restart[1], default=None)


def _pauses_of(supplements: Iterable[Supplement]) -> Iterator[Pause]:
    for each in supplements:
        if each.rule is not SupplementRule.RESTART and each.returned_at is not None:
            yield Pause(minute_of(each.requested_at), minute_of(each.returned_at), _RULES[each.rule])


def _pauses_of_suspensions(suspensions: Iterable[Suspension]) -> Iterator[Pause]:
    for each in suspensions:
        if each.to_at is not None:
            from_, to = minute_of(each.from_at), minute_of(each.to_at)
            yield Pause(from_, to, "suspension", each.reason, each.legal_basis)


def _stands(extension: Extension, restarted: Minute | None) -> bool:
    """Tell whether an extension outlives a restart."""
    if extension.allowance.unit is AllowanceUnit.SAME_DAY:
        raise AllowanceRefused(allowance=extension.allowance.facts["amount"], unit="same_day")
    decided_at = extension.decided_at
    return restarted is None or decided_at is None or minute_of(decided_at) >= restarted


def _order(extension: Extension) -> tuple[bool, Minute, str, Fraction, str]:
    """Order extensions by their decision, then by what they are: the order of entry must not matter."""
    decided_at = extension.decided_at
    when = 0 if decided_at is None else minute_of(decided_at)
    allowance = extension.allowance
    return decided_at is None, when, allowance.unit, allowance.amount, extension.legal_basis


def _refuse_overlaps(stretches: Iterable[tuple[datetime, datetime | None]]) -> None:
    """Refuse stretches that claim the same time; one without an end claims all that follows.

    Compared to the second, though they count by the minute: two that touch within one minute are fine.
    """
    ordered = sorted(
        (minute_of(begin), begin, end or FOR_EVER) for begin, end in stretches if minute_of(end or begin)
    )
    for _, begin, end in ordered:
        if end < begin:
            raise IntervalsOverlap(first=_told(begin, end), second=_told(begin, end))
    for (_, begin, end), (_, later, until) in pairwise(ordered):
        if end > later:
            raise IntervalsOverlap(first=_told(begin, end), second=_told(later, until))


def _told(begin: datetime, end: datetime) -> str:
    return f"{local(begin).isoformat()}/{'..' if end is FOR_EVER else local(end).isoformat()}"
