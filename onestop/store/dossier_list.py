"""Many dossiers at once: within a scope, filtered, searched, a page at a time."""

from datetime import timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, ColumnElement, and_, case, or_, type_coerce
from sqlmodel import col, select

from onestop.errors import Malformed
from onestop.model.dossier import OWED, RUNNING, Dossier, DossierState
from onestop.model.leg import Leg
from onestop.model.procedure import Procedure
from onestop.rules.lookup import typed_id
from onestop.rules.scope import Scope
from onestop.rules.text import fold
from onestop.store import dossiers
from onestop.store.journal import day_start
from onestop.store.legs import tree_of
from onestop.store.tx import Reading

MOST = 100
WEEK_DAYS = 7
"""Calendar days ahead that the filter `week` looks, today with them."""
OPEN = "open"
"""The state filter for dossiers whose result is still owed."""
_MOST_WORDS = 12
_LONGEST = 300
_FAR = 8_000_000_000_000_000
"""Microseconds since 1970, the year 2223: twice any due date, so that the ended sort after the owed."""


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
    cursor: str | None = None,
    limit: int = 50,
) -> Page:
    """Read a page of the dossiers that a scope reaches.

    What is owed comes first, soonest due before later; after it what has a result, latest due first.

    Args:
        reading: Where to look.
        scope: How far the officer sees.
        words: Part of a code, words of the applicant's or the procedure's name without regard to
            diacritics, a whole number of an identity paper, or the scanned link of a receipt.
        state: A state, or `open`.
        due: `overdue`, `today` or `week`.
        agency_id: Keep to one agency in charge.
        cursor: What the page before gave.
        limit: How many at the most, up to 100.

    Raises:
        Malformed: No such state or due filter, or a cursor that no page gave.
        NotFound: An agency that can be none.
    """
    order = _order()
    query = (
        select(Dossier, Procedure.code, Procedure.name, order)
        .join(Procedure, col(Procedure.id) == Dossier.procedure_id)
        .where(*within(scope), *_in_state(state), *_due(reading, due), *_matching(reading, words))
    )
    if agency_id:
        query = query.where(Dossier.agency_id == typed_id(agency_id, kind="agency"))
    if cursor:
        at, last = _read_cursor(cursor)
        query = query.where(or_(order > at, and_(order == at, col(Dossier.id) > last)))
    limit = max(1, min(limit, MOST))
    rows = list(reading.session.exec(query.order_by(order, col(Dossier.id)).limit(limit + 1)).all())
    items = [Listed(*row[:3]) for row in rows[:limit]]
    if len(rows) <= limit:
        return Page(items, None)
    return Page(items, f"{rows[limit - 1][3]}.{items[-1].dossier.id}")


def _order() -> Any:
    """Number the dossiers as they are shown: the owed soonest due first, then the ended, newest first."""
    due_at = type_coerce(col(Dossier.due_at), BigInteger)
    return case((col(Dossier.state).in_(OWED), due_at), else_=_FAR - due_at)


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


def _in_state(state: str | None) -> list[ColumnElement[bool]]:
    if not state:
        return []
    if state == OPEN:
        return [col(Dossier.state).in_(OWED)]
    if state not in set(DossierState):
        raise Malformed(field="state", reason="unknown")
    return [col(Dossier.state) == state]


def _due(reading: Reading, due: str | None) -> list[ColumnElement[bool]]:
    if due is None:
        return []
    owed, at = col(Dossier.state).in_(RUNNING), col(Dossier.due_at)
    midnight = day_start(reading.now)
    match due:
        case Due.OVERDUE:
            return [owed, at < reading.now]
        case Due.TODAY:
            return [owed, at >= midnight, at < midnight + timedelta(days=1)]
        case Due.WEEK:
            return [owed, at >= reading.now, at < midnight + timedelta(days=WEEK_DAYS)]
        case _:
            raise Malformed(field="due", reason="unknown")


def _matching(reading: Reading, words: str) -> list[ColumnElement[bool]]:
    """Match what was typed or scanned: a receipt's link, part of a code, names, or a whole number."""
    words = "".join(letter for letter in words[:_LONGEST] if letter.isprintable() or letter.isspace()).strip()
    if not words:
        return []
    if "/s/" in words:
        return [col(Dossier.link_hash) == dossiers.link_hash(reading, words.rpartition("/s/")[2])]
    typed = "".join(words.split()).upper()
    terms = fold(words).split()[:_MOST_WORDS]
    named = (
        and_(*(name.contains(term, autoescape=True) for term in terms))
        for name in (col(Dossier.applicant_folded), col(Procedure.folded))
    )
    identity = col(Dossier.identity_hash) == dossiers.identity_hash(reading, typed)
    return [or_(col(Dossier.code).contains(typed, autoescape=True), identity, *named)]


def _read_cursor(cursor: str) -> tuple[int, str]:
    at, _, last = cursor.partition(".")
    if not (at.isascii() and at.isdigit() and len(at) < 18 and last.isascii() and last.isalnum()):  # noqa: PLR2004  fits a 64-bit integer
        raise Malformed(field="cursor", reason="unreadable")
    return int(at), last
