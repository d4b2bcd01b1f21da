"""Migrations: one way forward, and at its end the tables that the model describes."""

from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlmodel import SQLModel

import onestop.model.tables  # noqa: F401  fills the metadata
from onestop.errors import DatabaseNotMigrated
from onestop.settings import Settings, shipped
from onestop.store import schema
from onestop.store.database import Database
from tests.conftest import SEALS


def _script() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(shipped("migrations")))
    config.set_main_option("path_separator", "os")
    return ScriptDirectory.from_config(config)


def _differences(database: Database) -> list[Any]:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )
        return list(compare_metadata(context, SQLModel.metadata))


def test_there_is_one_way_forward() -> None:
    """The migrations are one line from the empty database to one head; nobody has to choose."""
    script = _script()
    assert script.get_heads() == [schema.newest()]
    assert script.get_bases() == [revision.revision for revision in script.walk_revisions()][-1:]
    assert all(not revision.is_merge_point for revision in script.walk_revisions())


def test_an_empty_database_grows_into_what_the_model_describes(database: Database) -> None:
    """From empty to head there is no table, column, type, index or constraint more or less than in the model."""
    assert _differences(database) == []


def test_a_column_too_many_is_found(database: Database) -> None:
    """The comparison can fail."""
    with database.engine.connect() as connection:
        connection.exec_driver_sql("ALTER TABLE officer ADD COLUMN shoe_size INTEGER")
        connection.commit()
    assert "shoe_size" in str(_differences(database))


def test_checks_and_partial_indexes_are_there(database: Database) -> None:
    """What the comparison does not look at, the database itself says: its checks and partial indexes."""
    wanted = {
        str(constraint.name)
        for table in SQLModel.metadata.tables.values()
        for constraint in table.constraints
        if type(constraint).__name__ == "CheckConstraint" and constraint.name
    }
    wanted |= {str(index.name) for table in SQLModel.metadata.tables.values() for index in table.indexes}
    if database.is_sqlite:
        statement = "SELECT coalesce(sql, '') || ' ' || name FROM sqlite_master"
    else:
        statement = "SELECT indexname FROM pg_indexes UNION ALL SELECT conname FROM pg_constraint"
    rows = database.read_now(lambda reading: reading.run(statement).fetchall())
    there = " ".join(row[0] for row in rows)
    assert not [name for name in wanted if name not in there]


def test_migrating_again_changes_nothing(database: Database) -> None:
    """Whoever runs the migration twice has the same tables as after the first time."""
    assert schema.migrate(database) == (schema.newest(), schema.newest())
    schema.check(database)


def test_tables_of_another_version_are_refused(database: Database) -> None:
    """A program does not work on tables that it does not know."""
    with database.engine.connect() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = 'tomorrow'")
        connection.commit()
    with pytest.raises(DatabaseNotMigrated) as refused:
        schema.check(database)
    assert refused.value.found == "tomorrow"


def test_an_empty_file_is_refused_before_it_is_migrated(tmp_path_factory: pytest.TempPathFactory) -> None:
    """The server does not start on a database without tables; it says which command makes them."""
    settings = Settings(data=tmp_path_factory.mktemp("empty"))
    with Database(settings, seals=SEALS) as empty:
        with pytest.raises(DatabaseNotMigrated) as refused:
            schema.check(empty)
        assert refused.value.found == "empty"
        assert schema.migrate(empty) == ("", schema.newest())
        schema.check(empty)
