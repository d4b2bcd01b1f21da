"""The index of words of dossiers, written in the transactions that change what a dossier is found by."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from onestop.model.dossier import Dossier
from onestop.rules import search_words
from onestop.store.tx import Tx

_TAKE_OUT = {
    "sqlite": """
DELETE FROM dossier_word WHERE key IN (SELECT value FROM json_each(:keys)) AND rank = :rank AND dossier_id = :id
""",
    "postgresql": """
DELETE FROM dossier_word
WHERE key = ANY(ARRAY(SELECT CAST(value AS bigint) FROM json_array_elements_text(CAST(:keys AS json))))
AND rank = :rank AND dossier_id = :id
""",
}
_PUT_IN = {
    "sqlite": """
INSERT INTO dossier_word (key, rank, dossier_id) SELECT value, :rank, :id FROM json_each(:keys) WHERE true
ON CONFLICT DO NOTHING
""",
    "postgresql": """
INSERT INTO dossier_word (key, rank, dossier_id)
SELECT CAST(value AS bigint), :rank, :id FROM json_array_elements_text(CAST(:keys AS json)) ON CONFLICT DO NOTHING
""",
}
_PUT_WORDS = {
    "sqlite": """
INSERT INTO search_word (word) SELECT value FROM json_each(:words) WHERE true ON CONFLICT DO NOTHING
""",
    "postgresql": """
INSERT INTO search_word (word)
SELECT value FROM json_array_elements_text(CAST(:words AS json)) AS fresh (value)
WHERE NOT EXISTS (SELECT 1 FROM search_word WHERE search_word.word = fresh.value) ON CONFLICT DO NOTHING
""",
}
_TAKE_ONE_OUT = "DELETE FROM dossier_word WHERE key = :key AND rank = :before AND dossier_id = :id"
_PUT_ONE_IN = """
INSERT INTO dossier_word (key, rank, dossier_id) VALUES (:key, :after, :id) ON CONFLICT DO NOTHING
"""
_TAKE_ALL_OUT = """
DELETE FROM dossier_word USING unnest(CAST(:keys AS bigint[]), CAST(:ranks AS bigint[]), CAST(:ids AS text[]))
AS gone (key, rank, dossier_id)
WHERE dossier_word.key = gone.key AND dossier_word.rank = gone.rank AND dossier_word.dossier_id = gone.dossier_id
"""
_PUT_ALL_IN = """
INSERT INTO dossier_word (key, rank, dossier_id)
SELECT * FROM unnest(CAST(:keys AS bigint[]), CAST(:ranks AS bigint[]), CAST(:ids AS text[]))
ON CONFLICT DO NOTHING
"""
_WORDS_AT_ONCE = 1_000
"""For many more PostgreSQL would rather read the whole table, each time, than look them up in its index."""
_SCOPES = """
SELECT DISTINCT agency_id FROM leg WHERE dossier_id = :id
"""


def index(tx: Tx, dossier: Dossier) -> None:
    """Keep the index in step with a dossier: its names, code, state, due date, and all it concerns.

    Called wherever one of these may have changed; where none did, it writes nothing.

    Args:
        tx: The transaction; the dossier is held in it, and its row is there.
        dossier: As it will stand. What changed is written by the flush that this ends with.
    """
    before = _keys(dossier)
    rank_before, words_before = dossier.found_rank, dossier.found_words
    if words_before:
        tx.session.flush()  # legs that were just planned are read below, by a plain statement
    agencies = {dossier.agency_id, *(row[0] for row in tx.run(_SCOPES, id=dossier.id).fetchall())}
    words = search_words.words_of(dossier.applicant_name, dossier.code)
    entries = search_words.entries(words, state=dossier.state, procedure_id=dossier.procedure_id)
    dossier.found_words = words
    dossier.found_rank = search_words.rank_of(dossier.state, dossier.due_at)
    # The state and the procedure stand with the scopes: what was written under them is known again by them.
    dossier.found_under = " ".join(
        ["", dossier.centre_id, *sorted(agencies), dossier.state, dossier.procedure_id, ""]
    )
    after = set(search_words.keys_of([dossier.centre_id, *sorted(agencies)], entries))
    tx.session.add(dossier)
    tx.session.flush()

    kind = "sqlite" if tx.is_sqlite else "postgresql"
    moved = dossier.found_rank != rank_before
    gone, come = (before, after) if moved else (before - after, after - before)
    if gone:
        tx.run(_TAKE_OUT[kind], keys=json.dumps(sorted(gone)), rank=rank_before, id=dossier.id)
    if come:
        tx.run(_PUT_IN[kind], keys=json.dumps(sorted(come)), rank=dossier.found_rank, id=dossier.id)
    if fresh := sorted(set(words.split()) - set(words_before.split())):
        tx.run(_PUT_WORDS[kind], words=json.dumps(fresh, ensure_ascii=False))


class Reranked(NamedTuple):
    """A dossier whose due date alone moves: where it stands in the index, and where it will."""

    dossier_id: str
    keys: tuple[int, ...]
    before: int
    after: int


def reranked(dossier: Dossier, due_at: datetime) -> Reranked:
    """Tell how the index follows a dossier to another due date; nothing is written."""
    after = search_words.rank_of(dossier.state, due_at)
    return Reranked(dossier.id, tuple(_keys(dossier)), dossier.found_rank, after)


def rerank(tx: Tx, rows: Sequence[Reranked]) -> None:
    """Keep the index in step with many dossiers whose due dates alone moved; each is held.

    Their `found_rank` is written with their dates (`store.moved_dates`). In the order of the index, and row by
    row on SQLite: a statement for many rows, as `index` has, walks through every page that the transaction has
    changed so far, for each of ten thousand dossiers.
    """
    words = sorted((key, row.before, row.after, row.dossier_id) for row in rows for key in row.keys)
    if tx.is_sqlite:
        named = [dict(zip(("key", "before", "after", "id"), word, strict=True)) for word in words]
        tx.run_many(_TAKE_ONE_OUT, named)
        tx.run_many(_PUT_ONE_IN, named)
        return
    for first in range(0, len(words), _WORDS_AT_ONCE):
        keys, before, after, ids = map(list, zip(*words[first : first + _WORDS_AT_ONCE], strict=True))
        tx.run(_TAKE_ALL_OUT, keys=keys, ranks=before, ids=ids)
        tx.run(_PUT_ALL_IN, keys=keys, ranks=after, ids=ids)


def _keys(dossier: Dossier) -> set[int]:
    """Give the keys under which a dossier stands in the index now, by what was noted when it was put there."""
    if not dossier.found_under:
        return set()
    *scopes, state, procedure_id = dossier.found_under.split()
    entries = search_words.entries(dossier.found_words, state=state, procedure_id=procedure_id)
    return set(search_words.keys_of(scopes, entries))
