"""Watches the boards of this process: their ledger, tokens that hold no more, announcements nobody spoke."""

import asyncio
import logging
import sqlite3

import psycopg
from sqlalchemy.exc import SQLAlchemyError

from onestop import chance
from onestop.errors import Refusal
from onestop.gateways.hub import NOT_ENROLLED, Hub, Listener
from onestop.rules.access import SYSTEM
from onestop.store import connections, officers
from onestop.store.connections import Connected, Left
from onestop.store.database import Database
from onestop.use_cases import note_connections, speak_calls

log = logging.getLogger(__name__)

ROUND_SECONDS = 30.0
"""A revoked device is shut out within a minute, and an announcement lapses within two."""
GATHER_SECONDS = 0.25
"""Boards that come back together after a cut are written together."""


class BoardWatch:
    """Who is connected to this process, written down; it never holds up a board."""

    def __init__(self, database: Database, hub: Hub) -> None:
        self._database = database
        self._hub = hub
        self._process = chance.new_id()[:8]
        """What the ids of this process's periods begin with."""
        self._begun: list[Connected] = []
        self._ended: list[Left] = []
        self._wake = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Begin to watch."""
        self._hub.on_join, self._hub.on_leave = self._joined, self._left
        self._tasks = [asyncio.create_task(self._note()), asyncio.create_task(self._go_round())]

    async def stop(self) -> None:
        """Write down what is not written yet; who is still connected leaves with the server."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for listener in self._hub:
            self._left(listener)
        self._hub.on_leave = None
        await self._write()

    def _joined(self, listener: Listener) -> None:
        if listener.device is None:
            return
        listener.period = self._process + chance.new_id()[len(self._process) :]
        self._begun.append(
            Connected(
                id=listener.period,
                device_id=listener.device,
                board_id=listener.board,
                at=self._database.now(),
            )
        )
        self._wake.set()

    def _left(self, listener: Listener) -> None:
        if listener.period:
            self._ended.append(Left(id=listener.period, at=self._database.now()))
            self._wake.set()

    async def _note(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            await asyncio.sleep(GATHER_SECONDS)
            await self._write()

    async def _go_round(self) -> None:
        while True:
            await self._round()
            await asyncio.sleep(ROUND_SECONDS)

    async def _write(self) -> None:
        begun, self._begun = self._begun, []
        ended, self._ended = self._ended, []
        if not (begun or ended):
            return
        try:
            await self._database.write(SYSTEM, note_connections.note, begun, ended)
        except (Refusal, SQLAlchemyError, sqlite3.Error, psycopg.Error):
            # The hall goes on; what is not in the ledger counts as not connected.
            log.exception("boards.ledger_failed", extra={"begun": len(begun), "ended": len(ended)})

    async def _round(self) -> None:
        try:
            await self._write()
            await self._database.write(SYSTEM, note_connections.go_on, self._process)
            await self._database.write(SYSTEM, speak_calls.lapse)
            barred = await self._database.read(connections.barred)
            looking = [listener.officer for listener in self._hub if listener.officer]
            gone = await self._database.read(officers.without_session, looking)
        except (Refusal, SQLAlchemyError, sqlite3.Error, psycopg.Error):
            log.exception("boards.round_failed")
            return
        for listener in self._hub:
            if listener.device in barred or listener.officer in gone:
                listener.give_up(NOT_ENROLLED)
