"""How long visits of a line lately stood at a counter, and who serves it now."""

import threading
from datetime import date, timedelta
from typing import NamedTuple

from onestop.model.columns import micros
from onestop.model.counter import TurnRule
from onestop.rules.estimate import MOST_LENGTHS
from onestop.rules.line_share import LinePlace, OpenCounter
from onestop.store.tx import Reading

DAYS_BACK = 7
"""Where today is too young to tell, so many days before it are looked at."""
FRESH_SECONDS = 60
"""So long lengths once read are told again: a number must stay cheap, and they hardly change in a minute."""
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


class _Sample(NamedTuple):
    """Lengths in seconds, and when they were read: microseconds since 1970, and the local day."""

    lengths: tuple[float, ...]
    read_at: int
    day: date


class _Kept:
    """The samples read last, shared between the threads of a process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._samples: dict[str, _Sample] = {}

    def get(self, line_id: str, now: int, day: date) -> tuple[float, ...] | None:
        found = self._samples.get(line_id)
        if found is None or found.day != day or not 0 <= now - found.read_at < FRESH_SECONDS * _MICROS:
            return None
        return found.lengths

    def put(self, line_id: str, sample: _Sample) -> None:
        with self._lock:
            self._samples[line_id] = sample
            if len(self._samples) > _MOST_KEPT:
                self._samples.pop(next(iter(self._samples)))


_KEPT = _Kept()


def latest_lengths(reading: Reading, centre_id: str, line_id: str) -> tuple[float, ...]:
    """List how many seconds the line's latest visits stood at a counter, the last to end first.

    A visit counts once it is done with in this line: served, moved on, not come or gone; what it spent
    there is called and served time added up, without the time it was held. The latest fifty count, today's
    before those of the seven days before; up to a minute old.
    """
    now = micros(reading.now)
    kept = _KEPT.get(line_id, now, reading.today)
    if kept is not None:
        return kept
    rows = reading.run(
        _LATEST,
        centre=centre_id,
        line=line_id,
        since=(reading.today - timedelta(days=DAYS_BACK)).isoformat(),
        today=reading.today.isoformat(),
        most=MOST_LENGTHS,
    ).fetchall()
    lengths = tuple(float(row[0]) / _MICROS for row in rows)
    _KEPT.put(line_id, _Sample(lengths, now, reading.today))
    return lengths


def open_counters(reading: Reading, centre_id: str) -> list[OpenCounter]:
    """List the open counters of a centre with their lines, and since when each serves whom it serves."""
    rows = reading.run(_OPEN, centre=centre_id, today=reading.today.isoformat()).fetchall()
    now = micros(reading.now)
    found: dict[str, OpenCounter] = {}
    places: dict[str, dict[str, LinePlace]] = {}
    for counter_id, rule, called_at, line_id, position, share, waiting in rows:
        lines = places.setdefault(counter_id, {})
        lines[line_id] = LinePlace(position, share, waiting or 0)
        if counter_id not in found:
            serving = None if called_at is None else max(0, now - called_at) / _MICROS
            found[counter_id] = OpenCounter(TurnRule(rule), lines, serving)
    return list(found.values())
