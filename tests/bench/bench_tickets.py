"""Tickets a second over HTTP, beside a trivial handler of the same server and bare sqlite3 commits.

A ticket is durable when its answer leaves: the transaction is on disk. The aim is that it costs less
than four empty requests.
"""

import itertools
import os
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench import http_load
from tests.bench.own_database import own_database
from tests.makers import KIOSK_TOKEN

CLIENTS = (1, 8, 32)
SECONDS = 3.0


@contextmanager
def _served(what: str, environ: dict[str, str] | None = None) -> Iterator[tuple[int, str]]:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen(1024)
        os.set_inheritable(taken.fileno(), True)
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.ticket_server", str(taken.fileno()), what],
            pass_fds=[taken.fileno()],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, **(environ or {})},
        )
        try:
            assert process.stdout is not None
            line = "" if what == "bare" else process.stdout.readline().strip()
            port = taken.getsockname()[1]
            time.sleep(2)
            yield port, line
        finally:
            process.terminate()
            process.wait(20)


def _bare_commits(folder: Path) -> float:
    connection = sqlite3.connect(folder / "bare.sqlite", isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE ticket (id TEXT PRIMARY KEY, serial INTEGER)")
    began = time.perf_counter()
    for serial in itertools.count():
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO ticket VALUES (?, ?)", (f"id-{serial}", serial))
        connection.execute("COMMIT")
        if time.perf_counter() - began > SECONDS:
            return serial / (time.perf_counter() - began)
    raise AssertionError


def _tickets(port: int, line: str, clients: int) -> http_load.Load:
    keys = itertools.count()
    body = f'{{"line":"{line}"}}'.encode()
    headers = {"authorization": f"Bearer {KIOSK_TOKEN}", "content-type": "application/json"}
    run_id = time.time_ns()

    def make() -> bytes:
        return http_load.request(
            "POST", "/api/tickets", {**headers, "idempotency-key": f"{run_id}-{next(keys)}"}, body
        )

    return http_load.run(port, make, clients, SECONDS)


def _against_empty(name: str, environ: dict[str, str] | None) -> None:
    kind = {"content-type": "application/json"}
    bare_request = http_load.request("POST", "/empty", kind, b'{"line":"x"}')
    own_request = http_load.request(
        "POST", "/empty", {**kind, "authorization": f"Bearer {KIOSK_TOKEN}"}, b'{"line":"x"}'
    )
    with tempfile.TemporaryDirectory() as folder, _served("bare") as bare, _served(folder, environ) as ours:
        for clients in CLIENTS:
            alone = http_load.run(bare[0], lambda: bare_request, clients, SECONDS)
            trivial = http_load.run(ours[0], lambda: own_request, clients, SECONDS)
            ticket = _tickets(ours[0], ours[1], clients)
            print(alone.row(f"empty handler, framework alone, {clients} clients"))
            print(trivial.row(f"empty handler of this server, {clients} clients"))
            print(ticket.row(f"durable ticket on {name}, {clients} clients"))
            print(
                f"{'':<48} a ticket costs {trivial.per_second / ticket.per_second:.2f} empty requests of this "
                f"server, {alone.per_second / ticket.per_second:.2f} of the framework alone"
            )


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        print(f"{'bare sqlite3 commits (WAL, FULL), 1 writer':<48} {_bare_commits(Path(folder)):>9.0f}/s")
    _against_empty("SQLite", None)
    url = os.environ.get("ONESTOP_BENCH_POSTGRES_URL")
    with own_database(url) as own:
        if own:
            _against_empty("PostgreSQL", {"ONESTOP_DATABASE_URL": own})


if __name__ == "__main__":
    main()
