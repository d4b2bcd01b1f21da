"""Results that nobody has collected: the list over HTTP, and its page."""

from datetime import datetime
from typing import Any

import msgspec
from litestar import Request, Response, get
from litestar.di import NamedDependency

from onestop.clock import local_day
from onestop.rules.access import Actor, Right, require
from onestop.rules.identity import masked_phone
from onestop.rules.scope import scope_of
from onestop.rules.uncollected import REMIND_AFTER, waited_days
from onestop.steps.tell_result import reminder
from onestop.store import calendar, uncollected
from onestop.store.database import Database
from onestop.store.tx import Reading
from onestop.web.dossier_shapes import CodeName
from onestop.web.page import page
from onestop.web.pages import sign_in_first
from onestop.web.shapes import shown

MOST = 500
"""Results in one answer; a centre that has more takes the oldest off first."""


class WaitingResult(msgspec.Struct, frozen=True, kw_only=True):
    """A result and how many working days it has waited; `reminders` are letters owed since."""

    code: str
    procedure: CodeName
    applicant_name: str
    phone_masked: str
    return_via: str
    ready_at: datetime | None
    working_days: int
    reminders: int


class Uncollected(msgspec.Struct, frozen=True):
    """The results that wait, the oldest first."""

    items: list[WaitingResult]


def find_waiting(reading: Reading) -> Uncollected:
    """Read the results that wait within the officer's rights.

    Raises:
        NotSignedIn: Nobody is known to ask.
        NotAllowed: The officer may see no dossiers.
    """
    require(reading.actor, Right.SEE_DOSSIER)
    templates = tuple(reminder(days) for days in REMIND_AFTER)
    items = []
    for one in uncollected.waiting(reading, scope_of(reading.actor), templates, MOST):
        dossier = one.listed.dossier
        days_of = calendar.calendar_of(reading, dossier.centre_id)
        ready_on = local_day(dossier.ready_at or reading.now)
        items.append(
            WaitingResult(
                code=dossier.code,
                procedure=CodeName(one.listed.procedure_code, one.listed.procedure_name),
                applicant_name=dossier.applicant_name,
                phone_masked=masked_phone(dossier.phone),
                return_via=dossier.return_via,
                ready_at=shown(dossier.ready_at),
                working_days=waited_days(days_of, ready_on, reading.today),
                reminders=one.reminders,
            )
        )
    return Uncollected(items)


@get("/api/uncollected")
async def listing(actor: NamedDependency[Actor], database: NamedDependency[Database]) -> Uncollected:
    """List the results that nobody has collected, the oldest first, with their age in working days."""
    return await database.read(find_waiting, actor=actor)


@get("/uncollected")
async def list_page(
    request: Request[Any, Any, Any], actor: NamedDependency[Actor], database: NamedDependency[Database]
) -> Response[Any]:
    """Show the results that nobody has collected."""
    if actor.kind != "officer":
        return sign_in_first(request)
    found = await database.read(find_waiting, actor=actor)
    items = msgspec.to_builtins(found.items)
    return await page(request, database, "uncollected.html", items=items, most=MOST)


HANDLERS = [listing, list_page]
