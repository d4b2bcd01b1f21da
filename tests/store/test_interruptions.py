"""What the database itself refuses, should a rule ever let it through: two waits, two apologies, no reason."""

import sqlite3
from typing import Any

import psycopg
import pytest

from onestop.model.columns import micros
from onestop.rules.access import SYSTEM
from onestop.store.database import Database
from onestop.store.tx import Tx
from tests.dossier_makers import make_procedures, receive
from tests.makers import Hall

_SUSPEND = """
INSERT INTO suspension (id, dossier_id, reason, legal_basis, officer_id, suspended_at, resumed_at)
VALUES (:id, :dossier, :reason, :basis, :officer, :at, :until)
"""
_ASK = """
INSERT INTO supplement_request (id, dossier_id, position, items, reason, rule, officer_id, requested_at, answer_by)
VALUES (:id, :dossier, :position, '[]', 'x', :rule, :officer, :at, '2027-01-07')
"""
_EXTEND = """
INSERT INTO extension (id, dossier_id, amount, unit, reason, legal_basis, officer_id, decided_at)
VALUES (:id, :dossier, '5', 'working_day', 'x', :basis, :officer, :at)
"""
_APOLOGISE = """
INSERT INTO apology (dossier_id, reason, told_at, officer_id, apologised_at)
VALUES (:dossier, 'x', :at, :officer, :at)
"""
_DECIDE = """
INSERT INTO decision (id, dossier_id, kind, reason, officer_id, decided_at)
VALUES (:id, :dossier, :kind, :reason, :officer, :at)
"""
SUSPENSION: dict[str, Any] = {"reason": "x", "basis": "Luật A", "until": None}


@pytest.mark.parametrize(
    ("statement", "first", "second"),
    [
        (_SUSPEND, SUSPENSION, SUSPENSION),
        (_SUSPEND, None, SUSPENSION | {"basis": ""}),
        (_SUSPEND, None, SUSPENSION | {"until": 1}),
        (_ASK, {"position": 1, "rule": "restart"}, {"position": 2, "rule": "restart"}),
        (_ASK, None, {"position": 1, "rule": "never"}),
        (_EXTEND, {"basis": "Luật A"}, {"basis": "Luật A"}),
        (_EXTEND, None, {"basis": ""}),
        (_APOLOGISE, {}, {}),
        (_DECIDE, None, {"kind": "decline", "reason": ""}),
        (_DECIDE, None, {"kind": "forget", "reason": "x"}),
    ],
)
def test_a_second_wait_apology_or_basis_cannot_be_written(
    database: Database, hall: Hall, statement: str, first: dict[str, Any] | None, second: dict[str, Any]
) -> None:
    """By its constraints, on both databases."""
    make_procedures(database, hall)
    dossier = receive(database, hall)

    def write(tx: Tx, number: int, values: dict[str, Any]) -> None:
        usual = {
            "dossier": dossier.id,
            "officer": hall.officer(1).id,
            "at": micros(tx.now),
            "id": f"row{number}",
        }
        places = usual | values
        tx.run(statement, **{name: value for name, value in places.items() if f":{name}" in statement})

    if first is not None:
        database.write_now(SYSTEM, write, 1, first)
    with pytest.raises((sqlite3.IntegrityError, psycopg.IntegrityError)):
        database.write_now(SYSTEM, write, 2, second)
