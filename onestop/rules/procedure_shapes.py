"""What an import of procedures reads: procedures, channels, refused rows, and what would change."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedChannel:
    """One row of the channel file: an allowance and a fee of a procedure on one channel.

    `row` counts as a spreadsheet does, the header being row 1. `amount` and `unit` are `None` where the
    row states no time. `fee_dong` is whole đồng as the row states it, `None` where it states none.
    `counts` is true for the one row of a channel that a promise is reckoned with. `doubts` are codes of
    what an officer should check.
    """

    row: int
    channel: str
    amount: Decimal | None
    unit: str | None
    fee_dong: int | None
    raw: str
    counts: bool
    doubts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedProcedure:
    """One row of the procedure file with its channels, cleaned: NFC, Đ for U+00D0, blanks trimmed.

    `levels` and `audience` keep the file's own words. `cut_off_15h`: the text says that papers received
    after 15:00 are answered the next working day.
    """

    row: int
    code: str
    name: str
    ministry: str
    decision: str
    levels: tuple[str, ...]
    kind: str
    sector: str
    audience: tuple[str, ...]
    agency: str
    coordinating: str
    result: str
    process: str
    cut_off_15h: bool
    channels: tuple[ImportedChannel, ...]

    @property
    def online(self) -> bool:
        """Whether it can be submitted online."""
        return any(channel.channel == "online" for channel in self.channels)

    @property
    def leading(self) -> ImportedChannel | None:
        """The row that states the procedure's own allowance: at the counter, else by post, else online."""
        stated = {channel.channel: channel for channel in self.channels if channel.counts and channel.unit}
        return stated.get("direct") or stated.get("post") or stated.get("online")


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedRow:
    """A row that was not taken: in which file, where, whose, and why (`reason` is a code, `found` the value)."""

    file: str
    row: int
    code: str
    reason: str
    found: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the files gave: every row of both is in a procedure or refused.

    `with_channels` is false where no channel file was given: the channels of an earlier import stay.
    """

    file: str
    with_channels: bool
    procedures: tuple[ImportedProcedure, ...]
    refused: tuple[RefusedRow, ...]
    procedure_rows: int
    channel_rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedRow:
    """What a row would do: `outcome` is `added`, `changed`, `unchanged` or `refused`.

    `changed` names the fields that differ; `reason` and `found` are a refusal's.
    """

    file: str
    row: int
    code: str
    name: str
    outcome: str
    changed: tuple[str, ...] = ()
    reason: str = ""
    found: str = ""
