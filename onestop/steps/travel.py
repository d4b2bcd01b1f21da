"""A dossier on its way: sent to agencies, taken on there, held by somebody, given back."""

from collections.abc import Iterable, Sequence

from onestop.events import DossierForwarded, DossierTakenOver, LegAccepted, LegAssigned, LegReturned
from onestop.model.dossier import Dossier
from onestop.model.leg import Assignment, Handover, Leg, LegPart, LegState
from onestop.rules.allowance import Allowance
from onestop.rules.leg_turn import OPEN, judged_to_the_minute
from onestop.rules.route import is_paper
from onestop.rules.scope import scope_of
from onestop.rules.verdict import verdict
from onestop.steps.begin_clock import begin_clock, expect_anew
from onestop.steps.reckon_due import judged_to_the_minute as dossier_to_the_minute
from onestop.steps.reckon_due import read_back
from onestop.store import calendar, handovers, legs
from onestop.store.tx import Reading, Tx


def agency_names(reading: Reading, rows: Iterable[Leg]) -> list[str]:
    """Name the agencies of legs, in their order, each once."""
    ids = list(dict.fromkeys(leg.agency_id for leg in rows))
    names = legs.names_of(reading, ids)
    return [names[each] for each in ids]


def own_agencies(reading: Reading) -> list[str]:
    """Read the agencies whose legs an officer moves: the own one, then those under it.

    Who sits at a centre without an agency acts for the centre's.
    """
    own = reading.actor.agency_id
    if own is None and reading.actor.centre_id is not None:
        own = legs.agency_of_centre(reading, reading.actor.centre_id)
    return legs.agencies_under(reading, own) if own else []


def speaks_for(reading: Reading, dossier: Dossier) -> bool:
    """Tell whether whoever acts speaks for the whole dossier: the centre, or an officer of the agency in charge.

    An agency that co-operates has its own share, and no say in the rest.
    """
    if scope_of(reading.actor).agency_id is None:
        return True
    rows = legs.legs_of(reading, dossier.id)
    lead = {dossier.agency_id, *(leg.agency_id for leg in rows if leg.part == LegPart.LEAD)}
    return bool(lead & set(own_agencies(reading)))


def send(tx: Tx, dossier: Dossier, rows: Sequence[Leg], *, come_from: str | None) -> None:
    """Send legs of one stage to their agencies; the dossier is held.

    Args:
        tx: The transaction.
        dossier: Whose legs they are.
        rows: All of one stage.
        come_from: The agency that sends it on; None where the centre does.
    """
    take_in(tx, dossier)
    late = dossier.forwarded_at is None and tx.now > dossier.forward_by
    dossier.forwarded_at = dossier.forwarded_at or tx.now
    for leg in rows:
        leg.state, leg.sent_at = LegState.SENT, tx.now
        given = Handover(dossier_id=dossier.id, position=0, leg_id=leg.id, from_agency_id=come_from,
                         to_agency_id=leg.agency_id, given_by_id=tx.actor.id, given_at=tx.now)  # fmt: skip
        handovers.put(tx, given)
    legs.put(tx, rows)
    tx.emit(
        DossierForwarded(
            centre_id=dossier.centre_id,
            subject_id=dossier.id,
            code=dossier.code,
            stage=rows[0].stage,
            agencies=[leg.agency_id for leg in rows],
            late=late,
        )
    )
    if late:
        expect_anew(tx, dossier)


def take_in(tx: Tx, dossier: Dossier) -> bool:
    """Take what agencies gave back: it is at the centre now. Tell whether there was something."""
    found = [each for each in handovers.awaited_of(tx, dossier.id) if each.to_agency_id is None]
    for each in found:
        handovers.take(tx, each)
        tx.emit(
            DossierTakenOver(
                centre_id=dossier.centre_id,
                subject_id=dossier.id,
                code=dossier.code,
                agency_id=each.from_agency_id,
            )
        )
    return bool(found)


