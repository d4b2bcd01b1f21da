"""Kill -9 while tickets and dossiers are being made: whatever was acknowledged is there, once."""

import itertools
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from onestop.settings import Settings
from onestop.store import journal
from onestop.store.database import Database

WRITERS = 8
PROCEDURE = "1.012990"


@contextmanager
def _running(folder: Path, url: str | None) -> Iterator[tuple["subprocess.Popen[str]", dict[str, Any]]]:
    environ = {**os.environ, "ONESTOP_LOGIN_PER_MINUTE": "100"}
    if url:
        environ["ONESTOP_DATABASE_URL"] = url
    command = [sys.executable, "-m", "onestop.cli", "demo", "--port", "0", "--json", "--data", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environ) as process:
        assert process.stdout is not None
        try:
            yield process, json.loads(process.stdout.readline())
        finally:
            process.kill()


class Writers:
    """Kiosks and officers at work until the server is gone; they note what was acknowledged."""

    def __init__(self, demo: dict[str, Any]) -> None:
        self._demo = demo
        self.acknowledged: dict[str, str] = {}
        self.unanswered: list[tuple[str, dict[str, Any]]] = []
        self._lock = threading.Lock()

    def start(self) -> list[threading.Thread]:
        """Start them all."""
        targets = [self._tickets] * (WRITERS - 2) + [self._dossiers] * 2
        threads = [threading.Thread(target=target, args=(place,)) for place, target in enumerate(targets)]
        for thread in threads:
            thread.start()
        return threads

    def _note(self, key: str, path: str, body: dict[str, Any], client: httpx.Client, field: str) -> bool:
        try:
            answer = client.post(path, json=body, headers={"idempotency-key": key})
        except httpx.HTTPError:
            with self._lock:
                self.unanswered.append((key, body))
            return False
        assert answer.status_code == 201, answer.text
        with self._lock:
            self.acknowledged[key] = answer.json()[field]
        return True

    def _tickets(self, place: int) -> None:
        headers = {"authorization": f"Bearer {self._demo['devices']['kiosk']}"}
        line = self._demo["lines"][place % 3]["id"]
        with httpx.Client(base_url=self._demo["base_url"], headers=headers, timeout=10) as kiosk:
            for number in itertools.count():
                if not self._note(f"ticket-{place}-{number}", "/api/tickets", {"line": line}, kiosk, "label"):
                    return

    def _dossiers(self, place: int) -> None:
        officer = self._demo["officers"][place - (WRITERS - 2)]
        with httpx.Client(base_url=self._demo["base_url"], timeout=10) as client:
            client.get("/api/session")
            client.headers["x-csrftoken"] = client.cookies["csrftoken"]
            client.post(
                "/api/session", json={"username": officer["username"], "password": officer["password"]}
            )
            needed = client.get(f"/api/procedures/{PROCEDURE}").json()["requirements"]
            body = {
                "procedure": PROCEDURE,
                "channel": "direct",
                "applicant": {
                    "name": "Nông Thị Bích Ngọc",
                    "identity_no": "004189006742",
                    "address": "Tổ 5, phường Thục Phán, tỉnh Cao Bằng",
                    "phone": "0912000386",
                },
                "documents": [
                    {name: paper[name] for name in ("position", "originals", "certified", "copies")}
                    for paper in needed
                ],
                "return_via": "counter",
            }
            for number in itertools.count():
                if not self._note(f"dossier-{place}-{number}", "/api/dossiers", body, client, "code"):
                    return


def _check(folder: Path, url: str | None, acknowledged: dict[str, str]) -> None:
    with Database(Settings(data=folder, database_url=url)) as database:

        def ask(reading: Any) -> tuple[list[str], list[str], list[tuple[str, int]]]:
            labels = [row[0] for row in reading.run("SELECT label FROM ticket").fetchall()]
            codes = [row[0] for row in reading.run("SELECT code FROM dossier").fetchall()]
            halves = reading.run(
                """
                SELECT id, 0 FROM ticket WHERE NOT EXISTS
                    (SELECT 1 FROM ticket_period WHERE ticket_id = ticket.id)
                UNION ALL SELECT id, 1 FROM dossier WHERE NOT EXISTS
                    (SELECT 1 FROM paper WHERE owner_id = dossier.id)
                """
            ).fetchall()
            return labels, codes, halves

        labels, codes, halves = database.read_now(ask)
        assert halves == []
        written = sorted(labels + codes)
        assert len(written) == len(set(written))
        assert set(acknowledged.values()) <= set(written)
        assert len(set(acknowledged.values())) == len(acknowledged)
        for centre in database.read_now(journal.heads):
            assert database.read_now(journal.verify, centre)[1] == []


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, str | None]:
    """Give an empty data folder, and on PostgreSQL an empty database."""
    if request.param == "sqlite":
        return tmp_path, None
    return tmp_path, request.getfixturevalue("empty_postgres_url")


def test_what_was_acknowledged_before_kill_9_is_there_once(where: tuple[Path, str | None]) -> None:
    """Nothing is lost, doubled or half-made, and a request that got no answer gets one when repeated."""
    folder, url = where
    with _running(folder, url) as (process, demo):
        writers = Writers(demo)
        threads = writers.start()
        time.sleep(4)
        process.send_signal(signal.SIGKILL)
        for thread in threads:
            thread.join()
    kinds = {key.split("-")[0] for key in writers.acknowledged}
    assert kinds == {"ticket", "dossier"}
    assert len(writers.unanswered) == WRITERS

    with _running(folder, url) as (_, demo):
        headers = {"authorization": f"Bearer {demo['devices']['kiosk']}"}
        with httpx.Client(base_url=demo["base_url"], headers=headers, timeout=10) as kiosk:
            for key, body in writers.unanswered:
                if key.startswith("ticket"):
                    answers = [
                        kiosk.post("/api/tickets", json=body, headers={"idempotency-key": key}).json()[
                            "label"
                        ]
                        for _ in range(2)
                    ]
                    assert answers[0] == answers[1]
                    writers.acknowledged[key] = answers[0]
    _check(folder, url, writers.acknowledged)
