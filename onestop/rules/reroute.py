"""The rest of a route planned anew by an officer: checked against what was sent before."""

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

import msgspec

from onestop.errors import (
    LeadNotOne,
    LegsDoNotSum,
    Malformed,
    RouteLoops,
    RouteParallel,
    StageWrong,
)
from onestop.model.leg import LegPart
from onestop.rules.allowance import Allowance, exact_amount, plain_amount
from onestop.rules.route import PlannedLeg, joined, part_of, refuse_loops, total_of
from onestop.rules.text import one_line

MOST_LEGS = 20
LONGEST_WORK = 500


class WantedLeg(msgspec.Struct, frozen=True, kw_only=True):
    """A leg as an officer plans it: `agency` an id, `amount` a decimal text in the dossier's unit.

    Without a `stage` it follows the one before it; without a `part` the agency in charge leads.
    """

    agency: str
    amount: str | int | float
    part: LegPart | None = None
    work: str = ""
    stage: int | None = None


class KeptLeg(NamedTuple):
    """A leg that was sent; `is_open`: its agency is not done with it."""

    planned: PlannedLeg
    is_open: bool


def plan_rest(
    kept: Sequence[KeptLeg],
    wanted: Sequence[WantedLeg],
    allowance: Allowance,
    *,
    lead: str,
    paper: bool,
) -> tuple[PlannedLeg, ...]:
    """Plan the legs that are not yet sent, as an officer wants them.

    Args:
        kept: The legs that were sent, by stage.
        wanted: What is to follow; at least one.
        allowance: Of the dossier; the shares of all stages add up to it.
        lead: The agency in charge (chủ trì).
        paper: Whether the dossier travels on paper.

    Raises:
        Malformed: None, more than 20, or a work of more than 500 letters.
        StageWrong: At a stage that has been passed.
        RouteParallel: Two agencies at once for a paper dossier.
        RouteLoops: An agency comes again with the same work.
        LeadNotOne: No agency leads, or several do.
        AllowanceRefused: A share that the dossier's unit cannot carry.
        LegsDoNotSum: The shares do not add up to the allowance.

    Rule:
        Decree 61/2018/NĐ-CP, art. 19.6: each agency is told its work and its time, and one leads.
    """
    if not 0 < len(wanted) <= MOST_LEGS:
        raise Malformed(field="to", reason="length")
    passed = max((leg.planned.stage for leg in kept), default=0)
    rest = _joined(_staged(kept, [_read(leg, allowance, lead) for leg in wanted], passed), passed)
    route = [leg.planned for leg in kept] + rest
    _refuse_crowds(route, paper=paper)
    refuse_loops((leg.agency_id, leg.work) for leg in route)
    leads = {leg.agency_id for leg in route if leg.part == LegPart.LEAD}
    if len(leads) != 1:
        raise LeadNotOne(leads=len(leads))
    total = total_of((leg.stage, leg.amount) for leg in route)
    if total != allowance.amount:
        raise LegsDoNotSum(whole=plain_amount(allowance.amount), total=plain_amount(total))
    return tuple(rest)


def _read(wanted: WantedLeg, allowance: Allowance, lead: str) -> PlannedLeg:
    """Read a wanted leg; a stage not told is 0 until the legs before it are known."""
    return PlannedLeg(
        wanted.stage or 0,
        wanted.agency,
        wanted.part or part_of(wanted.agency, lead),
        one_line(wanted.work, field="work", most=LONGEST_WORK),
        exact_amount(wanted.amount, allowance.unit),
    )


def _staged(kept: Sequence[KeptLeg], wanted: Sequence[PlannedLeg], passed: int) -> list[PlannedLeg]:
    """Number the stages after those that were sent, without a hole.

    A leg may still join the last stage that was sent while an agency of it is at work.
    """
    joins = any(leg.is_open for leg in kept if leg.planned.stage == passed)
    first = passed if joins else passed + 1
    at, told = passed, list[PlannedLeg]()
    for leg in wanted:
        at = leg.stage or at + 1
        if at < first:
            raise StageWrong(stage=at, first=first)
        told.append(leg._replace(stage=at))
    later = sorted({leg.stage for leg in told} - {passed})
    numbers = {passed: passed} | {stage: passed + 1 + place for place, stage in enumerate(later)}
    return sorted((leg._replace(stage=numbers[leg.stage]) for leg in told), key=lambda leg: leg.stage)


def _joined(legs: Sequence[PlannedLeg], passed: int) -> list[PlannedLeg]:
    """Join neighbouring stages that are one and the same agency's; one that joins a sent stage stays."""
    merged = list[list[PlannedLeg]]()
    for _, group in groupby(legs, key=lambda leg: leg.stage):
        stage = list(group)
        before = merged[-1] if merged and merged[-1][0].stage > passed else []
        if len(stage) == len(before) == 1 and stage[0].agency_id == before[0].agency_id:
            work, amount = joined(before[0].work, stage[0].work), before[0].amount + stage[0].amount
            merged[-1] = [before[0]._replace(work=work, amount=amount)]
        else:
            merged.append(stage)
    first = legs[0].stage
    return [leg._replace(stage=first + place) for place, stage in enumerate(merged) for leg in stage]


def _refuse_crowds(route: Sequence[PlannedLeg], *, paper: bool) -> None:
    """Refuse an agency twice in a stage, and two agencies at once for a paper dossier."""
    seen: dict[int, set[str]] = {}
    for leg in route:
        there = seen.setdefault(leg.stage, set())
        if leg.agency_id in there:
            raise RouteLoops(work=leg.work)
        if there and paper:
            raise RouteParallel(stage=leg.stage)
        there.add(leg.agency_id)
