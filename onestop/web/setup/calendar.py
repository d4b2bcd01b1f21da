"""The calendar over HTTP: a year's days, a file of days announced late, what it would move, and applying it."""

from datetime import date, datetime
from typing import Any

import msgspec
from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery, JSONBody

from onestop.errors import Malformed
from onestop.render.reasons import tell_reasons
from onestop.rules.access import Actor, Right, require
from onestop.rules.calendar_row import CalendarRow
from onestop.rules.holidays_by_rule import SOURCE as BY_LAW
from onestop.rules.local_minute import FIRST_YEAR, LAST_YEAR
from onestop.rules.opening_hours import hour_text
from onestop.rules.year_calendar import own_hours, year_calendar
from onestop.store import calendar, calendar_changes, places
from onestop.store.calendar_changes import AppliedChange
from onestop.store.database import Database
from onestop.store.tx import Reading
from onestop.use_cases import change_calendar
from onestop.use_cases.change_calendar import Applied, DaysFile, MovedDate, Preview
from onestop.web.problems import language
from onestop.web.shapes import Named, once, shown

MOST_TEXT = 400_000
"""Characters of a file; a year has some twenty days."""
_LONGEST_NAME = 200


class SentFile(msgspec.Struct, frozen=True, kw_only=True):
    """A calendar file as text; `known_on` for rows that do not say since when they were known."""

    csv: str
    file: str = "calendar.csv"
    known_on: date | None = None


class AskedFile(SentFile, frozen=True, kw_only=True):
    """A file to look at, and which page of what it would move; `limit` dossiers are looked at."""

    cursor: str = ""
    limit: int = change_calendar.AT_ONCE


class DayCard(msgspec.Struct, frozen=True, kw_only=True, rename={"on": "date"}):
    """A day that does not follow its weekday; `by_law`: reckoned, since nobody has announced it yet."""

    on: date
    kind: str
    name: str
    known_on: date
    source: str
    from_memory: bool
    by_law: bool


class MoveCard(msgspec.Struct, frozen=True, kw_only=True):
    """A dossier whose date would move; `because` are the reasons that are new."""

    code: str
    centre: Named
    state: str
    promised_at: datetime | None
    before: datetime | None
    after: datetime | None
    because: list[dict[str, str]]
    trouble: str


class PreviewCard(msgspec.Struct, frozen=True, kw_only=True):
    """A page of what a file would move."""

    digest: str
    days: list[DayCard]
    open: int
    examined: int
    moves: list[MoveCard]
    next_cursor: str | None


class SeasonCard(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of other hours; without `until` it has no end yet."""

    since: date
    until: date | None


class CentreHours(msgspec.Struct, frozen=True, kw_only=True):
    """A centre that receives on Saturdays, or has hours of a season."""

    id: str
    name: str
    saturday: list[str]
    seasons: list[SeasonCard]


class YearCard(msgspec.Struct, frozen=True, kw_only=True):
    """A year's calendar as known today, what was applied to it, and the centres with hours of their own."""

    year: int
    version: str
    provisional: bool
    days: list[DayCard]
    changes: list[AppliedChange]
    centres: list[CentreHours]


def year_of(reading: Reading, year: int | None = None) -> YearCard:
    """Read a year's calendar; None is the present year.

    Raises:
        NotSignedIn: Nobody is known to ask.
        NotAllowed: The actor keeps no calendar.
        Malformed: A year that this system does not reach.
    """
    require(reading.actor, Right.KEEP_CALENDAR)
    chosen = reading.today.year if year is None else year
    if not FIRST_YEAR <= chosen <= LAST_YEAR:
        raise Malformed(field="year", reason="range")
    rows = calendar.days_known(reading, reading.today)
    found = year_calendar(rows, chosen, reading.today)
    return YearCard(
        year=chosen,
        version=max((row.known_on.isoformat() for row in rows), default=""),
        provisional=found.provisional,
        days=[_day(row) for row in found.days],
        changes=[_change(each) for each in calendar_changes.changes(reading)],
        centres=_own_hours(reading),
    )


def _own_hours(reading: Reading) -> list[CentreHours]:
    cards = []
    for centre in places.centres(reading):
        own = own_hours(calendar.openings_of(reading, centre.id), reading.today)
        if own.saturday or own.seasons:
            cards.append(
                CentreHours(
                    id=centre.id,
                    name=f"{centre.name} {centre.place}".strip(),
                    saturday=[f"{hour_text(opens)}-{hour_text(closes)}" for opens, closes in own.saturday],
                    seasons=[SeasonCard(since=each.since, until=each.until) for each in own.seasons],
                )
            )
    return cards


def _day(row: CalendarRow) -> DayCard:
    return DayCard(
        on=row.on,
        kind=row.kind,
        name=row.name,
        known_on=row.known_on,
        source=row.source,
        from_memory=row.from_memory,
        by_law=row.source == BY_LAW,
    )


def _change(change: AppliedChange) -> AppliedChange:
    return msgspec.structs.replace(change, applied_at=shown(change.applied_at) or change.applied_at)


def _file(sent: SentFile) -> DaysFile:
    if len(sent.csv) > MOST_TEXT:
        raise Malformed(field="csv", reason="too-long")
    if len(sent.file) > _LONGEST_NAME:
        raise Malformed(field="file", reason="too-long")
    return DaysFile(text=sent.csv, name=sent.file or "calendar.csv", known_on=sent.known_on)


def _preview(reading: Reading, asked: AskedFile, lang: str) -> PreviewCard:
    found: Preview = change_calendar.preview(reading, _file(asked), cursor=asked.cursor, limit=asked.limit)
    names = {each.id: f"{each.name} {each.place}".strip() for each in places.centres(reading)}
    return PreviewCard(
        digest=found.digest,
        days=[_day(row) for row in found.days],
        open=found.open,
        examined=found.examined,
        moves=[_move(each, names[each.centre_id], lang) for each in found.moves],
        next_cursor=found.next_cursor,
    )


def _move(move: MovedDate, centre: str, lang: str) -> MoveCard:
    return MoveCard(
        code=move.code,
        centre=Named(move.centre_id, centre),
        state=move.state,
        promised_at=shown(move.promised_at),
        before=shown(move.before),
        after=shown(move.after),
        because=tell_reasons(move.because, lang),
        trouble=move.trouble,
    )


@get("/api/calendar")
async def show(
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
    year: FromQuery[int | None] = None,
) -> YearCard:
    """Show the calendar of a year, this one unless another is named."""
    return await database.read(year_of, year, actor=actor)


@post("/api/calendar/preview", status_code=200)
async def preview(
    request: Request[Any, Any, Any],
    data: JSONBody[AskedFile],
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
) -> PreviewCard:
    """Tell what a file of days would move, a page at a time; nothing is written."""
    return await database.read(_preview, data, language(request), actor=actor)


@post("/api/calendar/apply")
async def apply(
    request: Request[Any, Any, Any],
    data: JSONBody[SentFile],
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
) -> Applied:
    """Apply a file of days, once, with every date that it moves."""
    require(actor, Right.KEEP_CALENDAR)
    key = await once(request, Applied)
    foreseen = await database.read(change_calendar.foresee, _file(data), actor=actor)
    return await database.write(actor, change_calendar.apply, _file(data), foreseen=foreseen, once=key)


HANDLERS = [show, preview, apply]
