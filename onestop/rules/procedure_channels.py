"""A row of the channel file: which channel, how long, how much."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from onestop.rules.procedure_rows import SHOWN
from onestop.rules.procedure_shapes import ImportedChannel, RefusedRow
from onestop.rules.text import clean

CHANNEL_WORDS = {"Trực tiếp": "direct", "Dịch vụ bưu chính": "post", "Trực tuyến": "online"}
"""The national portal's three words; post is public or hired (Decree 61/2018/NĐ-CP art. 16)."""

_UNITS = ("working_day", "calendar_day", "month", "hour")
_AMOUNT = re.compile(r"[0-9]{1,4}([.,][0-9]{1,3})?")
_MONEY = re.compile(r"[0-9]{1,12}")
_LEADING = re.compile(r"\d+")
_OFFICE_HOURS = re.compile(r"giờ\s+(làm việc|hành chính)", re.IGNORECASE)
_DAY_IN_HOURS = 24
_LEAST_FEE_DONG = 1_000
"""No fee or charge of a Vietnamese procedure is smaller; 40 is what a parser made of "40.000"."""
_LENGTH = {
    "month": Decimal(30),
    "working_day": Decimal("1.4"),
    "calendar_day": Decimal(1),
    "working_hour": Decimal("0.175"),
    "clock_hour": Decimal(1) / 24,
}
"""Calendar days that a unit lasts, roughly: for telling which of two is longer, never for a date."""


def channel_of(cells: Mapping[str, str], row: int, file: str) -> ImportedChannel | RefusedRow:
    """Read a row of the channel file, or say why not.

    A row without an amount states no time: it is taken as it is, and nothing is guessed from its text,
    even where that begins with a bare number (doubt `unit-missing`).
    """
    wrong = _problem(cells)
    if wrong:
        reason, found = wrong
        return RefusedRow(file=file, row=row, code=cells["ma"], reason=reason, found=found[:SHOWN])
    amount, unit, money = cells["so"], cells["don_vi"], cells["phi_vnd"]
    raw = clean(cells["raw"])
    fee = int(money) if money else None
    length = Decimal(amount.replace(",", ".")) if amount else None
    kind, doubts = _unit(unit, length, raw)
    if fee is not None and 0 < fee < _LEAST_FEE_DONG:
        doubts = (*doubts, "fee-implausible")
    return ImportedChannel(
        row=row,
        channel=CHANNEL_WORDS[clean(cells["kenh"])],
        amount=length,
        unit=kind,
        fee_dong=fee,
        raw=raw,
        counts=False,
        doubts=doubts,
    )


def with_the_one_that_counts(channels: Sequence[ImportedChannel]) -> tuple[ImportedChannel, ...]:
    """Mark, for each channel, the row that a promise is reckoned with; keep all of them.

    The portal repeats a channel where a procedure has several cases and does not say which row is
    which. The longest stated time counts, of equals the first: a promise that can be kept in every
    case. A shorter case is the officer's to choose at the counter. A row that states no time counts
    only where the channel has no other.
    """
    best: dict[str, ImportedChannel] = {}
    for channel in channels:
        leader = best.get(channel.channel)
        if leader is None or _length(channel) > _length(leader):
            best[channel.channel] = channel
    return tuple(replace(channel, counts=best[channel.channel] is channel) for channel in channels)


def _problem(cells: Mapping[str, str]) -> tuple[str, str] | None:
    """Say what is wrong with a channel's row: a code of the reason, and what was found."""
    word, amount, unit, money = clean(cells["kenh"]), cells["so"], cells["don_vi"], cells["phi_vnd"]
    checks = [
        (word not in CHANNEL_WORDS, "channel-unknown", word),
        (amount.startswith("-"), "amount-negative", amount),
        (bool(amount) and _AMOUNT.fullmatch(amount) is None, "amount-malformed", amount),
        (bool(amount) and not unit, "amount-without-unit", amount),
        (bool(unit) and not amount, "unit-without-amount", unit),
        (bool(unit) and unit not in _UNITS, "unit-unknown", unit),
        (bool(money) and _MONEY.fullmatch(money) is None, "fee-malformed", money),
    ]
    return next(((reason, found) for wrong, reason, found in checks if wrong), None)


def _unit(unit: str, amount: Decimal | None, raw: str) -> tuple[str | None, tuple[str, ...]]:
    """Decide the unit; of hours, which kind.

    The portal knows one hour. "giờ làm việc" or "giờ hành chính" in its text makes it a working hour;
    24 hours or more are a day and a night, clock hours; what is left is taken as working hours, since a
    centre that is closed answers nobody, and marked (`hour-kind-assumed`).
    """
    if amount is None:
        return None, ("unit-missing",) if _LEADING.match(raw) else ()
    if unit != "hour":
        return unit, ()
    if _OFFICE_HOURS.search(raw):
        return "working_hour", ()
    if amount >= _DAY_IN_HOURS:
        return "clock_hour", ()
    return "working_hour", ("hour-kind-assumed",)


def _length(channel: ImportedChannel) -> Decimal:
    """Tell how long a row's time is, in rough calendar days; -1 where it states none."""
    if channel.amount is None or channel.unit is None:
        return Decimal(-1)
    return channel.amount * _LENGTH[channel.unit]
