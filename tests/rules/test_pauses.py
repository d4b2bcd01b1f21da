"""What supplements, suspensions and extensions do to a due date, in each unit."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from onestop.errors import AllowanceRefused, CalendarOutOfReach, IntervalsOverlap, Malformed
from onestop.model.procedure import SupplementRule
from onestop.rules.allowance import Amount
from onestop.rules.deadline import Allowance, Deadline, Extension, Supplement, Suspension, reckon
from tests.rules.calendars import HOURS, SATURDAY_MORNINGS, at, calendar, told

RECEIVED = "2026-11-09 09:00"


def found(amount: Amount, unit: str, **more: Any) -> Deadline:
    return reckon(at(RECEIVED), Allowance(amount, unit), calendar(), **more)


def due(amount: Amount, unit: str, **more: Any) -> str:
    return told(found(amount, unit, **more).due_at)


def asked(begin: str, end: str | None, rule: SupplementRule = SupplementRule.PAUSE) -> Supplement:
    return Supplement(at(begin), at(end) if end else None, rule)


def suspended(begin: str, end: str | None, **why: str) -> Suspension:
    return Suspension(at(begin), at(end) if end else None, **why)


def extended(amount: Amount, unit: str, decided: str | None = None) -> Extension:
    return Extension(Allowance(amount, unit), at(decided) if decided else None)


# --- restart ------------------------------------------------------------------------------------


def test_a_complete_supplement_starts_the_whole_allowance_again() -> None:
    """Decree 61/2018 art. 19.4, the default: asked 12/11, complete 16/11, ten days from then: 1/12."""
    supplements = [asked("2026-11-12 15:00", "2026-11-16 10:20", SupplementRule.RESTART)]

    assert due(10, "working_day") == "2026-11-23 17:00"
    assert due(10, "working_day", supplements=supplements) == "2026-12-01 17:00"
    restarted = found(10, "working_day", supplements=supplements)
    assert ("supplement-restart", date(2026, 11, 12), date(2026, 11, 16), {}) == restarted.because[0]
    assert ("receipt-day", date(2026, 11, 16)) == restarted.because[1][:2]


def test_a_restart_is_a_new_receipt_in_every_way() -> None:
    """Complete on a Sunday is received on Monday; complete after 15:00 is due the next day."""
    sunday = [asked("2026-11-12 15:00", "2026-11-15 10:00", SupplementRule.RESTART)]
    late = [asked("2026-11-12 15:00", "2026-11-16 15:30", SupplementRule.RESTART)]

    assert due(1, "working_day", supplements=sunday) == "2026-11-17 17:00"
    assert due(0, "same_day", supplements=late) == "2026-11-17 17:00"


def test_pauses_and_extensions_before_a_restart_fall_away() -> None:
    """Those after it stay; an extension whose day is not told counts as decided last."""
    restart = asked("2026-11-12 15:00", "2026-11-16 10:20", SupplementRule.RESTART)
    before = suspended("2026-11-10 09:00", "2026-11-12 09:00")
    after = suspended("2026-11-17 09:00", "2026-11-19 09:00")
    early, later = (
        extended(5, "working_day", "2026-11-11 09:00"),
        extended(5, "working_day", "2026-11-20 09:00"),
    )

    alone = due(10, "working_day", supplements=[restart])
    assert alone == due(10, "working_day", supplements=[restart], suspensions=[before], extensions=[early])
    assert due(10, "working_day", supplements=[restart], suspensions=[before, after]) == "2026-12-03 17:00"
    assert due(10, "working_day", supplements=[restart], extensions=[early, later]) == "2026-12-08 17:00"
    assert (
        due(10, "working_day", supplements=[restart], extensions=[extended(5, "working_day")])
        == "2026-12-08 17:00"
    )
    assert "suspension" not in [
        each.rule for each in found(10, "working_day", supplements=[restart], suspensions=[before]).because
    ]


def test_of_two_restarts_the_last_complete_return_counts() -> None:
    """Whichever was entered first."""
    first = asked("2026-11-10 09:00", "2026-11-12 09:00", SupplementRule.RESTART)
    second = asked("2026-11-13 09:00", "2026-11-17 09:00", SupplementRule.RESTART)

    assert due(1, "working_day", supplements=[first, second]) == "2026-11-18 17:00"
    assert due(1, "working_day", supplements=[second, first]) == "2026-11-18 17:00"


# --- pause, in each unit ------------------------------------------------------------------------


def test_in_days_the_day_of_asking_is_used_and_the_day_of_return_is_not() -> None:
    """Asked on Tuesday, back on Thursday: Wednesday and Thursday are taken, at whatever hour."""
    assert due(5, "working_day") == "2026-11-16 17:00"
    assert (
        due(5, "working_day", supplements=[asked("2026-11-10 08:00", "2026-11-12 16:59")])
        == "2026-11-18 17:00"
    )


def test_asked_and_returned_on_one_day_takes_nothing_in_days() -> None:
    """And says so; in hours it takes its minutes."""
    within = [asked("2026-11-10 08:00", "2026-11-10 16:00")]

    assert due(5, "working_day", supplements=within) == "2026-11-16 17:00"
    assert found(5, "working_day", supplements=within).because[2].facts["taken"] == "0"
    assert due(9, "working_hour", supplements=within) == "2026-11-11 09:00"


def test_a_pause_over_a_holiday_takes_working_days_only() -> None:
    """Asked Monday 23/11, back on Wednesday 25/11 with the holiday between: one day is taken."""
    deadline = reckon(
        at("2026-11-20 09:00"),
        Allowance(3, "working_day"),
        calendar(),
        suspensions=[suspended("2026-11-23 10:00", "2026-11-25 10:00", reason="chờ xác minh")],
    )

    assert told(deadline.due_at) == "2026-11-27 17:00"
    assert [each.rule for each in deadline.because] == ["receipt-day", "allowance", "suspension", "weekend"]
    assert deadline.because[2].facts == {"reason": "chờ xác minh", "taken": "1", "counted_in": "working_day"}


def test_a_weekend_that_a_pause_passes_over_only_in_part_is_still_told() -> None:
    """Asked on Saturday, back on Sunday: nobody's working day was taken."""
    over = found(5, "working_day", suspensions=[suspended("2026-11-13 09:00", "2026-11-15 09:00")])
    within = found(5, "working_day", suspensions=[suspended("2026-11-14 09:00", "2026-11-17 09:00")])

    assert "weekend" in [each.rule for each in over.because]
    assert "weekend" in [each.rule for each in within.because]
    assert told(within.due_at) == "2026-11-18 17:00"


