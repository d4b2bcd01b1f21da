"""The hub between what happened and who is listening: topics, and one bounded queue a listener."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Generator, Iterator
from typing import Any

from websockets.frames import Frame, Opcode

QUEUE = 256
"""Frames a listener may lag behind. A board that cannot take 256 frames is gone or on a dead line."""
NOT_ENROLLED, GONE, LAGGED, MOVED, TOO_MANY = 4401, 4404, 4408, 4409, 4429
"""What a socket is closed with.

Nobody may see the board with this token; it hangs no more; its queue was full; it shows another room
now; it connects too often. After the last three it connects again and catches up.
"""
_BREATH = 100
"""Listeners served in one go. Then whoever else has work has a turn: a call must not wait for the boards."""

Send = Callable[[Any], Coroutine[Any, Any, None]]
Write = Callable[[bytes], bool]


def board_topic(centre_id: str, room: str | None = None) -> str:
    """Name the topic of a centre's boards, or of those that show one room only."""
    return f"boards:{centre_id}" if room is None else f"boards:{centre_id}/{room}"


def centre_of(topic: str) -> str:
    """Tell whose boards a topic is for."""
    return topic.removeprefix("boards:").partition("/")[0]


def room_of(topic: str) -> str | None:
    """Tell which room a topic is for; None for the whole centre."""
    return topic.partition("/")[2] or None


def _message(text: str) -> dict[str, str]:
    return {"type": "websocket.send", "text": text}


def pack(text: str) -> bytes:
    """Write a text as the websocket frame that a server sends."""
    return Frame(Opcode.TEXT, text.encode()).serialize(mask=False)


class _Rest:
    """What is left of a coroutine that was begun outside a task and now waits."""

    def __init__(self, begun: Coroutine[Any, Any, None], waits_for: object) -> None:
        self._begun = begun
        self._waits_for = waits_for

    def __await__(self) -> Generator[Any, Any, None]:
        waits_for = self._waits_for
        try:
            while True:
                try:
                    yield waits_for
                except BaseException as error:  # noqa: BLE001  whatever wakes the task is the coroutine's
                    waits_for = self._begun.throw(error)
                else:
                    waits_for = self._begun.send(None)
        except StopIteration:
            return


class Listener:
    """One open connection: what is to be sent to it, or why it was given up.

    `send` is the server's own. It is called here and now: a socket that takes the frame at once costs no
    task, no queue and no turn of the loop. One that does not is waited for by a task of its own, and
    what comes meanwhile is queued, so that it delays nobody. `write`, where the server has it, takes a packed
    frame without asking `send`, and tells whether it did.
    """

    __slots__ = (
        *("_busy", "_send", "_waiter", "_waiting", "_write"),
        *("board", "device", "ended", "officer", "period", "seq", "task"),
    )

    def __init__(
        self,
        send: Send,
        *,
        board: str,
        device: str | None = None,
        officer: str | None = None,
        write: Write | None = None,
    ) -> None:
        self.board = board
        self.device = device
        self.officer = officer
        """Who looks at a board from the office, where it is no device."""
        self.period = ""
        self.seq = -1
        """The number up to which the board knows everything."""
        self.ended: int | None = None
        """The code that it is to be closed with."""
        self.task: asyncio.Task[Any] | None = None
        """Who serves the connection; cancelled when the listener is given up."""
        self._send = send
        self._write = write
        self._waiting: deque[tuple[int, str]] = deque()
        self._busy = True
        self._waiter: asyncio.Task[None] | None = None

    def offer(self, seq: int, text: str, packed: bytes | None = None) -> None:
        """Send a frame, or queue it; one frame too many and the listener is given up.

        Why not wait for it: the slowest board of a hall would then hold up all others. Why not drop
        single frames: it would show a wrong number. It is closed, connects again and catches up.
        """
        if self.ended is not None:
            return
        if not self._busy:
            self._push(seq, text, packed)
        elif len(self._waiting) < QUEUE:
            self._waiting.append((seq, text))
        else:
            self.give_up(LAGGED)

    def beat(self, text: str, packed: bytes | None = None) -> None:
        """Send a sign of life to a board that has nothing else to take."""
        if not self._busy and self.ended is None:
            self._push(self.seq + 1, text, packed, moves=False)

    async def follow(self) -> None:
        """Send what was queued while the board caught up; from then on frames are sent as they come."""
        while self._waiting:
            seq, text = self._waiting.popleft()
            if seq > self.seq:
                self.seq = seq
                await self._send(_message(text))
        self._busy = False

    def give_up(self, code: int) -> None:
        """Send nothing more; whoever serves the connection is woken to close it."""
        if self.ended is None:
            self.ended = code
            self._busy = True
            self._waiting.clear()
            if self._waiter is not None:
                self._waiter.cancel()
            if self.task is not None:
                self.task.cancel()

    def _push(self, seq: int, text: str, packed: bytes | None, *, moves: bool = True) -> None:
        if seq <= self.seq:
            return
        if moves:
            self.seq = seq
        if packed is not None and self._write is not None and self._write(packed):
            return
        sending = self._send(_message(text))
        try:
            waits_for = sending.send(None)
        except StopIteration:
            return
        except Exception:  # noqa: BLE001  the other side has left; whoever reads from it will see that
            self._busy = True
            return
        self._busy = True
        self._waiter = asyncio.create_task(self._wait(_Rest(sending, waits_for)))

    async def _wait(self, rest: Awaitable[None]) -> None:
        try:
            await rest
            await self.follow()
        except Exception:  # noqa: BLE001  as above
            self._busy = True
        finally:
            self._waiter = None


