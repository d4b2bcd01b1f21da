"""The key that a receipt gives a citizen's browser: a signed cookie for one dossier, for an hour."""

from typing import Any

from litestar import Request
from litestar.datastructures import Cookie

from onestop.model.columns import micros
from onestop.store.database import Database
from onestop.web.security import is_secure

COOKIE = "onestop_receipt"
HOUR_SECONDS = 3600
_PURPOSE = "receipt-key"


def key_cookie(database: Database, dossier_id: str) -> Cookie:
    """Make the cookie: whose dossier, until when, and our signature under both."""
    until = micros(database.now()) // 1_000_000 + HOUR_SECONDS
    text = f"{dossier_id}.{until}"
    return Cookie(
        key=COOKIE,
        value=f"{text}.{database.seals.signature(_PURPOSE, text)}",
        httponly=True,
        samesite="lax",
        secure=is_secure(database),
        path="/",
        max_age=HOUR_SECONDS,
    )


def held_dossier(request: Request[Any, Any, Any], database: Database) -> str | None:
    """Tell which dossier this browser holds the receipt of; None when none, or no longer."""
    text, _, signature = request.cookies.get(COOKIE, "").rpartition(".")
    dossier_id, _, until = text.partition(".")
    if not until.isdigit() or not database.seals.signed(_PURPOSE, text, signature):
        return None
    return dossier_id if int(until) > micros(database.now()) // 1_000_000 else None
