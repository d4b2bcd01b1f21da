"""The figures of the hall over HTTP: of some days, and of this moment."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Annotated, Any

import msgspec
from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromQuery, QueryParameter

from onestop.clock import local_day
from onestop.errors import Malformed, NotAllowed, RangeTooLong
from onestop.render.figure_table import csv_of
from onestop.render.wording import say
from onestop.rules.access import Actor, Right, require
from onestop.rules.hall_figures import Figures
from onestop.rules.hall_report import By, report
from onestop.store import hall_figures, hall_names, hall_now
from onestop.store.database import Database
from onestop.store.hall_now import CounterAtWork, LineAtWork
from onestop.store.tx import Reading
from onestop.web.problems import language
from onestop.web.shapes import shown

MOST_DAYS = 366
"""A leap year; each day is read and reckoned anew, so a longer report would keep everybody waiting."""


class Period(msgspec.Struct, frozen=True):
    """What a report is asked for: local days, both included, and what its rows are."""

    first: date
    last: date
    by: By


class FigureRow(msgspec.Struct, frozen=True):
    """A row: `id` is a line's, counter's or officer's; a half-hour's is its beginning, `07:30`."""

    id: str | None
    name: str
    figures: Figures


class FigureReport(msgspec.Struct, frozen=True, kw_only=True, rename={"first": "from", "last": "to"}):
    """A report: figures by row, as known at an instant."""

    first: date
    last: date
    by: By
    as_of: datetime | None
    service_level_minutes: int
    rows: list[FigureRow]


class HalfHourNow(msgspec.Struct, frozen=True):
    """A half-hour of today: people waiting, and those who came, were called and were served in it."""

    at: str
    waiting_at_start: float | None
    waiting_mean: float | None
    arrived: int
    called: int
    served: int


class HallNow(msgspec.Struct, frozen=True, kw_only=True):
    """The hall at this moment; `longest_wait` in seconds."""

    as_of: datetime | None
    waiting: int
    longest_wait: float | None
    visits: int
    served: int
    service_level_minutes: int
    lines: list[LineAtWork]
    counters: list[CounterAtWork]
    half_hours: list[HalfHourNow]


def own_centre(actor: Actor) -> str:
    """Tell whose figures the actor may see: those of the own centre, never another's.

    Raises:
        NotSignedIn: Nobody is known to ask.
        NotAllowed: Neither a leader nor an administrator, or of no centre.
    """
    require(actor, Right.SEE_FIGURES)
    if actor.centre_id is None:
        raise NotAllowed(right=Right.SEE_FIGURES)
    return actor.centre_id


def period_of(first: str, last: str, by: str, today: date) -> Period:
    """Read what was asked for; without days it is today's.

    Raises:
        Malformed: A day that is none, days in the wrong order, or rows that there are not.
        RangeTooLong: More than 366 days.
    """
    if by not in set(By):
        raise Malformed(field="by", reason="unknown")
    begin = _day("from", first, today)
    end = _day("to", last, max(today, begin))
    if end < begin:
        raise Malformed(field="to", reason="before-first")
    days = (end - begin).days + 1
    if days > MOST_DAYS:
        raise RangeTooLong(days=days, most=MOST_DAYS)
    return Period(begin, end, By(by))


def _day(field: str, text: str, usual: date) -> date:
    if not text:
        return usual
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Malformed(field=field, reason="date") from None


def find_reports(reading: Reading, asked: Period, kinds: Iterable[By], lang: str) -> list[FigureReport]:
    """Read the ledger of the actor's own centre once and reckon a report of each kind."""
    centre = own_centre(reading.actor)
    ledger = hall_figures.ledger_of(reading, centre, asked.first, asked.last)
    target = hall_figures.target_minutes(reading, centre)
    return [
        FigureReport(
            first=asked.first,
            last=asked.last,
            by=by,
            as_of=shown(reading.now),
            service_level_minutes=target,
            rows=_named(reading, centre, by, lang, dict(report(ledger, by, target_minutes=target))),
        )
        for by in kinds
    ]


