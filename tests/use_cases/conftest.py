"""What the tests of use cases stand on, beside the hall."""

import pytest

from onestop.rules import access
from onestop.rules.access import Right
from onestop.store.database import Database
from tests.dossier_makers import make_procedures
from tests.dossier_moves import Moves
from tests.makers import Hall


@pytest.fixture
def office(database: Database, hall: Hall) -> Hall:
    """Give the hall with procedures to receive dossiers for."""
    make_procedures(database, hall)
    return hall


@pytest.fixture
def moves(database: Database, office: Hall) -> Moves:
    """Give the moves of a dossier at that office."""
    return Moves(database, office)


@pytest.fixture
def may_reopen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let leaders open dossiers again, as an office may decide."""
    rights = access.RIGHTS_OF_ROLE["leader"] | {Right.REOPEN_DOSSIER}
    monkeypatch.setitem(access.RIGHTS_OF_ROLE, "leader", rights)
