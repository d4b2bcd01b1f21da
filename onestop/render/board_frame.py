"""A journal entry as boards see it: the states it replaces and, for a call, what is spoken."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Protocol

import msgspec

from onestop.clock import local
from onestop.events import CalledTicket, CounterState, LineState
from onestop.render.announcement import Sentence, call_sentences
from onestop.rules.board import Announcement, Call, CounterName, Frame, SpokenCall
from onestop.rules.board_view import Rooms, seen

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
    "announcement-played",
    "announcements-lapsed",
}
"""What a board of a hall shows. Everything else in the journal is not shown there."""
RENEWS = "hall-changed"
"""After it boards are shown everything anew: another line, counter, room or layout is no frame."""

_encoder = msgspec.json.Encoder()
Speak = Callable[[Sentence], str | None]
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
    announcement: str | None = None
    announcements: tuple[str, ...] = ()
    room: str = ""


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


EVERYWHERE = Rooms()
"""A centre without rooms, whose boards speak Vietnamese."""


def frame(entry: Happened, prev: int, speak: Speak, now: datetime, rooms: Rooms = EVERYWHERE) -> Frame | None:
    """Give the frame of an entry as a board of the whole centre sees it, or None when no board shows it.

    Args:
        entry: What happened.
        prev: The number of the frame before it.
        speak: Has a sentence spoken and names its clip; asked only for calls of the last minute.
        now: The present instant.
        rooms: Where the centre's counters stand, and what its boards speak.
    """
    if entry.kind not in KINDS:
        return None
    known = _facts.decode(entry.facts)
    lines = (*known.lines, *(line for line in (known.from_line, known.line) if line is not None))
    done = (entry.subject_id,) if entry.kind == "announcement-played" else known.announcements
    return Frame(
        seq=entry.seq,
        prev=prev,
        at=local(entry.at),
        event=entry.kind,
        lines=lines,
        counters=known.counters if known.counter is None else (*known.counters, known.counter),
        call=_call(entry, known, speak, now, rooms) if entry.kind in CALLS else None,
        calls=None if known.calls is None else tuple(_listed(call) for call in known.calls),
        spoken=done,
        room=known.room if done else "",
    )


def _listed(call: CalledTicket) -> Call:
    counter = call.counter
    name = CounterName(counter.id, counter.number, counter.name)
    return Call(call.ticket, call.label, name, local(call.called_at), call.times)


def is_seen(entry: Happened, room: str | None, rooms: Rooms) -> bool:
    """Tell whether a board of a room, or of the whole centre, is sent a frame for an entry."""
    found = frame(entry, 0, _silent, entry.at, rooms)
    return found is not None and seen(found, room, rooms) is not None


def _silent(_sentence: Sentence) -> None:
    return None


def _call(entry: Happened, known: _Facts, speak: Speak, now: datetime, rooms: Rooms) -> SpokenCall | None:
    if known.counter is None or known.label is None or known.called_at is None:
        return None
    counter = known.counter
    return spoken_call(
        entry.subject_id,
        known.label,
        CounterName(counter.id, counter.number, counter.name),
        called_at=known.called_at,
        times=known.times,
        announcement=(
            known.announcement or f"{entry.subject_id}-{entry.seq}",
            rooms.counters.get(counter.id, ""),
        ),
        languages=rooms.languages,
        speak=speak if now - entry.at <= SPOKEN else _silent,
    )


def spoken_call(
    ticket: str,
    label: str,
    counter: CounterName,
    *,
    called_at: datetime,
    times: int,
    announcement: tuple[str, str],
    languages: tuple[str, ...],
    speak: Speak,
) -> SpokenCall:
    """Word a call with its announcement `(id, room)`, and have it spoken in the languages of the boards."""
    sentences = call_sentences(label, counter.number, counter.name, times)
    clips = {lang: speak(sentences[lang]) for lang in languages}
    return SpokenCall(
        ticket=ticket,
        label=label,
        counter=counter,
        called_at=local(called_at),
        times=times,
        announcement=Announcement(
            id=announcement[0],
            text={lang: sentence.text for lang, sentence in sentences.items()},
            clip=clips.get("vi"),
            clips=clips,
            room=announcement[1],
        ),
    )


def encode(message: Any) -> str:
    """Write a frame, snapshot or heartbeat as JSON text."""
    return _encoder.encode(message).decode()