class Hub:
    """Topics and their listeners, in one process and on one event loop."""

    def __init__(self) -> None:
        self._topics: dict[str, dict[Listener, None]] = {}
        self.on_first: Callable[[str], Awaitable[None]] | None = None
        """Awaited when somebody listens, so that nobody reads what nobody hears."""
        self.on_join: Callable[[Listener], None] | None = None
        self.on_leave: Callable[[Listener], None] | None = None

    async def subscribe(self, topic: str, listener: Listener) -> None:
        """Listen to a topic: whatever happens after this returns is offered."""
        self._topics.setdefault(topic, {})[listener] = None
        if self.on_join is not None:
            self.on_join(listener)
        if self.on_first is not None:
            await self.on_first(topic)

    @property
    def topics(self) -> tuple[str, ...]:
        """The topics that anybody listens to."""
        return tuple(self._topics)

    def leave(self, listener: Listener) -> None:
        """Listen no more."""
        for topic, listeners in list(self._topics.items()):
            if listener in listeners:
                del listeners[listener]
                if self.on_leave is not None:
                    self.on_leave(listener)
            if not listeners:
                del self._topics[topic]

    async def publish(self, topic: str, seq: int, text: str) -> None:
        """Offer a frame, encoded once, to everyone who listens."""
        packed = pack(text)
        for turn, listener in enumerate(tuple(self._topics.get(topic, ())), 1):
            listener.offer(seq, text, packed)
            if turn % _BREATH == 0:
                await asyncio.sleep(0)

    async def beat(self, say: Callable[[int], str]) -> None:
        """Send every board a sign of life; `say` words it for the number that the board stands at."""
        words: dict[int, tuple[str, bytes]] = {}
        for turn, listener in enumerate(self, 1):
            if listener.seq not in words:
                text = say(listener.seq)
                words[listener.seq] = text, pack(text)
            listener.beat(*words[listener.seq])
            if turn % _BREATH == 0:
                await asyncio.sleep(0)

    def __iter__(self) -> Iterator[Listener]:
        """Go through who listens, to whatever topic."""
        return iter([listener for listeners in self._topics.values() for listener in listeners])

    def listening(self, topic: str) -> tuple[Listener, ...]:
        """Name who listens to a topic."""
        return tuple(self._topics.get(topic, ()))
