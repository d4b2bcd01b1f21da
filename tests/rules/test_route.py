"""A route: every agency one leg, the shares add up to what was granted, nobody is sent the same work twice."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onestop.errors import RouteLoops
from onestop.model.leg import LegPart
from onestop.rules.allowance import Allowance, exact_amount, plain_amount
from onestop.rules.route import Route, RouteStep, plan_route, total_of

COMMUNE, POLICE, INSURANCE, CENTRE = "xa", "cong-an", "bhxh", "mot-cua"
BIRTH = (
    RouteStep(1, COMMUNE, "Đăng ký khai sinh", "1"),
    RouteStep(2, POLICE, "Đăng ký thường trú", "3"),
    RouteStep(2, INSURANCE, "Cấp thẻ bảo hiểm y tế", "2"),
)
"""Registration of a birth, of residence and the health insurance card: four working days in all."""


def planned(
    *steps: RouteStep, days: str = "4", paper: bool = False, lead: str = COMMUNE, **other: str
) -> Route:
    """Plan a route of working days."""
    unit = other.get("unit", "working_day")
    return plan_route(
        steps, Allowance(days, unit), lead=lead, unit="working_day", centres={CENTRE}, paper=paper
    )


def told(route: Route) -> list[tuple[int, str, str]]:
    """Tell of each leg its stage, agency and share."""
    return [(leg.stage, leg.agency_id, plain_amount(leg.amount)) for leg in route.legs]


def test_without_steps_the_agency_in_charge_has_it_all() -> None:
    """One leg of the whole, and its agency leads."""
    (leg,) = planned().legs
    assert (leg.stage, leg.agency_id, leg.part, plain_amount(leg.amount)) == (1, COMMUNE, LegPart.LEAD, "4")


def test_steps_of_one_agency_in_a_row_are_one_leg() -> None:
    """Leader, specialist, leader, clerk of one department are one share of time; the centre's step goes with it."""
    steps = [
        RouteStep(at, agency, f"Bước {at}", amount)
        for at, (agency, amount) in enumerate(
            ((CENTRE, "0.25"), (COMMUNE, "0.5"), (COMMUNE, "8.25"), (COMMUNE, "2.5"), (POLICE, "5.5")), 1
        )
    ]
    route = planned(*steps, days="17")
    assert told(route) == [(1, COMMUNE, "11.5"), (2, POLICE, "5.5")]
    assert route.legs[0].work == "Bước 2; Bước 3; Bước 4"


def test_the_centre_s_last_step_goes_with_the_agency_before_it() -> None:
    """Taking in the result is nobody's leg either."""
    assert told(planned(RouteStep(1, COMMUNE, "a", "3.5"), RouteStep(2, CENTRE, "b", "0.5"))) == [
        (1, COMMUNE, "4")
    ]


def test_an_electronic_dossier_is_at_two_agencies_at_once() -> None:
    """Police and insurance work side by side; the longer counts, and one agency leads."""
    route = planned(*BIRTH)
    assert told(route) == [(1, COMMUNE, "1"), (2, POLICE, "3"), (2, INSURANCE, "2")]
    assert [leg.part for leg in route.legs] == [LegPart.LEAD, LegPart.COOPERATING, LegPart.COOPERATING]
    assert not route.serialised
    assert not route.added


def test_a_paper_dossier_goes_from_one_to_the_next_within_the_same_time() -> None:
    """The three days of the stage are shared three to two; the citizen's day does not move."""
    route = planned(*BIRTH, paper=True)
    assert told(route) == [(1, COMMUNE, "1"), (2, POLICE, "1.8"), (3, INSURANCE, "1.2")]
    assert route.serialised


def test_ten_mountain_days_are_the_lead_s() -> None:
    """Who is in charge gets the days that the mountains give, and the plan says how many."""
    route = planned(*BIRTH, days="14")
    assert told(route) == [(1, COMMUNE, "11"), (2, POLICE, "3"), (2, INSURANCE, "2")]
    assert route.added == 10


def test_an_allowance_that_the_lead_cannot_give_up_shrinks_everybody() -> None:
    """Two days instead of four: nobody has less than nothing, and it still adds up."""
    route = planned(*BIRTH, days="2")
    assert told(route) == [(1, COMMUNE, "0.5"), (2, POLICE, "1.5"), (2, INSURANCE, "1")]


