"""Hand-over lists over HTTP: what waits to be handed over, the lists, taking from them by scan; their page."""

from datetime import datetime
from typing import Any

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody

from onestop.errors import NotAllowed
from onestop.model.leg import Handover, HandoverList
from onestop.rules.access import Actor, Right, require
from onestop.rules.scope import scope_of
from onestop.store import covers, dossiers, handovers, legs
from onestop.store.database import Database
from onestop.store.tx import Reading
from onestop.use_cases import hand_over_list
from onestop.use_cases.hand_over_list import Codes, HandedList, NewList, RowOutcome
from onestop.web.page import page
from onestop.web.pages import sign_in_first
from onestop.web.shapes import Named, once, shown


class HandoverRow(msgspec.Struct, frozen=True, kw_only=True):
    """One dossier on a list: `state` is waiting, taken or struck."""

    code: str
    applicant_name: str
    state: str
    taken_at: datetime | None
    taken_by: str
    note: str


class ListCard(msgspec.Struct, frozen=True, kw_only=True):
    """A list, with how many dossiers wait on it."""

    id: str
    number: str
    agency: Named
    outward: bool
    given_at: datetime | None
    given_by: str
    taken_at: datetime | None
    dossiers: int
    waiting: int
    paper: str | None


class WholeList(ListCard, frozen=True, kw_only=True):
    """A list with its dossiers, and how those just asked for came out."""

    rows: list[HandoverRow]
    outcomes: list[RowOutcome] = []


class WaitingCard(msgspec.Struct, frozen=True, kw_only=True):
    """How many dossiers wait to go to an agency, or back from it."""

    agency: Named
    outward: bool
    dossiers: int


class ListPage(msgspec.Struct, frozen=True):
    """The lists within the officer's reach, newest first, and what stands on none yet."""

    items: list[ListCard]
    waiting: list[WaitingCard]


def _row(given: Handover, code: str, applicant: str, people: dict[str, str]) -> HandoverRow:
    state = "taken" if given.taken_at else "struck" if given.undone_at else "waiting"
    return HandoverRow(
        code=code,
        applicant_name=applicant,
        state=state,
        taken_at=shown(given.taken_at),
        taken_by=people.get(given.taken_by_id or "", ""),
        note=given.note,
    )


def _whole(reading: Reading, made: HandoverList, outcomes: list[RowOutcome]) -> WholeList:
    rows = handovers.rows_of(reading, made.id)
    ids = {made.given_by_id} | {given.taken_by_id for given, _ in rows if given.taken_by_id}
    people = covers.officer_names(reading, ids)
    shown_rows = [_row(given, dossier.code, dossier.applicant_name, people) for given, dossier in rows]
    paper = next((one.id for one in dossiers.papers_of(reading, made.id)), None)
    return WholeList(
        id=made.id,
        number=made.number,
        agency=Named(made.agency_id, legs.names_of(reading, [made.agency_id])[made.agency_id]),
        outward=made.outward,
        given_at=shown(made.given_at),
        given_by=people.get(made.given_by_id, ""),
        taken_at=shown(made.taken_at),
        dossiers=len(shown_rows),
        waiting=sum(row.state == "waiting" for row in shown_rows),
        paper=f"/api/papers/{paper}.pdf" if paper else None,
        rows=shown_rows,
        outcomes=outcomes,
    )


def find_list(reading: Reading, list_id: str, outcomes: list[RowOutcome]) -> WholeList:
    """Read a list for an officer of either side.

    Raises:
        NotSignedIn: Nobody is known to ask.
        NotAllowed: Another centre's and another agency's.
        NotFound: There is none.
    """
    require(reading.actor, Right.SEE_DOSSIER)
    made = handovers.the_list(reading, list_id)
    if not handovers.reaches_list(reading, scope_of(reading.actor), made):
        raise NotAllowed(right=Right.SEE_DOSSIER)
    return _whole(reading, made, outcomes)


def find_lists(reading: Reading, *, only_open: bool) -> ListPage:
    """Read the lists within an officer's reach, and what waits to be put on one."""
    require(reading.actor, Right.SEE_DOSSIER)
    scope = scope_of(reading.actor)
    found = [_whole(reading, made, []) for made in handovers.lists_of(reading, scope, is_open=only_open)]
    counts = [
        (agency_id, outward, count)
        for outward in (True, False)
        for agency_id, count in handovers.waiting_counts(reading, scope, outward=outward)
    ]
    names = legs.names_of(reading, [each[0] for each in counts])
    waiting = [
        WaitingCard(agency=Named(agency_id, names[agency_id]), outward=outward, dossiers=count)
        for agency_id, outward, count in counts
    ]
    fields = ListCard.__struct_fields__
    items = [ListCard(**{name: getattr(one, name) for name in fields}) for one in found]
    return ListPage(items, sorted(waiting, key=lambda each: (not each.outward, each.agency.name)))


@get("/api/handover-lists")
async def listing(
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
    open: FromQuery[str | None] = None,  # noqa: A002  the API's name
) -> ListPage:
    """List the lists of a centre or an agency; with `open` those from which something is still to be taken."""
    only_open = open is not None and open.lower() not in {"0", "false", "no"}
    return await database.read(find_lists, actor=actor, only_open=only_open)


@get("/api/handover-lists/{list_id:str}")
async def show(
    list_id: FromPath[str], actor: NamedDependency[Actor], database: NamedDependency[Database]
) -> WholeList:
    """Show a list."""
    return await database.read(find_list, list_id, [], actor=actor)


@post("/api/handover-lists")
async def make(
    request: Request[Any, Any, Any],
    data: JSONBody[NewList],
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
) -> WholeList:
    """Put dossiers on a list; without codes all that wait to go there."""
    require(actor, Right.SEE_DOSSIER)
    key = await once(request, HandedList, required=False)
    made = await database.write(actor, hand_over_list.make, data, once=key)
    return await database.read(find_list, made.id, made.rows, actor=actor)


@post("/api/handover-lists/{list_id:str}/take", status_code=200)
async def take(
    request: Request[Any, Any, Any],
    list_id: FromPath[str],
    data: JSONBody[Codes],
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
) -> WholeList:
    """Take dossiers of a list over, scanned one by one or many at once; each is told for itself."""
    require(actor, Right.SEE_DOSSIER)
    key = await once(request, HandedList, required=False)
    made = await database.write(actor, hand_over_list.take, list_id, data, once=key)
    return await database.read(find_list, made.id, made.rows, actor=actor)


@post("/api/handover-lists/{list_id:str}/strike", status_code=200)
async def strike(
    request: Request[Any, Any, Any],
    list_id: FromPath[str],
    data: JSONBody[Codes],
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
) -> WholeList:
    """Strike dossiers off a list that were not in the pile."""
    require(actor, Right.SEE_DOSSIER)
    key = await once(request, HandedList, required=False)
    made = await database.write(actor, hand_over_list.strike, list_id, data, once=key)
    return await database.read(find_list, made.id, made.rows, actor=actor)


@get("/handovers")
async def handover_page(
    request: Request[Any, Any, Any], actor: NamedDependency[Actor], database: NamedDependency[Database]
) -> Response[Any]:
    """Show the page on which dossiers are scanned out and in."""
    if actor.kind != "officer":
        return sign_in_first(request)
    found = await database.read(find_lists, actor=actor, only_open=True)
    gives = Right.FORWARD_DOSSIER in actor.rights
    return await page(request, database, "handovers.html", lists=msgspec.to_builtins(found), gives=gives)


HANDLERS = [listing, show, make, take, strike, handover_page]
