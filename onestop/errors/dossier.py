"""Refusals of the dossier."""

from typing import Any

from onestop.errors.refusal import Refusal, refusal


@refusal
class Incomplete(Refusal):
    """Papers are missing; nothing is promised. Each entry: `{position, name, need, have}`."""

    code = "incomplete"
    missing: list[dict[str, Any]]


@refusal
class IdentityUnreadable(Refusal):
    """The scanned text is no căn cước QR; `reason` says what is wrong with it."""

    code = "identity-unreadable"
    reason: str


@refusal
class AllowanceNotStated(Refusal):
    """The procedure states no allowance for this channel: no date can be promised."""

    code = "allowance-not-stated"
    procedure: str
    channel: str


@refusal
class AllowanceRefused(Refusal):
    """A negative allowance, or a unit that cannot carry it."""

    code = "allowance-refused"
    allowance: str
    unit: str


@refusal
class IntervalsOverlap(Refusal):
    """Two pauses claim the same time, or one ends before it starts."""

    code = "intervals-overlap"
    first: str
    second: str


@refusal
class LegsDoNotSum(Refusal):
    """The allowances of the legs do not add up to the whole."""

    code = "legs-do-not-sum"
    whole: str
    total: str


@refusal
class CalendarOutOfReach(Refusal):
    """The count leads into a year that no calendar of this system reaches."""

    code = "calendar-out-of-reach"
    year: int


@refusal
class BackdatedReceipt(Refusal):
    """A dossier is received now, not before and not later."""

    code = "receipt-not-now"
    given: str


@refusal
class ResultUnpaid(Refusal):
    """The fee is not settled."""

    code = "fee-not-settled"
    owed_dong: int


@refusal
class ProcedureReplaced(Refusal):
    """The code was replaced by several; which one it is now, the officer must say."""

    code = "procedure-replaced"
    procedure: str
    successors: list[str]


@refusal
class PaperDiffers(Refusal):
    """A paper was rendered again and came out otherwise than it was handed out."""

    code = "paper-differs"
    paper: str
    kept: str
    rendered: str
