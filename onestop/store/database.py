"""The database of an installation: hands use cases to its own threads and waits for their commit."""

import asyncio
import sqlite3
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from typing import Any, Protocol, Self, TypeVar

import psycopg
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import QueuePool

from onestop import clock
from onestop.errors import DatabaseUnreachable, Malformed
from onestop.rules.access import SYSTEM, Actor
from onestop.settings import Settings
from onestop.store.group_commit import GroupCommitter
from onestop.store.journal import Heads
from onestop.store.seals import Seals, open_seals
from onestop.store.tx import AGAIN, Job, Once, Reading, carry_out, for_psycopg, recall

T = TypeVar("T")
_TRIES = 8
_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA cache_size = -32000",
    # Four times the default: the same few pages are written over and over, so fewer checkpoints write them
    # fewer times. 4,000 pages of 4 KiB are 16 MiB of log.
    "PRAGMA wal_autocheckpoint = 4000",
)


class Writer(Protocol):
    """What carries out jobs, each committed before its future is done."""

    def submit(self, job: Job) -> "Future[Any]":
        """Take a job."""
        ...

    async def carry_out(self, job: Job) -> Any:
        """Take a job and wait for its commit."""
        ...

    def close(self) -> None:
        """Finish what was taken, then stop."""
        ...


class Database:
    """One installation's database. `write` and `read` await; `write_now` and `read_now` block.

    `on_commit` is called with the ids of the centres whose journal grew, in a thread of the database.
    """

    def __init__(
        self, settings: Settings, *, seals: Seals | None = None, now: Callable[[], datetime] = clock.now
    ) -> None:
        self.settings = settings
        self.seals = seals or open_seals(settings)
        self.now = now
        self.on_commit: list[Callable[[frozenset[str]], None]] = []
        self.url = settings.sqlalchemy_url()
        self.is_sqlite = self.url.startswith("sqlite")
        if self.is_sqlite:
            settings.prepare()
        make = _sqlite_engine if self.is_sqlite else _postgres_engine
        self.engine = make(self.url, settings.pool)
        self._readers = ThreadPoolExecutor(settings.pool, thread_name_prefix="read")
        self._writer: Writer | None = None
        self._glance: Connection | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def writer(self) -> Writer:
        """The writing side, started when first used: a database that is only read has no writer thread."""
        if self._writer is None:
            self._writer = (
                GroupCommitter(self.engine, self.seals, self._committed)
                if self.is_sqlite
                else _Pooled(self.engine, self.seals, self._committed, self.settings.pool)
            )
        return self._writer

    def _committed(self, centres: frozenset[str]) -> None:
        for listener in self.on_commit:
            listener(centres)

    def _job(
        self, actor: Actor, use_case: Callable[..., T], arguments: tuple[Any, ...], named: dict[str, Any]
    ) -> Job:
        once: Once | None = named.pop("once", None)
        return Job(actor, use_case, arguments, named, self.now, once)

    async def write(self, actor: Actor, use_case: Callable[..., T], *arguments: Any, **named: Any) -> T:
        """Carry out a use case in one transaction; return when it is on disk.

        Args:
            actor: Who acts.
            use_case: A function `(tx, …)`.
            arguments: Handed to it.
            named: Handed to it; `once=Once(…)` makes a repeated request give the first's answer.

        Raises:
            Refusal: Whatever the use case refuses; nothing was written then.
            DatabaseUnreachable: The database did not answer.
        """
        answer: T = await self.writer.carry_out(self._job(actor, use_case, arguments, named))
        return answer

    def write_now(self, actor: Actor, use_case: Callable[..., T], *arguments: Any, **named: Any) -> T:
        """Do what `write` does, and block; for the command line and tests."""
        answer: T = self.writer.submit(self._job(actor, use_case, arguments, named)).result()
        return answer

    async def read(self, query: Callable[..., T], *arguments: Any, actor: Actor = SYSTEM, **named: Any) -> T:
        """Ask a question `(reading, …)` of one moment of the database, in a thread of its own."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(
            self._readers, lambda: self.read_now(query, *arguments, actor=actor, **named)
        )

    def read_now(self, query: Callable[..., T], *arguments: Any, actor: Actor = SYSTEM, **named: Any) -> T:
        """Do what `read` does, and block."""
        try:
            with self.engine.connect() as connection:
                return self._look(connection, query, arguments, named, actor)
        except OperationalError as error:
            raise DatabaseUnreachable(address=self.address) from error
        except psycopg.DataError as error:
            raise Malformed(field="text", reason="control-characters") from error

    def _look(
        self,
        connection: Connection,
        query: Callable[..., T],
        arguments: tuple[Any, ...],
        named: dict[str, Any],
        actor: Actor,
    ) -> T:
        connection.exec_driver_sql(
            "BEGIN" if self.is_sqlite else "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"
        )
        reading = Reading(connection, actor, self.now(), self.seals)
        try:
            return query(reading, *arguments, **named)
        finally:
            reading.close()
            connection.rollback()

    async def glance(self, query: Callable[..., T], *arguments: Any) -> T:
        """Ask a question that one index answers, on the way of every request.

        On SQLite it runs here and now: a look-up by key takes some ten microseconds and no lock, a
        thread's hop ten times that. On PostgreSQL it is a `read`.
        """
        if not self.is_sqlite:
            return await self.read(query, *arguments)
        if self._glance is None:
            self._glance = self.engine.connect()
        reading = Reading(self._glance, SYSTEM, self.now(), self.seals)
        return query(reading, *arguments)

    @property
    def address(self) -> str:
        """The database's address without its password."""
        return self.engine.url.render_as_string(hide_password=True)

    def close(self) -> None:
        """Finish what was begun and let go of every connection."""
        if self._writer is not None:
            self._writer.close()
            self._writer = None
        self._readers.shutdown()
        if self._glance is not None:
            self._glance.close()
            self._glance = None
        self.engine.dispose()


