"""What an office asks of its bookings when it settles them: who is booked when, and how full slots are."""

from datetime import date

import msgspec

from onestop.rules.booking import Plan
from onestop.store.tx import Reading, Tx

_HOLD_SLOTS = """
SELECT minute FROM booking_slot WHERE line_id = :line AND day >= :day ORDER BY line_id, day, minute
"""
_FIT_SLOTS = """
UPDATE booking_slot SET capacity = CASE WHEN taken > :capacity THEN taken ELSE :capacity END
WHERE line_id = :line AND day >= :day
"""
_FULLER = """
SELECT booking_slot.line_id, count(*) FROM booking_slot JOIN line ON line.id = booking_slot.line_id
JOIN booking_plan ON booking_plan.line_id = booking_slot.line_id
WHERE line.centre_id = :centre AND day >= :day AND taken > booking_plan.capacity
GROUP BY booking_slot.line_id
"""
_COUNTED = """
SELECT line_id, sum(CASE WHEN day = :day AND state <> 'cancelled' THEN 1 ELSE 0 END),
       sum(CASE WHEN day = :day AND state = 'checked_in' THEN 1 ELSE 0 END),
       sum(CASE WHEN state = 'booked' THEN 1 ELSE 0 END)
FROM booking WHERE centre_id = :centre AND day >= :day GROUP BY line_id
"""
_ON_DAYS = """
SELECT day, line_id, count(*) FROM booking
WHERE centre_id = :centre AND day >= :day AND state = 'booked' GROUP BY day, line_id
"""
_BOOKED_ON = """
SELECT code FROM booking WHERE state = 'booked' AND centre_id = :centre AND day = :day
AND (:line = '' OR line_id = :line) ORDER BY id
"""
_SAME = """
SELECT 1 FROM blackout WHERE centre_id = :centre AND on_day = :day AND coalesce(line_id, '') = :line
AND lifted_at IS NULL
"""
_PLANS = """
SELECT booking_plan.line_id, open, slot_minutes, capacity, days_ahead, per_person, early_minutes, late_minutes
FROM booking_plan JOIN line ON line.id = booking_plan.line_id
WHERE line.centre_id = :centre AND line.retired_at IS NULL
"""
_TO_COME = """
SELECT id, line_id, on_day, reason FROM blackout
WHERE centre_id = :centre AND on_day >= :day AND lifted_at IS NULL ORDER BY on_day, line_id, id
"""


class Counted(msgspec.Struct, frozen=True, kw_only=True):
    """Bookings of a line: of today without the cancelled ones, who came of them, and who still will."""

    today: int = 0
    came: int = 0
    ahead: int = 0


class BlackoutRow(msgspec.Struct, frozen=True, kw_only=True):
    """A day without bookings that was not lifted."""

    id: str
    line_id: str | None
    day: date
    reason: str


def fit_slots(tx: Tx, line_id: str, since: date, capacity: int) -> None:
    """Give the slots of a line from a day on another capacity, never below what is taken."""
    slots = {"line": line_id, "day": since.isoformat()}
    if not tx.is_sqlite:
        tx.run(_HOLD_SLOTS + " FOR UPDATE", **slots)
    tx.run(_FIT_SLOTS, **slots, capacity=capacity)


def fuller(reading: Reading, centre_id: str, since: date) -> dict[str, int]:
    """Count for each line the slots from a day on in which more are booked than the plan has places."""
    return dict(reading.run(_FULLER, centre=centre_id, day=since.isoformat()).fetchall())


def counted(reading: Reading, centre_id: str, today: date) -> dict[str, Counted]:
    """Count the bookings of each line of a centre, today's and those to come."""
    rows = reading.run(_COUNTED, centre=centre_id, day=today.isoformat()).fetchall()
    return {row[0]: Counted(today=int(row[1]), came=int(row[2]), ahead=int(row[3])) for row in rows}


def on_days(reading: Reading, centre_id: str, since: date) -> dict[tuple[date, str], int]:
    """Count the open bookings of each day and line of a centre, from a day on."""
    rows = reading.run(_ON_DAYS, centre=centre_id, day=since.isoformat()).fetchall()
    return {(date.fromisoformat(row[0]), row[1]): int(row[2]) for row in rows}


def codes_on(reading: Reading, centre_id: str, day: date, line_id: str | None) -> list[str]:
    """List the open bookings of a day, of one line or of the centre, in the order in which they are held."""
    found = reading.run(_BOOKED_ON, centre=centre_id, day=day.isoformat(), line=line_id or "")
    return [row[0] for row in found.fetchall()]


def is_out(reading: Reading, centre_id: str, day: date, line_id: str | None) -> bool:
    """Tell whether that very day of that line, or of the centre, is without bookings already."""
    found = reading.run(_SAME, centre=centre_id, day=day.isoformat(), line=line_id or "")
    return found.fetchone() is not None


def plans_of(reading: Reading, centre_id: str) -> dict[str, Plan]:
    """Read the plans of a centre's lines."""
    names = Plan.__struct_fields__
    return {
        row[0]: Plan(**{**dict(zip(names, row[1:], strict=True)), "open": bool(row[1])})
        for row in reading.run(_PLANS, centre=centre_id).fetchall()
    }


def blackouts_to_come(reading: Reading, centre_id: str, today: date) -> list[BlackoutRow]:
    """List the days without bookings from today on, the centre's and those of its lines."""
    rows = reading.run(_TO_COME, centre=centre_id, day=today.isoformat()).fetchall()
    return [
        BlackoutRow(id=row[0], line_id=row[1], day=date.fromisoformat(row[2]), reason=row[3]) for row in rows
    ]
