"""Whose turn it is: which legs may be sent, taken on, taken back or closed as they stand."""

from collections.abc import Collection, Iterable, Sequence
from fractions import Fraction

from onestop.errors import NothingToForward
from onestop.model.leg import Leg, LegPart, LegState
from onestop.rules.allowance import Allowance, exact_amount
from onestop.rules.reroute import KeptLeg
from onestop.rules.route import PlannedLeg, total_of
from onestop.rules.terms import counts_to_the_minute

OPEN = (LegState.SENT, LegState.ACCEPTED)
"""An agency has it, or it is on its way there."""
UNSENT = (LegState.PLANNED, LegState.CANCELLED)
"""What a new plan may replace; what was cancelled comes into question after a dossier was reopened."""


def open_legs(legs: Iterable[Leg]) -> list[Leg]:
    """Give the legs that agencies are not done with."""
    return [leg for leg in legs if leg.state in OPEN]


def next_stage(legs: Sequence[Leg]) -> list[Leg]:
    """Give the legs that are sent next, all of one stage.

    Raises:
        NothingToForward: No planned leg is left.
    """
    planned = [leg for leg in legs if leg.state == LegState.PLANNED]
    if not planned:
        raise NothingToForward
    stage = min(leg.stage for leg in planned)
    return [leg for leg in planned if leg.stage == stage]


def holds_up(legs: Sequence[Leg], coming: Sequence[Leg]) -> list[Leg]:
    """Give the open legs that the next stage has to wait for: those of other stages."""
    return [leg for leg in open_legs(legs) if leg.stage != coming[0].stage]


def own_leg(legs: Sequence[Leg], agencies: Sequence[str], states: Collection[str]) -> Leg | None:
    """Find the leg of an officer's agency that is in one of some states; the own agency comes before those under it.

    Args:
        legs: By stage.
        agencies: The officer's agency, then those under it.
        states: Which states are in question.
    """
    fitting = [leg for leg in legs if leg.state in states and leg.agency_id in agencies]
    return min(fitting, key=lambda leg: (leg.agency_id != agencies[0], leg.stage, leg.position), default=None)


def unanswered(legs: Iterable[Leg], *, never_sent: bool) -> list[Leg]:
    """Give the legs without which there can be no result: other agencies', open or still to come.

    Args:
        legs: Of the dossier.
        never_sent: Nothing was forwarded: the office resolved it without sending it anywhere, and what was
            planned is not awaited.
    """
    states = OPEN if never_sent else (*OPEN, LegState.PLANNED)
    return [leg for leg in legs if leg.part != LegPart.LEAD and leg.state in states]


def kept_of(legs: Iterable[Leg], allowance: Allowance) -> list[KeptLeg]:
    """Show the legs that were sent, as a plan of the rest needs them."""
    return [
        KeptLeg(
            PlannedLeg(
                leg.stage,
                leg.agency_id,
                LegPart(leg.part),
                leg.work,
                exact_amount(leg.amount, allowance.unit),
            ),
            leg.state in OPEN,
        )
        for leg in legs
        if leg.state not in UNSENT
    ]


def judged_to_the_minute(legs: Iterable[Leg], leg: Leg, allowance: Allowance, *, whole: bool) -> bool:
    """Tell whether a leg is late at its instant, or only after its day.

    Ends are counted from the start of the whole: a half day after two and a half is at a closing time, and
    judged by the day as that is.

    Args:
        legs: Of the dossier.
        leg: Which is judged.
        allowance: Of the dossier.
        whole: How the dossier itself is judged; the leg that ends with it is judged alike.
    """
    shares = [(each.stage, exact_amount(each.amount, allowance.unit)) for each in legs]
    before = total_of((stage, amount) for stage, amount in shares if stage < leg.stage)
    reached: Fraction = before + exact_amount(leg.amount, allowance.unit)
    if reached >= allowance.amount:
        return whole
    return counts_to_the_minute(Allowance(reached, allowance.unit))
