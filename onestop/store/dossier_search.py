"""Searching dossiers by the index of words: a page of any list reads the beginning of few keys."""

from collections.abc import Iterator, Sequence
from itertools import count
from typing import NamedTuple

import msgspec

from onestop.model.dossier import DossierState
from onestop.rules.scope import Scope
from onestop.rules.search_words import key_of, state_word
from onestop.store.search_terms import Way, ways
from onestop.store.tx import Reading

_MOST_AT_ONCE = 100
_WEIGHED = 2000
_ALL_STATES = tuple(state_word(state) for state in DossierState)
_TREE = """
WITH RECURSIVE tree (id) AS (
    SELECT id FROM agency WHERE id = :agency
    UNION SELECT agency.id FROM agency JOIN tree ON agency.parent_id = tree.id
) SELECT id FROM tree
"""
_IN_STATES = "replace(:states, ' ' || dossier.state || ' ', '') <> :states"
_LED_BY = "dossier.agency_id = :agency"
_HELD_BY = """
dossier.id IN (SELECT dossier_id FROM leg WHERE officer_id = :mine AND state IN ('sent', 'accepted'))
"""
_FEW = "SELECT dossier.found_rank, dossier.id FROM dossier WHERE"
_FEW_ORDER = "ORDER BY 1, 2 LIMIT :most"
_FEW_BOUNDS = {
    "since": "dossier.found_rank >= :since",
    "until": "dossier.found_rank < :until",
    "after": "(dossier.found_rank, dossier.id) > (:rank, :last)",
}
_ALONG = """
SELECT * FROM (
    SELECT dossier_word.rank, dossier_word.dossier_id
    FROM dossier_word JOIN dossier ON dossier.id = dossier_word.dossier_id
    WHERE dossier_word.key = :KEY AND
"""
_ALONG_ORDER = "ORDER BY dossier_word.rank, dossier_word.dossier_id LIMIT :most) AS KEY"
_ALONG_BOUNDS = {
    "since": "dossier_word.rank >= :since",
    "until": "dossier_word.rank < :until",
    "after": "(dossier_word.rank, dossier_word.dossier_id) > (:rank, :last)",
}
_WEIGH = "SELECT count(*) FROM (SELECT 1 FROM dossier_word WHERE key IN ("
_WEIGH_END = ") LIMIT :most) AS few"


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What a list is to hold.

    `states` empty means all. `since` and `until` bound the rank, the first inclusive. `after` is the rank
    and the id of the last dossier shown. `mine` is the officer who holds them.
    """

    words: str = ""
    states: tuple[str, ...] = ()
    since: int | None = None
    until: int | None = None
    agency_id: str | None = None
    mine: str | None = None
    after: tuple[int, str] | None = None
    limit: int = 50


class Ranked(NamedTuple):
    """A dossier's place in the lists."""

    rank: int
    id: str


class _Search(NamedTuple):
    """A search under way: where, and what every dossier has to meet, whichever way it is found."""

    reading: Reading
    scopes: list[str]
    wanted: Wanted
    conditions: list[str]
    values: dict[str, object]


def ranked(reading: Reading, scope: Scope, wanted: Wanted) -> list[Ranked]:
    """Find the first dossiers of a list, in its order; a few of them may be out of the scope's reach.

    What is rare is read whole and put in order; of what is common only the beginning is read, since the
    index holds every word in the order of the lists. Each dossier is looked at itself before it counts.
    """
    search = _Search(reading, _scopes(reading, scope, wanted), wanted, *_conditions(wanted))
    found: set[Ranked] = set()
    for way in ways(reading, wanted.words):
        found.update(_few(search, way) if way.few or wanted.mine else _along(search, way))
    return sorted(found)[: wanted.limit]


