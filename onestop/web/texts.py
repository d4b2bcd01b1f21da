"""The words of screens for the browser's scripts."""

from typing import Any

from litestar import get
from litestar.params import FromPath

from onestop.errors import NotFound
from onestop.render.wording import LANGUAGES, section, sections

FOR_BROWSERS = frozenset(
    {
        "kiosk",
        "board",
        "counter",
        "login",
        "password",
        "dossier",
        "figures",
        "handover",
        "setup",
        "status",
        "start",
        "myplace",
    }
)


@get("/api/texts/{lang:str}/{name:str}")
async def words(lang: FromPath[str], name: FromPath[str]) -> dict[str, Any]:
    """Give one section of texts in one language."""
    if lang not in LANGUAGES or name not in FOR_BROWSERS & sections():
        raise NotFound(kind="texts", sought=name[:40])
    return section(name, lang)


HANDLERS = [words]
