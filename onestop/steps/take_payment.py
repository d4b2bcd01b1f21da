"""A fee is paid: the payment's row with its number, the dossier settled, the slip issued."""

from onestop import chance
from onestop.events import PaymentTaken
from onestop.model.dossier import Dossier
from onestop.model.money import Payment
from onestop.render.issued import PAYMENT_SLIP
from onestop.render.payment_slip import PaymentSlipFacts
from onestop.rules.fees import Owed, owed
from onestop.rules.numbering import slip_number
from onestop.rules.paying import Paid
from onestop.steps.issue_paper import issue, letterhead
from onestop.steps.reckon_due import terms_of
from onestop.store import dossiers, payments, procedures
from onestop.store.tx import Reading, Tx


def split_of(reading: Reading, dossier: Dossier) -> Owed:
    """Part what a dossier costs into fee and charge, as the version of its procedure states them."""
    procedure = procedures.by_id(reading, dossier.procedure_id)
    return owed(terms_of(reading, procedure, dossier.channel, None).tariff, dossier.channel, dossier.fee_dong)


def take_payment(tx: Tx, dossier: Dossier, *, paid: Paid, payer: str) -> Payment:
    """Take the whole fee and charge of a dossier that owes it, and issue the slip (biên lai).

    Args:
        tx: The transaction; the dossier is held in it, or made in it.
        dossier: It costs something, and nothing was paid yet.
        paid: How, and under which reference; already looked over.
        payer: Whose name stands on the slip; already cleaned.
    """
    price = split_of(tx, dossier)
    # Before the number of a result's note: whoever takes several numbers takes them in one order.
    serial = dossiers.take_number(tx, "payment", dossier.centre_id, str(tx.today.year))
    row = Payment(
        id=chance.new_id(),
        centre_id=dossier.centre_id,
        dossier_id=dossier.id,
        number=f"{tx.today.year}/{slip_number(serial)}",
        fee_dong=price.fee_dong,
        charge_dong=price.charge_dong,
        paid_by=paid.by,
        paid_reference=paid.reference,
        payer=payer,
        officer_id=tx.actor.id,
        paid_at=tx.now,
    )
    dossier.fee_paid_at = tx.now
    tx.session.add(dossier)
    payments.put(tx, row)

    tx.emit(
        PaymentTaken(
            centre_id=dossier.centre_id,
            subject_id=dossier.id,
            code=dossier.code,
            payment=row.id,
            number=row.number,
            fee_dong=row.fee_dong,
            charge_dong=row.charge_dong,
            paid_by=row.paid_by,
        )
    )
    procedure = procedures.by_id(tx, dossier.procedure_id)
    facts = PaymentSlipFacts(
        **letterhead(tx, dossier.centre_id, slip_number(serial)),
        year=tx.today.year,
        code=dossier.code,
        payer=payer,
        address=dossier.address,
        procedure_name=procedure.name,
        procedure_code=procedure.code,
        fee_dong=row.fee_dong,
        charge_dong=row.charge_dong,
        paid_by=row.paid_by,
        paid_reference=row.paid_reference,
        paid_at=tx.now,
    )
    issue(tx, centre_id=dossier.centre_id, owner_id=dossier.id, name=PAYMENT_SLIP, facts=facts)
    return row
