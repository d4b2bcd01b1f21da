"""Hand-overs of dossiers between the centre and agencies, and the lists that go with them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, func
from sqlmodel import col, select

from onestop.errors import NotFound
from onestop.model.columns import micros
from onestop.model.dossier import Dossier
from onestop.model.leg import Handover, HandoverList
from onestop.model.procedure import Channel
from onestop.rules.lookup import typed_id
from onestop.rules.scope import Scope
from onestop.store.legs import tree_of
from onestop.store.tx import Reading, Tx

_NEXT = "SELECT coalesce(max(position), 0) + 1 FROM handover WHERE dossier_id = :dossier"
_UNDO = """
UPDATE handover SET undone_at = :at WHERE leg_id = :leg AND taken_at IS NULL AND undone_at IS NULL
  AND to_agency_id IS NOT NULL
"""
_CLOSE = """
UPDATE handover_list SET taken_at = :at WHERE id = :list AND taken_at IS NULL AND NOT EXISTS (
  SELECT 1 FROM handover WHERE list_id = :list AND taken_at IS NULL AND undone_at IS NULL)
"""
_MOST = 500


def handovers_of(reading: Reading, dossier_id: str) -> list[Handover]:
    """Read the hand-overs of a dossier, oldest first; those that were taken back too."""
    query = select(Handover).where(Handover.dossier_id == dossier_id).order_by(col(Handover.position))
    return list(reading.session.exec(query).all())


def put(tx: Tx, handover: Handover) -> None:
    """Write a hand-over; a new one takes the next place among its dossier's, which is held."""
    if not handover.position:
        handover.position = int(tx.run(_NEXT, dossier=handover.dossier_id).fetchone()[0])
    tx.session.add(handover)
    tx.session.flush()


def undo_for(tx: Tx, leg_id: str) -> None:
    """Take back what was on its way to a leg's agency."""
    tx.run(_UNDO, leg=leg_id, at=micros(tx.now))


def awaited_of(reading: Reading, dossier_id: str) -> list[Handover]:
    """Read what of a dossier was given and is neither taken nor taken back."""
    query = select(Handover).where(Handover.dossier_id == dossier_id, *awaited())
    return list(reading.session.exec(query.order_by(col(Handover.position))).all())


def take(tx: Tx, handover: Handover) -> None:
    """Write that a hand-over was taken now by whoever acts; a list of which it was the last is closed."""
    handover.taken_by_id, handover.taken_at = tx.actor.id, tx.now
    put(tx, handover)
    if handover.list_id is not None:
        close_if_done(tx, handover.list_id)


def close_if_done(tx: Tx, list_id: str) -> None:
    """Write when the last dossier on a list was taken over, or struck off."""
    tx.run(_CLOSE, list=list_id, at=micros(tx.now))


def on_list(reading: Reading, list_id: str) -> dict[str, str]:
    """Read the codes of the dossiers that stand on a list, each with the id of its hand-over."""
    query = (
        select(Dossier.code, Handover.id)
        .join(Handover, col(Handover.dossier_id) == Dossier.id)
        .where(Handover.list_id == list_id)
    )
    return {row[0]: row[1] for row in reading.session.exec(query).all()}


def by_id(reading: Reading, handover_id: str) -> Handover:
    """Read a hand-over as it is now.

    Raises:
        NotFound: There is none.
    """
    found = reading.session.get(Handover, handover_id)
    if found is None:
        raise NotFound(kind="handover-list", sought=handover_id)
    return found


def strike(tx: Tx, handover: Handover, reason: str) -> None:
    """Write that a dossier was not with its list; it waits to be given, from now on, on another."""
    handover.undone_at, handover.note = tx.now, reason
    put(tx, handover)
    given = Handover(
        dossier_id=handover.dossier_id,
        position=0,
        leg_id=handover.leg_id,
        from_agency_id=handover.from_agency_id,
        to_agency_id=handover.to_agency_id,
        given_by_id=tx.actor.id,
        given_at=tx.now,
    )
    put(tx, given)


def left_on(reading: Reading, list_id: str) -> int:
    """Count what still waits on a list."""
    query = select(func.count()).select_from(Handover).where(Handover.list_id == list_id, *awaited())
    return int(reading.session.exec(query).one())


def awaited() -> list[ColumnElement[bool]]:
    """Choose what was given and is neither taken nor taken back."""
    return [col(Handover.taken_at).is_(None), col(Handover.undone_at).is_(None)]