def test_hours_for_a_procedure_of_days_keep_the_proportion() -> None:
    """Eight working hours online for four days on paper: two hours, then six."""
    route = planned(*BIRTH, days="8", unit="working_hour")
    assert told(route) == [(1, COMMUNE, "2"), (2, POLICE, "6"), (2, INSURANCE, "4")]


def test_to_the_superior_and_back_is_another_work() -> None:
    """Coming back is allowed where something else is done then, and refused where it is the same again."""
    there = (RouteStep(1, COMMUNE, "Thẩm định", "2"), RouteStep(2, POLICE, "Phê duyệt", "1"))
    assert len(planned(*there, RouteStep(3, COMMUNE, "Cấp giấy", "1")).legs) == 3
    with pytest.raises(RouteLoops) as refused:
        planned(*there, RouteStep(3, COMMUNE, "  thẩm định ", "1"))
    assert refused.value.work == "  thẩm định "


def test_where_no_step_is_the_agency_in_charge_the_last_one_leads() -> None:
    """Exactly one agency leads, whatever the steps say."""
    route = planned(*BIRTH[1:], days="3", lead="so-y-te")
    assert {leg.agency_id for leg in route.legs if leg.part == LegPart.LEAD} == {POLICE}


AGENCIES = st.sampled_from([COMMUNE, POLICE, INSURANCE, CENTRE, "thue"])
STEPS = st.lists(
    st.builds(
        RouteStep,
        stage=st.integers(1, 5),
        agency_id=AGENCIES,
        work=st.text("abcdefgh", min_size=1, max_size=6),
        amount=st.sampled_from(["0", "0.25", "0.5", "1", "1.25", "2", "7.5", "30"]),
    ),
    max_size=9,
)
ALLOWANCES = st.one_of(
    st.builds(Allowance, st.sampled_from(["0", "0.5", "1", "4", "10", "10.5", "60"]), st.just("working_day")),
    st.builds(Allowance, st.integers(0, 60), st.sampled_from(["calendar_day", "month"])),
    st.builds(Allowance, st.sampled_from(["0", "2.5", "8"]), st.sampled_from(["working_hour", "clock_hour"])),
    st.builds(Allowance, st.integers(0, 1), st.just("same_day")),
)


@given(STEPS, ALLOWANCES, st.booleans())
def test_a_route_holds_what_it_promises(steps: list[RouteStep], allowance: Allowance, paper: bool) -> None:  # noqa: FBT001
    """Whatever the steps: it adds up, each share can be counted, one leads, and paper is in one place."""
    try:
        route = plan_route(steps, allowance, lead=COMMUNE, unit="working_day", centres={CENTRE}, paper=paper)
    except RouteLoops:
        return
    assert total_of((leg.stage, leg.amount) for leg in route.legs) == allowance.amount
    for leg in route.legs:
        assert exact_amount(plain_amount(leg.amount), allowance.unit) == leg.amount
    assert len({leg.agency_id for leg in route.legs if leg.part == LegPart.LEAD}) == 1
    stages = [leg.stage for leg in route.legs]
    assert sorted(set(stages)) == list(range(1, max(stages) + 1))
    assert stages == sorted(stages)
    assert CENTRE not in {leg.agency_id for leg in route.legs}
    if paper:
        assert len(stages) == len(set(stages))
        assert all(one.agency_id != other.agency_id for one, other in pairwise(route.legs))


@given(STEPS, ALLOWANCES)
def test_no_agency_is_forgotten(steps: list[RouteStep], allowance: Allowance) -> None:
    """Everybody who has a step has a leg, but the centre; the lead stands in for none."""
    try:
        route = plan_route(steps, allowance, lead=COMMUNE, unit=None, centres={CENTRE}, paper=False)
    except RouteLoops:
        return
    acting = {step.agency_id for step in steps} - {CENTRE}
    assert {leg.agency_id for leg in route.legs} == (acting or {COMMUNE})
    assert sum((leg.amount for leg in route.legs), Fraction(0)) >= allowance.amount
