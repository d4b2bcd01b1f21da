"""Many dossiers at once: within a scope, filtered, searched, a page at a time."""

from datetime import timedelta
from enum import StrEnum
from typing import NamedTuple

from msgspec.structs import replace
from sqlalchemy import ColumnElement, and_, case, or_
from sqlmodel import col, select

from onestop.errors import Malformed
from onestop.model.columns import micros
from onestop.model.dossier import OWED, RUNNING, WAITING, Dossier, DossierState
from onestop.model.leg import Leg
from onestop.model.procedure import Procedure
from onestop.rules.lookup import typed_id
from onestop.rules.scope import Scope
from onestop.store.dossier_search import Wanted, ranked
from onestop.store.journal import day_start
from onestop.store.legs import tree_of
from onestop.store.tx import Reading

MOST = 100
WEEK_DAYS = 7
"""Calendar days ahead that the filter `week` looks, today with them."""
OPEN = "open"
"""The state filter for dossiers whose result is still owed."""
WITHOUT_RESULT = (
    DossierState.DECLINED,
    DossierState.WITHDRAWN,
    DossierState.STOPPED,
    DossierState.LAPSED,
)
GROUPS: dict[str, tuple[str, ...]] = {OPEN: OWED, "waiting": WAITING, "ended": WITHOUT_RESULT}
"""The state filters that stand for several: still owed, something is awaited, ended without a result."""


class Due(StrEnum):
    """How near the due date is, of dossiers whose result is still owed."""

    OVERDUE = "overdue"
    TODAY = "today"
    WEEK = "week"


class Listed(NamedTuple):
    """A dossier with the names of its procedure."""

    dossier: Dossier
    procedure_code: str
    procedure_name: str


class Page(NamedTuple):
    """One page, and where the next begins; None on the last."""

    items: list[Listed]
    next_cursor: str | None


def page(
    reading: Reading,
    scope: Scope,
    *,
    words: str = "",
    state: str | None = None,
    due: str | None = None,
    agency_id: str | None = None,
    mine: str | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page:
    """Read a page of the dossiers that a scope reaches.

    What is owed comes first, soonest due before later; after it what has a result, latest due first.

    Args:
        reading: Where to look.
        scope: How far the officer sees.
        words: The beginning of a code, its day or serial, words of the applicant's name (the last may be
            a beginning) or parts of the procedure's, all without regard to diacritics, a whole number of an
            identity paper or a telephone, or the scanned link of a receipt.
        state: A state, or `open`, `waiting`, `ended`.
        due: `overdue`, `today` or `week`.
        agency_id: Keep to one agency in charge.
        mine: Keep to what an officer holds.
        cursor: What the page before gave.
        limit: How many at the most, up to 100.

    Raises:
        Malformed: No such state or due filter, or a cursor that no page gave.
        NotFound: An agency that can be none.
    """
    since, until, running = _due(reading, due)
    states = _states(state)
    if running:
        states = tuple(one for one in states or RUNNING if one in RUNNING)
        if not states:
            return Page([], None)
    limit = max(1, min(limit, MOST))
    wanted = Wanted(
        words=words,
        states=states,
        since=since,
        until=until,
        agency_id=typed_id(agency_id, kind="agency") if agency_id else None,
        mine=mine,
        after=_read_cursor(cursor) if cursor else None,
        limit=limit + 1,
    )
    items: list[Listed] = []
    while True:
        found = ranked(reading, scope, wanted)
        items += _read(reading, scope, [one.id for one in found])
        if len(found) < wanted.limit or len(items) > limit:
            break
        # Some were out of reach, by a rule that the index does not know: on until the page is full.
        wanted = replace(wanted, after=found[-1])
    if len(items) <= limit:
        return Page(items, None)
    last = items[limit - 1].dossier
    return Page(items[:limit], f"{last.found_rank}.{last.id}")


def _read(reading: Reading, scope: Scope, ids: list[str]) -> list[Listed]:
    """Read the rows of a page in its order; what the scope does not reach is never shown, however it was found.

    The scope stands in a CASE, or SQLite would go through all that it reaches to find these few.
    """
    reached = [case((and_(*within(scope)), 1), else_=0) == 1] if within(scope) else []
    query = (
        select(Dossier, Procedure.code, Procedure.name)
        .join(Procedure, col(Procedure.id) == Dossier.procedure_id)
        .where(col(Dossier.id).in_(ids), *reached)
    )
    rows = {row[0].id: Listed(*row) for row in reading.session.exec(query).all()}
    return [rows[one] for one in ids if one in rows]


def within(scope: Scope) -> list[ColumnElement[bool]]:
    """Choose the dossiers that a scope reaches: its centre's, or what its agency or one under it leads or had."""
    held = _of_sectors(scope)
    if scope.centre_id is not None:
        return [col(Dossier.centre_id) == scope.centre_id, *held]
    if scope.agency_id is not None:
        tree = tree_of(scope.agency_id)
        sent = select(Leg.dossier_id).where(col(Leg.agency_id).in_(tree), col(Leg.sent_at).is_not(None))
        return [or_(col(Dossier.agency_id).in_(tree), col(Dossier.id).in_(sent)), *held]
    return held


def _of_sectors(scope: Scope) -> list[ColumnElement[bool]]:
    """Keep to the procedures of the sectors that a scope is held to, where it is held to any."""
    if scope.sector_ids is None:
        return []
    of_sectors = select(Procedure.id).where(col(Procedure.sector_id).in_(sorted(scope.sector_ids)))
    return [col(Dossier.procedure_id).in_(of_sectors)]


def reaches(reading: Reading, scope: Scope, dossier: Dossier) -> bool:
    """Tell whether a scope reaches a dossier."""
    query = select(Dossier.id).where(Dossier.id == dossier.id, *within(scope))
    return reading.session.exec(query).first() is not None


def _states(state: str | None) -> tuple[str, ...]:
    if not state:
        return ()
    if state in GROUPS:
        return GROUPS[state]
    if state not in set(DossierState):
        raise Malformed(field="state", reason="unknown")
    return (state,)


def _due(reading: Reading, due: str | None) -> tuple[int | None, int | None, bool]:
    """Give the ranks between which a due date lies, and whether the office's clock has to run.

    What is owed is ranked by its due date itself.
    """
    if due is None:
        return None, None, False
    now, midnight = reading.now, day_start(reading.now)
    match due:
        case Due.OVERDUE:
            return None, micros(now), True
        case Due.TODAY:
            return micros(midnight), micros(midnight + timedelta(days=1)), True
        case Due.WEEK:
            return micros(now), micros(midnight + timedelta(days=WEEK_DAYS)), True
        case _:
            raise Malformed(field="due", reason="unknown")


def _read_cursor(cursor: str) -> tuple[int, str]:
    at, _, last = cursor.partition(".")
    if not (at.isascii() and at.isdigit() and len(at) < 18 and last.isascii() and last.isalnum()):  # noqa: PLR2004  fits a 64-bit integer
        raise Malformed(field="cursor", reason="unreadable")
    return int(at), last
