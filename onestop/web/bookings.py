"""Bookings over HTTP: free slots, booking, looking, cancelling, and checking in at the kiosk."""

from datetime import date
from typing import Annotated, Any

import msgspec
from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from onestop.errors import Malformed
from onestop.rules.access import Actor
from onestop.rules.booking_code import typed_code
from onestop.rules.opening_hours import minute_of_day
from onestop.steps.give_number import IssuedTicket
from onestop.steps.tell_booking import code_behind
from onestop.store import places
from onestop.store.database import Database
from onestop.store.tx import Reading
from onestop.use_cases import book_visit
from onestop.use_cases.book_visit import MadeBooking, Wish
from onestop.web.booking_view import BookingCard, SlotCard, booking_card, line_name, slots
from onestop.web.problems import language
from onestop.web.shapes import LineName, base_url, once
from onestop.web.throttle import Throttle
from onestop.web.tickets import TicketCard, card_of

Since = Annotated[date | None, QueryParameter(name="from")]
Until = Annotated[date | None, QueryParameter(name="to")]
Text = Annotated[str, msgspec.Meta(max_length=500)]


class SlotList(msgspec.Struct, frozen=True):
    """What may still be booked in a line."""

    line: LineName
    slots: list[SlotCard]


class BookingRequest(msgspec.Struct, frozen=True, kw_only=True):
    """A citizen's wish; the slot's beginning is `minute` after local midnight, or `time` as HH:MM."""

    line: str
    day: date
    minute: int | None = None
    time: str | None = None
    name: Text
    phone: Text
    email: Text = ""
    lang: str | None = None


class LinkToken(msgspec.Struct, frozen=True):
    """What a booking's link has after its code; the whole link will do."""

    token: Text


def count_attempt(request: Request[Any, Any, Any], throttle: Throttle) -> None:
    """Count what an address does with bookings.

    Raises:
        TooManyAttempts: More than the minute's share.
    """
    throttle.attempt(f"booking {request.client.host if request.client else ''}")


def _proved(database: Database, code: str, token: str) -> str:
    return code_behind(database.seals, token if "." in token else f"{code}.{token}")


@get("/api/bookings/slots")
async def free_slots(
    request: Request[Any, Any, Any],
    line: FromQuery[str],
    database: NamedDependency[Database],
    since: Since = None,
    until: Until = None,
) -> SlotList:
    """Show the slots of a line that may still be booked, `from` and `to` included."""
    lang = language(request)

    def answer(reading: Reading) -> SlotList:
        row = places.line(reading, line)
        return SlotList(line_name(row, lang), slots(reading, row, since, until))

    return await database.read(answer)


@post("/api/bookings")
async def book(
    request: Request[Any, Any, Any],
    data: JSONBody[BookingRequest],
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
    lookup_throttle: NamedDependency[Throttle],
) -> BookingCard:
    """Book a slot."""
    count_attempt(request, lookup_throttle)
    if data.minute is None and data.time is None:
        raise Malformed(field="time", reason="missing")
    wish = Wish(
        line=data.line,
        day=data.day,
        minute=data.minute if data.minute is not None else minute_of_day(data.time or ""),
        name=data.name,
        phone=data.phone,
        email=data.email,
        lang=data.lang or language(request),
    )
    key = await once(request, MadeBooking, required=False)
    made = await database.write(actor, book_visit.book, wish, once=key)
    return await _card(request, database, made.code)


async def _card(request: Request[Any, Any, Any], database: Database, code: str) -> BookingCard:
    base = base_url(request, database.settings.base_url)
    return await database.read(booking_card, code, base, language(request))


@get("/api/bookings/{code:str}")
async def look(
    request: Request[Any, Any, Any],
    code: FromPath[str],
    token: FromQuery[str],
    database: NamedDependency[Database],
    lookup_throttle: NamedDependency[Throttle],
) -> BookingCard:
    """Show a booking to the holder of its link."""
    count_attempt(request, lookup_throttle)
    return await _card(request, database, _proved(database, code, token))


@post("/api/bookings/{code:str}/cancel", status_code=200)
async def cancel(
    request: Request[Any, Any, Any],
    code: FromPath[str],
    data: JSONBody[LinkToken],
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
    lookup_throttle: NamedDependency[Throttle],
) -> BookingCard:
    """Give a booked slot back."""
    count_attempt(request, lookup_throttle)
    proved = _proved(database, code, data.token)
    await database.write(actor, book_visit.cancel, proved)
    return await _card(request, database, proved)


@post("/api/bookings/{code:str}/check-in")
async def check_in(
    request: Request[Any, Any, Any],
    code: FromPath[str],
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
) -> TicketCard:
    """Give a citizen who booked a number, at a kiosk or by an officer of the house."""
    key = await once(request, IssuedTicket, required=actor.kind != "citizen")
    ticket = await database.write(
        actor, book_visit.check_in, typed_code(code), lang=language(request), once=key
    )
    return card_of(request, database, ticket)


HANDLERS = [free_slots, book, look, cancel, check_in]
