"""What every step of the rehearsal needs: clients, a board, and a word about what came back."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
from websockets.sync.client import ClientConnection, connect

from onestop.store.database import Database
from onestop.use_cases.set_up_demo import Demo, DemoOfficer

TIMEOUT_SECONDS = 20.0


class Differs(Exception):
    """Something came back that should not have."""


class Walk:
    """The walker: speaks to the service as browsers do, and tells each step."""

    def __init__(
        self, base_url: str, demo: Demo, database: Database, folder: Path, say: Callable[[str], None]
    ) -> None:
        self._url = base_url
        self._demo = demo
        self._database = database
        self._folder = folder
        self._say = say
        self._step = 0

    def _told(self, what: str, came: object) -> None:
        self._step += 1
        self._say(f"{self._step:>2}. {what}\n      {came}")

    def _check(self, *, holds: bool, what: str, came: object) -> None:
        if not holds:
            raise Differs(f"{what}: {came}")
        self._told(what, came)

    def _client(self, token: str | None = None) -> httpx.Client:
        headers = {"authorization": f"Bearer {token}"} if token else {}
        return httpx.Client(base_url=self._url, headers=headers, timeout=TIMEOUT_SECONDS)

    @contextmanager
    def _officer(self, officer: DemoOfficer) -> Iterator[httpx.Client]:
        with self._client() as client:
            client.get("/api/session")
            client.headers["x-csrftoken"] = client.cookies["csrftoken"]
            answer = client.post(
                "/api/session", json={"username": officer.username, "password": officer.password}
            )
            self._expect(answer, 201)
            seat = answer.json()["officer"]["counter"]
            where = f"quầy {seat['number']}" if seat else officer.agency or officer.role
            self._told(f"Cán bộ {officer.username} đăng nhập (officer signs in)", where)
            if officer.counter:
                client.post(f"/api/counters/{officer.counter}/open")
            yield client

    @contextmanager
    def _board(self) -> Iterator[ClientConnection]:
        address = f"{self._url.replace('http', 'ws', 1)}/api/boards/{self._demo.boards[0]['id']}/live"
        headers = {"authorization": f"Bearer {self._demo.devices['board']}"}
        with connect(address, additional_headers=headers) as board:
            first = json.loads(board.recv(TIMEOUT_SECONDS))
            self._check(
                holds=first["kind"] == "snapshot",
                what="Bảng nối vào (board connects)",
                came=f"seq {first['seq']}",
            )
            yield board

    @staticmethod
    def _expect(answer: httpx.Response, status: int) -> Any:
        if answer.status_code != status:
            raise Differs(
                f"{answer.request.method} {answer.request.url.path}: {answer.status_code} {answer.text[:400]}"
            )
        kind = answer.headers.get("content-type", "")
        return answer.json() if "json" in kind else answer.content

    def _pdf(self, officer: httpx.Client, paper: dict[str, Any], name: str) -> str:
        first = self._expect(officer.get(paper["url"]), 200)
        second = self._expect(officer.get(paper["url"]), 200)
        if not first.startswith(b"%PDF") or first != second:
            raise Differs(f"{name}: no PDF, or not the same bytes twice")
        path = self._folder / name
        path.write_bytes(first)
        return f"{path} ({len(first)} byte, in lại giống hệt; the same bytes twice)"

    def _move(self, officer: httpx.Client, code: str, move: str, body: dict[str, Any]) -> dict[str, Any]:
        version = self._expect(officer.get(f"/api/dossiers/{code}"), 200)["version"]
        headers = {"if-match": str(version)}
        moved: dict[str, Any] = self._expect(
            officer.post(f"/api/dossiers/{code}/{move}", json=body, headers=headers), 200
        )
        return moved