def _named(reading: Reading, centre: str, by: By, lang: str, rows: dict[Any, Figures]) -> list[FigureRow]:
    if by is By.HALF_HOUR:
        return [
            FigureRow(clock_of(slot), f"{clock_of(slot)}–{clock_of(slot + 1)}", told)
            for slot, told in rows.items()
        ]
    if by is By.TOTAL:
        return [FigureRow(None, say("figures.by.total", lang), told) for told in rows.values()]
    keys = [key for key in rows if key is not None]
    names = hall_names.names_of(reading, centre, by, lang, keys)
    named = [FigureRow(key, _name(by, *names[key], lang), rows[key]) for key in names if key in rows]
    return named + [FigureRow(None, say("figures.nobody", lang), rows[None]) for _ in rows.keys() & {None}]


def _name(by: By, mark: str, name: str, lang: str) -> str:
    if by is By.COUNTER:
        mark = say("figures.counter", lang, number=mark)
    return f"{mark} {name}".strip()


def clock_of(slot: int) -> str:
    """Show the beginning of a half-hour of the day."""
    return f"{slot // 2:02}:{slot % 2 * 30:02}"


def find_now(reading: Reading) -> HallNow:
    """Read how the hall of the actor's own centre stands."""
    centre = own_centre(reading.actor)
    lines = hall_now.lines_now(reading, centre)
    target = hall_figures.target_minutes(reading, centre)
    ledger = hall_figures.ledger_of(reading, centre, reading.today, reading.today)
    waits = [line.longest_wait for line in lines if line.longest_wait is not None]
    return HallNow(
        as_of=shown(reading.now),
        waiting=sum(line.waiting for line in lines),
        longest_wait=max(waits, default=None),
        visits=sum(line.visits for line in lines),
        served=sum(line.served for line in lines),
        service_level_minutes=target,
        lines=lines,
        counters=[
            msgspec.structs.replace(each, since=shown(each.since), called_at=shown(each.called_at))
            for each in hall_now.counters_now(reading, centre)
        ],
        half_hours=[
            HalfHourNow(
                clock_of(int(slot or 0)), told.waiting_at_start, told.waiting_mean,
                told.arrived, told.called, told.served,
            )
            for slot, told in report(ledger, By.HALF_HOUR, target_minutes=target)
        ],
    )  # fmt: skip


From = Annotated[
    str, QueryParameter(name="from", description="First local day, `2026-11-23`; today without it.")
]
To = Annotated[str, QueryParameter(name="to", description="Last local day, included; today without it.")]


@get("/api/figures")
async def show(
    request: Request[Any, Any, Any],
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
    first: From = "",
    last: To = "",
    by: FromQuery[str] = "total",
    format: FromQuery[str] = "json",  # noqa: A002  the name that callers write
) -> Response[FigureReport]:
    """Give the figures of the own centre, as JSON, or as CSV for a spreadsheet (`format=csv`).

    Lengths are in seconds. A day that is not over is told as far as it is past.
    """
    own_centre(actor)
    if format not in {"json", "csv"}:
        raise Malformed(field="format", reason="unknown")
    lang = language(request)
    asked = period_of(first, last, by, local_day(database.now()))
    [found] = await database.read(find_reports, asked, [asked.by], lang, actor=actor)
    return Response(found) if format == "json" else _file(found, lang)


def _file(found: FigureReport, lang: str) -> Response[Any]:
    name = f"figures-{found.first}-{found.last}-{found.by}.csv"
    return Response(
        csv_of([(row.name, row.figures) for row in found.rows], lang),
        media_type="text/csv; charset=utf-8",
        headers={"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"},
    )


@get("/api/figures/now")
async def now(actor: NamedDependency[Actor], database: NamedDependency[Database]) -> HallNow:
    """Show how the hall of the own centre stands at this moment."""
    return await database.read(find_now, actor=actor)


HANDLERS = [show, now]
