"""The server of the ticket benchmark: the whole service, and a trivial handler of the same server."""

import socket
import sys
from dataclasses import replace
from pathlib import Path

import msgspec
import uvicorn
from litestar import Litestar, post

from onestop.cli import server
from onestop.settings import read_settings
from onestop.store import schema
from onestop.store.database import Database
from tests.bench.history import serve_some
from tests.makers import make_hall


class Empty(msgspec.Struct):
    """A body with one field, as the ticket's."""

    line: str


@post("/empty")
async def empty(data: Empty) -> Empty:
    """Answer what came."""
    return data


def main() -> None:
    """Print the line's id, then serve the whole service with one handler more; `bare`: that handler alone."""
    taken = socket.socket(fileno=int(sys.argv[1]))
    if sys.argv[2] == "bare":
        config = uvicorn.Config(Litestar([empty], openapi_config=None), log_level="warning", access_log=False)
        uvicorn.Server(config).run(sockets=[taken])
        return
    with Database(replace(read_settings(), data=Path(sys.argv[2]))) as database:
        schema.migrate(database)
        hall = make_hall(database)
        serve_some(database, hall)
        print(hall.lines["A"], flush=True)
        running = server.make(database)
        application = running.config.app
        assert isinstance(application, Litestar)
        application.register(empty)
        server.serve(running, taken)


if __name__ == "__main__":
    main()
