"""The hall at this moment: who waits and how long, line by line, and what each counter does."""

from datetime import datetime

import msgspec

from onestop.model.columns import instant, micros
from onestop.store.tx import Reading

_LINES = """
SELECT id, letter, name, name_en FROM line WHERE centre_id = :centre AND retired_at IS NULL
ORDER BY letter, band_first
"""
_WAITING = """
SELECT line_id, count(*), max(waited) FROM (
    SELECT ticket.waits_in_id AS line_id,
        sum(coalesce(ticket_period.ended_at,
            CASE WHEN ticket_period.started_at > :now THEN ticket_period.started_at ELSE :now END)
            - ticket_period.started_at) AS waited
    FROM ticket JOIN ticket_period ON ticket_period.ticket_id = ticket.id
    WHERE ticket.centre_id = :centre AND ticket.day = :day AND ticket.state = 'waiting'
      AND ticket_period.state = 'waiting'
    GROUP BY ticket.id, ticket.waits_in_id) AS waits
GROUP BY line_id
"""
_STATES = """
SELECT waits_in_id, state, count(*) FROM ticket WHERE centre_id = :centre AND day = :day
GROUP BY waits_in_id, state
"""
_OPEN = """
SELECT profile_line.line_id, count(*)
FROM counter JOIN profile_line ON profile_line.profile_id = counter.profile_id
WHERE counter.centre_id = :centre AND counter.state = 'open' AND counter.retired_at IS NULL
GROUP BY profile_line.line_id
"""
_COUNTERS = """
SELECT counter.id, counter.number, counter.name, counter.state, officer.name, counter_period.started_at,
       ticket.label, ticket.called_at
FROM counter
LEFT JOIN counter_period ON counter_period.counter_id = counter.id AND counter_period.ended_at IS NULL
LEFT JOIN officer ON officer.id = counter_period.officer_id
LEFT JOIN ticket ON ticket.counter_id = counter.id AND ticket.state IN ('called', 'serving')
WHERE counter.centre_id = :centre AND counter.retired_at IS NULL ORDER BY counter.number
"""


class LineAtWork(msgspec.Struct, frozen=True, kw_only=True):
    """A line now; `visits` of today stand in it or ended in it, `longest_wait` in seconds."""

    id: str
    letter: str
    name: str
    name_en: str
    waiting: int
    longest_wait: float | None
    counters_open: int
    at_counters: int
    visits: int
    served: int


class CounterAtWork(msgspec.Struct, frozen=True, kw_only=True):
    """A counter now: its state, since when and whose, and the number in front of it."""

    id: str
    number: int
    name: str
    state: str
    officer: str | None
    since: datetime | None
    label: str | None
    called_at: datetime | None


def lines_now(reading: Reading, centre_id: str) -> list[LineAtWork]:
    """Tell how the lines stand, whoever waits longest first."""
    today = {"centre": centre_id, "day": reading.today.isoformat()}
    waiting = {
        row[0]: (row[1], int(row[2]) / 1_000_000)
        for row in reading.run(_WAITING, now=micros(reading.now), **today).fetchall()
    }
    states = {(row[0], row[1]): row[2] for row in reading.run(_STATES, **today).fetchall()}
    opened = dict(reading.run(_OPEN, centre=centre_id).fetchall())
    lines = [
        LineAtWork(
            id=line_id,
            letter=letter,
            name=name,
            name_en=name_en,
            waiting=waiting.get(line_id, (0, None))[0],
            longest_wait=waiting.get(line_id, (0, None))[1],
            counters_open=opened.get(line_id, 0),
            at_counters=states.get((line_id, "called"), 0) + states.get((line_id, "serving"), 0),
            visits=sum(count for (line, _), count in states.items() if line == line_id),
            served=states.get((line_id, "served"), 0),
        )
        for line_id, letter, name, name_en in reading.run(_LINES, centre=centre_id).fetchall()
    ]
    return sorted(lines, key=lambda line: -(line.longest_wait or -1))


def counters_now(reading: Reading, centre_id: str) -> list[CounterAtWork]:
    """Tell what the counters do, by number."""
    rows = reading.run(_COUNTERS, centre=centre_id).fetchall()
    return [
        CounterAtWork(
            id=row[0],
            number=row[1],
            name=row[2],
            state=row[3],
            officer=row[4],
            since=instant(row[5]) if row[5] is not None else None,
            label=row[6],
            called_at=instant(row[7]) if row[7] is not None else None,
        )
        for row in rows
    ]
