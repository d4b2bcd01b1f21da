"""The keeper's pages of the catalogue: the list of procedures, and one with its versions and its draft."""

from typing import Any
from urllib.parse import urlencode

import msgspec
from litestar import Request, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Response

from onestop.model.place import Agency
from onestop.model.procedure import AllowanceUnit, Channel, Sector, SupplementRule
from onestop.rules.access import Actor
from onestop.rules.catalogue_place_shapes import CENTRE_KINDS
from onestop.rules.catalogue_shapes import ONLINE_LEVELS
from onestop.rules.procedure_draft import LEVELS
from onestop.rules.procedure_facts import ChannelFacts, FeeFacts, RequirementFacts, StepFacts
from onestop.store import procedure_drafts
from onestop.store.database import Database
from onestop.store.procedure_list import A_PAGE
from onestop.store.tx import Reading
from onestop.web.page import page as shown_page
from onestop.web.pages import sign_in_first
from onestop.web.problems import language
from onestop.web.setup.procedure_shapes import history_of, names_of
from onestop.web.setup.procedures import kept_of

STATES = ("in_force", "to_come", "draft", "ended", "marked")
_WORDS = {
    "units": [str(unit) for unit in AllowanceUnit],
    "channels": [str(channel) for channel in Channel],
    "rules": [str(rule) for rule in SupplementRule],
    "levels": LEVELS,
    "online_levels": ONLINE_LEVELS,
    "receiving": CENTRE_KINDS,
}


def _list(reading: Reading, asked: dict[str, str], page: int) -> dict[str, Any]:
    kept = kept_of(
        reading, asked["q"], sector=asked["sector"], agency=asked["agency"], state=asked["state"], page=page
    )
    sectors, agencies = names_of(reading, Sector), names_of(reading, Agency)
    codes = [one.code for one in kept.procedures if one.drafted]
    return {
        "kept": msgspec.to_builtins(kept),
        "pages": -(-kept.count // A_PAGE),
        "sectors": sectors,
        "agencies": agencies,
        "agency_names": {one["id"]: one["name"] for one in agencies},
        "drafts": codes,
        "replaced": sorted(procedure_drafts.succession_graph(reading).items()),
        "asked": asked,
        "states": STATES,
        "query": urlencode({name: value for name, value in asked.items() if value}),
        "today": reading.today.isoformat(),
    }


def _one(reading: Reading, code: str, lang: str) -> dict[str, Any]:
    found = history_of(reading, code, lang)
    return {
        "procedure": msgspec.to_builtins(found),
        "sectors": names_of(reading, Sector),
        "agencies": names_of(reading, Agency),
        "words": _WORDS,
        "empty": {
            "channels": msgspec.to_builtins(ChannelFacts(channel="direct")),
            "requirements": msgspec.to_builtins(RequirementFacts(name="", originals=1)),
            "steps": msgspec.to_builtins(StepFacts(role="")),
            "fees": msgspec.to_builtins(FeeFacts(kind="fee", name="")),
        },
        "today": reading.today.isoformat(),
    }


@get("/setup/procedures")
async def show_list(
    request: Request[Any, Any, Any],
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
    page: FromQuery[int] = 1,
) -> Response[Any]:
    """Show the catalogue: search it, begin a procedure, bring files in and out."""
    if actor.kind != "officer":
        return sign_in_first(request)
    asked = {name: request.query_params.get(name, "")[:200] for name in ("q", "sector", "agency", "state")}
    known = await database.read(_list, asked, page, actor=actor)
    return await shown_page(request, database, "setup/procedures.html", **known)


@get("/setup/procedures/{code:str}")
async def show_one(
    request: Request[Any, Any, Any],
    code: FromPath[str],
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
) -> Response[Any]:
    """Show a procedure: its versions, its draft, and what publishing it would change."""
    if actor.kind != "officer":
        return sign_in_first(request)
    known = await database.read(_one, code, language(request), actor=actor)
    return await shown_page(request, database, "setup/procedure.html", **known)


HANDLERS = [show_list, show_one]
