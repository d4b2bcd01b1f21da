"""Days and hours as the forms write them, on the office's wall clock."""

from datetime import date, datetime

from onestop.clock import local
from onestop.errors import Malformed
from onestop.render.wording import say

_FEBRUARY = 2


def moment_in_words(at: datetime) -> str:
    """Write an instant as the forms do: "09 giờ 52 phút, ngày 23 tháng 11 năm 2026".

    Args:
        at: An aware instant of any zone; it is shown in Asia/Ho_Chi_Minh.

    Raises:
        Malformed: The instant names no zone, so its hour would be a guess.
    """
    there = _local(at)
    return say(
        "paper.dates.moment",
        hour=f"{there.hour:02}",
        minute=f"{there.minute:02}",
        day=day_in_words(there.date()),
    )


def day_in_words(on: date) -> str:
    """Write a day as the forms do: "ngày 08 tháng 12 năm 2026".

    Rule:
        Decree 30/2020/NĐ-CP, appendix I: days below 10 and the months 1 and 2 bear a nought before them.
    """
    month = f"{on.month:02}" if on.month <= _FEBRUARY else str(on.month)
    return say("paper.dates.day", day=f"{on.day:02}", month=month, year=on.year)


def weekday_and_day(on: date) -> str:
    """Write a day with its weekday, for people who plan by the week: "Thứ Hai, 23/11/2026"."""
    return say("paper.dates.weekday_day", weekday=weekday(on), day=short_day(on))


def weekday(on: date) -> str:
    """Name the day of the week: "Thứ Hai"."""
    return say(f"paper.dates.weekday.{on.isoweekday()}")


def short_day(on: date) -> str:
    """Write a day in figures: "23/11/2026"."""
    return f"{on.day:02}/{on.month:02}/{on.year:04}"


def hour_in_figures(at: datetime) -> str:
    """Write the hour of an aware instant in figures, Asia/Ho_Chi_Minh: "09:52".

    Raises:
        Malformed: The instant names no zone.
    """
    there = _local(at)
    return f"{there.hour:02}:{there.minute:02}"


def _local(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise Malformed(field="at", reason="no-zone")
    return local(at)
