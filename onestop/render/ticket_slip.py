"""What stands on a ticket's slip, block by block, whatever prints it."""

from datetime import datetime
from typing import Literal

import msgspec

from onestop.clock import local
from onestop.render.wording import say

Step = Literal["small", "plain", "large", "huge"]
"""Sizes: small print, the line's name and figures, the number itself."""

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_UNDER = 5
"""Minutes. A shorter wait is not told more exactly."""


class Words(msgspec.Struct, frozen=True, kw_only=True, tag="words"):
    """A paragraph, in the middle or at the left."""

    text: str
    step: Step = "plain"
    bold: bool = False
    middle: bool = True


class Rule(msgspec.Struct, frozen=True, kw_only=True, tag="rule"):
    """A line across the slip."""

    dashed: bool = False


class Pair(msgspec.Struct, frozen=True, kw_only=True, tag="pair"):
    """Two figures side by side, each under its name."""

    left: tuple[str, str]
    right: tuple[str, str]


class Code(msgspec.Struct, frozen=True, kw_only=True, tag="code"):
    """A QR code with what it is for: a few words with weight, the rest without."""

    address: str
    title: str
    text: str


Block = Words | Rule | Pair | Code


class SlipFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What the citizen was told when the number was given; `again` marks a copy that may not be the only one."""

    centre: str
    place: str
    label: str
    line: str
    priority: bool
    ahead: int
    wait_low: int | None
    wait_high: int | None
    issued_at: datetime
    machine: str
    status_url: str
    again: bool


def compose(facts: SlipFacts, lang: str) -> tuple[Block, ...]:
    """Lay out a slip: the number first, what it is for, the wait, the way to the phone, what to do.

    One sentence at the end is in the other language, for whoever stands beside the reader.
    """
    other = "vi" if lang == "en" else "en"
    title, text = _weighted(say("kiosk.slip.phone", lang))
    marks = [
        Words(text=words, bold=True)
        for words, wanted in (
            (say("kiosk.slip.priority", lang), facts.priority),
            (say("kiosk.slip.again", lang), facts.again),
        )
        if wanted
    ]
    return (
        Words(text=facts.centre.upper(), bold=True, step="small"),
        Words(text=facts.place, step="small"),
        Rule(),
        Words(text=say("kiosk.slip.yours", lang)),
        Words(text=facts.label, step="huge", bold=True),
        Words(text=facts.line, step="large", bold=True),
        *marks,
        Rule(),
        Pair(
            left=(say("kiosk.slip.ahead", lang), _people(facts.ahead, lang)),
            right=(say("kiosk.slip.wait", lang), _range(facts, lang)),
        ),
        Rule(),
        Code(address=facts.status_url, title=title, text=text),
        Rule(dashed=True),
        Words(text=say("kiosk.slip.rules", lang), step="small", middle=False),
        Words(text=say("kiosk.slip.hint", other), step="small", middle=False),
        Words(text=_foot(facts, lang), step="small"),
    )


def _weighted(sentence: str) -> tuple[str, str]:
    """Part a sentence of the texts at its weight: *title* text."""
    _, title, text = sentence.split("*", 2)
    return title, text.strip()


def _people(ahead: int, lang: str) -> str:
    if ahead == 0:
        return say("kiosk.ticket.nobody", lang)
    return say("kiosk.ticket.people_one" if ahead == 1 else "kiosk.ticket.people", lang, count=ahead)


def _range(facts: SlipFacts, lang: str) -> str:
    """Say the range of minutes, never a single promise; or that too little has been measured."""
    low, high = facts.wait_low, facts.wait_high
    if low is None or high is None:
        return say("kiosk.wait.unknown", lang)
    if high <= _UNDER:
        return say("kiosk.wait.under", lang, high=_UNDER)
    if low <= 0:
        return say("kiosk.wait.under", lang, high=high)
    if low == high:
        return say("kiosk.wait.about", lang, high=high)
    return say("kiosk.wait.range", lang, low=low, high=high)


def _foot(facts: SlipFacts, lang: str) -> str:
    at = local(facts.issued_at)
    date = say(
        "kiosk.time.date",
        lang,
        weekday=say(f"kiosk.time.{_WEEKDAYS[at.weekday()]}", lang),
        day=f"{at:%d}",
        month=say(f"kiosk.time.month_{at.month}", lang),
        year=at.year,
    )
    return say("kiosk.slip.foot", lang, time=f"{at:%H:%M}", date=date, machine=facts.machine)
