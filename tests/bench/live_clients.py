"""Boards by the thousand in one process: the same few bytes of websocket for whichever server is measured."""

import asyncio
import base64
import json
import os
import re
import struct
import sys
import time
from typing import cast

import uvloop

MARK = b'"event":"ticket-called"'
_SEQ = re.compile(rb'"seq":(\d+)')
_TEXT, _PING, _PONG, _CLOSE = 1, 9, 10, 8
heard: dict[int, list[int]] = {}
ready: list[int] = []


class Board(asyncio.Protocol):
    """One connection: it notes when each call arrives, answers pings, and does nothing else."""

    def __init__(self, port: int, path: str, token: str) -> None:
        key = base64.b64encode(os.urandom(16)).decode()
        self._hello = (
            f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\nAuthorization: Bearer {token}\r\n\r\n"
        ).encode()
        self._buffer = b""
        self._open = False
        self._texts = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for the websocket."""
        self._transport = cast("asyncio.Transport", transport)
        self._transport.write(self._hello)

    def data_received(self, data: bytes) -> None:
        """Note the time first, then read."""
        at = time.monotonic_ns()
        self._buffer += data
        if not self._open:
            head, found, rest = self._buffer.partition(b"\r\n\r\n")
            if not found:
                return
            assert head.startswith(b"HTTP/1.1 101"), head
            self._open, self._buffer = True, rest
        while (frame := self._frame()) is not None:
            self._take(*frame, at)

    def connection_lost(self, exc: Exception | None) -> None:
        """Tell that a board was dropped: that is a frame lost."""
        print("lost", exc, file=sys.stderr)

    def _frame(self) -> tuple[int, bytes] | None:
        buffer = self._buffer
        if len(buffer) < 2:
            return None
        length, start = buffer[1] & 127, 2
        if length == 126:
            length, start = struct.unpack_from("!H", buffer, 2)[0] if len(buffer) >= 4 else 1 << 30, 4
        elif length == 127:
            length, start = struct.unpack_from("!Q", buffer, 2)[0] if len(buffer) >= 10 else 1 << 30, 10
        if len(buffer) < start + length:
            return None
        self._buffer = buffer[start + length :]
        return buffer[0] & 15, buffer[start : start + length]

    def _take(self, opcode: int, payload: bytes, at: int) -> None:
        if opcode == _PING:
            self._transport.write(bytes([0x80 | _PONG, 0x80 | len(payload)]) + bytes(4) + payload)
        elif opcode == _CLOSE:
            print("closed", payload, file=sys.stderr)
        elif opcode == _TEXT:
            if not self._texts:
                ready.append(at)
            self._texts += 1
            if MARK in payload:
                found = _SEQ.search(payload)
                assert found is not None
                heard.setdefault(int(found[1]), []).append(at)


async def _main(port: int, path: str, boards: int) -> None:
    loop = asyncio.get_running_loop()
    for number in range(boards):
        await loop.create_connection(
            lambda number=number: Board(port, path, f"board-{number}"),  # type: ignore[misc]
            "127.0.0.1",
            port,
        )
    while len(ready) < boards:  # noqa: ASYNC110  the boards have no loop of their own to tell it in
        await asyncio.sleep(0.02)
    print("ready", flush=True)
    await loop.run_in_executor(None, sys.stdin.readline)
    print(json.dumps(heard), flush=True)


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_main(int(sys.argv[1]), sys.argv[2], int(sys.argv[3])))
