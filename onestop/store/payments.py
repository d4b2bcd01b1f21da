"""Payments: their rows, and what was paid in a time, by agency and centre."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import case, func
from sqlmodel import col, select

from onestop.errors import NotFound
from onestop.model.dossier import Dossier
from onestop.model.money import PaidBy, Payment
from onestop.model.place import Agency
from onestop.rules.lookup import typed_id
from onestop.rules.scope import Scope
from onestop.store import places
from onestop.store.dossier_list import within
from onestop.store.tx import Reading, Tx


class Takings(NamedTuple):
    """What dossiers of one agency brought in at one centre, in whole đồng; void payments do not count.

    The last four part the whole by how it was paid: the till is counted against the first of them.
    """

    centre: str
    agency_code: str
    agency: str
    payments: int
    fee_dong: int
    charge_dong: int
    cash_dong: int
    transfer_dong: int
    post_dong: int
    online_dong: int


def put(tx: Tx, row: Payment) -> None:
    """Write a payment's row, new or changed."""
    tx.session.add(row)
    tx.session.flush()


def standing(reading: Reading, dossier_id: str) -> Payment | None:
    """Read the payment that stands for a dossier; None where nothing was paid."""
    query = select(Payment).where(Payment.dossier_id == dossier_id, col(Payment.void_at).is_(None))
    return reading.session.exec(query).first()


def of_dossier(reading: Reading, dossier_id: str) -> list[Payment]:
    """Read the payments of a dossier, the void ones too, oldest first."""
    query = select(Payment).where(Payment.dossier_id == dossier_id).order_by(col(Payment.paid_at))
    return list(reading.session.exec(query).all())


def payment(reading: Reading, payment_id: str) -> Payment:
    """Read a payment as it stands now.

    Raises:
        NotFound: There is none.
    """
    found = reading.session.get(Payment, typed_id(payment_id, kind="payment"), populate_existing=True)
    if found is None:
        raise NotFound(kind="payment", sought=payment_id[:20])
    return found


def takings(reading: Reading, scope: Scope, since: datetime, until: datetime) -> list[Takings]:
    """Add up what was paid from an instant on and before another, by centre and agency in charge."""
    query: Any = (
        select(Payment.centre_id, Dossier.agency_id, func.sum(col(Payment.fee_dong)))
        .add_columns(func.sum(col(Payment.charge_dong)), func.count(), *map(_paid_by, PaidBy))
        .join(Dossier, col(Dossier.id) == Payment.dossier_id)
        .where(
            *within(scope),
            col(Payment.void_at).is_(None),
            col(Payment.paid_at) >= since,
            col(Payment.paid_at) < until,
        )
        .group_by(col(Payment.centre_id), col(Dossier.agency_id))
    )
    found = []
    for centre_id, agency_id, fee, charge, count, *ways in reading.session.exec(query).all():
        centre, agency = places.centre(reading, centre_id), reading.session.get_one(Agency, agency_id)
        name = f"{centre.name} {centre.place}".strip()
        amounts = (int(amount) for amount in (count, fee, charge, *ways))
        found.append(Takings(name, agency.code, agency.name, *amounts))
    return sorted(found)


def _paid_by(way: PaidBy) -> Any:
    """Add up what was paid in one way."""
    whole = col(Payment.fee_dong) + col(Payment.charge_dong)
    return func.sum(case((col(Payment.paid_by) == way, whole), else_=0))
