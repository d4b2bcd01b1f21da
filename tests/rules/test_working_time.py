"""Which days and minutes count in a centre, and since when that was known."""

import threading
from datetime import date, timedelta

import pytest

from onestop.errors import AllowanceRefused, CalendarOutOfReach, Malformed, SettingWrong
from onestop.rules.calendar_row import DayKind
from onestop.rules.opening_hours import MINUTES_A_DAY, Opening, minute_of_day, openings_of
from onestop.rules.working_time import WorkingCalendar
from tests.rules.calendars import HOURS, SATURDAY_MORNINGS, at, calendar, national_rows, off, told


def test_monday_to_friday_are_worked_and_holidays_are_not() -> None:
    """24/11/2026 is Vietnam Culture Day (Resolution 28/2026/QH16)."""
    found = calendar()

    assert found.is_working_day(date(2026, 11, 23))
    assert not found.is_working_day(date(2026, 11, 24))
    assert not found.is_working_day(date(2026, 11, 28))


def test_a_holiday_on_a_sunday_is_made_up_on_the_next_working_day() -> None:
    """Labour Code art. 112: the Hùng kings' day of 2026 is Sunday 26/4, so Monday 27/4 is off."""
    assert not calendar().is_working_day(date(2026, 4, 27))
    assert calendar().is_working_day(date(2026, 4, 28))


def test_a_swap_makes_a_monday_off_and_a_saturday_worked() -> None:
    """31/8/2026 against 22/8 (9441/TB-BNV): the Saturday has the hours of that week's Friday."""
    found = calendar()

    assert not found.is_working_day(date(2026, 8, 31))
    assert found.is_working_day(date(2026, 8, 22))
    assert found.hours_on(date(2026, 8, 21)) == found.hours_on(date(2026, 8, 22))


def test_a_make_up_saturday_is_a_whole_day_where_saturdays_are_mornings_only() -> None:
    """It replaces an ordinary working day, not a Saturday morning."""
    found = calendar(HOURS + SATURDAY_MORNINGS)

    assert found.hours_on(date(2026, 8, 22)).minutes == 450
    assert found.hours_on(date(2026, 8, 15)).minutes == 0
    assert found.hours_on(date(2026, 8, 15)).open == ((450, 690),)


def test_the_swap_of_january_2026_is_known_from_25_december_on() -> None:
    """A calendar as of the 24th lets 2 January be worked; as of the 25th it is off."""
    assert calendar(as_of=date(2025, 12, 24)).is_working_day(date(2026, 1, 2))
    assert not calendar(as_of=date(2025, 12, 25)).is_working_day(date(2026, 1, 2))
    assert calendar(as_of=date(2025, 12, 25)).is_working_day(date(2026, 1, 10))


def test_the_version_tells_the_newest_day_on_which_anything_became_known() -> None:
    """What was promised and what is due now both say which calendar they rest on."""
    flood = off("2026-12-01", known_on="2026-11-20")

    assert calendar(as_of=date(2025, 12, 24)).version == "2025-01-01"
    assert calendar(as_of=date(2025, 12, 25)).version == "2025-12-25"
    assert calendar().version == "2026-01-01"
    assert calendar(more=(flood,)).version == "2026-11-20"
    assert WorkingCalendar((), HOURS, as_of=date(2026, 11, 23)).version == "none"


def test_a_row_known_tomorrow_does_not_count_today() -> None:
    """A day announced on the 20th is worked as of the 19th."""
    flood = off("2026-12-01", known_on="2026-11-20")

    assert calendar(as_of=date(2026, 11, 19), more=(flood,)).is_working_day(date(2026, 12, 1))
    assert not calendar(as_of=date(2026, 11, 20), more=(flood,)).is_working_day(date(2026, 12, 1))


def test_of_two_announcements_the_later_holds() -> None:
    """A day off that was withdrawn is worked, with its own hours."""
    flood = off("2026-12-01", known_on="2026-11-20")
    withdrawn = off("2026-12-01", known_on="2026-11-22", kind=DayKind.MAKEUP_WORKING)

    found = calendar(more=(withdrawn, flood))

    assert found.is_working_day(date(2026, 12, 1))
    assert found.hours_on(date(2026, 12, 1)).minutes == 450


def test_a_year_not_announced_is_reckoned_from_the_law_and_marked() -> None:
    """Tết 2027 begins on Saturday 6/2: five days from the 4th, two made up on the 9th and 10th."""
    found = calendar()
    off_in_february = [
        day for day in (date(2027, 2, number) for number in range(1, 13)) if not found.is_working_day(day)
    ]

    assert [date(2027, 2, number) for number in range(4, 11)] == off_in_february
    assert found.is_provisional(date(2027, 2, 1))
    assert not found.is_provisional(date(2026, 12, 31))


