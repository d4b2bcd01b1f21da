"""How a fee may be paid."""

from onestop.errors import Malformed
from onestop.model.money import PaidBy


def paid_how(told: str | None, *, usual: PaidBy = PaidBy.CASH) -> PaidBy:
    """Read how something was paid; nothing told is the usual way.

    Raises:
        Malformed: No such way.
    """
    if told is None:
        return usual
    if told not in set(PaidBy):
        raise Malformed(field="paid_by", reason="unknown")
    return PaidBy(told)
