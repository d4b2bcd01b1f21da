"""Refusals of anything that is asked for by name."""

from onestop.errors.refusal import Refusal, refusal


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


@refusal
class RangeTooLong(Refusal):
    """A report over more days than one answer can hold."""

    code = "range-too-long"
    days: int
    most: int
