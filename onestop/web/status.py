"""A dossier's state for citizens: by its code alone, and with the secret of the receipt."""

import hmac
from datetime import datetime
from typing import Any

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from onestop.errors import NotFound, SecretWrong
from onestop.model.dossier import OWED, Dossier
from onestop.render.issued import ROUTING
from onestop.render.reasons import tell_reasons
from onestop.rules.elsewhere import awaited_agency
from onestop.rules.lookup import step_of, typed_secret
from onestop.steps.reckon_due import read_back
from onestop.store import dossiers, procedures
from onestop.store.database import Database
from onestop.store.tx import Reading
from onestop.web.dossier_course import Asked, Ended, Milestone, asked, ended, paused, timeline
from onestop.web.leg_timeline import agencies_of
from onestop.web.problems import language
from onestop.web.receipt_key import key_cookie
from onestop.web.shapes import shown
from onestop.web.throttle import Throttle


class PublicStatus(msgspec.Struct, frozen=True, kw_only=True):
    """What anybody with the code may know (Circular 01/2018/TT-VPCP art. 16.2d)."""

    code: str
    step: str
    promised_at: datetime | None
    due_at: datetime | None


class LinkedPaper(msgspec.Struct, frozen=True):
    """A paper of the dossier and where it is."""

    name: str
    url: str


class WholeStatus(PublicStatus, frozen=True, kw_only=True):
    """What the holder of the receipt may know; `awaits` is the agency whose taking it on begins the time, or ""."""

    procedure: str
    because: list[dict[str, str]]
    awaits: str
    timeline: list[Milestone]
    papers: list[LinkedPaper]
    asked: Asked | None
    paused: str | None
    told_at: datetime | None
    ended: Ended | None


def public(dossier: Dossier) -> PublicStatus:
    """Show a dossier to anybody."""
    return PublicStatus(
        code=dossier.code,
        step=step_of(dossier.state),
        promised_at=shown(dossier.promised_at),
        due_at=shown(dossier.due_at),
    )


def whole(reading: Reading, dossier: Dossier, lang: str) -> WholeStatus:
    """Show a dossier to the holder of its receipt."""
    papers = dossiers.papers_of(reading, dossier.id)
    because = read_back(dossier.because)
    return WholeStatus(
        **msgspec.structs.asdict(public(dossier)),
        procedure=procedures.by_id(reading, dossier.procedure_id).name,
        because=tell_reasons(because, lang),
        awaits=awaited_agency(because) if dossier.state in OWED else "",
        timeline=_with_agencies(timeline(reading, dossier, lang), reading, dossier, lang),
        papers=[
            LinkedPaper(paper.name, f"/api/dossiers/{dossier.code}/papers/{paper.name}.pdf")
            for paper in papers
            if paper.name != ROUTING
        ],
        asked=asked(reading, dossier),
        paused=paused(reading, dossier),
        told_at=shown(dossier.told_at),
        ended=ended(reading, dossier, lang),
    )


def _with_agencies(steps: list[Milestone], reading: Reading, dossier: Dossier, lang: str) -> list[Milestone]:
    """Put the agencies that it travels among after the step in which they are at work."""
    among = [Milestone(*told) for told in agencies_of(reading, dossier, lang)]
    return [*steps[:2], *among, *steps[2:]]


def look_up(reading: Reading, sought: str) -> Dossier:
    """Find a dossier by its code, or by the link that a scanner read from its receipt.

    Raises:
        NotFound: Neither leads to one.
    """
    try:
        return dossiers.by_code(reading, sought)
    except NotFound as unknown:
        try:
            return dossiers.by_link(reading, sought)
        except NotFound:
            raise unknown from None


def prove(reading: Reading, code: str, secret: str) -> Dossier:
    """Find the dossier whose code and secret belong together.

    Raises:
        SecretWrong: They do not, or there is no such dossier: which, is not told.
        Malformed: The secret cannot be one: a character was misread.
    """
    typed = typed_secret(secret)
    try:
        dossier = dossiers.by_code(reading, code)
    except NotFound:
        raise SecretWrong from None
    ours = dossiers.secret_hash(reading, dossier.code, typed)
    if not hmac.compare_digest(dossier.secret_hash, ours):
        raise SecretWrong
    return dossier


def attempt(request: Request[Any, Any, Any], throttle: Throttle, code: str | None = None) -> None:
    """Count a look-up by its address, and a try at a secret by its code too.

    Looking at step and dates does not count against the code: else anybody could keep a citizen from
    typing the own secret.

    Raises:
        TooManyAttempts: One of the two windows is full.
    """
    throttle.attempt(f"address {request.client.host if request.client else ''}")
    if code is not None:
        throttle.attempt(f"secret {code[:60].upper()}")


class TypedSecret(msgspec.Struct, frozen=True):
    """The secret as typed from the receipt."""

    secret: str


@get("/api/status/{code:str}")
async def show(
    request: Request[Any, Any, Any],
    code: FromPath[str],
    database: NamedDependency[Database],
    lookup_throttle: NamedDependency[Throttle],
) -> PublicStatus:
    """Show step and dates of a dossier to anybody who has its code."""
    attempt(request, lookup_throttle)
    return public(await database.read(look_up, code))


@post("/api/status/{code:str}", status_code=200)
async def open_with_secret(
    request: Request[Any, Any, Any],
    code: FromPath[str],
    data: JSONBody[TypedSecret],
    database: NamedDependency[Database],
    lookup_throttle: NamedDependency[Throttle],
) -> Response[WholeStatus]:
    """Show the whole way of a dossier to the holder of its receipt."""
    attempt(request, lookup_throttle, code)
    lang = language(request)

    def answer(reading: Reading) -> tuple[str, WholeStatus]:
        dossier = prove(reading, code, data.secret)
        return dossier.id, whole(reading, dossier, lang)

    dossier_id, status = await database.read(answer)
    return Response(status, cookies=[key_cookie(database, dossier_id)])


HANDLERS = [show, open_with_secret]
