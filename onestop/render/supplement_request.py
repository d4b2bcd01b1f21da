"""Form 02, Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ: what is missing, why, and whom to ask."""

from datetime import date

from onestop.render.common_lines import entry, foot_of, party_fields, running_head
from onestop.render.dates import day_in_words
from onestop.render.document_table import missing_table
from onestop.render.fonts import Fonts
from onestop.render.ink import MM, Stamp, press
from onestop.render.masthead import code_line, masthead, title
from onestop.render.page import Field, Sheet, fitting
from onestop.render.paper_facts import DocumentLine, PaperFacts, Party
from onestop.render.prose import unbroken
from onestop.render.signatures import Signer, signatures
from onestop.render.wording import say


class SupplementFacts(PaperFacts, frozen=True, kw_only=True):
    """What a request for supplement is told; `number` bears the sign HDHS."""

    applicant: Party
    procedure_name: str
    procedure_code: str
    missing: tuple[DocumentLine, ...]
    """What to bring, all of it at once (Decree 61/2018, art. 15); counts of 0 leave their cell empty."""
    reason: str
    contact_name: str
    contact_phone: str
    answer_by: date | None = None
    """The last local day to bring it, of a dossier that waits for it."""
    code: str = ""
    """Empty where the dossier was never received and has none."""
    book: str = ""
    serial: str = ""


def supplement_request_pdf(facts: SupplementFacts, fonts: Fonts, *, stamp: Stamp | None = None) -> bytes:
    """Print a request for supplement on A5.

    Raises:
        Malformed: The code cannot be a bar code.
    """
    sheet = fitting(lambda size: _sheet(facts, fonts, size))
    name = f"{say('paper.supplement.name')} {facts.number}"
    return press(sheet.finish(), fonts, title=name, author=facts.office, stamp=stamp)


def _sheet(facts: SupplementFacts, fonts: Fonts, size: float) -> Sheet:
    running = running_head(say("paper.supplement.name"), facts.number)
    sheet = Sheet(fonts, size, running=running, foot=foot_of(facts))
    masthead(sheet, facts)
    if facts.code:
        code_line(sheet, facts.code)
    title(sheet, say("paper.supplement.title"))
    sheet.field(Field(say("paper.common.office"), facts.office))
    sheet.field(Field(say("paper.supplement.received_from"), facts.applicant.name))
    request = say("paper.common.procedure", name=facts.procedure_name, code=facts.procedure_code)
    sheet.field(Field(say("paper.common.request"), request, most=8))
    party_fields(sheet, facts.applicant)
    _asked(sheet, facts)
    entry(sheet, facts.book, facts.serial)
    signatures(sheet, None, Signer(say("paper.supplement.signs"), facts.officer_name))
    return sheet


def _asked(sheet: Sheet, facts: SupplementFacts) -> None:
    """Say what to bring, why, and who helps."""
    sheet.gap(1 * MM)
    if facts.missing:
        sheet.text(say("paper.supplement.ask"), sheet.fonts.bold, sheet.size)
        sheet.gap(0.6 * MM)
        missing_table(sheet, facts.missing)
        sheet.gap(1 * MM)
    sheet.text(say("paper.supplement.reason"), sheet.fonts.bold, sheet.size)
    sheet.text(facts.reason, sheet.fonts.regular, sheet.size, indent=3.5 * MM)
    if facts.answer_by is not None:
        until = say("paper.supplement.answer_by", day=day_in_words(facts.answer_by))
        sheet.text(until, sheet.fonts.bold, sheet.size, indent=3.5 * MM)
    sheet.gap(1 * MM)
    contact = say("paper.supplement.contact", officer=facts.contact_name, phone=unbroken(facts.contact_phone))
    sheet.text(contact, sheet.fonts.regular, sheet.size, most=5)
    sheet.gap(0.6 * MM)
