"""Searching dossiers by the index of words: a page of any list reads the beginning of few keys."""

from collections.abc import Iterator, Sequence
from itertools import count
from typing import Any, NamedTuple

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
_MINE = """
dossier.id IN (SELECT dossier_id FROM leg WHERE officer_id = :mine AND state IN ('sent', 'accepted'))
"""


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
    """A search under way: where, the conditions that every dossier has to meet, and their values."""

    reading: Reading
    scopes: list[str]
    wanted: Wanted
    conditions: str
    values: dict[str, object]


def ranked(reading: Reading, scope: Scope, wanted: Wanted) -> list[Ranked]:
    """Find the first dossiers of a list, in its order.

    What is rare is read whole and put in order; of what is common only the beginning is read, since the
    index holds every word in the order of the lists. Each dossier is looked at itself before it counts.
    """
    search = _Search(reading, _scopes(reading, scope, wanted), wanted, *_conditions(reading, scope, wanted))
    found: set[Ranked] = set()
    for way in ways(reading, wanted.words):
        if way.few or wanted.mine:
            found.update(_few(search, way))
        else:
            found.update(_along(search, way))
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


def _conditions(reading: Reading, scope: Scope, wanted: Wanted) -> tuple[str, dict[str, object]]:
    """Write what every dossier has to meet, whichever way it is found."""
    parts: list[str] = []
    values: dict[str, object] = {}
    if not scope.is_all:
        within = [scope.centre_id] if scope.centre_id else _scopes(reading, scope, Wanted())
        places = dict(zip(_names("within"), (f" {one} " for one in within), strict=False))
        parts.append("(" + " OR ".join(has(reading, "dossier.found_under", name) for name in places) + ")")
        values |= places
    if wanted.states:
        states = dict(zip(_names("state"), wanted.states, strict=False))
        parts.append(f"dossier.state IN ({', '.join(f':{name}' for name in states)})")
        values |= states
    if wanted.agency_id:
        parts.append("dossier.agency_id = :agency")
        values["agency"] = wanted.agency_id
    if wanted.mine:
        parts.append(_MINE)
        values["mine"] = wanted.mine
    return " AND ".join(parts or ["true"]), values


def has(reading: Reading, column: str, name: str) -> str:
    """Write that a text holds another, letter by letter."""
    return f"{'instr' if reading.is_sqlite else 'strpos'}({column}, :{name}) > 0"


def _names(stem: str) -> Iterator[str]:
    """Name values one after another, in letters alone."""
    for number in count():
        yield f"{stem}_{''.join('abcdefghij'[int(digit)] for digit in str(number))}"


def _bounds(wanted: Wanted, column: str, id_column: str) -> tuple[str, dict[str, object]]:
    parts: list[str] = []
    values: dict[str, object] = {}
    if wanted.since is not None:
        parts.append(f"{column} >= :since")
        values["since"] = wanted.since
    if wanted.until is not None:
        parts.append(f"{column} < :until")
        values["until"] = wanted.until
    if wanted.after is not None:
        parts.append(f"({column}, {id_column}) > (:rank, :last)")
        values |= {"rank": wanted.after[0], "last": wanted.after[1]}
    return " AND ".join(parts or ["true"]), values


def _few(search: _Search, way: Way) -> list[Ranked]:
    """Read what a condition alone makes rare, and put it in order."""
    bounds, between = _bounds(search.wanted, "dossier.found_rank", "dossier.id")
    query = (
        "SELECT dossier.found_rank, dossier.id FROM dossier"
        f" WHERE ({way.condition}) AND {search.conditions} AND {bounds} ORDER BY 1, 2 LIMIT :most"
    )
    values = way.values | search.values | between | {"most": search.wanted.limit}
    return [Ranked(*row) for row in search.reading.run(query, **values).fetchall()]


def _along(search: _Search, way: Way) -> set[Ranked]:
    """Go along the keys of the rarest entries in the order of the list, as far as the page needs."""
    states = tuple(state_word(state) for state in search.wanted.states) or _ALL_STATES
    driven = _rarest(search, [*way.drivers, *([states] if search.wanted.states or not way.drivers else [])])
    bounds, between = _bounds(search.wanted, "dossier_word.rank", "dossier_word.dossier_id")
    values = way.values | search.values | between | {"most": search.wanted.limit}
    one = (
        "SELECT * FROM (SELECT dossier_word.rank, dossier_word.dossier_id FROM dossier_word"
        " JOIN dossier ON dossier.id = dossier_word.dossier_id"
        f" WHERE dossier_word.key = :KEY AND ({way.condition}) AND {search.conditions} AND {bounds}"
        " ORDER BY dossier_word.rank, dossier_word.dossier_id LIMIT :most) AS KEY"
    )
    found: set[Ranked] = set()
    keys = sorted({key_of(scope, entry) for scope in search.scopes for entry in driven})
    for begin in range(0, len(keys), _MOST_AT_ONCE):
        some = keys[begin : begin + _MOST_AT_ONCE]
        named: dict[str, Any] = dict(zip(_names("key"), some, strict=False))
        query = " UNION ".join(one.replace("KEY", name) for name in named) + " ORDER BY 1, 2 LIMIT :most"
        found.update(Ranked(*row) for row in search.reading.run(query, **values, **named).fetchall())
    return found


def _rarest(search: _Search, drivers: Sequence[Sequence[str]]) -> Sequence[str]:
    """Choose the entries under which the fewest dossiers stand; nobody counts further than it matters."""
    if len(drivers) == 1:
        return drivers[0]

    def weight(entries: Sequence[str]) -> int:
        keys = [key_of(scope, entry) for scope in search.scopes for entry in entries][:_MOST_AT_ONCE]
        named: dict[str, Any] = dict(zip(_names("key"), keys, strict=False))
        query = (
            "SELECT count(*) FROM (SELECT 1 FROM dossier_word WHERE key IN"
            f" ({', '.join(f':{name}' for name in named)}) LIMIT {_WEIGHED}) AS few"
        )
        return int(search.reading.run(query, **named).fetchone()[0])

    return min(drivers, key=weight)
