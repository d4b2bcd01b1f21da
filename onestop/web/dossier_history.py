"""What happened to a dossier, in sentences."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import msgspec

from onestop.clock import local
from onestop.model.dossier import Dossier
from onestop.render.dates import short_day
from onestop.render.numbers_vi import dong
from onestop.render.wording import say
from onestop.store import dossier_history
from onestop.store.dossier_history import Happened
from onestop.store.tx import Reading
from onestop.web import travel_history
from onestop.web.interruptions import INTERRUPTING, told
from onestop.web.shapes import shown


class HistoryCard(msgspec.Struct, frozen=True):
    """Something that happened, in a sentence."""

    at: datetime | None
    kind: str
    text: str


def history_of(reading: Reading, dossier: Dossier, lang: str) -> list[HistoryCard]:
    """Tell what happened to a dossier, newest first."""
    entries = dossier_history.history_of(reading, dossier.centre_id, dossier.id)
    names = travel_history.names_in(reading, entries)
    return [HistoryCard(shown(entry.at), entry.kind, _sentence(entry, lang, names)) for entry in entries]


def _sentence(entry: Happened, lang: str, names: dict[str, str]) -> str:
    """Tell an entry in a sentence; the facts choose it, the journal has no names of citizens to put in."""
    if entry.kind in INTERRUPTING:
        variant, facts = told(entry.kind, entry.facts, lang)
    elif entry.kind in travel_history.KINDS:
        variant, facts = travel_history.told(entry, names)
    else:
        variant, facts = _CHOOSES.get(entry.kind, _plainly)(entry.kind, entry.facts)
    who = entry.officer or say("record.history.nobody", lang)
    return say(f"record.history.{variant}", lang, **({"who": who} | facts))


_Told = tuple[str, dict[str, Any]]


def _plainly(kind: str, _facts: dict[str, Any]) -> _Told:
    return kind, {}


def _received(kind: str, facts: dict[str, Any]) -> _Told:
    return kind, {"day": _day(facts["promised_at"])}


def _moved(kind: str, facts: dict[str, Any]) -> _Told:
    days = {name: _day(facts[name]) for name in ("before", "after")}
    if facts["because"] != "calendar-changed":
        return kind, days
    version = short_day(date.fromisoformat(facts["calendar_version"]))
    return f"{kind}-calendar-changed", days | {"version": version}


def _readied(kind: str, facts: dict[str, Any]) -> _Told:
    days, standing = abs(facts["late_days"]), facts["standing"]
    within = standing == "overdue" and not days
    return f"{kind}-{standing}{'-hours' if within else ''}", {"days": days}


def _returned(kind: str, facts: dict[str, Any]) -> _Told:
    return f"{kind}-{facts['collector']}", {}


def _kept(kind: str, facts: dict[str, Any]) -> _Told:
    return f"{kind}-{facts['what']}", {"version": facts.get("version", 1)}


def _paid(kind: str, facts: dict[str, Any]) -> _Told:
    paid = facts.get("fee_dong", 0) + facts.get("charge_dong", 0)
    return kind, {"number": facts["number"], "amount": dong(paid)}


def _day(at: str) -> str:
    return short_day(local(datetime.fromisoformat(at)).date())


_CHOOSES: dict[str, Callable[[str, dict[str, Any]], _Told]] = {
    "dossier-received": _received,
    "due-moved": _moved,
    "result-readied": _readied,
    "result-returned": _returned,
    "upload-kept": _kept,
    "mishap-noted": _kept,
    "payment-taken": _paid,
    "payment-voided": _paid,
}
"""What chooses the sentence of a kind, and fills it."""
