"""Form 01, Giấy tiếp nhận hồ sơ và hẹn trả kết quả: the receipt, in two copies on A5."""

from datetime import date, datetime
from enum import StrEnum
from typing import assert_never

import msgspec

from onestop.clock import local_day
from onestop.render.common_lines import entry, fee_words, running_head
from onestop.render.dates import hour_in_figures, moment_in_words, short_day, weekday
from onestop.render.document_table import documents_table
from onestop.render.fonts import Fonts
from onestop.render.ink import MM, Stamp, press
from onestop.render.masthead import code_block, masthead, title
from onestop.render.page import FLOWING, SIZES, Field, Foot, Sheet, fitting
from onestop.render.paper_facts import NEWER, DocumentLine, Owner, PaperFacts, Party, Representative
from onestop.render.prose import unbroken, without_stop
from onestop.render.signatures import Signer, least_height, signatures
from onestop.render.wording import known, say

ONE_PAGE_DOCUMENTS = 6
"""Up to so many papers the receipt is kept on one page, in smaller type if it must be."""


class Copy(StrEnum):
    """The two copies (liên) of Circular 01/2018: one stays with the file, one goes with the citizen."""

    KEPT = "kept"
    GIVEN = "given"


class AgencyDue(msgspec.Struct, frozen=True, kw_only=True):
    """Until when one of several agencies has to be done with its share."""

    agency: str
    due_at: datetime


class ReceiptFacts(PaperFacts, frozen=True, kw_only=True):
    """What a receipt is told. Instants bear their offset and are printed in Asia/Ho_Chi_Minh."""

    code: str
    secret: str
    """Eight characters, shown in two groups of four, on the citizen's copy alone."""
    status_url: str
    """What the QR code of the citizen's copy holds: a link that opens without typing."""
    status_page: str = ""
    """Where code and secret can be typed, as a person writes it: "motcua.caobang.gov.vn/status"."""
    applicant: Party
    representative: Representative | None = None
    owner: Owner | None = None
    channel: str
    procedure_name: str
    procedure_code: str
    documents: tuple[DocumentLine, ...]
    sets: int = 1
    fee: str
    """In words of the office: "không", "50.000 đồng"."""
    fee_settled: bool | None = None
    """None where nothing is to be paid."""
    allowance: str
    received_at: datetime
    promised_at: datetime
    agencies: tuple[AgencyDue, ...] = ()
    """The agencies that it travels among, in turn, each with its day; empty where one has it all."""
    because: tuple[str, ...] = ()
    """Why this day, one sentence each."""
    awaits: str = ""
    """The agency of another place from whose taking it on the time is counted, as long as it has not."""
    provisional: bool = False
    """The promise reaches into a year whose holidays are not announced; the paper says so."""
    calendar_version: str = ""
    issue: int = 1
    """A moved date or a correction gives the next issue; the one before it is void."""
    replaces_on: date | None = None
    """The local day on which the issue before it was given out."""
    first_promised_at: datetime | None = None
    """What was promised first, where it is another hour or day than now."""
    first_calendar_version: str = ""
    return_place: str
    book: str
    serial: str
    reissue_reason: str = ""
    """Why there is a later issue; empty where the moved date says it all."""


def receipt_pdf(facts: ReceiptFacts, fonts: Fonts, *, stamp: Stamp | None = None) -> bytes:
    """Print both copies of a receipt as one PDF, first the citizen's, each with its own page numbers.

    The kept copy bears neither the secret nor the link: it travels with the file, and whoever handles the
    file could otherwise rate or petition in the citizen's name. Its QR code holds the dossier's code.

    Raises:
        Malformed: The code cannot be a bar code, the link no QR code, or an instant has no zone.
    """
    given = _fitting(facts, fonts)
    kept = _sheet(facts, fonts, Copy.KEPT, given.nominal)
    return press(
        [*given.finish(), *kept.finish()],
        fonts,
        title=f"{say('paper.receipt.name')} {facts.code}",
        author=facts.office,
        stamp=stamp,
    )


def _fitting(facts: ReceiptFacts, fonts: Fonts) -> Sheet:
    """Set the citizen's copy; only up to six papers are worth smaller type than the rest of the office reads."""
    sizes = SIZES if len(facts.documents) <= ONE_PAGE_DOCUMENTS else SIZES[: SIZES.index(FLOWING) + 1]
    return fitting(lambda size: _sheet(facts, fonts, Copy.GIVEN, size), sizes)


