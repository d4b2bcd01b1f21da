"""The pages of who keeps people: officers, what roles may, the agencies, who is away."""

from datetime import timedelta
from typing import Any

import msgspec
from litestar import Request, get
from litestar.di import NamedDependency
from litestar.response import Response

from onestop.clock import local_day
from onestop.model.people import Role
from onestop.render.wording import known as is_worded
from onestop.render.wording import say
from onestop.rules.access import BEYOND_A_CENTRE, Actor, Right
from onestop.rules.catalogue_place_shapes import LEVELS
from onestop.steps.keep_reach import reach_of
from onestop.store import known_rights
from onestop.store.database import Database
from onestop.store.tx import Reading
from onestop.web.page import page
from onestop.web.pages import sign_in_first
from onestop.web.problems import language
from onestop.web.setup import absences, agencies, officers

_SECTORS = "SELECT id, name FROM sector ORDER BY name"
_CENTRES = """
SELECT id, name, place FROM centre ORDER BY CASE WHEN kind = 'province' THEN 0 ELSE 1 END, level DESC, place
"""
_SEATS = """
SELECT counter.id, counter.number, counter.name, counter.centre_id FROM counter
WHERE retired_at IS NULL ORDER BY centre_id, number
"""
_OF_DEVICES = frozenset({Right.FETCH_PRINT_JOB})
"""No officer has a use for it."""
NEW_FOR = timedelta(days=90)
"""So long the page of roles marks a right that came with a later version of the program."""
MOST_SHOWN = 100
"""Officers on one page; who is not among them is found by name."""


def _officers(reading: Reading, words: str) -> dict[str, Any]:
    reach = reach_of(reading)
    found = officers.officers_of(reading, words)
    own = [row for row in reading.run(_CENTRES).fetchall() if reach.everywhere or row[0] == reach.centre_id]
    seats = [row for row in reading.run(_SEATS).fetchall() if reach.everywhere or row[3] == reach.centre_id]
    names = {row[0]: " ".join(row[1:3]) for row in own}
    return {
        "officers": found[:MOST_SHOWN],
        "count": len(found),
        "words": words,
        "roles": [str(role) for role in Role],
        "centres": [[row[0], names[row[0]]] for row in own],
        "agencies": [[one.id, one.name] for one in agencies.agencies_of(reading)],
        "seats": [[row[0], row[1], row[2], row[3]] for row in seats],
        "sectors": [[row[0], row[1]] for row in reading.run(_SECTORS).fetchall()],
        "extras": [str(right) for right in Right if _may_be_given(right, reading.actor)],
        "everywhere": reach.everywhere,
        "own": reading.actor.id,
    }


def _may_be_given(right: Right, actor: Actor) -> bool:
    return right not in _OF_DEVICES and (right not in BEYOND_A_CENTRE or right in actor.rights)


def _roles(reading: Reading) -> dict[str, Any]:
    came = known_rights.came_later(reading, reading.now - NEW_FOR)
    return {
        "roles": officers.roles_of(reading),
        "came": {right: f"{local_day(at):%d/%m/%Y}" for right, at in came.items()},
        "rights": [str(right) for right in Right if right not in BEYOND_A_CENTRE | _OF_DEVICES],
        "everywhere": reach_of(reading).everywhere,
    }


def _agencies(reading: Reading) -> dict[str, Any]:
    return {
        "agencies": agencies.agencies_of(reading),
        "levels": LEVELS,
        "everywhere": reach_of(reading).everywhere,
    }


def _absences(reading: Reading) -> dict[str, Any]:
    people = [one for one in officers.officers_of(reading) if one.disabled_at is None]
    return {
        "absences": absences.absences_of(reading),
        "people": [[one.id, one.name, one.agency_name or one.centre_name] for one in people],
        "today": reading.today.isoformat(),
    }


async def _page(
    request: Request[Any, Any, Any], actor: Actor, database: Database, name: str, query: Any, *arguments: Any
) -> Response[Any]:
    if actor.kind != "officer":
        return sign_in_first(request)
    known = await database.read(query, *arguments, actor=actor)
    context = {key: msgspec.to_builtins(value) for key, value in known.items()}
    words = right_words(language(request))
    return await page(request, database, f"setup/{name}.html", right_words=words, **context)


def right_words(lang: str) -> dict[str, str]:
    """Say every right in words; one that has none yet goes by its own name rather than breaking the page."""
    keys = {str(right): f"setup.right.{right}" for right in Right}
    return {right: say(key, lang) if is_worded(key, lang) else right for right, key in keys.items()}


@get("/setup/officers")
async def show_officers(
    request: Request[Any, Any, Any], actor: NamedDependency[Actor], database: NamedDependency[Database]
) -> Response[Any]:
    """Show the officers that match what is sought, each with its form."""
    words = request.query_params.get("q", "")[:200]
    return await _page(request, actor, database, "officers", _officers, words)


@get("/setup/roles")
async def show_roles(
    request: Request[Any, Any, Any], actor: NamedDependency[Actor], database: NamedDependency[Database]
) -> Response[Any]:
    """Show the table of roles and rights."""
    return await _page(request, actor, database, "roles", _roles)


@get("/setup/agencies")
async def show_agencies(
    request: Request[Any, Any, Any], actor: NamedDependency[Actor], database: NamedDependency[Database]
) -> Response[Any]:
    """Show the tree of agencies."""
    return await _page(request, actor, database, "agencies", _agencies)


@get("/setup/absences")
async def show_absences(
    request: Request[Any, Any, Any], actor: NamedDependency[Actor], database: NamedDependency[Database]
) -> Response[Any]:
    """Show who is away and who covers."""
    return await _page(request, actor, database, "absences", _absences)


HANDLERS = [show_officers, show_roles, show_agencies, show_absences]
