"""Trails of dossiers in the order of the lists, read a stretch at a time, each dossier looked at as it passes."""

import json
from collections.abc import Sequence
from typing import Literal, NamedTuple

from onestop.rules.search_words import key_of
from onestop.store.tx import Reading

BEYOND = "\U0010ffff"
"""Sorts behind every letter: what begins with a text lies between it and it with this."""
_OF_COLUMN = """
SELECT found_rank, id FROM dossier WHERE {}
AND (found_rank, id) > (:rank, :last) AND found_rank < :until ORDER BY found_rank, id LIMIT :most
"""
_BY_COLUMN = {
    "phone": _OF_COLUMN.format("phone = :sought"),
    "identity": _OF_COLUMN.format("identity_hash = :sought"),
    "link": _OF_COLUMN.format("link_hash = :sought"),
    "code": _OF_COLUMN.format("code >= :sought AND code < :beyond"),
    "holder": _OF_COLUMN.format(
        "id IN (SELECT dossier_id FROM leg WHERE officer_id = :sought AND state IN ('sent', 'accepted'))"
    ),
}
_BY_KEYS = {
    # No LATERAL here: how far the first of each key reach is found first, then what lies so far.
    "sqlite": """
SELECT DISTINCT word.rank, word.dossier_id FROM json_each(:keys) AS sought CROSS JOIN dossier_word AS word
WHERE word.key = sought.value AND (word.rank, word.dossier_id) > (:rank, :last)
AND word.rank <= coalesce((
    SELECT far.rank FROM dossier_word AS far
    WHERE far.key = sought.value AND (far.rank, far.dossier_id) > (:rank, :last) AND far.rank < :until
    ORDER BY far.rank, far.dossier_id LIMIT 1 OFFSET :most
), :until - 1) ORDER BY 1, 2 LIMIT :most
""",
    "postgresql": """
SELECT DISTINCT first.rank, first.dossier_id
FROM json_array_elements_text(CAST(:keys AS json)) AS sought (key) CROSS JOIN LATERAL (
    SELECT rank, dossier_id FROM dossier_word
    WHERE key = CAST(sought.key AS bigint) AND (rank, dossier_id) > (:rank, :last) AND rank < :until
    ORDER BY rank, dossier_id LIMIT :most
) AS first ORDER BY 1, 2 LIMIT :most
""",
}
_SEEN = """
SELECT id, state, agency_id, procedure_id, code, phone, identity_hash, link_hash, found_words
FROM dossier WHERE id
"""
_THESE = {
    "sqlite": _SEEN + "IN (SELECT value FROM json_each(:ids))",
    "postgresql": _SEEN + "= ANY(ARRAY(SELECT json_array_elements_text(CAST(:ids AS json))))",
}


class Trail(NamedTuple):
    """Along what to go: the entries of the index of words of which one is enough, or one value of a column."""

    by: Literal["words", "phone", "identity", "link", "code", "holder"]
    sought: Sequence[str]


class Ranked(NamedTuple):
    """A dossier's place in the lists."""

    rank: int
    id: str


class Seen(NamedTuple):
    """What is looked at of a dossier."""

    id: str
    state: str
    agency_id: str
    procedure_id: str
    code: str
    phone: str
    identity_hash: str
    link_hash: str
    found_words: str


def stretch(
    reading: Reading, scopes: Sequence[str], trail: Trail, *, after: Ranked, until: int, most: int
) -> list[Ranked]:
    """Read the next dossiers of a trail, in order, from an index alone.

    Args:
        reading: Where to look.
        scopes: The centres or agencies under whose keys the index of words is read.
        trail: Along what.
        after: The place behind which to begin.
        until: The rank before which to end.
        most: How many at the most; fewer come only at the trail's end.
    """
    bounds = {"rank": after.rank, "last": after.id, "until": until, "most": most}
    if trail.by == "words":
        keys = sorted({key_of(scope, entry) for scope in scopes for entry in trail.sought})
        rows = reading.run(_BY_KEYS[_kind(reading)], keys=json.dumps(keys), **bounds)
    elif trail.by == "code":
        rows = reading.run(
            _BY_COLUMN["code"], sought=trail.sought[0], beyond=trail.sought[0] + BEYOND, **bounds
        )
    else:
        rows = reading.run(_BY_COLUMN[trail.by], sought=trail.sought[0], **bounds)
    return [Ranked(*row) for row in rows.fetchall()]


def look(reading: Reading, passed: Sequence[Ranked]) -> dict[str, Seen]:
    """Look at some dossiers themselves."""
    rows = reading.run(_THESE[_kind(reading)], ids=json.dumps([one.id for one in passed])).fetchall()
    return {row[0]: Seen(*row) for row in rows}


def _kind(reading: Reading) -> str:
    return "sqlite" if reading.is_sqlite else "postgresql"
