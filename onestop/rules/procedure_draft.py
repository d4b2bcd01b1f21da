"""A draft of a procedure: what somebody wishes to change in it, and what it still lacks to be published."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from onestop.errors import AllowanceNotStated, AllowanceRefused, LegsDoNotSum, Malformed, Refusal
from onestop.model.procedure import AllowanceUnit, SupplementRule
from onestop.rules.allowance import Allowance, plain_amount
from onestop.rules.catalogue_place_shapes import CENTRE_KINDS
from onestop.rules.catalogue_shapes import ONLINE_LEVELS
from onestop.rules.fees import MOST_DONG
from onestop.rules.procedure_facts import (
    ChannelFacts,
    FeeFacts,
    ProcedureFacts,
    RequirementFacts,
    StepFacts,
)
from onestop.rules.procedure_rows_judged import (
    NOT_STATED,
    channels_of,
    fees_of,
    longest_by_stage,
    requirements_of,
    steps_of,
)
from onestop.rules.text import many_lines, one_line
from onestop.rules.wish import in_range, present

LEVELS = (*CENTRE_KINDS, "ministry", "other")
"""Whose procedure it is; the last two come from the national portal's list."""
_LINES = {"name": 2_000, "allowance_text": 500, "fee_text": 1_000}
_RANGES = {
    "answer_days": (1, 365),
    "mountain_days": (0, 365),
    "retention_years": (0, 100),
    "fee_dong": (0, MOST_DONG),
    "charge_dong": (0, MOST_DONG),
    "online_discount_percent": (0, 100),
}
_WORDS: dict[str, tuple[str, ...]] = {
    "level": ("", *LEVELS),
    "supplement_rule": tuple(SupplementRule),
    "online_level": ("", *ONLINE_LEVELS),
    "unit": ("", *AllowanceUnit),
}


