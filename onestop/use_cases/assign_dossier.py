"""A leader says who in the agency holds a dossier: one, or many at once."""

import msgspec

from onestop.errors import BouncedBack, HoldsAlready, NoLegHere
from onestop.model.dossier import Dossier, DossierState
from onestop.model.leg import Leg, LegState
from onestop.rules.leg_turn import OPEN, own_leg
from onestop.rules.lookup import typed_id
from onestop.rules.workflow import DossierMove
from onestop.steps.change_state import MovedDossier, change, hold, moved
from onestop.steps.choose_holder import choose_holder
from onestop.steps.many import Outcome, one_by_one
from onestop.steps.travel import give_to, own_agencies, take_on
from onestop.store import covers, legs
from onestop.store.tx import Tx

MOST_TIMES = 2
"""How often one officer may be given one leg: at first, and once again after it went to somebody else."""


class Assign(msgspec.Struct, frozen=True, kw_only=True):
    """Who is to hold it."""

    officer: str


class AssignMany(msgspec.Struct, frozen=True, kw_only=True):
    """Which dossiers, by code, and who is to hold them."""

    codes: tuple[str, ...]
    officer: str


class Assigned(Outcome, frozen=True, kw_only=True):
    """How one of many came out.

    `officer_id` is who holds it now, in the place of `covers_id` where they cover for somebody on leave.
    """

    officer_id: str | None = None
    covers_id: str | None = None


class AssignedMany(msgspec.Struct, frozen=True):
    """How each came out, in the order asked for."""

    rows: list[Assigned]


def assign(tx: Tx, code: str, wish: Assign, *, version: int | None = None) -> MovedDossier:
    """Let an officer of the agency hold a dossier; what was only sent is taken on with it.

    Args:
        tx: The transaction.
        code: The dossier's code.
        wish: Who; on leave today, it goes to their cover.
        version: What the officer saw; None where they did not say.

    Raises:
        NotFound: No dossier has that code, or no officer that id.
        NotAllowed: The right is missing, or the dossier is out of the officer's reach.
        Stale: Somebody changed it since.
        MoveNotAllowed: It has its end, or waits for something.
        NoLegHere: The leader's agency does not have it.
        OfficerElsewhere: The officer does not work there.
        NobodyCovers: They are on leave, and nobody covers.
        HoldsAlready: They hold it.
        BouncedBack: They had it back once already.
    """
    dossier, holder, covers = _chosen(tx, code, wish.officer, version)
    _give(tx, *dossier, holder, covers)
    return moved(dossier[0])


def assign_many(tx: Tx, wish: AssignMany) -> AssignedMany:
    """Assign many dossiers to one officer; each comes out for itself.

    Raises:
        Malformed: None, or more than 200 at once.
    """

    def act(code: str) -> Assigned:
        dossier, holder, covered = _chosen(tx, code, wish.officer, None)
        _give(tx, *dossier, holder, covered)
        return Assigned(code=code, officer_id=holder, covers_id=covered)

    return AssignedMany(one_by_one(wish.codes, Assigned, act))


def _chosen(
    tx: Tx, code: str, officer_id: str, version: int | None
) -> tuple[tuple[Dossier, Leg], str, str | None]:
    """Hold a dossier and find its leg and who is to hold it; nothing is written."""
    dossier, _ = hold(tx, code, move=DossierMove.ASSIGN, version=version)
    agencies = own_agencies(tx)
    leg = own_leg(legs.legs_of(tx, dossier.id), agencies, OPEN) if agencies else None
    if leg is None:
        raise NoLegHere(move=DossierMove.ASSIGN)
    holder, covered = choose_holder(tx, leg, typed_id(officer_id, kind="officer"))
    name = covers.officer_names(tx, {holder})[holder]
    if leg.officer_id == holder:
        raise HoldsAlready(officer=name)
    times = sum(held.officer_id == holder for held in legs.assignments_of(tx, [leg.id]))
    if times >= MOST_TIMES:
        raise BouncedBack(officer=name, times=times)
    return (dossier, leg), holder, covered


def _give(tx: Tx, dossier: Dossier, leg: Leg, holder: str, covers: str | None) -> None:
    if leg.state == LegState.SENT:
        take_on(tx, dossier, leg)
    give_to(tx, dossier, leg, holder, covers_id=covers)
    change(tx, dossier, DossierState(dossier.state))
