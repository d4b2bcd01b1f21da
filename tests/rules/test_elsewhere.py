"""From when the time of a dossier for an agency of another place runs, by article and by date."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onestop.model.procedure import AllowanceUnit, SupplementRule
from onestop.rules.allowance import Allowance
from onestop.rules.deadline import Deadline, Extension, Supplement, Suspension, reckon
from onestop.rules.elsewhere import (
    Elsewhere,
    RunsFrom,
    awaited_agency,
    is_elsewhere,
    reckon_from_start,
    runs_from,
)
from tests.rules.calendars import HOURS, SATURDAY_MORNINGS, at, calendar, told
from tests.rules.test_deadline_laws import DAYS, INSTANTS, LENGTHS, laws

HALL = calendar(HOURS + SATURDAY_MORNINGS)
COMMUNE = "Ủy ban nhân dân xã Hạ Lang"
TEN = Allowance(10, "working_day")
UNITS = st.sampled_from(list(AllowanceUnit))


def rules_of(deadline: Deadline) -> list[str]:
    return [reason.rule for reason in deadline.because]


def test_only_a_commune_s_procedure_is_for_elsewhere_and_only_for_another_commune() -> None:
    """Decree 118/2025 art. 14: where the procedure names its agency, that one is competent wherever it is filed."""
    home = {"xa-ha-lang", "phong-van-hoa"}
    assert is_elsewhere("xa-ly-quoc", home, own_commune=True)
    assert not is_elsewhere("phong-van-hoa", home, own_commune=True)
    assert not is_elsewhere("so-y-te", home, own_commune=False)


@pytest.mark.parametrize(
    ("received_on", "rule"),
    [
        (date(2018, 6, 20), RunsFrom.RECEIPT),
        (date(2026, 8, 4), RunsFrom.RECEIPT),
        (date(2026, 8, 5), RunsFrom.ARRIVAL),
    ],
)
def test_decree_309_of_2026_holds_from_5_august_2026(received_on: date, rule: RunsFrom) -> None:
    """Art. 8.3 and 16: what was received the day before is counted from its receipt, whenever it arrives."""
    assert runs_from(received_on) is rule


def test_what_was_received_before_the_decree_is_counted_from_its_receipt() -> None:
    """Received on 4 August 2026, taken on four days later: nothing moves, and no reason speaks of it."""
    received = at("2026-08-04 09:00")
    elsewhere = Elsewhere(COMMUNE, arrived_at=at("2026-08-08 09:00"))

    assert reckon_from_start(received, TEN, HALL, elsewhere) == reckon(received, TEN, HALL)


@pytest.mark.parametrize(
    ("received", "expected", "due"),
    [
        ("2026-11-25 09:00", "2026-11-25 09:00", "2026-12-09 17:00"),
        ("2026-11-25 15:00", "2026-11-25 15:00", "2026-12-09 17:00"),
        ("2026-11-25 15:01", "2026-11-26 07:30", "2026-12-10 17:00"),
        ("2026-11-25 19:00", "2026-11-26 07:30", "2026-12-10 17:00"),
        ("2026-11-28 09:00", "2026-11-30 07:30", "2026-12-14 17:00"),
    ],
)
def test_until_it_arrives_it_is_expected_by_the_rule_of_15_o_clock(
    received: str, expected: str, due: str
) -> None:
    """Decree 309/2026 art. 9: sent on at once, after 15:00 at the beginning of the next working day."""
    deadline = reckon_from_start(at(received), TEN, HALL, Elsewhere(COMMUNE))

    reason = deadline.because[0]
    assert isinstance(reason.to, datetime)
    assert (reason.rule, reason.facts, told(reason.to)) == (
        "elsewhere-awaited",
        {"agency": COMMUNE},
        expected,
    )
    assert awaited_agency(deadline.because) == COMMUNE
    assert told(deadline.due_at) == due


def test_the_time_is_counted_from_when_the_competent_agency_has_it() -> None:
    """Decree 309/2026 art. 8.3: received on Wednesday, taken on on Friday: two working days later than by receipt."""
    came = at("2026-11-27 10:00")
    deadline = reckon_from_start(at("2026-11-25 09:00"), TEN, HALL, Elsewhere(COMMUNE, arrived_at=came))

    assert told(deadline.due_at) == "2026-12-11 17:00"
    assert (deadline.because[0].rule, deadline.because[0].to) == ("elsewhere", came)
    assert deadline.because[1:] == reckon(came, TEN, HALL).because
    assert awaited_agency(deadline.because) == ""


def test_sent_on_too_late_it_is_expected_when_it_was_sent_and_says_so() -> None:
    """Had to go by Wednesday 17:00 and went on Friday: the date moves before it arrives, the lateness is named."""
    late = at("2026-11-25 17:00"), at("2026-11-27 10:00")
    deadline = reckon_from_start(at("2026-11-25 09:00"), TEN, HALL, Elsewhere(COMMUNE, forwarded_late=late))

    assert told(deadline.due_at) == "2026-12-11 17:00"
    assert rules_of(deadline)[:2] == ["forwarded-late", "elsewhere-awaited"]


def test_a_supplement_before_arrival_is_a_new_receipt_that_has_to_arrive_too() -> None:
    """Decree 61/2018 art. 19.4 with Decree 309/2026 art. 8.3: complete on Thursday 16:00, expected Friday morning."""
    asked = Supplement(at("2026-11-25 10:00"), at("2026-11-26 16:00"), SupplementRule.RESTART)

    deadline = reckon_from_start(at("2026-11-25 09:00"), TEN, HALL, Elsewhere(COMMUNE), supplements=[asked])

    assert told(deadline.due_at) == "2026-12-11 17:00"
    assert rules_of(deadline)[:2] == ["elsewhere-awaited", "supplement-restart"]


def test_a_supplement_after_arrival_restarts_it_where_the_papers_are() -> None:
    """The complete return is later than the arrival: it counts from there, as at home."""
    elsewhere = Elsewhere(COMMUNE, arrived_at=at("2026-11-25 14:00"))
    asked = Supplement(at("2026-11-26 10:00"), at("2026-12-01 10:00"), SupplementRule.RESTART)

    deadline = reckon_from_start(at("2026-11-25 09:00"), TEN, HALL, elsewhere, supplements=[asked])

    assert deadline.due_at == reckon(at("2026-12-01 10:00"), TEN, HALL).due_at


@st.composite
def courses(draw: st.DrawFn, received_at: datetime) -> dict[str, list[object]]:
    """A pause, a supplement after it and an extension, each or none."""
    first = received_at + draw(LENGTHS)
    between = first + draw(LENGTHS)
    asked = between + draw(LENGTHS)
    returned = asked + draw(LENGTHS)
    pauses, supplements, extensions = list[object](), list[object](), list[object]()
    if draw(st.booleans()):
        pauses.append(Suspension(first, between))
    if draw(st.booleans()):
        supplements.append(Supplement(asked, returned, draw(st.sampled_from(list(SupplementRule)))))
    if draw(st.booleans()):
        extensions.append(Extension(Allowance(draw(DAYS), "working_day"), received_at + draw(LENGTHS)))
    return {"suspensions": pauses, "supplements": supplements, "extensions": extensions}


@laws
@given(st.data(), INSTANTS, DAYS, UNITS, st.one_of(st.none(), LENGTHS), st.one_of(st.none(), LENGTHS))
def test_for_elsewhere_it_never_ends_earlier_than_counted_from_the_receipt(
    data: st.DataObject,
    received_at: datetime,
    amount: int,
    unit: AllowanceUnit,
    arrived_after: timedelta | None,
    late_by: timedelta | None,
) -> None:
    """Decree 309/2026 art. 8.3 gives time and takes none: whatever interrupts it, in every unit, there or awaited."""
    received_at += timedelta(days=650)
    allowance = Allowance(1 if unit is AllowanceUnit.SAME_DAY else amount, unit)
    course = data.draw(courses(received_at))
    elsewhere = Elsewhere(
        COMMUNE,
        arrived_at=None if arrived_after is None else received_at + arrived_after,
        forwarded_late=None if late_by is None else (received_at, received_at + late_by),
    )

    there = reckon_from_start(received_at, allowance, HALL, elsewhere, **course)  # type: ignore[arg-type]

    assert there.due_at >= reckon(received_at, allowance, HALL, **course).due_at  # type: ignore[arg-type]
