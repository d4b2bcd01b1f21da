"""A board's websocket: what it missed, or a snapshot, then every frame in order."""

import asyncio
import contextlib
import re
from typing import Any

import msgspec
from litestar import WebSocket, websocket
from litestar.di import NamedDependency
from litestar.exceptions import WebSocketDisconnect
from litestar.params import FromPath

from onestop import clock
from onestop.errors import NotFound, Refusal, TooManyAttempts
from onestop.gateways.hub import GONE, NOT_ENROLLED, TOO_MANY, Hub, Listener, board_topic
from onestop.gateways.voice import Voice
from onestop.render import board_frame
from onestop.rules.access import Actor, Right, require
from onestop.rules.board_facts import BoardFacts
from onestop.rules.board_view import Rooms, seen
from onestop.store import board_facts, boards, journal
from onestop.store.database import Database
from onestop.store.journal import Entry
from onestop.store.tx import Reading
from onestop.web.boards import snapshot_text
from onestop.web.fast_lane import shortcut
from onestop.web.throttle import Throttle

OLDEST = 1000
"""Frames that are sent one by one after a cut; beyond that a snapshot is shorter."""
CLOSING_SECONDS = 2.0
_NUMBER = re.compile(r"[0-9]{1,18}")


class _Missed(msgspec.Struct, frozen=True):
    """What a board missed: entries, or everything anew where they are too many, too old, or not yet there."""

    prev: int
    entries: list[Entry]
    rooms: Rooms
    room: str | None
    facts: BoardFacts | None = None


def _missed(reading: Reading, board_id: str, since: int | None) -> _Missed:
    board = boards.find(reading, board_id)
    rooms = boards.rooms(reading, board.centre_id)
    head = journal.head(reading, board.centre_id)
    began = journal.last_before_day(reading, board.centre_id, journal.day_start(reading.now))
    if since is not None and began <= since <= head and head - since <= OLDEST:
        entries = journal.since(reading, board.centre_id, since, OLDEST)
        if all(entry.kind != board_frame.RENEWS for entry in entries):

            def is_seen(entry: Entry) -> bool:
                return board_frame.is_seen(entry, board.view, rooms)

            prev = boards.last_shown(reading, board.centre_id, since, is_seen)
            return _Missed(prev, entries, rooms, board.view)
    return _Missed(head, [], rooms, board.view, board_facts.read(reading, board_id))


def _topic(reading: Reading, board_id: str, actor: Actor) -> str:
    """Name what a board listens to.

    Raises:
        NotFound: No such board, or it hangs no more.
        NotAllowed: It is another centre's.
    """
    board = boards.find(reading, board_id)
    require(actor, Right.SEE_BOARD, centre_id=board.centre_id)
    return board_topic(board.centre_id, board.view)


async def _catch_up(
    listener: Listener, socket: WebSocket[Any, Any, Any], missed: _Missed, database: Database, voice: Voice
) -> None:
    if missed.facts is not None:
        listener.seq = missed.facts.state.seq
        await socket.send_text(snapshot_text(missed.facts, database, voice))
    prev = missed.prev
    for entry in missed.entries:
        framed = board_frame.frame(entry, 0, voice.clip, clock.now(), missed.rooms)
        shown = seen(framed, missed.room, missed.rooms) if framed is not None else None
        if shown is not None:
            await socket.send_text(board_frame.encode(msgspec.structs.replace(shown, prev=prev)))
            prev = entry.seq
    if missed.facts is None:
        listener.seq = missed.entries[-1].seq if missed.entries else missed.prev


def _since(text: str | None) -> int | None:
    """Read the last number that a board has; None for anything that is none, and a snapshot comes first."""
    return int(text) if text is not None and _NUMBER.fullmatch(text) else None


async def _serve(
    socket: WebSocket[Any, Any, Any],
    listener: Listener,
    topic: str,
    hub: Hub,
    database: Database,
    voice: Voice,
) -> None:
    """Serve a connection until either side leaves, or it is given up."""
    listener.task = asyncio.current_task()
    try:
        await hub.subscribe(topic, listener)
        since = _since(socket.query_params.get("since"))
        await _catch_up(
            listener, socket, await database.read(_missed, listener.board, since), database, voice
        )
        await listener.follow()
        while True:
            # What a board sends is nothing; it is read so that its leaving is seen, and the server's stop.
            await socket.receive_data("text")
    except asyncio.CancelledError:
        if listener.ended is None or listener.task is None:
            raise
        listener.task.uncancel()
        with contextlib.suppress(TimeoutError):
            # A board that takes nothing does not take the reason either.
            async with asyncio.timeout(CLOSING_SECONDS):
                await socket.close(code=listener.ended)
    except NotFound:
        await socket.close(code=GONE)
    finally:
        hub.leave(listener)


@websocket("/api/boards/{board:str}/live")
async def live(
    socket: WebSocket[Any, Any, Any],
    board: FromPath[str],
    database: NamedDependency[Database],
    hub: NamedDependency[Hub],
    voice: NamedDependency[Voice],
    connect_throttle: NamedDependency[Throttle],
) -> None:
    """Send a board what it missed and then every frame, in order."""
    actor: Actor = socket.scope["state"]["actor"]
    # Accepted before it is refused: a browser tells the reason of a close, but not of a failed handshake.
    await socket.accept()
    known = actor.kind == "device"
    # A hall stands behind one address: who bears a token is counted by it, and only strangers by address.
    who = actor.id if known else f"address {socket.client.host if socket.client else ''}"
    try:
        connect_throttle.attempt(who)
        topic = await database.glance(_topic, board, actor)
    except TooManyAttempts:
        await socket.close(code=TOO_MANY)
        return
    except NotFound:
        await socket.close(code=GONE)
        return
    except Refusal:
        await socket.close(code=NOT_ENROLLED)
        return
    state = socket.scope["state"]
    device = actor.id if known else None
    officer = actor.id if actor.kind == "officer" else None
    write = shortcut(state["receive"])
    listener = Listener(state["send"], board=board, device=device, officer=officer, write=write)
    with contextlib.suppress(WebSocketDisconnect):
        await _serve(socket, listener, topic, hub, database, voice)


HANDLERS = [live]