class _Pooled:
    """PostgreSQL: a thread and a connection for each job, run again when transactions collide."""

    def __init__(
        self, engine: Engine, seals: Seals, committed: Callable[[frozenset[str]], None], pool: int
    ) -> None:
        self._engine = engine
        self._seals = seals
        self._committed = committed
        self._threads = ThreadPoolExecutor(pool, thread_name_prefix="write")

    def submit(self, job: Job) -> "Future[Any]":
        return self._threads.submit(self._carry_out, job)

    async def carry_out(self, job: Job) -> Any:
        return await asyncio.wrap_future(self.submit(job))

    def close(self) -> None:
        self._threads.shutdown()

    def _carry_out(self, job: Job) -> Any:
        for attempt in range(_TRIES):
            try:
                return self._attempt(job)
            except AGAIN:
                if attempt + 1 == _TRIES:
                    raise
            except OperationalError as error:
                if not isinstance(error.orig, AGAIN) or attempt + 1 == _TRIES:
                    raise DatabaseUnreachable(address=self._address) from error
            except psycopg.OperationalError as error:
                raise DatabaseUnreachable(address=self._address) from error
            except psycopg.DataError as error:
                # PostgreSQL holds no NUL in a text; SQLite does, so rules refuse it where people type.
                raise Malformed(field="text", reason="control-characters") from error
            except Exception:
                found = self._recall(job)
                if found is None:
                    raise
                return found[0]
        raise AssertionError("the last try returns or raises")

    def _attempt(self, job: Job) -> Any:
        heads = Heads()
        with self._engine.connect() as connection, connection.begin():
            answer, events = carry_out(job, connection, self._seals, heads)
            raw: Any = connection.connection.driver_connection
            heads.write(lambda statement, **values: raw.execute(for_psycopg(statement), values))
        if events:
            self._committed(frozenset(event.centre_id for event in events))
        return answer

    def _recall(self, job: Job) -> tuple[Any] | None:
        if job.once is None:
            return None
        with self._engine.connect() as connection:
            return recall(job, connection, self._seals)

    @property
    def _address(self) -> str:
        return self._engine.url.render_as_string(hide_password=True)


def _postgres_engine(url: str, pool: int) -> Engine:
    # One connection for each writer, one for each reader, and a spare for each kind.
    return create_engine(
        url, pool_size=2 * pool + 2, max_overflow=0, pool_pre_ping=True, connect_args={"connect_timeout": 5}
    )


def _sqlite_engine(url: str, pool: int) -> Engine:
    engine = create_engine(
        url,
        poolclass=QueuePool,
        pool_size=pool + 4,
        max_overflow=20,
        connect_args={"check_same_thread": False, "timeout": 10, "cached_statements": 512},
    )

    @event.listens_for(engine, "connect")
    def _prepare(raw: sqlite3.Connection, _record: object) -> None:
        # The driver would begin transactions by its own guess; here Tx alone begins them.
        raw.isolation_level = None
        for pragma in _PRAGMAS:
            raw.execute(pragma)

    return engine
