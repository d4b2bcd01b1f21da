"""Giấy biên nhận trả kết quả: who collected what, when, on showing which identity paper."""

from datetime import datetime
from typing import Literal

import msgspec

from onestop.render.common_lines import entry, fee_words, foot_of, running_head
from onestop.render.dates import moment_in_words
from onestop.render.fonts import Fonts
from onestop.render.grid import Column, table
from onestop.render.ink import MM, Stamp, press
from onestop.render.masthead import code_line, masthead, title
from onestop.render.page import Align, Field, Foot, Sheet, fitting
from onestop.render.paper_facts import PaperFacts, Party
from onestop.render.signatures import Signer, signatures
from onestop.render.wording import say


class Collector(msgspec.Struct, frozen=True, kw_only=True):
    """Who collected the result, and how they showed who they are."""

    kind: Literal["applicant", "representative", "post"]
    name: str
    identity_kind: str = ""
    """In words: "Căn cước"."""
    identity_no: str = ""
    authority: str = ""
    """What lets a representative collect."""
    tracking: str = ""
    """The number under which the post carries it."""


class ReturnedItem(msgspec.Struct, frozen=True, kw_only=True):
    """A result or a paper given back, and how many."""

    name: str
    count: int = 1


class ResultReceiptFacts(PaperFacts, frozen=True, kw_only=True):
    """What a note of a returned result is told. Instants bear their offset."""

    code: str
    applicant: Party
    procedure_name: str
    procedure_code: str
    collector: Collector
    items: tuple[ReturnedItem, ...]
    promised_at: datetime
    ready_at: datetime | None = None
    handed_over_at: datetime
    fee: str
    fee_settled: bool | None = None
    signed: Literal["", "screen", "paper"] = ""
    """Where whoever collected signed; nobody does for what goes by post."""
    book: str = ""
    serial: str = ""


def result_receipt_pdf(facts: ResultReceiptFacts, fonts: Fonts, *, stamp: Stamp | None = None) -> bytes:
    """Print a note of a returned result on A5.

    Raises:
        Malformed: The code cannot be a bar code, or an instant has no zone.
    """
    sheet = fitting(lambda size: _sheet(facts, fonts, size))
    name = f"{say('paper.result.name')} {facts.code}"
    return press(sheet.finish(), fonts, title=name, author=facts.office, stamp=stamp)


def _sheet(facts: ResultReceiptFacts, fonts: Fonts, size: float) -> Sheet:
    running = running_head(say("paper.result.name"), facts.code)
    foot = Foot(f"{say('paper.result.rate')} {foot_of(facts).note}")
    sheet = Sheet(fonts, size, running=running, foot=foot)
    masthead(sheet, facts)
    code_line(sheet, facts.code)
    title(sheet, say("paper.result.title"))
    sheet.field(Field(say("paper.common.office"), facts.office))
    sheet.field(Field(say("paper.result.dossier_of"), facts.applicant.name))
    request = say("paper.common.procedure", name=facts.procedure_name, code=facts.procedure_code)
    sheet.field(Field(say("paper.common.request"), request, most=8))
    _collector(sheet, facts.collector)
    _items(sheet, facts.items)
    _settled(sheet, facts)
    signatures(
        sheet,
        Signer(say("paper.result.receiver_signs"), facts.collector.name),
        Signer(say("paper.result.giver_signs"), facts.officer_name),
    )
    return sheet


def _collector(sheet: Sheet, collector: Collector) -> None:
    sheet.fields(
        Field(say("paper.result.collector"), collector.name),
        Field(say("paper.result.collector_kind"), say(f"paper.result.kind.{collector.kind}")),
    )
    sheet.fields(
        Field(say("paper.result.identity_kind"), collector.identity_kind),
        Field(say("paper.result.identity_no"), collector.identity_no),
    )
    if collector.tracking:
        sheet.field(Field(say("paper.result.tracking"), collector.tracking))
    if collector.authority:
        sheet.field(Field(say("paper.result.authority"), collector.authority))


def _items(sheet: Sheet, items: tuple[ReturnedItem, ...]) -> None:
    sheet.gap(1 * MM)
    sheet.text(say("paper.result.results"), sheet.fonts.bold, sheet.size)
    sheet.gap(0.6 * MM)
    columns = (
        Column(say("paper.result.results_index"), 10 * MM),
        Column(say("paper.result.results_name"), 0, Align.LEFT),
        Column(say("paper.result.results_count"), 20 * MM),
    )
    table(sheet, columns, tuple((str(at), item.name, str(item.count)) for at, item in enumerate(items, 1)))
    sheet.gap(1 * MM)


def _settled(sheet: Sheet, facts: ResultReceiptFacts) -> None:
    """Fill in the fee and the three instants that are compared when a return is late."""
    sheet.field(Field(say("paper.result.fee"), fee_words(facts.fee, settled=facts.fee_settled)))
    sheet.field(Field(say("paper.result.promised_at"), moment_in_words(facts.promised_at)))
    ready = moment_in_words(facts.ready_at) if facts.ready_at else ""
    sheet.field(Field(say("paper.result.ready_at"), ready))
    sheet.field(Field(say("paper.result.handed_over_at"), moment_in_words(facts.handed_over_at)))
    if facts.signed:
        who = say(f"paper.result.by.{facts.signed}", name=facts.collector.name)
        sheet.field(Field(say("paper.result.signed"), who))
    entry(sheet, facts.book, facts.serial)
    sheet.gap(0.8 * MM)
    sheet.text(say("paper.result.statement"), sheet.fonts.italic, sheet.size)
