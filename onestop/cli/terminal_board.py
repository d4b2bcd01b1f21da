"""A board in a terminal: the same snapshot and frames as on the wall, over the same websocket."""

import asyncio
import contextlib
import sys
from collections.abc import AsyncIterator
from datetime import datetime
from urllib.parse import parse_qs, urlsplit, urlunsplit

import click
import httpx
import msgspec
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from onestop import clock
from onestop.errors import BoardRefused
from onestop.render.wording import say
from onestop.rules.board import BoardState, Frame, Heartbeat, Snapshot, fold, is_gap, state_of

SILENCE_SECONDS = 20.0
"""The server says something every ten seconds; a line that is silent for twice that is lost."""
FIRST_WAIT, LONGEST_WAIT = 0.5, 5.0
FRESH_SECONDS = 60
REFUSED = {4401: "token", 4404: "board"}
_CLEAR, _BOLD, _REVERSE, _DIM, _PLAIN, _BELL = (
    "\033[H\033[2J",
    "\033[1m",
    "\033[7m",
    "\033[2m",
    "\033[0m",
    "\a",
)
_message = msgspec.json.Decoder(Snapshot | Frame | Heartbeat)


def address_of(url: str, token: str | None) -> tuple[str, str | None]:
    """Read the address that an office hands out: the server's, and the token behind `#token=`."""
    parts = urlsplit(url if "://" in url else f"http://{url}")
    given = parse_qs(parts.fragment).get("token", [None])[0]
    return urlunsplit((parts.scheme, parts.netloc, "", "", "")), token or given


class TerminalBoard:
    """What is known of the board, drawn after each change; plain lines where the output is no terminal."""

    def __init__(self, *, lang: str, drawn: bool) -> None:
        self.state: BoardState | None = None
        self.lost_at: datetime | None = None
        self._lang = lang
        self._drawn = drawn

    def take(self, text: str | bytes) -> bool:
        """Take a message of the server; False when one before it is missing."""
        message = _message.decode(text)
        self.lost_at = None
        if isinstance(message, Snapshot):
            self.state = state_of(message)
        elif isinstance(message, Frame) and self.state is not None:
            if is_gap(self.state, message):
                return False
            if message.seq <= self.state.seq:
                return True
            self.state = fold(self.state, message)
            if message.call is not None:
                self._tell(
                    f"{message.call.called_at:%H:%M:%S}  {message.call.label} -> {message.call.counter.number}"
                )
                if self._drawn:
                    click.echo(_BELL, nl=False)
        self.draw()
        return True

    def lose(self, since: datetime) -> None:
        """Say that the line was lost; what was shown stays, with the time of the loss."""
        if self.lost_at is None:
            self.lost_at = since
            self._tell(say("board.stale.since", self._lang, time=f"{clock.local(since):%H:%M}"))
            self.draw()

    def _tell(self, line: str) -> None:
        if not self._drawn:
            click.echo(line)

    def draw(self) -> None:
        """Draw the whole board anew."""
        if self._drawn and self.state is not None:
            click.echo(_CLEAR + "\n".join(self._lines(self.state)))

    def _lines(self, state: BoardState) -> list[str]:
        now = clock.now()
        lines = [f"{_BOLD}{state.centre.name}, {state.centre.place}{_PLAIN}   {clock.local(now):%H:%M}", ""]
        if self.lost_at is not None:
            since = say("board.stale.since", self._lang, time=f"{clock.local(self.lost_at):%H:%M}")
            lines += [f"{_REVERSE} {since} {_PLAIN} {say('board.stale.hint', self._lang)}", ""]
        for call in state.calls:
            fresh = self.lost_at is None and (now - call.called_at).total_seconds() < FRESH_SECONDS
            counter = say("board.counters.name", self._lang, number=call.counter.number)
            words = f"{call.label:>8}  {counter}  {_DIM}{call.called_at:%H:%M}{_PLAIN}"
            lines.append(f"{_BOLD}{_REVERSE}{words}{_PLAIN}" if fresh else words)
        lines += ["" if state.calls else say("board.call.none", self._lang), ""]
        for line in state.lines:
            waiting = say("board.lines.waiting", self._lang, count=line.waiting)
            lines.append(f"{line.letter:>3}  {' '.join(line.next):<12} {waiting:<16} {line.name}")
        return lines


async def follow(base: str, token: str | None, board: TerminalBoard) -> None:
    """Follow the board of a token until interrupted; a lost line is taken up again where it was cut.

    Raises:
        BoardRefused: The server knows no board for this token.
    """
    headers = {"authorization": f"Bearer {token}"} if token else {}
    wait, heard = FIRST_WAIT, clock.now()
    name: str | None = None
    while True:
        with contextlib.suppress(OSError, httpx.HTTPError, InvalidHandshake, ConnectionClosed, TimeoutError):
            name = name or await _board_of(base, headers)
            async for text in _heard(base, name, headers, board):
                heard, wait = clock.now(), FIRST_WAIT
                if not board.take(text):
                    break
        board.lose(heard)
        await asyncio.sleep(wait)
        wait = min(2 * wait, LONGEST_WAIT)


async def _board_of(base: str, headers: dict[str, str]) -> str:
    """Ask whose board the token is for."""
    async with httpx.AsyncClient(base_url=base, headers=headers, timeout=10) as client:
        answer = await client.get("/api/devices/me")
    if answer.status_code in {401, 403}:
        raise BoardRefused(address=base, reason="token")
    answer.raise_for_status()
    shown = answer.json().get("board")
    if not shown:
        raise BoardRefused(address=base, reason="board")
    return str(shown["id"])


async def _heard(
    base: str, name: str, headers: dict[str, str], board: TerminalBoard
) -> AsyncIterator[str | bytes]:
    """Give what the server says, until it is silent for too long or the line ends."""
    since = "" if board.state is None else f"?since={board.state.seq}"
    address = f"{base.replace('http', 'ws', 1)}/api/boards/{name}/live{since}"
    async with connect(address, additional_headers=headers, compression=None, ping_interval=None) as line:
        try:
            while True:
                yield await _next(line)
        except ConnectionClosed as closed:
            code = closed.rcvd.code if closed.rcvd else 0
            if code in REFUSED:
                raise BoardRefused(address=base, reason=REFUSED[code]) from closed
            raise


async def _next(line: ClientConnection) -> str | bytes:
    async with asyncio.timeout(SILENCE_SECONDS):
        return await line.recv()


def run(url: str, token: str | None, lang: str) -> None:
    """Show a board until Ctrl+C.

    Raises:
        BoardRefused: The server knows no board for this token.
    """
    base, found = address_of(url, token)
    board = TerminalBoard(lang=lang, drawn=sys.stdout.isatty())
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(follow(base, found, board))
