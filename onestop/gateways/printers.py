"""Slip printers of the ESC/POS family, over network, USB or a device node: asked before, asked after."""

import os
import re
import select
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, Literal, Protocol
from urllib.parse import urlsplit

from onestop.clock import stopwatch
from onestop.errors import SettingWrong

Trouble = Literal["paper-out", "cover-open", "offline", "silent", "unreachable"]
Answers = Literal["all", "status", "none"]
"""What a printer says: everything; its state but not that it is done; nothing at all."""

CONNECT_SECONDS = 3.0
ASK_SECONDS = 3.0
SEND_SECONDS = 8.0
PRINT_SECONDS = 10.0
"""Together shorter than a job's lease: nobody else is given the slip while it is being tried."""
_IDLE_SECONDS = 0.1
"""Between two looks at a node that says at once that it has nothing to say."""

_STATE, _WHY_OFFLINE, _ROLL = b"\x10\x04\x01", b"\x10\x04\x02", b"\x10\x04\x04"
_DONE = b"\x1dr1"
"""Asks for the state of the roll in turn, after everything sent before it: the answer says that it was printed."""
_OFFLINE, _COVER, _STOPPED_BY_PAPER, _NO_PAPER, _NO_PAPER_DONE = 0x08, 0x04, 0x20, 0x60, 0x0C

_STATE_MASK, _STATE_SIGN, _DONE_MASK = 0x93, 0x12, 0x90
"""By these bits a printer's answers are told apart."""


class PrinterTrouble(Exception):
    """The printer cannot print. `begun`: some of the slip may be on paper."""

    def __init__(self, kind: Trouble, *, begun: bool = False) -> None:
        super().__init__(kind)
        self.kind: Trouble = kind
        self.begun = begun


class Wire(Protocol):
    """A way to a printer."""

    def send(self, message: bytes) -> None:
        """Send all of it, or raise OSError."""
        ...

    def receive(self, seconds: float) -> bytes:
        """Give what comes within so many seconds; nothing when nothing does."""
        ...

    def close(self) -> None:
        """Let go."""
        ...


class Printer:
    """One printer: opened for each slip, so that whoever else prints there finds it free."""

    def __init__(self, address: str, answers: Answers = "all") -> None:
        self._open = way_to(address)
        self._answers = answers

    def look(self) -> None:
        """Ask whether it could print.

        Raises:
            PrinterTrouble: It cannot, or does not answer.
        """
        with self._wire() as wire:
            self._look(wire)

    def print(self, slip: bytes) -> None:
        """Print a slip, and return when the printer says that it did.

        Raises:
            PrinterTrouble: It did not, or nobody knows; `begun` tells whether any of it was sent.
        """
        begun = False
        try:
            with self._wire() as wire:
                self._look(wire)
                begun = True
                wire.send(slip + (_DONE if self._answers == "all" else b""))
                self._confirm(wire)
        except PrinterTrouble as trouble:
            raise PrinterTrouble(trouble.kind, begun=begun) from trouble

    @contextmanager
    def _wire(self) -> Iterator[Wire]:
        try:
            wire = self._open()
        except OSError as error:
            raise PrinterTrouble("unreachable") from error
        try:
            yield wire
        except TimeoutError as error:
            raise PrinterTrouble("silent") from error
        except OSError as error:
            raise PrinterTrouble("unreachable") from error
        finally:
            wire.close()

    def _look(self, wire: Wire) -> None:
        if self._answers == "none":
            return
        state, roll = _ask(wire, _STATE), _ask(wire, _ROLL)
        if roll & _NO_PAPER == _NO_PAPER:
            raise PrinterTrouble("paper-out")
        if state & _OFFLINE:
            why = _ask(wire, _WHY_OFFLINE)
            if why & _STOPPED_BY_PAPER:
                raise PrinterTrouble("paper-out")
            raise PrinterTrouble("cover-open" if why & _COVER else "offline")

    def _confirm(self, wire: Wire) -> None:
        if self._answers != "all":
            return self._look(wire)
        done = _answer(wire, _is_done, PRINT_SECONDS)
        if done is None:
            # A printer that ran out stops before our question and answers only those that jump the queue.
            self._look(wire)
            raise PrinterTrouble("silent")
        if done & _NO_PAPER_DONE == _NO_PAPER_DONE:
            raise PrinterTrouble("paper-out")
        return None


