"""Refusals: a code and facts, never a sentence, never a status.

`web/problems.py` turns a refusal into an RFC 9457 problem document and `texts/*/refusals.toml` into a
sentence that says what happened, why, and what to do now.
"""

from dataclasses import dataclass, fields
from typing import Any, ClassVar, TypeVar, dataclass_transform


class Refusal(Exception):
    """What the system will not do, and the facts that explain it."""

    code: ClassVar[str]

    @property
    def facts(self) -> dict[str, Any]:
        """The facts by name, as JSON shows them."""
        return {field.name: getattr(self, field.name) for field in fields(self)}  # type: ignore[arg-type]

    def __str__(self) -> str:
        return f"{self.code} {self.facts}"


R = TypeVar("R", bound=type[Refusal])


@dataclass_transform(eq_default=False)
def refusal(kind: R) -> R:
    """Make a refusal's annotated names its facts. Equality stays identity: an exception is an occurrence."""
    return dataclass(eq=False, repr=False)(kind)  # type: ignore[return-value]  # dataclass gives type[Refusal]


# --- anything that is asked for by name ---------------------------------------------------------


@refusal
class NotFound(Refusal):
    """Nothing of that kind bears that name or code."""

    code = "not-found"
    kind: str
    sought: str


@refusal
class Malformed(Refusal):
    """A value that cannot be what its field promises."""

    code = "malformed"
    field: str
    reason: str


@refusal
class Stale(Refusal):
    """Somebody else changed it since it was read."""

    code = "stale"
    expected: int
    present: int


@refusal
class KeyReused(Refusal):
    """An Idempotency-Key that came before with another request."""

    code = "idempotency-key-reused"


@refusal
class KeyMissing(Refusal):
    """A request that creates something came without an Idempotency-Key."""

    code = "idempotency-key-missing"


# --- who may ------------------------------------------------------------------------------------


@refusal
class NotSignedIn(Refusal):
    """The call needs an officer or a device."""

    code = "not-signed-in"


@refusal
class NotAllowed(Refusal):
    """The officer or device is known and has no right to this."""

    code = "not-allowed"
    right: str


@refusal
class LoginFailed(Refusal):
    """User name and password do not belong together, or the account is closed: which, is not told."""

    code = "login-failed"


@refusal
class TooManyAttempts(Refusal):
    """A guess too many; wait."""

    code = "too-many-attempts"
    wait_seconds: int


@refusal
class SecretWrong(Refusal):
    """The code and the secret of the receipt do not belong together."""

    code = "secret-wrong"


# --- the hall -----------------------------------------------------------------------------------


@refusal
class LineClosed(Refusal):
    """The line gives no numbers now."""

    code = "line-closed"
    line: str
    opens_at: str | None


@refusal
class NobodyWaiting(Refusal):
    """No ticket waits in the lines of this counter."""

    code = "nobody-waiting"
    counter: str


@refusal
class CounterOccupied(Refusal):
    """The counter still has a person in front of it."""

    code = "counter-occupied"
    counter: str
    label: str


@refusal
class CounterClosed(Refusal):
    """The counter is closed or on a break."""

    code = "counter-closed"
    counter: str
    state: str


@refusal
class MoveNotAllowed(Refusal):
    """The table of moves has no such move from the present state."""

    code = "move-not-allowed"
    move: str
    state: str
    allowed: list[str]


# --- the dossier --------------------------------------------------------------------------------


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


# --- files, settings and machines ---------------------------------------------------------------


@refusal
class FileUnreadable(Refusal):
    """A file that is not what it should be; `line` counts from 1, 0 means the file as a whole."""

    code = "file-unreadable"
    file: str
    line: int
    reason: str


@refusal
class PortTaken(Refusal):
    """Another program listens on that port."""

    code = "port-taken"
    port: int


@refusal
class FolderUnwritable(Refusal):
    """The data folder cannot be written."""

    code = "folder-unwritable"
    folder: str


@refusal
class DatabaseUnreachable(Refusal):
    """The database does not answer; its address is shown without the password."""

    code = "database-unreachable"
    address: str


@refusal
class DatabaseNotMigrated(Refusal):
    """The tables are older or newer than the program."""

    code = "database-not-migrated"
    found: str
    wanted: str


@refusal
class SettingWrong(Refusal):
    """A setting that cannot be used."""

    code = "setting-wrong"
    setting: str
    reason: str


@refusal
class VoiceMissing(Refusal):
    """No voice is installed that could speak."""

    code = "voice-missing"
