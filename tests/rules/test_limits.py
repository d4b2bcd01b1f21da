"""The limits that bind the process itself, each by its article."""

import pytest

from onestop.rules.axes import CUT_OFF
from onestop.rules.deadline import reckon
from onestop.rules.limits import (
    APOLOGIES_AT_MOST,
    LATE_NOTICE_DAYS_BEFORE,
    ONLINE_NOTICE,
    PAPER_TO_AGENCY,
    PETITION_REPLY,
    SUPPLEMENT_NOTICE,
    forward_by,
    late_notice_by,
)
from onestop.rules.opening_hours import Opening
from tests.rules.calendars import HOURS, SATURDAY_MORNINGS, at, calendar, told


@pytest.mark.parametrize(
    ("received", "by"),
    [
        ("2026-11-23 09:52", "2026-11-23 17:00"),
        ("2026-11-23 15:00", "2026-11-23 17:00"),
        ("2026-11-23 15:01", "2026-11-25 07:30"),
        ("2026-11-23 17:00", "2026-11-25 17:00"),
        ("2026-11-27 16:00", "2026-11-30 07:30"),
        ("2026-11-28 09:00", "2026-11-30 07:30"),
    ],
)
def test_forwarding_is_due_the_same_day_or_after_15_o_clock_the_next_morning(received: str, by: str) -> None:
    """Decree 61/2018 art. 18 ("sau 15 giờ hằng ngày"); an open Saturday is no working day."""
    assert told(forward_by(at(received), calendar(HOURS + SATURDAY_MORNINGS))) == by


def test_the_cut_off_is_15_o_clock() -> None:
    """Law on Civil Status art. 5.3, Decree 23/2015 art. 7, Decree 61/2018 art. 18: one hour in all three."""
    assert CUT_OFF == 15 * 60


def test_what_is_missing_is_told_within_three_working_days() -> None:
    """Decree 61/2018 art. 19.4: received Monday 9/11, asked for by Thursday 12/11."""
    assert told(reckon(at("2026-11-09 09:00"), SUPPLEMENT_NOTICE, calendar()).due_at) == "2026-11-12 17:00"


def test_an_online_filing_is_answered_within_eight_working_hours() -> None:
    """Decree 45/2020 art. 11 (from memory): filed Monday 16:00, answered Wednesday 15:30 after the holiday."""
    assert (
        told(reckon(at("2026-11-23 16:00"), ONLINE_NOTICE, calendar()).due_at)
        == "2026-11-25 17:00"[:11] + "16:30"
    )


def test_a_paper_dossier_is_at_the_agency_within_one_working_day() -> None:
    """Cao Bằng's internal processes (Decisions 2022 and 2031/QĐ-UBND)."""
    assert told(reckon(at("2026-11-23 09:00"), PAPER_TO_AGENCY, calendar()).due_at) == "2026-11-25 17:00"


def test_a_petition_is_answered_within_ten_working_days() -> None:
    """Another province's rule, a starting value."""
    assert told(reckon(at("2026-11-23 09:00"), PETITION_REPLY, calendar()).due_at) == "2026-12-08 17:00"


@pytest.mark.parametrize(
    ("due", "by"),
    [
        ("2026-12-08 17:00", "2026-12-07 17:00"),
        ("2026-12-07 17:00", "2026-12-04 17:00"),
        ("2026-11-25 09:00", "2026-11-23 17:00"),
        ("2026-02-23 17:00", "2026-02-13 17:00"),
    ],
)
def test_who_will_be_late_says_so_a_day_before(due: str, by: str) -> None:
    """Decree 61/2018 art. 19.9; before a weekend, a holiday or Tết on the last working day."""
    assert told(late_notice_by(at(due), calendar())) == by


def test_on_a_half_day_notice_is_due_when_it_closes() -> None:
    """Every day has its own closing time."""
    half = (*(each for each in HOURS if each.weekday != 1), Opening(1, 450, 690))

    assert told(late_notice_by(at("2026-12-08 17:00"), calendar(half))) == "2026-12-07 11:30"


def test_an_apology_is_made_once_and_a_day_ahead() -> None:
    """Decree 61/2018 art. 19.9: "hẹn lại không quá một lần", "01 ngày trước ngày hết hạn"."""
    assert (APOLOGIES_AT_MOST, LATE_NOTICE_DAYS_BEFORE) == (1, 1)
