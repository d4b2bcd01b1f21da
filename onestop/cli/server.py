"""Running the service: the port is taken before anything else, so that a taken one is told at once."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from onestop.app import create_app
from onestop.errors import PortTaken
from onestop.settings import Settings
from onestop.store.database import Database

GRACE_SECONDS = 3
"""Boards never end their connection; a stop does not wait longer for them."""


@contextmanager
def listen(settings: Settings) -> Iterator[socket.socket]:
    """Take the port.

    Raises:
        PortTaken: Another program listens there.
    """
    taken = socket.socket()
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind((settings.host, settings.port))
        taken.listen(2048)
    except OSError as error:
        taken.close()
        raise PortTaken(port=settings.port) from error
    with taken:
        yield taken


def address_of(taken: socket.socket) -> str:
    """Tell the address of a port that was taken."""
    host, port = taken.getsockname()[:2]
    return f"http://{host}:{port}"


def make(database: Database) -> uvicorn.Server:
    """Make the server of an installation."""
    config = uvicorn.Config(
        create_app(database),
        log_level="warning",
        access_log=False,
        ws="websockets-sansio",
        ws_per_message_deflate=False,
        ws_max_size=65_536,
        timeout_graceful_shutdown=GRACE_SECONDS,
        server_header=False,
        proxy_headers=True,
    )
    return uvicorn.Server(config)


def run(database: Database, taken: socket.socket) -> None:
    """Serve until told to stop."""
    make(database).run(sockets=[taken])
