"""Days announced late: what of a file is new, and whether it may be applied."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from onestop.errors import DayKnownOtherwise, DayNotKnownYet, NothingToApply
from onestop.rules.calendar_row import CalendarRow
from onestop.rules.reason import Reason

_ALWAYS_OTHER = {"allowance", "receipt-day"}
"""Reasons that every moved date tells otherwise."""


def digest_of(rows: Iterable[CalendarRow]) -> str:
    """Name rows by their content: the same days in another order or layout of the file are the same.

    SHA-256 in hexadecimal; what the rows say counts, not how the file says it.
    """
    plain = sorted([*map(str, row[:5]), row.from_memory] for row in rows)
    return hashlib.sha256(json.dumps(plain, ensure_ascii=False).encode()).hexdigest()


def new_rows(
    rows: Sequence[CalendarRow], known: Mapping[tuple[date, date], CalendarRow], *, today: date, file: str
) -> tuple[CalendarRow, ...]:
    """Choose the rows that are not known yet, or refuse them all.

    Args:
        rows: The file's.
        known: The rows there are, by their day and the day they became known.
        today: The local day.
        file: Its name, for the refusal.

    Raises:
        DayNotKnownYet: A row says that it becomes known after today: then it is no announcement yet.
        DayKnownOtherwise: A row contradicts one known since the same day; a row is never changed.
        NothingToApply: Every row is known already.
    """
    fresh = list[CalendarRow]()
    for row in rows:
        if row.known_on > today:
            raise DayNotKnownYet(day=row.on.isoformat(), known_on=row.known_on.isoformat())
        there = known.get((row.on, row.known_on))
        if there is None:
            fresh.append(row)
        elif (there.kind, there.name) != (row.kind, row.name):
            raise DayKnownOtherwise(
                day=row.on.isoformat(), known_on=row.known_on.isoformat(), name=there.name, kind=there.kind
            )
    if not fresh:
        raise NothingToApply(file=file, days=len(rows))
    return tuple(fresh)


def news(before: Sequence[Reason], after: Sequence[Reason]) -> tuple[Reason, ...]:
    """Choose the reasons that a moved date has and did not have; weekends only where there is nothing else."""
    fresh = [each for each in after if each not in before and each.rule not in _ALWAYS_OTHER]
    telling = [each for each in fresh if each.rule != "weekend"]
    return tuple(telling or fresh)
