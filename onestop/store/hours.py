"""The opening hours of a centre in their generations: which week holds from which day."""

from datetime import date

from onestop.rules.opening_hours import hour_text, weekday_hours
from onestop.store.calendar import openings_of
from onestop.store.tx import Reading, Tx

_REPLACED = "DELETE FROM opening_hours WHERE centre_id = :centre AND valid_from = :day"
_ENDED = """
UPDATE opening_hours SET valid_to = :last
WHERE centre_id = :centre AND valid_from < :day AND (valid_to IS NULL OR valid_to >= :day)
"""
_BEGINNINGS = "SELECT DISTINCT valid_from FROM opening_hours WHERE centre_id = :centre ORDER BY valid_from"


def end_before(tx: Tx, centre_id: str, day: date, last: date) -> None:
    """Let what held before a day end, and take away what was settled for that very day."""
    tx.run(_REPLACED, centre=centre_id, day=day.isoformat())
    tx.run(_ENDED, centre=centre_id, day=day.isoformat(), last=last.isoformat())


def week_in_words(reading: Reading, centre_id: str, on: date) -> dict[int, str]:
    """Write the hours of each weekday that hold on a day, `07:30-11:30, 13:30-17:00`; empty when closed."""
    openings = openings_of(reading, centre_id)
    if not openings:
        return dict.fromkeys(range(1, 8), "")
    return {
        weekday: ", ".join(
            f"{hour_text(opens)}-{hour_text(closes)}"
            for opens, closes in weekday_hours(openings, weekday, on).open
        )
        for weekday in range(1, 8)
    }


def beginnings(reading: Reading, centre_id: str) -> list[date]:
    """Read the days from which a centre's hours are others, earliest first."""
    return [date.fromisoformat(row[0]) for row in reading.run(_BEGINNINGS, centre=centre_id).fetchall()]
