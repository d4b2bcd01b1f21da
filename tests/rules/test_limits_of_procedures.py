"""The limits of the procedures that people come for most, each by its article and as the day that it gives."""

from decimal import Decimal

import pytest

from onestop.rules.deadline import reckon
from onestop.rules.fees import Tariff
from onestop.rules.mountains import MountainDays
from onestop.rules.terms import StatedTerms, terms_through
from onestop.store import shipped_catalogue
from tests.rules.calendars import at, calendar, told

MONDAY, AFTER_15 = "2026-11-23 09:00", "2026-11-23 15:01"
"""The Tuesday after it is a holiday (Resolution 28/2026/QH16)."""
SAME_DAY = ("0", "same_day", "2026-11-23 17:00", "2026-11-25 17:00")


@pytest.mark.parametrize(
    ("code", "amount", "unit", "due", "due_after_15"),
    [
        pytest.param("1.001193", *SAME_DAY, id="birth: Civil Status Law art. 5.3"),
        pytest.param("1.000894", *SAME_DAY, id="marriage: Civil Status Law art. 5.3 and 18"),
        pytest.param("1.000656", *SAME_DAY, id="death: Civil Status Law art. 5.3 and 34"),
        pytest.param("2.000635", *SAME_DAY, id="extract of civil status: Civil Status Law art. 5.3"),
        pytest.param("2.000908", *SAME_DAY, id="copy from the register: Decree 23/2015 art. 7"),
        pytest.param("2.000815", *SAME_DAY, id="certified copy: Decree 23/2015 art. 7"),
        pytest.param("2.000884", *SAME_DAY, id="certified signature: Decree 23/2015 art. 7"),
        pytest.param("2.000913", *SAME_DAY, id="changed transaction: Decree 23/2015 art. 7"),
        pytest.param("1.011441", *SAME_DAY, id="secured transaction: Decree 99/2022"),
        pytest.param(
            "1.004859",
            "3",
            "working_day",
            "2026-11-27 17:00",
            "2026-11-27 17:00",
            id="correction of civil status: Civil Status Law art. 28",
        ),
        pytest.param(
            "1.004837",
            "3",
            "working_day",
            "2026-11-27 17:00",
            "2026-11-27 17:00",
            id="guardianship: Civil Status Law art. 20",
        ),
        pytest.param(
            "1.004845",
            "2",
            "working_day",
            "2026-11-26 17:00",
            "2026-11-26 17:00",
            id="end of guardianship: Civil Status Law art. 22",
        ),
        pytest.param(
            "2.000806",
            "15",
            "calendar_day",
            "2026-12-08 17:00",
            "2026-12-08 17:00",
            id="marriage with a foreigner: Civil Status Law art. 38",
        ),
        pytest.param(
            "2.001035",
            "2",
            "working_day",
            "2026-11-26 17:00",
            "2026-11-26 17:00",
            id="contract: Decree 23/2015 art. 37",
        ),
        pytest.param(
            "1.012990",
            "10",
            "working_day",
            "2026-12-08 17:00",
            "2026-12-08 17:00",
            id="social work: Cao Bằng Decision 2022/QĐ-UBND",
        ),
        pytest.param(
            "1.001123",
            "4",
            "working_day",
            "2026-11-30 17:00",
            "2026-11-30 17:00",
            id="appraisal of antiques: Cao Bằng Decision 2031/QĐ-UBND",
        ),
        pytest.param(
            "1.004122",
            "22",
            "working_day",
            "2026-12-24 17:00",
            "2026-12-24 17:00",
            id="drilling: Cao Bằng Decision 1949/QĐ-UBND",
        ),
        pytest.param(
            "1.011516",
            "14",
            "calendar_day",
            "2026-12-07 17:00",
            "2026-12-07 17:00",
            id="use of surface water: Cao Bằng Decision 1949/QĐ-UBND",
        ),
        pytest.param(
            "1.004222",
            "7",
            "working_day",
            "2026-12-03 17:00",
            "2026-12-03 17:00",
            id="permanent residence: Residence Law 2020 art. 22",
        ),
    ],
)
def test_a_procedure_is_due_when_its_instrument_says(
    code: str, amount: str, unit: str, due: str, due_after_15: str
) -> None:
    """The catalogue states the instrument's limit, and from it comes the day: before 15:00, and after it."""
    stated = next(each for each in shipped_catalogue.starting_catalogue().procedures if each.code == code)
    assert stated.allowance is not None
    assert (stated.allowance.amount, stated.allowance.unit) == (Decimal(amount), unit)
    allowance = terms_through(
        "direct", code=code, whole=StatedTerms(amount=amount, unit=unit), channels=(), tariff=Tariff()
    ).allowance

    found = [told(reckon(at(received), allowance, calendar()).due_at) for received in (MONDAY, AFTER_15)]

    assert found == [due, due_after_15]


@pytest.mark.parametrize(
    ("code", "days", "due"),
    [
        pytest.param("1.012766", 3, "2026-12-11 17:00", id="end of a lease"),
        pytest.param("1.012783", 5, "2026-12-15 17:00", id="certificate exchanged"),
        pytest.param("1.012793", 8, "2026-12-18 17:00", id="land brought into a firm"),
    ],
)
def test_land_takes_ten_days_more_in_the_mountains(code: str, days: int, due: str) -> None:
    """Decree 151/2025 (from memory, marked so): every commune of Cao Bằng is mountainous; a rule of the procedure."""
    stated = next(each for each in shipped_catalogue.starting_catalogue().procedures if each.code == code)
    assert stated.allowance is not None
    assert (stated.allowance.amount, stated.mountain_days) == (Decimal(days), 10)
    assert "mountain_days" in stated.from_memory
    whole = StatedTerms(amount=str(stated.allowance.amount), unit=stated.allowance.unit)

    terms = terms_through(
        "direct", code=code, whole=whole, channels=(), tariff=Tariff(), mountains=MountainDays(10, "x")
    )

    assert told(reckon(at(MONDAY), terms.allowance, calendar()).due_at) == due


def test_time_of_the_tax_office_is_not_counted_for_land() -> None:
    """Decree 101/2024: from the tax office's notice until the citizen has paid; the catalogue says who owns it."""
    procedures = shipped_catalogue.starting_catalogue().procedures
    land = next(each for each in procedures if each.code == "1.012783")

    assert {pause.rule for pause in land.pauses} == {"not_counted"}
    assert {pause.owner for pause in land.pauses} == {"thue-tinh", "applicant"}


def test_a_supplement_restarts_every_procedure_that_says_nothing_else() -> None:
    """Decree 61/2018 art. 19.4: the time runs again from the complete return."""
    rules = {each.supplement for each in shipped_catalogue.starting_catalogue().procedures}

    assert "restart" in rules
    assert rules <= {"restart", "pause", "not_counted"}


def test_steps_of_an_internal_process_add_up_to_its_limit() -> None:
    """Cao Bằng Decision 2022/QĐ-UBND, process 01: shares of half a day and more; returning is not counted."""
    procedures = shipped_catalogue.starting_catalogue().procedures
    steps = next(each for each in procedures if each.code == "1.012990").steps
    days = [step.amount for step in steps if step.amount]

    assert sum(days) == Decimal(10)
    assert min(days) == Decimal("0.5")
