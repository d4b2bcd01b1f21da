"""The rows of a draft — channels, papers, steps, fees — each made whole or refused with its place."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

import msgspec
from msgspec.structs import replace

from onestop.errors import AllowanceRefused, Malformed
from onestop.model.procedure import AllowanceUnit, Channel
from onestop.rules.allowance import Allowance, plain_amount
from onestop.rules.catalogue_shapes import CHANNELS
from onestop.rules.fees import MOST_DONG
from onestop.rules.procedure_facts import ChannelFacts, FeeFacts, RequirementFacts, StepFacts
from onestop.rules.text import one_line

NOT_STATED = "not_stated"
"""In a draft, the unit of a channel that states no time although the procedure does."""
MOST_ROWS = 60
_MOST_OF_A_PAPER = 99
_MOST_STAGES = 60
_LONGEST_PAPER = 1_000
_WHOLE = 100
_FEE_KINDS = ("fee", "charge")
_R = TypeVar("_R", bound=msgspec.Struct)


def amount_of(text: str, unit: str | None, *, field: str) -> str:
    """Read an amount of a unit as the tables keep it: "10", "0.25"; a comma is taken for the point.

    Raises:
        Malformed: Negative, no number, or none that the unit can carry (`allowance`); no unit (`missing`).
    """
    typed = text.strip().replace(",", ".")
    if not typed:
        return ""
    if not unit:
        raise Malformed(field=field.replace("amount", "unit"), reason="missing")
    try:
        return plain_amount(Allowance(typed, unit).amount)
    except AllowanceRefused:
        raise Malformed(field=field, reason="allowance") from None


def channels_of(rows: Sequence[ChannelFacts]) -> tuple[ChannelFacts, ...]:
    """Judge the channels; of each kind one row promises, others are further cases.

    Raises:
        Malformed: An unknown channel or unit, a channel that promises twice, a negative amount or fee.
    """
    _few(rows, "channels")
    promising = set[str]()
    judged = []
    for place, row in enumerate(rows, start=1):
        at = f"channels.{place}"
        if row.channel not in set(Channel):
            raise Malformed(field=f"{at}.channel", reason="unknown")
        if row.counts and row.channel in promising:
            raise Malformed(field=f"{at}.channel", reason="twice")
        promising |= {row.channel} if row.counts else set()
        unit = row.unit or None
        if unit not in {None, NOT_STATED, *AllowanceUnit}:
            raise Malformed(field=f"{at}.unit", reason="unknown")
        stated = unit not in {None, NOT_STATED}
        amount = amount_of(row.amount, unit if stated else None, field=f"{at}.amount")
        if stated and not amount and unit != AllowanceUnit.SAME_DAY:
            raise Malformed(field=f"{at}.amount", reason="missing")
        _money(row.fee_dong, f"{at}.fee_dong")
        judged.append(replace(row, unit=unit, amount=amount))
    return tuple(judged)


def requirements_of(rows: Sequence[RequirementFacts]) -> tuple[RequirementFacts, ...]:
    """Judge the papers.

    Raises:
        Malformed: No name, a number below 0 or above 99, or a paper of which nothing is asked
            (`asks-nothing`).
    """
    _few(rows, "requirements")
    judged = []
    for place, row in enumerate(rows, start=1):
        at = f"requirements.{place}"
        for kind in ("originals", "certified", "copies"):
            _within(getattr(row, kind), _MOST_OF_A_PAPER, f"{at}.{kind}")
        if not (row.originals or row.certified or row.copies or row.shown or row.replaced_by_database):
            raise Malformed(field=f"{at}.originals", reason="asks-nothing")
        name = one_line(row.name, field=f"{at}.name", least=1, most=_LONGEST_PAPER)
        source = one_line(row.database, field=f"{at}.database", most=200)
        judged.append(replace(row, name=name, database=source))
    return tuple(judged)


def steps_of(rows: Sequence[StepFacts], unit: str | None) -> tuple[StepFacts, ...]:
    """Judge the internal steps; one without a stage of its own is a stage by itself.

    Raises:
        Malformed: No role, a share that the procedure's unit cannot carry, a counted step without one, or a
            stage before that of the step above (`stage`).
    """
    _few(rows, "steps")
    judged: list[StepFacts] = []
    for place, row in enumerate(rows, start=1):
        at = f"steps.{place}"
        before = judged[-1].stage if judged else 0
        stage = row.stage or before + 1
        _within(stage, _MOST_STAGES, f"{at}.stage")
        if stage < before:
            raise Malformed(field=f"{at}.stage", reason="stage")
        amount = amount_of(row.amount, unit, field=f"{at}.amount") if row.amount.strip() else ""
        if row.counted and not amount:
            raise Malformed(field=f"{at}.amount", reason="missing")
        judged.append(
            replace(
                row,
                stage=stage,
                amount=amount,
                role=one_line(row.role, field=f"{at}.role", least=1, most=200),
                name=one_line(row.name, field=f"{at}.name", most=500),
                agency=row.agency or None,
            )
        )
    return tuple(judged)


def fees_of(rows: Sequence[FeeFacts]) -> tuple[FeeFacts, ...]:
    """Judge the fees and charges, each with its case.

    Raises:
        Malformed: Neither fee nor charge, no name, a negative sum, an unknown channel, a share above 100.
    """
    _few(rows, "fees")
    judged = []
    for place, row in enumerate(rows, start=1):
        at = f"fees.{place}"
        if row.kind not in _FEE_KINDS:
            raise Malformed(field=f"{at}.kind", reason="unknown")
        if any(channel not in CHANNELS for channel in row.channels):
            raise Malformed(field=f"{at}.channels", reason="unknown")
        _money(row.dong, f"{at}.dong")
        _within(row.online_percent, _WHOLE, f"{at}.online_percent")
        texts = {
            name: one_line(getattr(row, name), field=f"{at}.{name}", least=least, most=most)
            for name, least, most in (("name", 1, 300), ("per", 0, 100), ("case", 0, 500))
        }
        judged.append(replace(row, **texts))
    return tuple(judged)


def _few(rows: Sequence[_R], field: str) -> None:
    if len(rows) > MOST_ROWS:
        raise Malformed(field=field, reason="number")


def _money(dong: int | None, field: str) -> None:
    if dong is not None:
        _within(dong, MOST_DONG, field)


def _within(value: int, most: int, field: str) -> None:
    if not 0 <= value <= most:
        raise Malformed(field=field, reason="range")


def longest_by_stage(steps: Iterable[StepFacts]) -> dict[int, str]:
    """Give the share of each counted stage: of steps side by side the longest (decimal texts)."""
    longest: dict[int, str] = {}
    for step in steps:
        if step.counted and step.amount:
            before = longest.get(step.stage, "0")
            longest[step.stage] = max(before, step.amount, key=float)
    return longest
