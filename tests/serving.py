"""A real server on a real port, on either database, for tests that speak HTTP and websocket."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
import uvicorn

from onestop.cli.server import configure
from onestop.store.database import Database
from onestop.web.sessions import HASHER
from tests.makers import BOARD_TOKEN, KIOSK_TOKEN, Hall

PASSWORD = "mat-khau-thu"
HASH = HASHER.hash(PASSWORD)


@dataclass
class Served:
    """A running service and its hall."""

    base_url: str
    hall: Hall
    database: Database

    def client(self, token: str | None = None) -> httpx.Client:
        """Open a client; with a token it is a device."""
        headers = {"authorization": f"Bearer {token}"} if token else {}
        return httpx.Client(base_url=self.base_url, headers=headers, timeout=20)

    def kiosk(self) -> httpx.Client:
        """Open the kiosk's client."""
        return self.client(KIOSK_TOKEN)

    def board(self) -> httpx.Client:
        """Open the board's client."""
        return self.client(BOARD_TOKEN)

    @contextmanager
    def officer(self, number: int) -> Iterator[httpx.Client]:
        """Sign in the officer of a counter."""
        with self.signed_in(f"quay{number}") as client:
            yield client

    @contextmanager
    def signed_in(self, username: str) -> Iterator[httpx.Client]:
        """Sign in an officer by name."""
        with self.client() as client:
            client.get("/api/session")
            client.headers["x-csrftoken"] = client.cookies["csrftoken"]
            answer = client.post("/api/session", json={"username": username, "password": PASSWORD})
            assert answer.status_code == 201, answer.text
            yield client


class _Server(uvicorn.Server):
    def install_signal_handlers(self) -> None:
        """Leave the signals to pytest."""


@pytest.fixture
def served(database: Database, hall: Hall, tmp_path: Path) -> Iterator[Served]:
    """Run the service on a free port."""
    del tmp_path
    database.write_now(hall.kiosk, lambda tx: tx.run("UPDATE officer SET password_hash = :hash", hash=HASH))
    with serving(database) as base_url:
        yield Served(base_url, hall, database)


@contextmanager
def serving(database: Database) -> Iterator[str]:
    """Serve a database on a free port; give the address."""
    config = configure(database)
    config.port = 0
    server = _Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()
