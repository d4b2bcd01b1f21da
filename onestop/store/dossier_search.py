"""Searching dossiers by the index of words: a page of any list reads the beginning of few trails."""

from collections.abc import Callable
from typing import NamedTuple

import msgspec

from onestop.model.dossier import OWED, DossierState
from onestop.rules.scope import Scope
from onestop.rules.search_words import FAR, state_word
from onestop.store.search_terms import Way, ways
from onestop.store.search_trails import Ranked, Seen, Trail, look, stretch
from onestop.store.tx import Reading

_MOST_AT_ONCE = 1000
_ENDED = FAR // 2
"""All that has ended ranks from here on, all that is owed before."""
_TREE = """
WITH RECURSIVE tree (id) AS (
    SELECT id FROM agency WHERE id = :agency
    UNION SELECT agency.id FROM agency JOIN tree ON agency.parent_id = tree.id
) SELECT id FROM tree
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


class _Search(NamedTuple):
    """A search under way: where, what for, and between which places of the list."""

    reading: Reading
    scopes: list[str]
    wanted: Wanted
    after: Ranked
    until: int


class _Walk:
    """A walk along one trail: how far it has come, and what it has found."""

    def __init__(self, trail: Trail, begin: Ranked) -> None:
        self.trail = trail
        self.at = begin
        self.passed = 0
        self.ended = False
        self.found: list[Ranked] = []

    @property
    def promise(self) -> float:
        """What share of what lies ahead is likely to be found; a quarter as long as nothing is known."""
        return (len(self.found) + 1) / (self.passed + 4)

    def go_on(self, search: _Search, meets: Callable[[Seen], bool]) -> None:
        """Go on as far as it is likely to take until the page is full."""
        missing = search.wanted.limit - len(self.found)
        most = min(int(missing / self.promise) if self.passed else missing, _MOST_AT_ONCE)
        passed = stretch(
            search.reading, search.scopes, self.trail, after=self.at, until=search.until, most=most
        )
        seen = look(search.reading, passed) if passed else {}
        self.found += [one for one in passed if meets(seen[one.id])]
        self.passed += len(passed)
        self.ended = len(passed) < most
        self.at = passed[-1] if passed else self.at


def ranked(reading: Reading, scope: Scope, wanted: Wanted) -> list[Ranked]:
    """Find the first dossiers of a list, in its order; a few of them may be out of the scope's reach.

    Every trail holds its dossiers in the order of the lists, so only its beginning is read. Each dossier is
    looked at itself before it counts.
    """
    search = _Search(reading, _scopes(reading, scope, wanted), wanted, *_between(wanted))
    found: set[Ranked] = set()
    for way in ways(reading, wanted.words):
        found.update(_first(search, way))
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


def _between(wanted: Wanted) -> tuple[Ranked, int]:
    """Tell behind which place of the list to begin, and before which rank to end."""
    since, until = wanted.since or 0, FAR if wanted.until is None else wanted.until
    if wanted.states and set(wanted.states) <= set(OWED):
        until = min(until, _ENDED)
    if wanted.states and not set(wanted.states) & set(OWED):
        since = max(since, _ENDED)
    return max(Ranked(since, ""), Ranked(*(wanted.after or (0, "")))), until


def _first(search: _Search, way: Way) -> list[Ranked]:
    """Find the first dossiers of one way: go along whichever trail promises most, until one is enough."""
    wanted = search.wanted

    def meets(seen: Seen) -> bool:
        return (
            (not wanted.states or seen.state in wanted.states)
            and (not wanted.agency_id or seen.agency_id == wanted.agency_id)
            and way.meets(seen)
        )

    walks = [_Walk(trail, search.after) for trail in _trails(wanted, way)]
    while True:
        best = max(walks, key=lambda walk: walk.promise)
        best.go_on(search, meets)
        if best.ended or len(best.found) >= wanted.limit:
            return best.found


def _trails(wanted: Wanted, way: Way) -> list[Trail]:
    """List along what to go: what an officer holds is few, and a state is often rarer than any word."""
    if wanted.mine:
        return [Trail("holder", [wanted.mine])]
    if wanted.states or not way.trails:
        return [_of_states(wanted.states or tuple(DossierState)), *way.trails]
    return list(way.trails)


def _of_states(states: tuple[str, ...]) -> Trail:
    return Trail("words", [state_word(state) for state in states])
