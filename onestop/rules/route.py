"""The route of a dossier among agencies (liên thông): its legs, planned from a procedure's steps."""

from collections.abc import Collection, Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from typing import NamedTuple

from onestop.errors import RouteLoops
from onestop.model.leg import LegPart
from onestop.model.procedure import AllowanceUnit, Channel
from onestop.rules.allowance import Allowance
from onestop.rules.text import fold

_WHOLE_ONLY = {AllowanceUnit.CALENDAR_DAY, AllowanceUnit.MONTH, AllowanceUnit.SAME_DAY}
_FINE = Fraction(1, 100)
"""Shares that had to be made smaller are told to a hundredth of a day or hour; what is left over is the lead's."""
_JOINT = "; "


class RouteStep(NamedTuple):
    """A counted step of a procedure: `amount` is a decimal text in the procedure's unit."""

    stage: int
    agency_id: str
    work: str
    amount: str


class PlannedLeg(NamedTuple):
    """One agency's share: legs of a stage run side by side, stages in turn."""

    stage: int
    agency_id: str
    part: LegPart
    work: str
    amount: Fraction


class Route(NamedTuple):
    """A planned route.

    `added` is what the lead's leg got, or gave up, because the allowance granted is not the sum of the steps;
    `serialised`: legs that would run side by side follow each other.
    """

    legs: tuple[PlannedLeg, ...]
    added: Fraction = Fraction(0)
    serialised: bool = False


class _Share(NamedTuple):
    agency_id: str
    work: str
    amount: Fraction


_Stage = list[_Share]


def is_paper(channel: str) -> bool:
    """Tell whether a dossier travels on paper: it can be in one place only."""
    return channel != Channel.ONLINE


def plan_route(
    steps: Iterable[RouteStep],
    allowance: Allowance,
    *,
    lead: str,
    unit: str | None,
    centres: Collection[str] = (),
    paper: bool,
) -> Route:
    """Plan the legs of a dossier.

    Steps of one agency in a row are one leg. The centre's own steps are no leg: their time goes with the leg
    after them (else before them), since ends are counted from the start of the whole. Without steps there is
    one leg of the whole.

    Args:
        steps: The counted steps of the procedure, by position.
        allowance: What was granted; the shares of the stages add up to it.
        lead: The agency in charge (chủ trì); where no step is its own, the last agency leads.
        unit: The unit that the steps are counted in; in another than the allowance's only their proportion
            counts.
        centres: Agencies that are one-stop centres: they receive, they do not process.
        paper: Whether it travels on paper: then agencies follow each other (see `RouteParallel`).

    Raises:
        RouteLoops: An agency comes again with the same work.

    Rule:
        Decree 61/2018/NĐ-CP, art. 19.6: a paper dossier goes from one agency to the next, an electronic one
        to all at once, with one that leads and a time for each.
    """
    stages = _merged(_without(_staged(steps), set(centres) - {lead}))
    if not stages:
        stages = [[_Share(lead, "", allowance.amount)]]
    serialised = paper and any(len(stage) > 1 for stage in stages)
    grain = Fraction(1) if allowance.unit in _WHOLE_ONLY else _FINE
    if serialised:
        stages = _merged([[leg] for stage in stages for leg in _in_turn(stage, grain)])
    agencies = {share.agency_id for stage in stages for share in stage}
    if lead not in agencies:
        lead = max(stages[-1], key=lambda share: share.amount).agency_id
    refuse_loops((share.agency_id, share.work) for stage in stages for share in stage)
    stages, added = _fitted(stages, allowance, lead, grain, alike=unit == allowance.unit)
    legs = tuple(
        PlannedLeg(number, share.agency_id, part_of(share.agency_id, lead), share.work, share.amount)
        for number, stage in enumerate(stages, 1)
        for share in stage
    )
    return Route(legs, added, serialised)


def part_of(agency_id: str, lead: str) -> LegPart:
    """Tell what an agency is in a dossier."""
    return LegPart.LEAD if agency_id == lead else LegPart.COOPERATING


def refuse_loops(legs: Iterable[tuple[str, str]]) -> None:
    """Refuse a route on which an agency has the same work twice; going to a superior and back is another work.

    Args:
        legs: Agency and work of each leg, after neighbours of one agency were joined.

    Raises:
        RouteLoops: It does.
    """
    seen = set[tuple[str, str]]()
    for agency_id, work in legs:
        leg = (agency_id, fold(work))
        if leg in seen:
            raise RouteLoops(work=work)
        seen.add(leg)