def take_on(tx: Tx, dossier: Dossier, leg: Leg) -> None:
    """Let an agency take a sent leg on, and with it what was on its way; another place's begins the time."""
    leg.state, leg.accepted_at = LegState.ACCEPTED, tx.now
    legs.put(tx, [leg])
    for each in handovers.awaited_of(tx, dossier.id):
        if each.leg_id == leg.id and each.to_agency_id == leg.agency_id:
            handovers.take(tx, each)
    tx.emit(
        LegAccepted(
            centre_id=dossier.centre_id,
            subject_id=dossier.id,
            code=dossier.code,
            position=leg.position,
            agency_id=leg.agency_id,
            officer_id=tx.actor.id if tx.actor.kind == "officer" else None,
        )
    )
    begin_clock(tx, dossier, leg)


def put_holder(tx: Tx, leg: Leg, officer_id: str, *, covers_id: str | None = None) -> None:
    """Write that an officer holds a leg from now on, perhaps in the place of one on leave."""
    leg.officer_id = officer_id
    legs.put(tx, [leg])
    held = Assignment(
        leg_id=leg.id,
        officer_id=officer_id,
        assigned_by_id=tx.actor.id,
        covers_id=covers_id,
        assigned_at=tx.now,
    )
    legs.put_assignment(tx, held)


def give_to(tx: Tx, dossier: Dossier, leg: Leg, officer_id: str, *, covers_id: str | None) -> None:
    """Let an officer hold a leg from now on, and tell the journal."""
    before = leg.officer_id
    put_holder(tx, leg, officer_id, covers_id=covers_id)
    tx.emit(
        LegAssigned(
            centre_id=dossier.centre_id,
            subject_id=dossier.id,
            code=dossier.code,
            position=leg.position,
            agency_id=leg.agency_id,
            officer_id=officer_id,
            before_id=before,
            covers_id=covers_id,
        )
    )


def close_leg(tx: Tx, dossier: Dossier, leg: Leg, outcome: str) -> None:
    """Close a leg and fix how it stands to its own planned end, for good; one that was never sent is no news."""
    allowance = Allowance(dossier.amount or "0", dossier.unit)
    judged = verdict(
        due_at=leg.due_at,
        ready_at=tx.now,
        calendar=calendar.calendar_of(tx, dossier.centre_id),
        to_the_minute=judged_to_the_minute(
            legs.legs_of(tx, dossier.id),
            leg,
            allowance,
            whole=dossier_to_the_minute(read_back(dossier.because)),
        ),
    )
    leg.state, leg.done_at, leg.outcome = LegState.DONE, tx.now, outcome
    leg.standing, leg.late_days = judged.standing, judged.late_days
    legs.put(tx, [leg])
    legs.end_assignment(tx, leg.id)
    if leg.sent_at is None:
        return
    tx.emit(
        LegReturned(
            centre_id=dossier.centre_id,
            subject_id=dossier.id,
            code=dossier.code,
            position=leg.position,
            agency_id=leg.agency_id,
            standing=judged.standing,
            late_days=judged.late_days,
            done_at=tx.now,
        )
    )


def bring_back(tx: Tx, dossier: Dossier, leg: Leg, *, in_hand: bool = False) -> None:
    """Give a dossier back from a leg's agency to the centre.

    On paper it is on its way until the centre takes it, unless whoever acts has it in hand; electronic it is there.
    """
    here = in_hand or not is_paper(dossier.channel)
    given = Handover(
        dossier_id=dossier.id,
        position=0,
        leg_id=leg.id,
        from_agency_id=leg.agency_id,
        given_by_id=tx.actor.id,
        given_at=tx.now,
        taken_by_id=tx.actor.id if here else None,
        taken_at=tx.now if here else None,
    )
    handovers.put(tx, given)


def end_legs(tx: Tx, dossier: Dossier) -> None:
    """Cancel what is still open or planned of a dossier that has its end; what is on its way is taken back.

    An agency that holds the papers gives them back: what becomes of them is the centre's to tell the citizen.
    """
    for leg in legs.legs_of(tx, dossier.id):
        if leg.state not in {*OPEN, LegState.PLANNED}:
            continue
        if leg.state == LegState.SENT:
            handovers.undo_for(tx, leg.id)
        if leg.state == LegState.ACCEPTED:
            bring_back(tx, dossier, leg)
        leg.state = LegState.CANCELLED
        legs.put(tx, [leg])
        legs.end_assignment(tx, leg.id)
