"""The figures of one day, total and by half-hour, beside a bare fetch of the same rows of the ledger."""

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

from onestop import clock
from onestop.model.columns import micros
from onestop.rules.access import SYSTEM
from onestop.rules.hall_report import By, report
from onestop.settings import read_settings
from onestop.store import hall_figures, schema
from onestop.store.database import Database
from onestop.store.tx import Reading, Tx
from tests.bench.own_database import own_database
from tests.makers import Hall, make_hall

SIZES = (1_000, 100_000)
DAY_SECONDS = 8 * 3600
_TICKET = """
INSERT INTO ticket (id, centre_id, line_id, waits_in_id, day, serial, label, state, priority_rank, issued_at,
    queued_at, ended_at, times_called, ahead, wait_low, wait_high, called_turn, returns, postponements)
VALUES (:id, :centre, :line, :line, :day, :serial, :label, 'served', 1, :at,
    :at, :at, 1, 0, 2, 20, 0, 0, 0)
"""
_PERIOD = """
INSERT INTO ticket_period (ticket_id, position, state, line_id, counter_id, officer_id, started_at, ended_at)
VALUES (:ticket, :position, :state, :line, :counter, :officer, :begins, :ends)
"""
_BARE = """
SELECT ticket.id, ticket_period.state, started_at, ticket_period.ended_at
FROM ticket JOIN ticket_period ON ticket_period.ticket_id = ticket.id WHERE centre_id = :centre
"""


def _fill(tx: Tx, hall: Hall, size: int) -> None:
    """Write a day of that many served visits, five rows of the ledger each."""
    random = Random(size)  # noqa: S311  a seeded draw for tests
    opened = micros(tx.now - timedelta(seconds=DAY_SECONDS))
    lines, counters = list(hall.lines.values()), list(hall.counters)
    for serial in range(1, size + 1):
        number = random.choice(counters)
        at = opened + random.randrange((DAY_SECONDS - 3600) * 1_000_000)
        ticket = f"bench-{serial:07}"
        line = random.choice(lines)
        tx.run(
            _TICKET, id=ticket, centre=hall.centre, line=line, day=tx.today.isoformat(), serial=serial,
            label=f"Z{serial}", at=at,
        )  # fmt: skip
        for position, state in enumerate(("waiting", "called", "serving", "held", "called"), 1):
            ends = at + random.randrange(400_000_000)
            seated = state in {"called", "serving"}
            tx.run(
                _PERIOD, ticket=ticket, position=position, state=state, line=line, begins=at, ends=ends,
                counter=hall.counters[number] if seated else None,
                officer=hall.officer(number).id if seated else None,
            )  # fmt: skip
            at = ends


def _bare(reading: Reading, centre: str) -> int:
    return len(reading.run(_BARE, centre=centre).fetchall())


def _report(reading: Reading, centre: str, by: By) -> int:
    ledger = hall_figures.ledger_of(reading, centre, reading.today, reading.today)
    return len(report(ledger, by, target_minutes=15))


def _best(look: Callable[[], Any]) -> float:
    lengths = []
    for _ in range(3):
        began = time.perf_counter()
        look()
        lengths.append(time.perf_counter() - began)
    return min(lengths) * 1000


@contextmanager
def _database(folder: str, url: str | None) -> Iterator[Database]:
    settings = replace(read_settings(), data=Path(folder), database_url=url)
    # At five in the afternoon, whenever it is run: the day must be whole.
    noon = clock.local(clock.now()).replace(hour=17, minute=0, second=0, microsecond=0)
    with Database(settings, now=lambda: noon) as database:
        schema.migrate(database)
        yield database


def _measure(name: str, url: str | None) -> None:
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder, _database(folder, url) as database:
            hall = make_hall(database, suffix=f"-{time.time_ns()}")
            database.write_now(SYSTEM, _fill, hall, size)
            bare = _best(lambda: database.read_now(_bare, hall.centre))  # noqa: B023
            print(f"{f'bare fetch of the ledger, {name}, {size:,} tickets':<56} {bare:>9.1f} ms")
            for by in (By.TOTAL, By.COUNTER, By.HALF_HOUR):
                took = _best(lambda: database.read_now(_report, hall.centre, by))  # noqa: B023
                print(
                    f"{f'figures by {by}, {name}, {size:,} tickets':<56} {took:>9.1f} ms {took / bare:>6.2f} x"
                )
            if url:
                database.write_now(SYSTEM, _empty)


def _empty(tx: Tx) -> None:
    tx.run("DELETE FROM ticket_period WHERE ticket_id LIKE 'bench-' || chr(37)")
    tx.run("DELETE FROM ticket WHERE id LIKE 'bench-' || chr(37)")


def main() -> None:
    """Print the table."""
    _measure("SQLite", None)
    url = os.environ.get("ONESTOP_BENCH_POSTGRES_URL")
    with own_database(url) as own:
        if own:
            _measure("PostgreSQL", own)


if __name__ == "__main__":
    main()
