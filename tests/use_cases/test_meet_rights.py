"""A new right of the program reaches an office that keeps its own table of roles, once, and takes nothing back."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from onestop.cli import start
from onestop.errors import NotAllowed
from onestop.rules.access import RIGHTS_OF_ROLE, SYSTEM, Right
from onestop.settings import Settings
from onestop.store import journal, known_rights, officers
from onestop.store.database import Database
from onestop.store.tx import Tx
from onestop.use_cases import keep_people, meet_rights
from tests.conftest import SEALS, Hands
from tests.makers import Hall, make_hall
from tests.people_makers import make_keeper, make_officer, told

NEW = str(Right.CLOSE_DAY)
"""Stands for a right that the program before did not have: leaders and administrators get it."""


def _as_before(tx: Tx) -> None:
    tx.run("DELETE FROM role_right WHERE may = :may", may=NEW)
    tx.run("DELETE FROM known_right WHERE may = :may", may=NEW)


def keep_a_table(database: Database, hall: Hall) -> None:
    """Let the office take the right to apologise from leaders, under a program that knew no closing of days."""
    leader = sorted(RIGHTS_OF_ROLE["leader"] - {Right.APOLOGISE})
    database.write_now(make_keeper(database, hall), keep_people.set_roles, {"leader": leader})
    database.write_now(SYSTEM, _as_before)


def test_a_new_right_reaches_its_roles_and_what_was_taken_away_stays_away(
    database: Database, hall: Hall, hands: Hands
) -> None:
    """Leaders may close the day after the next start, and apologise as little as before."""
    keep_a_table(database, hall)
    leader = make_officer(database, hall, "lanhdao", "leader")
    assert NEW not in leader.rights

    hands.forward(days=30)
    start.migrate(database)

    leader = make_officer(database, hall, "lanhdao2", "leader")
    assert leader.rights == RIGHTS_OF_ROLE["leader"] - {Right.APOLOGISE}
    assert make_officer(database, hall, "nhanho").rights == RIGHTS_OF_ROLE["reception"]


def test_it_is_journalled_once_under_the_province(database: Database, hall: Hall) -> None:
    """One entry for each role that got something, by the system; a second start says nothing."""
    keep_a_table(database, hall)
    before = len(told(database, "role-rights-changed"))

    assert start.meet_rights_once(database) == {"leader": {NEW}, "administrator": {NEW}}
    assert start.meet_rights_once(database) == {}

    assert told(database, "role-rights-changed")[before:] == [
        {"subject": "leader", "given": [NEW], "taken": []},
        {"subject": "administrator", "given": [NEW], "taken": []},
    ]
    assert database.read_now(journal.verify, hall.province)[1] == []


def test_a_new_right_that_the_office_takes_away_is_not_brought_again(database: Database, hall: Hall) -> None:
    """Having met it once is enough, whatever the table says since."""
    keep_a_table(database, hall)
    start.meet_rights_once(database)
    keeper = make_keeper(database, hall, "tinh2")
    leader = sorted(RIGHTS_OF_ROLE["leader"] - {Right.APOLOGISE, Right.CLOSE_DAY})
    database.write_now(keeper, keep_people.set_roles, {"leader": leader})

    start.migrate(database)

    assert make_officer(database, hall, "lanhdao", "leader").rights == set(leader)


def test_an_office_without_a_table_of_its_own_is_left_with_the_built_in_one(
    database: Database, hall: Hall
) -> None:
    """There the new right holds without being written, and nothing is journalled."""
    assert start.migrate(database)
    assert database.read_now(officers.rights_of_roles) == {}
    assert NEW in make_officer(database, hall, "lanhdao", "leader").rights
    assert told(database, "role-rights-changed") == []


def test_two_servers_that_start_together_bring_it_once(settings: Settings) -> None:
    """One of them gives the right, the other finds it given; the journal has it once."""
    with (
        Database(settings, seals=SEALS, now=Hands()) as first,
        Database(settings, seals=SEALS, now=Hands()) as second,
    ):
        keep_a_table(first, make_hall(first))
        before, both = len(told(first, "role-rights-changed")), Barrier(2)

        def begin(database: Database) -> dict[str, frozenset[str]]:
            both.wait()
            return start.meet_rights_once(database)

        with ThreadPoolExecutor(2) as servers:
            given = list(servers.map(begin, (first, second)))

        assert sorted(map(len, given)) == [0, 2]
        assert len(told(first, "role-rights-changed")) == before + 2


def test_the_first_rights_are_not_marked_as_new_and_later_ones_are(
    database: Database, hall: Hall, hands: Hands
) -> None:
    """The page of roles tells since when, as long as it is asked for."""
    keep_a_table(database, hall)
    assert database.read_now(known_rights.came_later, hands.at - timedelta(days=90)) == {}
    hands.forward(days=1)
    start.meet_rights_once(database)
    assert set(database.read_now(known_rights.came_later, hands.at - timedelta(days=90))) == {NEW}
    assert database.read_now(known_rights.came_later, hands.at + timedelta(days=1)) == {}


def test_nobody_but_the_program_brings_new_rights(database: Database, hall: Hall) -> None:
    """An administrator changes the table by hand."""
    with pytest.raises(NotAllowed):
        database.write_now(hall.officer(1), meet_rights.meet)
