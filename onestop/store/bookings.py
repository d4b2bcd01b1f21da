"""Bookings: their slots, persons and rows, in plain SQL, the same on both databases.

Whoever holds several of these rows takes bookings first, then persons, then slots, each kind in the
order of its key, so that two never wait in a ring.
"""

from datetime import date

import msgspec

from onestop.errors import NotFound
from onestop.model.booking import BookingState
from onestop.model.columns import micros
from onestop.rules.booking import LineBooking, Plan, reminder_at
from onestop.store.calendar import calendar_of
from onestop.store.places import LineRow
from onestop.store.tx import Reading, Tx

_PLAN = """
SELECT open, slot_minutes, capacity, days_ahead, per_person, early_minutes, late_minutes
FROM booking_plan JOIN line ON line.id = line_id WHERE line_id = :line AND line.retired_at IS NULL
"""
_PLANNED = """
SELECT line.id FROM line JOIN booking_plan ON booking_plan.line_id = line.id
WHERE line.centre_id = :centre AND line.retired_at IS NULL AND booking_plan.open = :open
ORDER BY line.letter, line.band_first
"""
_CENTRES = """
SELECT DISTINCT centre.id, centre.name, centre.place, centre.level, centre.key FROM centre
JOIN line ON line.centre_id = centre.id JOIN booking_plan ON booking_plan.line_id = line.id
WHERE line.retired_at IS NULL AND booking_plan.open = :open ORDER BY centre.level DESC, centre.key
"""
_BLACKOUTS = """
SELECT on_day, reason FROM blackout
WHERE centre_id = :centre AND (line_id IS NULL OR line_id = :line) AND lifted_at IS NULL
AND on_day BETWEEN :since AND :until ORDER BY line_id DESC
"""
_TAKEN = """
SELECT day, minute, taken FROM booking_slot WHERE line_id = :line AND day BETWEEN :since AND :until
"""
_RAISE_PERSON = """
INSERT INTO booking_person (centre_id, person_hash, open) VALUES (:centre, :person, 1)
ON CONFLICT (centre_id, person_hash) DO UPDATE
SET open = booking_person.open + 1 WHERE booking_person.open < :most
"""
_LOWER_PERSON = """
UPDATE booking_person SET open = open - 1 WHERE centre_id = :centre AND person_hash = :person
"""
_ENSURE_SLOT = """
INSERT INTO booking_slot (line_id, day, minute, capacity, taken) VALUES (:line, :day, :minute, :capacity, 0)
ON CONFLICT (line_id, day, minute) DO UPDATE SET capacity =
CASE WHEN booking_slot.taken > excluded.capacity THEN booking_slot.taken ELSE excluded.capacity END
"""
_TAKE_SLOT = """
UPDATE booking_slot SET taken = taken + 1
WHERE line_id = :line AND day = :day AND minute = :minute AND taken < capacity
"""
_GIVE_BACK = """
UPDATE booking_slot SET taken = taken - 1 WHERE line_id = :line AND day = :day AND minute = :minute
"""
_PUT = """
INSERT INTO booking (id, centre_id, line_id, day, minute, code, state, person_hash, name_sealed,
                     phone_sealed, email_sealed, lang, booked_at)
VALUES (:id, :centre, :line, :day, :minute, :code, 'booked', :person, :name, :phone, :email, :lang, :at)
"""
_HAS_CODE = "SELECT 1 FROM booking WHERE code = :code"
_SECOND = """
SELECT 1 FROM booking WHERE line_id = :line AND day = :day AND person_hash = :person AND state = 'booked'
"""
_COLUMNS = """
booking.id, booking.centre_id, booking.line_id, booking.day, booking.minute, booking.code, booking.state,
booking.person_hash, booking.email_sealed, booking.lang
"""
_BY_CODE = f"SELECT {_COLUMNS} FROM booking WHERE code = :code"
_END = """
UPDATE booking SET state = :state, ended_at = :at WHERE id = :id AND state = 'booked'
"""
_OPEN_UNTIL = f"""
SELECT {_COLUMNS} FROM booking WHERE state = 'booked' AND centre_id = :centre AND day <= :day
ORDER BY id LIMIT :most
"""
_TO_REMIND = f"""
SELECT {_COLUMNS} FROM booking WHERE state = 'booked' AND centre_id = :centre AND day = :day
AND email_sealed IS NOT NULL AND booked_at < :since
AND NOT EXISTS (SELECT 1 FROM delivery WHERE subject_id = booking.id AND template = :template)
ORDER BY id LIMIT :most
"""


class BookingRow(msgspec.Struct, frozen=True, kw_only=True):
    """A booking, with what is still sealed of its citizen."""

    id: str
    centre_id: str
    line_id: str
    day: date
    minute: int
    code: str
    state: str
    person_hash: str
    email_sealed: str | None
    lang: str


class NewBooking(msgspec.Struct, frozen=True, kw_only=True):
    """A booking to be written; name, telephone and e-mail as typed, sealed when they are written."""

    id: str
    line: LineRow
    day: date
    minute: int
    code: str
    person_hash: str
    name: str
    phone: str
    email: str
    lang: str


def _row(found: tuple[object, ...]) -> BookingRow:
    values = dict(zip(BookingRow.__struct_fields__, found, strict=True))
    values["day"] = date.fromisoformat(str(values["day"]))
    return BookingRow(**values)  # type: ignore[arg-type]  # a row of a table whose types the model states


