"""What must hold of every deadline, whatever the facts."""

from datetime import date, datetime, timedelta
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from onestop.clock import LOCAL
from onestop.model.procedure import AllowanceUnit
from onestop.rules.axes import months_later
from onestop.rules.deadline import Allowance, Extension, Suspension, reckon
from onestop.rules.opening_hours import MINUTES_A_DAY
from onestop.rules.working_time import WorkingCalendar
from tests.rules.calendars import HOURS, SATURDAY_MORNINGS, at, calendar, national_rows

HALL = calendar(HOURS + SATURDAY_MORNINGS)
INSTANTS = st.integers(0, 2 * 365 * MINUTES_A_DAY).map(
    lambda minute: at("2024-12-20 00:00") + timedelta(minutes=minute)
)
DAYS = st.integers(1, 60)
LENGTHS = st.integers(0, 20 * MINUTES_A_DAY).map(lambda minute: timedelta(minutes=minute))
UNITS = st.sampled_from([unit for unit in AllowanceUnit if unit is not AllowanceUnit.SAME_DAY])
FINE_UNITS = st.sampled_from(
    [AllowanceUnit.WORKING_DAY, AllowanceUnit.WORKING_HOUR, AllowanceUnit.CLOCK_HOUR]
)
laws = settings(max_examples=300, deadline=None, derandomize=True)


@st.composite
def suspensions(draw: st.DrawFn, received_at: datetime) -> list[Suspension]:
    """Up to four in a row."""
    found = list[Suspension]()
    begin = received_at + draw(LENGTHS)
    for _ in range(draw(st.integers(0, 4))):
        end = begin + draw(LENGTHS)
        found.append(Suspension(begin, end))
        begin = end + draw(LENGTHS)
    return found


@laws
@given(INSTANTS, DAYS, UNITS)
def test_one_more_never_ends_earlier(received_at: datetime, amount: int, unit: AllowanceUnit) -> None:
    """In any unit."""
    shorter = reckon(received_at, Allowance(amount, unit), HALL).due_at

    assert shorter <= reckon(received_at, Allowance(amount + 1, unit), HALL).due_at


@laws
@given(INSTANTS, LENGTHS, DAYS, UNITS)
def test_received_later_never_ends_earlier(
    received_at: datetime, later: timedelta, amount: int, unit: AllowanceUnit
) -> None:
    """Nobody gains by being slow."""
    allowance = Allowance(amount, unit)

    assert reckon(received_at, allowance, HALL).due_at <= reckon(received_at + later, allowance, HALL).due_at


@laws
@given(INSTANTS, DAYS, LENGTHS, LENGTHS)
def test_a_pause_takes_the_working_days_after_asking_up_to_the_return(
    received_at: datetime, amount: int, after: timedelta, length: timedelta
) -> None:
    """In working days: as if so many more had been granted; asked on the due day or later, none."""
    begin = received_at + after
    paused = reckon(
        received_at, Allowance(amount, "working_day"), HALL, suspensions=[Suspension(begin, begin + length)]
    )
    plain = reckon(received_at, Allowance(amount, "working_day"), HALL)
    received_on = HALL.received(received_at).astimezone(begin.tzinfo).date()
    taken = HALL.working_days_between(
        max(received_on, begin.date()), max(received_on, (begin + length).date())
    )
    if begin.date() >= plain.due_at.astimezone(begin.tzinfo).date():
        taken = 0

    assert paused.due_at == reckon(received_at, Allowance(amount + taken, "working_day"), HALL).due_at


@laws
@given(INSTANTS, DAYS, LENGTHS, LENGTHS)
def test_a_pause_in_working_hours_takes_its_working_minutes(
    received_at: datetime, amount: int, after: timedelta, length: timedelta
) -> None:
    """Counted to the minute; what was over before it began stays."""
    allowance = Allowance(amount, "working_hour")
    begin = received_at + after
    plain = reckon(received_at, allowance, HALL)
    paused = reckon(received_at, allowance, HALL, suspensions=[Suspension(begin, begin + length)])
    received = HALL.received(received_at)
    taken = HALL.working_minutes_between(max(begin, received), max(begin + length, received))
    over = HALL.working_minutes_between(received, begin) >= amount * 60

    assert HALL.working_minutes_between(plain.due_at, paused.due_at) == (0 if over else taken)


