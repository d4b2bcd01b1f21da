"""Carries what happened to who listens: reads the journal since its cursor, frames it, publishes it."""

import asyncio
import logging
import sqlite3

import msgspec
import psycopg
from sqlalchemy.exc import SQLAlchemyError

from onestop import clock
from onestop.errors import NotFound, Refusal
from onestop.events import OfficerDisabled, PasswordReset
from onestop.gateways.hub import GONE, MOVED, NOT_ENROLLED, Hub, board_topic, centre_of, room_of
from onestop.gateways.voice import Voice
from onestop.render import board_frame, board_snapshot
from onestop.rules.board import Frame, Heartbeat
from onestop.rules.board_facts import BoardFacts
from onestop.rules.board_view import Rooms, seen
from onestop.store import board_facts, boards, journal
from onestop.store.database import Database
from onestop.store.journal import Entry
from onestop.store.tx import NOTICE, Reading

log = logging.getLogger(__name__)

LOOK_SECONDS = 0.25
"""How often another process's writes are looked for. Our own wake the relay at once."""
HEARTBEAT_SECONDS = 10.0
"""Boards count a line that says nothing for 20 seconds as lost."""
_PAUSE_SECONDS = 1.0
ENDS_SESSIONS = frozenset({OfficerDisabled.kind, PasswordReset.kind})
"""After these whoever looked at a board as that officer is shut out at once."""


class Relay:
    """The live reader of the journal in one process. It is never retried: a board that missed asks.

    A frame is made once from its entry, and written once for each topic: the whole centre, or one room.
    """

    def __init__(self, database: Database, hub: Hub, voice: Voice) -> None:
        self._database = database
        self._hub = hub
        self._voice = voice
        self._cursor: dict[str, int] = {}
        self._rooms: dict[str, Rooms] = {}
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
        self._tasks = [asyncio.create_task(work()) for work in (self._run, self._watch, self._beat)]

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

    async def _beat(self) -> None:
        """Tell every board now and then that the server lives, and what time it is."""
        while True:
            await asyncio.sleep(HEARTBEAT_SECONDS)
            at = clock.local(clock.now())
            await self._hub.beat(lambda seq, at=at: board_frame.encode(Heartbeat(seq=seq, at=at)))  # type: ignore[misc]

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
            head, rooms = await self._database.read(_begin, centre)
            self._rooms.setdefault(centre, rooms)
            self._cursor.setdefault(centre, head)

    async def _catch_up(self) -> None:
        followed = {centre_of(topic) for topic in self._hub.topics}
        for centre in set(self._cursor) - followed:
            del self._cursor[centre]
            self._rooms.pop(centre, None)
        for topic in set(self._shown) - set(self._hub.topics):
            del self._shown[topic]
        for centre in followed & set(self._cursor):
            while entries := await self._database.glance(journal.since, centre, self._cursor[centre]):
                await self._publish(centre, entries)
                self._cursor[centre] = entries[-1].seq

    async def _publish(self, centre: str, entries: list[Entry]) -> None:
        rooms = self._rooms[centre]
        topics = [topic for topic in self._hub.topics if centre_of(topic) == centre]
        for topic in topics:
            if topic not in self._shown:
                self._shown[topic] = await self._last_shown(topic, entries[0].seq - 1, rooms)
        for entry in entries:
            framed = board_frame.frame(entry, 0, self._voice.clip, clock.now(), rooms)
            for topic in topics if framed is not None else ():
                await self._show(topic, framed, rooms)
            if entry.kind in ENDS_SESSIONS:
                self._shut_out(topics, entry.subject_id)
            if entry.kind == board_frame.RENEWS:
                rooms = self._rooms[centre] = await self._database.read(boards.rooms, centre)
                await self._renew(topics)

    def _shut_out(self, topics: list[str], officer: str) -> None:
        """Close what an officer looks at, whose account was closed or whose sessions were ended."""
        for topic in topics:
            for listener in self._hub.listening(topic):
                if listener.officer == officer:
                    listener.give_up(NOT_ENROLLED)

    async def _show(self, topic: str, framed: Frame | None, rooms: Rooms) -> None:
        shown = seen(framed, room_of(topic), rooms) if framed is not None else None
        if shown is not None:
            text = board_frame.encode(msgspec.structs.replace(shown, prev=self._shown[topic]))
            self._shown[topic] = shown.seq
            await self._hub.publish(topic, shown.seq, text)

    async def _last_shown(self, topic: str, seq: int, rooms: Rooms) -> int:
        def is_seen(entry: Entry) -> bool:
            return board_frame.is_seen(entry, room_of(topic), rooms)

        return await self._database.read(boards.last_shown, centre_of(topic), seq, is_seen)

    async def _renew(self, topics: list[str]) -> None:
        """Show every board of a centre everything anew: the office changed something about its hall."""
        for topic in topics:
            listeners = self._hub.listening(topic)
            for board in {listener.board for listener in listeners}:
                found = await self._snapshot(board)
                for listener in listeners:
                    if listener.board != board:
                        continue
                    if found is None or found[0] != topic:
                        # It hangs no more, or shows another room: it connects again and is told which.
                        listener.give_up(GONE if found is None else MOVED)
                    else:
                        listener.offer(found[1], found[2])

    async def _snapshot(self, board: str) -> tuple[str, int, str] | None:
        """Give a board's topic, and its snapshot with its number; None when it hangs no more."""
        try:
            topic, facts = await self._database.read(_shown_anew, board)
        except NotFound:
            return None
        text = board_snapshot.text(
            facts,
            as_of=clock.local(self._database.now()),
            voice=self._voice.installed(),
            chime=self._voice.chime(),
            speak=self._voice.clip,
        )
        return topic, facts.state.seq, text


def _begin(reading: Reading, centre: str) -> tuple[int, Rooms]:
    return journal.head(reading, centre), boards.rooms(reading, centre)


def _shown_anew(reading: Reading, board_id: str) -> tuple[str, BoardFacts]:
    board = boards.find(reading, board_id)
    return board_topic(board.centre_id, board.view), board_facts.read(reading, board_id)
