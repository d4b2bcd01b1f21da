"""Issued papers: from the frozen facts of any of them to its bytes."""

from collections.abc import Callable
from typing import Any

import msgspec

from onestop.errors import NotFound
from onestop.render.decline import DeclineFacts, decline_pdf
from onestop.render.fonts import Fonts
from onestop.render.paper_facts import PaperFacts
from onestop.render.payment_slip import PaymentSlipFacts, payment_slip_pdf
from onestop.render.receipt import ReceiptFacts, receipt_pdf
from onestop.render.result_receipt import ResultReceiptFacts, result_receipt_pdf
from onestop.render.supplement_request import SupplementFacts, supplement_request_pdf

RECEIPT, SUPPLEMENT, DECLINE, RESULT = "receipt", "supplement_request", "decline", "result_receipt"
PAYMENT_SLIP = "payment_slip"

_KINDS: dict[str, tuple[type[PaperFacts], Callable[[Any, Fonts], bytes]]] = {
    RECEIPT: (ReceiptFacts, receipt_pdf),
    SUPPLEMENT: (SupplementFacts, supplement_request_pdf),
    DECLINE: (DeclineFacts, decline_pdf),
    RESULT: (ResultReceiptFacts, result_receipt_pdf),
    PAYMENT_SLIP: (PaymentSlipFacts, payment_slip_pdf),
}


def frozen(facts: PaperFacts) -> str:
    """Write a paper's facts as they are kept: JSON, the same for the same facts."""
    return msgspec.json.encode(facts).decode()


def thawed(name: str, facts: str) -> PaperFacts:
    """Read a paper's facts back.

    Raises:
        NotFound: No paper of that name is issued here.
    """
    return msgspec.json.decode(facts, type=_kind(name)[0])


def print_paper(name: str, facts: str, fonts: Fonts) -> bytes:
    """Print a paper from its frozen facts: the same facts and faces give the same bytes.

    Raises:
        NotFound: No paper of that name is issued here.
        Malformed: The facts hold a code that can be no bar code, or a link that can be no QR code.
    """
    return _kind(name)[1](thawed(name, facts), fonts)


def _kind(name: str) -> tuple[type[PaperFacts], Callable[[Any, Fonts], bytes]]:
    if name not in _KINDS:
        raise NotFound(kind="paper", sought=name[:30])
    return _KINDS[name]