def test_a_pause_asked_for_on_the_due_day_or_after_it_moves_nothing() -> None:
    """The allowance was used up by then."""
    for begin in ("2026-11-16 08:00", "2026-11-17 08:00"):
        assert due(5, "working_day", suspensions=[suspended(begin, "2026-11-30 08:00")]) == "2026-11-16 17:00"


def test_working_hours_pause_to_the_minute() -> None:
    """Of 11:00 to 14:00 only 11:00-11:30 and 13:30-14:00 were working time."""
    assert (
        due("4.5", "working_hour", suspensions=[suspended("2026-11-09 11:00", "2026-11-09 14:00")])
        == "2026-11-09 16:30"
    )


def test_shares_of_a_day_pause_to_the_minute() -> None:
    """Half of Tuesday's 450 minutes end at 11:15; an hour of pause makes it 14:15, after lunch."""
    assert due("0.5", "working_day") == "2026-11-10 11:15"
    deadline = found("0.5", "working_day", suspensions=[suspended("2026-11-10 09:00", "2026-11-10 10:00")])

    assert told(deadline.due_at) == "2026-11-10 14:15"
    assert (
        deadline.because[2].facts["taken"],
        deadline.because[2].facts["counted_in"],
    ) == ("60", "working_minute")


def test_a_clock_s_hours_pause_by_the_clock() -> None:
    """A night away is a night away."""
    assert (
        due(24, "clock_hour", suspensions=[suspended("2026-11-09 20:00", "2026-11-10 08:00")])
        == "2026-11-10 21:00"
    )


def test_calendar_days_between_are_added_before_rolling() -> None:
    """Five days from 9/11 end on 14/11, a Saturday; three more on 17/11."""
    assert due(5, "calendar_day") == "2026-11-16 17:00"
    assert (
        due(5, "calendar_day", supplements=[asked("2026-11-10 09:00", "2026-11-13 09:00")])
        == "2026-11-17 17:00"
    )


def test_a_pause_between_the_last_day_and_the_day_it_rolls_to_still_counts() -> None:
    """Until Monday the office had time; whoever it waited for had it too."""
    assert (
        due(5, "calendar_day", suspensions=[suspended("2026-11-15 09:00", "2026-11-19 09:00")])
        == "2026-11-18 17:00"
    )
    assert (
        due(5, "calendar_day", suspensions=[suspended("2026-11-16 09:00", "2026-11-19 09:00")])
        == "2026-11-16 17:00"
    )


def test_months_pause_by_calendar_days() -> None:
    """One month from 9/11 ends on 9/12; ten days of waiting make it 19/12, a Saturday, so Monday."""
    assert due(1, "month") == "2026-12-09 17:00"
    assert (
        due(
            1,
            "month",
            supplements=[asked("2026-11-10 09:00", "2026-11-20 09:00", SupplementRule.NOT_COUNTED)],
        )
        == "2026-12-21 17:00"
    )


