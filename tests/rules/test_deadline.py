"""When a result is due, by each rule of the convention and with its article."""

from datetime import date
from typing import Any

import pytest

from onestop.errors import AllowanceRefused, CalendarOutOfReach, LegsDoNotSum, Malformed
from onestop.rules.allowance import Amount
from onestop.rules.deadline import Allowance, Deadline, Extension, reckon
from onestop.rules.opening_hours import Opening, openings_of
from onestop.rules.working_time import WorkingCalendar
from tests.rules.calendars import EARLY_AFTERNOONS, HOURS, SATURDAY_MORNINGS, at, calendar, off, told

SATURDAYS = HOURS + SATURDAY_MORNINGS


def due(received: str, amount: Amount, unit: str, centre: WorkingCalendar | None = None, **more: Any) -> str:
    return told(reckon(at(received), Allowance(amount, unit), centre or calendar(), **more).due_at)


def rules(deadline: Deadline) -> list[str]:
    return [reason.rule for reason in deadline.because]


# --- working days -------------------------------------------------------------------------------


def test_ten_working_days_over_culture_day() -> None:
    """Received Monday 23/11/2026 09:52, 24/11 off (Resolution 28/2026/QH16): due Tuesday 8/12 at 17:00."""
    assert due("2026-11-23 09:52", 10, "working_day") == "2026-12-08 17:00"


def test_the_reasons_are_those_that_the_officer_reads_out() -> None:
    """Receipt, allowance, holiday, weekends: each with its days."""
    found = reckon(at("2026-11-23 09:52"), Allowance(10, "working_day"), calendar())

    assert [
        ("receipt-day", date(2026, 11, 23), date(2026, 11, 23), {}),
        ("allowance", date(2026, 11, 25), date(2026, 12, 8), {"amount": "10", "unit": "working_day"}),
        ("holiday", date(2026, 11, 24), date(2026, 11, 24), {"name": "Ngày Văn hóa Việt Nam"}),
        ("weekend", date(2026, 11, 28), date(2026, 11, 29), {}),
        ("weekend", date(2026, 12, 5), date(2026, 12, 6), {}),
    ] == [tuple(reason) for reason in found.because]
    assert (found.calendar_version, found.provisional) == ("2026-01-01", False)


def test_the_day_of_receipt_is_not_counted() -> None:
    """Civil Code 2015, art. 147.2: one day from Thursday morning ends on Friday, from Friday on Monday."""
    assert due("2026-11-26 07:30", 1, "working_day") == "2026-11-27 17:00"
    assert due("2026-11-27 16:59", 1, "working_day") == "2026-11-30 17:00"


def test_tet_is_passed_over() -> None:
    """Received the Friday before Tết 2026, due the second working day after it."""
    assert due("2026-02-13 10:00", 2, "working_day") == "2026-02-24 17:00"


def test_a_make_up_saturday_is_a_day_like_others_and_the_swapped_monday_is_not() -> None:
    """22/8/2026 is worked for 31/8; both are told."""
    found = reckon(at("2026-08-20 10:00"), Allowance(7, "working_day"), calendar())

    assert told(found.due_at) == "2026-08-28 17:00"
    assert "makeup-day" in rules(found)
    assert due("2026-08-27 10:00", 2, "working_day") == "2026-09-03 17:00"


def test_the_hour_set_for_returns_is_promised_and_closing_time_is_due() -> None:
    """Two fields always: what is printed, and what lateness is judged by."""
    found = reckon(at("2026-11-23 09:52"), Allowance(10, "working_day"), calendar(return_minute=16 * 60))

    assert told(found.promised_at) == "2026-12-08 16:00"
    assert told(found.due_at) == "2026-12-08 17:00"


def test_no_hour_is_promised_after_closing_time() -> None:
    """On a half day that closes at 11:30 nobody is told to come at 16:00."""
    half = Opening(4, 450, 690, valid_from=date(2026, 12, 10), valid_to=date(2026, 12, 10))
    found = reckon(
        at("2026-12-09 09:00"), Allowance(1, "working_day"), calendar((*HOURS, half), return_minute=16 * 60)
    )

    assert "2026-12-10 11:30" == told(found.due_at) == told(found.promised_at)


def test_what_comes_on_a_closed_sunday_counts_as_of_monday() -> None:
    """An online filing of Sunday is received Monday 07:30, so day 1 is Tuesday; the reason tells it."""
    found = reckon(at("2026-11-29 20:00"), Allowance(1, "working_day"), calendar())

    assert told(found.due_at) == "2026-12-01 17:00"
    assert rules(found) == ["received-while-closed", "receipt-day", "allowance"]
    assert found.because[0][1:3] == (at("2026-11-29 20:00"), at("2026-11-30 07:30"))


