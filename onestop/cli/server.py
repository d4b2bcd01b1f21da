"""Running the service: the port is taken before anything else, so that a taken one is told at once."""

import errno
import gc
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import uvicorn

from onestop.app import create_app
from onestop.errors import PortTaken, Refusal, SettingWrong
from onestop.settings import Settings
from onestop.store.database import Database

_YOUNG = 20_000
"""New objects between two walks; 700 is made for programs that start and end."""
_TURN_SECONDS = 0.001
"""How long one thread may keep the interpreter while another waits; 5 ms is made for programs that compute.
The thread that answers and the thread that writes take turns with every request: a tenth more tickets."""
DEAD_SECONDS = 60
MOST_FILES = 65_536
GRACE_SECONDS = 3
"""Boards never end their connection; a stop does not wait longer for them."""


@contextmanager
def listen(settings: Settings) -> Iterator[socket.socket]:
    """Take the port.

    Raises:
        PortTaken: Another program listens there.
        SettingWrong: The address is not this machine's, or the port may not be listened on.
    """
    taken = socket.socket()
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind((settings.host, settings.port))
        _forget_the_dead(taken)
        taken.listen(2048)
    except OSError as error:
        taken.close()
        raise _refused(error, settings) from error
    with taken:
        yield taken


def _forget_the_dead(taken: socket.socket) -> None:
    """Let the system end connections that take nothing for a minute; each accepted one inherits it.

    Why not the server alone? It waits for what it has written to be taken before it lets go.
    """
    if hasattr(socket, "TCP_USER_TIMEOUT"):
        taken.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, DEAD_SECONDS * 1000)


def _allow_many_connections() -> None:
    """Raise the number of open files as far as this user may: each board is one."""
    if sys.platform == "win32":
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_FILES if hard == resource.RLIM_INFINITY else min(hard, MOST_FILES)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _refused(error: OSError, settings: Settings) -> Refusal:
    if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
        return SettingWrong(setting="ONESTOP_HOST", reason="address")
    if error.errno == errno.EACCES:
        return SettingWrong(setting="ONESTOP_PORT", reason="right")
    return PortTaken(port=settings.port)


def address_of(taken: socket.socket) -> str:
    """Tell the address of a port that was taken."""
    host, port = taken.getsockname()[:2]
    return f"http://{host}:{port}"


def configure(database: Database) -> uvicorn.Config:
    """Say how an installation is served: what a board may send is little, and what it is sent is not packed."""
    return uvicorn.Config(
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


def make(database: Database) -> uvicorn.Server:
    """Make the server of an installation."""
    return uvicorn.Server(configure(database))


def run(database: Database, taken: socket.socket) -> None:
    """Serve until told to stop."""
    serve(make(database), taken)


def serve(running: uvicorn.Server, taken: socket.socket) -> None:
    """Serve until Ctrl+C or SIGTERM, and return, so that the database is closed in order.

    Why a handler: once it has stopped, the server raises the signal again, and the default of SIGTERM
    would end the process on the spot.
    """
    signal.signal(signal.SIGTERM, _leave)
    _allow_many_connections()
    spare_the_collector()
    try:
        running.run(sockets=[taken])
    except KeyboardInterrupt:
        sys.exit(0)


def spare_the_collector() -> None:
    """Let the garbage collector pass over what stays as long as the process.

    The objects of code and tables are there before the first request; walked through again and again they
    cost some fifteen tickets in a hundred (`make bench`). What a request makes is freed by counting.
    """
    gc.collect()
    gc.freeze()
    sys.setswitchinterval(_TURN_SECONDS)
    gc.set_threshold(_YOUNG, 20, 20)


def _leave(_signal: int, _frame: FrameType | None) -> None:
    sys.exit(0)
