"""A centre's calendar is laid out once and laid out anew when a row of it changes; on both databases."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest

from onestop.errors import NotFound
from onestop.rules.access import SYSTEM
from onestop.rules.working_time import WorkingCalendar
from onestop.store import calendar
from onestop.store.database import Database
from tests.dossier_makers import make_procedures
from tests.makers import Hall

_A_DAY = """
INSERT INTO calendar_day (id, on_day, kind, name, known_on, source, from_memory)
VALUES ('x', '2026-12-01', 'swapped_off', '', '{known_on}', '', false)
"""


@pytest.fixture
def office(database: Database, hall: Hall) -> Hall:
    """Give the hall with a calendar."""
    make_procedures(database, hall)
    return hall


def of(database: Database, hall: Hall, as_of: date | None = None) -> WorkingCalendar:
    """Give the hall's calendar."""
    return database.read_now(calendar.calendar_of, hall.centre, as_of=as_of)


def test_the_same_rows_give_the_same_calendar_to_every_thread(database: Database, office: Hall) -> None:
    """Laid out once; asking again costs three small look-ups."""
    first = of(database, office)
    with ThreadPoolExecutor(8) as threads:
        others = list(threads.map(lambda _: of(database, office), range(16)))

    assert all(other is first for other in others)


@pytest.mark.parametrize(
    "change",
    [
        _A_DAY.format(known_on="2026-11-20"),
        "UPDATE opening_hours SET closes = 960 WHERE closes = 1020",
        "UPDATE opening_hours SET valid_to = '2030-12-31'",
        "UPDATE centre SET return_minute = 960",
    ],
)
def test_a_changed_row_counts_at_once(database: Database, office: Hall, change: str) -> None:
    """A day, an hour, a validity, the hour of returns."""
    before = of(database, office)
    database.write_now(SYSTEM, lambda tx: tx.run(change))

    assert of(database, office) is not before


def test_what_is_not_yet_known_does_not_count(database: Database, office: Hall) -> None:
    """Announced tomorrow: today's calendar does not know it, tomorrow's does, and both have a version."""
    database.write_now(SYSTEM, lambda tx: tx.run(_A_DAY.format(known_on="2026-11-24")))
    today, tomorrow = (of(database, office, date(2026, 11, 23) + timedelta(days=days)) for days in (0, 1))

    assert (today.version, tomorrow.version) == ("2026-01-01", "2026-11-24")
    assert today.is_working_day(date(2026, 12, 1))
    assert not tomorrow.is_working_day(date(2026, 12, 1))


def test_no_centre_no_calendar(database: Database, office: Hall) -> None:
    """A centre that does not exist has no hours."""
    assert office.centre
    with pytest.raises(NotFound):
        database.read_now(calendar.calendar_of, "nowhere")
