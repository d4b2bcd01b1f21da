"""The routing slip of a dossier (phiếu kiểm soát): its facts as the hand-overs stand now."""

from datetime import datetime
from itertools import chain

import msgspec

from onestop.model.dossier import Dossier
from onestop.model.leg import Handover, Leg, LegPart, LegState
from onestop.render.issued import ROUTING, thawed
from onestop.render.routing_slip import RoutingRow, RoutingSlipFacts
from onestop.rules.numbering import paper_number
from onestop.rules.route import is_paper
from onestop.steps.issue_paper import SIGN_OF, issue, letterhead
from onestop.store import covers, dossiers, handovers, legs, places, procedures
from onestop.store.tx import Reading, Tx

_OF_THE_DAY = {"issued_on", "officer_name", "form_set"}
"""What differs each time a slip is asked for, and is no change of the dossier."""


def issue_routing_slip(tx: Tx, dossier: Dossier) -> str | None:
    """Issue the routing slip of a held dossier if anything on it changed since; give the new paper's id."""
    facts = routing_facts(tx, dossier)
    for paper in dossiers.papers_of(tx, dossier.id):
        if paper.name == ROUTING and _same(thawed(ROUTING, tx.seals.unseal(paper.facts_sealed)), facts):
            return None
    return issue(tx, centre_id=dossier.centre_id, owner_id=dossier.id, name=ROUTING, facts=facts)


def _same(one: msgspec.Struct, other: msgspec.Struct) -> bool:
    names = (name for name in RoutingSlipFacts.__struct_fields__ if name not in _OF_THE_DAY)
    return all(getattr(one, name) == getattr(other, name) for name in names)


def routing_facts(reading: Reading, dossier: Dossier) -> RoutingSlipFacts:
    """Tell what the routing slip of a dossier says now."""
    rows = legs.legs_of(reading, dossier.id)
    given = [each for each in handovers.handovers_of(reading, dossier.id) if each.undone_at is None]
    procedure = procedures.by_id(reading, dossier.procedure_id)
    centre = places.centre(reading, dossier.centre_id).name
    kept = [leg for leg in rows if leg.state != LegState.CANCELLED or leg.sent_at is not None]
    names = legs.names_of(reading, {dossier.agency_id, *(leg.agency_id for leg in kept)} | _agencies(given))
    lead = next((leg.agency_id for leg in kept if leg.part == LegPart.LEAD), dossier.agency_id)
    others = dict.fromkeys(names[leg.agency_id] for leg in kept if leg.agency_id != lead)
    return RoutingSlipFacts(
        **letterhead(reading, dossier.centre_id, paper_number(dossier.register_serial, SIGN_OF["routing"])),
        code=dossier.code,
        owner_name=dossier.owner_name or dossier.applicant_name,
        procedure_name=procedure.name,
        procedure_code=procedure.code,
        received_at=dossier.received_at,
        promised_at=dossier.promised_at,
        lead=names[lead],
        cooperating=tuple(others),
        rows=(*_made(reading, given, kept, names, centre), *_to_come(dossier, rows, names, centre)),
    )


def _agencies(given: list[Handover]) -> set[str]:
    sides = chain.from_iterable((each.from_agency_id, each.to_agency_id) for each in given)
    return {side for side in sides if side}


def _made(
    reading: Reading, given: list[Handover], rows: list[Leg], names: dict[str, str], centre: str
) -> list[RoutingRow]:
    """Tell the hand-overs that were made, each with how its giver stood to its time."""
    hands = chain.from_iterable((each.given_by_id, each.taken_by_id) for each in given)
    people = covers.officer_names(reading, {each for each in hands if each})
    told = list[RoutingRow]()
    for each in given:
        leg = _done_by(rows, each.from_agency_id, each.given_at)
        told.append(
            RoutingRow(
                giver=names.get(each.from_agency_id or "", centre),
                taker=names.get(each.to_agency_id or "", centre),
                given_at=each.given_at,
                taken_at=each.taken_at,
                giver_name=people.get(each.given_by_id, ""),
                taker_name=people.get(each.taken_by_id or "", ""),
                standing=(leg.standing or "") if leg else "",
                late_days=(leg.late_days or 0) if leg else 0,
                note=(leg.outcome if leg else "") or each.note,
            )
        )
    return told


def _done_by(rows: list[Leg], agency_id: str | None, at: datetime) -> Leg | None:
    """Find the work that an agency was done with when it gave a dossier away."""
    done = [
        leg for leg in rows if leg.agency_id == agency_id and leg.done_at is not None and leg.done_at <= at
    ]
    return max(done, key=lambda leg: (leg.done_at, leg.stage), default=None)


def _to_come(dossier: Dossier, rows: list[Leg], names: dict[str, str], centre: str) -> list[RoutingRow]:
    """Leave rows for the hands through which a paper dossier will still go."""
    if not is_paper(dossier.channel):
        return []
    coming = list[RoutingRow]()
    for leg in rows:
        if leg.state == LegState.PLANNED:
            coming.append(RoutingRow(giver=centre, taker=names[leg.agency_id]))
        if leg.state in {LegState.PLANNED, LegState.SENT, LegState.ACCEPTED}:
            coming.append(RoutingRow(giver=names[leg.agency_id], taker=centre))
    return coming
