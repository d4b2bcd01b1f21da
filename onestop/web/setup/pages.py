"""The administrator's pages: an overview with what is missing, then a page for each part of the hall."""

import asyncio
from collections.abc import Callable
from typing import Any

import msgspec
from litestar import Request, get
from litestar.di import NamedDependency
from litestar.params import FromQuery
from litestar.response import Response

from onestop.gateways.voice import Voice
from onestop.model.counter import TurnRule
from onestop.rules.access import Actor
from onestop.rules.board_layout import PARTS
from onestop.rules.booking_plan import RANGES as PLAN_RANGES
from onestop.rules.hall_gaps import HallParts, gaps_of
from onestop.rules.turns_plan import RANGES
from onestop.steps.end_booking import WITHDRAWN
from onestop.store import deliveries
from onestop.store.database import Database
from onestop.store.tx import Reading
from onestop.web.deliveries import MOST, plain_letter
from onestop.web.page import page
from onestop.web.pages import sign_in_first
from onestop.web.priority_classes import usual_words
from onestop.web.setup import boards, bookings, calendar, clips, counters, devices, hours, lines, turns
from onestop.web.setup.own_hall import own_hall

_SECTORS = "SELECT id, name FROM sector ORDER BY name"


def _parts(reading: Reading, voice: bool) -> HallParts:  # noqa: FBT001  a fact, not a switch
    own_hall(reading)
    all_lines = lines.set_up_lines_of(reading)
    all_counters = counters.counters_of(reading)
    all_boards = boards.boards_of(reading)
    kept = [one for one in devices.devices_of(reading) if one.state not in {"revoked", "expired"}]
    return HallParts(
        lines=[one.letter for one in all_lines],
        return_lines=[one.letter for one in all_lines if one.for_results],
        unserved_lines=[f"{one.letter} {one.name}" for one in all_lines if not one.counters],
        counters=[str(one.number) for one in all_counters],
        counters_without_profile=[str(one.number) for one in all_counters if one.profile is None],
        counters_without_officer=[str(one.number) for one in all_counters if not one.officers],
        open_hours=any(day.hours for week in hours.weeks_of(reading) for day in week.days),
        boards=[one.name for one in all_boards],
        boards_without_screen=[one.name for one in all_boards if not one.screens],
        kiosks=[one.name for one in kept if one.kind == "kiosk"],
        voice=voice,
    )


def _overview(reading: Reading, voice: bool) -> dict[str, Any]:  # noqa: FBT001
    parts = _parts(reading, voice)
    kept = [one for one in devices.devices_of(reading) if one.state not in {"revoked", "expired"}]
    return {
        "parts": parts,
        "gaps": gaps_of(parts),
        "devices": len(kept),
        "booked_lines": [one.letter for one in bookings.bookings_of(reading).lines if one.open],
        "letters": len(_letters(reading)["letters"]),
    }


def _lines(reading: Reading) -> dict[str, Any]:
    return {
        "lines": lines.set_up_lines_of(reading),
        "sectors": [{"id": row[0], "name": row[1]} for row in reading.run(_SECTORS).fetchall()],
    }


def _counters(reading: Reading) -> dict[str, Any]:
    return {
        "counters": counters.counters_of(reading),
        "profiles": counters.profiles_of(reading),
        "lines": lines.set_up_lines_of(reading),
        "rooms": boards.rooms_of(reading),
        "rules": [str(rule) for rule in TurnRule],
    }


def _hours(reading: Reading) -> dict[str, Any]:
    return {"weeks": hours.weeks_of(reading), "today": reading.today.isoformat()}


def _calendar(reading: Reading, year: int | None) -> dict[str, Any]:
    return {"calendar": calendar.year_of(reading, year), "today": reading.today.isoformat()}


def _bookings(reading: Reading) -> dict[str, Any]:
    settled = bookings.bookings_of(reading)
    return {
        "lines": settled.lines,
        "blackouts": settled.blackouts,
        "ranges": PLAN_RANGES,
        "today": reading.today.isoformat(),
    }


def _letters(reading: Reading) -> dict[str, Any]:
    rows = deliveries.given_up(reading, own_hall(reading), WITHDRAWN, MOST)
    return {"letters": [plain_letter(row) for row in rows]}


def _boards(reading: Reading) -> dict[str, Any]:
    return {
        "boards": boards.boards_of(reading),
        "rooms": boards.rooms_of(reading),
        "ticker": boards.ticker_of(reading).sentences,
        "parts": PARTS,
    }


