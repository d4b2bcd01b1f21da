"""A dossier as officers see it: dates and their reasons, people masked, history in sentences, moves."""

import json
from datetime import datetime
from typing import Any

import msgspec

from onestop.model.dossier import OWED, Dossier, Paper
from onestop.render.reasons import tell_reasons
from onestop.render.wording import say
from onestop.rules.access import Actor
from onestop.rules.elsewhere import awaited_agency
from onestop.rules.identity import masked_identity, masked_phone
from onestop.rules.intake import Demand
from onestop.rules.workflow import BY_THE_CLOCK, DOSSIER_MOVES, RIGHT_OF_MOVE, DossierMove
from onestop.steps.reckon_due import read_back
from onestop.store import dossiers, places, procedures
from onestop.store.dossier_list import Listed
from onestop.store.inbox import Waiting
from onestop.store.tx import Reading
from onestop.web.dossier_history import HistoryCard, history_of
from onestop.web.interruptions import InterruptionCard, end_reason, interruptions_of
from onestop.web.leg_cards import LegCard, travel_of
from onestop.web.leg_moves import hindered
from onestop.web.mishaps import MishapCard, cards_of
from onestop.web.shapes import Named, shown


class CodeName(msgspec.Struct, frozen=True):
    """A procedure by code and name."""

    code: str
    name: str


class ApplicantCard(msgspec.Struct, frozen=True):
    """The applicant, numbers masked."""

    name: str
    identity_masked: str
    phone_masked: str
    address: str


class PersonCard(msgspec.Struct, frozen=True):
    """Somebody by name."""

    name: str


class DocumentCard(msgspec.Struct, frozen=True):
    """A paper that was brought."""

    position: int
    name: str
    originals: int
    certified: int
    copies: int
    from_database: bool


class PaperCard(msgspec.Struct, frozen=True):
    """An issued paper and where it is."""

    id: str
    name: str
    url: str
    issued_at: datetime | None
    void: bool = False


class MoveCard(msgspec.Struct, frozen=True):
    """A move, whether this officer may make it now, and why not."""

    move: str
    allowed: bool
    why_not: str | None


class ListedCard(msgspec.Struct, frozen=True, kw_only=True):
    """A dossier in a list."""

    code: str
    procedure: CodeName
    applicant_name: str
    state: str
    promised_at: datetime | None
    due_at: datetime | None
    standing: str | None


class DossierCard(ListedCard, frozen=True, kw_only=True):
    """A dossier with everything about it.

    `demanded` is what the version of its procedure asks for; `awaits` is the agency whose taking it on begins
    the time, or "".
    """

    version: int
    agency: Named
    applicant: ApplicantCard
    representative: PersonCard | None
    documents: list[DocumentCard]
    demanded: list[Demand]
    sets: int
    channel: str
    return_via: str
    return_address: str
    fee_dong: int
    fee_paid: bool
    received_at: datetime | None
    because: list[dict[str, str]]
    received_for_elsewhere: bool
    arrived_at: datetime | None
    awaits: str
    provisional: bool
    calendar_version: str
    late_days: int | None
    ready_at: datetime | None
    returned_at: datetime | None
    told_at: datetime | None
    end_reason: str | None
    interruptions: list[InterruptionCard]
    papers: list[PaperCard]
    mishaps: list[MishapCard]
    history: list[HistoryCard]
    moves: list[MoveCard]
    legs: list[LegCard]
    where_text: str
    forward_by: datetime | None
    late_to_forward: bool


def paper_cards(papers: list[Paper]) -> list[PaperCard]:
    """Show issued papers."""
    return [
        PaperCard(
            paper.id,
            paper.name,
            f"/api/papers/{paper.id}.pdf",
            shown(paper.issued_at),
            paper.void_at is not None,
        )
        for paper in papers
    ]


def listed_card(one: Listed | Waiting) -> ListedCard:
    """Show a dossier in a list."""
    return ListedCard(**_short(one.dossier, CodeName(one.procedure_code, one.procedure_name)))


def _short(dossier: Dossier, procedure: CodeName) -> dict[str, Any]:
    return {
        "code": dossier.code,
        "procedure": procedure,
        "applicant_name": dossier.applicant_name,
        "state": dossier.state,
        "promised_at": shown(dossier.promised_at),
        "due_at": shown(dossier.due_at),
        "standing": dossier.standing,
    }


def card(reading: Reading, dossier: Dossier, lang: str) -> DossierCard:
    """Show a dossier to an officer who may see it."""
    procedure = procedures.by_id(reading, dossier.procedure_id)
    because = read_back(dossier.because)
    return DossierCard(
        **_short(dossier, CodeName(procedure.code, procedure.name)),
        version=dossier.version,
        agency=Named(dossier.agency_id, places.agency_name(reading, dossier.agency_id)),
        applicant=_applicant(reading, dossier),
        representative=_representative(reading, dossier),
        documents=[
            DocumentCard(**{name: getattr(row, name) for name in DocumentCard.__struct_fields__})
            for row in dossiers.documents_of(reading, dossier.id)
        ],
        demanded=procedures.demands_of(reading, dossier.procedure_id),
        sets=dossier.sets,
        channel=dossier.channel,
        return_via=dossier.return_via,
        return_address=dossier.return_address,
        fee_dong=dossier.fee_dong,
        fee_paid=dossier.fee_paid_at is not None,
        received_at=shown(dossier.received_at),
        because=tell_reasons(because, lang),
        received_for_elsewhere=dossier.received_for_elsewhere,
        arrived_at=shown(dossier.arrived_at),
        awaits=awaited_agency(because) if dossier.state in OWED else "",
        provisional=dossier.provisional,
        calendar_version=dossier.calendar_version,
        late_days=dossier.late_days,
        ready_at=shown(dossier.ready_at),
        returned_at=shown(dossier.returned_at),
        told_at=shown(dossier.told_at),
        end_reason=end_reason(reading, dossier, lang),
        interruptions=interruptions_of(reading, dossier, lang),
        papers=paper_cards(dossiers.papers_of(reading, dossier.id, void=True)),
        mishaps=cards_of(reading, dossier.id),
        history=history_of(reading, dossier, lang),
        moves=moves(reading.actor, dossier, lang, hindered(reading, dossier, lang)),
        **travel_of(reading, dossier, lang),
    )


def _applicant(reading: Reading, dossier: Dossier) -> ApplicantCard:
    number = reading.seals.unseal(dossier.identity_sealed) if dossier.identity_sealed else ""
    return ApplicantCard(
        dossier.applicant_name, masked_identity(number), masked_phone(dossier.phone), dossier.address
    )


def _representative(reading: Reading, dossier: Dossier) -> PersonCard | None:
    if not dossier.representative:
        return None
    return PersonCard(json.loads(reading.seals.unseal(dossier.representative))["name"])


def moves(actor: Actor, dossier: Dossier, lang: str, hindered: dict[DossierMove, str]) -> list[MoveCard]:
    """Tell of every move whether this officer may make it now, and why not; `hindered` is what its legs say."""
    cards = []
    for move, right in RIGHT_OF_MOVE.items():
        if move in BY_THE_CLOCK:
            continue
        why_not = None
        if right not in actor.rights:
            why_not = say("record.why_not.right", lang)
        elif (dossier.state, move) not in DOSSIER_MOVES:
            why_not = say("record.why_not.state", lang)
        elif move is DossierMove.APOLOGISE and dossier.told_at is not None:
            why_not = say("record.why_not.apologised", lang)
        else:
            why_not = hindered.get(move)
        cards.append(MoveCard(move, why_not is None, why_not))
    return cards
