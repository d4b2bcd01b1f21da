"""The tables' version: migrating forward, and refusing to work on tables of another version."""

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from onestop.errors import DatabaseNotMigrated, DatabaseUnreachable
from onestop.settings import shipped
from onestop.store.database import Database


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(shipped("migrations")))
    config.set_main_option("path_separator", "os")
    return config


def newest() -> str:
    """Name the newest version that the program knows."""
    return ScriptDirectory.from_config(_config()).get_current_head() or ""


def present(connection: Connection) -> str:
    """Name the version of the tables; empty for an empty database."""
    return MigrationContext.configure(connection).get_current_revision() or ""


def migrate(database: Database) -> tuple[str, str]:
    """Bring the tables to the newest version; give the versions before and after.

    Raises:
        DatabaseUnreachable: The database does not answer.
    """
    try:
        with database.engine.connect() as connection:
            before = present(connection)
            connection.rollback()
            config = _config()
            config.attributes["connection"] = connection
            if database.is_sqlite:
                # Tables are copied and swapped in a batch; the references are whole again at the end.
                connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
                connection.commit()
            with connection.begin():
                command.upgrade(config, "head")
            if database.is_sqlite:
                connection.exec_driver_sql("PRAGMA foreign_keys = ON")
                connection.commit()
    except OperationalError as error:
        raise DatabaseUnreachable(address=database.address) from error
    return before, newest()


def check(database: Database) -> None:
    """Refuse to work on tables of another version.

    Raises:
        DatabaseNotMigrated: They are older or newer than the program.
        DatabaseUnreachable: The database does not answer.
    """
    try:
        with database.engine.connect() as connection:
            found = present(connection)
    except OperationalError as error:
        raise DatabaseUnreachable(address=database.address) from error
    if found != newest():
        raise DatabaseNotMigrated(found=found or "empty", wanted=newest())
