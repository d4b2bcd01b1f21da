"""A holiday announced late, with a thousand and ten thousand dossiers open: how long the calendar takes."""

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from resource import RUSAGE_SELF, getrusage

from sqlmodel import SQLModel

from onestop.clock import stopwatch
from onestop.rules.access import SYSTEM
from onestop.settings import Settings
from onestop.store import schema
from onestop.store.database import Database
from onestop.store.seals import Seals
from onestop.store.tx import Tx
from onestop.use_cases import change_calendar, receive_dossier
from onestop.use_cases.change_calendar import DaysFile
from tests.bench.own_database import own_database
from tests.conftest import Hands
from tests.dossier_makers import BASE, applicant, make_procedures, submission
from tests.makers import make_hall

SIZES = tuple(map(int, os.environ.get("DOSSIERS", "1000,10000").split(",")))
_LOT = 250
_RECEIVED = 1_000
"""So many are received; beyond that they are copied."""
_OTHER = ":other || substr({name}, 2)"
_COPIED = {
    "dossier": {"": "id", "id": _OTHER, "link_hash": _OTHER, "code": ":code || code"},
    "document": {"": "dossier_id", "dossier_id": _OTHER},
    "dossier_period": {"": "dossier_id", "id": _OTHER, "dossier_id": _OTHER},
    "dossier_word": {"": "dossier_id", "dossier_id": _OTHER},
    "leg": {"": "dossier_id", "id": _OTHER, "dossier_id": _OTHER},
    "paper": {"": "owner_id", "id": _OTHER, "owner_id": _OTHER},
}
"""Tables with the columns that differ in a copy, and first the one that tells a copy from what was received."""
_EMAILS = 5
"""One in so many gave an address."""


def main() -> None:
    """Measure on a SQLite file, and on PostgreSQL where one is named."""
    for name, settings in _places():
        for size in SIZES:
            with settings() as found:
                sys.stdout.write(f"{name}, {size:,} open: {_measure(found, size)}\n")
                sys.stdout.flush()


def _measure(settings: Settings, size: int) -> str:
    hands = Hands()
    hands.at = datetime(2026, 11, 9, 2, tzinfo=UTC)
    with Database(settings, seals=Seals(b"a key for tests, 32 bytes long!!"), now=hands) as database:
        schema.migrate(database)
        hall = make_hall(database)
        make_procedures(database, hall)
        copies = -(-size // _RECEIVED)
        for first in range(0, size // copies, _LOT):
            last = min(size // copies, first + _LOT)
            database.write_now(hall.officer(1), _receive, range(first, last), hands)
        for copy in range(1, copies):
            database.write_now(SYSTEM, _copy, copy)
        hands.at = datetime(2026, 11, 13, 2, tzinfo=UTC)
        file = DaysFile(text="date,kind,name,known_on\n2026-11-19,statutory,Nghỉ tránh bão,2026-11-13\n")
        asked, cursor = stopwatch(), ""
        while True:
            page = database.read_now(change_calendar.preview, file, cursor=cursor)
            if page.next_cursor is None:
                break
            cursor = page.next_cursor
        before = stopwatch()
        foreseen = database.read_now(change_calendar.foresee, file)
        begun, worked = stopwatch(), _worked()
        applied = database.write_now(SYSTEM, change_calendar.apply, file, foreseen=foreseen)
        ended, worked = stopwatch(), _worked() - worked
    return (
        f"preview {before - asked:.1f} s in pages of {change_calendar.AT_ONCE}, foreseen in"
        f" {begun - before:.1f} s, applied in {ended - begun:.1f} s, {worked:.1f} s of it our processor's:"
        f" {applied.moved:,} moved, {applied.receipts:,} receipts, {applied.messages:,} messages"
    )


def _receive(tx: Tx, numbers: range, hands: Hands) -> None:
    """Receive a lot of dossiers in one transaction: how long that takes is not what is measured."""
    for number in numbers:
        person = applicant(email=f"nguoi{number}@example.vn" if number % _EMAILS == 0 else "")
        receive_dossier.receive(tx, submission(applicant=person), base_url=BASE)
    hands.at += timedelta(minutes=3)


def _worked() -> float:
    """Tell the processor seconds of this process so far: what a busy machine does not change."""
    used = getrusage(RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _copy(tx: Tx, copy: int) -> None:
    """Write what was received once more under other ids: how long receiving takes is not what is measured."""
    other = chr(ord("f") + copy)
    for table, changed in _COPIED.items():
        columns = [column.name for column in SQLModel.metadata.tables[table].columns]
        values = [changed.get(name, name).format(name=name) for name in columns]
        tx.run(
            f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(values)} FROM {table}"
            f" WHERE substr({changed['']}, 1, 1) < 'g'",
            other=other,
            code=f"{copy}.",
        )


def _places() -> Iterator[tuple[str, Callable[[], AbstractContextManager[Settings]]]]:
    yield "SQLite", _sqlite
    if os.environ.get("ONESTOP_BENCH_POSTGRES_URL"):
        yield "PostgreSQL", _postgres


@contextmanager
def _sqlite() -> Iterator[Settings]:
    with tempfile.TemporaryDirectory() as folder:
        yield Settings(data=Path(folder))


@contextmanager
def _postgres() -> Iterator[Settings]:
    with (
        own_database(os.environ["ONESTOP_BENCH_POSTGRES_URL"]) as own,
        tempfile.TemporaryDirectory() as folder,
    ):
        yield Settings(data=Path(folder), database_url=own)


if __name__ == "__main__":
    main()
