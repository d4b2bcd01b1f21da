"""Results that wait to be collected: the oldest first, and whose owner is to be reminded."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func
from sqlmodel import col, select

from onestop.model.delivery import Delivery
from onestop.model.dossier import Dossier, DossierState, ReturnVia
from onestop.model.procedure import Procedure
from onestop.rules.scope import Scope
from onestop.store.dossier_list import Listed, within
from onestop.store.tx import Reading, Tx


class Waiting(NamedTuple):
    """A result that waits, and how many letters were owed about it since the first; none about an earlier one."""

    listed: Listed
    reminders: int


def waiting(reading: Reading, scope: Scope, templates: tuple[str, ...], most: int) -> list[Waiting]:
    """List the results within a scope that nobody has collected, the oldest first."""
    query = (
        select(Dossier, Procedure.code, Procedure.name)
        .join(Procedure, col(Procedure.id) == Dossier.procedure_id)
        .where(Dossier.state == DossierState.RESULT_READY, *within(scope))
        .order_by(col(Dossier.ready_at), col(Dossier.id))
        .limit(most)
    )
    found = [Listed(*row) for row in reading.session.exec(query).all()]
    letters = (
        select(Delivery.subject_id, func.count())
        .join(Dossier, col(Dossier.id) == Delivery.subject_id)
        .where(
            col(Delivery.subject_id).in_([one.dossier.id for one in found]),
            col(Delivery.template).in_(templates),
            col(Delivery.occasion_at) == Dossier.ready_at,
        )
        .group_by(col(Delivery.subject_id))
    )
    told = dict(reading.session.exec(letters).all())
    return [Waiting(one, told.get(one.dossier.id, 0)) for one in found]


def to_remind(
    tx: Tx, centre_id: str, template: str, *, since: datetime | None, before: datetime, most: int
) -> list[Dossier]:
    """List whose result was ready in a time, waits at the counter still, and was not told of with a template.

    Args:
        tx: The transaction.
        centre_id: Whose dossiers.
        template: Of the reminder.
        since: From when on; None for ever.
        before: Until when, not included.
        most: How many at the most.
    """
    told = select(Delivery.id).where(
        Delivery.subject_id == Dossier.id,
        Delivery.template == template,
        col(Delivery.occasion_at) == Dossier.ready_at,
    )
    query = select(Dossier).where(
        Dossier.centre_id == centre_id,
        Dossier.state == DossierState.RESULT_READY,
        Dossier.return_via == ReturnVia.COUNTER,
        Dossier.email != "",
        col(Dossier.ready_at) < before,
        ~told.exists(),
    )
    if since is not None:
        query = query.where(col(Dossier.ready_at) >= since)
    return list(tx.session.exec(query.order_by(col(Dossier.ready_at)).limit(most)).all())
