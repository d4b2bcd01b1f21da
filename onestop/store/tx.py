"""Transactions: one session, one actor, one instant, its events. Nothing else begins or commits."""

import re
import sqlite3
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, Protocol, TypeVar, cast

import msgspec
import psycopg
import psycopg.errors
from sqlalchemy import Connection
from sqlmodel import Session

from onestop.clock import local_day
from onestop.errors import KeyReused
from onestop.events import Event
from onestop.model.columns import micros
from onestop.rules.access import Actor
from onestop.store import journal
from onestop.store.seals import Seals

T = TypeVar("T")
_NAMED = re.compile(r"(?<!:):([a-z_]+)")

AGAIN = (
    psycopg.errors.SerializationFailure,
    psycopg.errors.DeadlockDetected,
)
"""What PostgreSQL says when two transactions got in each other's way: run it again."""
NOTICE = "onestop_journal"
"""The PostgreSQL channel that hints at new entries."""


class Cursor(Protocol):
    """What both drivers' cursors have in common."""

    rowcount: int

    def fetchone(self) -> Any:
        """Give the next row as a tuple, or None."""
        ...

    def fetchall(self) -> list[Any]:
        """Give the rest of the rows."""
        ...


class Once(msgspec.Struct, frozen=True):
    """An Idempotency-Key, the digest of the request it came with, and the type of the answer."""

    key: str
    request_digest: str
    kind: Any


@lru_cache(maxsize=1024)
def for_psycopg(statement: str) -> str:
    """Write `:name` as psycopg wants it. A literal percent sign or colon has no place in our statements."""
    return _NAMED.sub(r"%(\1)s", statement)


class Reading:
    """A consistent look at the database: every statement sees the same moment."""

    def __init__(self, connection: Connection, actor: Actor, now: datetime, seals: Seals) -> None:
        self.actor = actor
        self.now = now
        self.seals = seals
        self._connection = connection
        self._raw: Any = connection.connection.driver_connection
        self._is_sqlite = isinstance(self._raw, sqlite3.Connection)
        self._session: Session | None = None

    @property
    def today(self) -> Any:
        """The office's date."""
        return local_day(self.now)

    @property
    def is_sqlite(self) -> bool:
        """Whether this is SQLite, where one writer makes row locks needless and unknown."""
        return self._is_sqlite

    def run(self, statement: str, **values: object) -> Cursor:
        """Run one plain statement with `:name` places on the driver's own connection."""
        if self._is_sqlite:
            return cast("Cursor", self._raw.execute(statement, values))
        return cast("Cursor", self._raw.execute(for_psycopg(statement), values))

    def run_many(self, statement: str, rows: Sequence[dict[str, Any]]) -> None:
        """Run one plain statement for each of many rows, sent together: the same effect, few round trips."""
        if len(rows) == 1:
            self.run(statement, **rows[0])
        elif self._is_sqlite:
            self._raw.executemany(statement, rows)
        elif rows:
            with self._raw.cursor() as cursor:
                cursor.executemany(for_psycopg(statement), rows)

    @property
    def session(self) -> Session:
        """The SQLModel session of this transaction, made when first asked for."""
        if self._session is None:
            self._session = Session(
                bind=self._connection, join_transaction_mode="create_savepoint", expire_on_commit=False
            )
        return self._session

    def close(self) -> None:
        """Let go of the session."""
        if self._session is not None:
            self._session.close()
            self._session = None


class Tx(Reading):
    """One use case at work: reads, writes, and what it says has happened."""

    def __init__(self, connection: Connection, actor: Actor, now: datetime, seals: Seals) -> None:
        super().__init__(connection, actor, now, seals)
        self.events: list[Event] = []

    def emit(self, event: Event) -> None:
        """Say what happened; it is written to the journal with the transaction, or not at all."""
        self.events.append(event)

    def _settle(self, heads: journal.Heads) -> None:
        if self._session is not None:
            self._session.commit()
        if self.events:
            journal.append(self, self.events, heads)
            if not self._is_sqlite:
                centres = ",".join(sorted({event.centre_id for event in self.events}))
                self.run("SELECT pg_notify(:channel, :centres)", channel=NOTICE, centres=centres[:7000])


_RECALL = "SELECT request_digest, answer FROM remembered_answer WHERE actor_id = :actor AND key = :key"
_REMEMBER = """
INSERT INTO remembered_answer (actor_id, key, request_digest, answer, at)
VALUES (:actor, :key, :digest, :answer, :at)
"""


class Job(msgspec.Struct, frozen=True):
    """A use case with its arguments, on its way to the database's own thread."""

    actor: Actor
    use_case: Callable[..., Any]
    arguments: tuple[Any, ...]
    named: dict[str, Any]
    now: Callable[[], datetime]
    once: Once | None = None


def carry_out(
    job: Job, connection: Connection, seals: Seals, heads: journal.Heads
) -> tuple[Any, Sequence[Event]]:
    """Run a job inside the transaction that is open on the connection, up to but without its commit."""
    tx = Tx(connection, job.actor, job.now(), seals)
    try:
        answer = job.use_case(tx, *job.arguments, **job.named)
        if job.once is not None:
            tx.run(
                _REMEMBER,
                actor=tx.actor.id,
                key=job.once.key,
                digest=job.once.request_digest,
                answer=msgspec.json.encode(answer).decode(),
                at=micros(tx.now),
            )
        tx._settle(heads)  # noqa: SLF001  the one place that settles
    finally:
        tx.close()
    return answer, tx.events


def recall(job: Job, connection: Connection, seals: Seals) -> tuple[Any] | None:
    """Look for the answer that a request with this key was given before; None when there is none.

    It is asked only after a job failed and was rolled back: the first request with a key, which is
    nearly every one, then does not pay for the look. Whatever the repetition ran into (its key is
    taken, the counter is occupied by the very person it called) is explained by the first's answer.

    Raises:
        KeyReused: The key came before with another request.
    """
    if job.once is None:
        return None
    tx = Tx(connection, job.actor, job.now(), seals)
    row = tx.run(_RECALL, actor=job.actor.id, key=job.once.key).fetchone()
    if row is None:
        return None
    if row[0] != job.once.request_digest:
        raise KeyReused
    return (msgspec.json.decode(row[1], type=job.once.kind),)
