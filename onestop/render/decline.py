"""Form 03, Phiếu từ chối tiếp nhận giải quyết hồ sơ: a dossier that is not taken in, and why."""

from onestop.render.common_lines import entry, foot_of, party_fields, running_head
from onestop.render.fonts import Fonts
from onestop.render.ink import MM, Stamp, press
from onestop.render.masthead import code_line, masthead, title
from onestop.render.page import Field, Sheet, fitting
from onestop.render.paper_facts import PaperFacts, Party
from onestop.render.signatures import Signer, signatures
from onestop.render.wording import say


class DeclineFacts(PaperFacts, frozen=True, kw_only=True):
    """What a decline is told."""

    applicant: Party
    procedure_name: str
    procedure_code: str
    reason: str
    """With the article it rests on; a line feed begins a paragraph."""
    code: str = ""
    """Empty where the dossier was never received and has none."""
    book: str = ""
    serial: str = ""


def decline_pdf(facts: DeclineFacts, fonts: Fonts, *, stamp: Stamp | None = None) -> bytes:
    """Print a decline on A5.

    Raises:
        Malformed: The code cannot be a bar code.
    """
    sheet = fitting(lambda size: _sheet(facts, fonts, size))
    name = f"{say('paper.decline.name')} {facts.number}"
    return press(sheet.finish(), fonts, title=name, author=facts.office, stamp=stamp)


def _sheet(facts: DeclineFacts, fonts: Fonts, size: float) -> Sheet:
    running = running_head(say("paper.decline.name"), facts.number)
    sheet = Sheet(fonts, size, running=running, foot=foot_of(facts))
    masthead(sheet, facts)
    if facts.code:
        code_line(sheet, facts.code)
    title(sheet, say("paper.decline.title"))
    sheet.field(Field(say("paper.common.office"), facts.office))
    sheet.field(Field(say("paper.decline.received_from"), facts.applicant.name))
    party_fields(sheet, facts.applicant)
    request = say("paper.common.procedure", name=facts.procedure_name, code=facts.procedure_code)
    sheet.field(Field(say("paper.common.request"), request, most=8))
    sheet.gap(1.5 * MM)
    sheet.text(say("paper.decline.reason", office=facts.office), sheet.fonts.regular, sheet.size, most=6)
    sheet.gap(0.8 * MM)
    sheet.text(facts.reason, sheet.fonts.bold, sheet.size, indent=3.5 * MM)
    sheet.gap(1.5 * MM)
    sheet.text(say("paper.decline.close"), sheet.fonts.regular, sheet.size)
    sheet.gap(0.8 * MM)
    entry(sheet, facts.book, facts.serial)
    signatures(
        sheet,
        Signer(say("paper.common.applicant_signs"), facts.applicant.name),
        Signer(say("paper.common.officer_signs"), facts.officer_name),
    )
    return sheet
