"""What the tests of use cases stand on, beside the hall."""

import pytest

from onestop.store.database import Database
from tests.dossier_makers import make_procedures
from tests.makers import Hall


@pytest.fixture
def office(database: Database, hall: Hall) -> Hall:
    """Give the hall with procedures to receive dossiers for."""
    make_procedures(database, hall)
    return hall