def way_to(address: str) -> Callable[[], Wire]:
    """Read a printer's address, and give what opens it.

    Raises:
        SettingWrong: It is none of `tcp://host:port`, `usb://vendor:product` (hexadecimal), `file:///node`.
    """
    wrong = SettingWrong(setting="--printer", reason="printer")
    try:
        parts = urlsplit(address)
        port = parts.port if parts.scheme == "tcp" else None
    except ValueError as error:
        raise wrong from error
    match parts.scheme:
        case "tcp" if parts.hostname:
            host = parts.hostname
            return lambda: _Network(host, port or 9100)
        case "usb" if found := re.fullmatch(r"([0-9a-fA-F]{4}):([0-9a-fA-F]{4})", parts.netloc):
            vendor, product = (int(part, 16) for part in found.groups())
            return lambda: _Usb(vendor, product)
        case "file" if parts.path and not parts.netloc:
            return lambda: _Node(parts.path)
        case _:
            raise wrong


def _ask(wire: Wire, question: bytes) -> int:
    wire.send(question)
    answer = _answer(wire, _is_state, ASK_SECONDS)
    if answer is None:
        raise PrinterTrouble("silent")
    return answer


def _answer(wire: Wire, fits: Callable[[int], bool], seconds: float) -> int | None:
    """Wait for a byte that answers; others may come between, since some printers tell more than they are asked."""
    until = stopwatch() + seconds
    while (left := until - stopwatch()) > 0:
        for byte in wire.receive(left):
            if fits(byte):
                return byte
    return None


def _is_state(byte: int) -> bool:
    return byte & _STATE_MASK == _STATE_SIGN


def _is_done(byte: int) -> bool:
    return not byte & _DONE_MASK


class _Network:
    """A printer on the network, reached through python-escpos."""

    def __init__(self, host: str, port: int) -> None:
        from escpos.exceptions import DeviceNotFoundError
        from escpos.printer import Network

        self._printer = Network(host, port, timeout=CONNECT_SECONDS)
        try:
            self._printer.open()
        except DeviceNotFoundError as error:
            raise ConnectionError(str(error)) from error
        self._socket: Any = self._printer.device

    def send(self, message: bytes) -> None:
        self._socket.settimeout(SEND_SECONDS)
        self._socket.sendall(message)

    def receive(self, seconds: float) -> bytes:
        self._socket.settimeout(max(seconds, 0.01))
        try:
            came = bytes(self._socket.recv(16))
        except TimeoutError:
            return b""
        if not came:
            raise ConnectionResetError
        return came

    def close(self) -> None:
        self._printer.close()


class _Usb:
    """A printer on USB, reached through python-escpos and libusb."""

    def __init__(self, vendor: int, product: int) -> None:
        from escpos.exceptions import DeviceNotFoundError
        from escpos.printer import Usb
        from usb.core import NoBackendError

        self._printer = Usb(vendor, product)
        try:
            self._printer.open()
        except (DeviceNotFoundError, NoBackendError) as error:
            raise ConnectionError(str(error)) from error
        self._device: Any = self._printer.device

    def send(self, message: bytes) -> None:
        self._device.write(self._printer.out_ep, message, round(SEND_SECONDS * 1000))

    def receive(self, seconds: float) -> bytes:
        from usb.core import USBTimeoutError

        try:
            return bytes(self._device.read(self._printer.in_ep, 16, max(1, round(seconds * 1000))))
        except USBTimeoutError:
            return b""

    def close(self) -> None:
        self._printer.close()


class _Node:
    """A printer as a device node (`/dev/usb/lp0`), read and written without ever waiting for it."""

    def __init__(self, path: str) -> None:
        self._node = os.open(path, os.O_RDWR | os.O_NONBLOCK | os.O_NOCTTY)

    def send(self, message: bytes) -> None:
        until, rest = stopwatch() + SEND_SECONDS, memoryview(message)
        while rest:
            if not select.select([], [self._node], [], max(0.0, until - stopwatch()))[1]:
                raise TimeoutError
            with suppress(BlockingIOError):
                rest = rest[os.write(self._node, rest) :]

    def receive(self, seconds: float) -> bytes:
        if not select.select([self._node], [], [], seconds)[0]:
            return b""
        came = os.read(self._node, 16)
        if not came:
            select.select([], [], [], min(seconds, _IDLE_SECONDS))
        return came

    def close(self) -> None:
        os.close(self._node)
