"""What an officer's counter shows: the person present, who waits, who was set aside, the day so far."""

from datetime import datetime

import msgspec

from onestop.model.columns import instant, micros
from onestop.store.journal import day_start
from onestop.store.tx import Reading

_WAITING = """
SELECT ticket.id, ticket.label, line.letter, ticket.priority, ticket.queued_at,
       ticket.waits_for_id, ticket.due_turn
FROM ticket JOIN line ON line.id = ticket.waits_in_id
JOIN counter ON counter.id = :counter
LEFT JOIN profile_line ON profile_line.profile_id = counter.profile_id
    AND profile_line.line_id = ticket.waits_in_id
WHERE ticket.centre_id = counter.centre_id AND ticket.day = :day AND ticket.state = 'waiting'
  AND (ticket.waits_for_id = counter.id OR (ticket.waits_for_id IS NULL AND profile_line.line_id IS NOT NULL))
ORDER BY ticket.priority_rank, ticket.queued_at, ticket.serial LIMIT :most
"""
_ASIDE = """
SELECT ticket.id, ticket.label, ticket_period.reason, ticket_period.started_at, ticket.called_at
FROM ticket JOIN ticket_period ON ticket_period.ticket_id = ticket.id AND ticket_period.ended_at IS NULL
WHERE ticket.centre_id = :centre AND ticket.day = :day AND ticket.state = :state
  AND ticket.last_counter_id = :counter
ORDER BY ticket_period.started_at
"""
_SERVED = """
SELECT count(*), coalesce(sum(ended_at - called_at), 0) FROM ticket
WHERE centre_id = :centre AND day = :day AND state = 'served' AND last_counter_id = :counter
"""
_RECEIVED = "SELECT count(*) FROM dossier WHERE officer_id = :officer AND received_at >= :midnight"
_LAST_MOVED = """
SELECT id FROM ticket
WHERE centre_id = :centre AND day = :day AND called_at IS NOT NULL AND last_counter_id = :counter
ORDER BY coalesce(ended_at, (SELECT max(started_at) FROM ticket_period
                             WHERE ticket_id = ticket.id AND ended_at IS NULL)) DESC LIMIT 1
"""
_WHY = """
SELECT reason FROM ticket_period WHERE ticket_id = :ticket AND state = 'called' ORDER BY position DESC LIMIT 1
"""
MOST = 200


class Waiting(msgspec.Struct, frozen=True):
    """Somebody who waits."""

    id: str
    label: str
    letter: str
    priority: str | None
    queued_at: datetime
    sent_here: bool
    stands_back: bool


class Aside(msgspec.Struct, frozen=True):
    """Somebody who was set aside or did not come."""

    id: str
    label: str
    reason: str | None
    since: datetime
    called_at: datetime | None


class Today(msgspec.Struct, frozen=True):
    """The day so far at one counter."""

    served: int
    received: int
    mean_minutes: int | None


def waiting(reading: Reading, counter_id: str) -> list[Waiting]:
    """List who waits in the counter's lines, priority first, then by coming; 200 at the most."""
    day = reading.today.isoformat()
    rows = reading.run(_WAITING, counter=counter_id, day=day, most=MOST).fetchall()
    return [
        Waiting(row[0], row[1], row[2], row[3], instant(row[4]), row[5] is not None, row[6] is not None)
        for row in rows
    ]


def aside(reading: Reading, centre_id: str, counter_id: str, state: str) -> list[Aside]:
    """List today's visits of a counter that are `held` or `absent`."""
    rows = reading.run(
        _ASIDE, centre=centre_id, day=reading.today.isoformat(), state=state, counter=counter_id
    ).fetchall()
    return [
        Aside(row[0], row[1], row[2], instant(row[3]), instant(row[4]) if row[4] else None) for row in rows
    ]


def last_moved(reading: Reading, centre_id: str, counter_id: str) -> str | None:
    """Find the visit that a counter dealt with last today."""
    row = reading.run(
        _LAST_MOVED, centre=centre_id, day=reading.today.isoformat(), counter=counter_id
    ).fetchone()
    return str(row[0]) if row else None


def why_called(reading: Reading, ticket_id: str) -> str | None:
    """Tell why a visit was called when it was; the ledger keeps it as the reason of the period."""
    row = reading.run(_WHY, ticket=ticket_id).fetchone()
    return row[0] if row else None


def today(reading: Reading, centre_id: str, counter_id: str) -> Today:
    """Count what the counter served today, and what the officer received."""
    day = reading.today.isoformat()
    served, length = reading.run(_SERVED, centre=centre_id, day=day, counter=counter_id).fetchone()
    received = reading.run(
        _RECEIVED, officer=reading.actor.id, midnight=micros(day_start(reading.now))
    ).fetchone()
    mean = round(int(length) / served / 60_000_000) if served else None
    return Today(served, received[0], mean)
