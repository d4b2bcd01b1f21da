"""On which terms a procedure is received through a channel, and how a result is judged by them."""

from datetime import date, datetime

import pytest

from onestop.clock import LOCAL
from onestop.errors import AllowanceNotStated
from onestop.model.procedure import AllowanceUnit
from onestop.rules.allowance import Allowance
from onestop.rules.calendar_row import CalendarRow, DayKind
from onestop.rules.fees import Tariff
from onestop.rules.mountains import MountainDays
from onestop.rules.opening_hours import openings_of
from onestop.rules.terms import StatedTerms, Terms, counts_to_the_minute, terms_through
from onestop.rules.verdict import Verdict, verdict
from onestop.rules.working_time import WorkingCalendar

TET = [
    CalendarRow(on=date(2026, 2, day), kind=DayKind.STATUTORY, name="Tết", known_on=date(2026, 1, 1))
    for day in range(16, 21)
]
CALENDAR = WorkingCalendar(TET, openings_of(["07:30-11:30", "13:30-17:00"]), as_of=date(2026, 2, 1))


def through(channel: str, *channels: StatedTerms, whole: StatedTerms, days: int = 0) -> Terms:
    """Find the terms of a procedure called x."""
    return terms_through(
        channel,
        code="x",
        whole=whole,
        channels=channels,
        tariff=Tariff(fee_dong=5),
        mountains=MountainDays(days, "Ủy ban nhân dân xã Hạ Lang"),
    )


TEN = StatedTerms(amount="10", unit="working_day")


def test_without_channels_all_are_open_on_the_same_terms() -> None:
    """As the province's own decisions state it."""
    for channel in ("direct", "post", "online"):
        assert through(channel, whole=TEN).allowance == Allowance(10, "working_day")


def test_a_listed_channel_has_its_own_terms_and_the_unlisted_none() -> None:
    """As the national portal states it; further cases of a channel promise nothing."""
    other = StatedTerms(channel="direct", amount="3", unit="working_day", counts=False)
    direct = StatedTerms(channel="direct", amount="5", unit="calendar_day", dong=100)
    found = through("direct", other, direct, whole=TEN)

    assert found.allowance == Allowance(5, AllowanceUnit.CALENDAR_DAY)
    assert found.tariff == Tariff(fee_dong=5, channel_dong=100)
    for channel in ("post", "online"):
        with pytest.raises(AllowanceNotStated):
            through(channel, direct, whole=TEN)


def test_where_nothing_is_stated_no_day_can_be_promised() -> None:
    """Nothing is guessed; but "same day" needs no number."""
    with pytest.raises(AllowanceNotStated):
        through("direct", whole=StatedTerms())
    assert through("direct", whole=StatedTerms(unit="same_day")).allowance.ends_same_day


def test_the_mountains_take_longer_in_working_days_only() -> None:
    """Land procedures: ten working days more; other units are not touched."""
    assert through("direct", whole=TEN, days=10).allowance.amount == 20
    assert through("direct", whole=TEN, days=10).mountain_days == 10
    months = StatedTerms(amount="1", unit="month")
    assert through("direct", whole=months, days=10).allowance.amount == 1
    assert through("direct", whole=months, days=10).mountain_days == 0
    assert through("direct", whole=TEN).allowance.facts == {"amount": "10", "unit": "working_day"}


@pytest.mark.parametrize(
    ("amount", "unit", "judged"),
    [
        ("10", "working_day", False),
        ("0.5", "working_day", True),
        ("4", "working_hour", True),
        ("24", "clock_hour", True),
        ("1", "month", False),
        ("0", "same_day", False),
    ],
)
def test_hours_and_shares_of_a_day_are_judged_at_the_instant(amount: str, unit: str, *, judged: bool) -> None:
    """Days and months by the day."""
    assert counts_to_the_minute(Allowance(amount, unit)) == judged


def at(month: int, day: int, hour: int = 9) -> datetime:
    """Name an instant of 2026 by the office's clock."""
    return datetime(2026, month, day, hour, tzinfo=LOCAL)


@pytest.mark.parametrize(
    ("due", "ready", "expected"),
    [
        (at(2, 13, 17), at(2, 13, 23), ("on_time", 0)),
        (at(2, 13, 17), at(2, 23), ("overdue", 1)),
        (at(2, 13, 17), at(2, 14), ("overdue", 1)),
        (at(2, 13, 17), at(2, 18), ("overdue", 1)),
        (at(2, 13, 17), at(2, 24), ("overdue", 2)),
        (at(2, 23, 17), at(2, 13), ("early", -1)),
        (at(2, 23, 17), at(2, 22), ("early", -1)),
        (at(2, 13, 17), at(2, 12, 16), ("early", -1)),
    ],
)
def test_lateness_is_told_in_working_days(due: datetime, ready: datetime, expected: tuple[str, int]) -> None:
    """Due before Tết and done after it is one day late, not ten; done on a day off is late by one at least."""
    assert verdict(due_at=due, ready_at=ready, calendar=CALENDAR, to_the_minute=False) == expected


def test_to_the_minute_late_is_late_at_once() -> None:
    """By no whole day within the day."""
    due = at(2, 12, 15)

    def judge(ready: datetime) -> Verdict:
        return verdict(due_at=due, ready_at=ready, calendar=CALENDAR, to_the_minute=True)

    assert judge(due) == ("on_time", 0)
    assert judge(at(2, 12, 16)) == ("overdue", 0)
    assert judge(at(2, 13, 8)) == ("overdue", 1)
    assert judge(at(2, 11, 16)) == ("early", -1)
