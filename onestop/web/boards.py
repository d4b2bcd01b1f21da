"""Boards over HTTP and websocket: a snapshot, then frames in order, resumed by the last number seen."""

import asyncio
import contextlib
import re
from typing import Any

import msgspec
from litestar import Response, WebSocket, get, websocket
from litestar.di import NamedDependency
from litestar.exceptions import WebSocketDisconnect
from litestar.params import FromPath

from onestop import clock
from onestop.clock import local
from onestop.errors import NotFound, Refusal
from onestop.gateways.hub import Hub, Listener, board_topic
from onestop.gateways.voice import Voice
from onestop.render import board_frame
from onestop.rules.access import Actor, Right, require
from onestop.rules.board import Heartbeat, Snapshot, snapshot_of
from onestop.store import boards, journal, places
from onestop.store.database import Database
from onestop.store.journal import Entry
from onestop.store.tx import Reading

OLDEST = 1000
"""Frames that are sent one by one after a cut; beyond that a snapshot is shorter."""
HEARTBEAT_SECONDS = 10.0
NOT_ENROLLED, NO_BOARD, LAGGED = 4401, 4404, 4408
CLIP_SECONDS = 5.0
_NUMBER = re.compile(r"[0-9]{1,18}")


def _snapshot(reading: Reading, board: str, voice: bool) -> Snapshot:  # noqa: FBT001  a fact, not a switch
    require(reading.actor, Right.SEE_BOARD, centre_id=boards.centre_of_board(reading, board))
    state = boards.state(reading, board)
    centre = places.centre(reading, state.centre.id)
    ticker = msgspec.json.decode(centre.ticker, type=list[str])
    return snapshot_of(state, as_of=local(reading.now), voice=voice, ticker=ticker)


class _Missed(msgspec.Struct, frozen=True):
    """What a board missed: entries, or a snapshot where they are too many, too old, or not yet there."""

    prev: int
    entries: list[Entry]
    snapshot: Snapshot | None


def _missed(reading: Reading, board: str, since: int | None, voice: bool) -> _Missed:  # noqa: FBT001
    centre = boards.centre_of_board(reading, board)
    require(reading.actor, Right.SEE_BOARD, centre_id=centre)
    head = journal.head(reading, centre)
    if since is None or since > head or head - since > OLDEST:
        return _Missed(head, [], _snapshot(reading, board, voice))
    if since < journal.last_before_day(reading, centre, journal.day_start(reading.now)):
        return _Missed(head, [], _snapshot(reading, board, voice))
    prev = boards.last_shown(reading, centre, since, board_frame.KINDS)
    return _Missed(prev, journal.since(reading, centre, since, OLDEST), None)


@get("/api/boards/{board:str}")
async def show(
    board: FromPath[str],
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
    voice: NamedDependency[Voice],
) -> Response[str]:
    """Show everything a board shows, and at which number of the journal that is."""
    snapshot = await database.read(_snapshot, board, voice.installed(), actor=actor)
    return Response(board_frame.encode(snapshot), media_type="application/json")


class _Feed:
    """One board's connection: what it missed, then what happens, and a sign of life in between."""

    def __init__(self, socket: WebSocket[Any, Any, Any], board: str, hub: Hub, voice: Voice) -> None:
        self._socket = socket
        self._board = board
        self._hub = hub
        self._voice = voice
        self._seq = 0

    async def run(self, database: Database, actor: Actor, centre: str, since: int | None) -> None:
        """Serve the connection until either side leaves."""
        listener = await self._hub.subscribe(board_topic(centre))
        leaving = asyncio.create_task(self._listen())
        sending = asyncio.create_task(self._send(listener, database, actor, since))
        lagging = asyncio.create_task(listener.lagged.wait())
        tasks = {leaving, sending, lagging}
        try:
            # A handler that only waits for frames would never see its client leave, nor the server stop.
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            if lagging.done():
                await self._socket.close(code=LAGGED)
        finally:
            self._hub.leave(board_topic(centre), listener)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _listen(self) -> None:
        """Read what a board sends, which is nothing, so that its leaving is seen."""
        with contextlib.suppress(WebSocketDisconnect):
            while True:
                await self._socket.receive_data("text")

    async def _send(self, listener: Listener, database: Database, actor: Actor, since: int | None) -> None:
        missed = await database.read(_missed, self._board, since, self._voice.installed(), actor=actor)
        await self._catch_up(missed)
        while True:
            try:
                seq, text = await asyncio.wait_for(listener.next(), HEARTBEAT_SECONDS)
            except TimeoutError:
                beat = Heartbeat(seq=self._seq, at=local(clock.now()))
                await self._socket.send_text(board_frame.encode(beat))
                continue
            if seq > self._seq:
                self._seq = seq
                await self._socket.send_text(text)

    async def _catch_up(self, missed: _Missed) -> None:
        self._seq = missed.prev
        if missed.snapshot is not None:
            self._seq = missed.snapshot.seq
            await self._socket.send_text(board_frame.encode(missed.snapshot))
        for entry in missed.entries:
            text = board_frame.text(entry, self._seq, self._voice.clip, clock.now())
            if text is not None:
                await self._socket.send_text(text)
                self._seq = entry.seq
        if missed.entries:
            self._seq = max(self._seq, missed.prev)


def _since(text: str | None) -> int | None:
    """Read the last number that a board has; None for anything that is none, and a snapshot comes first."""
    return int(text) if text is not None and _NUMBER.fullmatch(text) else None


@websocket("/api/boards/{board:str}/live")
async def live(
    socket: WebSocket[Any, Any, Any],
    board: FromPath[str],
    database: NamedDependency[Database],
    hub: NamedDependency[Hub],
    voice: NamedDependency[Voice],
) -> None:
    """Send a board what it missed and then every frame, in order."""
    actor: Actor = socket.scope["state"]["actor"]
    # Accepted before it is refused: a browser tells the reason of a close, but not of a failed handshake.
    await socket.accept()
    try:
        centre = await database.read(boards.centre_of_board, board)
        require(actor, Right.SEE_BOARD, centre_id=centre)
    except NotFound:
        await socket.close(code=NO_BOARD)
        return
    except Refusal:
        await socket.close(code=NOT_ENROLLED)
        return
    since = _since(socket.query_params.get("since"))
    with contextlib.suppress(WebSocketDisconnect):
        await _Feed(socket, board, hub, voice).run(database, actor, centre, since)


@get("/api/clips/{digest:str}")
async def clip(
    digest: FromPath[str], actor: NamedDependency[Actor], voice: NamedDependency[Voice]
) -> Response[bytes]:
    """Give a spoken clip, waiting a little for one that is being spoken."""
    require(actor, Right.SEE_BOARD)
    path = await asyncio.to_thread(voice.wait, digest, CLIP_SECONDS)
    if path is None:
        raise NotFound(kind="clip", sought=digest[:32])
    headers = {"cache-control": "private, max-age=86400"}
    return Response(await asyncio.to_thread(path.read_bytes), media_type="audio/wav", headers=headers)


HANDLERS = [show, live, clip]
