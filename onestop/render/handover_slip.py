"""Giấy bàn giao hồ sơ và phiếu bàn giao kết quả: the list that goes with dossiers, in two copies on A5."""

from datetime import datetime
from enum import StrEnum

import msgspec

from onestop.clock import local_day
from onestop.render.barcode import qr
from onestop.render.common_lines import foot_of, running_head
from onestop.render.dates import moment_in_words, short_day
from onestop.render.fonts import Fonts
from onestop.render.grid import Column, Row, table
from onestop.render.ink import MM, Stamp, press
from onestop.render.masthead import QR_SIDE, masthead, title
from onestop.render.page import FLOWING, LEFT, SPAN, Align, Field, Sheet, fitting
from onestop.render.paper_facts import PaperFacts
from onestop.render.signatures import Signer, signatures
from onestop.render.wording import say


class HandoverCopy(StrEnum):
    """The two copies: whoever gives keeps one, whoever takes the other."""

    GIVER = "giver"
    TAKER = "taker"


class HandoverLine(msgspec.Struct, frozen=True, kw_only=True):
    """One dossier on a list."""

    code: str
    content: str
    owner_name: str
    address: str = ""
    due_at: datetime | None = None
    """When the agency that takes it has to be done; None on the way back."""
    sets: int = 1
    result: str = ""
    has_fee: bool = False
    by_post: bool = False


class HandoverSlipFacts(PaperFacts, frozen=True, kw_only=True):
    """What a list is told. `list_id` is in its square code, to open it by a scan. Instants bear their offset."""

    list_id: str
    outward: bool
    """From the centre to an agency; else results on their way back."""
    giver: str
    taker: str
    given_at: datetime
    giver_name: str
    lines: tuple[HandoverLine, ...]


def handover_slip_pdf(facts: HandoverSlipFacts, fonts: Fonts, *, stamp: Stamp | None = None) -> bytes:
    """Print both copies of a list as one PDF, each with its own page numbers.

    Raises:
        Malformed: The list's id cannot be a QR code, or an instant has no zone.
    """
    given = fitting(lambda size: _sheet(facts, fonts, size, HandoverCopy.GIVER))
    taken = _sheet(facts, fonts, given.nominal, HandoverCopy.TAKER)
    return press(
        [*given.finish(), *taken.finish()],
        fonts,
        title=f"{say(_key(facts, 'name'))} {facts.number}",
        author=facts.office,
        stamp=stamp,
    )


def _key(facts: HandoverSlipFacts, name: str) -> str:
    return f"paper.handover.{'out' if facts.outward else 'back'}.{name}"


def _sheet(facts: HandoverSlipFacts, fonts: Fonts, size: float, copy: HandoverCopy) -> Sheet:
    running = running_head(say(_key(facts, "name")), facts.number)
    sheet = Sheet(fonts, min(size, FLOWING), running=running, foot=foot_of(facts))
    masthead(sheet, facts)
    top = sheet.y
    title(sheet, say(_key(facts, "title")), say(f"paper.handover.copy.{copy.value}"))
    sheet.mark(qr(facts.list_id, LEFT + SPAN, top, room=QR_SIDE))
    sheet.y = max(sheet.y, top + QR_SIDE + 1 * MM)
    sheet.field(Field(say("paper.handover.giver"), facts.giver))
    sheet.field(Field(say("paper.handover.taker"), facts.taker))
    sheet.fields(
        Field(say("paper.handover.given_at"), moment_in_words(facts.given_at)),
        Field(say("paper.handover.count"), say("paper.handover.dossiers", count=f"{len(facts.lines):02}")),
    )
    sheet.gap(1 * MM)
    if facts.outward:
        table(sheet, _columns_out(), tuple(_out(place, line) for place, line in enumerate(facts.lines, 1)))
    else:
        table(sheet, _columns_back(), tuple(_back(place, line) for place, line in enumerate(facts.lines, 1)))
    sheet.gap(1 * MM)
    sheet.text(say("paper.handover.statement"), fonts.italic, sheet.size)
    signatures(
        sheet,
        Signer(say("paper.handover.giver_signs"), facts.giver_name),
        Signer(say("paper.handover.taker_signs"), ""),
    )
    return sheet


def _columns_out() -> tuple[Column, ...]:
    return (
        Column(say("paper.handover.index"), 8 * MM),
        Column(say("paper.handover.code"), 33 * MM),
        Column(say("paper.handover.content"), 0, Align.LEFT),
        Column(say("paper.handover.owner"), 25 * MM, Align.LEFT),
        Column(say("paper.handover.sets"), 12 * MM),
        Column(say("paper.handover.due"), 20 * MM),
    )


def _out(place: int, line: HandoverLine) -> Row:
    due = short_day(local_day(line.due_at)) if line.due_at else ""
    return (str(place), line.code, line.content, line.owner_name, f"{line.sets:02}", due)


def _columns_back() -> tuple[Column, ...]:
    return (
        Column(say("paper.handover.index"), 7 * MM),
        Column(say("paper.handover.code"), 23 * MM),
        Column(say("paper.handover.content"), 0, Align.LEFT),
        Column(say("paper.handover.result"), 15 * MM, Align.LEFT),
        Column(say("paper.handover.owner_name"), 19 * MM, Align.LEFT),
        Column(say("paper.handover.address"), 20 * MM, Align.LEFT),
        Column(say("paper.handover.fee"), 10 * MM),
        Column(say("paper.handover.post"), 13 * MM),
    )


def _back(place: int, line: HandoverLine) -> Row:
    cross = say("paper.handover.cross")
    return (
        str(place),
        line.code,
        line.content,
        line.result,
        line.owner_name,
        line.address,
        cross if line.has_fee else "",
        cross if line.by_post else "",
    )