def total_of(legs: Iterable[tuple[int, Fraction]]) -> Fraction:
    """Add up stages (number, share): of legs side by side the longest counts."""
    longest: dict[int, Fraction] = {}
    for stage, amount in legs:
        longest[stage] = max(longest.get(stage, Fraction(0)), amount)
    return sum(longest.values(), Fraction(0))


def joined(*works: str) -> str:
    """Write several works as one, each once."""
    return _JOINT.join(dict.fromkeys(work for work in works if work))


def _staged(steps: Iterable[RouteStep]) -> list[_Stage]:
    """Give the stages; steps of one agency side by side are one share, as long as the longest."""
    stages = list[_Stage]()
    in_order = sorted(steps, key=lambda step: step.stage)
    for _, group in groupby(in_order, key=lambda step: step.stage):
        shares: dict[str, _Share] = {}
        for step in group:
            before = shares.get(step.agency_id, _Share(step.agency_id, "", Fraction(0)))
            amount = max(before.amount, Fraction(Decimal(step.amount or "0")))
            shares[step.agency_id] = _Share(step.agency_id, joined(before.work, step.work), amount)
        stages.append(list(shares.values()))
    return stages


def _without(stages: Sequence[_Stage], centres: Collection[str]) -> list[_Stage]:
    """Leave out the centres' own steps, and give their time to the stage after them, else to the one before."""
    kept, owed = list[_Stage](), Fraction(0)
    for stage in stages:
        others = [share for share in stage if share.agency_id not in centres]
        own = max((share.amount for share in stage if share.agency_id in centres), default=Fraction(0))
        if not others:
            owed += own
            continue
        short = max(own - max(share.amount for share in others), Fraction(0))
        kept.append([share._replace(amount=share.amount + owed + short) for share in others])
        owed = Fraction(0)
    if kept and owed:
        kept[-1] = [share._replace(amount=share.amount + owed) for share in kept[-1]]
    return kept


def _merged(stages: Sequence[_Stage]) -> list[_Stage]:
    """Join neighbouring stages that are one and the same agency's."""
    merged = list[_Stage]()
    for stage in stages:
        before = merged[-1] if merged else []
        if len(stage) == len(before) == 1 and stage[0].agency_id == before[0].agency_id:
            work = joined(before[0].work, stage[0].work)
            merged[-1] = [_Share(stage[0].agency_id, work, before[0].amount + stage[0].amount)]
        else:
            merged.append(list(stage))
    return merged


def _in_turn(stage: _Stage, grain: Fraction) -> _Stage:
    """Let the agencies of a stage follow each other within the time that the stage had."""
    shares = _divided(max(share.amount for share in stage), [share.amount for share in stage], grain)
    return [share._replace(amount=amount) for share, amount in zip(stage, shares, strict=True)]


def _divided(whole: Fraction, weights: Sequence[Fraction], grain: Fraction) -> list[Fraction]:
    """Divide a whole by weights, in grains; what is left over goes to the heaviest."""
    total = sum(weights, Fraction(0)) or Fraction(1)
    shares = [whole * weight / total // grain * grain for weight in weights]
    shares[weights.index(max(weights))] += whole - sum(shares, Fraction(0))
    return shares


def _fitted(
    stages: list[_Stage], allowance: Allowance, lead: str, grain: Fraction, *, alike: bool
) -> tuple[list[_Stage], Fraction]:
    """Make the stages add up to the allowance: the difference is the lead's, where its leg can bear it."""
    longest = [max(share.amount for share in stage) for stage in stages]
    added = allowance.amount - sum(longest, Fraction(0))
    # A share of half a calendar day is none that the unit can carry.
    alike = alike and (
        grain != 1 or all(share.amount.denominator == 1 for stage in stages for share in stage)
    )
    if alike and not added:
        return stages, added
    at = max(place for place, stage in enumerate(stages) if any(share.agency_id == lead for share in stage))
    others = max((share.amount for share in stages[at] if share.agency_id != lead), default=Fraction(0))
    target = longest[at] + added
    if alike and target >= max(others, grain):
        stages[at] = [
            share._replace(amount=target) if share.agency_id == lead else share for share in stages[at]
        ]
        return stages, added
    wholes = _divided(allowance.amount, longest, grain)
    return [_shrunk(stage, whole, grain) for stage, whole in zip(stages, wholes, strict=True)], Fraction(0)


def _shrunk(stage: _Stage, whole: Fraction, grain: Fraction) -> _Stage:
    """Bring a stage to another length, the shares side by side in proportion, the longest as long as the whole."""
    longest = max(share.amount for share in stage)
    if not longest:
        return [share._replace(amount=whole) for share in stage]
    return [
        share._replace(
            amount=whole if share.amount == longest else whole * share.amount / longest // grain * grain
        )
        for share in stage
    ]
