"""A submission: what the counter sends when a dossier is handed in, and how it is kept once looked over."""

from datetime import date, datetime, timedelta

import msgspec

from onestop.clock import local
from onestop.errors import BackdatedReceipt, Malformed
from onestop.model.dossier import ReturnVia
from onestop.model.procedure import Channel
from onestop.rules.applicant import (
    Applicant,
    Representative,
    TypedApplicant,
    TypedRepresentative,
    applicant_of,
    representative_of,
    typed_address,
    typed_name,
)
from onestop.rules.intake import MOST_SETS, Brought
from onestop.rules.text import many_lines

LONGEST_NOTE = 2_000
CLOCKS_APART = timedelta(minutes=2)
"""How far a counter's own clock may be from the server's before it is another time that it tells."""


class Submission(msgspec.Struct, frozen=True, kw_only=True):
    """What is handed in, as it was typed.

    `agency` is the id of the agency in charge, for a procedure that leaves it open (a commune's, received
    elsewhere). `fee_dong` is what the officer tells where the amount depends on the case. `paid_by` and
    `paid_reference` tell how a fee was paid (`fee_paid`); untold it was cash. `received_at` is the server's
    to say; who gives another time is refused.
    """

    procedure: str
    applicant: TypedApplicant
    channel: str = Channel.DIRECT
    ticket: str | None = None
    representative: TypedRepresentative | None = None
    owner_name: str | None = None
    owner_address: str | None = None
    documents: tuple[Brought, ...] = ()
    sets: int = 1
    return_via: str = ReturnVia.COUNTER
    return_address: str | None = None
    agency: str | None = None
    fee_dong: int | None = None
    fee_paid: bool = False
    paid_by: str | None = None
    paid_reference: str | None = None
    note: str | None = None
    received_at: datetime | None = None


class Filing(msgspec.Struct, frozen=True, kw_only=True):
    """A submission as kept: every text in NFC, what was not told empty."""

    channel: str
    applicant: Applicant
    representative: Representative | None
    owner_name: str
    owner_address: str
    sets: int
    return_via: str
    return_address: str
    note: str


def look_over(typed: Submission, today: date, *, identified: bool = True) -> Filing:
    """Look a submission over, all but its papers.

    Args:
        typed: As sent.
        today: The local day.
        identified: Whether the applicant's number must be there; forms 02 and 03 go without it.

    Raises:
        Malformed: A field that cannot be what it promises.
    """
    if typed.channel not in set(Channel):
        raise Malformed(field="channel", reason="unknown")
    if typed.return_via not in set(ReturnVia):
        raise Malformed(field="return_via", reason="unknown")
    if not 1 <= typed.sets <= MOST_SETS:
        raise Malformed(field="sets", reason="number")
    applicant = applicant_of(typed.applicant, today, identified=identified)
    return_address = typed_address(typed.return_address or "", field="return_address")
    if typed.return_via == ReturnVia.POST:
        return_address = return_address or applicant.address
        if not return_address and identified:
            raise Malformed(field="return_address", reason="missing")
    return Filing(
        channel=typed.channel,
        applicant=applicant,
        representative=representative_of(typed.representative) if typed.representative else None,
        owner_name=typed_name(typed.owner_name or "", field="owner_name", least=0),
        owner_address=typed_address(typed.owner_address or "", field="owner_address"),
        sets=typed.sets,
        return_via=typed.return_via,
        return_address=return_address,
        note=many_lines(typed.note or "", field="note", most=LONGEST_NOTE),
    )


def received_now(given: datetime | None, now: datetime) -> None:
    """Let a receipt be now, or refuse it: the clock of a dossier starts when it is received, not told.

    Raises:
        BackdatedReceipt: Another time was given, before or after.
        Malformed: It names no zone.
    """
    if given is None:
        return
    if given.tzinfo is None:
        raise Malformed(field="received_at", reason="no-zone")
    if abs(given - now) > CLOCKS_APART:
        raise BackdatedReceipt(given=local(given).isoformat())