@laws
@given(INSTANTS, DAYS, LENGTHS, LENGTHS)
def test_a_pause_in_hours_of_the_clock_takes_its_length(
    received_at: datetime, amount: int, after: timedelta, length: timedelta
) -> None:
    """Of what lies after the receipt."""
    allowance = Allowance(amount, "clock_hour")
    begin = received_at + after
    plain = reckon(received_at, allowance, HALL)
    paused = reckon(received_at, allowance, HALL, suspensions=[Suspension(begin, begin + length)])
    received = HALL.received(received_at)
    taken = max(begin + length, received) - max(begin, received)

    assert paused.due_at - plain.due_at == (taken if begin < plain.due_at else timedelta())


@laws
@given(INSTANTS, DAYS, LENGTHS, LENGTHS)
def test_a_pause_in_calendar_days_adds_the_days_between(
    received_at: datetime, amount: int, after: timedelta, length: timedelta
) -> None:
    """Before rolling: as if so many more days had been granted."""
    begin = received_at + after
    plain = reckon(received_at, Allowance(amount, "calendar_day"), HALL)
    paused = reckon(
        received_at, Allowance(amount, "calendar_day"), HALL, suspensions=[Suspension(begin, begin + length)]
    )
    received_on = HALL.received(received_at).astimezone(begin.tzinfo).date()
    taken = max((begin + length).date(), received_on) - max(begin.date(), received_on)
    if begin.date() >= plain.due_at.astimezone(begin.tzinfo).date():
        taken = timedelta()

    assert paused.due_at == reckon(received_at, Allowance(amount + taken.days, "calendar_day"), HALL).due_at


@laws
@given(INSTANTS, st.integers(1, 6), LENGTHS, LENGTHS)
def test_a_pause_in_months_adds_the_calendar_days_between(
    received_at: datetime, amount: int, after: timedelta, length: timedelta
) -> None:
    """Before rolling: the day of the month first, then the days of the pause, then the next working day."""
    begin = received_at + after
    allowance = Allowance(amount, "month")
    plain = reckon(received_at, allowance, HALL).due_at.astimezone(begin.tzinfo).date()
    paused = reckon(received_at, allowance, HALL, suspensions=[Suspension(begin, begin + length)])
    received_on = HALL.received(received_at).astimezone(begin.tzinfo).date()
    taken = max((begin + length).date(), received_on) - max(begin.date(), received_on)
    end = months_later(received_on, amount) + (taken if begin.date() < plain else timedelta())
    due_on = end if HALL.is_working_day(end) else HALL.next_working_day(end)

    assert paused.due_at.astimezone(begin.tzinfo).date() == due_on


@laws
@given(INSTANTS, st.integers(1, 40), LENGTHS, LENGTHS)
def test_a_pause_in_shares_of_a_day_takes_shares_of_the_days_it_lies_in(
    received_at: datetime, quarters: int, after: timedelta, length: timedelta
) -> None:
    """To the minute, each day by its own minutes; before day 1 begins it takes nothing."""
    allowance = Allowance(Fraction(2 * quarters - 1, 4), "working_day")
    begin = received_at + after
    plain = reckon(received_at, allowance, HALL)
    paused = reckon(received_at, allowance, HALL, suspensions=[Suspension(begin, begin + length)])
    day_one = HALL.next_working_day(HALL.received(received_at).astimezone(begin.tzinfo).date())
    opening = at(f"{day_one} 00:00")
    begins, ends = (_shares(max(each, opening)) for each in (begin, begin + length))
    over = begin >= plain.due_at
    moved = Fraction(0) if over else ends - begins

    # Every end is the first minute by which its share has passed, so shares are told to within one minute.
    missing = _shares(paused.due_at) - _shares(plain.due_at) - moved
    assert abs(missing) <= Fraction(2, 240)


def _shares(instant: datetime) -> Fraction:
    """Count working days since 2024 up to an instant, the last as a share of its own minutes."""
    there = instant.astimezone(LOCAL)
    days = HALL.working_days_between(date(2024, 1, 1), there.date() - timedelta(days=1))
    if not HALL.is_working_day(there.date()):
        return Fraction(days)
    midnight = there.replace(hour=0, minute=0, second=0, microsecond=0)
    return days + Fraction(HALL.working_minutes_between(midnight, there), HALL.hours_on(there.date()).minutes)


