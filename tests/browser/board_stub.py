"""A server that speaks the board's part of the interface and can be made to fail in every way."""

import asyncio
import contextlib
import json
import mimetypes
import threading
import tomllib
import wave
from collections.abc import Callable, Coroutine
from datetime import datetime, timedelta
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import uvicorn

from onestop import clock
from onestop.settings import PACKAGE, TEXTS, shipped

Json = dict[str, Any]
Send = Callable[[Json], Coroutine[Any, Any, None]]
Receive = Callable[[], Coroutine[Any, Any, Json]]

POLICY = "default-src 'self'"
TOKEN = "the-board-token"
CLIP = "c" * 32
COOKIE = "device=enrolled"
JSON = "application/json"
PROBLEM = "application/problem+json"
Answer = tuple[int, str, bytes]


class BoardStub:
    """One board "b1" of one centre; the test changes its fields while the page looks on."""

    def __init__(self, snapshot: Json) -> None:
        self.snapshot = snapshot
        self.frames: list[Json] = []
        self.asked: list[str] = []
        """Every request in order, websockets as `WS since`."""
        self.enrolled = True
        self.clips = True
        self.heartbeat_seconds = 0.5
        self.clip_seconds = 0.15
        self.late = timedelta()
        self.ranges: dict[str, dict[str, int]] = {}
        """Minutes that people of a line may expect to wait, by the line's id."""
        self.spoken: list[str] = []
        """Announcements that the board acknowledged."""
        self.port = 0
        self._sockets: set[Send] = set()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def now(self) -> datetime:
        return clock.local(clock.now() - self.late)

    # --- what the test does to it ---

    def start(self) -> None:
        """Serve, on the port it had before."""
        config = uvicorn.Config(
            self._app,
            host="127.0.0.1",
            port=self.port,
            ws="websockets-sansio",
            log_level="error",
            lifespan="off",
            interface="asgi3",
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        while not self._server.started:
            self._thread.join(0.01)
        self.port = self._server.servers[0].sockets[0].getsockname()[1]

    def stop(self) -> None:
        """Go away as a killed server does: every line is cut."""
        assert self._server is not None
        assert self._thread is not None
        self._server.should_exit = self._server.force_exit = True
        self._thread.join(10)
        self._sockets.clear()

    def happen(self, event: str, *, lost: bool = False, **changes: Any) -> Json:
        """Let something happen on the board; `lost` frames reach nobody until they are asked for."""
        prev = self.frames[-1]["seq"] if self.frames else self.snapshot["seq"]
        frame = {
            "kind": "frame",
            "seq": prev + 1,
            "prev": prev,
            "at": self.now().isoformat(),
            "event": event,
            **changes,
        }
        self.frames.append(frame)
        if not lost:
            self.send(frame)
        return frame

    def send(self, message: Json) -> None:
        text = json.dumps(message)
        self._on_all(lambda send: send({"type": "websocket.send", "text": text}))

    def close(self, code: int) -> None:
        self._on_all(lambda send: send({"type": "websocket.close", "code": code}))

    def connections(self) -> int:
        return len(self._sockets)

    # --- how it answers ---

    def _run(self) -> None:
        async def serve() -> None:
            self._loop = asyncio.get_running_loop()
            assert self._server is not None
            await self._server.serve()

        asyncio.run(serve())

    def _on_all(self, act: Callable[[Send], Coroutine[Any, Any, None]]) -> None:
        assert self._loop is not None
        for send in list(self._sockets):
            asyncio.run_coroutine_threadsafe(act(send), self._loop).result(5)

    async def _app(self, scope: Json, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await self._live(scope, receive, send)
            return
        self.asked.append(f"{scope['method']} {scope['path']}")
        headers = {name.decode(): value.decode() for name, value in scope["headers"]}
        status, kind, body = self._answer(scope["method"], scope["path"], headers)
        start = [(b"content-type", kind.encode()), (b"content-security-policy", POLICY.encode())]
        if status == HTTPStatus.CREATED:
            start.append((b"set-cookie", f"{COOKIE}; HttpOnly; Path=/".encode()))
        await send({"type": "http.response.start", "status": status, "headers": start})
        await send({"type": "http.response.body", "body": body})

    def _answer(self, method: str, path: str, headers: dict[str, str]) -> Answer:
        if method == "POST" and path == "/api/devices/session":
            return self._trade(headers.get("authorization", ""))
        public = {"board": _file, "static": _file, "api/texts": _texts}
        for folder, answer in public.items():
            if path.startswith(f"/{folder}/"):
                return answer(path)
        if not self.enrolled or COOKIE not in headers.get("cookie", ""):
            return 401, PROBLEM, b"{}"
        if method == "POST" and "/announcements/" in path:
            return self._announcement(*path.split("/")[-2:])
        if path == f"/api/clips/{CLIP}" and self.clips:
            return 200, "audio/wav", _tone(self.clip_seconds)
        shown = self._shown(path)
        return (404, PROBLEM, b"{}") if shown is None else (200, JSON, json.dumps(shown()).encode())

    def _shown(self, path: str) -> Callable[[], Any] | None:
        lines = [{"id": line, "wait_minutes": minutes} for line, minutes in self.ranges.items()]
        return {
            "/api/devices/me": self._me,
            "/api/boards/b1": self._snapshot_now,
            "/api/lines": lambda: lines,
        }.get(path)

    def _trade(self, authorization: str) -> Answer:
        return (201, JSON, b"{}") if authorization == f"Bearer {TOKEN}" else (401, PROBLEM, b"{}")

    def _announcement(self, announcement: str, act: str) -> Answer:
        """Let the board speak what is not spoken and not older than a minute."""
        if act == "played":
            self.spoken.append(announcement)
            return 200, JSON, b"{}"
        if announcement in self.spoken:
            return 409, PROBLEM, b'{"code": "announcement-done"}'
        return 200, JSON, b"{}"

    def _me(self) -> Json:
        board = self.snapshot["board"]
        return {"device": {"id": "d1", "kind": "board"}, "board": board, "now": self.now().isoformat()}

    def _snapshot_now(self) -> Json:
        return {**self.snapshot, "as_of": self.now().isoformat()}

    async def _live(self, scope: Json, receive: Receive, send: Send) -> None:
        since = parse_qs(scope["query_string"].decode()).get("since", ["0"])[0]
        self.asked.append(f"WS {since}")
        await receive()
        if not self.enrolled:
            await send({"type": "websocket.close", "code": 4401})
            return
        await send({"type": "websocket.accept"})
        for message in self._missed(int(since)):
            await send({"type": "websocket.send", "text": json.dumps(message)})
        self._sockets.add(send)
        beating = asyncio.create_task(self._beat(send))
        while (await receive())["type"] != "websocket.disconnect":
            pass
        beating.cancel()
        self._sockets.discard(send)

    def _missed(self, since: int) -> list[Json]:
        if since < self.snapshot["seq"]:
            return [self._snapshot_now()]
        return [frame for frame in self.frames if frame["seq"] > since]

    async def _beat(self, send: Send) -> None:
        with contextlib.suppress(OSError, RuntimeError):
            while True:
                await asyncio.sleep(self.heartbeat_seconds)
                beat = {"kind": "heartbeat", "seq": 0, "at": self.now().isoformat()}
                await send({"type": "websocket.send", "text": json.dumps(beat)})


def _texts(path: str) -> Answer:
    lang, section = path.split("/")[-2:]
    return (
        200,
        JSON,
        json.dumps(tomllib.loads((TEXTS / lang / f"{section}.toml").read_text("utf-8"))).encode(),
    )


def _file(path: str) -> Answer:
    if path == "/board/":
        path = "/board/index.html"
    folder = shipped("display_board") if path.startswith("/board/") else PACKAGE / "web" / "static"
    file = Path(folder) / path.split("/", 2)[2]
    if not file.is_file():
        return 404, "text/plain", b""
    return 200, mimetypes.guess_type(file.name)[0] or "text/plain", file.read_bytes()


def _tone(seconds: float) -> bytes:
    sound = BytesIO()
    with wave.open(sound, "wb") as clip:
        clip.setparams((1, 2, 8000, 0, "NONE", ""))
        clip.writeframes(b"\x00\x10\x00\xf0" * int(4000 * seconds))
    return sound.getvalue()