def _scopes(reading: Reading, scope: Scope, wanted: Wanted) -> list[str]:
    """Name the scopes under whose keys to look; an agency that is asked for stands for itself."""
    if wanted.agency_id:
        return [wanted.agency_id]
    if scope.centre_id:
        return [scope.centre_id]
    if scope.agency_id:
        return [row[0] for row in reading.run(_TREE, agency=scope.agency_id).fetchall()]
    return [row[0] for row in reading.run("SELECT id FROM centre").fetchall()]


def _conditions(wanted: Wanted) -> tuple[list[str], dict[str, object]]:
    """Write what every dossier has to meet."""
    parts: list[str] = []
    values: dict[str, object] = {"most": wanted.limit}
    if wanted.states:
        parts.append(_IN_STATES)
        # A blank on both sides of each, for the one behind may not begin where the one before ends.
        values["states"] = "".join(f" {state} " for state in wanted.states)
    if wanted.agency_id:
        parts.append(_LED_BY)
        values["agency"] = wanted.agency_id
    if wanted.mine:
        parts.append(_HELD_BY)
        values["mine"] = wanted.mine
    return parts, values


def _bounds(wanted: Wanted, written: dict[str, str]) -> tuple[list[str], dict[str, object]]:
    """Write between which places of the list to look."""
    parts: list[str] = []
    values: dict[str, object] = {}
    for name in ("since", "until"):
        if (bound := getattr(wanted, name)) is not None:
            parts.append(written[name])
            values[name] = bound
    if wanted.after is not None:
        parts.append(written["after"])
        values |= {"rank": wanted.after[0], "last": wanted.after[1]}
    return parts, values


def _names(stem: str) -> Iterator[str]:
    """Name values one after another, in letters alone."""
    for number in count():
        yield f"{stem}_{''.join('abcdefghij'[int(digit)] for digit in str(number))}"


def _few(search: _Search, way: Way) -> list[Ranked]:
    """Read what a condition alone makes rare, and put it in order."""
    bounds, between = _bounds(search.wanted, _FEW_BOUNDS)
    query = " ".join((_FEW, " AND ".join([way.condition, *search.conditions, *bounds]), _FEW_ORDER))
    values = way.values | search.values | between
    return [Ranked(*row) for row in search.reading.run(query, **values).fetchall()]


def _along(search: _Search, way: Way) -> set[Ranked]:
    """Go along the keys of the rarest entries in the order of the list, as far as the page needs."""
    states = tuple(state_word(state) for state in search.wanted.states)
    drivers = [*way.drivers, states] if states else way.drivers
    driven = _rarest(search, drivers or [_ALL_STATES])
    bounds, between = _bounds(search.wanted, _ALONG_BOUNDS)
    one = " ".join((_ALONG, " AND ".join([way.condition, *search.conditions, *bounds]), _ALONG_ORDER))
    values = way.values | search.values | between
    keys = sorted({key_of(scope, entry) for scope in search.scopes for entry in driven})
    found: set[Ranked] = set()
    for begin in range(0, len(keys), _MOST_AT_ONCE):
        named: dict[str, object] = dict(zip(_names("key"), keys[begin : begin + _MOST_AT_ONCE], strict=False))
        query = " ".join((" UNION ".join(one.replace("KEY", name) for name in named), _FEW_ORDER))
        found.update(Ranked(*row) for row in search.reading.run(query, **values, **named).fetchall())
    return found


def _rarest(search: _Search, drivers: Sequence[Sequence[str]]) -> Sequence[str]:
    """Choose the entries under which the fewest dossiers stand; nobody counts further than it matters."""
    if len(drivers) == 1:
        return drivers[0]

    def weight(entries: Sequence[str]) -> int:
        keys = [key_of(scope, entry) for scope in search.scopes for entry in entries][:_MOST_AT_ONCE]
        named: dict[str, object] = dict(zip(_names("key"), keys, strict=False))
        query = "".join((_WEIGH, ", ".join(f":{name}" for name in named), _WEIGH_END))
        return int(search.reading.run(query, most=_WEIGHED, **named).fetchone()[0])

    return min(drivers, key=weight)
