"""A board from its first frame on: the state, how it is laid out, what is owed to its loudspeaker, slides."""

from collections.abc import Iterable
from datetime import datetime

import msgspec

from onestop.render import board_frame
from onestop.render.board_frame import Speak
from onestop.render.reasons import allowance_text
from onestop.render.wording import LANGUAGES
from onestop.rules.allowance import Allowance
from onestop.rules.board import Snapshot, SpokenCall, next_labels
from onestop.rules.board_facts import BoardFacts, OwedCall, PublishedProcedure


class Slide(msgspec.Struct, frozen=True, kw_only=True):
    """A procedure made public (niêm yết): what it is, how long it takes, what it costs, who receives it."""

    code: str
    name: str
    allowance: dict[str, str]
    fee: str
    letters: tuple[str, ...]
    counters: tuple[int, ...]


class Layout(msgspec.Struct, frozen=True, kw_only=True):
    """The parts that a board shows, and its slides in turn."""

    parts: tuple[str, ...]
    slides: tuple[Slide, ...]
    slide_seconds: int


class ShownSnapshot(Snapshot, frozen=True, kw_only=True, tag_field="kind", tag="snapshot"):
    """Everything a board shows at one seq, with how it shows it and what it is to speak.

    `announcements` are those of its room that are not done, in order. `chime` names the recorded chime
    where the office has one.
    """

    layout: Layout
    theme: str
    languages: tuple[str, ...]
    speaks: bool
    announcements: tuple[SpokenCall, ...]
    chime: str | None


def text(facts: BoardFacts, *, as_of: datetime, voice: bool, chime: str | None, speak: Speak) -> str:
    """Write a snapshot as boards are sent it (`as_of` aware, in the office's time)."""
    state = facts.state
    return board_frame.encode(
        ShownSnapshot(
            seq=state.seq,
            as_of=as_of,
            board=state.board,
            centre=state.centre,
            voice=voice,
            calls=state.calls,
            counters=state.counters,
            lines=state.lines,
            next=next_labels(state.lines),
            ticker=facts.ticker,
            layout=msgspec.convert({**facts.layout, "slides": _slides(facts.procedures)}, Layout),
            theme=facts.theme,
            languages=facts.languages,
            speaks=facts.speaks,
            announcements=tuple(_owed(one, facts.spoken_in, speak) for one in facts.owed),
            chime=chime,
        )
    )


def _owed(one: OwedCall, languages: tuple[str, ...], speak: Speak) -> SpokenCall:
    return board_frame.spoken_call(
        one.ticket_id,
        one.label,
        one.counter,
        called_at=one.called_at,
        times=one.times,
        announcement=(one.id, one.room),
        languages=languages,
        speak=speak,
    )


def _slides(procedures: Iterable[PublishedProcedure]) -> tuple[Slide, ...]:
    return tuple(
        Slide(
            code=one.code,
            name=one.name,
            allowance=_allowance(one),
            fee=one.fee,
            letters=one.letters,
            counters=one.counters,
        )
        for one in procedures
    )


def _allowance(one: PublishedProcedure) -> dict[str, str]:
    if not one.amount or not one.unit:
        return dict.fromkeys(LANGUAGES, one.allowance_text)
    return {lang: allowance_text(Allowance(one.amount, one.unit), lang) for lang in LANGUAGES}
