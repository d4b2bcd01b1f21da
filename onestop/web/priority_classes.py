"""Who goes first, over HTTP: the classes that a centre offers, with their rule in words."""

import msgspec
from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromQuery

from onestop.errors import NotFound
from onestop.render.wording import known, say
from onestop.rules.access import Actor
from onestop.rules.priority import USUAL, PriorityRule
from onestop.store import hall, places
from onestop.store.database import Database
from onestop.store.tx import Reading


class PriorityCard(msgspec.Struct, frozen=True, kw_only=True):
    """A class of priority as kiosks show it; a rule may be empty, a name is not. `own`: the centre named it."""

    key: str
    name: str
    name_en: str
    rule: str
    rule_en: str
    own: bool


def worded(one: PriorityRule) -> PriorityCard:
    """Fill what a centre left empty with the words of the texts."""
    name = one.name or _usual(f"kiosk.priority.{one.key}", "vi") or one.key
    return PriorityCard(
        key=one.key,
        name=name,
        name_en=one.name_en or ("" if one.name else _usual(f"kiosk.priority.{one.key}", "en")) or name,
        rule=one.rule or ("" if one.name else _usual(f"kiosk.priority_rules.{one.key}", "vi")),
        rule_en=one.rule_en or ("" if one.name else _usual(f"kiosk.priority_rules.{one.key}", "en")),
        own=bool(one.name),
    )


def usual_words() -> dict[str, PriorityCard]:
    """Give the words of the texts for the usual five, by key."""
    return {one.key: worded(one) for one in USUAL}


def _usual(key: str, lang: str) -> str:
    return say(key, lang) if known(key, lang) else ""


def _offered(reading: Reading, centre_id: str) -> list[PriorityCard]:
    places.centre(reading, centre_id)
    return [worded(one) for one in hall.priority_classes(reading, centre_id)]


@get("/api/priority-classes")
async def show(
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
    centre: FromQuery[str | None] = None,
) -> list[PriorityCard]:
    """Show who goes first at a centre, in the order in which kiosks ask."""
    chosen = centre or actor.centre_id
    if chosen is None:
        raise NotFound(kind="centre", sought="")
    return await database.read(_offered, chosen)


HANDLERS = [show]
