"""The course of a dossier as the holder of its receipt sees it: what was, what is awaited, how it ended."""

from datetime import datetime
from operator import itemgetter

import msgspec

from onestop.clock import local_day
from onestop.model.dossier import WAITING, Dossier, DossierState
from onestop.model.interruption import DecisionKind, SupplementRequest
from onestop.render.dates import short_day
from onestop.render.reasons import allowance_text
from onestop.render.wording import say
from onestop.rules.allowance import Allowance
from onestop.rules.local_minute import instant_of
from onestop.rules.opening_hours import MINUTES_A_DAY
from onestop.rules.supplement import AskedPaper
from onestop.store import calendar, interruptions
from onestop.store.tx import Reading
from onestop.web.interruptions import end_reason
from onestop.web.shapes import shown

_ENDS = (DossierState.DECLINED, DossierState.WITHDRAWN, DossierState.STOPPED, DossierState.LAPSED)


class Milestone(msgspec.Struct, frozen=True):
    """A step on the way: done, going on, or to come."""

    at: datetime | None
    text: str
    state: str


class AskedItem(msgspec.Struct, frozen=True):
    """A paper that is asked for."""

    name: str
    note: str


class Asked(msgspec.Struct, frozen=True):
    """What the citizen has to bring, why, and until when."""

    items: list[AskedItem]
    reason: str
    until: datetime | None


class Ended(msgspec.Struct, frozen=True):
    """How a dossier ended without a result, and why."""

    kind: str
    text: str
    reason: str
    at: datetime | None


def asked(reading: Reading, dossier: Dossier) -> Asked | None:
    """Tell what is awaited from the citizen."""
    request = interruptions.awaited_supplement(reading, dossier.id)
    if request is None:
        return None
    items = msgspec.json.decode(request.items, type=tuple[AskedPaper, ...])
    return Asked(
        [AskedItem(each.name, each.note) for each in items],
        request.reason,
        _until(reading, dossier, request),
    )


def _until(reading: Reading, dossier: Dossier, request: SupplementRequest) -> datetime | None:
    """Tell when the counter closes on the last day; its end, where that became a day off."""
    working = calendar.calendar_of(reading, dossier.centre_id).hours_on(request.answer_by).working
    minute = working[-1][1] if working else MINUTES_A_DAY - 1
    return shown(instant_of(request.answer_by.toordinal() * MINUTES_A_DAY + minute))


def paused(reading: Reading, dossier: Dossier) -> str | None:
    """Tell why a dossier is suspended."""
    suspension = interruptions.open_suspension(reading, dossier.id)
    return suspension.reason if suspension else None


def ended(reading: Reading, dossier: Dossier, lang: str) -> Ended | None:
    """Tell how a dossier ended without a result."""
    reason = end_reason(reading, dossier, lang)
    if reason is None:
        return None
    return Ended(dossier.state, say(f"record.end.{dossier.state}", lang), reason, shown(dossier.ready_at))


def timeline(reading: Reading, dossier: Dossier, lang: str) -> list[Milestone]:
    """Tell the way of a dossier: its four steps, with what interrupted it between, or its end without a result."""
    steps = [Milestone(shown(dossier.received_at), _say("received", lang), "done")]
    steps += [Milestone(shown(at), text, "done") for at, text in _between(reading, dossier, lang)]
    if dossier.state in _ENDS:
        text = say(f"record.end.{dossier.state}", lang)
        return [*steps, Milestone(shown(dossier.ready_at), text, "done")]
    if dossier.state in WAITING:
        steps[-1] = Milestone(steps[-1].at, steps[-1].text, "now")
    return [*steps, *_rest(dossier, lang)]


def _rest(dossier: Dossier, lang: str) -> list[Milestone]:
    """Tell the steps of a dossier's work, its result, and its return."""
    is_ready = dossier.ready_at is not None
    returned = dossier.state == DossierState.RETURNED
    processing = Milestone(
        None, _say("processed" if is_ready else "processing", lang), "done" if is_ready else "now"
    )
    if dossier.state in WAITING:
        processing = Milestone(None, processing.text, "next")
    return [
        processing,
        Milestone(
            shown(dossier.ready_at),
            _say("ready" if is_ready else "ready_next", lang),
            ("done" if returned else "now") if is_ready else "next",
        ),
        Milestone(
            shown(dossier.returned_at),
            _say("returned" if returned else "returned_next", lang),
            "done" if returned else "next",
        ),
    ]


def _between(reading: Reading, dossier: Dossier, lang: str) -> list[tuple[datetime, str]]:
    """Tell what interrupted, prolonged or reopened a dossier, in order of time."""
    found = list[tuple[datetime, str]]()
    for request in interruptions.supplements_of(reading, dossier.id):
        found.append((request.requested_at, _say("asked" if request.ended_at else "asked_now", lang)))
        if request.returned_at is not None and request.returned_at == request.ended_at:
            found.append((request.returned_at, _say("supplemented", lang)))
    for pause in interruptions.suspensions_of(reading, dossier.id):
        found.append((pause.suspended_at, _say("suspended", lang, reason=pause.reason)))
        if pause.resumed_at is not None:
            found.append((pause.resumed_at, _say("resumed", lang)))
    for more in interruptions.extensions_of(reading, dossier.id):
        length = allowance_text(Allowance(more.amount, more.unit), lang)
        found.append((more.decided_at, _say("extended", lang, allowance=length)))
    apology = interruptions.apology_of(reading, dossier.id)
    if apology is not None:
        day = short_day(local_day(apology.told_at))
        found.append((apology.apologised_at, _say("apologised", lang, day=day)))
    found += [
        (each.decided_at, _say("reopened", lang))
        for each in interruptions.decisions_of(reading, dossier.id)
        if each.kind == DecisionKind.REOPEN
    ]
    return sorted(found, key=itemgetter(0))


def _say(key: str, lang: str, **facts: str) -> str:
    return say(f"record.timeline.{key}", lang, **facts)