def test_what_comes_on_an_open_saturday_morning_counts_as_of_saturday() -> None:
    """Decision 14/2010/QĐ-TTg: received that day, day 1 is Monday; that Saturday itself is no reason."""
    found = reckon(at("2026-11-28 09:00"), Allowance(1, "working_day"), calendar(SATURDAYS))

    assert told(found.due_at) == "2026-11-30 17:00"
    assert ("weekend", date(2026, 11, 29), date(2026, 11, 29), {}) == found.because[-1]


# --- the same day, and 15:00 --------------------------------------------------------------------


@pytest.mark.parametrize(
    "allowance", [(0, "same_day"), (1, "same_day"), (0, "working_day"), (0, "working_hour"), (0, "month")]
)
@pytest.mark.parametrize(
    ("received", "returned"),
    [
        ("2026-11-23 08:00", "2026-11-23 17:00"),
        ("2026-11-23 15:00", "2026-11-23 17:00"),
        ("2026-11-23 15:01", "2026-11-25 17:00"),
        ("2026-11-23 17:30", "2026-11-25 17:00"),
        ("2026-11-27 16:00", "2026-11-30 17:00"),
    ],
)
def test_due_at_once_is_due_at_closing_or_after_15_o_clock_the_next_day(
    allowance: tuple[int, str], received: str, returned: str
) -> None:
    """Law on Civil Status art. 5.3, Decree 23/2015 art. 7: 15:00 sharp is not yet after 15:00."""
    assert returned == due(received, *allowance)


def test_due_at_once_on_a_saturday_morning_is_due_that_morning() -> None:
    """The centre opens to do such things (Decision 14/2010/QĐ-TTg)."""
    assert due("2026-11-28 09:00", 0, "same_day", calendar(SATURDAYS)) == "2026-11-28 11:30"


def test_no_hour_is_promised_before_the_receipt() -> None:
    """Returns at 9:00, received at 9:52, due the same day: the day's end is promised."""
    found = reckon(at("2026-11-23 09:52"), Allowance(0, "same_day"), calendar(return_minute=9 * 60))

    assert told(found.promised_at) == "2026-11-23 17:00"


# --- hours --------------------------------------------------------------------------------------


def test_one_working_hour_from_half_past_four_ends_at_eight_next_morning() -> None:
    """The convention's own example, hours 07:30-11:30 and 13:00-17:00."""
    assert due("2026-11-25 16:30", 1, "working_hour", calendar(EARLY_AFTERNOONS)) == "2026-11-26 08:00"


def test_an_hour_that_ends_at_closing_time_ends_that_day() -> None:
    """Not at the next opening."""
    assert due("2026-11-25 16:00", 1, "working_hour") == "2026-11-25 17:00"
    assert due("2026-11-25 10:30", 1, "working_hour") == "2026-11-25 11:30"


def test_working_hours_do_not_run_on_a_saturday_morning() -> None:
    """It receives, but no time counts in it."""
    assert due("2026-11-28 09:00", 1, "working_hour", calendar(SATURDAYS)) == "2026-11-30 08:30"


def test_half_a_minute_counts_as_one() -> None:
    """A fraction of an hour is rounded up, never cut."""
    assert due("2026-11-25 09:00", "0.01", "working_hour") == "2026-11-25 09:01"


def test_24_hours_of_the_clock_run_through() -> None:
    """Over night, weekend and holiday, to the minute; promised at that minute too."""
    found = reckon(at("2026-11-27 16:10"), Allowance(24, "clock_hour"), calendar(return_minute=16 * 60))

    assert "2026-11-28 16:10" == told(found.due_at) == told(found.promised_at)
    assert found.to_the_minute
    assert rules(found) == ["allowance"]


# --- calendar days and months -------------------------------------------------------------------


def test_a_last_day_off_rolls_to_the_next_working_day() -> None:
    """Civil Code 2015, art. 148.5: 14 days from 14/11/2026 end on Saturday 28/11, so on Monday."""
    found = reckon(at("2026-11-14 09:00"), Allowance(14, "calendar_day"), calendar(SATURDAYS))

    assert told(found.due_at) == "2026-11-30 17:00"
    assert rules(found) == ["receipt-day", "allowance", "rolled", "weekend"]
    assert found.because[-1][1:3] == (date(2026, 11, 28), date(2026, 11, 29))
    assert due("2026-11-23 09:00", 14, "calendar_day") == "2026-12-07 17:00"


def test_weekends_within_calendar_days_are_counted() -> None:
    """So they are no reason."""
    found = reckon(at("2026-11-25 09:00"), Allowance(14, "calendar_day"), calendar())

    assert (told(found.due_at), rules(found)) == ("2026-12-09 17:00", ["receipt-day", "allowance"])


