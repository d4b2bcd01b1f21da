"""Codes are replaced, split and called otherwise; a look-up of the old one finds the new, never a ring."""

from datetime import date, timedelta

import pytest

from onestop.errors import CodeUnreadable, NotFound, ProcedureReplaced, SuccessionInRing
from onestop.rules.access import Actor
from onestop.store import procedures
from onestop.store.database import Database
from onestop.use_cases import keep_procedures, keep_successions
from onestop.use_cases.keep_procedures import WithdrawWish
from onestop.use_cases.keep_successions import SuccessionWish
from tests.dossier_makers import PAID, SAME_DAY, SOCIAL_WORK, make_procedures, receive
from tests.makers import Hall
from tests.procedure_makers import told
from tests.setup_makers import make_administrator

TODAY = date(2026, 11, 23)
TOMORROW = TODAY + timedelta(days=1)
OLD = "2.000986"


@pytest.fixture
def keeper(database: Database, hall: Hall) -> Actor:
    """Give the administrator of a hall that has procedures."""
    make_procedures(database, hall)
    return make_administrator(database, hall)


def settle(database: Database, keeper: Actor, old: str, *new: str, from_on: date | None = None) -> str:
    """Settle what took the place of a code."""
    wish = SuccessionWish(old=old, new=list(new), from_on=from_on)
    return database.write_now(keeper, keep_successions.settle, wish)


def code_on(database: Database, code: str, day: date) -> str:
    """Look a code up on a day."""
    return database.read_now(procedures.procedure_on, code, day).code


def test_a_replaced_code_leads_to_its_successor_from_its_day_on(
    database: Database, hall: Hall, keeper: Actor
) -> None:
    """Received under the old code as people still copy it, with the province's ending; the journal says which."""
    settle(database, keeper, f"{OLD}.000.00.00.H14", SOCIAL_WORK, from_on=TOMORROW)

    with pytest.raises(NotFound):
        code_on(database, OLD, TODAY)
    assert code_on(database, OLD, TOMORROW) == SOCIAL_WORK
    assert told(database, hall)[-1] == (
        "succession-settled",
        {"old": OLD, "new": [SOCIAL_WORK], "from_on": "2026-11-24"},
    )
    settle(database, keeper, OLD, SOCIAL_WORK)
    assert receive(database, hall, procedure=OLD).code


def test_a_procedure_in_force_is_led_away_when_it_is_withdrawn(database: Database, keeper: Actor) -> None:
    """Until then its own version counts."""
    settle(database, keeper, PAID, SOCIAL_WORK)
    assert code_on(database, PAID, TOMORROW) == PAID
    database.write_now(keeper, keep_procedures.withdraw, PAID, WithdrawWish(from_on=TOMORROW))
    assert code_on(database, PAID, TODAY) == PAID
    assert code_on(database, PAID, TOMORROW) == SOCIAL_WORK


def test_a_split_asks_the_officer_which(database: Database, keeper: Actor) -> None:
    """Both are told; settled anew to one, that one is found; settled to none, nothing is."""
    settle(database, keeper, OLD, SOCIAL_WORK, SAME_DAY)
    with pytest.raises(ProcedureReplaced) as caught:
        code_on(database, OLD, TODAY)
    assert caught.value.successors == [SOCIAL_WORK, SAME_DAY]
    settle(database, keeper, OLD, SAME_DAY)
    assert code_on(database, OLD, TODAY) == SAME_DAY
    settle(database, keeper, OLD)
    with pytest.raises(NotFound):
        code_on(database, OLD, TODAY)


def test_codes_never_replace_each_other_in_a_ring(database: Database, keeper: Actor) -> None:
    """Of two that would close it the second is refused; so is a code that would replace itself."""
    settle(database, keeper, PAID, SOCIAL_WORK)
    settle(database, keeper, SOCIAL_WORK, SAME_DAY)
    for old, new in ((SAME_DAY, PAID), (SAME_DAY, SAME_DAY)):
        with pytest.raises(SuccessionInRing):
            settle(database, keeper, old, new)
    assert code_on(database, SAME_DAY, TODAY) == SAME_DAY


def test_a_successor_is_a_procedure_that_there_is(database: Database, keeper: Actor) -> None:
    """A code that was never published, or none at all, cannot take another's place."""
    with pytest.raises(NotFound):
        settle(database, keeper, OLD, "3.999999")
    with pytest.raises(CodeUnreadable):
        settle(database, keeper, OLD, "3.000.722")
