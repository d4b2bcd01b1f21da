"""Form 04, Phiếu xin lỗi và hẹn lại ngày trả kết quả: why the result is late, and when it will be there."""

from datetime import datetime

from onestop.render.common_lines import entry, foot_of, party_fields, running_head
from onestop.render.dates import moment_in_words
from onestop.render.fonts import Fonts
from onestop.render.ink import MM, Stamp, press
from onestop.render.masthead import code_line, masthead, title
from onestop.render.page import Field, Sheet, fitting
from onestop.render.paper_facts import NEWER, PaperFacts, Party
from onestop.render.prose import without_stop
from onestop.render.signatures import Signer, signatures
from onestop.render.wording import known, say


class ApologyFacts(PaperFacts, frozen=True, kw_only=True):
    """What an apology is told; `number` bears the sign PXL. Instants are printed in Asia/Ho_Chi_Minh."""

    code: str
    applicant: Party
    procedure_name: str
    procedure_code: str
    agency: str
    """Who is late, and signs."""
    receipt_number: str
    received_at: datetime
    promised_at: datetime
    told_at: datetime
    """When the result is promised now; told once (Decree 61/2018/NĐ-CP, art. 19.9)."""
    reason: str
    book: str = ""
    serial: str = ""


def apology_pdf(facts: ApologyFacts, fonts: Fonts, *, stamp: Stamp | None = None) -> bytes:
    """Print an apology on A5.

    Raises:
        Malformed: The code cannot be a bar code, or an instant names no zone.
    """
    sheet = fitting(lambda size: _sheet(facts, fonts, size))
    name = f"{_worded(facts, 'name')} {facts.number}"
    return press(sheet.finish(), fonts, title=name, author=facts.office, stamp=stamp)


def _sheet(facts: ApologyFacts, fonts: Fonts, size: float) -> Sheet:
    sheet = Sheet(
        fonts, size, running=running_head(_worded(facts, "name"), facts.number), foot=foot_of(facts)
    )
    masthead(sheet, facts)
    code_line(sheet, facts.code)
    title(sheet, _worded(facts, "title"))
    sheet.field(Field(say("paper.apology.to"), facts.applicant.name))
    party_fields(sheet, facts.applicant)
    sheet.gap(1 * MM)
    _story(sheet, facts)
    entry(sheet, facts.book, facts.serial)
    signs = Signer(say("paper.apology.signs"), facts.agency, say("paper.apology.sign"))
    signatures(sheet, None, signs)
    return sheet


def _story(sheet: Sheet, facts: ApologyFacts) -> None:
    """Say what was promised, that it is not kept, why, and what is promised now."""
    regular, bold = sheet.fonts.regular, sheet.fonts.bold
    procedure = say("paper.common.procedure", name=facts.procedure_name, code=facts.procedure_code)
    received = say(
        "paper.apology.received",
        received=moment_in_words(facts.received_at),
        agency=facts.agency,
        procedure=procedure,
        applicant=facts.applicant.name,
    )
    sheet.text(received, regular, sheet.size, most=10)
    sheet.gap(0.6 * MM)
    sheet.field(Field(say("paper.apology.receipt"), facts.receipt_number))
    sheet.field(Field(say("paper.apology.promised_at"), moment_in_words(facts.promised_at)))
    sheet.text(say("paper.apology.sorry"), regular, sheet.size)
    sheet.gap(0.6 * MM)
    sheet.text(say("paper.apology.reason"), bold, sheet.size)
    sheet.text(facts.reason, regular, sheet.size, indent=3.5 * MM)
    sheet.gap(0.6 * MM)
    apologise = say("paper.apology.apologise", agency=without_stop(facts.agency))
    sheet.text(apologise, regular, sheet.size, most=6)
    sheet.gap(0.6 * MM)
    sheet.field(Field(_worded(facts, "told_at"), moment_in_words(facts.told_at)))


def _worded(facts: ApologyFacts, key: str) -> str:
    """Choose the words of the set of forms; the newer one calls the paper otherwise."""
    own = f"paper.apology.tt03.{key}"
    return say(own) if facts.form_set == NEWER and known(own) else say(f"paper.apology.{key}")
