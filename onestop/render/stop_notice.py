"""Form 05 of 2025, Thông báo dừng giải quyết hồ sơ: a dossier that its applicant wants no more."""

from datetime import datetime

from onestop.render.common_lines import entry, foot_of, party_fields, running_head
from onestop.render.dates import moment_in_words
from onestop.render.fonts import Fonts
from onestop.render.ink import MM, Stamp, press
from onestop.render.masthead import code_line, masthead, title
from onestop.render.page import Field, Sheet, fitting
from onestop.render.paper_facts import NEWER, PaperFacts, Party
from onestop.render.signatures import Signer, signatures
from onestop.render.wording import say


class StopFacts(PaperFacts, frozen=True, kw_only=True):
    """What a notice of stopping is told; `number` bears the sign TBD. Instants are printed in Asia/Ho_Chi_Minh.

    Only Circular 03/2025/TT-VPCP has the form (its number 05); before it the paper is a plain notice.
    """

    code: str
    applicant: Party
    procedure_name: str
    procedure_code: str
    agency: str
    received_at: datetime
    promised_at: datetime
    stopped_at: datetime
    reason: str
    book: str = ""
    serial: str = ""


def stop_notice_pdf(facts: StopFacts, fonts: Fonts, *, stamp: Stamp | None = None) -> bytes:
    """Print a notice of stopping on A5.

    Raises:
        Malformed: The code cannot be a bar code, or an instant names no zone.
    """
    sheet = fitting(lambda size: _sheet(facts, fonts, size))
    return press(
        sheet.finish(), fonts, title=f"{_name(facts)} {facts.number}", author=facts.office, stamp=stamp
    )


def _sheet(facts: StopFacts, fonts: Fonts, size: float) -> Sheet:
    sheet = Sheet(fonts, size, running=running_head(_name(facts), facts.number), foot=foot_of(facts))
    masthead(sheet, facts)
    code_line(sheet, facts.code)
    if facts.form_set == NEWER:
        title(sheet, say("paper.stop.tt03.title"))
    else:
        title(sheet, say("paper.stop.title"), say("paper.stop.under"))
    sheet.field(Field(say("paper.common.office"), facts.office))
    sheet.field(Field(say("paper.stop.received_from"), facts.applicant.name))
    party_fields(sheet, facts.applicant)
    request = say("paper.common.procedure", name=facts.procedure_name, code=facts.procedure_code)
    sheet.field(Field(say("paper.common.request"), request, most=8))
    sheet.field(Field(say("paper.stop.received_at"), moment_in_words(facts.received_at)))
    sheet.field(Field(say("paper.stop.promised_at"), moment_in_words(facts.promised_at)))
    sheet.field(Field(say("paper.stop.agency"), facts.agency))
    sheet.gap(1 * MM)
    wish = say("paper.stop.wish", office=facts.office, stopped=moment_in_words(facts.stopped_at))
    sheet.text(wish, sheet.fonts.regular, sheet.size, most=8)
    sheet.gap(0.6 * MM)
    sheet.text(facts.reason, sheet.fonts.bold, sheet.size, indent=3.5 * MM)
    sheet.gap(1 * MM)
    sheet.text(say("paper.stop.close", office=facts.office), sheet.fonts.regular, sheet.size, most=6)
    sheet.gap(0.6 * MM)
    entry(sheet, facts.book, facts.serial)
    signatures(
        sheet,
        Signer(say("paper.common.applicant_signs"), facts.applicant.name),
        Signer(say("paper.common.officer_signs"), facts.officer_name),
    )
    return sheet


def _name(facts: StopFacts) -> str:
    return say("paper.stop.tt03.name") if facts.form_set == NEWER else say("paper.stop.name")
