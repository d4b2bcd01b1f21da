"""Refusals of keeping the catalogue of procedures."""

from onestop.errors.refusal import Refusal, refusal


@refusal
class CodeUnreadable(Refusal):
    """No national code of a procedure; `meant` is what was probably meant, or nothing."""

    code = "code-unreadable"
    sought: str
    reason: str
    meant: str


@refusal
class DraftExists(Refusal):
    """A draft of that procedure is being drawn up already."""

    code = "draft-exists"
    procedure: str


@refusal
class DraftChanged(Refusal):
    """Somebody else changed the draft since it was read."""

    code = "draft-changed"
    procedure: str


@refusal
class DraftGone(Refusal):
    """There is no draft any more: it was published as `version`, or discarded (0)."""

    code = "draft-gone"
    procedure: str
    version: int


@refusal
class PastVersion(Refusal):
    """Dossiers were received under the version in force since that day, so what held then stays."""

    code = "past-version"
    procedure: str
    day: str
    received: int


@refusal
class SuccessionInRing(Refusal):
    """The codes would replace each other in a ring, and a look-up would never end."""

    code = "succession-in-ring"
    codes: list[str]
