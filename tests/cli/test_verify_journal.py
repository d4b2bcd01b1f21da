"""`onestop verify-journal`: the real program over a copy that somebody wrote into past it."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from onestop.cli import commands
from onestop.events import CatalogueLoaded
from onestop.model.place import Centre
from onestop.rules.access import SYSTEM
from onestop.settings import Settings
from onestop.store import journal
from onestop.store.database import Database
from onestop.store.tx import Tx
from tests.cli.program import run

PLACES = ("changed", "missing in the middle", "missing at the end", "inserted", "head edited", "untouched")
ENTRIES = 6


@pytest.fixture
def installation(sqlite_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, dict[str, str]]:
    """Make six centres with six entries each; give the data folder and the centres' ids by place."""
    monkeypatch.delenv("ONESTOP_DATABASE_URL", raising=False)
    with Database(sqlite_settings) as database:
        ids = database.write_now(SYSTEM, _centres)
        for number in range(ENTRIES):
            database.write_now(SYSTEM, _happen, list(ids.values()), number)
    return sqlite_settings.data, ids


def _centres(tx: Tx) -> dict[str, str]:
    rows = [Centre(key=place, name="Trung tâm", place=place) for place in PLACES]
    tx.session.add_all(rows)
    return {row.place: row.id for row in rows}


def _happen(tx: Tx, centres: list[str], number: int) -> None:
    for centre in centres:
        tx.emit(
            CatalogueLoaded(
                centre_id=centre, subject_id=centre, source="đợt", added=number, changed=0, refused=0
            )
        )


def test_a_whole_journal_is_told_to_be_whole(installation: tuple[Path, dict[str, str]]) -> None:
    """Every centre with its number of entries; exit code 0."""
    folder, _ = installation

    result = CliRunner().invoke(commands, ["verify-journal", "--data", str(folder)])

    assert result.exit_code == 0, result.stderr
    assert sorted(result.stdout.splitlines()) == sorted(
        f"Trung tâm {place}: 6 entries, ok" for place in PLACES
    )


def test_whatever_was_done_to_it_is_told_by_centre_and_entry(
    installation: tuple[Path, dict[str, str]], tmp_path: Path
) -> None:
    """Changed, missing in the middle and at the end, inserted, an edited head; exit code 1."""
    folder, ids = installation
    copy = tmp_path / "copy"
    copy.mkdir()
    shutil.copy(folder / "onestop.sqlite", copy)
    _tamper(copy / "onestop.sqlite", ids)

    result = run("verify-journal", "--data", copy, folder=copy)

    told: dict[str, list[str]] = {}
    for line in result.stdout.replace("Trung tâm ", "").splitlines():
        if line.startswith("  "):
            told[list(told)[-1]].append(line.strip())
        else:
            told[line.partition(":")[0]] = [line.rpartition(" ")[2]]
    assert result.returncode == 1, result.stderr
    assert told == {
        "changed": ["BROKEN", "changed at seq 3"],
        "missing in the middle": ["BROKEN", "missing at seq 3"],
        "missing at the end": ["BROKEN", "missing at seq 6"],
        "inserted": ["BROKEN", "inserted at seq 7"],
        "head edited": ["BROKEN", "head at seq 6"],
        "untouched": ["ok"],
    }


def _tamper(file: Path, ids: dict[str, str]) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:

        def do(statement: str, place: str) -> None:
            connection.execute(statement, {"centre": ids[place]})

        do("UPDATE journal_entry SET facts = '{}' WHERE centre_id = :centre AND seq = 3", "changed")
        do("DELETE FROM journal_entry WHERE centre_id = :centre AND seq = 3", "missing in the middle")
        do("DELETE FROM journal_entry WHERE centre_id = :centre AND seq = 6", "missing at the end")
        do("UPDATE journal_head SET hash = 'x' WHERE centre_id = :centre", "head edited")
        centre = ids["inserted"]
        [before] = connection.execute(
            "SELECT hash FROM journal_entry WHERE centre_id = ? AND seq = 6", (centre,)
        ).fetchone()
        parts = (centre, 7, 1, "system", "catalogue-loaded", "x", "{}")
        connection.execute(
            "INSERT INTO journal_entry (centre_id, seq, at, actor_id, kind, subject_id, facts, hash)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (*parts, journal.chained(before, parts)),
        )
