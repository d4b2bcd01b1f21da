"""Two clerks at one dossier, from two processes: one slip, every version of a file once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from onestop.errors import FeeSettled
from onestop.settings import Settings
from onestop.store import dossiers, journal, payments, uploads
from onestop.store.database import Database
from onestop.store.upload_files import KeptFile
from onestop.use_cases import keep_upload, settle_fee
from onestop.use_cases.keep_upload import NewUpload
from onestop.use_cases.settle_fee import Paying
from tests.conftest import SEALS, Hands
from tests.dossier_makers import PAID, make_procedures, receive
from tests.makers import Hall, make_hall


@pytest.fixture
def databases(settings: Settings) -> Iterator[tuple[Database, Database]]:
    """Open the same database twice, as two processes would."""
    with (
        Database(settings, seals=SEALS, now=Hands()) as first,
        Database(settings, seals=SEALS, now=Hands()) as second,
    ):
        yield first, second


def owing(database: Database) -> tuple[Hall, str]:
    """Make an office and receive a dossier that owes a fee."""
    hall = make_hall(database)
    make_procedures(database, hall)
    return hall, receive(database, hall, procedure=PAID, documents=()).code


def test_a_fee_that_two_clerks_take_at_once_is_taken_once(databases: tuple[Database, Database]) -> None:
    """One slip with the first number; the other is told its number."""
    hall, code = owing(databases[0])

    def pay(turn: int) -> str:
        officer = hall.officer(1 + turn % 2)
        try:
            return databases[turn % 2].write_now(officer, settle_fee.pay, code, Paying(paid_by="cash")).number
        except FeeSettled as settled:
            return f"settled {settled.number}"

    with ThreadPoolExecutor(6) as clerks:
        told = sorted(clerks.map(pay, range(12)))

    assert told == ["2026/0000001"] + ["settled 2026/0000001"] * 11
    dossier = databases[1].read_now(dossiers.by_code, code)
    assert len(databases[1].read_now(payments.of_dossier, dossier.id)) == 1
    assert databases[0].read_now(journal.verify, hall.centre)[1] == []


def test_files_of_one_name_that_come_together_are_versions_one_after_the_other(
    databases: tuple[Database, Database],
) -> None:
    """No version twice, none left out, none lost."""
    hall, code = owing(databases[0])

    def keep(turn: int) -> int:
        file = KeptFile(f"{turn:064x}", 10)
        new = NewUpload(kind="scan", name="don.pdf", media_type="application/pdf", file=file)
        return databases[turn % 2].write_now(hall.officer(1), keep_upload.keep, code, new).version

    with ThreadPoolExecutor(6) as scanners:
        versions = sorted(scanners.map(keep, range(12)))

    assert versions == list(range(1, 13))
    dossier = databases[1].read_now(dossiers.by_code, code)
    assert len(databases[1].read_now(uploads.of_dossier, dossier.id)) == 12
