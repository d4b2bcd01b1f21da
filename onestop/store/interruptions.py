"""What interrupted or moved a dossier's clock, as the tables keep it."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement
from sqlmodel import col, select

from onestop.model.dossier import Dossier, DossierState
from onestop.model.interruption import Apology, Decision, Extension, SupplementRequest, Suspension
from onestop.rules.scope import Scope
from onestop.store.dossier_list import within
from onestop.store.tx import Reading


def supplements_of(reading: Reading, dossier_id: str) -> list[SupplementRequest]:
    """Read the requests for papers of a dossier, oldest first."""
    query = (
        select(SupplementRequest)
        .where(SupplementRequest.dossier_id == dossier_id)
        .order_by(col(SupplementRequest.position))
    )
    return list(reading.session.exec(query).all())


def suspensions_of(reading: Reading, dossier_id: str) -> list[Suspension]:
    """Read the suspensions of a dossier, oldest first."""
    query = (
        select(Suspension)
        .where(Suspension.dossier_id == dossier_id)
        .order_by(col(Suspension.suspended_at), col(Suspension.id))
    )
    return list(reading.session.exec(query).all())


def extensions_of(reading: Reading, dossier_id: str) -> list[Extension]:
    """Read the extensions of a dossier, oldest first."""
    query = (
        select(Extension)
        .where(Extension.dossier_id == dossier_id)
        .order_by(col(Extension.decided_at), col(Extension.id))
    )
    return list(reading.session.exec(query).all())


class Interrupting(NamedTuple):
    """What interrupted or moved one dossier's clock, each kind oldest first."""

    supplements: list[SupplementRequest]
    suspensions: list[Suspension]
    extensions: list[Extension]


def by_dossier(reading: Reading, dossier_ids: Sequence[str]) -> dict[str, Interrupting]:
    """Read what interrupted or moved the clocks of many dossiers, by dossier."""
    found = {each: Interrupting([], [], []) for each in dossier_ids}
    asked = select(SupplementRequest).where(col(SupplementRequest.dossier_id).in_(dossier_ids))
    for supplement in reading.session.exec(asked.order_by(col(SupplementRequest.position))).all():
        found[supplement.dossier_id].supplements.append(supplement)
    paused = select(Suspension).where(col(Suspension.dossier_id).in_(dossier_ids))
    for suspension in reading.session.exec(
        paused.order_by(col(Suspension.suspended_at), col(Suspension.id))
    ).all():
        found[suspension.dossier_id].suspensions.append(suspension)
    granted = select(Extension).where(col(Extension.dossier_id).in_(dossier_ids))
    for extension in reading.session.exec(
        granted.order_by(col(Extension.decided_at), col(Extension.id))
    ).all():
        found[extension.dossier_id].extensions.append(extension)
    return found


def apology_of(reading: Reading, dossier_id: str) -> Apology | None:
    """Read the apology of a dossier, if there was one."""
    return reading.session.get(Apology, dossier_id)


def waiting_since(reading: Reading, dossier_id: str) -> datetime | None:
    """Tell since when something is awaited, a supplement or what a suspension names; None while the clock runs."""
    begun = [each.requested_at for each in supplements_of(reading, dossier_id) if each.ended_at is None]
    begun += [each.suspended_at for each in suspensions_of(reading, dossier_id) if each.resumed_at is None]
    return min(begun, default=None)


def awaited_supplement(reading: Reading, dossier_id: str) -> SupplementRequest | None:
    """Read the request whose papers are awaited; a database keeps at most one."""
    query = select(SupplementRequest).where(
        SupplementRequest.dossier_id == dossier_id, col(SupplementRequest.ended_at).is_(None)
    )
    return reading.session.exec(query).first()


def open_suspension(reading: Reading, dossier_id: str) -> Suspension | None:
    """Read the suspension that lasts; a database keeps at most one."""
    query = select(Suspension).where(
        Suspension.dossier_id == dossier_id, col(Suspension.resumed_at).is_(None)
    )
    return reading.session.exec(query).first()


def decisions_of(reading: Reading, dossier_id: str) -> list[Decision]:
    """Read why a dossier ended, was reopened or corrected, oldest first."""
    query = (
        select(Decision)
        .where(Decision.dossier_id == dossier_id)
        .order_by(col(Decision.decided_at), col(Decision.id))
    )
    return list(reading.session.exec(query).all())


Awaited = list[tuple[Dossier, SupplementRequest]]
"""Dossiers with the request whose papers they wait for."""


def awaited_until(reading: Reading, scope: Scope, last: date) -> Awaited:
    """Read the dossiers whose papers are awaited until a local day at the latest, soonest first."""
    return _awaited(reading, scope, last)


def unwarned_until(reading: Reading, scope: Scope, last: date) -> Awaited:
    """Read those of them whose applicants were not warned, and left an address for letters."""
    return _awaited(
        reading, scope, last, col(SupplementRequest.warned_at).is_(None), col(Dossier.email) != ""
    )


def _awaited(reading: Reading, scope: Scope, last: date, *more: ColumnElement[bool]) -> Awaited:
    query = (
        select(Dossier, SupplementRequest)
        .join(SupplementRequest, col(SupplementRequest.dossier_id) == Dossier.id)
        .where(
            *within(scope),
            Dossier.state == DossierState.SUPPLEMENT_ASKED,
            col(SupplementRequest.ended_at).is_(None),
            col(SupplementRequest.answer_by) <= last,
            *more,
        )
        .order_by(col(SupplementRequest.answer_by), col(SupplementRequest.id))
    )
    return [(row[0], row[1]) for row in reading.session.exec(query).all()]
