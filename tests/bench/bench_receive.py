"""Receiving a dossier with its receipt, durable and printed, beside the bare PDF of the same facts.

One dossier at a time, as a counter does it: the transaction, the receipt rendered from the frozen facts,
its bytes kept on disk, its digest written. Both are measured in turns of one run; the ratio is what to
compare. `ONESTOP_BENCH_POSTGRES_URL` adds a PostgreSQL.
"""

import os
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from onestop.clock import stopwatch
from onestop.model.dossier import Paper
from onestop.render.fonts import Fonts, find_fonts
from onestop.render.issued import print_paper
from onestop.rules.access import CITIZEN
from onestop.settings import read_settings
from onestop.store import dossiers, paper_files, schema
from onestop.store.database import Database
from onestop.store.tx import Reading
from onestop.use_cases import keep_paper
from tests.bench.own_database import own_database
from tests.dossier_makers import make_procedures, receive
from tests.makers import Hall, make_hall

ROUNDS = 5
EACH = 40
"""Dossiers of one round."""


def main() -> None:
    """Print dossiers a second and bare receipts a second on each database, and their ratio."""
    fonts = find_fonts()
    for url in dict.fromkeys((None, os.environ.get("ONESTOP_BENCH_POSTGRES_URL") or None)):
        with tempfile.TemporaryDirectory() as folder, own_database(url) as own:
            settings = replace(read_settings(), data=Path(folder), database_url=own)
            with Database(settings) as database:
                _measure(database, fonts)


def _measure(database: Database, fonts: Fonts) -> None:
    schema.migrate(database)
    hall = make_hall(database)
    make_procedures(database, hall)
    facts = _frozen(database, receive(database, hall).receipt_id)
    whole, alone, bare = [], [], []
    for _ in range(ROUNDS):
        whole.append(_rate(lambda: _received_and_printed(database, hall, fonts)))
        alone.append(_rate(lambda: receive(database, hall)))
        bare.append(_rate(lambda: print_paper("receipt", facts, fonts)))
    printed, written, pages = (sorted(rates)[ROUNDS // 2] for rates in (whole, alone, bare))
    sys.stdout.write(
        f"{'SQLite' if database.is_sqlite else 'PostgreSQL':<10} {printed:6.1f} dossiers/s received and printed, "
        f"{written:6.1f}/s received alone, {pages:6.1f} bare receipts/s; "
        f"a dossier with its paper costs {pages / printed:.2f} bare receipts\n"
    )


def _received_and_printed(database: Database, hall: Hall, fonts: Fonts) -> None:
    paper = receive(database, hall).receipt_id
    pdf = print_paper("receipt", _frozen(database, paper), fonts)
    digest = paper_files.keep(database.settings, pdf)
    database.write_now(CITIZEN, keep_paper.record_digest, paper, digest)


def _frozen(database: Database, paper_id: str) -> str:
    def facts(reading: Reading) -> str:
        paper: Paper = dossiers.paper(reading, paper_id)
        return reading.seals.unseal(paper.facts_sealed)

    return database.read_now(facts)


def _rate(make: Callable[[], object]) -> float:
    start = stopwatch()
    for _ in range(EACH):
        make()
    return EACH / (stopwatch() - start)


if __name__ == "__main__":
    main()
