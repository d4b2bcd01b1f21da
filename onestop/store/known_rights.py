"""The rights that an office's roles have met: which, since when, and what each role was first given."""

from collections.abc import Collection
from datetime import datetime

from onestop.model.columns import instant, micros
from onestop.store.tx import Reading, Tx


def meet(tx: Tx, rights: Collection[str]) -> frozenset[str]:
    """Note rights that were not known yet; give those that this transaction was the first to note.

    In the order of their names, so that two programs that start at a time wait for each other and never in a
    circle; the second then finds them known.
    """
    return frozenset(
        right
        for right in sorted(rights)
        if tx.run(
            "INSERT INTO known_right (may, known_at) VALUES (:may, :now) ON CONFLICT DO NOTHING",
            may=right,
            now=micros(tx.now),
        ).rowcount
    )


def add(tx: Tx, role: str, rights: Collection[str]) -> frozenset[str]:
    """Write rights of a role beside those that it has; give those that it did not have."""
    return frozenset(
        right
        for right in sorted(rights)
        if tx.run(
            "INSERT INTO role_right (role, may) VALUES (:role, :may) ON CONFLICT DO NOTHING",
            role=role,
            may=right,
        ).rowcount
    )


def came_later(reading: Reading, since: datetime) -> dict[str, datetime]:
    """Tell which rights came with a later version of the program, and when; not those of before an instant."""
    rows = reading.run(
        """
        SELECT may, known_at FROM known_right
        WHERE known_at > (SELECT min(known_at) FROM known_right) AND known_at >= :since
        """,
        since=micros(since),
    ).fetchall()
    return {row[0]: instant(row[1]) for row in rows}
