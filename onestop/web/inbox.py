"""The officer's inbox over HTTP: what they have to do in groups with counts, soonest due first."""

from datetime import datetime
from typing import Annotated, Any

import msgspec
from litestar import Request, get
from litestar.di import NamedDependency
from litestar.params import FromQuery, QueryParameter
from litestar.response import Response

from onestop.errors import Malformed
from onestop.rules.access import Actor, Right, require
from onestop.rules.inbox import Group, groups_of, near_until
from onestop.rules.scope import scope_of
from onestop.store import calendar, inbox, places
from onestop.store.database import Database
from onestop.store.inbox import Desk, Waiting
from onestop.store.tx import Reading
from onestop.web.dossier_shapes import ListedCard, listed_card
from onestop.web.page import page
from onestop.web.pages import sign_in_first
from onestop.web.shapes import Named, shown

InGroup = Annotated[str | None, QueryParameter(name="group")]
"""`?group=`, one of the inbox's groups; without it the first that holds something."""


class InboxCard(ListedCard, frozen=True, kw_only=True):
    """A dossier in the inbox: with the agency in charge, and until when it had to be forwarded."""

    version: int
    agency: Named
    forward_by: datetime | None


class GroupCard(msgspec.Struct, frozen=True):
    """A group and how many dossiers are in it."""

    group: str
    count: int


class InboxPage(msgspec.Struct, frozen=True, kw_only=True):
    """Every group with its count, and a page of one of them."""

    groups: list[GroupCard]
    group: str | None
    items: list[InboxCard]
    next_cursor: str | None


def _card(one: Waiting) -> InboxCard:
    dossier = one.dossier
    listed = listed_card(one)
    return InboxCard(
        **{name: getattr(listed, name) for name in ListedCard.__struct_fields__},
        version=dossier.version,
        agency=Named(dossier.agency_id, one.agency_name),
        forward_by=shown(dossier.forward_by) if dossier.forwarded_at is None else None,
    )


def _desk(reading: Reading) -> Desk:
    actor = reading.actor
    hours = calendar.calendar_of(reading, actor.centre_id or places.highest_centre(reading))
    return Desk(scope_of(actor), actor.id, actor.agency_id, near_until(reading.now, hours))


def find_inbox(reading: Reading, *, group: str | None = None, cursor: str | None = None) -> InboxPage:
    """Read an officer's inbox.

    Raises:
        NotSignedIn: Nobody is known to ask.
        NotAllowed: Without the right to see dossiers.
        Malformed: No such group among theirs, or a cursor that no page gave.
    """
    require(reading.actor, Right.SEE_DOSSIER)
    theirs = groups_of(frozenset(Right(one) for one in reading.actor.rights if one in set(Right)))
    if group and group not in theirs:
        raise Malformed(field="group", reason="unknown")
    desk = _desk(reading)
    counts = [GroupCard(one, inbox.count(reading, desk, one)) for one in theirs]
    chosen = group or next((one.group for one in counts if one.count), None)
    if chosen is None:
        return InboxPage(groups=counts, group=None, items=[], next_cursor=None)
    pile = inbox.pile(reading, desk, Group(chosen), cursor=cursor)
    items = [_card(one) for one in pile.items]
    return InboxPage(groups=counts, group=chosen, items=items, next_cursor=pile.next_cursor)


@get("/api/inbox")
async def look(
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
    in_group: InGroup = None,
    cursor: FromQuery[str | None] = None,
) -> InboxPage:
    """Tell what the officer has to do: every group with its count, and a page of one, soonest due first."""
    return await database.read(find_inbox, actor=actor, group=in_group or None, cursor=cursor)


@get("/inbox")
async def show(
    request: Request[Any, Any, Any],
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
    in_group: InGroup = None,
    cursor: FromQuery[str | None] = None,
) -> Response[Any]:
    """Show the inbox; the group stands in the address."""
    if actor.kind != "officer":
        return sign_in_first(request)
    found = await database.read(find_inbox, actor=actor, group=in_group or None, cursor=cursor)
    return await page(request, database, "inbox.html", inbox=msgspec.to_builtins(found))


HANDLERS = [look, show]