class DraftWish(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A draft as it shall be; what is left out stays, a list that is sent takes the place of the whole list.

    `read_at` is the draft's `changed_at` as it was shown, so that two people do not undo each other.
    `from_memory` names the marks that stay; a mark cannot be added.
    """

    read_at: str | UnsetType = UNSET
    name: str | UnsetType = UNSET
    sector: str | UnsetType = UNSET
    agency: str | UnsetType | None = UNSET
    own_commune: bool | UnsetType = UNSET
    receiving: list[str] | UnsetType = UNSET
    level: str | UnsetType = UNSET
    amount: str | int | float | UnsetType = UNSET
    unit: str | UnsetType | None = UNSET
    allowance_text: str | UnsetType = UNSET
    supplement_rule: str | UnsetType = UNSET
    answer_days: int | UnsetType = UNSET
    mountain_days: int | UnsetType = UNSET
    retention_years: int | UnsetType = UNSET
    fee_dong: int | UnsetType = UNSET
    charge_dong: int | UnsetType = UNSET
    fee_text: str | UnsetType = UNSET
    online_discount_percent: int | UnsetType = UNSET
    online_level: str | UnsetType = UNSET
    sensitive: bool | UnsetType = UNSET
    legal_basis: str | UnsetType = UNSET
    valid_to: date | UnsetType | None = UNSET
    from_memory: list[str] | UnsetType = UNSET
    channels: list[ChannelFacts] | UnsetType = UNSET
    requirements: list[RequirementFacts] | UnsetType = UNSET
    steps: list[StepFacts] | UnsetType = UNSET
    fees: list[FeeFacts] | UnsetType = UNSET


def settled(before: ProcedureFacts, wish: DraftWish) -> ProcedureFacts:
    """Read a wish about a draft: each value made whole, or refused with its field.

    A draft may lack things while it is drawn up; `publishable` asks for the whole.

    Raises:
        Malformed: A value that cannot be; of a row its field is `steps.3.amount`.
        AllowanceRefused: A negative allowance, or one that its unit cannot carry.
    """
    values = present(wish)
    values.pop("read_at", None)
    for name, most in _LINES.items():
        if name in values:
            values[name] = one_line(values[name], field=name, most=most)
    if "legal_basis" in values:
        values["legal_basis"] = many_lines(values["legal_basis"], field="legal_basis", most=4_000)
    in_range(values, _RANGES)
    for name, known in _WORDS.items():
        if name in values and (values[name] or "") not in known:
            raise Malformed(field=name, reason="unknown")
    if "receiving" in values:
        values["receiving"] = _kinds(values["receiving"])
    if "from_memory" in values:
        values["from_memory"] = tuple(one for one in before.from_memory if one in values["from_memory"])
    values |= _allowance(before, values)
    values |= _rows(before, values)
    for name in ("agency", "unit"):
        if name in values:
            values[name] = values[name] or None
    return msgspec.structs.replace(before, **values)


def publishable(facts: ProcedureFacts) -> None:
    """Let a draft be published, or refuse it for the first thing that it lacks.

    Raises:
        Malformed: A field is missing, or two of them contradict each other.
        AllowanceNotStated: No time is stated, so that no day could be promised.
        LegsDoNotSum: The counted steps do not add up to the allowance; of steps side by side the longest counts.
    """
    for fault in faults_of(facts):
        raise fault


def faults_of(facts: ProcedureFacts) -> Iterator[Refusal]:
    """Give everything that stands between a draft and its publication, in the order of its fields."""
    if not facts.name:
        yield Malformed(field="name", reason="missing")
    if not facts.sector:
        yield Malformed(field="sector", reason="missing")
    if facts.agency and facts.own_commune:
        yield Malformed(field="agency", reason="both")
    if not facts.agency and not facts.own_commune:
        yield Malformed(field="agency", reason="missing")
    if not facts.receiving:
        yield Malformed(field="receiving", reason="none")
    yield from _unstated(facts)
    yield from _uneven(facts)


def _kinds(asked: list[str]) -> tuple[str, ...]:
    if any(kind not in CENTRE_KINDS for kind in asked):
        raise Malformed(field="receiving", reason="unknown")
    return tuple(kind for kind in CENTRE_KINDS if kind in asked)


def _allowance(before: ProcedureFacts, values: dict[str, Any]) -> dict[str, str]:
    """Read the allowance where it is spoken of; a comma is taken for the point."""
    if "amount" not in values and "unit" not in values:
        return {}
    amount = str(values.get("amount", before.amount)).strip().replace(",", ".")
    unit = values.get("unit", before.unit)
    if not amount:
        return {"amount": ""}
    if not unit:
        raise Malformed(field="unit", reason="missing")
    return {"amount": plain_amount(Allowance(amount, unit).amount)}


def _rows(before: ProcedureFacts, values: dict[str, Any]) -> dict[str, Any]:
    judged: dict[str, Any] = {}
    unit = values.get("unit", before.unit)
    if "channels" in values:
        judged["channels"] = channels_of(values["channels"])
    if "requirements" in values:
        judged["requirements"] = requirements_of(values["requirements"])
    if "steps" in values or unit != before.unit:
        judged["steps"] = steps_of(values.get("steps", before.steps), unit)
    if "fees" in values:
        judged["fees"] = fees_of(values["fees"])
    return judged


def _unstated(facts: ProcedureFacts) -> Iterator[Refusal]:
    """Ask for a time on every channel that is open and does not say that it states none."""
    whole = facts.unit == AllowanceUnit.SAME_DAY or bool(facts.amount and facts.unit)
    promising = [channel for channel in facts.channels if channel.counts]
    open_ended = [one.channel for one in promising if not one.unit and not whole]
    unstated = [one for one in promising if one.unit == NOT_STATED]
    if not promising and not whole:
        open_ended = ["direct"]
    elif promising and len(unstated) == len(promising):
        open_ended = [promising[0].channel]
    if open_ended:
        yield AllowanceNotStated(procedure=facts.code, channel=open_ended[0])


def _uneven(facts: ProcedureFacts) -> Iterator[Refusal]:
    if not facts.steps or not facts.unit:
        return
    try:
        whole = Allowance(facts.amount or "0", facts.unit).amount
    except AllowanceRefused as refused:
        yield refused
        return
    total = sum(map(Fraction, longest_by_stage(facts.steps).values()), Fraction(0))
    if total != whole:
        yield LegsDoNotSum(whole=plain_amount(whole), total=plain_amount(total))
