"""A small HTTP/1.1 load generator: closed loop, keep-alive, one connection a client."""

import asyncio
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Load:
    """What came of a run: requests a second, and latencies in milliseconds."""

    per_second: float
    p50_ms: float
    p99_ms: float
    failed: int

    def row(self, name: str) -> str:
        """Print as one line of a table."""
        return (
            f"{name:<48} {self.per_second:>9.0f}/s  p50 {self.p50_ms:>7.2f} ms  "
            f"p99 {self.p99_ms:>7.2f} ms  failed {self.failed}"
        )


class _Client(asyncio.Protocol):
    """One connection: sends the next request as soon as the last answer is whole."""

    def __init__(self, make: Callable[[], bytes], deadline: float, latencies: list[float]) -> None:
        self._make = make
        self._deadline = deadline
        self._latencies = latencies
        self._buffer = b""
        self._sent = 0.0
        self.failed = 0
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._send()

    def _send(self) -> None:
        if time.perf_counter() > self._deadline:
            self._transport.close()
            if not self.done.done():
                self.done.set_result(None)
            return
        self._sent = time.perf_counter()
        self._transport.write(self._make())

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        head, found, rest = self._buffer.partition(b"\r\n\r\n")
        if not found:
            return
        lower = head.lower()
        start = lower.find(b"content-length:")
        length = int(lower[start + 15 :].split(b"\r\n", 1)[0]) if start >= 0 else 0
        if len(rest) < length:
            return
        self._latencies.append(time.perf_counter() - self._sent)
        if head[9:10] != b"2":
            self.failed += 1
        self._buffer = rest[length:]
        self._send()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.done.done():
            self.failed += 1
            self.done.set_result(None)


def request(method: str, path: str, headers: dict[str, str], body: bytes) -> bytes:
    """Write a request."""
    lines = [f"{method} {path} HTTP/1.1", "Host: bench", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


async def _run(port: int, make: Callable[[], bytes], clients: int, seconds: float) -> Load:
    loop = asyncio.get_running_loop()
    latencies: list[float] = []
    began = time.perf_counter()
    deadline = began + seconds
    made = []
    for _ in range(clients):
        _, client = await loop.create_connection(
            lambda: _Client(make, deadline, latencies), "127.0.0.1", port
        )
        made.append(client)
    await asyncio.gather(*(client.done for client in made))
    took = time.perf_counter() - began
    ordered = sorted(latencies) or [0.0]
    return Load(
        per_second=len(latencies) / took,
        p50_ms=statistics.median(ordered) * 1000,
        p99_ms=ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))] * 1000,
        failed=sum(client.failed for client in made),
    )


def run(port: int, make: Callable[[], bytes], clients: int, seconds: float = 3.0) -> Load:
    """Load a port with so many clients for so long."""
    return asyncio.run(_run(port, make, clients, seconds))
