"""Dossiers over HTTP: received, refused at the counter, listed, looked at, moved."""

import asyncio
import re
from datetime import datetime
from typing import Annotated, Any

import msgspec
from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from onestop.errors import Malformed, NotFound
from onestop.render.reasons import tell_reasons
from onestop.rules.access import Actor, Right, require
from onestop.rules.scope import scope_of
from onestop.rules.submission import Submission
from onestop.rules.workflow import RIGHT_OF_MOVE, DossierMove
from onestop.steps.change_state import MovedDossier, within_reach
from onestop.steps.reckon_due import read_back
from onestop.store import dossier_list, dossiers
from onestop.store.database import Database
from onestop.store.tx import Reading
from onestop.use_cases import receive_dossier, refuse_intake, unmask_dossier
from onestop.use_cases.receive_dossier import ReceivedDossier
from onestop.use_cases.refuse_intake import RefusedIntake, RefusedSubmission
from onestop.use_cases.unmask_dossier import Unmasked
from onestop.web.dossier_shapes import (
    DossierCard,
    ListedCard,
    PaperCard,
    card,
    listed_card,
    paper_cards,
)
from onestop.web.moves import MOVES
from onestop.web.problems import language
from onestop.web.shapes import base_url, once, shown

InState = Annotated[str | None, QueryParameter(name="state")]
"""`?state=`; the bare name belongs to Litestar."""
_VERSION = re.compile(r'(?:W/)?"?(\d{1,9})"?')


class ReceivedCard(msgspec.Struct, frozen=True, kw_only=True):
    """A dossier just received, as the counter tells the citizen."""

    code: str
    secret: str
    status_url: str
    promised_at: datetime | None
    due_at: datetime | None
    because: list[dict[str, str]]
    provisional: bool
    papers: list[PaperCard]
    version: int


class RefusedCard(msgspec.Struct, frozen=True):
    """An intake that was refused, and the form to hand out."""

    id: str
    papers: list[PaperCard]


class DossierPage(msgspec.Struct, frozen=True):
    """A page of dossiers."""

    items: list[ListedCard]
    next_cursor: str | None


def _received(reading: Reading, dossier_id: str, base: str, lang: str) -> ReceivedCard:
    dossier = dossiers.by_id(reading, dossier_id)
    secret, token = dossiers.keys_of(reading, dossier)
    return ReceivedCard(
        code=dossier.code,
        secret=secret,
        status_url=f"{base}/s/{token}",
        promised_at=shown(dossier.promised_at),
        due_at=shown(dossier.due_at),
        because=tell_reasons(read_back(dossier.because), lang),
        provisional=dossier.provisional,
        papers=paper_cards(dossiers.papers_of(reading, dossier.id)),
        version=dossier.version,
    )


@post("/api/dossiers")
async def receive(
    request: Request[Any, Any, Any],
    data: JSONBody[Submission],
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
) -> ReceivedCard:
    """Receive a complete dossier; the same Idempotency-Key gives the same code, secret and date."""
    base = base_url(request, database.settings.base_url)
    key = await once(request, ReceivedDossier, required=actor.kind != "citizen")
    received = await database.write(actor, receive_dossier.receive, data, base_url=base, once=key)
    return await database.read(_received, received.id, base, language(request))


@post("/api/intakes")
async def refuse(
    request: Request[Any, Any, Any],
    data: JSONBody[RefusedSubmission],
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
) -> RefusedCard:
    """Hand out form 02 or 03 at the counter; nothing is promised."""
    key = await once(request, RefusedIntake, required=actor.kind != "citizen")
    refused = await database.write(actor, refuse_intake.refuse, data, once=key)
    papers = await database.read(dossiers.papers_of, refused.id)
    return RefusedCard(refused.id, paper_cards(papers))


def find_page(reading: Reading, **wanted: Any) -> DossierPage:
    """Read a page of the dossiers that the officer sees."""
    require(reading.actor, Right.SEE_DOSSIER)
    found = dossier_list.page(reading, scope_of(reading.actor), **wanted)
    return DossierPage([listed_card(one) for one in found.items], found.next_cursor)


@get("/api/dossiers")
async def search(
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
    *,
    q: FromQuery[str] = "",
    in_state: InState = None,
    due: FromQuery[str | None] = None,
    agency: FromQuery[str | None] = None,
    mine: FromQuery[str] = "",
    cursor: FromQuery[str | None] = None,
) -> DossierPage:
    """List dossiers within the officer's rights: by code or words, state, due date, agency, or only one's own."""
    wanted = {"words": q, "state": in_state, "due": due, "agency_id": agency, "cursor": cursor}
    wanted["mine"] = actor.id if mine else None
    return await database.read(find_page, actor=actor, **wanted)


def find_dossier(reading: Reading, code: str, lang: str) -> DossierCard:
    """Read a dossier for an officer who may see it.

    Raises:
        NotSignedIn: Nobody is known to ask.
        NotAllowed: Another centre's or agency's.
        NotFound: No dossier has that code.
    """
    require(reading.actor, Right.SEE_DOSSIER)
    dossier = dossiers.by_code(reading, code)
    within_reach(reading, dossier, Right.SEE_DOSSIER)
    return card(reading, dossier, lang)


@get("/api/dossiers/{code:str}")
async def show(
    request: Request[Any, Any, Any],
    code: FromPath[str],
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
) -> DossierCard:
    """Show a dossier."""
    return await database.read(find_dossier, code, language(request), actor=actor)


def _seen_version(request: Request[Any, Any, Any]) -> int | None:
    """Read `If-Match`; without it the move is made whatever was changed since.

    Raises:
        Malformed: It is no version.
    """
    given = request.headers.get("if-match", "").strip()
    if not given or given == "*":
        return None
    found = _VERSION.fullmatch(given)
    if found is None:
        raise Malformed(field="If-Match", reason="number")
    return int(found[1])


@post("/api/dossiers/{code:str}/unmask", status_code=200)
async def unmask(
    code: FromPath[str], actor: NamedDependency[Actor], database: NamedDependency[Database]
) -> Unmasked:
    """Show the whole numbers of a dossier's applicant; the journal keeps who looked."""
    return await database.write(actor, unmask_dossier.unmask, code)


@post("/api/dossiers/{code:str}/{move:str}", status_code=200)
async def make_move(
    request: Request[Any, Any, Any],
    code: FromPath[str],
    move: FromPath[str],
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
) -> DossierCard:
    """Make a move of the table with a dossier; 412 when somebody changed it since `If-Match`."""
    known = {str(name): made for name, made in MOVES.items()}.get(move)
    if known is None:
        raise NotFound(kind="move", sought=move[:40])
    wish, version = known.read(await request.body()), _seen_version(request)
    if known.settle is not None:
        # What comes to lie on the disk comes from somebody who may make the move.
        require(actor, RIGHT_OF_MOVE[DossierMove(move)])
        wish = (await asyncio.to_thread(known.settle, database.settings, *wish),)
    key = await once(request, MovedDossier, required=False)
    await database.write(actor, known.use_case, code, *wish, version=version, once=key)
    return await database.read(find_dossier, code, language(request), actor=actor)


HANDLERS = [receive, refuse, search, show, unmask, make_move]