def _unlisted() -> list[ColumnElement[bool]]:
    """Choose the papers that are given and stand on no list; what is electronic needs none."""
    return [*awaited(), col(Handover.list_id).is_(None), col(Dossier.channel) != Channel.ONLINE]


def waiting(
    reading: Reading, agency_id: str, *, outward: bool, centre_id: str | None = None
) -> dict[str, str]:
    """Read what waits to go to an agency, or back from it, and stands on no list.

    Returns:
        Codes of dossiers with their centres, oldest first, 500 at the most. No rows: whoever lists them holds
        the dossiers first, and reads then.
    """
    side, other = _sides(outward=outward)
    query = (
        select(Dossier.code, Dossier.centre_id)
        .join(Handover, col(Handover.dossier_id) == Dossier.id)
        .where(*_unlisted(), side == agency_id, other.is_(None))
        .order_by(col(Handover.given_at), col(Handover.id))
        .limit(_MOST)
    )
    if centre_id is not None:
        query = query.where(Dossier.centre_id == centre_id)
    return {row[0]: row[1] for row in reading.session.exec(query).all()}


def waiting_counts(reading: Reading, scope: Scope, *, outward: bool) -> list[tuple[str, int]]:
    """Count by agency what waits to go there, or back from there, and stands on no list."""
    side, other = _sides(outward=outward)
    query = (
        select(side, func.count())
        .join(Dossier, col(Dossier.id) == Handover.dossier_id)
        .where(*_unlisted(), side.is_not(None), other.is_(None))
        .group_by(side)
    )
    if scope.centre_id is not None:
        query = query.where(Dossier.centre_id == scope.centre_id)
    if scope.agency_id is not None:
        query = query.where(side.in_(tree_of(scope.agency_id)))
    return [(row[0], row[1]) for row in reading.session.exec(query).all()]


def _sides(*, outward: bool) -> tuple[Any, Any]:
    """Give the column of the agency, and that of the side that is the centre."""
    to, come_from = col(Handover.to_agency_id), col(Handover.from_agency_id)
    return (to, come_from) if outward else (come_from, to)


def put_list(tx: Tx, made: HandoverList) -> None:
    """Write a list."""
    tx.session.add(made)
    tx.session.flush()


def lock_list(tx: Tx, list_id: str) -> HandoverList:
    """Read a list and hold it, so that two people who take from it follow each other.

    Raises:
        NotFound: There is none.
    """
    query = select(HandoverList).where(HandoverList.id == typed_id(list_id, kind="handover-list"))
    return _one(tx.session.exec(query.with_for_update()).first(), list_id)


def the_list(reading: Reading, list_id: str) -> HandoverList:
    """Read a list.

    Raises:
        NotFound: There is none.
    """
    return _one(reading.session.get(HandoverList, typed_id(list_id, kind="handover-list")), list_id)


def _one(found: HandoverList | None, list_id: str) -> HandoverList:
    if found is None:
        raise NotFound(kind="handover-list", sought=list_id[:20])
    return found


def rows_of(reading: Reading, list_id: str) -> list[tuple[Handover, Dossier]]:
    """Read what stands on a list, in the order in which it was given; what was struck off too."""
    query = (
        select(Handover, Dossier)
        .join(Dossier, col(Dossier.id) == Handover.dossier_id)
        .where(Handover.list_id == list_id)
        .order_by(col(Dossier.code))
    )
    return [(row[0], row[1]) for row in reading.session.exec(query).all()]


def lists_of(reading: Reading, scope: Scope, *, is_open: bool, limit: int = 100) -> Sequence[HandoverList]:
    """Read the lists of a centre, or of an agency and those under it, newest first."""
    query = (
        select(HandoverList).order_by(col(HandoverList.given_at).desc(), col(HandoverList.id)).limit(limit)
    )
    if scope.centre_id is not None:
        query = query.where(HandoverList.centre_id == scope.centre_id)
    if scope.agency_id is not None:
        query = query.where(col(HandoverList.agency_id).in_(tree_of(scope.agency_id)))
    if is_open:
        query = query.where(col(HandoverList.taken_at).is_(None))
    return list(reading.session.exec(query).all())


def reaches_list(reading: Reading, scope: Scope, made: HandoverList) -> bool:
    """Tell whether a scope reaches a list: its centre's, or its agency's."""
    if scope.centre_id is not None:
        return made.centre_id == scope.centre_id
    if scope.agency_id is not None:
        return made.agency_id in reading.session.exec(tree_of(scope.agency_id)).all()
    return True
