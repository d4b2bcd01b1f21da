"""The paper of a hand-over list: everything that it will ever be printed from."""

from onestop.model.dossier import Dossier, DossierState, ReturnVia
from onestop.model.leg import Handover, HandoverList
from onestop.render.handover_slip import HandoverLine, HandoverSlipFacts
from onestop.render.issued import HANDOVER
from onestop.render.wording import say
from onestop.steps.issue_paper import issue, letterhead
from onestop.store import handovers, legs, procedures
from onestop.store.tx import Tx


def issue_slip(tx: Tx, made: HandoverList) -> str:
    """Issue the paper of a list just made; give the paper's id.

    Going out it is the centre's paper, coming back the agency's.
    """
    head = letterhead(tx, made.centre_id, made.number)
    agency = legs.names_of(tx, [made.agency_id])[made.agency_id]
    centre = head["office"]
    if not made.outward:
        head |= {"office": agency, "office_short": agency.upper(), "office_phone": ""}
    facts = HandoverSlipFacts(
        **head,
        list_id=made.id,
        outward=made.outward,
        giver=centre if made.outward else agency,
        taker=agency if made.outward else centre,
        given_at=made.given_at,
        giver_name=head["officer_name"],
        lines=tuple(_line(tx, given, dossier) for given, dossier in handovers.rows_of(tx, made.id)),
    )
    return issue(tx, centre_id=made.centre_id, owner_id=made.id, name=HANDOVER, facts=facts)


def _line(tx: Tx, given: Handover, dossier: Dossier) -> HandoverLine:
    leg = next((each for each in legs.legs_of(tx, dossier.id) if each.id == given.leg_id), None)
    answered = leg.outcome if leg is not None else ""
    ready = dossier.state == DossierState.RESULT_READY
    return HandoverLine(
        code=dossier.code,
        content=procedures.by_id(tx, dossier.procedure_id).name,
        owner_name=dossier.owner_name or dossier.applicant_name,
        address=dossier.owner_address or dossier.address,
        due_at=leg.due_at if leg is not None and given.to_agency_id is not None else None,
        sets=dossier.sets,
        result=say("record.handback.result") if ready else answered or say("record.handback.dossier"),
        has_fee=bool(dossier.fee_dong),
        by_post=dossier.return_via == ReturnVia.POST,
    )
