"""Refusals of money."""

from onestop.errors.refusal import Refusal, refusal


@refusal
class NothingOwed(Refusal):
    """The dossier costs nothing."""

    code = "nothing-owed"
    dossier: str


@refusal
class FeeSettled(Refusal):
    """The fee was paid before; `number` is its slip's."""

    code = "fee-settled"
    number: str


@refusal
class PaymentVoid(Refusal):
    """The payment was declared void before."""

    code = "payment-void"
    number: str


@refusal
class MishapSettled(Refusal):
    """The mishap was settled before."""

    code = "mishap-settled"
