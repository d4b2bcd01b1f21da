"""How a fee may be paid, and what tells a payment that left no cash in the till."""

import msgspec

from onestop.errors import Malformed
from onestop.model.money import PaidBy
from onestop.rules.text import one_line

LONGEST_REFERENCE = 60


class Paid(msgspec.Struct, frozen=True):
    """The way of a payment, and the reference under which its money is found; cash has none."""

    by: PaidBy
    reference: str = ""


def paid_how(told: str | None, reference: str | None = None, *, usual: PaidBy = PaidBy.CASH) -> Paid:
    """Read how something was paid; nothing told is the usual way.

    A transfer is believed by its reference alone, so it needs one; the post and the portal may have one.

    Raises:
        Malformed: No such way, a transfer without its reference, or cash with one.
    """
    if told is not None and told not in set(PaidBy):
        raise Malformed(field="paid_by", reason="unknown")
    paid_by = PaidBy(told) if told is not None else usual
    least = 1 if paid_by == PaidBy.TRANSFER else 0
    cleaned = one_line(reference or "", field="paid_reference", most=LONGEST_REFERENCE, least=least)
    if cleaned and paid_by == PaidBy.CASH:
        raise Malformed(field="paid_reference", reason="cash")
    return Paid(paid_by, cleaned)