def _sheet(facts: ReceiptFacts, fonts: Fonts, copy: Copy, size: float) -> Sheet:
    """Set one copy from head to signatures."""
    running = running_head(say("paper.receipt.name"), facts.code)
    foot = Foot(_note(facts), f"paper.receipt.copy.{copy.value}_page")
    sheet = Sheet(fonts, size, running=running, foot=foot)
    masthead(sheet, facts)
    _codes(sheet, facts, copy)
    title(sheet, say("paper.receipt.title"), _which(facts, copy))
    _reissued(sheet, facts)
    _people(sheet, facts)
    _papers(sheet, facts)
    _times(sheet, facts)
    signer = facts.representative.name if facts.representative else facts.applicant.name
    signatures(
        sheet,
        Signer(say("paper.common.applicant_signs"), signer),
        Signer(say("paper.common.officer_signs"), facts.officer_name),
    )
    return sheet


def _which(facts: ReceiptFacts, copy: Copy) -> str:
    """Tell which copy it is and, of a later issue, which one it replaces."""
    words = say(f"paper.receipt.copy.{copy.value}")
    if facts.replaces_on is None:
        return words
    again = say("paper.receipt.again", issue=facts.issue, day=short_day(facts.replaces_on))
    return f"{words} {again}"


def _note(facts: ReceiptFacts) -> str:
    page = facts.status_page
    lookup = say("paper.receipt.lookup_page", page=page) if page else say("paper.receipt.lookup")
    phone = say("paper.common.phone_note", phone=unbroken(facts.office_phone)) if facts.office_phone else ""
    return " ".join((say("paper.receipt.note"), lookup, phone))


def _codes(sheet: Sheet, facts: ReceiptFacts, copy: Copy) -> None:
    match copy:
        case Copy.KEPT:
            code_block(sheet, facts.code, square=facts.code, secret=(say("paper.common.secret_kept"), ""))
        case Copy.GIVEN:
            groups = " ".join(facts.secret[at : at + 4] for at in range(0, len(facts.secret), 4))
            secret = (say("paper.common.secret"), groups)
            code_block(sheet, facts.code, square=facts.status_url, secret=secret)
        case _:
            assert_never(copy)


def _reissued(sheet: Sheet, facts: ReceiptFacts) -> None:
    """Say of a later issue why there is one; which one it replaces stands under the title."""
    if not facts.reissue_reason:
        return
    words = say("paper.receipt.reissued", reason=without_stop(facts.reissue_reason))
    sheet.text(words, sheet.fonts.italic, sheet.size * 0.9, most=4, lead=1.22)
    sheet.gap(0.4 * MM)


def _people(sheet: Sheet, facts: ReceiptFacts) -> None:
    """Fill in who asks, for whom, by which way, and what for."""
    party, none = facts.applicant, say("paper.common.none")
    sheet.field(Field(say("paper.common.office"), facts.office))
    sheet.fields(
        Field(say("paper.receipt.received_from"), party.name),
        Field(say("paper.receipt.channel"), facts.channel),
    )
    sheet.fields(
        Field(_label(facts, "paper.common.identity", "identity"), party.identity_no),
        Field(say("paper.common.phone"), party.phone or none),
    )
    sheet.field(Field(say("paper.common.address"), party.address))
    owner = facts.owner.name if facts.owner else say("paper.receipt.owner_same")
    sheet.fields(
        Field(say("paper.common.email"), party.email or none), Field(say("paper.receipt.owner"), owner)
    )
    if facts.owner and facts.owner.address:
        sheet.field(Field(say("paper.receipt.owner_address"), facts.owner.address))
    if facts.representative:
        sheet.field(Field(say("paper.receipt.representative"), _standing_in(facts.representative)))
    request = say("paper.common.procedure", name=facts.procedure_name, code=facts.procedure_code)
    sheet.field(Field(_label(facts, "paper.common.request", "request"), request, most=8))


def _papers(sheet: Sheet, facts: ReceiptFacts) -> None:
    sheet.gap(0.8 * MM)
    sheet.text(_label(facts, "paper.receipt.documents", "documents"), sheet.fonts.bold, sheet.size)
    sheet.gap(0.6 * MM)
    documents_table(sheet, facts.documents, facts.form_set)
    sheet.gap(0.8 * MM)


