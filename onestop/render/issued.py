"""Issued papers: from the frozen facts of any of them to its bytes."""

from collections.abc import Callable

import msgspec

from onestop.errors import NotFound
from onestop.render.apology import ApologyFacts, apology_pdf
from onestop.render.decline import DeclineFacts, decline_pdf
from onestop.render.fonts import Fonts
from onestop.render.handover_slip import HandoverSlipFacts, handover_slip_pdf
from onestop.render.ink import Stamp
from onestop.render.paper_facts import PaperFacts
from onestop.render.payment_slip import PaymentSlipFacts, payment_slip_pdf
from onestop.render.receipt import ReceiptFacts, receipt_pdf
from onestop.render.result_receipt import ResultReceiptFacts, result_receipt_pdf
from onestop.render.routing_slip import RoutingSlipFacts, routing_slip_pdf
from onestop.render.stop_notice import StopFacts, stop_notice_pdf
from onestop.render.supplement_request import SupplementFacts, supplement_request_pdf

RECEIPT, SUPPLEMENT, DECLINE, RESULT = "receipt", "supplement_request", "decline", "result_receipt"
APOLOGY, STOP = "apology", "stop_notice"
PAYMENT_SLIP = "payment_slip"

ROUTING, HANDOVER = "routing_slip", "handover_slip"

_KINDS: dict[str, tuple[type[PaperFacts], Callable[..., bytes]]] = {
    RECEIPT: (ReceiptFacts, receipt_pdf),
    SUPPLEMENT: (SupplementFacts, supplement_request_pdf),
    DECLINE: (DeclineFacts, decline_pdf),
    RESULT: (ResultReceiptFacts, result_receipt_pdf),
    APOLOGY: (ApologyFacts, apology_pdf),
    STOP: (StopFacts, stop_notice_pdf),
    ROUTING: (RoutingSlipFacts, routing_slip_pdf),
    HANDOVER: (HandoverSlipFacts, handover_slip_pdf),
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


def print_paper(name: str, facts: str, fonts: Fonts, *, stamp: Stamp | None = None) -> bytes:
    """Print a paper from its frozen facts: the same facts and faces give the same bytes.

    Args:
        name: Which paper.
        facts: As kept.
        fonts: The family.
        stamp: Written across a copy; what was issued itself bears none.

    Raises:
        NotFound: No paper of that name is issued here.
        Malformed: The facts hold a code that can be no bar code, or a link that can be no QR code.
    """
    return _kind(name)[1](thawed(name, facts), fonts, stamp=stamp)


def _kind(name: str) -> tuple[type[PaperFacts], Callable[..., bytes]]:
    if name not in _KINDS:
        raise NotFound(kind="paper", sought=name[:30])
    return _KINDS[name]
