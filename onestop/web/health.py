"""Whether the service lives, and whether it can do its work."""

from litestar import get
from litestar.di import NamedDependency

from onestop.store import schema
from onestop.store.database import Database


@get("/health/live")
async def live() -> dict[str, str]:
    """Tell that the process answers."""
    return {"status": "live"}


@get("/health/ready")
async def ready(database: NamedDependency[Database]) -> dict[str, str]:
    """Tell that the database answers with the tables this program knows."""
    await database.read(lambda _: schema.check(database))
    return {"status": "ready"}


HANDLERS = [live, ready]
