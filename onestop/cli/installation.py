"""The installation that a command works on: its settings, looked over, and its database, opened."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError, DatabaseError

from onestop.errors import DatabaseUnreachable, SettingWrong
from onestop.settings import Settings, read_settings
from onestop.store import schema
from onestop.store.database import Database

_MOST_PORT = 65_535


def chosen(data: Path | None = None, port: int | None = None) -> Settings:
    """Read the settings, with what the command line says instead.

    Raises:
        SettingWrong: One of them cannot be.
    """
    settings = read_settings()
    changes: dict[str, Any] = {}
    if data is not None:
        changes["data"] = data
    if port is not None:
        changes["port"] = port
    return _checked(replace(settings, **changes))


def _checked(settings: Settings) -> Settings:
    if not 0 <= settings.port <= _MOST_PORT:
        raise SettingWrong(setting="ONESTOP_PORT", reason="range")
    if settings.pool < 1:
        raise SettingWrong(setting="ONESTOP_POOL", reason="range")
    try:
        make_url(settings.sqlalchemy_url())
    except (ArgumentError, ValueError) as error:
        raise SettingWrong(setting="ONESTOP_DATABASE_URL", reason="url") from error
    return settings


@contextmanager
def opened(settings: Settings, *, checked: bool = False) -> Iterator[Database]:
    """Open the database, `checked` for tables of this program's version.

    Raises:
        DatabaseUnreachable: The server does not answer, or the file is none.
        DatabaseNotMigrated: The tables are another version's.
    """
    try:
        with Database(settings) as database:
            if checked:
                schema.check(database)
            yield database
    except DatabaseError as error:
        if type(error.orig) is not sqlite3.DatabaseError:
            raise
        raise DatabaseUnreachable(address=settings.sqlalchemy_url()) from error
