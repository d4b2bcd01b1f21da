"""Searches and lists of dossiers, in few and in many, side by side; SEARCH_ROWS=1000000 tells how many are many."""

import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from onestop.rules.access import SYSTEM
from onestop.rules.scope import Scope
from onestop.settings import read_settings
from onestop.store import dossier_list, dossiers, schema
from onestop.store.database import Database
from onestop.store.dossier_search import Wanted, ranked
from onestop.store.tx import Reading
from tests.bench.own_database import own_database
from tests.bench.search_fill import IDENTITY, PHONE, RARE, Filled, fill
from tests.dossier_makers import make_procedures, receive
from tests.makers import make_hall

SIZES = (10_000, int(os.environ.get("SEARCH_ROWS", "100000")))
ROUNDS = 30


def _queries(filled: Filled) -> dict[str, dict[str, Any]]:
    """Name what is asked for; the rare name has as many holders in few dossiers as in many."""
    return {
        "bare look by the primary key": {},
        "code, whole": {"words": filled.code},
        "code, its beginning": {"words": filled.code[:-3]},
        "day and serial": {"words": filled.code.partition("-")[2]},
        "rare name": {"words": RARE.lower()},
        "rare name, a word of it": {"words": "denh"},
        "common name": {"words": "nguyen thi hue"},
        "common word": {"words": "nguyen"},
        "beginning of common words": {"words": "nguyen thi hu"},
        "two common words that hardly meet": {"words": "tran nguyen"},
        "telephone": {"words": PHONE},
        "number of an identity paper": {"words": IDENTITY},
        "no words": {},
        "overdue": {"due": "overdue"},
        "ended without a result": {"state": "ended"},
        "common word, one state": {"words": "nguyen", "state": "result_ready"},
    }


@contextmanager
def _database(folder: str, url: str | None) -> Iterator[Database]:
    with Database(replace(read_settings(), data=Path(folder), database_url=url)) as database:
        schema.migrate(database)
        yield database


def _best(look: Any) -> float:
    lengths = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        look()
        lengths.append(time.perf_counter() - began)
    return statistics.median(lengths) * 1000


def _bare(reading: Reading, dossier_id: str) -> float:
    return _best(lambda: reading.run("SELECT code FROM dossier WHERE id = :id", id=dossier_id).fetchall())


def _ids(reading: Reading, scope: Scope, sought: dict[str, Any]) -> float:
    """Measure what the database is asked; the rows of the page, one look each by their key, come on top."""
    since, until, running = dossier_list._due(reading, sought.get("due"))
    states = dossier_list._states("open" if running else sought.get("state"))
    wanted = Wanted(words=sought.get("words", ""), states=states, since=since, until=until, limit=51)
    return _best(lambda: ranked(reading, scope, wanted))


def _page(reading: Reading, scope: Scope, sought: dict[str, Any]) -> float:
    return _best(lambda: dossier_list.page(reading, scope, **sought))


def _measure(url: str | None, size: int) -> dict[str, tuple[float, float]]:
    with tempfile.TemporaryDirectory() as folder, _database(folder, url) as database:
        hall = make_hall(database, suffix=f"-{time.time_ns()}")
        make_procedures(database, hall)
        received = receive(database, hall)
        like = database.read_now(dossiers.by_id, received.id)
        began = time.perf_counter()
        filled = database.write_now(SYSTEM, fill, like, size)
        print(f"  ({size:,} dossiers filled in {time.perf_counter() - began:.0f} s)", flush=True)
        if url:
            database.write_now(SYSTEM, lambda tx: tx.run("ANALYZE"))
        began = time.perf_counter()
        for _ in range(ROUNDS):
            receive(database, hall)
        took = (time.perf_counter() - began) * 1000 / ROUNDS
        scope, found = Scope(centre_id=hall.centre), {"receiving a dossier": (took, took)}
        for name, sought in _queries(filled).items():
            if name.startswith("bare"):
                bare = database.read_now(_bare, like.id)
                found[name] = (bare, bare)
            else:
                found[name] = (
                    database.read_now(_ids, scope, sought),
                    database.read_now(_page, scope, sought),
                )
        return found


def main() -> None:
    """Print the tables."""
    for name, url in (("SQLite", None), ("PostgreSQL", os.environ.get("ONESTOP_BENCH_POSTGRES_URL"))):
        if name == "PostgreSQL" and not url:
            continue
        found = []
        for size in SIZES:
            with own_database(url) as own:
                found.append(_measure(own, size))
        few, many = found
        print(f"{name + ': searching, ms (whole page, ms)':<44} {SIZES[0]:>18,} {SIZES[1]:>18,} {'ratio':>7}")
        for row, (short, whole) in few.items():
            long, all_of_it = many[row]
            print(
                f"{row:<44} {short:>9.2f} ({whole:>6.2f}) {long:>9.2f} ({all_of_it:>6.2f}) {long / short:>7.2f}"
            )


if __name__ == "__main__":
    main()
