"""`onestop demo --json`: one line that a script can work with, fresh passwords, and an end in good order."""

import json
import signal
import time
from pathlib import Path
from typing import Any

import httpx
from websockets.sync.client import connect

from onestop.settings import Settings
from onestop.store import journal
from onestop.store.database import Database
from tests.cli.program import demo

KEYS = ["base_url", "centre", "lines", "counters", "boards", "officers", "devices"]
STOPS_WITHIN_SECONDS = 5.0


def signed_in(line: dict[str, Any], officer: dict[str, Any]) -> int:
    """Sign in over HTTP; give the status."""
    with httpx.Client(base_url=line["base_url"], timeout=20) as client:
        client.get("/api/session")
        client.headers["x-csrftoken"] = client.cookies["csrftoken"]
        wish = {"username": officer["username"], "password": officer["password"]}
        return client.post("/api/session", json=wish).status_code


def test_a_demonstration_twice_in_an_empty_folder(tmp_path: Path) -> None:
    """The line has what a script needs; SIGTERM ends it though a board is connected; the second has new passwords."""
    with demo(tmp_path) as (process, line):
        assert list(line) == KEYS
        assert list(line["devices"]) == ["kiosk", "board"]
        assert all(
            list(one) == ["username", "password", "role", "counter", "agency"] for one in line["officers"]
        )
        assert {one["counter"] for one in line["officers"]} >= {one["id"] for one in line["counters"]}
        assert {one["letter"] for one in line["lines"]} >= {"A", "R"}
        assert signed_in(line, line["officers"][0]) == 201
        address = line["base_url"].replace("http", "ws", 1) + f"/api/boards/{line['boards'][0]['id']}/live"
        with connect(
            address, additional_headers={"authorization": f"Bearer {line['devices']['board']}"}
        ) as board:
            assert json.loads(board.recv(20))["kind"] == "snapshot"
            began = time.monotonic()
            process.send_signal(signal.SIGTERM)
            rest, errors = process.communicate(timeout=30)
            took = time.monotonic() - began

    assert took < STOPS_WITHIN_SECONDS
    assert (process.returncode, rest, errors) == (0, "", "")

    with demo(tmp_path) as (process, again):
        assert again["centre"] == line["centre"]
        assert not _secrets(line) & _secrets(again)
        assert signed_in(again, line["officers"][0]) == 401
        assert signed_in(again, again["officers"][0]) == 201
        process.send_signal(signal.SIGINT)
        assert process.communicate(timeout=30) == ("", "")
        assert process.returncode == 0

    with Database(Settings(data=tmp_path / "onestop-demo")) as database:
        for centre in database.read_now(journal.centres):
            assert database.read_now(journal.verify, centre)[1] == []


def _secrets(line: dict[str, Any]) -> set[str]:
    return {one["password"] for one in line["officers"]} | set(line["devices"].values())