def test_a_single_announced_day_does_not_make_a_year_announced() -> None:
    """One day known of 2027 leaves its Tết reckoned; with 1 January among the rows the list is the list."""
    one = off("2027-03-15", known_on="2026-11-01")
    new_year = off("2027-01-01", known_on="2026-11-01")

    assert not calendar(more=(one,)).is_working_day(date(2027, 3, 15))
    assert not calendar(more=(one,)).is_working_day(date(2027, 2, 5))
    assert calendar(more=(one, new_year)).is_working_day(date(2027, 2, 5))
    assert not calendar(more=(one, new_year)).is_provisional(date(2027, 2, 5))


def test_what_is_announced_of_a_year_wins_over_what_the_law_would_give() -> None:
    """The law makes up Tết 2027 until 10/2; announced as worked, that Wednesday is worked."""
    worked = off("2027-02-10", known_on="2026-11-20", kind=DayKind.MAKEUP_WORKING)

    assert calendar(more=(worked,)).is_working_day(date(2027, 2, 10))
    assert not calendar(more=(worked,)).is_working_day(date(2027, 2, 9))


def test_no_time_counts_on_a_saturday_whatever_the_hours_say() -> None:
    """A row for Saturdays that forgot to say that it only receives."""
    saturdays = openings_of(["07:30-11:30"], [6])
    found = calendar(HOURS + saturdays)

    assert found.hours_on(date(2026, 11, 28)).minutes == 0
    assert found.working_minutes_between(at("2026-11-27 16:30"), at("2026-11-30 08:00")) == 60


def test_the_winter_s_hours_hold_in_winter_only() -> None:
    """A generation that began later decides while it lasts, and the first comes back after it."""
    winter = openings_of(["08:00-11:30", "13:30-16:30"])
    found = calendar(
        HOURS
        + tuple(each._replace(valid_from=date(2026, 12, 1), valid_to=date(2027, 2, 28)) for each in winter)
    )

    assert found.hours_on(date(2026, 11, 30)).working == ((450, 690), (810, 1020))
    assert found.hours_on(date(2026, 12, 1)).working == ((480, 690), (810, 990))
    assert found.hours_on(date(2027, 3, 1)).working == ((450, 690), (810, 1020))


def test_hours_said_to_hold_for_ever_hold() -> None:
    """Written with the last day there is."""
    for_ever = tuple(each._replace(valid_to=date.max) for each in HOURS)

    assert calendar(for_ever).hours_on(date(2026, 11, 23)).minutes == 450


def test_a_half_day_is_a_generation_of_one_day() -> None:
    """The centre closes at 11:30 on one Thursday."""
    half = Opening(4, 450, 690, valid_from=date(2026, 12, 31), valid_to=date(2026, 12, 31))

    assert calendar((*HOURS, half)).hours_on(date(2026, 12, 31)).minutes == 240


def test_hours_before_the_first_that_are_known_are_the_first() -> None:
    """That an office did not work at all in 2012 is the worse guess."""
    since_2015 = tuple(each._replace(valid_from=date(2015, 1, 1)) for each in HOURS)

    assert calendar(since_2015).hours_on(date(2012, 3, 5)).minutes == 450


@pytest.mark.parametrize(
    "openings",
    [
        (),
        tuple(each for each in HOURS if each.weekday != 3),
        (*HOURS, Opening(3, 600, 700)),
        (*HOURS, Opening(6, 600, 1500)),
        tuple(each._replace(counts=False) for each in HOURS),
        tuple(each._replace(valid_to=date(2026, 11, 30)) for each in HOURS),
    ],
)
def test_hours_that_leave_a_working_day_without_an_end_are_refused(openings: tuple[Opening, ...]) -> None:
    """The law counts every Monday to Friday, so each needs a closing time, and one only."""
    with pytest.raises(SettingWrong):
        WorkingCalendar(national_rows(), openings, as_of=date(2026, 11, 23))


@pytest.mark.parametrize(
    "hours",
    [
        [],
        ["07:30"],
        ["7h30-11h30"],
        ["11:30-07:30"],
        ["07:30-24:01"],
        ["07:30-11:30", "11:00-17:00"],
        ["x" * 9999],
    ],
)
def test_hours_nobody_could_keep_are_refused(hours: list[str]) -> None:
    """As people write them in a form or a file."""
    with pytest.raises(Malformed):
        openings_of(hours)


def test_openings_that_touch_are_one() -> None:
    """No lunch break, two rows: 12:00 is not a moment at which the office is closed."""
    found = calendar(openings_of(["07:30-12:00", "12:00-17:00"]))

    assert found.hours_on(date(2026, 11, 23)).working == ((450, 1020),)


def test_midnight_ends_a_day() -> None:
    """An office open to the last minute."""
    assert minute_of_day("24:00") == MINUTES_A_DAY
    assert found_open("2026-11-23 23:59", openings_of(["00:00-24:00"]))


def found_open(when: str, openings: tuple[Opening, ...]) -> bool:
    return calendar(openings).is_open(at(when))


