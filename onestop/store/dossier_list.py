"""Many dossiers at once: within a scope, filtered, searched, a page at a time."""

from datetime import timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import col, select

from onestop.errors import Malformed
from onestop.model.columns import instant, micros
from onestop.model.dossier import Dossier, DossierState
from onestop.model.place import Agency
from onestop.model.procedure import Procedure
from onestop.rules.scope import Scope
from onestop.rules.text import fold
from onestop.store import dossiers
from onestop.store.journal import day_start
from onestop.store.tx import Reading

MOST = 100
SOON_DAYS = 3
"""Calendar days ahead that the filter `soon` looks; a rule of the house."""
OPEN = "open"
"""The state filter for dossiers whose result is still owed."""
_OWED = (DossierState.RECEIVED, DossierState.PROCESSING)
_MOST_WORDS = 12


class Due(StrEnum):
    """How near the due date is, of dossiers whose result is still owed."""

    OVERDUE = "overdue"
    TODAY = "today"
    SOON = "soon"


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
    cursor: str | None = None,
    limit: int = 50,
) -> Page:
    """Read a page of the dossiers that a scope reaches.

    What is owed comes soonest due first; anything else newest first.

    Args:
        reading: Where to look.
        scope: How far the officer sees.
        words: Part of a code, words of the applicant's name without regard to diacritics, or a whole
            number of an identity paper.
        state: A state, or `open`.
        due: `overdue`, `today` or `soon`.
        agency_id: Keep to one agency in charge.
        cursor: What the page before gave.
        limit: How many at the most, up to 100.

    Raises:
        Malformed: No such state or due filter, or a cursor that no page gave.
    """
    by_due = due is not None or state in {OPEN, *_OWED}
    sorted_by: Any = col(Dossier.due_at) if by_due else col(Dossier.received_at)
    query = (
        select(Dossier, Procedure.code, Procedure.name)
        .join(Procedure, col(Procedure.id) == Dossier.procedure_id)
        .where(*within(scope), *_in_state(state), *_due(reading, due), *_matching(reading, words))
    )
    if agency_id:
        query = query.where(Dossier.agency_id == agency_id)
    if cursor:
        at, last = _read_cursor(cursor)
        beyond = sorted_by > at if by_due else sorted_by < at
        query = query.where(or_(beyond, and_(sorted_by == at, col(Dossier.id) > last)))
    order = sorted_by.asc() if by_due else sorted_by.desc()
    limit = max(1, min(limit, MOST))
    rows = [
        Listed(*row) for row in reading.session.exec(query.order_by(order, col(Dossier.id)).limit(limit + 1))
    ]
    items = rows[:limit]
    if len(rows) <= limit:
        return Page(items, None)
    last_of = items[-1].dossier
    return Page(items, f"{micros(last_of.due_at if by_due else last_of.received_at)}.{last_of.id}")


def within(scope: Scope) -> list[ColumnElement[bool]]:
    """Choose the dossiers that a scope reaches: its centre's, or those of its agency and all under it."""
    if scope.centre_id is not None:
        return [col(Dossier.centre_id) == scope.centre_id]
    if scope.agency_id is not None:
        tree = select(Agency.id).where(Agency.id == scope.agency_id).cte("tree", recursive=True)
        tree = tree.union(select(Agency.id).join(tree, col(Agency.parent_id) == tree.c.id))
        return [col(Dossier.agency_id).in_(select(tree.c.id))]
    return []


def reaches(reading: Reading, scope: Scope, dossier: Dossier) -> bool:
    """Tell whether a scope reaches a dossier."""
    query = select(Dossier.id).where(Dossier.id == dossier.id, *within(scope))
    return reading.session.exec(query).first() is not None


def _in_state(state: str | None) -> list[ColumnElement[bool]]:
    if not state:
        return []
    if state == OPEN:
        return [col(Dossier.state).in_(_OWED)]
    if state not in set(DossierState):
        raise Malformed(field="state", reason="unknown")
    return [col(Dossier.state) == state]


def _due(reading: Reading, due: str | None) -> list[ColumnElement[bool]]:
    if due is None:
        return []
    owed, at = col(Dossier.state).in_(_OWED), col(Dossier.due_at)
    midnight = day_start(reading.now)
    match due:
        case Due.OVERDUE:
            return [owed, at < reading.now]
        case Due.TODAY:
            return [owed, at >= midnight, at < midnight + timedelta(days=1)]
        case Due.SOON:
            return [owed, at >= reading.now, at < midnight + timedelta(days=1 + SOON_DAYS)]
        case _:
            raise Malformed(field="due", reason="unknown")


def _matching(reading: Reading, words: str) -> list[ColumnElement[bool]]:
    typed = "".join(words[:200].split()).upper()
    if not typed:
        return []
    name = col(Dossier.applicant_folded)
    named = and_(*(name.contains(word, autoescape=True) for word in fold(words[:200]).split()[:_MOST_WORDS]))
    identity = dossiers.identity_hash(reading, typed)
    code = col(Dossier.code).contains(typed, autoescape=True)
    return [or_(code, named, col(Dossier.identity_hash) == identity)]


def _read_cursor(cursor: str) -> tuple[Any, str]:
    at, _, last = cursor.partition(".")
    if not (at.isascii() and at.isdigit() and len(at) < 18 and last):  # noqa: PLR2004  fits a 64-bit integer
        raise Malformed(field="cursor", reason="unreadable")
    return instant(int(at)), last
