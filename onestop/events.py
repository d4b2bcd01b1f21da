"""What happened: past tense, subject first; one journal entry each.

An event's fields are its facts. They hold ids, codes, labels, instants and counts, never a person's
name or number: the journal is kept for ever and read by boards.
"""

from datetime import datetime
from typing import Any, ClassVar

import msgspec


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """Something that happened in one centre, about one subject."""

    kind: ClassVar[str]
    centre_id: str
    subject_id: str

    def facts(self) -> dict[str, Any]:
        """Give everything but the two ids that the journal keeps in columns of their own."""
        return {
            name: getattr(self, name)
            for name in self.__struct_fields__
            if name not in {"centre_id", "subject_id"}
        }


class LineState(msgspec.Struct, frozen=True):
    """A line as boards show it after the event: people waiting, and the labels called next."""

    id: str
    letter: str
    name: str
    waiting: int
    next: tuple[str, ...]


class CounterState(msgspec.Struct, frozen=True):
    """A counter as boards show it after the event."""

    id: str
    number: int
    name: str
    state: str
    label: str | None


# --- the hall -----------------------------------------------------------------------------------


class TicketIssued(Event, frozen=True, kw_only=True):
    """A citizen took a number. The subject is the ticket."""

    kind = "ticket-issued"
    label: str
    priority: str | None
    line: LineState


class TicketCalled(Event, frozen=True, kw_only=True):
    """A citizen was called to a counter."""

    kind = "ticket-called"
    label: str
    called_at: datetime
    times: int
    line: LineState
    counter: CounterState


class TicketRecalled(Event, frozen=True, kw_only=True):
    """The same citizen was called again."""

    kind = "ticket-recalled"
    label: str
    called_at: datetime
    times: int
    counter: CounterState


class TicketServed(Event, frozen=True, kw_only=True):
    """The citizen came to the counter."""

    kind = "ticket-served"
    label: str
    counter: CounterState


class TicketSkipped(Event, frozen=True, kw_only=True):
    """The citizen did not come: an outcome, not a deletion."""

    kind = "ticket-skipped"
    label: str
    counter: CounterState


class TicketHeld(Event, frozen=True, kw_only=True):
    """The visit was set aside; the reason, which a person typed, stays in the period ledger."""

    kind = "ticket-held"
    label: str
    counter: CounterState


class TicketResumed(Event, frozen=True, kw_only=True):
    """A visit set aside goes on at a counter."""

    kind = "ticket-resumed"
    label: str
    called_at: datetime
    times: int
    line: LineState
    counter: CounterState


class TicketMoved(Event, frozen=True, kw_only=True):
    """The visit goes on in another line, its wait kept."""

    kind = "ticket-moved"
    label: str
    from_line: LineState
    line: LineState
    counter: CounterState | None


class TicketFinished(Event, frozen=True, kw_only=True):
    """The visit ended at the counter."""

    kind = "ticket-finished"
    label: str
    counter: CounterState


class CounterOpened(Event, frozen=True, kw_only=True):
    """A counter began to serve, or serves again after a break."""

    kind = "counter-opened"
    counter: CounterState


class CounterPaused(Event, frozen=True, kw_only=True):
    """A counter took a break."""

    kind = "counter-paused"
    counter: CounterState


class CounterClosed(Event, frozen=True, kw_only=True):
    """A counter stopped serving."""

    kind = "counter-closed"
    counter: CounterState


# --- the dossier --------------------------------------------------------------------------------


class DossierReceived(Event, frozen=True, kw_only=True):
    """A complete dossier was taken in and a date promised. The subject is the dossier."""

    kind = "dossier-received"
    code: str
    procedure: str
    agency_id: str
    ticket_id: str | None
    promised_at: datetime
    due_at: datetime
    calendar_version: str


class IntakeRefused(Event, frozen=True, kw_only=True):
    """A dossier was not taken in: form 02 (supplement) or 03 (decline) was handed out."""

    kind = "intake-refused"
    procedure: str
    outcome: str
    ticket_id: str | None
    missing: int


class ResultReadied(Event, frozen=True, kw_only=True):
    """The result is there; early, on time or overdue is fixed here, once."""

    kind = "result-readied"
    code: str
    standing: str
    late_days: int
    ready_at: datetime


class ResultReturned(Event, frozen=True, kw_only=True):
    """The result was handed over."""

    kind = "result-returned"
    code: str
    collector: str
    returned_at: datetime


class PaperIssued(Event, frozen=True, kw_only=True):
    """A paper's facts were frozen. The subject is the paper."""

    kind = "paper-issued"
    name: str
    owner: str


# --- what belongs to no hall --------------------------------------------------------------------


class OfficerSignedIn(Event, frozen=True, kw_only=True):
    """An officer signed in. The subject is the officer."""

    kind = "officer-signed-in"
    counter: str | None


class OfficerSignedOut(Event, frozen=True, kw_only=True):
    """An officer signed out."""

    kind = "officer-signed-out"


class SignInFailed(Event, frozen=True, kw_only=True):
    """A wrong password, or a closed account; the subject is the officer where there is one."""

    kind = "sign-in-failed"


class DeviceEnrolled(Event, frozen=True, kw_only=True):
    """A kiosk, board or printer was given its token."""

    kind = "device-enrolled"
    device: str


class CatalogueLoaded(Event, frozen=True, kw_only=True):
    """Procedures, agencies or a calendar came in from a file."""

    kind = "catalogue-loaded"
    source: str
    added: int
    changed: int
    refused: int
