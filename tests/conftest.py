"""What tests stand on: an empty, migrated database of either kind, a clock, and a hall to work in."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from psycopg import sql

from onestop import chance
from onestop.cli.server import spare_the_collector
from onestop.settings import Settings
from onestop.store import schema
from onestop.store.database import Database
from onestop.store.seals import Seals
from tests.makers import Hall, make_hall

pytest_plugins = ["tests.serving"]

SHARED = Path(__file__).parent.parent.parent / "shared"
SEALS = Seals(b"a key for tests, 32 bytes long!!")
MORNING = datetime(2026, 11, 23, 2, 40, tzinfo=UTC)
"""Monday 23 November 2026, 09:40 in Cao Bằng; the Tuesday after it is a holiday."""


# A busy machine is no fault of what is tested: no claim here is about how fast an example was drawn or ran.
hypothesis_settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("house")


class Hands:
    """A clock that tests set by hand; each look at it takes a millisecond, as no two instants are one."""

    def __init__(self) -> None:
        self.at = MORNING

    def __call__(self) -> datetime:
        self.at += timedelta(milliseconds=1)
        return self.at

    def forward(self, **length: float) -> datetime:
        """Let time pass."""
        self.at += timedelta(**length)
        return self.at


def pytest_collection_finish() -> None:
    """Let the garbage collector pass over code and tests, as the service itself does."""
    spare_the_collector()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what needs the real inputs where they are not, and say so."""
    if SHARED.is_dir():
        return
    for item in items:
        if item.get_closest_marker("shared"):
            item.add_marker(pytest.mark.skip(reason="the real inputs (../shared) are not beside the project"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """Give the folder of real inputs."""
    return SHARED


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """Give a real PostgreSQL server: the one of `ONESTOP_TEST_POSTGRES_URL`, else one of our own."""
    given = os.environ.get("ONESTOP_TEST_POSTGRES_URL")
    if given:
        yield given
        return
    pgserver = pytest.importorskip(
        "pgserver", reason="no ONESTOP_TEST_POSTGRES_URL and no pgserver for this Python"
    )
    folder = Path(tempfile.mkdtemp(prefix="onestop-pg-"))
    server = pgserver.get_server(str(folder / "server"))
    try:
        _forget_power_cuts(server.get_uri())
        yield server.get_uri()
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def _forget_power_cuts(url: str) -> None:
    """Let a server of our own leave writing to the disk's own time: each test makes and drops a database.

    A process that is killed loses nothing by it, and that is what is tested; only a machine that falls does.
    """
    for setting in ("fsync", "full_page_writes", "synchronous_commit", "autovacuum"):
        _run(url, sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(setting)))
    _run(url, sql.SQL("SELECT pg_reload_conf()").format())


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Migrate one SQLite file; each test works on a copy."""
    folder = tmp_path_factory.mktemp("template")
    with Database(Settings(data=folder), seals=SEALS) as database:
        schema.migrate(database)
    return folder / "onestop.sqlite"


def _run(url: str, statement: sql.Composed) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement)


def _with_name(url: str, name: str) -> str:
    head, _, options = url.partition("?")
    return f"{head.rsplit('/', 1)[0]}/{name}" + (f"?{options}" if options else "")


@pytest.fixture(scope="session")
def postgres_template(postgres_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Migrate one PostgreSQL database; each test works on a copy."""
    name = f"onestop_template_{chance.new_id()}"
    _run(postgres_url, sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    settings = Settings(
        data=tmp_path_factory.mktemp("pg"), database_url=_with_name(postgres_url, name), pool=2
    )
    with Database(settings, seals=SEALS) as database:
        schema.migrate(database)
    yield name
    _run(postgres_url, sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture
def hands() -> Hands:
    """Give the test's clock."""
    return Hands()


@pytest.fixture
def sqlite_settings(tmp_path: Path, sqlite_template: Path) -> Settings:
    """Give the settings of a migrated SQLite file."""
    shutil.copy(sqlite_template, tmp_path / "onestop.sqlite")
    return Settings(data=tmp_path)


@pytest.fixture
def postgres_settings(tmp_path: Path, postgres_url: str, postgres_template: str) -> Iterator[Settings]:
    """Give the settings of a migrated PostgreSQL database."""
    name = f"onestop_{chance.new_id()}"
    template = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
    _run(postgres_url, template.format(sql.Identifier(name), sql.Identifier(postgres_template)))
    yield Settings(data=tmp_path, database_url=_with_name(postgres_url, name))
    _run(postgres_url, sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture
def empty_postgres_url(postgres_url: str) -> Iterator[str]:
    """Give the address of an empty PostgreSQL database."""
    name = f"onestop_{chance.new_id()}"
    _run(postgres_url, sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    yield _with_name(postgres_url, name)
    _run(postgres_url, sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def settings(request: pytest.FixtureRequest) -> Settings:
    """Give the settings of a migrated database of either kind: the same test runs on both."""
    found: Settings = request.getfixturevalue(f"{request.param}_settings")
    return found


@pytest.fixture
def database(settings: Settings, hands: Hands) -> Iterator[Database]:
    """Give an empty, migrated database of either kind, with the test's clock."""
    with Database(settings, seals=SEALS, now=hands) as opened:
        yield opened


@pytest.fixture
def hall(database: Database) -> Hall:
    """Give a small centre with lines A, B and R, three counters, officers, a kiosk and a board."""
    return make_hall(database)
