"""The rest of a route, planned by an officer: what is refused, and why."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onestop.errors import (
    AllowanceRefused,
    LeadNotOne,
    LegsDoNotSum,
    Malformed,
    Refusal,
    RouteLoops,
    RouteParallel,
    StageWrong,
)
from onestop.model.leg import LegPart
from onestop.rules.allowance import Allowance, plain_amount
from onestop.rules.reroute import MOST_LEGS, KeptLeg, WantedLeg, plan_rest
from onestop.rules.route import PlannedLeg, total_of

TEN = Allowance(10, "working_day")
LEAD, FIRE, BUILDING = "so-y-te", "pccc", "xay-dung"


def wanted(agency: str, amount: str, **other: object) -> WantedLeg:
    """Make a wanted leg."""
    return WantedLeg(agency=agency, amount=amount, **other)  # type: ignore[arg-type]  # fields of the leg


def kept(agency: str, amount: int, *, stage: int = 1, is_open: bool = False, work: str = "") -> KeptLeg:
    """Make a leg that was sent."""
    part = LegPart.LEAD if agency == LEAD else LegPart.COOPERATING
    return KeptLeg(PlannedLeg(stage, agency, part, work, Fraction(amount)), is_open)


def rest(*legs: WantedLeg, sent: tuple[KeptLeg, ...] = (), paper: bool = False) -> list[tuple[int, str, str]]:
    """Plan the rest and tell of each leg its stage, agency and share."""
    planned = plan_rest(sent, legs, TEN, lead=LEAD, paper=paper)
    return [(leg.stage, leg.agency_id, plain_amount(leg.amount)) for leg in planned]


def test_agencies_follow_each_other_unless_they_share_a_stage() -> None:
    """Without a stage in turn; with the same stage side by side, and the longer counts."""
    assert rest(wanted(FIRE, "3"), wanted(LEAD, "7")) == [(1, FIRE, "3"), (2, LEAD, "7")]
    together = (wanted(FIRE, "3", stage=1), wanted(BUILDING, "4", stage=1), wanted(LEAD, "6"))
    assert rest(*together) == [(1, FIRE, "3"), (1, BUILDING, "4"), (2, LEAD, "6")]


def test_what_was_sent_counts() -> None:
    """Four of ten days are spent: six are left to plan."""
    sent = (kept(FIRE, 4),)
    assert rest(wanted(LEAD, "6"), sent=sent) == [(2, LEAD, "6")]
    with pytest.raises(LegsDoNotSum) as refused:
        rest(wanted(LEAD, "10"), sent=sent)
    assert (refused.value.whole, refused.value.total) == ("10", "14")


def test_another_agency_may_join_a_stage_at_work() -> None:
    """A mis-sent one was taken back, and the right one works beside the other; never for paper, never too late."""
    sent = (kept(FIRE, 4, is_open=True),)
    legs = (wanted(BUILDING, "4", stage=1), wanted(LEAD, "6", stage=2))
    assert rest(*legs, sent=sent) == [(1, BUILDING, "4"), (2, LEAD, "6")]
    with pytest.raises(RouteParallel):
        rest(*legs, sent=sent, paper=True)
    with pytest.raises(StageWrong) as refused:
        rest(*legs, sent=(kept(FIRE, 4),))
    assert refused.value.first == 2


def test_neighbours_of_one_agency_become_one_leg() -> None:
    """Two shares in a row of one agency are one, with both works."""
    legs = (wanted(FIRE, "1", work="Xem hồ sơ"), wanted(FIRE, "2", work="Kiểm tra"), wanted(LEAD, "7"))
    (first, _) = plan_rest((), legs, TEN, lead=LEAD, paper=True)
    assert (first.stage, first.work, plain_amount(first.amount)) == (1, "Xem hồ sơ; Kiểm tra", "3")


@pytest.mark.parametrize(
    ("legs", "paper", "refusal"),
    [
        ((), False, Malformed),
        ((wanted(LEAD, "10"),) * (MOST_LEGS + 1), False, Malformed),
        ((wanted(LEAD, "9"),), False, LegsDoNotSum),
        ((wanted(LEAD, "-1"),), False, AllowanceRefused),
        ((wanted(LEAD, "mười"),), False, AllowanceRefused),
        ((wanted(FIRE, "10"),), False, LeadNotOne),
        ((wanted(FIRE, "3", part=LegPart.LEAD), wanted(LEAD, "7")), False, LeadNotOne),
        ((wanted(FIRE, "3"), wanted(LEAD, "4"), wanted(FIRE, "3")), False, RouteLoops),
        ((wanted(FIRE, "3", stage=1), wanted(FIRE, "3", stage=1), wanted(LEAD, "7")), False, RouteLoops),
        (
            (wanted(FIRE, "3", stage=1), wanted(BUILDING, "3", stage=1), wanted(LEAD, "7")),
            True,
            RouteParallel,
        ),
        ((wanted(LEAD, "10", stage=-1),), False, StageWrong),
        ((wanted(LEAD, "10", work="x" * 501),), False, Malformed),
    ],
)
def test_a_route_that_cannot_be_is_refused(
    legs: tuple[WantedLeg, ...],
    paper: bool,  # noqa: FBT001
    refusal: type[Refusal],
) -> None:
    """Each with its own reason."""
    with pytest.raises(refusal):
        rest(*legs, paper=paper)


@given(
    st.lists(
        st.tuples(
            st.sampled_from([LEAD, FIRE, BUILDING, "thue"]), st.integers(0, 6), st.none() | st.integers(1, 4)
        ),
        min_size=1,
        max_size=6,
    ),
    st.booleans(),
    st.booleans(),
)
def test_what_is_planned_adds_up_or_is_refused(
    legs: list[tuple[str, int, int | None]],
    paper: bool,  # noqa: FBT001
    sent: bool,  # noqa: FBT001
) -> None:
    """No plan comes out that does not sum, has a hole, or puts paper in two places."""
    before = (kept(FIRE, 4),) if sent else ()
    asked = [wanted(agency, str(amount), stage=stage) for agency, amount, stage in legs]
    try:
        planned = plan_rest(before, asked, TEN, lead=LEAD, paper=paper)
    except Refusal:
        return
    whole = [leg.planned for leg in before] + list(planned)
    assert total_of((leg.stage, leg.amount) for leg in whole) == 10
    stages = [leg.stage for leg in planned]
    assert sorted(set(stages)) == list(range(len(before) + 1, max(stages) + 1))
    assert not paper or len(stages) == len(set(stages))
