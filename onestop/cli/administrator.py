"""`onestop appoint`: the administrator of a centre, with a first password that is shown once."""

from collections.abc import Iterator

from onestop import chance
from onestop.rules.access import SYSTEM
from onestop.store.database import Database
from onestop.use_cases import appoint_administrator
from onestop.web.sessions import HASHER


def appoint(database: Database, centre: str, username: str) -> Iterator[str]:
    """Make an administrator; give what is told of it."""
    password = chance.new_password()
    hashed = HASHER.hash(password)
    name = database.write_now(SYSTEM, appoint_administrator.appoint, centre, username, hashed)
    yield name
    yield f"  {username.strip().lower():<18} {password}"
