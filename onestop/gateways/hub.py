"""The hub between what happened and who is listening: topics, and one bounded queue a listener."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable

QUEUE = 256
"""Frames a listener may lag behind. A board that cannot take 256 frames is gone or on a dead line."""


def board_topic(centre_id: str) -> str:
    """Name the topic of a centre's boards."""
    return f"boards:{centre_id}"


def centre_of(topic: str) -> str:
    """Tell whose boards a topic is for."""
    return topic.removeprefix("boards:")


class Listener:
    """One open connection: what is to be sent to it, or that it fell behind."""

    def __init__(self) -> None:
        self._queue: asyncio.Queue[tuple[int, str]] = asyncio.Queue(QUEUE)
        self.lagged = asyncio.Event()

    def offer(self, seq: int, text: str) -> None:
        """Put a frame into the queue; one frame too many and the listener is given up.

        Why not wait for it: the slowest board of a hall would then hold up all others. Why not drop
        single frames: it would show a wrong number. It is closed, connects again and catches up.
        """
        try:
            self._queue.put_nowait((seq, text))
        except asyncio.QueueFull:
            self.lagged.set()

    async def next(self) -> tuple[int, str]:
        """Wait for the next frame: its seq and its text."""
        return await self._queue.get()


class Hub:
    """Topics and their listeners, in one process and on one event loop."""

    def __init__(self) -> None:
        self._topics: defaultdict[str, set[Listener]] = defaultdict(set)
        self.on_first: Callable[[str], Awaitable[None]] | None = None
        """Awaited when a topic gets its first listener, so that nobody reads what nobody hears."""

    async def subscribe(self, topic: str) -> Listener:
        """Listen to a topic: whatever happens after this returns is offered."""
        listener = Listener()
        self._topics[topic].add(listener)
        if self.on_first is not None:
            await self.on_first(topic)
        return listener

    @property
    def topics(self) -> tuple[str, ...]:
        """The topics that anybody listens to."""
        return tuple(self._topics)

    def leave(self, topic: str, listener: Listener) -> None:
        """Listen no more."""
        self._topics[topic].discard(listener)
        if not self._topics[topic]:
            del self._topics[topic]

    def publish(self, topic: str, seq: int, text: str) -> None:
        """Offer a frame, encoded once, to everyone who listens."""
        for listener in self._topics.get(topic, ()):
            listener.offer(seq, text)

    def listeners(self, topic: str) -> int:
        """Count who listens."""
        return len(self._topics.get(topic, ()))