def _times(sheet: Sheet, facts: ReceiptFacts) -> None:
    """Fill in how many sets, the fee, when it was received, when to come back and why then."""
    sets = Field(
        _label(facts, "paper.receipt.sets", "sets"), say("paper.receipt.sets_value", sets=f"{facts.sets:02}")
    )
    fee = Field(_label(facts, "paper.receipt.fee", "fee"), fee_words(facts.fee, settled=facts.fee_settled))
    if facts.form_set == NEWER:
        sheet.field(sets)
    else:
        sheet.fields(sets, fee)
        sheet.field(Field(say("paper.receipt.allowance"), facts.allowance))
    for name in ("received_at", "promised_at"):
        label = _label(facts, f"paper.receipt.{name}", name)
        sheet.field(Field(label, moment_in_words(getattr(facts, name))))
    _agencies(sheet, facts)
    _why(sheet, facts)
    # Nobody signs a page with nothing on it: what stands last goes with the signatures.
    rows = 3 if facts.form_set == NEWER else 2
    sheet.keep(rows * sheet.lead + least_height(sheet))
    sheet.field(Field(_label(facts, "paper.receipt.return_place", "return_place"), facts.return_place))
    if facts.form_set == NEWER:
        sheet.field(fee)
    entry(sheet, facts.book, facts.serial)


def _agencies(sheet: Sheet, facts: ReceiptFacts) -> None:
    """Say until when each of several agencies has it: the citizen sees the whole and the parts."""
    if not facts.agencies:
        return
    parts = (
        say("paper.receipt.agency_due", agency=each.agency, day=short_day(local_day(each.due_at)))
        for each in facts.agencies
    )
    words = say("paper.receipt.agencies", agencies="; ".join(parts))
    sheet.gap(0.4 * MM)
    sheet.text(words, sheet.fonts.regular, sheet.size * 0.9, indent=3.5 * MM, most=4, lead=1.22)


def _why(sheet: Sheet, facts: ReceiptFacts) -> None:
    """Say why the promised day is that day, and that it may move where the calendar is provisional."""
    reasons = [without_stop(reason) for reason in facts.because]
    if facts.form_set == NEWER:
        reasons.insert(0, say("paper.receipt.allowed", allowance=facts.allowance))
    words = [say("paper.receipt.weekday", weekday=weekday(local_day(facts.promised_at)))]
    if reasons:
        words.append(say("paper.receipt.because", reasons="; ".join(reasons)))
    if facts.calendar_version:
        words.append(say("paper.receipt.calendar", version=facts.calendar_version))
    if facts.first_promised_at:
        words.append(_first_promise(facts.first_promised_at, facts.first_calendar_version))
    sheet.gap(0.4 * MM)
    sheet.text(" ".join(words), sheet.fonts.italic, sheet.size * 0.9, indent=3.5 * MM, most=9, lead=1.22)
    marks = [say("paper.receipt.awaits", agency=facts.awaits)] if facts.awaits else []
    marks += [say("paper.receipt.provisional")] if facts.provisional else []
    for mark in marks:
        sheet.text(mark, sheet.fonts.bold, sheet.size * 0.9, indent=3.5 * MM, lead=1.22)
    sheet.gap(0.4 * MM)


def _first_promise(at: datetime, version: str) -> str:
    """Tell what was promised first: a printed promise is never made to look as if it had not been."""
    day = f"{hour_in_figures(at)} {short_day(local_day(at))}"
    shape = "first_calendar" if version else "first"
    return say(f"paper.receipt.{shape}", day=day, version=version)


def _standing_in(representative: Representative) -> str:
    words = representative.name
    if representative.identity_no:
        words = say("paper.common.with_identity", name=words, identity_no=representative.identity_no)
    if representative.paper:
        words = say("paper.common.representative", name=words, paper=representative.paper)
    return words


def _label(facts: ReceiptFacts, key: str, newer: str) -> str:
    """Choose a label of the set of forms; the newer set overrides those that it words otherwise."""
    own = f"paper.receipt.tt03.{newer}"
    return say(own) if facts.form_set == NEWER and known(own) else say(key)
