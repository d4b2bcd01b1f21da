"""What happened to a dossier, as the journal tells it, with the names of those who did it."""

from datetime import datetime
from typing import Any, NamedTuple

import msgspec

from onestop.model.columns import instant
from onestop.store.tx import Reading

_ENTRIES = """
SELECT journal_entry.at, journal_entry.kind, journal_entry.facts, officer.name
FROM journal_entry LEFT JOIN officer ON officer.id = journal_entry.actor_id
WHERE journal_entry.subject_id = :subject AND journal_entry.centre_id = :centre
ORDER BY journal_entry.seq DESC LIMIT :most
"""
MOST = 500


class Happened(NamedTuple):
    """One entry: when, what, its facts, and who did it; None where no officer did."""

    at: datetime
    kind: str
    facts: dict[str, Any]
    officer: str | None


def history_of(reading: Reading, centre_id: str, dossier_id: str) -> list[Happened]:
    """Read what happened to a dossier, newest first, 500 entries at the most."""
    rows = reading.run(_ENTRIES, subject=dossier_id, centre=centre_id, most=MOST).fetchall()
    return [Happened(instant(row[0]), row[1], msgspec.json.decode(row[2]), row[3]) for row in rows]
