"""Whether an installation has begun, and the codes that may begin it."""

from onestop.model.columns import micros
from onestop.store.tx import Reading, Tx

_PURPOSE = "first-run"


def has_begun(reading: Reading) -> bool:
    """Tell whether there is anything to serve: a centre, be it the province's row."""
    return reading.run("SELECT 1 FROM centre LIMIT 1").fetchone() is not None


def put_code(tx: Tx, code: str) -> None:
    """Keep the hash of a code that was printed."""
    tx.run(
        "INSERT INTO first_run_code (code_hash, made_at) VALUES (:hash, :at)",
        hash=tx.seals.fingerprint(_PURPOSE, code),
        at=micros(tx.now),
    )


def knows(reading: Reading, code: str) -> bool:
    """Tell whether a code was printed and not used."""
    found = reading.run(
        "SELECT 1 FROM first_run_code WHERE code_hash = :hash", hash=reading.seals.fingerprint(_PURPOSE, code)
    )
    return found.fetchone() is not None


def use_up(tx: Tx, code: str) -> bool:
    """Take every code away, and tell whether this was one of them.

    Of two who come with it at once the second waits for the first's commit, and then finds none.
    """
    taken = tx.run("DELETE FROM first_run_code RETURNING code_hash").fetchall()
    return tx.seals.fingerprint(_PURPOSE, code) in {row[0] for row in taken}
