"""A list that goes with dossiers between the centre and an agency: made, taken from, struck off."""

from collections.abc import Sequence

import msgspec

from onestop.errors import Malformed, MoveNotAllowed, NotAllowed, NotFound, NothingToHandOver
from onestop.events import DossierTakenOver, HandoverListMade, HandoverListTaken, HandoverStruck
from onestop.model.dossier import Dossier, DossierState
from onestop.model.leg import Handover, HandoverList, LegState
from onestop.rules.access import Right, require
from onestop.rules.lookup import typed_code, typed_id
from onestop.rules.scope import scope_of
from onestop.rules.text import one_line
from onestop.rules.workflow import DossierMove
from onestop.steps.change_state import change, hold
from onestop.steps.issue_paper import take_paper_number
from onestop.steps.travel import own_agencies, take_on
from onestop.steps.write_handover_slip import issue_slip
from onestop.store import dossiers, handovers, legs
from onestop.store.tx import Tx

MOST_ROWS = 200
_LONGEST_REASON = 300


class NewList(msgspec.Struct, frozen=True, kw_only=True):
    """Whither and what: without codes all that waits to go there. `outward` is from the centre to the agency."""

    agency: str
    outward: bool = True
    codes: tuple[str, ...] | None = None


class Codes(msgspec.Struct, frozen=True, kw_only=True):
    """Which dossiers of a list, as scanned."""

    codes: tuple[str, ...]
    reason: str = ""


class RowOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """How one came out: `done`, or why not.

    `twice` (scanned before in this very request), `unknown` (no dossier has the code), `not_waiting` (nothing of
    it waits to go there), `not_on_list`, `taken_before`, `struck_before`, `paused` (the dossier waits for something).
    """

    code: str
    outcome: str


class HandedList(msgspec.Struct, frozen=True, kw_only=True):
    """A list after something was done with it, and how each code came out, in the order asked for."""

    id: str
    rows: list[RowOutcome]


def make(tx: Tx, wish: NewList) -> HandedList:
    """Put dossiers on a list, number it and issue its paper in two copies.

    Raises:
        NotAllowed: Who gives makes it: the centre's reception, or an officer of the agency.
        NotFound: No such agency.
        Malformed: More than 200 codes.
        NothingToHandOver: Nothing of it waits to go there.
    """
    agency_id = typed_id(wish.agency, kind="agency")
    names = legs.names_of(tx, [agency_id])
    if agency_id not in names:
        raise NotFound(kind="agency", sought=agency_id)
    centre_id = _giver(tx, agency_id, outward=wish.outward)
    waiting = handovers.waiting(tx, agency_id, outward=wish.outward, centre_id=centre_id)
    asked = list(waiting) if wish.codes is None else _checked(wish.codes)
    centre_id = centre_id or next((waiting[code] for code in asked if code in waiting), None)
    made = HandoverList(
        centre_id=centre_id or "", agency_id=agency_id, outward=wish.outward, number="",
        given_by_id=tx.actor.id, given_at=tx.now,
    )  # fmt: skip
    found: dict[str, Handover] = {}
    for code in sorted(code for code in set(asked) if waiting.get(code) == centre_id):
        # Only what is held counts: somebody else may have put it on a list meanwhile.
        given = _awaited(tx, dossiers.lock(tx, code), agency_id, outward=wish.outward)
        if given is not None and given.list_id is None:
            found[code] = given
    if not found:
        raise NothingToHandOver(agency=names[agency_id])

    made.number = take_paper_number(tx, "handover" if wish.outward else "handback", made.centre_id)[1]
    handovers.put_list(tx, made)
    for given in found.values():
        given.list_id = made.id
        handovers.put(tx, given)
    tx.emit(
        HandoverListMade(
            centre_id=made.centre_id,
            subject_id=made.id,
            number=made.number,
            agency_id=agency_id,
            outward=made.outward,
            dossiers=len(found),
        )
    )
    issue_slip(tx, made)
    return HandedList(id=made.id, rows=_told(asked, dict.fromkeys(found, "done"), "not_waiting"))


def take(tx: Tx, list_id: str, wish: Codes) -> HandedList:
    """Take dossiers of a list over; at an agency its leg is taken on with it, held by nobody yet.

    Raises:
        NotAllowed: Who takes is the other side: an officer of the agency, or the centre's reception.
        NotFound: No such list.
        Malformed: More than 200 codes.
    """
    made = _reached(tx, list_id)
    if made.outward:
        require(tx.actor, Right.PROCESS_DOSSIER)
    else:
        require(tx.actor, Right.FORWARD_DOSSIER, centre_id=made.centre_id)
    asked = _checked(wish.codes)
    listed = handovers.on_list(tx, made.id)
    outcomes = {code: _taken(tx, made, code, listed[code]) for code in sorted(set(asked)) if code in listed}

    taken = sum(outcome == "done" for outcome in outcomes.values())
    handovers.lock_list(tx, made.id)
    if taken:
        tx.emit(
            HandoverListTaken(
                centre_id=made.centre_id,
                subject_id=made.id,
                number=made.number,
                taken=taken,
                left=handovers.left_on(tx, made.id),
            )
        )
    return HandedList(id=made.id, rows=_told(asked, outcomes, "not_on_list"))


