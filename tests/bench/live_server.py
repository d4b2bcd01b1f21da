"""The servers of the live benchmark: the whole service, or a bare `websockets` broadcast of the same frame."""

import asyncio
import contextlib
import json
import socket
import sys
import tempfile
from pathlib import Path

import uvloop
import websockets
from websockets.asyncio.server import ServerConnection, broadcast, serve

from onestop import chance
from onestop.cli import server
from onestop.settings import Settings
from onestop.store import schema
from onestop.store.database import Database
from onestop.store.tx import Tx
from onestop.use_cases import take_ticket
from onestop.web.sessions import HASHER
from tests.makers import Hall, make_hall

PASSWORD = "mat-khau-thu"


def _enrol(tx: Tx, hall: Hall, boards: int) -> None:
    tx.run("UPDATE officer SET password_hash = :hash", hash=HASHER.hash(PASSWORD))
    for number in range(boards):
        tx.run(
            """
            INSERT INTO device (id, centre_id, kind, name, token_hash, board_id, enrolled_at)
            VALUES (:id, :centre, 'board', 'Bảng', :token, :board, 0)
            """,
            id=chance.new_id(),
            centre=hall.centre,
            token=tx.seals.fingerprint("device", f"board-{number}"),
            board=hall.board.board_id,
        )


def _whole(taken: socket.socket, boards: int, tickets: int) -> None:
    with tempfile.TemporaryDirectory() as folder, Database(Settings(data=Path(folder))) as database:
        schema.migrate(database)
        hall = make_hall(database, counters=12)
        database.write_now(hall.kiosk, _enrol, hall, boards)
        for _ in range(tickets):
            database.write_now(hall.kiosk, take_ticket.take, hall.lines["A"])
        print(json.dumps({"board": hall.board.board_id, "counter": hall.counters[1]}), flush=True)
        server.run(database, taken)


async def _bare(taken: socket.socket) -> None:
    """Send what the controller says to all boards, as soon as it is acknowledged to the controller."""
    connected: set[ServerConnection] = set()

    async def serve_one(connection: ServerConnection) -> None:
        request = connection.request
        if request is not None and request.path != "/control":
            connected.add(connection)
            await connection.send("hello")
            await connection.wait_closed()
            return
        with contextlib.suppress(websockets.ConnectionClosed):
            async for text in connection:
                await connection.send("done")
                broadcast(connected, text)

    async with serve(serve_one, sock=taken, compression=None):
        print("{}", flush=True)
        await asyncio.get_running_loop().create_future()


def main() -> None:
    """Serve on the socket handed over."""
    taken = socket.socket(fileno=int(sys.argv[1]))
    if sys.argv[2] == "bare":
        with (
            contextlib.suppress(KeyboardInterrupt),
            asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner,
        ):
            runner.run(_bare(taken))
    else:
        _whole(taken, int(sys.argv[3]), int(sys.argv[4]))


if __name__ == "__main__":
    main()
