"""From *call next* acknowledged to the frame at each of so many boards, beside a bare broadcast of the frame.

Both servers have the same boards (`live_clients`, a process of their own), send the same text and run on
the same kind of loop; both are measured in turns of one run. Memory is what the server's resident set
grew by for each board. `BOARDS=100,500,1000,2000 ROUNDS=40` choose sizes and calls.
"""

import json
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from websockets.sync.client import connect

from tests.bench.live_server import PASSWORD

SIZES = [int(size) for size in os.environ.get("BOARDS", "100,500").split(",")]
ROUNDS = int(os.environ.get("ROUNDS", "10"))
WARM = 3
PAGE = os.sysconf("SC_PAGE_SIZE")
FRAME = Path(__file__).parent / "live_frame.json"
Press = Callable[[], tuple[int, int]]


class Measured:
    """One server with so many boards: latencies in milliseconds, losses, and memory a board."""

    def __init__(self, name: str, boards: int) -> None:
        self.name = name
        self.boards = boards
        self.from_ack: list[float] = []
        self.from_press: list[float] = []
        self.lost = 0
        self.kilobytes = 0.0
        self.cpu = 0.0
        """Microseconds of the server's processor for each frame to a board, whatever else the machine does."""

    def quantile(self, which: float) -> float:
        """Tell a quantile of the time from the acknowledgement, in milliseconds."""
        ordered = sorted(self.from_ack)
        return ordered[min(len(ordered) - 1, int(which * len(ordered)))]

    def row(self) -> str:
        """Write a line of the table."""
        pressed = sorted(self.from_press)[int(0.99 * len(self.from_press))]
        p50, p99, most = (self.quantile(which) for which in (0.5, 0.99, 1))
        return (
            f"{self.name:<16} {self.boards:>5} boards   p50 {p50:7.2f}   p99 {p99:7.2f}   max {most:7.2f} ms"
            f"   from the press p99 {pressed:7.2f} ms   lost {self.lost}"
            f"   {self.kilobytes:5.1f} KB a board   {self.cpu:5.1f} us of CPU a frame"
        )


@contextmanager
def _server(what: str, boards: int) -> Iterator[tuple[int, int, dict[str, str]]]:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen(4096)
        os.set_inheritable(taken.fileno(), True)
        command = [sys.executable, "-m", "tests.bench.live_server", str(taken.fileno()), what]
        process = subprocess.Popen(
            [*command, str(boards), str(ROUNDS + WARM + 1)],
            pass_fds=[taken.fileno()],
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            assert process.stdout is not None
            told = json.loads(process.stdout.readline())
            time.sleep(1.5)
            yield process.pid, taken.getsockname()[1], told
        finally:
            process.terminate()
            process.wait(30)


@contextmanager
def _boards(port: int, path: str, count: int) -> Iterator[subprocess.Popen[str]]:
    clients = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.live_clients", str(port), path, str(count)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert clients.stdout is not None
        assert clients.stdout.readline() == "ready\n"
        yield clients
    finally:
        clients.kill()
        clients.wait()


def _resident(pid: int) -> int:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE


def _busy(pid: int) -> float:
    """Tell how many seconds of processor a process has used."""
    times = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
    return sum(map(int, times)) / os.sysconf("SC_CLK_TCK")


def _measure(measured: Measured, pid: int, port: int, path: str, press: Press, frames: int) -> None:
    """Press so many times, a moment apart, then ask the boards what they heard and when."""
    before = _resident(pid)
    with _boards(port, path, measured.boards) as clients:
        time.sleep(1)
        measured.kilobytes = (_resident(pid) - before) / 1024 / measured.boards
        pressed = []
        busy = _busy(pid)
        for _ in range(ROUNDS + WARM):
            pressed.append(press())
            time.sleep(0.15 + measured.boards / 5000)
        measured.cpu = (_busy(pid) - busy) * 1e6 / ((ROUNDS + WARM) * frames * measured.boards)
        measured.kilobytes = max(measured.kilobytes, (_resident(pid) - before) / 1024 / measured.boards)
        heard, _ = clients.communicate("report\n", timeout=60)
    for (began, acknowledged), (_, times) in zip(
        pressed[WARM:], sorted(json.loads(heard).items(), key=lambda one: int(one[0]))[WARM:], strict=True
    ):
        measured.lost += measured.boards - len(times)
        measured.from_ack += [(at - acknowledged) / 1e6 for at in times]
        measured.from_press += [(at - began) / 1e6 for at in times]


def _ours(boards: int) -> Measured:
    measured = Measured("onestop", boards)
    with (
        _server("whole", boards) as (pid, port, told),
        httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30) as officer,
    ):
        officer.get("/api/session")
        officer.headers["x-csrftoken"] = officer.cookies["csrftoken"]
        officer.post("/api/session", json={"username": "quay1", "password": PASSWORD}).raise_for_status()
        desk = f"/api/counters/{told['counter']}"

        def press() -> tuple[int, int]:
            began = time.monotonic_ns()
            ticket = officer.post(f"{desk}/call-next")
            acknowledged = time.monotonic_ns()
            ticket.raise_for_status()
            time.sleep(0.15 + boards / 5000)
            officer.post(f"/api/tickets/{ticket.json()['id']}/finish", json={}).raise_for_status()
            return began, acknowledged

        press()
        _measure(measured, pid, port, f"/api/boards/{told['board']}/live", press, frames=2)
    return measured


def _bare(boards: int) -> Measured:
    measured = Measured("bare broadcast", boards)
    text = FRAME.read_text(encoding="utf-8").strip()
    turn = 1000
    with _server("bare", boards) as (pid, port, _), connect(f"ws://127.0.0.1:{port}/control") as control:

        def press() -> tuple[int, int]:
            nonlocal turn
            turn += 1
            began = time.monotonic_ns()
            control.send(text.replace('"seq":1234', f'"seq":{turn}'))
            control.recv()
            return began, time.monotonic_ns()

        _measure(measured, pid, port, "/", press, frames=1)
    return measured


def main() -> None:
    """Print the table: both servers for each size, one after the other."""
    ratios = {}
    for boards in SIZES:
        bare, ours = _bare(boards), _ours(boards)
        print(bare.row())
        print(ours.row())
        ratios[boards] = ours.quantile(0.99) / bare.quantile(0.99)
        print(f"{'':<22} p99 is {ratios[boards]:.2f} of the bare broadcast's", flush=True)
    print(f"{'':<22} median of these: {statistics.median(ratios.values()):.2f}")


if __name__ == "__main__":
    main()
