"""What is put right on a receipt: only what was told, and only what differs."""

from typing import Any

import msgspec

from onestop.errors import NothingToCorrect
from onestop.rules.applicant import TypedApplicant
from onestop.rules.intake import Brought


class Correction(msgspec.Struct, frozen=True, kw_only=True):
    """What the receipt should say; a field that is not told stays."""

    reason: str
    applicant: TypedApplicant | None = None
    documents: tuple[Brought, ...] | None = None
    sets: int | None = None
    return_via: str | None = None
    return_address: str | None = None
    owner_name: str | None = None
    owner_address: str | None = None
    note: str | None = None


def changed_fields(before: dict[str, Any], after: dict[str, Any]) -> tuple[str, ...]:
    """Name the fields that differ, in order.

    Raises:
        NothingToCorrect: None does.
    """
    changed = tuple(sorted(name for name, value in after.items() if before[name] != value))
    if not changed:
        raise NothingToCorrect
    return changed
