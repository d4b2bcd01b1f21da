"""Setting up opening hours over HTTP."""

from datetime import date

import msgspec
from litestar import get, put
from litestar.di import NamedDependency
from litestar.params import JSONBody

from onestop.rules.access import Actor
from onestop.rules.hours_plan import WeekWish
from onestop.store import hours
from onestop.store.database import Database
from onestop.store.tx import Reading
from onestop.use_cases import set_up_hours
from onestop.web.setup.own_hall import Settled, own_hall


class SetUpDay(msgspec.Struct, frozen=True, kw_only=True):
    """A weekday, 1 Monday to 7 Sunday, with its openings; none when the office is closed."""

    weekday: int
    hours: list[str]


class SetUpWeek(msgspec.Struct, frozen=True, kw_only=True):
    """The week's hours as they hold from a day on; `present` holds today."""

    valid_from: date
    present: bool
    days: list[SetUpDay]


def weeks_of(reading: Reading) -> list[SetUpWeek]:
    """Read the weeks of the actor's hall: the present one, and those to come."""
    centre_id = own_hall(reading)
    begun = [day for day in hours.beginnings(reading, centre_id) if day <= reading.today]
    to_come = [day for day in hours.beginnings(reading, centre_id) if day > reading.today]
    weeks = []
    for day in [*begun[-1:], *to_come]:
        present = day <= reading.today
        words = hours.week_in_words(reading, centre_id, reading.today if present else day)
        days = [
            SetUpDay(weekday=weekday, hours=text.split(", ") if text else [])
            for weekday, text in words.items()
        ]
        weeks.append(SetUpWeek(valid_from=day, present=present, days=days))
    return weeks


@get("/api/setup/hours")
async def listing(actor: NamedDependency[Actor], database: NamedDependency[Database]) -> list[SetUpWeek]:
    """Show the week that holds now, and those that are settled to hold later."""
    return await database.read(weeks_of, actor=actor)


@put("/api/setup/hours")
async def settle(
    data: JSONBody[WeekWish], actor: NamedDependency[Actor], database: NamedDependency[Database]
) -> Settled:
    """Settle a week from a day on; the same day again takes its place."""
    return Settled(await database.write(actor, set_up_hours.settle, data))


HANDLERS = [listing, settle]
