"""The office settles its opening hours, from a day on."""

from datetime import date

import pytest

from onestop.errors import Malformed, NotAllowed
from onestop.rules.access import Actor
from onestop.rules.hours_plan import DayWish, WeekWish
from onestop.store import hours
from onestop.store.calendar import calendar_of
from onestop.store.database import Database
from onestop.use_cases import set_up_hours
from tests.makers import Hall, make_hall
from tests.setup_makers import changes, make_administrator

MONDAY = date(2026, 11, 23)
NEXT_MONDAY = date(2026, 11, 30)


@pytest.fixture
def admin(database: Database, hall: Hall) -> Actor:
    """Give the administrator of the hall."""
    return make_administrator(database, hall)


def _week(*, since: date = NEXT_MONDAY, saturday: str = "", **changed: str) -> WeekWish:
    usual = {str(day): "08:00-12:00, 13:00-17:00" for day in range(1, 6)} | {"6": saturday}
    usual |= {name.removeprefix("day_"): text for name, text in changed.items()}
    days = [
        DayWish(weekday=int(day), hours=[one for one in text.split(", ") if one])
        for day, text in usual.items()
    ]
    return WeekWish(valid_from=since, days=days)


def test_new_hours_hold_from_their_day_and_the_old_ones_until_then(
    database: Database, hall: Hall, admin: Actor
) -> None:
    """This week stays as it is; from the day on the centre opens at other hours, on Saturday too."""
    database.write_now(admin, set_up_hours.settle, _week(saturday="07:30-11:30"))

    before = database.read_now(hours.week_in_words, hall.centre, date(2026, 11, 28))
    after = database.read_now(hours.week_in_words, hall.centre, date(2026, 12, 5))
    assert (before[1], before[6]) == ("07:30-11:30, 13:30-17:00", "")
    assert (after[1], after[6]) == ("08:00-12:00, 13:00-17:00", "07:30-11:30")
    [(what, _, fields)] = changes(database, hall.centre)
    assert what == "hours"
    assert fields["weekday_6"] == " → 07:30-11:30"
    assert fields["valid_from"] == "2026-11-30"


def test_a_closed_saturday_is_closed_again(database: Database, hall: Hall, admin: Actor) -> None:
    """A weekday that is left out of a new week is shut, whatever an earlier week had."""
    database.write_now(admin, set_up_hours.settle, _week(since=MONDAY, saturday="07:30-11:30"))
    database.write_now(admin, set_up_hours.settle, _week(since=NEXT_MONDAY))

    saturdays = [
        database.read_now(hours.week_in_words, hall.centre, day)[6]
        for day in (date(2026, 11, 28), date(2026, 12, 5))
    ]
    assert saturdays == ["07:30-11:30", ""]


def test_the_same_day_again_takes_the_place_of_what_was_settled(
    database: Database, hall: Hall, admin: Actor
) -> None:
    """A slip of the hand is mended, and leaves no second opening behind."""
    database.write_now(admin, set_up_hours.settle, _week(day_1="09:00-10:00"))
    database.write_now(admin, set_up_hours.settle, _week(day_1="09:00-11:00"))

    week = database.read_now(hours.week_in_words, hall.centre, NEXT_MONDAY)
    assert week[1] == "09:00-11:00"
    assert len(database.read_now(hours.beginnings, hall.centre)) == 2


def test_hours_of_today_hold_at_once(database: Database, hall: Hall, admin: Actor) -> None:
    """The calendar that kiosks and due dates ask is another from the next question on, without a restart."""
    first = database.read_now(calendar_of, hall.centre)
    database.write_now(admin, set_up_hours.settle, _week(since=MONDAY))
    second = database.read_now(calendar_of, hall.centre)
    assert first is not second


@pytest.mark.parametrize(
    ("wish", "field", "reason"),
    [
        (_week(since=date(2026, 11, 22)), "valid_from", "past"),
        (_week(day_3=""), "hours_3", "working-day"),
        (_week(day_2="11:30-07:30"), "hours_2", "opening"),
        (_week(day_2="07:30-11:30, 11:00-12:00"), "hours_2", "opening"),
        (_week(day_5="sáng"), "hours_5", "opening"),
        (_week(saturday="25:00-26:00"), "hours_6", "opening"),
        (WeekWish(valid_from=MONDAY, days=[DayWish(weekday=8, hours=["07:30-11:30"])]), "days", "unknown"),
        (WeekWish(valid_from=MONDAY, days=[DayWish(weekday=1), DayWish(weekday=1)]), "days", "unknown"),
        (WeekWish(valid_from=MONDAY, days=[]), "hours_1", "working-day"),
    ],
)
def test_hours_that_cannot_be_are_refused_by_their_day(
    database: Database, hall: Hall, admin: Actor, wish: WeekWish, field: str, reason: str
) -> None:
    """A working day cannot be done away with, nor the past changed; nothing was written."""
    with pytest.raises(Malformed) as refused:
        database.write_now(admin, set_up_hours.settle, wish)
    assert (refused.value.field, refused.value.reason) == (field, reason)
    assert len(database.read_now(hours.beginnings, hall.centre)) == 1


def test_another_centre_keeps_its_hours(database: Database, hall: Hall, admin: Actor) -> None:
    """Hours are the own centre's; an officer without the right settles none."""
    other = make_hall(database, suffix="-b")
    database.write_now(admin, set_up_hours.settle, _week(since=MONDAY))
    with pytest.raises(NotAllowed):
        database.write_now(hall.officer(1), set_up_hours.settle, _week())
    assert database.read_now(hours.week_in_words, other.centre, MONDAY)[1] == "07:30-11:30, 13:30-17:00"