def test_time_at_another_body_is_reckoned_as_a_pause_and_named_as_what_it_is() -> None:
    """120 procedures of the national portal do not count it."""
    deadline = found(
        5,
        "working_day",
        supplements=[asked("2026-11-10 09:00", "2026-11-12 09:00", SupplementRule.NOT_COUNTED)],
    )

    assert told(deadline.due_at) == "2026-11-18 17:00"
    assert deadline.because[2].rule == "supplement-not-counted"


def test_what_lies_before_the_receipt_takes_nothing() -> None:
    """Filed on Saturday, suspended until Monday noon: Monday is the day of receipt anyway."""
    deadline = reckon(
        at("2026-11-14 10:00"),
        Allowance(2, "working_day"),
        calendar(),
        suspensions=[suspended("2026-11-14 11:00", "2026-11-16 12:00")],
    )

    assert told(deadline.due_at) == "2026-11-18 17:00"


def test_the_same_day_after_15_o_clock_pauses_like_one_day() -> None:
    """Received 16:00 on Monday, due Tuesday; asked on Monday, back on Wednesday: Thursday."""
    deadline = reckon(
        at("2026-11-09 16:00"),
        Allowance(0, "same_day"),
        calendar(),
        suspensions=[suspended("2026-11-09 16:30", "2026-11-11 09:00")],
    )

    assert told(deadline.due_at) == "2026-11-12 17:00"


def test_pauses_move_the_planned_ends_of_legs_that_still_run() -> None:
    """The first leg was done; the second takes the pause."""
    deadline = found(
        5, "working_day", legs=[1, 4], suspensions=[suspended("2026-11-11 09:00", "2026-11-13 09:00")]
    )

    assert [told(each)[5:10] for each in deadline.leg_due_at] == ["11-10", "11-18"]


# --- extension ----------------------------------------------------------------------------------


def test_an_extension_adds_its_own_amount_and_unit() -> None:
    """Five days due Monday 16/11; three working days more, one month, 24 hours, half a day."""
    assert due(5, "working_day", extensions=[extended(3, "working_day")]) == "2026-11-19 17:00"
    assert due(5, "working_day", extensions=[extended(1, "month")]) == "2026-12-16 17:00"
    assert due(5, "working_day", extensions=[extended(24, "clock_hour")]) == "2026-11-17 17:00"
    assert due(5, "working_day", extensions=[extended("0.5", "working_day")]) == "2026-11-17 11:15"
    assert due(5, "working_day", extensions=[extended(1, "working_hour")]) == "2026-11-17 08:30"


def test_a_day_more_than_an_hour_ends_with_the_day() -> None:
    """The last unit decides how lateness is judged."""
    deadline = found(1, "working_hour", extensions=[extended(1, "working_day")])

    assert (told(deadline.due_at), deadline.to_the_minute) == ("2026-11-10 17:00", False)
    assert found(1, "working_day", extensions=[extended(1, "working_hour")]).to_the_minute


def test_the_day_that_a_term_rolled_to_is_extended() -> None:
    """Five days end on Saturday 14/11 and so on Monday 16/11; three days more end on Thursday."""
    assert due(5, "calendar_day", extensions=[extended(3, "calendar_day")]) == "2026-11-19 17:00"


def test_an_extension_of_nothing_changes_nothing() -> None:
    """Not even on a Saturday morning."""
    centre = calendar(HOURS + SATURDAY_MORNINGS)
    more = [extended(0, "calendar_day")]

    assert (
        told(reckon(at("2026-11-14 09:00"), Allowance(0, "same_day"), centre, extensions=more).due_at)
        == "2026-11-14 11:30"
    )


def test_a_pause_during_the_extension_moves_it() -> None:
    """The allowance had run out; the extension had not."""
    deadline = found(
        1,
        "working_day",
        extensions=[extended(4, "working_hour")],
        suspensions=[suspended("2026-11-11 09:00", "2026-11-11 10:00")],
    )

    assert told(deadline.due_at) == "2026-11-11 14:30"
    assert [each.rule for each in deadline.because] == ["receipt-day", "allowance", "suspension", "extension"]
    assert (
        deadline.because[2].facts["taken"],
        deadline.because[2].facts["counted_in"],
    ) == ("60", "working_minute")


def test_an_extension_tells_what_it_moved_and_on_what_basis() -> None:
    """From the date before it to the date after it."""
    basis = Extension(Allowance(3, "working_day"), at("2026-11-13 09:00"), "Luật Đất đai 2024")
    reason = found(5, "working_day", extensions=[basis]).because[2]

    assert ("extension", date(2026, 11, 16), date(2026, 11, 19)) == reason[:3]
    assert reason.facts == {"amount": "3", "unit": "working_day", "legal_basis": "Luật Đất đai 2024"}


