"""The shelf over HTTP: ended dossiers and until when each is kept; nothing is deleted here."""

from datetime import date, datetime
from typing import Annotated

import msgspec
from litestar import get
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from onestop.rules.access import Actor, Right, require
from onestop.rules.scope import scope_of
from onestop.store import archive
from onestop.store.database import Database
from onestop.store.tx import Reading
from onestop.web.shapes import shown

MOST = 500
"""Dossiers in one answer; what leaves the shelf is taken off it before more is asked for."""

Due = Annotated[str | None, QueryParameter(name="due", description="Only those whose day has come.")]


class ShelvedCard(msgspec.Struct, frozen=True, kw_only=True):
    """An ended dossier: `years` 0 is for ever, `archive_on` the first day on which it may leave."""

    code: str
    state: str
    ended_at: datetime | None
    years: int
    basis: str
    archive_on: date | None


def _shelved(reading: Reading, *, due: bool) -> list[ShelvedCard]:
    require(reading.actor, Right.SEE_REGISTER)
    found = archive.shelved(
        reading, scope_of(reading.actor), due_on=reading.today if due else None, most=MOST
    )
    return [
        ShelvedCard(
            code=one.dossier.code,
            state=one.dossier.state,
            ended_at=shown(one.dossier.returned_at or one.dossier.ready_at),
            years=one.archive.years,
            basis=one.archive.basis,
            archive_on=one.archive.archive_on,
        )
        for one in found
    ]


@get("/api/archive")
async def listing(
    actor: NamedDependency[Actor], database: NamedDependency[Database], due: Due = None
) -> list[ShelvedCard]:
    """List ended dossiers within the officer's rights, the first to leave the shelf first; `?due`: now."""
    return await database.read(_shelved, actor=actor, due=due is not None and due != "false")


HANDLERS = [listing]