@pytest.mark.parametrize(
    ("handed_in", "received"),
    [
        ("2026-11-23 09:52", "2026-11-23 09:52"),
        ("2026-11-23 06:00", "2026-11-23 07:30"),
        ("2026-11-23 11:30", "2026-11-23 13:30"),
        ("2026-11-23 16:59", "2026-11-23 16:59"),
        ("2026-11-23 17:00", "2026-11-25 07:30"),
        ("2026-11-24 10:00", "2026-11-25 07:30"),
        ("2026-11-28 10:00", "2026-11-30 07:30"),
        ("2026-08-22 10:00", "2026-08-22 10:00"),
        ("2026-02-13 20:00", "2026-02-23 07:30"),
    ],
)
def test_what_comes_while_closed_is_received_at_the_next_opening(handed_in: str, received: str) -> None:
    """Lunch, evening, weekend, holiday, Tết; a make-up Saturday is open."""
    assert received == told(calendar().received(at(handed_in)))


def test_a_saturday_morning_receives_where_the_centre_opens_then() -> None:
    """Decision 14/2010/QĐ-TTg; but not on a Saturday that is a holiday (30/4/2022)."""
    found = calendar(HOURS + SATURDAY_MORNINGS)

    assert told(found.received(at("2026-11-28 08:00"))) == "2026-11-28 08:00"
    assert told(found.received(at("2026-11-28 12:00"))) == "2026-11-30 07:30"
    assert not found.is_open(at("2022-04-30 08:00"))


def test_the_last_day_alone_is_found_fast_and_the_same() -> None:
    """`last_day` agrees with a count day by day, from every day of a year and beyond the years laid out."""
    found = calendar()
    for received in (date(2026, 1, 1) + timedelta(days=number) for number in range(365)):
        day, left = received, 17
        while not found.is_working_day(day):
            day += timedelta(days=1)
        while left:
            day += timedelta(days=1)
            left -= found.is_working_day(day)
        assert day == found.last_day(received, 17)


def test_nothing_granted_ends_the_same_day_and_less_is_refused() -> None:
    """From a Sunday, on the Monday that receives it."""
    assert date(2026, 11, 23) == calendar().last_day(date(2026, 11, 22), 0)
    with pytest.raises(AllowanceRefused):
        calendar().last_day(date(2026, 11, 23), -1)


def test_a_count_may_lead_years_away_in_either_direction() -> None:
    """The calendar grows by itself; old logs are replayed, long suspensions end in years to come."""
    found = WorkingCalendar(national_rows(), HOURS, as_of=date(2026, 11, 23))

    assert date(2015, 1, 7) == found.last_day(date(2014, 12, 31), 3), "1 and 2 January 2015 are off"
    assert found.last_day(date(2026, 11, 23), 1000).year == 2030
    assert found.last_day(date(2010, 3, 1), 10).year == 2010
    with pytest.raises(CalendarOutOfReach):
        found.is_working_day(date(2200, 1, 1))
    with pytest.raises(CalendarOutOfReach):
        found.is_working_day(date(1975, 12, 31))
    with pytest.raises(CalendarOutOfReach):
        found.working_days_between(date(2026, 1, 1), date(9999, 12, 31))


def test_received_on_the_last_day_of_the_years_laid_out() -> None:
    """31/12/2028 is a Sunday: what comes then is received on 2 January of the year after, not lost at the edge."""
    found = WorkingCalendar(national_rows(), HOURS, as_of=date(2026, 11, 23))

    assert date(2029, 1, 3) == found.last_day(date(2028, 12, 31), 1)
    assert (
        told(
            WorkingCalendar(national_rows(), HOURS, as_of=date(2026, 11, 23)).received(at("2028-12-31 08:00"))
        )
        == "2029-01-02 07:30"
    )


def test_neighbouring_working_days_are_found_over_holidays_and_at_the_edge() -> None:
    """Also where the calendar has to grow for it."""
    found = WorkingCalendar(national_rows(), HOURS, as_of=date(2026, 11, 23))

    assert date(2026, 11, 25) == found.next_working_day(date(2026, 11, 23))
    assert date(2026, 11, 23) == found.previous_working_day(date(2026, 11, 25))
    assert date(2024, 12, 31) == found.previous_working_day(date(2025, 1, 1))
    assert date(2029, 1, 2) == found.next_working_day(date(2028, 12, 31))


def test_working_time_between_two_instants() -> None:
    """Days are told without the first, backwards below zero; minutes run in opening hours only."""
    found = calendar()

    assert found.working_days_between(date(2026, 11, 23), date(2026, 12, 1)) == 5
    assert found.working_days_between(date(2026, 12, 1), date(2026, 11, 23)) == -5
    assert found.working_minutes_between(at("2026-11-23 16:30"), at("2026-11-25 08:30")) == 30 + 60


def test_threads_may_share_a_calendar_while_it_grows() -> None:
    """Readers and the writer ask one cached calendar at the same time."""
    found = WorkingCalendar(national_rows(), HOURS, as_of=date(2026, 11, 23))
    answers = list[date]()
    threads = [
        threading.Thread(target=lambda: answers.append(found.last_day(date(2026, 11, 23), 2000)))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(set(answers)) == 1
    assert len(answers) == 8


def test_an_instant_without_a_zone_is_refused() -> None:
    """Its hour would be a guess."""
    with pytest.raises(Malformed):
        calendar().received(at("2026-11-23 09:52").replace(tzinfo=None))
