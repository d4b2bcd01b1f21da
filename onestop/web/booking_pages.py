"""Booking for citizens, as plain pages and forms: which line, which day, which time and who, done."""

from datetime import date
from typing import Annotated, Any

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath, FromQuery
from litestar.response import Redirect, Template

from onestop import chance
from onestop.errors import Malformed, NotFound, Refusal
from onestop.render.barcode import qr_svg
from onestop.render.calendar_entry import ics
from onestop.render.refused import sentence
from onestop.render.wording import say
from onestop.rules.access import CITIZEN
from onestop.rules.lookup import typed_id
from onestop.steps.tell_booking import code_behind, link_of
from onestop.store import bookings, places
from onestop.store.database import Database
from onestop.store.tx import Once, Reading
from onestop.use_cases import book_visit
from onestop.use_cases.book_visit import MadeBooking, Wish
from onestop.web.booking_view import BookingCard, booking_card, line_name, slots
from onestop.web.bookings import count_attempt
from onestop.web.page import page
from onestop.web.problems import STATUS, language
from onestop.web.shapes import base_url
from onestop.web.throttle import Throttle

_Form = Annotated[dict[str, str], Body(media_type=RequestEncodingType.URL_ENCODED)]
_TYPED = ("minute", "name", "phone", "email")
_KEY_LENGTH = 40


def _choices(reading: Reading, centre_id: str | None, lang: str) -> dict[str, Any]:
    """List the lines of the chosen centre, or of the only one; else the centres to choose from."""
    centres = bookings.centres_planned(reading)
    if centre_id is None and len(centres) == 1:
        centre_id = centres[0][0]
    lines = [places.line(reading, line) for line in bookings.lines_planned(reading, centre_id or "")]
    return {
        "centre_id": centre_id,
        "several": len(centres) > 1,
        "centres": [] if centre_id else [{"id": one[0], "name": one[1], "place": one[2]} for one in centres],
        "lines": [
            {
                "id": line.id,
                "letter": line.letter,
                "name": line_name(line, lang).name,
                "hint": (line.hint_en or line.hint) if lang == "en" else line.hint,
            }
            for line in lines
        ],
    }


@get("/booking")
async def choose_line(
    request: Request[Any, Any, Any],
    database: NamedDependency[Database],
    centre: FromQuery[str | None] = None,
) -> Template:
    """Show what can be booked."""
    chosen = typed_id(centre, kind="centre") if centre else None
    found = await database.read(_choices, chosen, language(request))
    return await page(request, database, "booking.html", citizen=True, **found)


def _days(reading: Reading, line_id: str, lang: str) -> dict[str, Any]:
    row = places.line(reading, line_id)
    free: dict[str, int] = {}
    for slot in slots(reading, row, None, None):
        free[slot.day.isoformat()] = free.get(slot.day.isoformat(), 0) + slot.free
    days = [{"day": day, "free": count} for day, count in free.items()]
    return {"line": line_name(row, lang), "days": days, "centre_id": row.centre_id}


@get("/booking/{line:str}")
async def choose_day(
    request: Request[Any, Any, Any], line: FromPath[str], database: NamedDependency[Database]
) -> Template:
    """Show the days of a line and how many places each has."""
    found = await database.read(_days, typed_id(line, kind="line"), language(request))
    return await page(request, database, "booking_days.html", citizen=True, **found)


def _times(reading: Reading, line_id: str, day: date, lang: str) -> dict[str, Any]:
    row = places.line(reading, line_id)
    return {
        "line": line_name(row, lang),
        "day": day.isoformat(),
        "slots": slots(reading, row, day, day),
        "centre_id": row.centre_id,
    }


async def _form(
    request: Request[Any, Any, Any],
    database: Database,
    line: str,
    day: date,
    typed: dict[str, str],
    refusal: Refusal | None = None,
) -> Template:
    lang = language(request)
    found = await database.read(_times, typed_id(line, kind="line"), day, lang)
    errors = []
    if refusal is not None:
        field = refusal.field if isinstance(refusal, Malformed) else "slots"
        known = field if field in _TYPED else "slots"
        own = f"bad_{known}" if isinstance(refusal, Malformed) else None
        text = say(f"booking.{own}", lang) if own else sentence(refusal, lang)
        errors = [{"field": "slots" if known == "minute" else known, "text": text}]
    return await page(
        request,
        database,
        "booking_form.html",
        citizen=True,
        http_status=STATUS.get(type(refusal), 409) if refusal else 200,
        typed=typed,
        errors=errors,
        key=typed.get("key") if typed.get("key") and not refusal else chance.new_token(),
        mail=database.settings.smtp_url is not None,
        **found,
    )


