"""The centre sends a dossier to the agencies whose turn it is, plans the rest anew, takes back what was mis-sent."""

from typing import Any

import msgspec

from onestop.errors import LegTouched, NotFound, StageOpen
from onestop.events import LegTakenBack, RouteChanged
from onestop.model.dossier import Dossier
from onestop.model.leg import Leg, LegState
from onestop.rules.allowance import Allowance, plain_amount
from onestop.rules.leg_turn import UNSENT, holds_up, kept_of, next_stage, open_legs
from onestop.rules.lookup import typed_id
from onestop.rules.reroute import WantedLeg, plan_rest
from onestop.rules.route import PlannedLeg, is_paper
from onestop.rules.workflow import DossierMove
from onestop.steps.begin_clock import expect_anew
from onestop.steps.change_state import MovedDossier, change, hold, moved
from onestop.steps.many import Outcome, one_by_one
from onestop.steps.recompute import recompute
from onestop.steps.travel import agency_names, send
from onestop.store import handovers, legs
from onestop.store.tx import Tx

ROUTE_CHANGED = "route-changed"


class Forward(msgspec.Struct, frozen=True, kw_only=True):
    """Where to; without it the next planned stage."""

    to: tuple[WantedLeg, ...] | None = None


class ForwardMany(msgspec.Struct, frozen=True, kw_only=True):
    """Which dossiers, by code."""

    codes: tuple[str, ...]


class ForwardedMany(msgspec.Struct, frozen=True):
    """How each came out, in the order asked for."""

    rows: list[Outcome]


def forward(tx: Tx, code: str, wish: Forward, *, version: int | None = None) -> MovedDossier:
    """Send the next stage of a dossier to its agencies, all of them at once.

    Args:
        tx: The transaction.
        code: The dossier's code.
        wish: With `to` the legs that are not sent yet are planned anew first.
        version: What the officer saw; None where they did not say.

    Raises:
        NotFound: No dossier has that code, or no agency an id.
        NotAllowed: The right is missing, or the dossier is out of the officer's reach.
        Stale: Somebody changed it since.
        MoveNotAllowed: It has its end, or waits for something.
        NothingToForward: Every planned leg was sent.
        StageOpen: An agency of the stage before is not done.
        StageWrong: A leg at a stage that has been passed.
        RouteParallel: Two agencies at once for a paper dossier.
        RouteLoops: An agency comes again with the same work.
        LeadNotOne: No agency leads, or several do.
        LegsDoNotSum: The shares do not add up to the allowance.

    Rule:
        Decree 61/2018/NĐ-CP art. 18 and 19.6; received after 15:00 it goes at the beginning of the next
        working day (`rules.limits.forward_by`).
    """
    return moved(_forward(tx, code, wish.to, version))


def forward_many(tx: Tx, wish: ForwardMany) -> ForwardedMany:
    """Send the next stage of many dossiers, as planned; each comes out for itself.

    Raises:
        Malformed: None, or more than 200 at once.
    """

    def act(code: str) -> Outcome:
        _forward(tx, code, None, None)
        return Outcome(code=code)

    return ForwardedMany(one_by_one(wish.codes, Outcome, act))


def _forward(tx: Tx, code: str, to: tuple[WantedLeg, ...] | None, version: int | None) -> Dossier:
    dossier, after = hold(tx, code, move=DossierMove.FORWARD, version=version)
    if to is not None:
        _plan_anew(tx, dossier, to)
    rows = legs.legs_of(tx, dossier.id)
    coming = next_stage(rows)
    if awaited := holds_up(rows, coming):
        raise StageOpen(agencies=agency_names(tx, awaited))

    send(tx, dossier, coming, come_from=None)
    change(tx, dossier, after)
    return dossier


def take_back(tx: Tx, code: str, *, version: int | None = None) -> MovedDossier:
    """Take back what is on its way to agencies and was touched by nobody there.

    Args:
        tx: The transaction.
        code: The dossier's code.
        version: What the officer saw; None where they did not say.

    Raises:
        NotFound: No dossier has that code.
        NotAllowed: The right is missing, or the dossier is out of the officer's reach.
        Stale: Somebody changed it since.
        MoveNotAllowed: It is not on its way.
        LegTouched: Whoever it was sent to has taken it on, or nothing was sent.
    """
    dossier, after = hold(tx, code, move=DossierMove.TAKE_BACK, version=version)
    rows = legs.legs_of(tx, dossier.id)
    untouched = [leg for leg in rows if leg.state == LegState.SENT]
    if not untouched:
        raise LegTouched(agencies=agency_names(tx, open_legs(rows)))

    for leg in untouched:
        leg.state, leg.sent_at = LegState.PLANNED, None
        handovers.undo_for(tx, leg.id)
    legs.put(tx, untouched)
    if all(leg.sent_at is None for leg in rows):
        # It is as late as if it had never been sent: the hour by which it must be forwarded still counts.
        dossier.forwarded_at = None
        expect_anew(tx, dossier)
    change(tx, dossier, after)

    tx.emit(
        LegTakenBack(
            centre_id=dossier.centre_id,
            subject_id=dossier.id,
            code=dossier.code,
            agencies=[leg.agency_id for leg in untouched],
        )
    )
    return moved(dossier)


def _plan_anew(tx: Tx, dossier: Dossier, wanted: tuple[WantedLeg, ...]) -> None:
    """Write the legs that are not sent yet as they are wanted; the rows of those planned before serve again."""
    ids = [typed_id(leg.agency, kind="agency") for leg in wanted]
    names = legs.names_of(tx, ids)
    for each in ids:
        if each not in names:
            raise NotFound(kind="agency", sought=each)
    rows = legs.legs_of(tx, dossier.id)
    allowance = Allowance(dossier.amount or "0", dossier.unit)
    planned = plan_rest(
        kept_of(rows, allowance),
        wanted,
        allowance,
        lead=dossier.agency_id,
        paper=is_paper(dossier.channel),
    )
    _rewrite(tx, dossier, rows, planned)
    recompute(tx, dossier, because=ROUTE_CHANGED)
    tx.emit(
        RouteChanged(
            centre_id=dossier.centre_id,
            subject_id=dossier.id,
            code=dossier.code,
            agencies=[leg.agency_id for leg in planned],
        )
    )


def _rewrite(tx: Tx, dossier: Dossier, rows: list[Leg], planned: tuple[PlannedLeg, ...]) -> None:
    """Put the new plan into the rows of the old one; more get rows of their own, one too many takes no time.

    Nothing is deleted: a leg that was sent and taken back is told of by its hand-over.
    """
    free = [leg for leg in rows if leg.state in UNSENT]
    last = max((leg.position for leg in rows), default=0)
    for place, wanted in enumerate(planned):
        now: dict[str, Any] = {
            "stage": wanted.stage,
            "agency_id": wanted.agency_id,
            "part": wanted.part,
            "work": wanted.work,
            "amount": plain_amount(wanted.amount),
            "state": LegState.PLANNED,
            "officer_id": None,
            "sent_at": None,
            "accepted_at": None,
        }
        if place < len(free):
            free[place].sqlmodel_update(now)
            legs.put(tx, [free[place]])
        else:
            position = last + 1 + place - len(free)
            legs.put(tx, [Leg(dossier_id=dossier.id, position=position, due_at=dossier.due_at, **now)])
    for leg in free[len(planned) :]:
        leg.state, leg.amount, leg.stage = LegState.CANCELLED, "0", planned[-1].stage
        legs.put(tx, [leg])