def line_booking(reading: Reading, line: LineRow) -> LineBooking:
    """Read what decides about bookings of a line."""
    found = reading.run(_PLAN, line=line.id).fetchone()
    plan = None
    if found is not None:
        plan = Plan(**{**dict(zip(Plan.__struct_fields__, found, strict=True)), "open": bool(found[0])})
    calendar = None if line.round_the_clock else calendar_of(reading, line.centre_id)
    return LineBooking(letter=line.letter, plan=plan, calendar=calendar, closed=line.closed)


def lines_planned(reading: Reading, centre_id: str) -> list[str]:
    """List the ids of a centre's lines that take bookings, by letter."""
    return [row[0] for row in reading.run(_PLANNED, centre=centre_id, open=True).fetchall()]


def centres_planned(reading: Reading) -> list[tuple[str, str, str]]:
    """List the centres that take bookings: id, name, place."""
    return [(row[0], row[1], row[2]) for row in reading.run(_CENTRES, open=True).fetchall()]


def blackouts(reading: Reading, line: LineRow, since: date, until: date) -> dict[date, str]:
    """Read the days without bookings of a line, or of its whole centre, and why."""
    rows = reading.run(
        _BLACKOUTS,
        centre=line.centre_id,
        line=line.id,
        since=since.isoformat(),
        until=until.isoformat(),
    ).fetchall()
    return {date.fromisoformat(row[0]): row[1] for row in rows}


def taken(reading: Reading, line_id: str, since: date, until: date) -> dict[tuple[date, int], int]:
    """Count the places taken in each slot of a line that was ever booked."""
    rows = reading.run(_TAKEN, line=line_id, since=since.isoformat(), until=until.isoformat()).fetchall()
    return {(date.fromisoformat(row[0]), row[1]): row[2] for row in rows}


def raise_person(tx: Tx, centre_id: str, person_hash: str, most: int) -> bool:
    """Count one more open booking of a person, if that is within the limit; hold the person's row."""
    return tx.run(_RAISE_PERSON, centre=centre_id, person=person_hash, most=most).rowcount == 1


def lower_person(tx: Tx, booking: BookingRow) -> None:
    """Count one open booking of a person less."""
    tx.run(_LOWER_PERSON, centre=booking.centre_id, person=booking.person_hash)


def take_place(tx: Tx, line_id: str, day: date, minute: int, capacity: int) -> bool:
    """Take a place of a slot, if one is free; the slot's capacity follows the plan, never below what is taken."""
    slot = {"line": line_id, "day": day.isoformat(), "minute": minute}
    tx.run(_ENSURE_SLOT, **slot, capacity=capacity)
    return tx.run(_TAKE_SLOT, **slot).rowcount == 1


def give_back_place(tx: Tx, booking: BookingRow) -> None:
    """Give a place of a slot back."""
    tx.run(_GIVE_BACK, line=booking.line_id, day=booking.day.isoformat(), minute=booking.minute)


def has_open(reading: Reading, line_id: str, day: date, person_hash: str) -> bool:
    """Tell whether a person has an open booking in a line on a day."""
    found = reading.run(_SECOND, line=line_id, day=day.isoformat(), person=person_hash)
    return found.fetchone() is not None


def has_code(reading: Reading, code: str) -> bool:
    """Tell whether a code was ever given."""
    return reading.run(_HAS_CODE, code=code).fetchone() is not None


def put(tx: Tx, booking: NewBooking) -> None:
    """Write a new booking; who it is for is sealed."""
    tx.run(
        _PUT,
        id=booking.id,
        centre=booking.line.centre_id,
        line=booking.line.id,
        day=booking.day.isoformat(),
        minute=booking.minute,
        code=booking.code,
        person=booking.person_hash,
        name=tx.seals.seal(booking.name),
        phone=tx.seals.seal(booking.phone),
        email=tx.seals.seal(booking.email) if booking.email else None,
        lang=booking.lang,
        at=micros(tx.now),
    )


def by_code(reading: Reading, code: str) -> BookingRow:
    """Read a booking.

    Raises:
        NotFound: No such code.
    """
    found = reading.run(_BY_CODE, code=code).fetchone()
    if found is None:
        raise NotFound(kind="booking", sought=code)
    return _row(found)


def lock(tx: Tx, code: str) -> BookingRow:
    """Read a booking and hold it.

    Raises:
        NotFound: No such code.
    """
    found = tx.run(_BY_CODE if tx.is_sqlite else _BY_CODE + " FOR UPDATE", code=code).fetchone()
    if found is None:
        raise NotFound(kind="booking", sought=code)
    return _row(found)


def end(tx: Tx, booking: BookingRow, state: BookingState) -> bool:
    """Write the end of an open booking; false where somebody else ended it meanwhile."""
    return tx.run(_END, id=booking.id, state=state, at=micros(tx.now)).rowcount == 1


def open_until(reading: Reading, centre_id: str, day: date, most: int) -> list[BookingRow]:
    """List the open bookings of a centre up to a local day, in the order in which they are held."""
    rows = reading.run(_OPEN_UNTIL, centre=centre_id, day=day.isoformat(), most=most).fetchall()
    return [_row(row) for row in rows]


def to_remind(reading: Reading, centre_id: str, day: date, template: str, most: int) -> list[BookingRow]:
    """List the open bookings of a day whose citizens are owed a reminder."""
    rows = reading.run(
        _TO_REMIND,
        centre=centre_id,
        day=day.isoformat(),
        since=micros(reminder_at(day)),
        template=template,
        most=most,
    ).fetchall()
    return [_row(row) for row in rows]