@get("/booking/{line:str}/{day:str}")
async def choose_time(
    request: Request[Any, Any, Any],
    line: FromPath[str],
    day: FromPath[str],
    database: NamedDependency[Database],
) -> Template:
    """Show the times of a day and ask who comes."""
    return await _form(request, database, line, _day(day), {})


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NotFound(kind="day", sought=text[:10]) from None


@post("/booking/{line:str}/{day:str}", no_forgery_check=True, status_code=200)
async def book(
    request: Request[Any, Any, Any],
    line: FromPath[str],
    day: FromPath[str],
    data: _Form,
    database: NamedDependency[Database],
    lookup_throttle: NamedDependency[Throttle],
) -> Response[Any]:
    """Book what the form says; sent twice, it is one booking."""
    # A forged form could only book for somebody whose number its author types: no cookie is looked at.
    on, typed = _day(day), {name: data.get(name, "")[:500] for name in (*_TYPED, "key")}
    try:
        count_attempt(request, lookup_throttle)
        made = await _book(database, line, on, typed, language(request))
    except Refusal as refusal:
        return await _form(request, database, line, on, typed, refusal)
    return Redirect(f"/b/{link_of(database.seals, made.code)}", status_code=303)


async def _book(database: Database, line: str, on: date, typed: dict[str, str], lang: str) -> MadeBooking:
    if not (typed["minute"].isascii() and typed["minute"].isdecimal()):
        raise Malformed(field="minute", reason="missing")
    wish = Wish(
        line=line,
        day=on,
        minute=int(typed["minute"]),
        name=typed["name"],
        phone=typed["phone"],
        email=typed["email"],
        lang=lang,
    )
    key = typed["key"][:_KEY_LENGTH]
    digest = msgspec.json.encode(wish).decode()
    once = Once(key, database.seals.fingerprint("booking-form", digest), MadeBooking) if key else None
    return await database.write(CITIZEN, book_visit.book, wish, once=once)


async def _found(request: Request[Any, Any, Any], database: Database, link: str) -> BookingCard:
    code = code_behind(database.seals, link)
    base = base_url(request, database.settings.base_url)
    return await database.read(booking_card, code, base, language(request))


async def _shown(
    request: Request[Any, Any, Any], database: Database, link: str, refusal: Refusal | None = None
) -> Template:
    card = await _found(request, database, link)
    return await page(
        request,
        database,
        "booking_made.html",
        citizen=True,
        centre_id=card.centre.id,
        http_status=STATUS.get(type(refusal), 409) if refusal else 200,
        error=sentence(refusal, language(request)) if refusal else None,
        booking=msgspec.to_builtins(card),
        link=link,
    )


@get("/b/{link:str}")
async def show(
    request: Request[Any, Any, Any],
    link: FromPath[str],
    database: NamedDependency[Database],
    lookup_throttle: NamedDependency[Throttle],
) -> Template:
    """Show a booking to the holder of its link."""
    count_attempt(request, lookup_throttle)
    return await _shown(request, database, link)


@post("/b/{link:str}/cancel", no_forgery_check=True, status_code=200)
async def cancel(
    request: Request[Any, Any, Any],
    link: FromPath[str],
    database: NamedDependency[Database],
    lookup_throttle: NamedDependency[Throttle],
) -> Response[Any]:
    """Give the slot back; the link, which nobody else has, is what vouches for it."""
    count_attempt(request, lookup_throttle)
    try:
        await database.write(CITIZEN, book_visit.cancel, code_behind(database.seals, link))
    except Refusal as refusal:
        return await _shown(request, database, link, refusal)
    return Redirect(f"/b/{link}", status_code=303)


@get("/b/{link:str}/qr.svg")
async def square_code(
    request: Request[Any, Any, Any], link: FromPath[str], database: NamedDependency[Database]
) -> Response[bytes]:
    """Draw the square code that the kiosk scans: the booking's own address."""
    card = await _found(request, database, link)
    return Response(qr_svg(card.url).encode(), media_type="image/svg+xml")


@get("/b/{link:str}/booking.ics")
async def calendar_file(
    request: Request[Any, Any, Any], link: FromPath[str], database: NamedDependency[Database]
) -> Response[bytes]:
    """Give the booking as a file for the telephone's calendar."""
    card = await _found(request, database, link)
    lang = language(request)
    body = ics(
        uid=f"{card.id}@onestop",
        made_at=database.now(),
        begins_at=card.begins_at,
        ends_at=card.ends_at,
        title=say("booking.calendar_title", lang, line=card.line.name, code=card.code_shown),
        place=", ".join(filter(None, (f"{card.centre.name} {card.centre.place}", card.address))),
        url=card.url,
    )
    headers = {"content-disposition": 'attachment; filename="booking.ics"'}
    return Response(body, media_type="text/calendar; charset=utf-8", headers=headers)


HANDLERS = [choose_line, choose_day, choose_time, book, show, cancel, square_code, calendar_file]