def test_a_month_ends_on_the_same_day_or_on_its_last() -> None:
    """Civil Code 2015, art. 148: three months from 31/3/2026 end on 30/6; from 30/11/2025 on 28/2, which rolls."""
    assert due("2026-03-31 09:00", 3, "month") == "2026-06-30 17:00"
    assert due("2025-11-28 09:00", 3, "month") == "2026-03-02 17:00"
    found = reckon(at("2025-12-31 09:00"), Allowance(2, "month"), calendar())
    assert rules(found) == ["receipt-day", "allowance", "month-end", "rolled", "weekend"]
    assert found.because[2].facts == {"day": 31}


def test_months_cross_a_year() -> None:
    """Twelve months from 29/2 of a leap year end on 28/2."""
    assert due("2024-02-29 09:00", 12, "month") == "2025-02-28 17:00"


# --- shares of a day, steps and legs ------------------------------------------------------------


@pytest.mark.parametrize(
    ("amount", "end"),
    [
        ("0.25", "2026-11-25 09:23"),
        ("0.5", "2026-11-25 11:15"),
        ("1.25", "2026-11-26 09:23"),
        ("1.5", "2026-11-26 11:15"),
        ("2", "2026-11-26 17:00"),
    ],
)
def test_shares_of_a_day_are_of_that_day_s_minutes(amount: str, end: str) -> None:
    """Internal processes of Cao Bằng (Decisions 1948 to 2031/QĐ-UBND): 450 minutes a day, a quarter 112.5."""
    assert end == due("2026-11-23 09:52", amount, "working_day")


def test_a_quarter_of_a_short_day_is_short() -> None:
    """A Friday that closes at 11:30 has 240 minutes: its quarter is an hour."""
    fridays = (*(each for each in HOURS if each.weekday < 5), Opening(5, 450, 690))

    assert due("2026-11-26 09:00", "0.25", "working_day", calendar(fridays)) == "2026-11-27 08:30"


def test_planned_ends_of_legs_are_cumulative_and_the_last_is_the_whole() -> None:
    """Steps of 0.25, 0.5, 1.25 and 8 days from the opening of day 1: roundings do not add up."""
    found = reckon(
        at("2026-11-23 09:52"), Allowance(10, "working_day"), calendar(), legs=["0.25", "0.5", "1.25", 8]
    )

    assert [told(each) for each in found.leg_due_at] == [
        "2026-11-25 09:23",
        "2026-11-25 15:08",
        "2026-11-26 17:00",
        "2026-12-08 17:00",
    ]
    assert found.due_at == found.leg_due_at[-1]


def test_parallel_legs_take_the_longest() -> None:
    """E-dossiers go to all agencies at once (Decree 61/2018 art. 19.6); what follows waits for the last."""
    found = reckon(at("2026-11-23 09:52"), Allowance(10, "working_day"), calendar(), legs=[2, [3, 5], 3])

    assert [told(each)[:10] for each in found.leg_due_at] == [
        "2026-11-26",
        "2026-12-01",
        "2026-12-03",
        "2026-12-08",
    ]


def test_legs_in_other_units_are_cumulative_too() -> None:
    """Hours from the receipt; calendar days each rolled by itself."""
    hours = reckon(at("2026-11-25 16:00"), Allowance(8, "working_hour"), calendar(), legs=[2, 3, 2, 1])
    days = reckon(at("2026-11-23 09:00"), Allowance(15, "calendar_day"), calendar(), legs=[5, 10])

    assert [told(each)[5:] for each in hours.leg_due_at] == [
        "11-26 08:30",
        "11-26 11:30",
        "11-26 15:30",
        "11-26 16:30",
    ]
    assert [told(each) for each in days.leg_due_at] == ["2026-11-30 17:00", "2026-12-08 17:00"]


def test_a_leg_of_nothing_ends_with_the_one_before_it() -> None:
    """Or, as the first, the same day."""
    found = reckon(at("2026-11-23 09:52"), Allowance(2, "working_day"), calendar(), legs=[0, 1, 0, 1])

    assert [told(each)[5:10] for each in found.leg_due_at] == ["11-23", "11-25", "11-25", "11-26"]


def test_an_extension_goes_to_the_last_leg() -> None:
    """Planned ends before it stay; the last equals the whole."""
    found = reckon(
        at("2026-11-23 09:52"),
        Allowance(2, "working_day"),
        calendar(),
        legs=[1, 1],
        extensions=[Extension(Allowance(3, "working_day"))],
    )

    assert [told(each)[5:10] for each in found.leg_due_at] == ["11-25", "12-01"]


@pytest.mark.parametrize("legs", [[5, 4], [5, 5, 1], [[5, 6], 5], ["4.9", 5]])
def test_legs_that_do_not_add_up_are_refused(legs: list[Any]) -> None:
    """The whole and its parts are one promise."""
    with pytest.raises(LegsDoNotSum):
        reckon(at("2026-11-23 09:52"), Allowance(10, "working_day"), calendar(), legs=legs)


