"""Why days are passed over: a reason for every run of days off, written once for a whole table."""

from collections.abc import Mapping
from datetime import date
from itertools import accumulate, compress, count
from operator import not_
from typing import Any

from onestop.rules.calendar_row import CalendarRow, DayKind
from onestop.rules.reason import Reason

_RULES = {
    DayKind.STATUTORY: "holiday",
    DayKind.COMPENSATORY: "holiday-made-up",
    DayKind.SWAPPED_OFF: "day-off-swapped",
    DayKind.MAKEUP_WORKING: "makeup-day",
}


class DaysOff:
    """Runs of days off, and the make-up days that count although they are Saturdays, in order."""

    def __init__(self, first: int, works: bytes, rows: Mapping[int, CalendarRow]) -> None:
        """Gather the runs from the ordinal of place 0, the days that work, and the days announced."""
        runs = list[list[int]]()
        for place in sorted({*compress(count(), map(not_, works)), *rows}):
            if runs and runs[-1][-1] == place - 1 and _alike(rows.get(place), rows.get(place - 1)):
                runs[-1].append(place)
            else:
                runs.append([place])
        starts = bytearray(len(works))
        for run in runs:
            starts[run[0]] = 1
        self._first = first
        self._begun = list(accumulate(starts, initial=0))
        self._ends = [run[-1] for run in runs]
        self._runs = tuple(_reason(rows.get(run[0]), self._date(run[0]), self._date(run[-1])) for run in runs)
        known = (rows.get(run[0]) for run in runs)
        self._known = [row.known_on if row else date.min for row in known]
        self._newest = max(self._known, default=date.min)

    def between(self, after: int, until: int, *, received_on: date) -> tuple[Reason, ...]:
        """Tell the runs that lie after one place and not after another; those that stick out are cut.

        A run that became known only after the day of receipt says on which day it was announced: whoever
        holds an older receipt would look for it there in vain.
        """
        first = self._begun[after + 1]
        last = self._begun[until + 1]
        runs = self._runs[first:last]
        if first and self._ends[first - 1] > after:
            runs = (self._runs[first - 1]._replace(from_=self._date(after + 1)), *runs)
            first -= 1
        if received_on < self._newest:
            known = zip(runs, self._known[first:last], strict=True)
            runs = tuple(_announced(run, on) if on > received_on else run for run, on in known)
        if runs and self._ends[last - 1] > until:
            runs = (*runs[:-1], runs[-1]._replace(to=self._date(until)))
        return runs

    def _date(self, place: int) -> date:
        return date.fromordinal(self._first + place)


def _alike(row: CalendarRow | None, other: CalendarRow | None) -> bool:
    """Tell whether two days are off for the same reason; None is the weekend."""
    if row is None or other is None:
        return row is other
    return row._replace(on=other.on, source=other.source) == other


def _announced(run: Reason, known_on: date) -> Reason:
    return run._replace(facts={**run.facts, "known_on": known_on.isoformat()})


def _reason(row: CalendarRow | None, from_: date, to: date) -> Reason:
    if row is None:
        return Reason("weekend", from_, to, {})
    facts: dict[str, Any] = {"name": row.name}
    if row.from_memory:
        facts["from_memory"] = True
    return Reason(_RULES[row.kind], from_, to, facts)
