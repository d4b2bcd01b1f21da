"""What happened: past tense, subject first; one journal entry each.

An event's fields are its facts. They hold ids, codes, labels, instants and counts, never a person's
name or number: the journal is kept for ever and read by boards.
"""

from onestop.events.dossier import (
    DossierReceived,
    IntakeRefused,
    PaperIssued,
    ResultReadied,
    ResultReturned,
)
from onestop.events.event import (
    Event,
)
from onestop.events.hall import (
    CounterClosed,
    CounterOpened,
    CounterPaused,
    CounterState,
    LineState,
    TicketCalled,
    TicketFinished,
    TicketHeld,
    TicketIssued,
    TicketMoved,
    TicketRecalled,
    TicketResumed,
    TicketServed,
    TicketSkipped,
)
from onestop.events.house import (
    CatalogueLoaded,
    DeviceEnrolled,
    OfficerSignedIn,
    OfficerSignedOut,
    SignInFailed,
)

__all__ = [
    "CatalogueLoaded",
    "CounterClosed",
    "CounterOpened",
    "CounterPaused",
    "CounterState",
    "DeviceEnrolled",
    "DossierReceived",
    "Event",
    "IntakeRefused",
    "LineState",
    "OfficerSignedIn",
    "OfficerSignedOut",
    "PaperIssued",
    "ResultReadied",
    "ResultReturned",
    "SignInFailed",
    "TicketCalled",
    "TicketFinished",
    "TicketHeld",
    "TicketIssued",
    "TicketMoved",
    "TicketRecalled",
    "TicketResumed",
    "TicketServed",
    "TicketSkipped",
]
