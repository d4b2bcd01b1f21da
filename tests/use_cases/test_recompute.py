"""Reckoning again: twice is once, and what was granted last decides how lateness is judged."""

from datetime import timedelta
from typing import Any

import pytest

from onestop.model.interruption import Extension, Suspension
from onestop.rules.deadline import Allowance, reckon
from onestop.rules.deadline import Extension as Granted
from onestop.steps.reckon_due import judged_to_the_minute, read_back, written
from onestop.steps.recompute import recompute
from onestop.store import dossiers
from onestop.store.database import Database
from onestop.store.tx import Tx
from tests.conftest import Hands
from tests.dossier_makers import make_procedures, receive
from tests.makers import Hall
from tests.rules.calendars import at, calendar


def test_reckoned_again_nothing_moves_and_nothing_is_told(
    database: Database, hall: Hall, hands: Hands
) -> None:
    """A suspension and an extension move the date once; asked again the same stands, and no event is written."""
    make_procedures(database, hall)
    received = receive(database, hall)
    hands.forward(days=4)

    def twice(tx: Tx) -> tuple[list[bool], list[Any], int]:
        dossier = dossiers.lock(tx, received.code)
        common = {"dossier_id": dossier.id, "legal_basis": "Điều 19", "officer_id": tx.actor.id}
        since = tx.now - timedelta(days=2)
        tx.session.add(Suspension(reason="chờ", suspended_at=since, resumed_at=tx.now, **common))
        tx.session.add(Extension(amount="2", unit="working_day", decided_at=tx.now, **common))
        tx.session.flush()
        found = [recompute(tx, dossier, because="extension")]
        before = [dossier.due_at, dossier.because, dossier.calendar_version, dossier.provisional]
        found.append(recompute(tx, dossier, because="extension"))
        after = [dossier.due_at, dossier.because, dossier.calendar_version, dossier.provisional]
        return found, [before == after], len(tx.events)

    assert database.write_now(hall.officer(1), twice) == ([True, False], [True], 1)


@pytest.mark.parametrize(
    ("allowance", "granted"),
    [
        (("5", "working_day"), []),
        (("1.25", "working_day"), []),
        (("4", "working_hour"), []),
        (("5", "working_day"), [("24", "clock_hour")]),
        (("4", "working_hour"), [("1", "working_day")]),
        (("5", "working_day"), [("0.5", "working_day")]),
        (("1.25", "working_day"), [("1", "working_day")]),
        (("0.5", "working_day"), [("1", "month")]),
        (("0", "same_day"), [("2", "working_hour")]),
        (("0", "same_day"), []),
    ],
)
def test_what_was_granted_last_decides_how_lateness_is_judged(
    allowance: tuple[str, str], granted: list[tuple[str, str]]
) -> None:
    """A dossier's own reasons tell it as the reckoning knew it."""
    extensions = [Granted(Allowance(*each)) for each in granted]
    found = reckon(at("2026-11-09 09:00"), Allowance(*allowance), calendar(), extensions=extensions)

    assert judged_to_the_minute(read_back(written(found.because))) == found.to_the_minute
