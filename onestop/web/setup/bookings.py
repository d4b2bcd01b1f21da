"""Setting up bookings over HTTP: how each line takes them, and the days without any."""

from datetime import date
from typing import Any

import msgspec
from litestar import Request, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from onestop.rules.access import Actor
from onestop.rules.booking import Plan
from onestop.rules.booking_plan import BlackoutWish, PlanWish
from onestop.store import booking_setup, hall_setup
from onestop.store.database import Database
from onestop.store.tx import Reading
from onestop.use_cases import set_up_bookings
from onestop.use_cases.set_up_bookings import SettledBlackout, SettledPlan
from onestop.web.setup.own_hall import Settled, own_hall
from onestop.web.shapes import once


class SetUpPlan(msgspec.Struct, frozen=True, kw_only=True):
    """How a line takes bookings; `planned` is false where nothing was settled and the usual is shown.

    `today`: bookings of today without the cancelled ones; `came`: of them, who checked in; `ahead`: open ones
    from today on; `fuller`: slots that keep more than the plan has places.
    """

    line: str
    letter: str
    name: str
    planned: bool
    open: bool
    slot_minutes: int
    capacity: int
    days_ahead: int
    per_person: int
    early_minutes: int
    late_minutes: int
    today: int
    came: int
    ahead: int
    fuller: int


class SetUpBlackout(msgspec.Struct, frozen=True, kw_only=True):
    """A day without bookings, of a line or of the centre; `booked` are those that still stand on it."""

    id: str
    day: date
    line: str | None
    letter: str
    reason: str
    booked: int


class SetUpBookings(msgspec.Struct, frozen=True, kw_only=True):
    """Everything settled about the bookings of a hall."""

    lines: list[SetUpPlan]
    blackouts: list[SetUpBlackout]


def bookings_of(reading: Reading) -> SetUpBookings:
    """Read how the actor's hall takes bookings."""
    centre_id = own_hall(reading)
    plans = booking_setup.plans_of(reading, centre_id)
    counted = booking_setup.counted(reading, centre_id, reading.today)
    fuller = booking_setup.fuller(reading, centre_id, reading.today)
    rows = hall_setup.lines_of(reading, centre_id)
    lines = [
        SetUpPlan(
            line=row.id,
            letter=row.letter,
            name=row.name,
            planned=row.id in plans,
            **msgspec.structs.asdict(plans.get(row.id) or Plan(open=False)),
            **msgspec.structs.asdict(counted.get(row.id) or booking_setup.Counted()),
            fuller=fuller.get(row.id, 0),
        )
        for row in rows
    ]
    return SetUpBookings(lines=lines, blackouts=_blackouts(reading, centre_id, lines))


def _blackouts(reading: Reading, centre_id: str, lines: list[SetUpPlan]) -> list[SetUpBlackout]:
    letters = {line.line: line.letter for line in lines}
    booked = booking_setup.on_days(reading, centre_id, reading.today)
    return [
        SetUpBlackout(
            id=row.id,
            day=row.day,
            line=row.line_id,
            letter=letters.get(row.line_id or "", ""),
            reason=row.reason,
            booked=sum(
                count
                for (day, line_id), count in booked.items()
                if day == row.day and row.line_id in {None, line_id}
            ),
        )
        for row in booking_setup.blackouts_to_come(reading, centre_id, reading.today)
    ]


@get("/api/setup/bookings")
async def listing(actor: NamedDependency[Actor], database: NamedDependency[Database]) -> SetUpBookings:
    """Show how each line takes bookings, with today's, and the days without any."""
    return await database.read(bookings_of, actor=actor)


@patch("/api/setup/bookings/{line:str}")
async def settle(
    line: FromPath[str],
    data: JSONBody[PlanWish],
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
) -> SettledPlan:
    """Settle how a line takes bookings; what is left out stays, and so does what is booked."""
    return await database.write(actor, set_up_bookings.settle_plan, line, data)


@post("/api/setup/blackouts")
async def black_out(
    request: Request[Any, Any, Any],
    data: JSONBody[BlackoutWish],
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
) -> SettledBlackout:
    """Take a day out; the answer counts the bookings that stand on it, or that were called off."""
    key = await once(request, SettledBlackout)
    return await database.write(actor, set_up_bookings.black_out, data, once=key)


@post("/api/setup/blackouts/{blackout:str}/lift", status_code=200)
async def lift(
    blackout: FromPath[str], actor: NamedDependency[Actor], database: NamedDependency[Database]
) -> Settled:
    """Let a day have bookings again."""
    return Settled(await database.write(actor, set_up_bookings.lift, blackout))


HANDLERS = [listing, settle, black_out, lift]
