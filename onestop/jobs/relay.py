"""Carries what happened to who listens: reads the journal since its cursor, frames it, publishes it."""

import asyncio
import logging
import sqlite3

import psycopg
from sqlalchemy.exc import SQLAlchemyError

from onestop import clock
from onestop.errors import Refusal
from onestop.gateways.hub import Hub, board_topic, centre_of
from onestop.gateways.voice import Voice
from onestop.render import board_frame
from onestop.store import boards, journal
from onestop.store.database import Database
from onestop.store.journal import Entry
from onestop.store.tx import NOTICE

log = logging.getLogger(__name__)

LOOK_SECONDS = 0.25
"""How often another process's writes are looked for. Our own wake the relay at once."""
_PAUSE_SECONDS = 1.0


class Relay:
    """The live reader of the journal in one process. It is never retried: a board that missed asks."""

    def __init__(self, database: Database, hub: Hub, voice: Voice) -> None:
        self._database = database
        self._hub = hub
        self._voice = voice
        self._cursor: dict[str, int] = {}
        self._shown: dict[str, int] = {}
        self._wake = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Begin to look; a centre is followed from the moment its first board listens."""
        self._hub.on_first = self._follow
        loop = asyncio.get_running_loop()

        def wake(_centres: frozenset[str]) -> None:
            if self._hub.topics:
                loop.call_soon_threadsafe(self._wake.set)

        self._database.on_commit.append(wake)
        self._tasks = [asyncio.create_task(self._run()), asyncio.create_task(self._watch())]

    async def stop(self) -> None:
        """Stop reading."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks.clear()

    async def _run(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            try:
                await self._catch_up()
            except (Refusal, SQLAlchemyError, sqlite3.Error, psycopg.Error):
                log.exception("relay.failed")
                await asyncio.sleep(_PAUSE_SECONDS)
                self._wake.set()

    async def _watch(self) -> None:
        """Wake when another process wrote: PostgreSQL tells, SQLite's data version shows."""
        if self._database.is_sqlite:
            await self._watch_version()
        else:
            await self._listen()

    async def _watch_version(self) -> None:
        seen = None
        while True:
            version = await self._database.glance(
                lambda reading: reading.run("PRAGMA data_version").fetchone()[0]
            )
            if seen is not None and version != seen:
                self._wake.set()
            seen = version
            await asyncio.sleep(LOOK_SECONDS)

    async def _listen(self) -> None:
        url = self._database.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
                    await connection.execute(f"LISTEN {NOTICE}")
                    self._wake.set()
                    async for _ in connection.notifies():
                        self._wake.set()
            except psycopg.Error:
                log.warning("relay.listen_lost")
            await asyncio.sleep(_PAUSE_SECONDS)
            self._wake.set()

    async def _follow(self, topic: str) -> None:
        """Follow a centre from the present end of its journal; the board reads its snapshot after that."""
        centre = centre_of(topic)
        if centre not in self._cursor:
            self._cursor.setdefault(centre, await self._database.read(journal.head, centre))

    async def _catch_up(self) -> None:
        followed = {centre_of(topic) for topic in self._hub.topics}
        for centre in set(self._cursor) - followed:
            del self._cursor[centre]
            self._shown.pop(centre, None)
        for centre in followed & set(self._cursor):
            while entries := await self._database.read(journal.since, centre, self._cursor[centre]):
                await self._publish(centre, entries)
                self._cursor[centre] = entries[-1].seq

    async def _publish(self, centre: str, entries: list[Entry]) -> None:
        if centre not in self._shown:
            self._shown[centre] = await self._database.read(
                boards.last_shown, centre, entries[0].seq - 1, board_frame.KINDS
            )
        for entry in entries:
            framed = board_frame.text(entry, self._shown[centre], self._voice.clip, clock.now())
            if framed is not None:
                self._shown[centre] = entry.seq
                self._hub.publish(board_topic(centre), entry.seq, framed)
