"""Phiếu kiểm soát quá trình giải quyết hồ sơ: who had a dossier from when to when, and how each stood to its time."""

from datetime import datetime

import msgspec

from onestop.render.common_lines import foot_of, running_head
from onestop.render.dates import moment_in_words
from onestop.render.fonts import Fonts
from onestop.render.grid import Column, Row, table
from onestop.render.ink import MM, Stamp, press
from onestop.render.masthead import code_line, masthead, title
from onestop.render.page import Align, Field, Sheet, fitting
from onestop.render.paper_facts import PaperFacts
from onestop.render.signatures import Signer, signatures
from onestop.render.wording import say


class RoutingRow(msgspec.Struct, frozen=True, kw_only=True):
    """One hand-over, as made or as planned: what is not known yet is left blank for a hand."""

    giver: str
    taker: str
    given_at: datetime | None = None
    taken_at: datetime | None = None
    giver_name: str = ""
    taker_name: str = ""
    standing: str = ""
    """Of the giver's work: `early`, `on_time` or `overdue`; empty where nothing was to be done."""
    late_days: int = 0
    note: str = ""


class RoutingSlipFacts(PaperFacts, frozen=True, kw_only=True):
    """What a routing slip is told: form 05 of Circular 01/2018, 06 of 03/2025. Instants bear their offset."""

    code: str
    owner_name: str
    procedure_name: str
    procedure_code: str
    received_at: datetime
    promised_at: datetime
    lead: str
    cooperating: tuple[str, ...] = ()
    rows: tuple[RoutingRow, ...] = ()


def routing_slip_pdf(facts: RoutingSlipFacts, fonts: Fonts, *, stamp: Stamp | None = None) -> bytes:
    """Print a routing slip on A5.

    Raises:
        Malformed: The code cannot be a bar code, or an instant has no zone.
    """
    sheet = fitting(lambda size: _sheet(facts, fonts, size))
    name = f"{say('paper.routing.name')} {facts.code}"
    return press(sheet.finish(), fonts, title=name, author=facts.office, stamp=stamp)


def _sheet(facts: RoutingSlipFacts, fonts: Fonts, size: float) -> Sheet:
    running = running_head(say("paper.routing.name"), facts.code)
    sheet = Sheet(fonts, size, running=running, foot=foot_of(facts))
    masthead(sheet, facts)
    code_line(sheet, facts.code)
    title(sheet, say("paper.routing.title"))
    sheet.field(Field(say("paper.routing.dossier_of"), facts.owner_name))
    request = say("paper.common.procedure", name=facts.procedure_name, code=facts.procedure_code)
    sheet.field(Field(say("paper.common.request"), request, most=6))
    sheet.field(Field(say("paper.routing.received_at"), moment_in_words(facts.received_at)))
    sheet.field(Field(say("paper.routing.promised_at"), moment_in_words(facts.promised_at)))
    sheet.field(Field(say("paper.routing.lead"), facts.lead))
    others = "; ".join(facts.cooperating) or say("paper.common.none")
    sheet.field(Field(say("paper.routing.cooperating"), others))
    sheet.gap(1 * MM)
    table(sheet, _columns(), tuple(_row(row) for row in facts.rows))
    signatures(sheet, None, Signer(say("paper.routing.signs"), facts.officer_name))
    return sheet


def _columns() -> tuple[Column, ...]:
    shared = say("paper.routing.times")
    return (
        Column(say("paper.routing.agency"), 29 * MM, Align.LEFT),
        Column(say("paper.routing.giver_signs"), 27 * MM, under=shared),
        Column(say("paper.routing.taker_signs"), 27 * MM, under=shared),
        Column(say("paper.routing.result"), 27 * MM),
        Column(say("paper.routing.note"), 0, Align.LEFT),
    )


def _row(row: RoutingRow) -> Row:
    who = f"{say('paper.routing.gives', who=row.giver)}\n{say('paper.routing.takes', who=row.taker)}"
    return (
        who,
        _signed(row.given_at, row.giver_name),
        _signed(row.taken_at, row.taker_name),
        _stood(row),
        row.note,
    )


def _signed(at: datetime | None, name: str) -> str:
    """Say when and by whom; what is still to come has its dots for a hand, as the form has them."""
    when = moment_in_words(at) if at else say("paper.routing.blank")
    return f"{when}\n{name}"


def _stood(row: RoutingRow) -> str:
    if not row.standing:
        return ""
    words = say(f"paper.routing.standing.{row.standing}")
    if not row.late_days:
        return words
    return say("paper.routing.with_days", standing=words, days=abs(row.late_days))
