"""A fee and charge is paid at the counter, or a payment is declared void; nothing is ever removed."""

import msgspec

from onestop.errors import FeeSettled, NothingOwed, PaymentVoid
from onestop.events import PaymentVoided
from onestop.render.issued import PAYMENT_SLIP
from onestop.rules.access import Right, require
from onestop.rules.applicant import typed_name
from onestop.rules.paying import paid_how
from onestop.rules.text import one_line
from onestop.steps.change_state import within_reach
from onestop.steps.take_payment import take_payment
from onestop.store import dossiers, payments
from onestop.store.tx import Tx

_LONGEST_REASON = 500


class Paying(msgspec.Struct, frozen=True, kw_only=True):
    """How a fee is paid, under which reference, and whose name the slip bears; nobody named is the applicant."""

    paid_by: str
    paid_reference: str | None = None
    payer: str | None = None


class PaidFee(msgspec.Struct, frozen=True, kw_only=True):
    """A payment by its id and its number."""

    id: str
    number: str


def pay(tx: Tx, code: str, paying: Paying) -> PaidFee:
    """Take the whole of what a dossier costs, and issue the slip.

    Raises:
        NotFound: No dossier has that code.
        NotAllowed: The right is missing, or the dossier is out of the officer's reach.
        Malformed: No such way of paying, a transfer without its reference, or a name that can be none.
        NothingOwed: It costs nothing.
        FeeSettled: It was paid before.

    Rule:
        Decree 61/2018/NĐ-CP art. 22: paid at the counter, by transfer, by post or online.
    """
    require(tx.actor, Right.TAKE_FEE)
    dossier = dossiers.lock(tx, code)
    within_reach(tx, dossier, Right.TAKE_FEE)
    paid = paid_how(paying.paid_by, paying.paid_reference)
    payer = typed_name(paying.payer or "", field="payer", least=0) or dossier.applicant_name
    if not dossier.fee_dong:
        raise NothingOwed(dossier=dossier.code)
    if dossier.fee_paid_at is not None:
        before = payments.standing(tx, dossier.id)
        raise FeeSettled(number=before.number if before else "")

    dossier.version += 1
    row = take_payment(tx, dossier, paid=paid, payer=payer)
    return PaidFee(id=row.id, number=row.number)


def void(tx: Tx, payment_id: str, reason: str) -> PaidFee:
    """Declare a payment void: the fee is owed again, and the slip is void.

    Raises:
        NotFound: No such payment.
        NotAllowed: The right is missing, or the dossier is out of the officer's reach.
        Malformed: No reason.
        PaymentVoid: It is void already.
    """
    require(tx.actor, Right.TAKE_FEE)
    dossier = dossiers.lock_by_id(tx, payments.payment(tx, payment_id).dossier_id)
    within_reach(tx, dossier, Right.TAKE_FEE)
    row = payments.payment(tx, payment_id)
    told = one_line(reason, field="reason", most=_LONGEST_REASON, least=1)
    if row.void_at is not None:
        raise PaymentVoid(number=row.number)

    row.void_at, row.void_reason = tx.now, told
    dossier.fee_paid_at = None
    dossier.version += 1
    payments.put(tx, row)
    dossiers.void_papers(tx, dossier.id, PAYMENT_SLIP)
    tx.session.add(dossier)

    tx.emit(
        PaymentVoided(
            centre_id=dossier.centre_id,
            subject_id=dossier.id,
            code=dossier.code,
            payment=row.id,
            number=row.number,
        )
    )
    return PaidFee(id=row.id, number=row.number)
