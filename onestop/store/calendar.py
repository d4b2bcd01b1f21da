"""The working calendar of a centre, laid out once for every version of its days and hours."""

import threading
from collections import OrderedDict
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from onestop.errors import NotFound
from onestop.rules.calendar_row import CalendarRow, DayKind
from onestop.rules.opening_hours import Opening
from onestop.rules.working_time import WorkingCalendar
from onestop.store.tx import Reading

_MOST_KEPT = 256
_DAYS_VERSION = "SELECT count(*), max(known_on) FROM calendar_day WHERE known_on <= :as_of"
_DAYS = """
SELECT on_day, kind, name, known_on, source, from_memory FROM calendar_day
WHERE known_on <= :as_of ORDER BY known_on, on_day
"""
_HOURS = """
SELECT weekday, opens, closes, valid_from, valid_to, counts FROM opening_hours
WHERE centre_id = :centre ORDER BY weekday, opens, valid_from
"""
_RETURN = "SELECT return_minute FROM centre WHERE id = :centre"


class _Version(NamedTuple):
    """What a calendar was laid out from; another one is laid out when any of it differs."""

    days: int
    newest: str | None
    year: int
    hours: tuple[Opening, ...]
    return_minute: int


class _Kept:
    """The calendars laid out last, shared between the threads of a process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._calendars: OrderedDict[tuple[str, date | None], tuple[_Version, WorkingCalendar]] = (
            OrderedDict()
        )

    def get(self, key: tuple[str, date | None], version: _Version) -> WorkingCalendar | None:
        with self._lock:
            found = self._calendars.get(key)
            if found is None or found[0] != version:
                return None
            self._calendars.move_to_end(key)
            return found[1]

    def put(self, key: tuple[str, date | None], version: _Version, calendar: WorkingCalendar) -> None:
        with self._lock:
            self._calendars[key] = version, calendar
            self._calendars.move_to_end(key)
            if len(self._calendars) > _MOST_KEPT:
                self._calendars.popitem(last=False)


_KEPT = _Kept()


def calendar_of(reading: Reading, centre_id: str, *, as_of: date | None = None) -> WorkingCalendar:
    """Give the working calendar of a centre with what was known on a day.

    What it was laid out from is read each time, in three small look-ups, so a row that somebody adds
    counts from the next reckoning on, in every process.

    Args:
        reading: Where to look.
        centre_id: The receiving centre.
        as_of: Local date of the knowledge; None is today.

    Raises:
        NotFound: No such centre.
        SettingWrong: It has no hours on a working day, or hours that overlap.
    """
    day = as_of or reading.today
    row = reading.run(_RETURN, centre=centre_id).fetchone()
    if row is None:
        raise NotFound(kind="centre", sought=centre_id)
    count, newest = reading.run(_DAYS_VERSION, as_of=day.isoformat()).fetchone()
    version = _Version(count, newest, day.year, openings_of(reading, centre_id), row[0])
    found = _KEPT.get((centre_id, as_of), version)
    if found is None:
        # Two threads may lay it out at once: the same twice, and the last one stays.
        found = WorkingCalendar(
            days_known(reading, day), version.hours, as_of=day, return_minute=version.return_minute
        )
        _KEPT.put((centre_id, as_of), version, found)
    return found


def calendar_with(reading: Reading, centre_id: str, rows: Iterable[CalendarRow]) -> WorkingCalendar:
    """Give today's calendar of a centre with rows that are not, or not yet surely, among the days known.

    It is not kept: what is asked for before a commit may never come to be.

    Raises:
        NotFound: No such centre.
        SettingWrong: It has no hours on a working day, or hours that overlap.
    """
    row = reading.run(_RETURN, centre=centre_id).fetchone()
    if row is None:
        raise NotFound(kind="centre", sought=centre_id)
    days = {(each.on, each.known_on): each for each in (*days_known(reading, reading.today), *rows)}
    openings = openings_of(reading, centre_id)
    return WorkingCalendar(days.values(), openings, as_of=reading.today, return_minute=row[0])


def days_known(reading: Reading, as_of: date) -> list[CalendarRow]:
    """Read the days that do not follow their weekday, as known on a local date."""
    return [
        CalendarRow(
            on=date.fromisoformat(on_day),
            kind=DayKind(kind),
            name=name,
            known_on=date.fromisoformat(known_on),
            source=source,
            from_memory=bool(from_memory),
        )
        for on_day, kind, name, known_on, source, from_memory in reading.run(
            _DAYS, as_of=as_of.isoformat()
        ).fetchall()
    ]


def openings_of(reading: Reading, centre_id: str) -> tuple[Opening, ...]:
    """Read the openings of a centre, of every generation."""
    return tuple(
        Opening(
            weekday,
            opens,
            closes,
            date.fromisoformat(valid_from),
            date.fromisoformat(valid_to) if valid_to else None,
            bool(counts),
        )
        for weekday, opens, closes, valid_from, valid_to, counts in reading.run(
            _HOURS, centre=centre_id
        ).fetchall()
    )
