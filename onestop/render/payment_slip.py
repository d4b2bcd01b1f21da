"""Biên lai thu tiền phí, lệ phí: what was paid for a dossier, in two copies on A5.

The mẫu số and ký hiệu stand in `texts/vi/paper.toml`. They are from memory, as is the layout, which follows what
provincial systems print; no instrument was read for either, so an office sets its own there.
"""

from datetime import datetime

from onestop.render.common_lines import foot_of, running_head
from onestop.render.dates import moment_in_words
from onestop.render.fonts import Fonts
from onestop.render.grid import Column, table
from onestop.render.ink import MM, Stamp, press
from onestop.render.masthead import code_line, masthead, title
from onestop.render.numbers_vi import dong, dong_in_words
from onestop.render.page import Align, Field, Foot, Sheet, fitting
from onestop.render.paper_facts import PaperFacts
from onestop.render.signatures import Signer, signatures
from onestop.render.wording import say

COPIES = ("kept", "given")
"""Copy 1 stays with the office, copy 2 goes with whoever paid."""


class PaymentSlipFacts(PaperFacts, frozen=True, kw_only=True):
    """What a payment slip is told; amounts in whole đồng, at least one of them is paid."""

    year: int
    """The ký hiệu names it, and numbers begin anew with it."""
    code: str
    payer: str
    address: str = ""
    procedure_name: str
    procedure_code: str
    fee_dong: int
    charge_dong: int
    paid_by: str
    paid_reference: str = ""
    """Of a transfer: by it the money is found on the office's account."""
    paid_at: datetime


def payment_slip_pdf(facts: PaymentSlipFacts, fonts: Fonts, *, stamp: Stamp | None = None) -> bytes:
    """Print both copies of a payment slip as one PDF.

    Raises:
        Malformed: The code cannot be a bar code, the sum cannot be read out, or an instant has no zone.
    """
    leaves = [
        leaf
        for copy in COPIES
        for leaf in fitting(lambda size, copy=copy: _sheet(facts, fonts, copy, size)).finish()  # type: ignore[misc]  # a default binds each copy
    ]
    name = f"{say('paper.payment.name')} {facts.year}/{facts.number}"
    return press(leaves, fonts, title=name, author=facts.office, stamp=stamp)


def _sheet(facts: PaymentSlipFacts, fonts: Fonts, copy: str, size: float) -> Sheet:
    foot = Foot(foot_of(facts).note, f"paper.payment.copy.{copy}_page")
    sheet = Sheet(fonts, size, running=running_head(say("paper.payment.name"), facts.number), foot=foot)
    masthead(sheet, facts)
    sheet.fields(
        Field(say("paper.payment.form"), say("paper.payment.form_value")),
        Field(say("paper.payment.sign"), say("paper.payment.sign_value", year=f"{facts.year % 100:02}")),
    )
    sheet.gap(1 * MM)
    code_line(sheet, facts.code)
    title(sheet, say("paper.payment.title"), say(f"paper.payment.copy.{copy}"))
    sheet.field(Field(say("paper.payment.office"), facts.office))
    sheet.field(Field(say("paper.payment.payer"), facts.payer))
    sheet.field(Field(say("paper.common.address"), facts.address))
    request = say("paper.common.procedure", name=facts.procedure_name, code=facts.procedure_code)
    sheet.field(Field(say("paper.payment.what_for"), request, most=6))
    _amounts(sheet, facts)
    sheet.fields(
        Field(say("paper.payment.paid_by"), say(f"paper.payment.by.{facts.paid_by}")),
        Field(say("paper.payment.paid_at"), moment_in_words(facts.paid_at)),
    )
    if facts.paid_reference:
        sheet.field(Field(say("paper.payment.paid_reference"), facts.paid_reference))
    signatures(
        sheet,
        Signer(say("paper.payment.payer_signs"), facts.payer),
        Signer(say("paper.payment.cashier_signs"), facts.officer_name),
    )
    return sheet


def _amounts(sheet: Sheet, facts: PaymentSlipFacts) -> None:
    """Set fee and charge apart, since they differ in law, and the whole in figures and in words."""
    whole = facts.fee_dong + facts.charge_dong
    columns = (
        Column(say("paper.payment.kind"), 0, Align.LEFT),
        Column(say("paper.payment.amount"), 40 * MM, Align.RIGHT),
    )
    parts = (("fee", facts.fee_dong), ("charge", facts.charge_dong))
    rows = [(say(f"paper.payment.{name}"), dong(amount)) for name, amount in parts if amount]
    sheet.gap(1 * MM)
    table(sheet, columns, (*rows, (say("paper.payment.whole"), dong(whole))))
    sheet.gap(1 * MM)
    sheet.field(Field(say("paper.payment.in_words"), dong_in_words(whole), most=4))