def test_an_extension_by_the_same_day_is_refused() -> None:
    """It is no length."""
    with pytest.raises(AllowanceRefused):
        due(5, "working_day", extensions=[extended(1, "same_day")])


# --- what is still awaited, and what is refused -------------------------------------------------


@pytest.mark.parametrize("rule", list(SupplementRule))
def test_what_is_still_awaited_is_told_and_moves_nothing_yet(rule: SupplementRule) -> None:
    """The date stands as if it had come at once; when it comes, it is reckoned again."""
    deadline = found(5, "working_day", supplements=[asked("2026-11-10 09:00", None, rule)])

    assert at("2026-11-10 09:00") == deadline.waiting_since
    assert (told(deadline.due_at), deadline.because[-1].rule) == ("2026-11-16 17:00", "waiting")


@pytest.mark.parametrize(
    "intervals",
    [
        [("2026-11-10 09:00", "2026-11-12 09:00"), ("2026-11-11 09:00", "2026-11-13 09:00")],
        [("2026-11-10 09:00", "2026-11-12 09:00"), ("2026-11-11 09:00", "2026-11-11 10:00")],
        [("2026-11-10 09:00", "2026-11-12 09:00"), ("2026-11-10 09:00", "2026-11-12 09:00")],
        [("2026-11-10 09:00", None), ("2026-11-11 09:00", "2026-11-13 09:00")],
        [("2026-11-10 09:00", None), ("2026-11-11 09:00", None)],
        [("2026-11-12 09:00", "2026-11-10 09:00")],
    ],
)
@pytest.mark.parametrize("rule", list(SupplementRule))
def test_intervals_that_claim_the_same_time_are_refused(
    intervals: list[tuple[str, str | None]], rule: SupplementRule
) -> None:
    """Whichever kind they are of and however they are entered; one without an end claims all that follows."""
    first, *rest = intervals
    supplements = [asked(*first, rule)]
    suspensions = [suspended(*each) for each in rest]
    with pytest.raises(IntervalsOverlap):
        due(5, "working_day", supplements=supplements, suspensions=suspensions)
    with pytest.raises(IntervalsOverlap):
        due(5, "working_day", suspensions=[suspended(*each) for each in reversed(intervals)])


def test_intervals_that_touch_are_two() -> None:
    """Asked again in the minute in which the first came back."""
    touching = [
        suspended("2026-11-10 09:00", "2026-11-11 09:00"),
        suspended("2026-11-11 09:00", "2026-11-11 09:00"),
        suspended("2026-11-11 09:00", "2026-11-12 09:00"),
    ]

    assert due(5, "working_day", suspensions=touching) == "2026-11-18 17:00"


def test_the_refusal_tells_both_intervals() -> None:
    """In local time, so that the officer finds them."""
    with pytest.raises(IntervalsOverlap) as refused:
        due(
            5,
            "working_day",
            suspensions=[
                suspended("2026-11-10 09:00", None),
                suspended("2026-11-11 09:00", "2026-11-12 09:00"),
            ],
        )

    assert refused.value.first == "2026-11-10T09:00:00+07:00/.."
    assert refused.value.second == "2026-11-11T09:00:00+07:00/2026-11-12T09:00:00+07:00"


def test_an_interval_without_a_zone_is_refused() -> None:
    """Both its ends are looked at."""
    bare = at("2026-11-12 09:00").replace(tzinfo=None)
    for begin, end in ((bare, None), (at("2026-11-11 09:00"), bare)):
        with pytest.raises(Malformed):
            due(5, "working_day", suspensions=[Suspension(begin, end)])


@pytest.mark.parametrize("year", [1, 1975, 2200, 9999])
def test_a_year_that_no_calendar_reaches_is_refused_wherever_it_stands(year: int) -> None:
    """A mistyped year in a receipt, a request, a suspension or a decision; with an end or without."""
    far = datetime(year, 12, 31, 23, tzinfo=UTC)
    later = at("2026-11-12 09:00")
    with pytest.raises(CalendarOutOfReach):
        reckon(far, Allowance(5, "working_day"), calendar())
    for more in (
        {"supplements": [Supplement(far, None)]},
        {"suspensions": [Suspension(far, far)]},
        {"suspensions": [Suspension(at(RECEIVED), later), Suspension(later, far)]},
        {"extensions": [Extension(Allowance(1, "month"), far)]},
    ):
        with pytest.raises(CalendarOutOfReach):
            due(5, "working_day", **more)
