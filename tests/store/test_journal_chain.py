"""The chain of the journal: whoever changes, takes out or adds an entry behind its back is found."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from sqlalchemy import Connection

from onestop.events import CatalogueLoaded
from onestop.rules.access import SYSTEM
from onestop.store import journal
from onestop.store.database import Database
from onestop.store.journal import Flaw
from onestop.store.tx import Reading, Tx
from tests.conftest import MORNING, SEALS
from tests.makers import Hall

ENTRIES = 9
COLUMNS = ("at", "actor_id", "kind", "subject_id", "facts", "hash")


@pytest.fixture
def chain(database: Database, hall: Hall) -> Hall:
    """Write nine entries in the hall, and two under the province, in several commits."""
    for number in range(ENTRIES):
        database.write_now(SYSTEM, _happen, hall.centre, number)
    database.write_now(SYSTEM, _happen, hall.province, 0)
    database.write_now(SYSTEM, _happen, hall.province, 1)
    return hall


def _happen(tx: Tx, centre: str, number: int) -> None:
    tx.emit(
        CatalogueLoaded(
            centre_id=centre, subject_id=f"subject-{number}", source="đợt", added=number, changed=0, refused=0
        )
    )


@contextmanager
def undone(database: Database) -> Iterator[Reading]:
    """Open the database to somebody who writes past the program; at the end it is as before."""
    with database.engine.connect() as connection:
        begin(connection, database)
        reading = Reading(connection, SYSTEM, MORNING, SEALS)
        try:
            yield reading
        finally:
            reading.close()
            connection.rollback()


def begin(connection: Connection, database: Database) -> None:
    """Begin by hand: on SQLite the driver was told not to."""
    connection.begin()
    if database.is_sqlite:
        connection.exec_driver_sql("BEGIN")


def flaws_after(database: Database, centre: str, statement: str) -> list[tuple[int, str]]:
    """Tell the flaws that are found after somebody wrote past the program; the centre must still be looked at."""
    with undone(database) as reading:
        reading.run(statement, centre=centre)
        assert centre in journal.centres(reading)
        return [(flaw.seq, flaw.flaw) for flaw in journal.verify(reading, centre)[1]]


def insert(reading: Reading, centre: str, seq: int) -> None:
    """Add an entry, its hash well made onto the one before it where there is one."""
    row = reading.run(
        "SELECT hash FROM journal_entry WHERE centre_id = :centre AND seq = :seq", centre=centre, seq=seq - 1
    ).fetchone()
    parts = (centre, seq, 1, "system", "ticket-issued", "x", "{}")
    reading.run(
        """
        INSERT INTO journal_entry (centre_id, seq, at, actor_id, kind, subject_id, facts, hash)
        VALUES (:centre, :seq, 1, 'system', 'ticket-issued', 'x', '{}', :hash)
        """,
        centre=centre,
        seq=seq,
        hash=journal.chained(row[0] if row else "", parts),
    )


def test_an_untouched_journal_is_whole(database: Database, chain: Hall) -> None:
    """Nine entries, no flaw; the province's own two as well; a centre where nothing happened has none."""
    assert database.read_now(journal.verify, chain.centre) == (ENTRIES, [])
    assert database.read_now(journal.verify, chain.province) == (2, [])
    assert database.read_now(journal.verify, "nowhere") == (0, [])
    assert database.read_now(journal.centres) == sorted([chain.centre, chain.province])


def test_a_changed_entry_is_found(database: Database, chain: Hall) -> None:
    """Whatever column is changed, and be it by a letter, the entry is named; a changed hash breaks the next too."""
    found = {}
    for column in COLUMNS:
        value = "at + 1" if column == "at" else f"'~' || substr({column}, 2)"
        statement = f"UPDATE journal_entry SET {column} = {value} WHERE centre_id = :centre AND seq = 4"
        found[column] = flaws_after(database, chain.centre, statement)

    only = [(4, "changed")]
    assert found == dict.fromkeys(COLUMNS, only) | {"hash": [(4, "changed"), (5, "changed")]}


def test_a_missing_entry_is_found(database: Database, chain: Hall) -> None:
    """Taken out at the beginning, in the middle or at the end."""
    for seq in (1, 5, ENTRIES):
        statement = f"DELETE FROM journal_entry WHERE centre_id = :centre AND seq = {seq}"

        assert flaws_after(database, chain.centre, statement) == [(seq, "missing")]


def test_an_inserted_entry_is_found(database: Database, chain: Hall) -> None:
    """Before the first or after the last, though its own hash is well made."""
    for seq in (-3, 0, ENTRIES + 1):
        with undone(database) as reading:
            insert(reading, chain.centre, seq)

            assert journal.verify(reading, chain.centre)[1] == [Flaw(chain.centre, seq, "inserted")]


