"""How long visits of a line lately stood at a counter, and who serves it now."""

import threading
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from onestop.clock import local_day
from onestop.model.columns import instant
from onestop.model.counter import TurnRule
from onestop.rules.estimate import MOST_LENGTHS, Lengths, lengths_of
from onestop.rules.line_share import LinePlace, OpenCounter
from onestop.store.tx import Reading

T = TypeVar("T")

DAYS_BACK = 7
"""Where today is too young to tell, so many days before it are looked at."""
LENGTHS_FRESH = timedelta(seconds=60)
STAFF_FRESH = timedelta(seconds=1)
"""So long what was read is told again: where numbers are taken many a second, each must stay cheap."""
_MOST_KEPT = 1024
_MICROS = 1_000_000
_LATEST = """
SELECT sum(ticket_period.ended_at - ticket_period.started_at) FROM (
    SELECT id FROM ticket
    WHERE centre_id = :centre AND day >= :since AND day <= :today AND called_at IS NOT NULL
    AND (waits_in_id = :line OR line_id = :line)
    AND (waits_in_id <> :line OR state IN ('served', 'absent', 'left', 'no_show'))
    ORDER BY day DESC, called_at DESC LIMIT :most) AS latest
JOIN ticket_period ON ticket_period.ticket_id = latest.id AND ticket_period.line_id = :line
    AND ticket_period.state IN ('called', 'serving') AND ticket_period.ended_at IS NOT NULL
GROUP BY latest.id ORDER BY max(ticket_period.ended_at) DESC
"""
_OPEN = """
SELECT counter.id, work_profile.rule, ticket.called_at,
       profile_line.line_id, profile_line.position, profile_line.share, line_day.waiting
FROM counter
JOIN work_profile ON work_profile.id = counter.profile_id
JOIN profile_line ON profile_line.profile_id = counter.profile_id
LEFT JOIN line_day ON line_day.line_id = profile_line.line_id AND line_day.day = :today
LEFT JOIN ticket ON ticket.counter_id = counter.id AND ticket.state IN ('called', 'serving')
WHERE counter.centre_id = :centre AND counter.state = 'open' AND counter.retired_at IS NULL
"""


class _Kept(Generic[T]):
    """What was read last, by line or centre, shared between the threads of a process."""

    def __init__(self, fresh: timedelta) -> None:
        self._fresh = fresh
        self._lock = threading.Lock()
        self._found: dict[str, tuple[datetime, T]] = {}

    def get(self, key: str, now: datetime) -> tuple[T] | None:
        found = self._found.get(key)
        if found is None:
            return None
        # A clock that was set back, or midnight in between: what was read then is of another day.
        at, value = found
        fresh = timedelta(0) <= now - at < self._fresh and local_day(at) == local_day(now)
        return (value,) if fresh else None

    def put(self, key: str, now: datetime, value: T) -> None:
        with self._lock:
            self._found[key] = now, value
            if len(self._found) > _MOST_KEPT:
                self._found.pop(next(iter(self._found)))


_LENGTHS = _Kept[Lengths | None](LENGTHS_FRESH)
_STAFF = _Kept[list[OpenCounter]](STAFF_FRESH)


def latest_lengths(reading: Reading, centre_id: str, line_id: str) -> Lengths | None:
    """Sum up how long the line's latest visits stood at a counter; None: too few did.

    A visit counts once it is done with in this line: served, moved on, not come or gone; what it spent
    there is called and served time added up, without the time it was held. The latest fifty count, today's
    before those of the seven days before; up to a minute old.
    """
    kept = _LENGTHS.get(line_id, reading.now)
    if kept is not None:
        return kept[0]
    rows = reading.run(
        _LATEST,
        centre=centre_id,
        line=line_id,
        since=(reading.today - timedelta(days=DAYS_BACK)).isoformat(),
        today=reading.today.isoformat(),
        most=MOST_LENGTHS,
    ).fetchall()
    lengths = lengths_of([float(row[0]) / _MICROS for row in rows])
    _LENGTHS.put(line_id, reading.now, lengths)
    return lengths


def open_counters(reading: Reading, centre_id: str) -> list[OpenCounter]:
    """List the open counters of a centre with their lines and whom they serve; up to a second old."""
    kept = _STAFF.get(centre_id, reading.now)
    if kept is not None:
        return kept[0]
    found: dict[str, OpenCounter] = {}
    places: dict[str, dict[str, LinePlace]] = {}
    rows = reading.run(_OPEN, centre=centre_id, today=reading.today.isoformat()).fetchall()
    for counter_id, rule, called_at, line_id, position, share, waiting in rows:
        lines = places.setdefault(counter_id, {})
        lines[line_id] = LinePlace(position, share, waiting or 0)
        if counter_id not in found:
            called = None if called_at is None else instant(called_at)
            found[counter_id] = OpenCounter(TurnRule(rule), lines, called)
    counters = list(found.values())
    _STAFF.put(centre_id, reading.now, counters)
    return counters
