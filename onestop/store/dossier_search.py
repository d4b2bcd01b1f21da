"""Searching dossiers by the index of words: a page of any list reads the beginning of few keys."""

from collections.abc import Iterator, Sequence
from itertools import count
from typing import NamedTuple, cast

import msgspec
from msgspec.structs import replace

from onestop.model.dossier import OWED, DossierState
from onestop.rules.scope import Scope
from onestop.rules.search_words import FAR, key_of, state_word
from onestop.store.search_terms import EVERY, Driver, Way, ways
from onestop.store.tx import Reading

_MOST_AT_ONCE = 100
_WEIGHED, _SAMPLED, _MOST_SAMPLED = 300, 40, 2
_MOST_PASSED, _MOST_LOOKED_AT = 2000, 500
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
_ALONG = "SELECT * FROM (SELECT rank, dossier_id FROM dossier_word WHERE dossier_word.key = :KEY AND"
_ALONG_ORDER = "ORDER BY dossier_word.rank, dossier_word.dossier_id LIMIT :most) AS KEY"
_ALONG_BOUNDS = {
    "since": "dossier_word.rank >= :since",
    "until": "dossier_word.rank < :until",
    "after": "(dossier_word.rank, dossier_word.dossier_id) > (:rank, :last)",
}
_LOOK = "SELECT dossier.id FROM dossier WHERE CASE WHEN "
"""In a CASE, or SQLite would go through all that meets the condition to find these few by their ids."""
_AMONG = " THEN 1 ELSE 0 END = 1 AND dossier.id IN ("
_SAMPLE = "SELECT count(*) FROM (SELECT dossier_id FROM dossier_word WHERE dossier_word.key = :key AND "
_SAMPLE_END = """
    ORDER BY dossier_word.rank, dossier_word.dossier_id LIMIT :most
) AS first JOIN dossier ON dossier.id = first.dossier_id WHERE CASE WHEN
"""
_SAMPLE_MET = "THEN 1 ELSE 0 END = 1"
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


def tree_of(reading: Reading, agency_id: str) -> list[str]:
    """List an agency and all that are under it."""
    return [row[0] for row in reading.run(_TREE, agency=agency_id).fetchall()]


def _scopes(reading: Reading, scope: Scope, wanted: Wanted) -> list[str]:
    """Name the scopes under whose keys to look; an agency that is asked for stands for itself."""
    if wanted.agency_id:
        return [wanted.agency_id]
    if scope.centre_id:
        return [scope.centre_id]
    if scope.agency_id:
        return tree_of(reading, scope.agency_id)
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
    if wanted.states and set(wanted.states) <= set(OWED) and wanted.until is None:
        parts.append(written["until"])
        values["until"] = FAR // 2
    if wanted.states and not set(wanted.states) & set(OWED) and wanted.since is None:
        parts.append(written["since"])
        values["since"] = FAR // 2
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


def _along(search: _Search, way: Way) -> list[Ranked]:
    """Go along the keys of the best entries in the order of the list, as far as the page needs."""
    driver = _best(search, way)
    keys = _keys(search, [*driver.sure, *driver.unsure])
    wanted, found = search.wanted, list[Ranked]()
    stretch = wanted.limit if not driver.unsure else 2 * wanted.limit
    while True:
        bounds, between = _bounds(wanted, _ALONG_BOUNDS)
        passed = _stretch(search.reading, keys, bounds, between | {"most": stretch})
        found += _met(search, way, passed) if driver.unsure else passed
        if len(found) >= search.wanted.limit or len(passed) < stretch:
            return found
        wanted, stretch = replace(wanted, after=passed[-1]), min(2 * stretch, _MOST_PASSED)


def _stretch(reading: Reading, keys: list[int], bounds: list[str], values: dict[str, object]) -> list[Ranked]:
    """Read the next stretch of several keys together, from the index alone."""
    one = " ".join((_ALONG, " AND ".join(["true", *bounds]), _ALONG_ORDER))
    passed: set[Ranked] = set()
    for begin in range(0, len(keys), _MOST_AT_ONCE):
        named = _named(_names("key"), keys[begin : begin + _MOST_AT_ONCE])
        query = " ".join((" UNION ".join(one.replace("KEY", name) for name in named), _FEW_ORDER))
        passed.update(Ranked(*row) for row in reading.run(query, **values, **named).fetchall())
    return sorted(passed)[: cast("int", values["most"])]


def _met(search: _Search, way: Way, passed: list[Ranked]) -> list[Ranked]:
    """Keep of some dossiers those that meet what is sought."""
    met: set[str] = set()
    for begin in range(0, len(passed), _MOST_LOOKED_AT):
        named = _named(_names("id"), [one.id for one in passed[begin : begin + _MOST_LOOKED_AT]])
        these = ", ".join(f":{name}" for name in named)
        query = "".join((_LOOK, " AND ".join([way.condition, *search.conditions]), _AMONG, these, ")"))
        values = {name: value for name, value in (way.values | search.values).items() if name != "most"}
        met.update(row[0] for row in search.reading.run(query, **values, **named).fetchall())
    return [one for one in passed if one.id in met]


def _keys(search: _Search, entries: Sequence[str]) -> list[int]:
    return sorted({key_of(scope, entry) for scope in search.scopes for entry in entries})


def _named(names: Iterator[str], values: Sequence[object]) -> dict[str, object]:
    return dict(zip(names, values, strict=False))


def _best(search: _Search, way: Way) -> Driver:
    """Choose what to go along: the shortest, or where all are long that whose beginning has the most to show.

    The state asked for is one more way along; what only it proves, or only the words, has to be looked at.
    """
    wanted = search.wanted
    by_state = tuple(state_word(state) for state in wanted.states) or _ALL_STATES
    if way.condition == EVERY and not wanted.agency_id:
        return Driver(by_state)
    drivers = (
        way.drivers
        if not search.conditions
        else [Driver((), [*one.sure, *one.unsure]) for one in way.drivers]
    )
    if wanted.states or not drivers:
        drivers = [*drivers, Driver((), by_state)]
    if len(drivers) == 1:
        return drivers[0]
    weights = [_weight(search, [*one.sure, *one.unsure]) for one in drivers]
    if min(weights) < _WEIGHED:
        return drivers[weights.index(min(weights))]
    return max(drivers, key=lambda one: _yield(search, way, [*one.sure, *one.unsure]))


def _weight(search: _Search, entries: Sequence[str]) -> int:
    """Count the dossiers under some entries, no further than it matters."""
    named = _named(_names("key"), _keys(search, entries)[:_MOST_AT_ONCE])
    query = "".join((_WEIGH, ", ".join(f":{name}" for name in named), _WEIGH_END))
    return int(search.reading.run(query, most=_WEIGHED, **named).fetchone()[0])


def _yield(search: _Search, way: Way, entries: Sequence[str]) -> float:
    """Tell how many of the first dossiers under some entries are what is sought."""
    bounds, between = _bounds(search.wanted, _ALONG_BOUNDS)
    keys = _keys(search, entries)[:_MOST_SAMPLED]
    sample = "".join((_SAMPLE, " AND ".join(["true", *bounds]), _SAMPLE_END))
    query = " ".join((sample, " AND ".join([way.condition, *search.conditions]), _SAMPLE_MET))
    values = way.values | search.values | between | {"most": _SAMPLED}
    hits = sum(search.reading.run(query, key=key, **values).fetchone()[0] for key in keys)
    return float(hits / len(keys))
