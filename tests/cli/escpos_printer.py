"""An ESC/POS printer for tests: takes the bytes over TCP, answers as printers do, and keeps the roll as pictures."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from PIL import Image

DOTS = 576
MARGIN = 32
"""The white edge of an 80 mm roll beside what can be printed, in dots."""
LINE = 30
"""Dots of a fed line."""

FIXED = {b"\x10\x04": 3, b"\x1bd": 3, b"\x1dr": 3, b"\x1b@": 2}
"""Commands of one length: ask at once, feed, ask in turn, reset."""


@dataclass
class EscposPrinter:
    """What the printer is like at the moment; tests change it while it is in use."""

    paper: int | None = None
    """Rows of paper left; None is a roll without end."""
    cover_open: bool = False
    hangs: bool = False
    """Takes everything and does and answers nothing, as one whose firmware has crashed."""
    silent_when_done: bool = False
    """Prints, and does not answer that it is done until this is taken back."""
    slips: list[Image.Image] = field(default_factory=list)
    """What was cut off, in order."""
    connections: int = 0
    unknown: list[bytes] = field(default_factory=list)
    """Commands that no printer of the family would know."""
    port: int = 0

    def __post_init__(self) -> None:
        self._rows: list[bytes] = []
        self._changed = threading.Condition()
        self.busy = threading.Lock()
        """Who prints over the network has the printer alone; whoever comes meanwhile waits."""

    @property
    def address(self) -> str:
        """Where it listens, as the agent is told."""
        return f"tcp://127.0.0.1:{self.port}"

    def set(self, **state: object) -> None:
        """Change what it is like; whoever waits for paper or an answer looks again."""
        with self._changed:
            for name, value in state.items():
                setattr(self, name, value)
            self._changed.notify_all()

    def refill(self) -> None:
        """Tear off what hangs out of it, and put a new roll in."""
        self._rows.clear()
        self.set(paper=None)

    def wait_for_slips(self, count: int, seconds: float = 90) -> list[Image.Image]:
        """Give what was cut off, once it is so many."""
        with self._changed:
            assert self._changed.wait_for(lambda: len(self.slips) >= count, seconds), "no slip came out"
            return list(self.slips)

    def has_paper(self) -> bool:
        """Whether the roll has any left."""
        return self.paper is None or self.paper > 0

    def status(self, n: int) -> int:
        """Answer DLE EOT n."""
        offline = self.cover_open or not self.has_paper()
        match n:
            case 1:
                return 0x12 | (0x08 if offline else 0)
            case 2:
                return 0x12 | (0x04 if self.cover_open else 0) | (0 if self.has_paper() else 0x20)
            case 4:
                return 0x12 | (0 if self.has_paper() else 0x6C)
            case _:
                return 0x12

    def feed(self, rows: list[bytes]) -> bool:
        """Move paper under the head, row by row; False when it ran out on the way."""
        for row in rows:
            if not self.has_paper():
                return False
            self._rows.append(row)
            if self.paper is not None:
                self.paper -= 1
        return True

    def cut(self) -> None:
        """Cut off what was printed."""
        height = len(self._rows)
        picture = Image.new("1", (DOTS + 2 * MARGIN, height + 2 * MARGIN), 1)
        rows = b"".join(row.ljust(DOTS // 8, b"\0") for row in self._rows)
        printed = Image.frombytes("1", (DOTS, height), bytes(byte ^ 0xFF for byte in rows))
        picture.paste(printed, (MARGIN, MARGIN))
        with self._changed:
            self._rows.clear()
            self.slips.append(picture)
            self._changed.notify_all()


class _Session:
    """One connection: real-time questions are answered as they come, everything else in turn."""

    def __init__(self, printer: EscposPrinter, line: socket.socket) -> None:
        self._printer = printer
        self._line = line
        self._came = b""
        self._queue: list[bytes] = []

    def run(self) -> None:
        self._line.settimeout(0.05)
        while True:
            try:
                more = self._line.recv(65_536)
            except TimeoutError:
                more = None
            except OSError:
                return
            if more == b"":
                return
            if self._printer.hangs:
                continue
            self._came += more or b""
            self._take_apart()
            self._work()

    def _take_apart(self) -> None:
        """Cut commands off what came; a question that jumps the queue is answered at once."""
        while self._came and (length := self._length()) is not None and len(self._came) >= length:
            command, self._came = self._came[:length], self._came[length:]
            if command[:2] == b"\x10\x04":
                self._say(self._printer.status(command[2]))
            else:
                self._queue.append(command)

    def _length(self) -> int | None:
        """How long the command is that begins here; None while that cannot be told."""
        came = self._came
        if came[:2] in FIXED:
            return FIXED[came[:2]]
        if came[:2] == b"\x1dv":
            across, down = came[4:6], came[6:8]
            return 8 + _number(across) * _number(down) if len(down) == 2 else None
        if came[:2] == b"\x1dV":
            return None if len(came) < 3 else 3 + (came[2] in {65, 66})
        if len(came) < 2:
            return None
        self._printer.unknown.append(came[:8])
        return 1

    def _work(self) -> None:
        """Do what is queued, up to an empty roll."""
        printer = self._printer
        while self._queue and printer.has_paper() and not printer.cover_open:
            command = self._queue[0]
            match command[:2]:
                case b"\x1b@":
                    pass
                case b"\x1dv":
                    across = _number(command[4:6])
                    body = command[8:]
                    printed = printer.feed([body[at : at + across] for at in range(0, len(body), across)])
                    if not printed:
                        del self._queue[0]
                        return
                case b"\x1bd":
                    printer.feed([b""] * (LINE * command[2]))
                case b"\x1dV":
                    printer.cut()
                case b"\x1dr":
                    if printer.silent_when_done:
                        return
                    self._say(0x00 if printer.has_paper() else 0x0C)
                case _:
                    pass
            del self._queue[0]

    def _say(self, byte: int) -> None:
        try:
            self._line.sendall(bytes([byte]))
        except OSError:
            return


def _number(low_high: bytes) -> int:
    return int.from_bytes(low_high, "little")


@contextmanager
def plugged_in(**state: object) -> Iterator[EscposPrinter]:
    """Run a printer on a free port."""
    printer = EscposPrinter(**state)  # type: ignore[arg-type]  # its fields, by name
    with socket.create_server(("127.0.0.1", 0)) as listening:
        printer.port = listening.getsockname()[1]

        def listen() -> None:
            while True:
                try:
                    line, _ = listening.accept()
                except OSError:
                    return
                printer.connections += 1
                threading.Thread(target=_serve, args=(printer, line), daemon=True).start()

        thread = threading.Thread(target=listen, daemon=True)
        thread.start()
        yield printer
        listening.shutdown(socket.SHUT_RDWR)
    thread.join()


def _serve(printer: EscposPrinter, line: socket.socket) -> None:
    with line, printer.busy:
        _Session(printer, line).run()
