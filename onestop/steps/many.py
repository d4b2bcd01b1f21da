"""Many dossiers at once: each comes out for itself, and who is refused is told why."""

from collections.abc import Callable, Sequence
from typing import TypeVar

import msgspec

from onestop.errors import Malformed, Refusal

MOST_AT_ONCE = 200


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """How one of many came out: `refused` is the refusal's code, `facts` its facts; None where it was done."""

    code: str
    refused: str | None = None
    facts: dict[str, str] = {}


R = TypeVar("R", bound=Outcome)


def one_by_one(codes: Sequence[str], kind: type[R], act: Callable[[str], R]) -> list[R]:
    """Do something with each of many dossiers, and tell how each came out, in the order asked for.

    Args:
        codes: Of the dossiers; one named twice is done once.
        kind: What tells of one that was refused.
        act: Does it, or refuses it before its first write: there is no way back inside the transaction.

    Raises:
        Malformed: None, or more than 200 at once.
    """
    if not 0 < len(codes) <= MOST_AT_ONCE:
        raise Malformed(field="codes", reason="length")
    # In the order of codes: two who do the same dossiers must not wait for each other.
    outcomes = {code: _tried(code, kind, act) for code in sorted(set(codes))}
    return [outcomes[code] for code in codes]


def _tried(code: str, kind: type[R], act: Callable[[str], R]) -> R:
    try:
        return act(code)
    except Refusal as refusal:
        facts = {name: str(value) for name, value in refusal.facts.items()}
        return kind(code=code, refused=refusal.code, facts=facts)
