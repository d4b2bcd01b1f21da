"""A dossier opened again and readied anew: its owner is told again, once for each time."""

import sqlite3

import psycopg
import pytest

from onestop.rules.access import SYSTEM
from onestop.rules.scope import Scope
from onestop.steps.tell_result import READY, owe_about
from onestop.store import dossiers, uncollected
from onestop.store.database import Database
from onestop.store.tx import Tx
from onestop.use_cases import remind_uncollected, send_owed
from tests.conftest import Hands
from tests.dossier_makers import applicant, receive
from tests.dossier_moves import Moves
from tests.makers import Hall

pytestmark = pytest.mark.usefixtures("may_reopen")


@pytest.fixture
def readied(database: Database, office: Hall, moves: Moves) -> str:
    """Give the code of a dossier with a result, of somebody with an e-mail address."""
    code = receive(database, office, applicant=applicant(email="ngoc@example.vn")).code
    moves.ready(code)
    return code


def again(hands: Hands, moves: Moves, code: str) -> None:
    """Open it again, and ready another result the day after."""
    moves.reopen(code)
    hands.forward(days=1)
    moves.ready(code)


def sent(database: Database) -> list[str]:
    """Send what may be sent just now, to a mail server that takes everything."""
    messages = database.write_now(SYSTEM, send_owed.claim, "email", 10)
    for message in messages:
        database.write_now(SYSTEM, send_owed.acknowledge, message)
    return [message.template for message in messages]


def test_a_result_that_is_ready_again_is_told_of_again(
    database: Database, hands: Hands, moves: Moves, readied: str
) -> None:
    """The first letter went out; the second, and a third, are owed beside it."""
    assert sent(database) == [READY]
    for _ in range(2):
        again(hands, moves, readied)
        assert sent(database).count(READY) == 1

    assert moves.owed().count(READY) == 3


def test_one_time_is_one_letter_however_often_it_is_asked_for(
    database: Database, hands: Hands, moves: Moves, readied: str
) -> None:
    """The database holds it: nothing writes a second one past the step that owes it."""
    again(hands, moves, readied)

    def once_more(tx: Tx) -> None:
        owe_about(tx, dossiers.by_code(tx, readied), READY)

    def past_it(tx: Tx) -> None:
        tx.run(
            "INSERT INTO delivery SELECT 'another', centre_id, subject_id, template, occasion_at, channel, lang,"
            " address_sealed, facts_sealed, state, tries, fault, created_at, next_at, ended_at"
            " FROM delivery WHERE template = :template AND occasion_at = (SELECT max(occasion_at) FROM delivery)",
            template=READY,
        )

    database.write_now(SYSTEM, once_more)
    assert moves.owed().count(READY) == 2
    with pytest.raises((sqlite3.IntegrityError, psycopg.IntegrityError)):
        database.write_now(SYSTEM, past_it)


def test_nobody_is_asked_to_come_for_a_result_that_proved_wrong(
    database: Database, moves: Moves, readied: str
) -> None:
    """The mail server was down meanwhile: what is sent is that the dossier was opened again, and no more."""
    moves.reopen(readied)

    assert sent(database) == ["dossier_reopened"]


def test_reminders_count_from_the_result_that_waits(
    database: Database, office: Hall, hands: Hands, moves: Moves, readied: str
) -> None:
    """Reminded of the first after 5 working days, and of the second after another 5; the list counts the latter."""
    hands.forward(days=10)
    assert database.write_now(SYSTEM, remind_uncollected.owe_reminders) == 1
    again(hands, moves, readied)

    def reminders() -> list[int]:
        found = database.read_now(
            uncollected.waiting, Scope(centre_id=office.centre), ("result_waiting_5",), 10
        )
        return [one.reminders for one in found]

    assert (database.write_now(SYSTEM, remind_uncollected.owe_reminders), reminders()) == (0, [0])
    hands.forward(days=8)
    assert (database.write_now(SYSTEM, remind_uncollected.owe_reminders), reminders()) == (1, [1])
