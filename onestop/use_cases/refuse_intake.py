"""An officer does not take a dossier in: form 02 tells what is missing, form 03 declines; nothing is promised."""

import json
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

import msgspec

from onestop import chance
from onestop.errors import Incomplete, Malformed
from onestop.events import IntakeRefused
from onestop.model.dossier import Intake
from onestop.model.place import Centre
from onestop.model.procedure import Procedure
from onestop.render.decline import DeclineFacts
from onestop.render.issued import DECLINE, SUPPLEMENT
from onestop.render.paper_facts import DocumentLine
from onestop.render.supplement_request import SupplementFacts
from onestop.render.wording import say
from onestop.rules.intake import MOST_PAPERS, Demand, compare
from onestop.rules.scope import require_sector
from onestop.rules.submission import Filing, Submission, look_over
from onestop.rules.text import many_lines, one_line
from onestop.steps.begin_intake import own_ticket, receiving_centre
from onestop.steps.issue_paper import issue, letterhead, take_paper_number
from onestop.steps.write_receipt import party_of
from onestop.store import procedures
from onestop.store.tx import Tx

LONGEST_REASON = 2_000
_LONGEST_NAME = 500
_LONGEST_NOTE = 300


class Outcome(StrEnum):
    """What became of an intake that was refused."""

    SUPPLEMENT = "supplement"
    DECLINE = "decline"


class MissingPaper(msgspec.Struct, frozen=True, kw_only=True):
    """A paper to ask for: one of the procedure's by its position, or another by its name."""

    position: int | None = None
    name: str | None = None
    note: str | None = None


class RefusedSubmission(Submission, frozen=True, kw_only=True):
    """A submission that is not taken in, and why."""

    outcome: str
    missing: tuple[MissingPaper, ...] | None = None
    reason: str | None = None


class RefusedIntake(msgspec.Struct, frozen=True, kw_only=True):
    """An intake that was refused, and the form that says so."""

    id: str
    outcome: str
    paper_id: str


def refuse(tx: Tx, refused: RefusedSubmission) -> RefusedIntake:
    """Hand out form 02 or 03 at the counter and keep that it was; no code, no date.

    Raises:
        NotAllowed: Not an officer who receives at a centre, or another centre's ticket.
        SectorForeign: The officer is held to other sectors.
        NotFound: No such procedure today, or no such ticket.
        Malformed: No such outcome, nothing missing for form 02, no reason for form 03, a paper asked for
            that a database has, or a field that cannot be what it promises.

    Rule:
        Decree 61/2018/NĐ-CP art. 17.1; what is missing is told once and fully (art. 15).
    """
    centre = receiving_centre(tx)
    filing = look_over(refused, tx.today, identified=False)
    procedure = procedures.procedure_on(tx, refused.procedure, tx.today)
    require_sector(tx.actor, procedure.sector_id, named=procedure.code)
    own_ticket(tx, refused.ticket, centre)
    intake = Intake(
        id=chance.new_id(),
        centre_id=centre.id,
        procedure_id=procedure.id,
        ticket_id=refused.ticket,
        officer_id=tx.actor.id,
        outcome=refused.outcome,
        applicant_name=filing.applicant.name,
        at=tx.now,
    )
    match refused.outcome:
        case Outcome.SUPPLEMENT:
            lines = _asked_for(procedures.demands_of(tx, procedure.id), refused)
            intake.missing = json.dumps([msgspec.structs.asdict(line) for line in lines], ensure_ascii=False)
            intake.reason = _reason(refused) or say("record.supplement_reason")
            paper_id = _form_02(tx, intake, filing, centre=centre, procedure=procedure, missing=lines)
        case Outcome.DECLINE:
            lines, intake.reason = (), _reason(refused)
            if not intake.reason:
                raise Malformed(field="reason", reason="missing")
            paper_id = _form_03(tx, intake, filing, centre=centre, procedure=procedure)
        case _:
            raise Malformed(field="outcome", reason="unknown")

    tx.session.add(intake)
    tx.session.flush()

    tx.emit(
        IntakeRefused(
            centre_id=centre.id,
            subject_id=intake.id,
            procedure=procedure.code,
            outcome=intake.outcome,
            ticket_id=intake.ticket_id,
            missing=len(lines),
        )
    )
    return RefusedIntake(id=intake.id, outcome=intake.outcome, paper_id=paper_id)


def _reason(refused: RefusedSubmission) -> str:
    return many_lines(refused.reason or "", field="reason", most=LONGEST_REASON)


def _asked_for(demands: Sequence[Demand], refused: RefusedSubmission) -> tuple[DocumentLine, ...]:
    """Tell what form 02 asks for: what the officer named, else what the comparison finds missing."""
    if refused.missing is None:
        try:
            compare(demands, refused.documents)
        except Incomplete as shortfall:
            return tuple(_found(missing) for missing in shortfall.missing)
    named = refused.missing or ()
    if not 0 < len(named) <= MOST_PAPERS:
        raise Malformed(field="missing", reason="missing")
    known = {demand.position: demand for demand in demands}
    return tuple(_named(paper, known) for paper in named)


def _found(missing: Mapping[str, Any]) -> DocumentLine:
    """Ask for the whole paper: who brought one copy of two brings both, and the officer sees them together."""
    return DocumentLine(name=missing["name"], **missing["need"])


def _named(paper: MissingPaper, known: Mapping[int, Demand]) -> DocumentLine:
    note = one_line(paper.note or "", field="missing", most=_LONGEST_NOTE)
    demand = known.get(paper.position) if paper.position is not None else None
    if demand is None:
        name = one_line(paper.name or "", field="missing", most=_LONGEST_NAME, least=1)
        return DocumentLine(name=name, note=note)
    if demand.replaced_by_database:
        raise Malformed(field="missing", reason="in-database")
    return DocumentLine(
        name=demand.name,
        originals=demand.originals,
        certified=demand.certified,
        copies=demand.copies,
        note=note,
    )


def _form_02(
    tx: Tx,
    intake: Intake,
    filing: Filing,
    *,
    centre: Centre,
    procedure: Procedure,
    missing: tuple[DocumentLine, ...],
) -> str:
    head = letterhead(tx, centre.id, take_paper_number(tx, "supplement", centre.id)[1])
    facts = SupplementFacts(
        **head,
        applicant=party_of(filing),
        procedure_name=procedure.name,
        procedure_code=procedure.code,
        missing=missing,
        reason=intake.reason,
        contact_name=head["officer_name"],
        contact_phone=centre.phone,
    )
    return issue(tx, centre_id=centre.id, owner_id=intake.id, name=SUPPLEMENT, facts=facts)


def _form_03(tx: Tx, intake: Intake, filing: Filing, *, centre: Centre, procedure: Procedure) -> str:
    facts = DeclineFacts(
        **letterhead(tx, centre.id, take_paper_number(tx, "decline", centre.id)[1]),
        applicant=party_of(filing),
        procedure_name=procedure.name,
        procedure_code=procedure.code,
        reason=intake.reason,
    )
    return issue(tx, centre_id=centre.id, owner_id=intake.id, name=DECLINE, facts=facts)
