"""Days and hours are written as the forms write them."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from onestop.errors import Malformed
from onestop.render.dates import day_in_words, hour_in_figures, moment_in_words, short_day, weekday_and_day


def test_an_hour_of_receipt_is_written_with_hour_minute_and_day() -> None:
    """The receipt of 09:52 on 23 November reads as the form says."""
    at = datetime(2026, 11, 23, 9, 52, tzinfo=timezone(timedelta(hours=7)))

    assert moment_in_words(at) == "09 giờ 52 phút, ngày 23 tháng 11 năm 2026"


def test_an_instant_kept_in_utc_is_printed_on_the_office_clock() -> None:
    """18:30 UTC is already half past one of the next day in Cao Bằng."""
    at = datetime(2026, 2, 8, 18, 30, tzinfo=UTC)

    assert moment_in_words(at) == "01 giờ 30 phút, ngày 09 tháng 02 năm 2026"
    assert hour_in_figures(at) == "01:30"


def test_only_days_below_ten_and_the_first_two_months_bear_a_nought() -> None:
    """Decree 30/2020, appendix I: 08 tháng 02, but 08 tháng 3."""
    assert day_in_words(date(2026, 2, 8)) == "ngày 08 tháng 02 năm 2026"
    assert day_in_words(date(2026, 3, 8)) == "ngày 08 tháng 3 năm 2026"
    assert day_in_words(date(2026, 12, 10)) == "ngày 10 tháng 12 năm 2026"


def test_a_day_is_shown_with_its_weekday() -> None:
    """The week of 23 November 2026 from Monday to Sunday."""
    names = [weekday_and_day(date(2026, 11, day)).split(",")[0] for day in range(23, 30)]

    assert names == ["Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật"]
    assert weekday_and_day(date(2026, 11, 23)) == "Thứ Hai, 23/11/2026"
    assert short_day(date(2026, 2, 3)) == "03/02/2026"


def test_an_hour_without_a_zone_is_refused() -> None:
    """A naive hour would be printed as a guess."""
    with pytest.raises(Malformed):
        moment_in_words(datetime(2026, 11, 23, 9, 52))  # noqa: DTZ001, the naive hour is the point
