"""An agency takes a dossier on, and gives it back when it is done."""

import msgspec

from onestop.errors import LegTaken, NoLegHere
from onestop.model.dossier import Dossier
from onestop.model.leg import Leg, LegState
from onestop.rules.access import Right, require
from onestop.rules.leg_turn import holds_up, next_stage, own_leg
from onestop.rules.route import is_paper
from onestop.rules.text import many_lines
from onestop.rules.workflow import DossierMove
from onestop.steps.change_state import MovedDossier, change, hold, moved
from onestop.steps.choose_holder import choose_holder
from onestop.steps.travel import bring_back, close_leg, give_to, own_agencies, put_holder, send, take_on
from onestop.store import covers, legs
from onestop.store.tx import Tx

LONGEST_OUTCOME = 2_000


class Accept(msgspec.Struct, frozen=True, kw_only=True):
    """Who is to hold it; without one it is whoever accepts."""

    officer: str | None = None


class ReturnLeg(msgspec.Struct, frozen=True, kw_only=True):
    """What the agency answers."""

    outcome: str = ""


def accept(tx: Tx, code: str, wish: Accept, *, version: int | None = None) -> MovedDossier:
    """Take on what was sent to the officer's agency.

    Args:
        tx: The transaction.
        code: The dossier's code.
        wish: Who is to hold it; another than oneself is an assignment, and needs its right.
        version: What the officer saw; None where they did not say.

    Raises:
        NotFound: No dossier has that code, or no officer that id.
        NotAllowed: The right is missing, or the dossier is out of the officer's reach.
        Stale: Somebody changed it since.
        MoveNotAllowed: It has its end, or waits for something.
        LegTaken: Somebody of the agency took it on already.
        NoLegHere: Nothing was sent to the officer's agency.
        OfficerElsewhere: The officer named does not work there.
        NobodyCovers: The officer named is on leave, and nobody covers.
    """
    dossier, after = hold(tx, code, move=DossierMove.ACCEPT, version=version)
    leg = _own(tx, dossier, LegState.SENT, DossierMove.ACCEPT)
    holder, covers = wish.officer, None
    if holder is None and tx.actor.kind == "officer":
        holder = tx.actor.id
    elif holder is not None:
        if holder != tx.actor.id:
            require(tx.actor, Right.ASSIGN_DOSSIER)
        holder, covers = choose_holder(tx, leg, holder)

    take_on(tx, dossier, leg)
    if holder == tx.actor.id:
        # Taken on and held by the same: one thing happened, not two.
        put_holder(tx, leg, holder)
    elif holder is not None:
        give_to(tx, dossier, leg, holder, covers_id=covers)
    change(tx, dossier, after)
    return moved(dossier)


def return_leg(tx: Tx, code: str, wish: ReturnLeg, *, version: int | None = None) -> MovedDossier:
    """Close the leg of the officer's agency: early, on time or overdue is fixed by its own planned end.

    An electronic dossier goes on to the next stage by itself once all agencies of this one are done; one on
    paper goes back to the centre, which sends it on.

    Args:
        tx: The transaction.
        code: The dossier's code.
        wish: What the agency answers.
        version: What the officer saw; None where they did not say.

    Raises:
        NotFound: No dossier has that code.
        NotAllowed: The right is missing, or the dossier is out of the officer's reach.
        Stale: Somebody changed it since.
        MoveNotAllowed: It has its end, or waits for something.
        NoLegHere: The officer's agency has not taken it on, or is done with it.
        Malformed: An answer of more than 2,000 letters.

    Rule:
        Decree 61/2018/NĐ-CP art. 19.6, 19.7.
    """
    dossier, after = hold(tx, code, move=DossierMove.RETURN_LEG, version=version)
    leg = _own(tx, dossier, LegState.ACCEPTED, DossierMove.RETURN_LEG)
    outcome = many_lines(wish.outcome, field="outcome", most=LONGEST_OUTCOME)

    close_leg(tx, dossier, leg, outcome)
    _lead_on(tx, dossier, leg)
    change(tx, dossier, after)
    return moved(dossier)


def _own(tx: Tx, dossier: Dossier, state: LegState, move: DossierMove) -> Leg:
    rows, agencies = legs.legs_of(tx, dossier.id), own_agencies(tx)
    leg = own_leg(rows, agencies, {state}) if agencies else None
    if leg is not None:
        return leg
    taken = own_leg(rows, agencies, {LegState.ACCEPTED}) if agencies else None
    if taken is not None and taken.officer_id is not None:
        raise LegTaken(holder=covers.officer_names(tx, {taken.officer_id})[taken.officer_id])
    raise NoLegHere(move=move)


def _lead_on(tx: Tx, dossier: Dossier, leg: Leg) -> None:
    """Lead a dossier on from an agency that is done: to the next ones, or back to the centre."""
    rows = legs.legs_of(tx, dossier.id)
    planned = [each for each in rows if each.state == LegState.PLANNED]
    if is_paper(dossier.channel) or not planned:
        bring_back(tx, dossier, leg)
        return
    coming = next_stage(rows)
    if holds_up(rows, coming):
        bring_back(tx, dossier, leg)
    else:
        send(tx, dossier, coming, come_from=leg.agency_id)
