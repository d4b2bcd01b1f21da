"""The people of a replayed day: who comes, the officers who serve them, and the boards that look on."""

import asyncio
import contextlib
import csv
import gzip
import json
import time
from collections import Counter
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from random import Random
from typing import Any

import httpx
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from tests.bench.day_server import board_token
from tests.makers import KIOSK_TOKEN
from tests.serving import PASSWORD

SERVICE_MINUTES = 13.0
TWO_SERVICES, NO_ANSWER, STILL_NONE, COMES_BACK = 0.05, 0.10, 0.6, 0.5
"""Shares: visits for two services, no answer to a first call, none to the second, of those who come back."""
HOLD, MOVE, MISTAKE = 0.06, 0.04, 0.04
"""Shares: visits set aside, visits sent to another line, beginnings that are taken back."""


@dataclass
class Day:
    """A replayed day: where, how fast, and what was counted."""

    port: int
    known: dict[str, Any]
    speed: float
    random: Random
    answers: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    doors_open: bool = True

    async def pause(self, minutes: float) -> None:
        """Let minutes of the day pass."""
        await asyncio.sleep(minutes * 60 / self.speed)

    async def ask(self, client: httpx.AsyncClient, path: str, *fine: str, **body: Any) -> dict[str, Any]:
        """Send a POST; what is neither done nor one of the refusals named is an error."""
        key = {"idempotency-key": f"{self.random.getrandbits(96):x}"}
        try:
            answer = await client.post(path, json=body or None, headers=key)
        except httpx.HTTPError as lost:
            self.wrong.append(f"{path}: {lost!r}")
            return {}
        found: dict[str, Any] = answer.json()
        if answer.status_code < HTTPStatus.BAD_REQUEST:
            self.answers["done"] += 1
            return found
        code = str(found.get("code"))
        self.answers[code] += 1
        if code not in fine:
            self.wrong.append(f"{path}: {answer.status_code} {code}")
        return {}

    def client(self, token: str | None = None) -> httpx.AsyncClient:
        """Open a client; with a token it is a device."""
        headers = {"authorization": f"Bearer {token}"} if token else {}
        return httpx.AsyncClient(base_url=f"http://127.0.0.1:{self.port}", headers=headers, timeout=30)

    @contextlib.asynccontextmanager
    async def signed_in(self, username: str) -> Any:
        """Sign somebody in."""
        async with self.client() as client:
            await client.get("/api/session")
            client.headers["x-csrftoken"] = client.cookies["csrftoken"]
            credentials = {"username": username, "password": PASSWORD}
            answer = await client.post("/api/session", json=credentials)
            assert answer.status_code == HTTPStatus.CREATED, answer.text
            yield client


def arrivals(path: Path, on: str, random: Random) -> list[float]:
    """Draw who comes on a day of the file, one call in a hundred: minutes after the first opening."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [row for row in csv.DictReader(lines) if row["nominal_date"] == on]
    begins = [int(row["interval_start"][:2]) * 60 + int(row["interval_start"][3:]) for row in rows]
    drawn = [
        begin - begins[0] + random.random() * 5
        for begin, row in zip(begins, rows, strict=True)
        for _ in range(int(row["calls"]))
        if random.random() < 1 / 100
    ]
    return sorted(drawn)


async def come(day: Day, minutes: list[float]) -> None:
    """Take the numbers, each at its minute."""
    began = time.monotonic()
    lines = day.known["lines"]
    async with day.client(KIOSK_TOKEN) as kiosk:
        for minute in minutes:
            await asyncio.sleep(max(0.0, began + minute * 60 / day.speed - time.monotonic()))
            letter = day.random.choices("ABR", (6, 5, 1))[0]
            further = [lines["B" if letter == "A" else "A"]] if day.random.random() < TWO_SERVICES else []
            await day.ask(kiosk, "/api/tickets", line=lines[letter], also=further)
    day.doors_open = False


async def serve(day: Day, number: str) -> None:
    """Work at a counter until the doors are closed and nobody waits."""
    counter = day.known["counters"][number]
    rest_at = 60 + day.random.random() * 300
    began = time.monotonic()
    async with day.signed_in(f"quay{number}") as client:
        await day.ask(client, f"/api/counters/{counter}/open")
        while True:
            visit = await day.ask(client, f"/api/counters/{counter}/call-next", "nobody-waiting")
            if visit:
                await _attend(day, client, visit)
            elif not day.doors_open:
                break
            else:
                await day.pause(0.5 + day.random.random())
            if (time.monotonic() - began) * day.speed > rest_at * 60:
                rest_at = float("inf")
                await day.ask(client, f"/api/counters/{counter}/break")
                await day.pause(15)
                await day.ask(client, f"/api/counters/{counter}/open")
        await day.ask(client, f"/api/counters/{counter}/close")


async def _attend(day: Day, client: httpx.AsyncClient, visit: dict[str, Any]) -> None:
    """Serve one citizen, who may not come, may have to fetch something, or be in the wrong line."""
    move = f"/api/tickets/{visit['id']}"
    await day.pause(0.3 + day.random.random())
    if day.random.random() < NO_ANSWER:
        await day.ask(client, f"{move}/recall")
        await day.pause(1)
        if day.random.random() < STILL_NONE:
            await day.ask(client, f"{move}/skip")
            if day.random.random() < COMES_BACK:
                await day.pause(2)
                await day.ask(client, f"{move}/return", "too-late-to-return")
            return
    await day.ask(client, f"{move}/serve")
    if day.random.random() < MISTAKE:
        await day.ask(client, f"{move}/undo")
        await day.ask(client, f"{move}/serve")
    await day.pause(day.random.lognormvariate(0, 0.6) * SERVICE_MINUTES * 0.835)
    if day.random.random() < HOLD:
        await day.ask(client, f"{move}/hold", reason="đi phô tô")
        await day.pause(4)
        await day.ask(client, f"{move}/resume")
        await day.ask(client, f"{move}/serve")
        await day.pause(3)
    elif day.random.random() < MOVE:
        lines = day.known["lines"]
        await day.ask(
            client, f"{move}/move", to_line=lines["B" if visit["line"]["id"] == lines["A"] else "A"]
        )
        return
    await day.ask(client, f"{move}/finish")


@dataclass
class Watcher:
    """A board on its websocket: which frames came, and whether one was missing before another."""

    number: int
    first: int | None = None
    last: int = 0
    frames: int = 0
    gaps: int = 0
    cuts: int = 0

    async def watch(self, day: Day, leaving: asyncio.Event) -> None:
        """Look on until told to leave."""
        board = day.known["boards"][self.number]
        address = f"ws://127.0.0.1:{day.port}/api/boards/{board}/live"
        headers = {"authorization": f"Bearer {board_token(self.number)}"}
        async with connect(address, additional_headers=headers) as socket:
            reading = asyncio.create_task(self._read(socket))
            await leaving.wait()
            reading.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await reading

    async def _read(self, socket: ClientConnection) -> None:
        try:
            async for text in socket:
                self._take(json.loads(text))
        except ConnectionClosed:
            self.cuts += 1

    def _take(self, frame: dict[str, Any]) -> None:
        match frame["kind"]:
            case "snapshot":
                self.first = self.last = frame["seq"]
            case "frame":
                self.frames += 1
                # `prev` is the frame before; after a snapshot it may lie before what the snapshot shows.
                self.gaps += frame["prev"] > self.last
                self.last = frame["seq"]
