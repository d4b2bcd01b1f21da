"""SQLite's one writer: a thread that carries out waiting jobs together and commits them once.

Why: a commit with `synchronous=FULL` waits for the disk. Sixty-four kiosks that press at once wait for
one commit, not for sixty-four. Each job stands in a savepoint of its own, so one that is refused
hurts no neighbour; a commit that fails fails them all, and nobody was answered before it.
"""

import asyncio
import queue
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from onestop.errors import DatabaseUnreachable, KeyReused
from onestop.store.journal import Heads
from onestop.store.seals import Seals
from onestop.store.tx import Job, carry_out, recall

_MOST = 64
_Done = tuple["asyncio.Future[Any] | Future[Any]", Any, BaseException | None]


class _Work(NamedTuple):
    """A job, the future that waits for it, and the event loop that waits, if it is one."""

    job: Job
    future: "asyncio.Future[Any] | Future[Any]"
    loop: asyncio.AbstractEventLoop | None


def _answer(done: list[_Done]) -> None:
    """Tell each waiter what came of its job; one that no longer waits is passed over."""
    for future, answer, problem in done:
        if future.cancelled():
            continue
        if problem is None:
            future.set_result(answer)
        else:
            future.set_exception(problem)


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
        self._put(_Work(job, future, None))
        return future

    async def carry_out(self, job: Job) -> Any:
        """Take a job and wait for the commit that holds it.

        Why not wrap the future of `submit`: it would wake the event loop once for each job; here the
        loop is woken once for each commit.
        """
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Any] = loop.create_future()
        self._put(_Work(job, future, loop))
        return await future

    def _put(self, work: _Work) -> None:
        if self._closed:
            raise RuntimeError("the database is closed")
        self._queue.put(work)

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
                self._commit(connection, batch)

    def _commit(self, connection: Connection, batch: list[_Work]) -> None:
        done: list[_Done] = []
        centres: set[str] = set()
        try:
            connection.begin()
            raw: Any = connection.connection.driver_connection
            raw.execute("BEGIN IMMEDIATE")
            heads = Heads()
            done.extend((work.future, *self._one(connection, work.job, heads, centres)) for work in batch)
            heads.write(lambda statement, **values: raw.execute(statement, values))
            connection.commit()
        except (sqlite3.Error, SQLAlchemyError) as error:
            connection.rollback()
            refusal = DatabaseUnreachable(address=str(self._engine.url))
            refusal.__cause__ = error
            done = [(work.future, None, refusal) for work in batch]
            centres.clear()
        self._tell(batch, done)
        if centres:
            self._committed(frozenset(centres))

    @staticmethod
    def _tell(batch: list[_Work], done: list[_Done]) -> None:
        waiting: dict[asyncio.AbstractEventLoop | None, list[_Done]] = {}
        for work, outcome in zip(batch, done, strict=True):
            waiting.setdefault(work.loop, []).append(outcome)
        for loop, outcomes in waiting.items():
            if loop is None:
                _answer(outcomes)
            elif not loop.is_closed():
                loop.call_soon_threadsafe(_answer, outcomes)

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