def test_a_leg_that_the_unit_cannot_carry_is_refused() -> None:
    """Half a month is no length, and no leg is negative."""
    with pytest.raises(AllowanceRefused):
        reckon(at("2026-11-23 09:52"), Allowance(1, "month"), calendar(), legs=["0.5", "0.5"])
    with pytest.raises(AllowanceRefused):
        reckon(at("2026-11-23 09:52"), Allowance(1, "working_day"), calendar(), legs=[-1, 2])


# --- what is known, and when --------------------------------------------------------------------


def test_a_holiday_announced_late_moves_what_is_due_now_and_not_what_was_promised() -> None:
    """Two calendars, two versions: the old one still gives the promise, the new one the date now."""
    flood = off("2026-12-01", known_on="2026-11-26")
    then, now = calendar(more=(flood,)), calendar(as_of=date(2026, 11, 26), more=(flood,))

    promised = reckon(at("2026-11-23 09:52"), Allowance(10, "working_day"), then)
    present = reckon(at("2026-11-23 09:52"), Allowance(10, "working_day"), now)

    assert (told(promised.promised_at), promised.calendar_version) == ("2026-12-08 17:00", "2026-01-01")
    assert (told(present.due_at), present.calendar_version) == ("2026-12-09 17:00", "2026-11-26")
    assert "Nghỉ đột xuất" in [reason.facts.get("name") for reason in present.because]


def test_a_date_that_rests_on_a_year_not_announced_is_provisional() -> None:
    """Said on screen and paper, with the year."""
    found = reckon(at("2026-12-30 09:00"), Allowance(3, "working_day"), calendar())

    assert (told(found.due_at), found.provisional) == ("2027-01-05 17:00", True)
    assert (found.because[-1].rule, found.because[-1].facts) == ("provisional", {"year": 2027})
    assert not reckon(at("2026-12-28 09:00"), Allowance(3, "working_day"), calendar()).provisional


def test_hours_of_the_clock_rest_on_no_list_of_holidays() -> None:
    """24 hours into a year not announced are 24 hours; only a receipt that waits for its opening rests on it."""
    sure = reckon(at("2026-12-31 10:00"), Allowance(24, "clock_hour"), calendar())
    unsure = reckon(at("2026-12-31 20:00"), Allowance(24, "clock_hour"), calendar())

    assert (told(sure.due_at), sure.provisional, rules(sure)) == ("2027-01-01 10:00", False, ["allowance"])
    assert (told(unsure.due_at), unsure.provisional) == ("2027-01-05 07:30", True)
    assert rules(unsure) == ["received-while-closed", "allowance", "provisional"]


def test_a_swap_that_was_not_seen_is_told_as_such() -> None:
    """2 January 2026: the press reported it, the notice itself was not seen."""
    found = reckon(at("2025-12-31 09:00"), Allowance(1, "working_day"), calendar())

    assert told(found.due_at) == "2026-01-05 17:00"
    assert next(reason.facts for reason in found.because if reason.rule == "day-off-swapped") == {
        "name": "hoán đổi 10/01/2026",
        "from_memory": True,
    }


def test_an_office_open_until_midnight_is_due_by_midnight() -> None:
    """24:00 belongs to the day that it ends, in the next count too."""
    night = calendar(openings_of(["07:30-24:00"]), return_minute=17 * 60)
    found = reckon(
        at("2026-11-25 09:00"),
        Allowance(1, "working_day"),
        night,
        extensions=[Extension(Allowance(1, "calendar_day"))],
    )

    assert due("2026-11-25 09:00", 1, "working_day", night) == "2026-11-27 00:00"
    assert (told(found.due_at), told(found.promised_at)) == ("2026-11-28 00:00", "2026-11-27 17:00")


def test_seconds_are_dropped_as_the_form_drops_them() -> None:
    """15:00:59 is printed as 15 giờ 00 phút, which is not after 15:00."""
    received = at("2026-11-23 15:00").replace(second=59)

    assert told(reckon(received, Allowance(0, "same_day"), calendar()).due_at) == "2026-11-23 17:00"


def test_an_instant_without_a_zone_is_refused() -> None:
    """Its hour would be a guess."""
    with pytest.raises(Malformed):
        reckon(at("2026-11-23 09:52").replace(tzinfo=None), Allowance(1, "working_day"), calendar())


def test_the_longest_allowance_is_reckoned_and_one_beyond_the_calendar_refused() -> None:
    """Forty years are provisional, but a date; from 2190 they lead to no year of this system."""
    assert due("2026-11-23 09:52", 480, "month")[:10] == "2066-11-23"
    with pytest.raises(CalendarOutOfReach):
        due("2190-11-23 09:52", 480, "month")