@laws
@given(st.data(), INSTANTS, DAYS, UNITS)
def test_the_order_of_entry_never_changes_the_result(
    data: st.DataObject, received_at: datetime, amount: int, unit: AllowanceUnit
) -> None:
    """Neither of pauses nor of extensions, nor does it matter whether they are told when."""
    pauses = data.draw(suspensions(received_at))
    extensions = [
        Extension(Allowance(data.draw(DAYS), data.draw(UNITS)), data.draw(st.none() | INSTANTS))
        for _ in range(data.draw(st.integers(0, 3)))
    ]
    found = [
        reckon(
            received_at,
            Allowance(amount, unit),
            HALL,
            suspensions=data.draw(st.permutations(pauses)),
            extensions=data.draw(st.permutations(extensions)),
        )
        for _ in range(2)
    ]

    assert found[0] == found[1]


@laws
@given(st.data(), INSTANTS, DAYS, UNITS)
def test_reckoned_again_from_the_same_facts_it_is_the_same(
    data: st.DataObject, received_at: datetime, amount: int, unit: AllowanceUnit
) -> None:
    """Also by a calendar that was made anew and had to grow, and from the receipt as it was counted."""
    pauses = data.draw(suspensions(received_at))
    narrow = WorkingCalendar(national_rows(), HOURS + SATURDAY_MORNINGS, as_of=date(2026, 11, 23))
    allowance = Allowance(amount, unit)
    first = reckon(received_at, allowance, HALL, suspensions=pauses)

    assert first == reckon(received_at, allowance, HALL, suspensions=pauses)
    assert first == reckon(received_at, allowance, narrow, suspensions=pauses)
    assert first.due_at == reckon(HALL.received(received_at), allowance, HALL, suspensions=pauses).due_at


@laws
@given(INSTANTS, DAYS)
def test_the_short_way_and_the_full_way_give_one_answer(received_at: datetime, amount: int) -> None:
    """Date, promise, reasons and doubts: a single leg takes the full way."""
    allowance = Allowance(amount, "working_day")
    full = reckon(received_at, allowance, HALL, legs=[amount])

    assert reckon(received_at, allowance, HALL) == full._replace(leg_due_at=())
    assert full.leg_due_at == (full.due_at,)
    assert HALL.last_day(received_at.date(), amount) <= full.due_at.astimezone(received_at.tzinfo).date()


@laws
@given(INSTANTS, st.lists(st.integers(1, 12), min_size=1, max_size=6), FINE_UNITS, st.data())
def test_the_last_leg_is_the_whole_and_none_comes_before_another(
    received_at: datetime, quarters: list[int], unit: AllowanceUnit, data: st.DataObject
) -> None:
    """Shares of a quarter, with and without pauses: no rounding adds up."""
    legs = [Fraction(each, 4) for each in quarters]
    pauses = data.draw(suspensions(received_at))
    found = reckon(received_at, Allowance(sum(legs), unit), HALL, legs=legs, suspensions=pauses)

    assert found.leg_due_at[-1] == found.due_at
    assert list(found.leg_due_at) == sorted(found.leg_due_at)


@laws
@given(INSTANTS, DAYS, DAYS, FINE_UNITS)
def test_an_extension_in_the_same_unit_is_a_longer_allowance(
    received_at: datetime, amount: int, more: int, unit: AllowanceUnit
) -> None:
    """Ten working days and five more are fifteen."""
    extended = reckon(
        received_at, Allowance(amount, unit), HALL, extensions=[Extension(Allowance(more, unit))]
    )

    assert extended.due_at == reckon(received_at, Allowance(amount + more, unit), HALL).due_at


@laws
@given(INSTANTS, DAYS, UNITS)
def test_in_days_a_result_is_due_and_promised_on_a_working_day(
    received_at: datetime, amount: int, unit: AllowanceUnit
) -> None:
    """Within opening hours, so that somebody is there; hours of the clock alone run through."""
    found = reckon(received_at, Allowance(amount, unit), HALL)

    assert found.promised_at <= found.due_at
    assert unit is AllowanceUnit.CLOCK_HOUR or HALL.is_working_day(
        found.due_at.astimezone(received_at.tzinfo).date()
    )
    assert unit is AllowanceUnit.CLOCK_HOUR or not HALL.is_open(found.due_at) or found.to_the_minute
