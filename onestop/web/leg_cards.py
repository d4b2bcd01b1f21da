"""Where a dossier is among its agencies: its legs, in words, and by when it has to be on its way."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec

from onestop.clock import local
from onestop.model.dossier import WAITING, Dossier, DossierState
from onestop.model.leg import Leg, LegState
from onestop.render.dates import hour_in_figures, short_day
from onestop.render.wording import say
from onestop.rules.leg_turn import OPEN
from onestop.store import covers, handovers, legs
from onestop.store.tx import Reading
from onestop.web.shapes import Named, shown


class LegCard(msgspec.Struct, frozen=True, kw_only=True):
    """One agency's share of a dossier."""

    position: int
    stage: int
    agency: Named
    part: str
    work: str
    amount: str
    state: str
    officer: Named | None
    covers: Named | None
    due_at: datetime | None
    standing: str | None
    late_days: int | None
    sent_at: datetime | None
    accepted_at: datetime | None
    done_at: datetime | None
    outcome: str


def travel_of(reading: Reading, dossier: Dossier, lang: str) -> dict[str, Any]:
    """Tell where a dossier is among its agencies, as the fields of its card.

    `late_to_forward`: it is not on its way though the hour by which it had to be has passed.
    """
    rows = legs.legs_of(reading, dossier.id)
    names = legs.names_of(reading, [leg.agency_id for leg in rows])
    held = {each.leg_id: each for each in legs.assignments_of(reading, [leg.id for leg in rows])}
    ids = {leg.officer_id for leg in rows} | {each.covers_id for each in held.values()}
    people = covers.officer_names(reading, {each for each in ids if each})

    def person(officer_id: str | None) -> Named | None:
        return Named(officer_id, people[officer_id]) if officer_id else None

    cards = [
        LegCard(
            position=leg.position,
            stage=leg.stage,
            agency=Named(leg.agency_id, names[leg.agency_id]),
            part=leg.part,
            work=leg.work,
            amount=leg.amount,
            state=leg.state,
            officer=person(leg.officer_id),
            covers=person(held[leg.id].covers_id if leg.id in held else None),
            due_at=shown(leg.due_at),
            standing=leg.standing,
            late_days=leg.late_days,
            sent_at=shown(leg.sent_at),
            accepted_at=shown(leg.accepted_at),
            done_at=shown(leg.done_at),
            outcome=leg.outcome,
        )
        for leg in rows
    ]
    running = dossier.state in {DossierState.RECEIVED, DossierState.PROCESSING}
    return {
        "legs": cards,
        "where_text": where_in_words(reading, dossier, rows, cards, lang),
        "forward_by": shown(dossier.forward_by),
        "late_to_forward": running and dossier.forwarded_at is None and reading.now > dossier.forward_by,
    }


def where_in_words(
    reading: Reading, dossier: Dossier, rows: Sequence[Leg], cards: Sequence[LegCard], lang: str
) -> str:
    """Say where a dossier is now and with whom: at the centre, on its way, at agencies, or at its end."""
    if dossier.state not in {DossierState.RECEIVED, DossierState.PROCESSING, *WAITING}:
        back = (
            _on_its_way_back(reading, dossier, lang) if dossier.state == DossierState.RESULT_READY else None
        )
        return back or say(f"record.where.{dossier.state}", lang)
    places = [_leg_in_words(card, lang) for card in cards if card.state in OPEN]
    if not places:
        places = [_on_its_way_back(reading, dossier, lang) or _at_the_centre(rows, cards, lang)]
    where = say("record.where.and", lang).join(places)
    if dossier.state in WAITING:
        return say(f"record.where.{dossier.state}", lang, where=where)
    return say("record.where.now", lang, where=where)


def _leg_in_words(card: LegCard, lang: str) -> str:
    if card.state == LegState.SENT:
        return say("record.where.sent", lang, agency=card.agency.name, at=_moment(card.sent_at))
    if card.officer is None:
        return say("record.where.unassigned", lang, agency=card.agency.name)
    return say("record.where.held", lang, agency=card.agency.name, officer=card.officer.name)


def _on_its_way_back(reading: Reading, dossier: Dossier, lang: str) -> str | None:
    back = [each for each in handovers.awaited_of(reading, dossier.id) if each.to_agency_id is None]
    if not back or back[-1].from_agency_id is None:
        return None
    agency = legs.names_of(reading, [back[-1].from_agency_id])[back[-1].from_agency_id]
    return say("record.where.back", lang, agency=agency, at=_moment(back[-1].given_at))


def _at_the_centre(rows: Sequence[Leg], cards: Sequence[LegCard], lang: str) -> str:
    """Say what a dossier at the centre waits for: the next agencies, or its result."""
    planned = [leg.stage for leg in rows if leg.state == LegState.PLANNED]
    if not planned:
        return say("record.where.centre", lang)
    coming = [card for card in cards if card.state == LegState.PLANNED and card.stage == min(planned)]
    return say("record.where.waits", lang, agencies=", ".join(card.agency.name for card in coming))


def _moment(at: datetime | None) -> str:
    return f"{hour_in_figures(at)} {short_day(local(at).date())}" if at else ""
