"""Issued papers over HTTP: rendered once from their frozen facts, kept, and given again byte for byte."""

import asyncio
from typing import Any, NamedTuple

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from onestop.errors import NotAllowed, NotFound, NotSignedIn, PaperStillValid
from onestop.model.dossier import Dossier, Intake
from onestop.model.leg import HandoverList
from onestop.render.fonts import Fonts
from onestop.render.ink import Stamp
from onestop.render.issued import ROUTING, print_paper
from onestop.rules.access import CITIZEN, Actor, Right, require
from onestop.rules.scope import scope_of
from onestop.steps.change_state import within_reach
from onestop.store import dossiers, handovers, paper_files
from onestop.store.database import Database
from onestop.store.tx import Reading
from onestop.use_cases import keep_paper, print_routing_slip
from onestop.web.receipt_key import held_dossier

_VIEWER = "default-src 'self'; object-src 'self'; style-src 'self' 'unsafe-inline'; frame-ancestors 'self'"
"""A PDF is shown by the browser's own viewer, which embeds it and styles itself; it holds no script of ours."""


class Frozen(NamedTuple):
    """A paper before it is rendered: what it is, its facts, and the digest of its bytes if it was."""

    id: str
    name: str
    facts: str
    digest: str | None
    void: bool = False


def _allowed(reading: Reading, owner_id: str, holds: str | None) -> None:
    """Let whoever may see the dossier or intake at its papers, and the holder of the receipt."""
    if holds is not None and holds == owner_id:
        return
    if reading.actor.kind == "citizen":
        raise NotSignedIn
    dossier = reading.session.get(Dossier, owner_id)
    if dossier is not None:
        require(reading.actor, Right.SEE_DOSSIER)
        within_reach(reading, dossier, Right.SEE_DOSSIER)
        return
    made = reading.session.get(HandoverList, owner_id)
    if made is not None:
        require(reading.actor, Right.SEE_DOSSIER)
        if not handovers.reaches_list(reading, scope_of(reading.actor), made):
            raise NotAllowed(right=Right.SEE_DOSSIER)
        return
    intake = reading.session.get(Intake, owner_id)
    require(reading.actor, Right.RECEIVE_DOSSIER, centre_id=intake.centre_id if intake else None)


def _frozen(reading: Reading, paper_id: str, holds: str | None) -> Frozen:
    paper = dossiers.paper(reading, paper_id)
    _allowed(reading, paper.owner_id, holds)
    facts = reading.seals.unseal(paper.facts_sealed)
    return Frozen(paper.id, paper.name, facts, paper.digest, paper.void_at is not None)


def _current(reading: Reading, code: str, name: str, holds: str | None) -> Frozen:
    """Find the newest paper of a name in a dossier; one that is void is not current."""
    dossier = dossiers.by_code(reading, code)
    _allowed(reading, dossier.id, holds)
    found = [one for one in dossiers.papers_of(reading, dossier.id) if one.name == name and not one.void_at]
    if not found:
        raise NotFound(kind="paper", sought=name[:30])
    newest = max(found, key=lambda one: one.issue)
    return Frozen(newest.id, newest.name, reading.seals.unseal(newest.facts_sealed), newest.digest)


def _render(database: Database, paper: Frozen, fonts: Fonts) -> tuple[bytes, str]:
    pdf = print_paper(paper.name, paper.facts, fonts)
    return pdf, paper_files.keep(database.settings, pdf)


async def bytes_of(database: Database, paper: Frozen, fonts: Fonts) -> bytes:
    """Give a paper's bytes: the kept ones, or, the first time, those rendered now and kept.

    Raises:
        PaperDiffers: The kept bytes are lost and what is rendered now is not the same.
    """
    if paper.digest is not None:
        try:
            return await asyncio.to_thread(paper_files.fetch, database.settings, paper.digest)
        except NotFound:
            pass  # the file is lost: the facts are not, and their digest says whether it is the same again
    pdf, digest = await asyncio.to_thread(_render, database, paper, fonts)
    await database.write(CITIZEN, keep_paper.record_digest, paper.id, digest)
    return pdf


async def _stamped(paper: Frozen, fonts: Fonts) -> bytes:
    """Make a copy with VOID across it; it is not kept, and the bytes that are do not change.

    Raises:
        PaperStillValid: It is not void.
    """
    if not paper.void:
        raise PaperStillValid(paper=paper.name)
    return await asyncio.to_thread(print_paper, paper.name, paper.facts, fonts, stamp=Stamp.VOID)


def _answer(pdf: bytes, name: str, *, void: str = "no") -> Response[bytes]:
    headers = {
        "x-paper-void": void,
        "content-disposition": f'inline; filename="{name}.pdf"',
        "cache-control": "no-store",
        "content-security-policy": _VIEWER,
    }
    return Response(pdf, media_type="application/pdf", headers=headers)


@get("/api/papers/{name:str}")
async def one(
    request: Request[Any, Any, Any],
    name: FromPath[str],
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
    fonts: NamedDependency[Fonts],
    stamped: FromQuery[str | None] = None,
) -> Response[bytes]:
    """Give a paper by its id, `{id}.pdf`, as it was issued; `?stamped`: a copy of a void one with VOID across.

    The header `x-paper-void` tells `yes` of what a later issue took the place of.
    """
    paper_id = name.removesuffix(".pdf")
    paper = await database.read(_frozen, paper_id, held_dossier(request, database), actor=actor)
    void = "yes" if paper.void else "no"
    if stamped is not None:
        return _answer(await _stamped(paper, fonts), f"{paper.name}-void", void=void)
    return _answer(await bytes_of(database, paper, fonts), paper.name, void=void)


@get("/api/dossiers/{code:str}/papers/{name:str}")
async def current(
    request: Request[Any, Any, Any],
    code: FromPath[str],
    name: FromPath[str],
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
    fonts: NamedDependency[Fonts],
) -> Response[bytes]:
    """Give the current paper of a name, `receipt.pdf`, of a dossier; a routing slip as it stands now."""
    sought = name.removesuffix(".pdf")
    if sought == ROUTING and actor.kind == "officer":
        await database.write(actor, print_routing_slip.renew, code)
    paper = await database.read(_current, code, sought, held_dossier(request, database), actor=actor)
    return _answer(await bytes_of(database, paper, fonts), f"{code}-{sought}")


HANDLERS = [one, current]
