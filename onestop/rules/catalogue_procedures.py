"""The entries of procedures/*.toml and successions.toml."""

import re
from decimal import Decimal

from onestop.rules.catalogue_place_shapes import CENTRE_KINDS
from onestop.rules.catalogue_shapes import (
    ATTESTATIONS,
    CHANNELS,
    ONLINE_LEVELS,
    SUPPLEMENTS,
    UNITS,
    ChannelEntry,
    FeeEntry,
    PauseEntry,
    ProcedureEntry,
    RequirementEntry,
    StatedAllowance,
    StepEntry,
    SuccessionEntry,
)
from onestop.rules.catalogue_table import Table

CODE = re.compile(r"[0-9]\.[0-9]{6}")
"""A national code of a procedure: a digit, a dot, six digits."""

_WHOLE = 100


def procedure_of(table: Table) -> ProcedureEntry:
    """Read a procedure; what must fit within it is checked here, what it points to is checked later."""
    fees = tuple(_fee_of(fee) for fee in table.tables("fees"))
    allowance = _allowance_of(table.table("allowance"))
    procedure = ProcedureEntry(
        code=table.matching("code", CODE),
        name=table.text("name"),
        sector=table.text("sector"),
        level=table.word("level", CENTRE_KINDS),
        resolved_by=table.text("resolved_by"),
        received_at=table.words("received_at", CENTRE_KINDS),
        allowance=allowance,
        allowance_text=table.text("allowance_text"),
        mountain_days=table.whole("mountain_days", 0),
        channels=_channels_of(table, allowance, fees),
        online_level=table.word("online_level", ONLINE_LEVELS) if "online_level" in table.named else None,
        fees=fees,
        fee_text=table.text("fee_text"),
        requirements=tuple(_requirement_of(paper) for paper in table.tables("requirements")),
        supplement=table.word("supplement", SUPPLEMENTS, SUPPLEMENTS[0]),
        pauses=tuple(_pause_of(pause) for pause in table.tables("pauses")),
        steps=tuple(_step_of(step, place) for place, step in enumerate(table.tables("steps"), 1)),
        legal_basis=table.text("legal_basis", ""),
        sensitive=table.flag("sensitive", default=False),
        attested=table.word("attested", ATTESTATIONS),
        sources=table.texts("sources"),
        note=table.text("note", ""),
        from_memory=table.memory(),
        file=table.file,
    )
    table.end()
    _check_steps(table, procedure)
    if procedure.attested == "memory" and "name" not in procedure.from_memory:
        table.refuse("name-not-marked")
    return procedure


def succession_of(table: Table) -> SuccessionEntry:
    """Read which codes replaced an old one."""
    succession = SuccessionEntry(
        old=table.matching("old", CODE),
        old_name=table.text("old_name"),
        new=table.texts("new"),
        from_on=table.day("from_on"),
        note=table.text("note", ""),
        sources=table.texts("sources"),
        from_memory=table.memory(),
    )
    table.end()
    if not succession.new or any(CODE.fullmatch(code) is None for code in succession.new):
        table.refuse("new-malformed")
    return succession


def owed_dong(fees: tuple[FeeEntry, ...], channel: str) -> int | None:
    """Reckon what is owed on a channel, in whole đồng.

    Returns:
        The sum of the fees and charges of that channel, each at its online share there; `None` where
        nothing is stated or the amount depends on the case, the number of pages, or a decision unread.
    """
    due = [fee for fee in fees if not fee.channels or channel in fee.channels]
    if not due or any(fee.dong is None or fee.case or fee.per for fee in due):
        return None
    return sum(
        (fee.dong or 0) * (fee.online_percent if channel == "online" else _WHOLE) // _WHOLE for fee in due
    )


def stated_dong(fees: tuple[FeeEntry, ...], kind: str) -> int:
    """Sum the fees (`fee`) or charges (`charge`) that are owed at the counter whatever the case, in whole đồng."""
    plain = [fee for fee in fees if fee.kind == kind and not fee.case and not fee.per]
    return sum(fee.dong or 0 for fee in plain if not fee.channels or "direct" in fee.channels)


def _allowance_of(table: Table | None) -> StatedAllowance | None:
    if table is None:
        return None
    amount, unit = table.amount("amount"), table.word("unit", UNITS)
    if amount is None:
        table.refuse("amount-missing")
    if unit == "same_day" and amount != 0:
        table.refuse(f"same-day-with-amount: {amount}")
    table.end()
    return StatedAllowance(amount=amount, unit=unit)


def _channels_of(
    table: Table, allowance: StatedAllowance | None, fees: tuple[FeeEntry, ...]
) -> tuple[ChannelEntry, ...]:
    """Read the open channels; one with an allowance of its own has it instead of the procedure's."""
    names = table.words("channels", CHANNELS, CHANNELS)
    apart = table.table("allowance_by_channel")
    own = {name: _allowance_of(apart.table(name)) for name in names} if apart else {}
    if apart:
        apart.end()
    return tuple(
        ChannelEntry(channel=name, allowance=own.get(name) or allowance, fee_dong=owed_dong(fees, name))
        for name in names
    )


def _fee_of(table: Table) -> FeeEntry:
    fee = FeeEntry(
        kind=table.word("kind", ("fee", "charge")),
        name=table.text("name"),
        dong=table.whole("dong") if "dong" in table.named else None,
        per=table.text("per", ""),
        case=table.text("case", ""),
        channels=table.words("channels", CHANNELS, ()),
        online_percent=table.whole("online_percent", _WHOLE),
    )
    if fee.online_percent > _WHOLE:
        table.refuse(f"online-percent-above-whole: {fee.online_percent}")
    table.end()
    return fee


def _requirement_of(table: Table) -> RequirementEntry:
    paper = RequirementEntry(
        name=table.text("name"),
        originals=table.whole("originals", 0),
        certified=table.whole("certified", 0),
        copies=table.whole("copies", 0),
        optional=table.flag("optional", default=False),
        shown=table.flag("shown", default=False),
        replaced_by_database=table.maybe("replaced_by_database"),
    )
    table.end()
    if not (paper.originals or paper.certified or paper.copies or paper.shown):
        table.refuse("asks-for-nothing")
    return paper


def _step_of(table: Table, place: int) -> StepEntry:
    step = StepEntry(
        stage=table.whole("stage", place),
        name=table.text("name"),
        role=table.text("role"),
        agency=table.maybe("agency"),
        amount=table.amount("amount"),
        counted=table.flag("counted", default=True),
    )
    table.end()
    if step.counted and step.amount is None:
        table.refuse("counted-without-amount")
    return step


def _pause_of(table: Table) -> PauseEntry:
    pause = PauseEntry(
        reason=table.text("reason"),
        owner=table.text("owner"),
        rule=table.word("rule", SUPPLEMENTS[1:]),
        basis=table.text("basis", ""),
    )
    table.end()
    return pause


def _check_steps(table: Table, procedure: ProcedureEntry) -> None:
    """Refuse steps that do not add up to the allowance; of steps side by side the longest counts."""
    if not procedure.steps:
        return
    longest: dict[int, Decimal] = {}
    for step in procedure.steps:
        if step.counted:
            longest[step.stage] = max(longest.get(step.stage, Decimal(0)), step.amount or Decimal(0))
    total = sum(longest.values(), Decimal(0))
    if procedure.allowance is None or total != procedure.allowance.amount:
        stated = procedure.allowance.amount if procedure.allowance else "not stated"
        table.refuse(f"steps-do-not-sum: {total}, allowance {stated}")
