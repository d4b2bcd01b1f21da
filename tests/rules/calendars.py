"""Calendars and instants for the tests of counting."""

import csv
from collections.abc import Iterable
from datetime import date, datetime
from functools import cache
from pathlib import Path

from onestop.clock import LOCAL
from onestop.rules.calendar_file import read_calendar
from onestop.rules.calendar_row import CalendarRow, DayKind
from onestop.rules.opening_hours import Opening, openings_of
from onestop.rules.working_time import WorkingCalendar
from onestop.settings import CATALOGUE

HOURS = openings_of(["07:30-11:30", "13:30-17:00"])
EARLY_AFTERNOONS = openings_of(["07:30-11:30", "13:00-17:00"])
SATURDAY_MORNINGS = tuple(each._replace(counts=False) for each in openings_of(["07:30-11:30"], [6]))
"""Received on, but not counted (Decision 14/2010/QĐ-TTg)."""
TODAY = date(2026, 11, 23)


def at(text: str) -> datetime:
    """Give a local instant, written "2026-11-23 09:52"."""
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL)


def told(instant: datetime) -> str:
    """Write an instant as `at` reads it."""
    return instant.astimezone(LOCAL).strftime("%Y-%m-%d %H:%M")


@cache
def national_rows() -> tuple[CalendarRow, ...]:
    """Read the calendar that ships with the program."""
    path = CATALOGUE / "calendar.csv"
    return read_calendar(path.read_text(encoding="utf-8"), path.name)


@cache
def calendar(
    openings: tuple[Opening, ...] = HOURS,
    *,
    as_of: date = TODAY,
    return_minute: int | None = None,
    more: tuple[CalendarRow, ...] = (),
) -> WorkingCalendar:
    """Give the national calendar with hours of a centre."""
    return WorkingCalendar((*national_rows(), *more), openings, as_of=as_of, return_minute=return_minute)


def off(
    on: str, *, known_on: str, name: str = "Nghỉ đột xuất", kind: DayKind = DayKind.STATUTORY
) -> CalendarRow:
    """Give a day announced on some day."""
    return CalendarRow(date.fromisoformat(on), kind, name, date.fromisoformat(known_on), "")


def shared_calendar(shared: Path) -> Iterable[dict[str, str]]:
    """Read the list of days that was typed by hand and checked."""
    path = shared / "data/calendar/vn_public_sector_calendar_2015_2026.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
