"""A journal entry as boards see it: the states it replaces and, for a call, what is spoken."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Protocol

import msgspec

from onestop.clock import local
from onestop.events import CalledTicket, CounterState, LineState
from onestop.render.announcement import call_text
from onestop.rules.board import Announcement, Call, CounterName, Frame, SpokenCall

CALLS = frozenset({"ticket-called", "ticket-recalled", "ticket-resumed"})
KINDS = CALLS | {
    "ticket-issued",
    "ticket-served",
    "ticket-skipped",
    "ticket-held",
    "ticket-moved",
    "ticket-finished",
    "ticket-returned",
    "ticket-postponed",
    "ticket-left",
    "ticket-undone",
    "day-closed",
    "counter-opened",
    "counter-paused",
    "counter-closed",
}
"""What a board of a hall shows. Everything else in the journal is not shown there."""

_encoder = msgspec.json.Encoder()
Speak = Callable[[str, str], str | None]
SPOKEN = timedelta(seconds=60)
"""A call older than this is shown and no longer spoken."""


class _Facts(msgspec.Struct, frozen=True):
    label: str | None = None
    called_at: datetime | None = None
    times: int = 0
    line: LineState | None = None
    from_line: LineState | None = None
    counter: CounterState | None = None
    lines: tuple[LineState, ...] = ()
    counters: tuple[CounterState, ...] = ()
    calls: tuple[CalledTicket, ...] | None = None


_facts = msgspec.json.Decoder(_Facts)


class Happened(Protocol):
    """A journal entry, as the store reads it."""

    @property
    def seq(self) -> int:
        """Its number in its centre."""
        ...

    @property
    def at(self) -> datetime:
        """When it happened."""
        ...

    @property
    def kind(self) -> str:
        """What happened."""
        ...

    @property
    def subject_id(self) -> str:
        """To whom."""
        ...

    @property
    def facts(self) -> str:
        """Its facts, JSON."""
        ...


def frame(entry: Happened, prev: int, speak: Speak, now: datetime) -> Frame | None:
    """Give the frame of an entry, or None when no board shows it.

    Args:
        entry: What happened.
        prev: The number of the frame before it.
        speak: Has a sentence spoken and names its clip; asked only for calls of the last minute.
        now: The present instant.
    """
    if entry.kind not in KINDS:
        return None
    known = _facts.decode(entry.facts)
    lines = (*known.lines, *(line for line in (known.from_line, known.line) if line is not None))
    return Frame(
        seq=entry.seq,
        prev=prev,
        at=local(entry.at),
        event=entry.kind,
        lines=lines,
        counters=known.counters if known.counter is None else (*known.counters, known.counter),
        call=_call(entry, known, speak, now) if entry.kind in CALLS else None,
        calls=None if known.calls is None else tuple(_listed(call) for call in known.calls),
    )


def _listed(call: CalledTicket) -> Call:
    counter = call.counter
    name = CounterName(counter.id, counter.number, counter.name)
    return Call(call.ticket, call.label, name, local(call.called_at), call.times)


def text(entry: Happened, prev: int, speak: Speak, now: datetime) -> str | None:
    """Write an entry as boards are sent it; None when no board shows it."""
    found = frame(entry, prev, speak, now)
    return None if found is None else encode(found)


def _call(entry: Happened, known: _Facts, speak: Speak, now: datetime) -> SpokenCall | None:
    if known.counter is None or known.label is None or known.called_at is None:
        return None
    counter = known.counter
    words = call_text(known.label, counter.number, counter.name, known.times)
    fresh = now - entry.at <= SPOKEN
    return SpokenCall(
        ticket=entry.subject_id,
        label=known.label,
        counter=CounterName(counter.id, counter.number, counter.name),
        called_at=local(known.called_at),
        times=known.times,
        announcement=Announcement(
            id=f"{entry.subject_id}-{entry.seq}", text=words, clip=speak(words["vi"], "vi") if fresh else None
        ),
    )


def encode(message: Any) -> str:
    """Write a frame, snapshot or heartbeat as JSON text."""
    return _encoder.encode(message).decode()