def _devices(reading: Reading) -> dict[str, Any]:
    return {"devices": devices.devices_of(reading), "boards": boards.boards_of(reading)}


def _turns(reading: Reading) -> dict[str, Any]:
    return {
        "rules": turns.rules_of(reading),
        "ranges": RANGES,
        "classes": turns.classes_of(reading).classes,
        "usual": usual_words(),
    }


async def _page(
    request: Request[Any, Any, Any],
    actor: Actor,
    database: Database,
    name: str,
    query: Callable[..., dict[str, Any]],
    *arguments: Any,
) -> Response[Any]:
    if actor.kind != "officer":
        return sign_in_first(request)
    known = await database.read(query, *arguments, actor=actor)
    context = {key: msgspec.to_builtins(value) for key, value in known.items()}
    return await page(request, database, f"setup/{name}.html", **context)


@get("/setup")
async def overview(
    request: Request[Any, Any, Any],
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
    voice: NamedDependency[Voice],
) -> Response[Any]:
    """Show what the hall has and what it lacks."""
    return await _page(request, actor, database, "overview", _overview, voice.installed())


@get("/setup/lines")
async def show_lines(
    request: Request[Any, Any, Any], actor: NamedDependency[Actor], database: NamedDependency[Database]
) -> Response[Any]:
    """Show the lines, each with its form."""
    return await _page(request, actor, database, "lines", _lines)


@get("/setup/counters")
async def show_counters(
    request: Request[Any, Any, Any], actor: NamedDependency[Actor], database: NamedDependency[Database]
) -> Response[Any]:
    """Show the counters and the work profiles."""
    return await _page(request, actor, database, "counters", _counters)


@get("/setup/hours")
async def show_hours(
    request: Request[Any, Any, Any], actor: NamedDependency[Actor], database: NamedDependency[Database]
) -> Response[Any]:
    """Show the opening hours, now and to come."""
    return await _page(request, actor, database, "hours", _hours)


@get("/setup/calendar")
async def show_calendar(
    request: Request[Any, Any, Any],
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
    year: FromQuery[int | None] = None,
) -> Response[Any]:
    """Show a year's days off, what was applied, and where a file announced late is tried."""
    return await _page(request, actor, database, "calendar", _calendar, year)


@get("/setup/bookings")
async def show_bookings(
    request: Request[Any, Any, Any], actor: NamedDependency[Actor], database: NamedDependency[Database]
) -> Response[Any]:
    """Show how each line takes bookings, and the days without any."""
    return await _page(request, actor, database, "bookings", _bookings)


@get("/setup/letters")
async def show_letters(
    request: Request[Any, Any, Any], actor: NamedDependency[Actor], database: NamedDependency[Database]
) -> Response[Any]:
    """Show the letters that could not be delivered."""
    return await _page(request, actor, database, "letters", _letters)


@get("/setup/boards")
async def show_boards(
    request: Request[Any, Any, Any], actor: NamedDependency[Actor], database: NamedDependency[Database]
) -> Response[Any]:
    """Show the rooms, the boards with their layout, and the ticker."""
    return await _page(request, actor, database, "boards", _boards)


@get("/setup/devices")
async def show_devices(
    request: Request[Any, Any, Any], actor: NamedDependency[Actor], database: NamedDependency[Database]
) -> Response[Any]:
    """Show the devices, and where a code is typed."""
    return await _page(request, actor, database, "devices", _devices)


@get("/setup/rules")
async def show_turns(
    request: Request[Any, Any, Any], actor: NamedDependency[Actor], database: NamedDependency[Database]
) -> Response[Any]:
    """Show the rules of the hall and who goes first."""
    return await _page(request, actor, database, "rules", _turns)


@get("/setup/clips")
async def show_clips(
    request: Request[Any, Any, Any],
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
    voice: NamedDependency[Voice],
) -> Response[Any]:
    """Show the voice and its clips."""
    if actor.kind != "officer":
        return sign_in_first(request)
    pieces = await database.read(clips.pieces_of, actor=actor)
    found = await asyncio.to_thread(clips.look, voice, pieces)
    return await page(request, database, "setup/clips.html", clips=msgspec.to_builtins(found))


HANDLERS = [
    overview,
    show_lines,
    show_counters,
    show_hours,
    show_calendar,
    show_bookings,
    show_letters,
    show_boards,
    show_devices,
    show_turns,
    show_clips,
]
