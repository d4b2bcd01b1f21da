"""A page: its template with what every page knows — language, words, centre, officer, the present instant."""

from functools import partial
from typing import Any

from litestar import Request
from litestar.response import Template

from onestop.clock import local
from onestop.render.wording import say
from onestop.rules.access import Actor
from onestop.store import places
from onestop.store.database import Database
from onestop.store.tx import Reading
from onestop.web.problems import language
from onestop.web.sessions import card

LANG_COOKIE = "lang"
_YEAR = 365 * 86400


def _frame(reading: Reading, actor: Actor, centre_id: str | None) -> dict[str, Any]:
    officer = card(reading, actor).officer
    chosen = centre_id or (officer.centre.id if officer and officer.centre else None)
    if chosen is None:
        # One installation may serve many halls; a page that belongs to none is headed by the province's.
        row = reading.run(
            "SELECT id FROM centre WHERE kind = 'centre' ORDER BY level DESC, key LIMIT 1"
        ).fetchone()
        chosen = row[0] if row else None
    centre = places.centre(reading, chosen) if chosen else None
    return {"officer": officer, "centre": centre}


async def page(
    request: Request[Any, Any, Any],
    database: Database,
    name: str,
    *,
    centre_id: str | None = None,
    http_status: int = 200,
    citizen: bool = False,
    **context: Any,
) -> Template:
    """Render a template.

    Args:
        request: Whose language and session the page is in.
        database: Where centre and officer are read.
        name: The template's file.
        centre_id: The centre that heads the page, where the page knows it.
        http_status: The HTTP status.
        citizen: A citizen's page shows no officer, even in an officer's browser.
        context: What the template's own head asks for.
    """
    lang = language(request)
    actor: Actor = request.scope["state"]["actor"]
    frame = await database.read(_frame, actor, centre_id)
    if citizen:
        frame["officer"] = None
    known = {"lang": lang, "t": partial(_say, lang), "now": local(database.now()).isoformat(), **frame}
    shown = Template(template_name=name, context={**known, **context}, status_code=http_status)
    if request.query_params.get("lang") == lang:
        shown.set_cookie(LANG_COOKIE, lang, samesite="lax", max_age=_YEAR)
    return shown


def _say(lang: str, key: str, **facts: object) -> str:
    return say(key, lang, **facts)
