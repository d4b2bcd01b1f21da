"""What a version of a procedure says: as it is drawn up, compared with another, written to a sheet."""

from datetime import date

import msgspec


class ChannelFacts(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A channel with its own terms; an empty `amount` has the procedure's, `fee_dong` None states no sum.

    `raw` is what a file said of it and `counts` whether a promise is reckoned with it, both as imported.
    """

    channel: str
    amount: str = ""
    unit: str | None = None
    fee_dong: int | None = None
    raw: str = ""
    counts: bool = True


class RequirementFacts(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A paper that is asked for (thành phần hồ sơ), and how many of each kind."""

    name: str
    originals: int = 0
    certified: int = 0
    copies: int = 0
    optional: bool = False
    shown: bool = False
    replaced_by_database: bool = False
    database: str = ""


class StepFacts(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A step of the internal process; steps of one `stage` run side by side, `agency` is an id."""

    stage: int = 0
    role: str
    name: str = ""
    agency: str | None = None
    amount: str = ""
    counted: bool = True


class FeeFacts(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A fee (`fee`) or charge (`charge`) in whole đồng, with the case that owes it; `dong` None is not stated."""

    kind: str
    name: str
    dong: int | None = None
    per: str = ""
    case: str = ""
    channels: tuple[str, ...] = ()
    online_percent: int = 100


class ProcedureFacts(msgspec.Struct, frozen=True, kw_only=True):
    """A version as a whole; `sector` and `agency` are ids, `pauses` stays as its instruments state it (JSON)."""

    code: str
    name: str = ""
    sector: str = ""
    agency: str | None = None
    own_commune: bool = False
    receiving: tuple[str, ...] = ()
    level: str = ""
    amount: str = ""
    unit: str | None = None
    allowance_text: str = ""
    supplement_rule: str = "restart"
    answer_days: int = 30
    mountain_days: int = 0
    retention_years: int = 0
    fee_dong: int = 0
    charge_dong: int = 0
    fee_text: str = ""
    online_discount_percent: int = 0
    online_level: str = ""
    sensitive: bool = False
    legal_basis: str = ""
    source: str = ""
    pauses: str = "[]"
    from_memory: tuple[str, ...] = ()
    valid_to: date | None = None
    channels: tuple[ChannelFacts, ...] = ()
    requirements: tuple[RequirementFacts, ...] = ()
    steps: tuple[StepFacts, ...] = ()
    fees: tuple[FeeFacts, ...] = ()


PLAIN = (
    "name",
    "sector",
    "agency",
    "own_commune",
    "receiving",
    "level",
    "amount",
    "unit",
    "allowance_text",
    "supplement_rule",
    "answer_days",
    "mountain_days",
    "retention_years",
    "fee_dong",
    "charge_dong",
    "fee_text",
    "online_discount_percent",
    "online_level",
    "sensitive",
    "legal_basis",
    "valid_to",
)
"""The fields of one value, in the order in which they are read."""

ROWS = ("channels", "requirements", "steps", "fees")
"""The fields that are lists of rows."""
