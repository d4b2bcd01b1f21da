"""Refusals and errors as RFC 9457 problem documents, in the reader's language."""

import logging
from functools import partial
from http import HTTPStatus
from typing import Any

import msgspec
from litestar import Request, Response
from litestar.exceptions import ClientException, HTTPException
from litestar.response import Template

from onestop import errors
from onestop.errors import Refusal
from onestop.render.refused import sentence
from onestop.render.wording import LANGUAGES, known, say

log = logging.getLogger("onestop")

STATUS: dict[type[Refusal], HTTPStatus] = {
    errors.NotFound: HTTPStatus.NOT_FOUND,
    errors.Malformed: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.RangeTooLong: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.Stale: HTTPStatus.PRECONDITION_FAILED,
    errors.KeyReused: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.KeyMissing: HTTPStatus.BAD_REQUEST,
    errors.NotSignedIn: HTTPStatus.UNAUTHORIZED,
    errors.NotAllowed: HTTPStatus.FORBIDDEN,
    errors.LoginFailed: HTTPStatus.UNAUTHORIZED,
    errors.TooManyAttempts: HTTPStatus.TOO_MANY_REQUESTS,
    errors.SecretWrong: HTTPStatus.FORBIDDEN,
    errors.PasswordToChange: HTTPStatus.FORBIDDEN,
    errors.SectorForeign: HTTPStatus.FORBIDDEN,
    errors.FirstRunCodeWrong: HTTPStatus.FORBIDDEN,
    errors.PasswordWrong: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.SheetRefused: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.Incomplete: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.IdentityUnreadable: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.AllowanceNotStated: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.AllowanceRefused: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.IntervalsOverlap: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.LegsDoNotSum: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.RouteLoops: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.RouteParallel: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.LeadNotOne: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.StageWrong: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.OfficerElsewhere: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.BackdatedReceipt: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.CalendarOutOfReach: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.DayNotKnownYet: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.ToldDateWrong: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.NothingToCorrect: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.CodeUnreadable: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.FileUnreadable: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.FileTooLarge: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    errors.FileRefused: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.DatabaseUnreachable: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.VoiceMissing: HTTPStatus.NOT_FOUND,
}
"""What is not here is a conflict with the present state of things: 409."""


def language(request: Request[Any, Any, Any]) -> str:
    """Tell the reader's language: `?lang=`, else a cookie, else what the browser prefers, else Vietnamese."""
    asked = request.query_params.get("lang") or request.cookies.get("lang")
    if asked in LANGUAGES:
        return str(asked)
    accepted = request.headers.get("accept-language", "")
    first = accepted.split(",")[0].strip()[:2].lower()
    return first if first in LANGUAGES else "vi"


def _wants_page(request: Request[Any, Any, Any]) -> bool:
    """Tell a person who opened an address from a program that called one."""
    path = str(request.scope["path"])
    called = path.startswith(("/api/", "/health/", "/schema"))
    return not called and "text/html" in request.headers.get("accept", "")


def _page(request: Request[Any, Any, Any], status: int, detail: str) -> Template:
    lang = language(request)
    context = {
        "status": status,
        "detail": detail,
        "lang": lang,
        "t": partial(_in, lang),
        "officer": None,
        "centre": None,
        "own_place": _own_place(str(request.scope["path"])),
    }
    return Template(template_name="problem.html", context=context, status_code=status)


def _own_place(path: str) -> str | None:
    """Give the page of the slip from which a move was refused: without scripts it is the way back."""
    _, at, link, move = (*path.split("/", 3), "", "", "")[:4]
    return f"/t/{link}" if at == "t" and link and move else None


def _in(lang: str, key: str, **facts: object) -> str:
    return say(key, lang, **facts)


def _document(
    status: int, code: str, title: str, detail: str, facts: dict[str, Any] | None = None
) -> Response[bytes]:
    body = {
        **(facts or {}),
        "type": "about:blank",
        "title": title,
        "status": status,
        "detail": detail,
        "code": code,
    }
    return Response(
        msgspec.json.encode(body, enc_hook=str),
        status_code=status,
        media_type="application/problem+json",
    )


def refused(request: Request[Any, Any, Any], refusal: Refusal) -> Response[Any]:
    """Answer a refusal."""
    status = STATUS.get(type(refusal), HTTPStatus.CONFLICT)
    lang = language(request)
    if _wants_page(request):
        return _page(request, status, sentence(refusal, lang))
    response = _document(
        status, refusal.code, say("refusals.title", lang), sentence(refusal, lang), refusal.facts
    )
    if isinstance(refusal, errors.TooManyAttempts):
        response.headers["Retry-After"] = str(refusal.wait_seconds)
    return response


def failed(request: Request[Any, Any, Any], error: HTTPException) -> Response[Any]:
    """Answer what the framework refuses: unknown address, wrong body, missing token."""
    status = error.status_code
    lang = language(request)
    code = HTTPStatus(status).phrase.lower().replace(" ", "-")
    key = f"refusals.http_{status}"
    detail = say(key if known(key, lang) else "refusals.http_other", lang)
    if _wants_page(request):
        return _page(request, status, detail)
    facts = {"fields": error.extra} if isinstance(error.extra, list) else None
    return _document(status, code, say("refusals.title", lang), detail, facts)


def broken(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    """Answer an error of ours: nothing of its inside is shown, all of it is logged."""
    log.error("request.failed path=%s", request.scope.get("path"), exc_info=error)
    lang = language(request)
    if _wants_page(request):
        return _page(request, 500, say("refusals.internal_error", lang))
    return _document(500, "internal-error", say("refusals.title", lang), say("refusals.internal_error", lang))


def unreadable(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    """Answer a body that is no JSON, or no text at all: the sender's fault, not ours."""
    return failed(request, ClientException(str(error)))


HANDLERS: dict[Any, Any] = {
    Refusal: refused,
    HTTPException: failed,
    msgspec.DecodeError: unreadable,
    msgspec.ValidationError: unreadable,
    UnicodeDecodeError: unreadable,
    Exception: broken,
}