def test_an_edited_head_is_found(database: Database, chain: Hall) -> None:
    """The head that says how long the chain is, and the chain, hold each other."""
    flaws = {
        "UPDATE journal_head SET hash = 'x' WHERE centre_id = :centre": (ENTRIES, "head"),
        "UPDATE journal_head SET seq = seq - 1 WHERE centre_id = :centre": (ENTRIES, "inserted"),
        "UPDATE journal_head SET seq = seq + 1 WHERE centre_id = :centre": (ENTRIES + 1, "missing"),
        "DELETE FROM journal_head WHERE centre_id = :centre": (ENTRIES, "head"),
        "DELETE FROM journal_entry WHERE centre_id = :centre": (1, "missing"),
    }
    for change, flaw in flaws.items():
        assert flaws_after(database, chain.centre, change) == [flaw]


def test_an_entry_moved_to_another_centre_is_missing_here_and_too_many_there(
    database: Database, chain: Hall
) -> None:
    """Each centre has its own numbers, and the centre is part of what is hashed."""
    statement = "UPDATE journal_entry SET centre_id = :there WHERE centre_id = :centre AND seq = 3"

    with undone(database) as reading:
        reading.run(statement, centre=chain.centre, there=chain.province)

        assert journal.verify(reading, chain.centre)[1] == [Flaw(chain.centre, 3, "missing")]
        assert journal.verify(reading, chain.province)[1] == [
            Flaw(chain.province, 3, "changed"),
            Flaw(chain.province, 3, "inserted"),
        ]


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_bytes_that_are_no_text_are_a_changed_entry(database: Database, chain: Hall) -> None:
    """A disk that turned a letter: SQLite keeps what it cannot read back (PostgreSQL takes no such text)."""
    statement = """
    UPDATE journal_entry SET facts = CAST(x'7bff7d' AS TEXT), at = 'soon' WHERE centre_id = :centre AND seq = 4
    """

    assert flaws_after(database, chain.centre, statement) == [(4, "changed")]


SEQS = st.integers(1, ENTRIES)


@examples(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(draw=st.data())
def test_no_tampering_goes_unseen(database: Database, chain: Hall, draw: st.DataObject) -> None:
    """Change, swap, take out, cut off or add at random, several times over: a flaw is always told."""
    with undone(database) as reading:
        before = _all(reading, chain.centre)
        for _ in range(draw.draw(st.integers(1, 4))):
            draw.draw(st.sampled_from(TAMPERINGS))(reading, chain.centre, draw)
        if _all(reading, chain.centre) != before:
            assert journal.verify(reading, chain.centre)[1]
        assert journal.verify(reading, chain.province) == (2, [])


def _all(reading: Reading, centre: str) -> object:
    rows = reading.run(
        f"SELECT seq, {', '.join(COLUMNS)} FROM journal_entry WHERE centre_id = :centre ORDER BY seq",
        centre=centre,
    ).fetchall()
    return rows, journal.heads(reading).get(centre)


def _change(reading: Reading, centre: str, draw: st.DataObject) -> None:
    column = draw.draw(st.sampled_from(COLUMNS[1:]))
    value = draw.draw(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=20))
    reading.run(
        f"UPDATE journal_entry SET {column} = :value WHERE centre_id = :centre AND seq = :seq",
        value=value,
        centre=centre,
        seq=draw.draw(SEQS),
    )


def _swap(reading: Reading, centre: str, draw: st.DataObject) -> None:
    column = draw.draw(st.sampled_from(COLUMNS))
    reading.run(
        f"""
        UPDATE journal_entry SET {column} = (
            SELECT {column} FROM journal_entry AS other WHERE centre_id = :centre AND seq = :other
        )
        WHERE centre_id = :centre AND seq = :seq
        AND EXISTS (SELECT 1 FROM journal_entry AS other WHERE centre_id = :centre AND seq = :other)
        """,
        centre=centre,
        seq=draw.draw(SEQS),
        other=draw.draw(SEQS),
    )


def _take_out(reading: Reading, centre: str, draw: st.DataObject) -> None:
    reading.run(
        "DELETE FROM journal_entry WHERE centre_id = :centre AND seq = :seq",
        centre=centre,
        seq=draw.draw(SEQS),
    )


def _cut_off(reading: Reading, centre: str, draw: st.DataObject) -> None:
    reading.run(
        "DELETE FROM journal_entry WHERE centre_id = :centre AND seq > :seq",
        centre=centre,
        seq=draw.draw(st.integers(0, ENTRIES - 1)),
    )


def _add(reading: Reading, centre: str, draw: st.DataObject) -> None:
    row = reading.run(
        "SELECT coalesce(max(seq), 0) FROM journal_entry WHERE centre_id = :centre", centre=centre
    ).fetchone()
    insert(reading, centre, row[0] + draw.draw(st.integers(1, 3)))


TAMPERINGS = (_change, _swap, _take_out, _cut_off, _add)