def strike(tx: Tx, list_id: str, wish: Codes) -> HandedList:
    """Strike dossiers off a list: they were not in the pile, and wait for another.

    Raises:
        NotAllowed: Neither side's.
        NotFound: No such list.
        Malformed: More than 200 codes, or a reason of more than 300 letters.
    """
    made = _reached(tx, list_id)
    if Right.FORWARD_DOSSIER not in tx.actor.rights:
        require(tx.actor, Right.PROCESS_DOSSIER)
    reason = one_line(wish.reason, field="reason", most=_LONGEST_REASON)
    asked = _checked(wish.codes)
    listed = handovers.on_list(tx, made.id)
    outcomes: dict[str, str] = {}
    for code in sorted(code for code in set(asked) if code in listed):
        dossiers.lock(tx, code)
        given = handovers.by_id(tx, listed[code])
        outcomes[code] = _past(given) or "done"
        if outcomes[code] == "done":
            handovers.strike(tx, given, reason)

    handovers.lock_list(tx, made.id)
    handovers.close_if_done(tx, made.id)
    if struck := [code for code, outcome in outcomes.items() if outcome == "done"]:
        tx.emit(
            HandoverStruck(
                centre_id=made.centre_id,
                subject_id=made.id,
                number=made.number,
                codes=struck,
                left=handovers.left_on(tx, made.id),
            )
        )
    return HandedList(id=made.id, rows=_told(asked, outcomes, "not_on_list"))


def _giver(tx: Tx, agency_id: str, *, outward: bool) -> str | None:
    """Tell the centre whose dossiers the giver may list: the own one's; None where an agency gives back to any."""
    scope = scope_of(tx.actor)
    if scope.centre_id is not None and Right.FORWARD_DOSSIER in tx.actor.rights:
        return scope.centre_id
    if outward or agency_id not in own_agencies(tx):
        raise NotAllowed(right=Right.FORWARD_DOSSIER)
    require(tx.actor, Right.PROCESS_DOSSIER)
    return scope.centre_id


def _reached(tx: Tx, list_id: str) -> HandoverList:
    made = handovers.the_list(tx, list_id)
    if not handovers.reaches_list(tx, scope_of(tx.actor), made):
        raise NotAllowed(right=Right.SEE_DOSSIER)
    return made


def _checked(codes: Sequence[str]) -> list[str]:
    """Read codes as scanned; what can be no code stays as it is and is found nowhere."""
    if len(codes) > MOST_ROWS:
        raise Malformed(field="codes", reason="length")
    read = list[str]()
    for code in codes:
        try:
            read.append(typed_code(code))
        except NotFound as unreadable:
            read.append(unreadable.sought)
    return read


def _awaited(tx: Tx, dossier: Dossier, agency_id: str, *, outward: bool) -> Handover | None:
    """Find what of a held dossier is between the centre and an agency."""
    for given in handovers.awaited_of(tx, dossier.id):
        to, other = given.to_agency_id, given.from_agency_id
        if (to, other) == ((agency_id, None) if outward else (None, agency_id)):
            return given
    return None


def _past(given: Handover) -> str | None:
    """Tell what became of a hand-over already; None while it waits."""
    if given.taken_at is not None:
        return "taken_before"
    return "struck_before" if given.undone_at is not None else None


def _taken(tx: Tx, made: HandoverList, code: str, handover_id: str) -> str:
    """Take one dossier of a list over, or tell why not."""
    if made.outward:
        try:
            dossier, _ = hold(tx, code, move=DossierMove.ACCEPT, version=None)
        except MoveNotAllowed:
            return _past(handovers.by_id(tx, handover_id)) or "paused"
    else:
        dossier = dossiers.lock(tx, code)
    given = handovers.by_id(tx, handover_id)
    if past := _past(given):
        return past
    leg = next((each for each in legs.legs_of(tx, dossier.id) if each.id == given.leg_id), None)
    if made.outward and leg is not None and leg.state == LegState.SENT:
        take_on(tx, dossier, leg)
    else:
        handovers.take(tx, given)
    if made.outward:
        change(tx, dossier, DossierState(dossier.state))
    else:
        tx.emit(
            DossierTakenOver(
                centre_id=dossier.centre_id,
                subject_id=dossier.id,
                code=dossier.code,
                agency_id=given.from_agency_id,
            )
        )
    return "done"


def _told(asked: Sequence[str], outcomes: dict[str, str], otherwise: str) -> list[RowOutcome]:
    """Tell how each code came out, in the order asked for; a second time within one request is told as such."""
    seen, rows = set[str](), list[RowOutcome]()
    for code in asked:
        rows.append(RowOutcome(code=code, outcome="twice" if code in seen else outcomes.get(code, otherwise)))
        seen.add(code)
    return rows
