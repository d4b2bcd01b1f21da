"""SQLite's one writer: a thread that carries out waiting jobs together and commits them once.

Why: a commit with `synchronous=FULL` waits for the disk. Sixty-four kiosks that press at once wait for
one commit, not for sixty-four. Each job stands in a savepoint of its own, so one that is refused
hurts no neighbour; a commit that fails fails them all, and nobody was answered before it.
"""

import queue
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from onestop.errors import DatabaseUnreachable, KeyReused
from onestop.store.journal import Heads
from onestop.store.seals import Seals
from onestop.store.tx import Job, carry_out, recall

_MOST = 64
_Work = tuple[Job, "Future[Any]"]


class GroupCommitter:
    """The writer thread of one SQLite file."""

    def __init__(self, engine: Engine, seals: Seals, committed: Callable[[frozenset[str]], None]) -> None:
        self._engine = engine
        self._seals = seals
        self._committed = committed
        self._queue: queue.SimpleQueue[_Work | None] = queue.SimpleQueue()
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="write", daemon=True)
        self._thread.start()

    def submit(self, job: Job) -> "Future[Any]":
        """Take a job; its future is done after the commit that holds it."""
        future: Future[Any] = Future()
        if self._closed:
            raise RuntimeError("the database is closed")
        self._queue.put((job, future))
        return future

    def close(self) -> None:
        """Finish what was taken, then stop."""
        self._closed = True
        self._queue.put(None)
        self._thread.join()

    def _drain(self, first: _Work) -> tuple[list[_Work], bool]:
        batch = [first]
        while len(batch) < _MOST:
            try:
                work = self._queue.get_nowait()
            except queue.Empty:
                break
            if work is None:
                return batch, True
            batch.append(work)
        return batch, False

    def _run(self) -> None:
        with self._engine.connect() as connection:
            last = False
            while not last:
                work = self._queue.get()
                if work is None:
                    break
                batch, last = self._drain(work)
                self._carry_out(connection, batch)

    def _carry_out(self, connection: Connection, batch: list[_Work]) -> None:
        done: list[tuple[Future[Any], Any, BaseException | None]] = []
        centres: set[str] = set()
        try:
            connection.begin()
            raw: Any = connection.connection.driver_connection
            raw.execute("BEGIN IMMEDIATE")
            heads = Heads()
            for job, future in batch:
                answer, error = self._one(connection, job, heads, centres)
                done.append((future, answer, error))
            heads.write(lambda statement, **values: raw.execute(statement, values))
            connection.commit()
        except (sqlite3.Error, SQLAlchemyError) as error:
            connection.rollback()
            refusal = DatabaseUnreachable(address=str(self._engine.url))
            refusal.__cause__ = error
            done = [(future, None, refusal) for _, future in batch]
            centres.clear()
        for future, answer, problem in done:
            if problem is None:
                future.set_result(answer)
            else:
                future.set_exception(problem)
        if centres:
            self._committed(frozenset(centres))

    def _one(
        self, connection: Connection, job: Job, heads: Heads, centres: set[str]
    ) -> tuple[Any, BaseException | None]:
        raw: Any = connection.connection.driver_connection
        raw.execute("SAVEPOINT job")
        try:
            answer, events = carry_out(job, connection, self._seals, heads)
        except Exception as error:  # noqa: BLE001  whatever it is, it belongs to this job's caller alone
            raw.execute("ROLLBACK TO job")
            raw.execute("RELEASE job")
            return self._instead(connection, job, error)
        raw.execute("RELEASE job")
        centres.update(event.centre_id for event in events)
        return answer, None

    def _instead(
        self, connection: Connection, job: Job, error: Exception
    ) -> tuple[Any, BaseException | None]:
        """Give the answer of an earlier request with the same key, else the error."""
        try:
            found = recall(job, connection, self._seals)
        except KeyReused as reused:
            return None, reused
        return (found[0], None) if found else (None, error)
