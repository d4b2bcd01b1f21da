"""A database of a benchmark's own on a PostgreSQL server, so that it is alone in it and leaves nothing behind."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg import sql

from onestop import chance


@contextmanager
def own_database(url: str | None) -> Iterator[str | None]:
    """Give the address of an empty database beside that of an address; None, for SQLite, stays None."""
    if not url:
        yield None
        return
    name = f"onestop_bench_{chance.new_id()}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    try:
        yield f"{url.partition('?')[0].rsplit('/', 1)[0]}/{name}"
    finally:
        with psycopg.connect(url, autocommit=True) as server:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
