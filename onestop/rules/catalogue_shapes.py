"""What the catalogue files hold of procedures, and the catalogue as a whole."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from onestop.rules.catalogue_place_shapes import AgencyEntry, CentreEntry, SectorEntry

UNITS = ("working_day", "calendar_day", "working_hour", "clock_hour", "month", "same_day")
"""In what an allowance is counted; `onestop.model.procedure.AllowanceUnit` by the same words."""

CHANNELS = ("direct", "post", "online")
"""How a dossier is submitted (Decree 61/2018/NĐ-CP art. 16)."""

SUPPLEMENTS = ("restart", "pause", "not_counted")
"""What a request for missing papers does to the deadline; the first is the default of Decree 61/2018."""

ONLINE_LEVELS = ("toan_trinh", "mot_phan")
"""Whole or part of the procedure online (Decree 42/2022/NĐ-CP)."""

ATTESTATIONS = ("annex", "decision", "portal", "secondary", "memory")
"""Where the code was read beside its name.

`annex`: the Government's list of papers replaced by data; `decision`: a decision of a provincial
People's Committee; `portal`: the national portal; `secondary`: another public list; `memory`: nowhere.
"""

OWN_COMMUNE = "commune"
"""Resolved by the People's Committee of the commune that is competent; 56 agencies, one word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """An instrument that was read, and how sure that is: 3 its text, 2 a second-hand text, 1 memory."""

    key: str
    title: str
    dated_on: date | None
    confidence: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedAllowance:
    """A length of time that the law grants: 10 working days, 0 same day."""

    amount: Decimal
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelEntry:
    """A channel that is open; `fee_dong` is what is owed on it, `None` where that depends on the case."""

    channel: str
    allowance: StatedAllowance | None
    fee_dong: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeEntry:
    """A fee (phí) or charge (lệ phí), in whole đồng; `case` names the case where only one of several is owed.

    `channels` empty: owed on every channel. `online_percent`: the share owed online, 100 the whole.
    """

    kind: str
    name: str
    dong: int | None
    per: str
    case: str
    channels: tuple[str, ...]
    online_percent: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RequirementEntry:
    """A paper that is asked for, and how many of each kind.

    `shown`: looked at and given back, none is kept. `replaced_by_database`: the database that answers
    instead, so that the paper may not be asked for (Decree 118/2025/NĐ-CP art. 4.2a).
    """

    name: str
    originals: int
    certified: int
    copies: int
    optional: bool
    shown: bool
    replaced_by_database: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StepEntry:
    """A step of the internal process: what, who, and its share of the allowance in the allowance's unit.

    Steps of one `stage` run side by side. A step that is not counted may still have an amount, the time
    that another body has for it.
    """

    stage: int
    name: str
    role: str
    agency: str | None
    amount: Decimal | None
    counted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PauseEntry:
    """Why the clock stands in this procedure, whose turn it is then, and by what rule."""

    reason: str
    owner: str
    rule: str
    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureEntry:
    """A procedure (thủ tục hành chính) as its instruments state it.

    `resolved_by` is an agency's key or `OWN_COMMUNE`; `received_at` the kinds of centre that take its
    papers in. `allowance` is `None` where none is stated. `mountain_days` are working days more in
    mountainous communes. `from_memory` names the fields that no instrument was read for.
    """

    code: str
    name: str
    sector: str
    level: str
    resolved_by: str
    received_at: tuple[str, ...]
    allowance: StatedAllowance | None
    allowance_text: str
    mountain_days: int
    channels: tuple[ChannelEntry, ...]
    online_level: str | None
    fees: tuple[FeeEntry, ...]
    fee_text: str
    requirements: tuple[RequirementEntry, ...]
    supplement: str
    pauses: tuple[PauseEntry, ...]
    steps: tuple[StepEntry, ...]
    legal_basis: str
    sensitive: bool
    attested: str
    sources: tuple[str, ...]
    note: str
    from_memory: tuple[str, ...]
    file: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SuccessionEntry:
    """A code that others replaced; `from_on` is the day of the instrument that says so, if known."""

    old: str
    old_name: str
    new: tuple[str, ...]
    from_on: date | None
    note: str
    sources: tuple[str, ...]
    from_memory: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """The whole starting catalogue, each list in the order of its files."""

    agencies: tuple[AgencyEntry, ...]
    sectors: tuple[SectorEntry, ...]
    sources: tuple[Source, ...]
    centres: tuple[CentreEntry, ...]
    procedures: tuple[ProcedureEntry, ...]
    successions: tuple[SuccessionEntry, ...]
