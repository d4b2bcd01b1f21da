"""The hub: each listener gets every frame once and in order, and the slowest holds up nobody."""

import asyncio
from typing import Any

import pytest

from onestop.gateways.hub import LAGGED, QUEUE, Hub, Listener, board_topic, centre_of, room_of

HALL = board_topic("hall")


class Line:
    """A board's end of a connection, which takes what it is sent at once, later, or never."""

    def __init__(self, *, open_: bool = True) -> None:
        self.taken: list[str] = []
        self.gate = asyncio.Event()
        self.broken = False
        if open_:
            self.gate.set()

    async def send(self, message: Any) -> None:
        """Take a frame once the gate is open."""
        await self.gate.wait()
        if self.broken:
            raise ConnectionResetError
        self.taken.append(message["text"])


async def _listen(hub: Hub, line: Line, topic: str = HALL) -> Listener:
    listener = Listener(line.send, board="b1")
    await hub.subscribe(topic, listener)
    await listener.follow()
    return listener


async def test_a_board_that_takes_frames_has_each_before_publishing_ends() -> None:
    """No task, no turn of the loop between what happened and the board."""
    hub, line = Hub(), Line()
    await _listen(hub, line)

    for seq in range(1, 4):
        await hub.publish(HALL, seq, f"frame {seq}")
        assert line.taken[-1] == f"frame {seq}"


async def test_a_board_that_takes_nothing_holds_up_nobody() -> None:
    """Its neighbour has every frame; it has them too, in order and once, when it can take them again."""
    hub, stuck, neighbour = Hub(), Line(open_=False), Line()
    await _listen(hub, stuck)
    await _listen(hub, neighbour)
    frames = [f"frame {seq}" for seq in range(1, 101)]

    for seq, frame in enumerate(frames, 1):
        await hub.publish(HALL, seq, frame)
    assert (neighbour.taken, stuck.taken) == (frames, [])

    stuck.gate.set()
    await asyncio.sleep(0.01)
    await hub.publish(HALL, 101, "the last")
    assert stuck.taken == [*frames, "the last"]


async def test_a_board_that_stays_stuck_is_given_up() -> None:
    """One frame more than the queue holds, and whoever serves it is woken to close it with the code."""
    hub, stuck = Hub(), Line(open_=False)
    listener = await _listen(hub, stuck)
    serving = asyncio.create_task(asyncio.Event().wait())
    listener.task = serving
    await asyncio.sleep(0)

    for seq in range(1, QUEUE + 3):
        assert listener.ended is None
        await hub.publish(HALL, seq, "frame")

    assert listener.ended == LAGGED
    with pytest.raises(asyncio.CancelledError):
        await serving
    await hub.publish(HALL, 1000, "nothing more")
    assert stuck.taken == []


async def test_what_happens_while_a_board_catches_up_comes_after_it() -> None:
    """Frames wait until the board has its snapshot; those that are in the snapshot are not sent again."""
    hub, line = Hub(), Line()
    listener = Listener(line.send, board="b1")
    await hub.subscribe(HALL, listener)
    for seq in (5, 6, 7):
        await hub.publish(HALL, seq, f"frame {seq}")
    assert line.taken == []

    listener.seq = 6
    await listener.follow()
    await hub.publish(HALL, 8, "frame 8")

    assert line.taken == ["frame 7", "frame 8"]


async def test_a_sign_of_life_is_no_frame() -> None:
    """It goes to boards that can take it, worded once for each number, and moves no number on."""
    hub, line, stuck = Hub(), Line(), Line(open_=False)
    listener = await _listen(hub, line)
    await _listen(hub, stuck)
    await hub.publish(HALL, 3, "frame 3")
    worded: list[int] = []

    def say(seq: int) -> str:
        worded.append(seq)
        return f"alive at {seq}"

    await hub.beat(say)

    assert line.taken == ["frame 3", "alive at 3"]
    assert (listener.seq, worded) == (3, [3])
    stuck.gate.set()
    await asyncio.sleep(0.01)
    assert stuck.taken == ["frame 3"]


async def test_a_board_that_has_left_troubles_nobody() -> None:
    """A broken line raises nothing in the middle of publishing, and nothing later either."""
    hub, gone, neighbour = Hub(), Line(), Line()
    gone.broken = True
    listener = await _listen(hub, gone)
    await _listen(hub, neighbour)

    await hub.publish(HALL, 1, "frame")
    hub.leave(listener)
    await hub.publish(HALL, 2, "frame")

    assert neighbour.taken == ["frame", "frame"]
    assert len(hub.listening(HALL)) == 1


async def test_topics_are_a_centre_or_one_of_its_rooms() -> None:
    """A frame for one room goes to no other board; a topic that nobody listens to is forgotten."""
    hub, whole, upstairs = Hub(), Line(), Line()
    room = board_topic("hall", "2")
    await _listen(hub, whole)
    listener = await _listen(hub, upstairs, room)

    await hub.publish(room, 1, "upstairs")

    assert (whole.taken, upstairs.taken) == ([], ["upstairs"])
    assert [(centre_of(topic), room_of(topic)) for topic in hub.topics] == [("hall", None), ("hall", "2")]
    hub.leave(listener)
    assert hub.topics == (HALL,)
