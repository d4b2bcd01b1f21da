"""What happened: past tense, subject first; one journal entry each.

An event's fields are its facts. They hold ids, codes, labels, instants and counts, never a person's
name or number: the journal is kept for ever and read by boards.
"""

from onestop.events.announcing import (
    AnnouncementPlayed,
    AnnouncementsLapsed,
)
from onestop.events.booking import (
    BookingCancelled,
    BookingCheckedIn,
    BookingMade,
    BookingMissed,
    MessageDelivered,
    MessageGivenUp,
    MessageSentAgain,
)
from onestop.events.catalogue import (
    ProcedureChecked,
    ProcedureDrafted,
    ProcedurePublished,
    ProceduresLoaded,
    ProcedureWithdrawn,
    SuccessionSettled,
)
from onestop.events.dossier import (
    DossierReceived,
    DueMoved,
    IntakeRefused,
    PaperIssued,
    ResultReadied,
    ResultReturned,
)
from onestop.events.event import (
    Event,
)
from onestop.events.hall import (
    CalledTicket,
    CounterClosed,
    CounterOpened,
    CounterPaused,
    CounterState,
    CounterTakenOver,
    DayClosed,
    LineState,
    StopAdded,
    TicketCalled,
    TicketFinished,
    TicketHeld,
    TicketIssued,
    TicketLeft,
    TicketMoved,
    TicketPostponed,
    TicketRecalled,
    TicketResumed,
    TicketReturned,
    TicketServed,
    TicketSkipped,
    TicketUndone,
)
from onestop.events.hall_setup import (
    AdministratorAppointed,
    HallChanged,
)
from onestop.events.house import (
    CatalogueLoaded,
    DeviceEnrolled,
    OfficerSignedIn,
    OfficerSignedOut,
    SignInFailed,
)
from onestop.events.printing import (
    SlipFailed,
    SlipPrinted,
    TicketReprinted,
)

__all__ = [
    "AdministratorAppointed",
    "AnnouncementPlayed",
    "AnnouncementsLapsed",
    "BookingCancelled",
    "BookingCheckedIn",
    "BookingMade",
    "BookingMissed",
    "CalledTicket",
    "CatalogueLoaded",
    "CounterClosed",
    "CounterOpened",
    "CounterPaused",
    "CounterState",
    "CounterTakenOver",
    "DayClosed",
    "DeviceEnrolled",
    "DossierReceived",
    "DueMoved",
    "Event",
    "HallChanged",
    "IntakeRefused",
    "LineState",
    "MessageDelivered",
    "MessageGivenUp",
    "MessageSentAgain",
    "OfficerSignedIn",
    "OfficerSignedOut",
    "PaperIssued",
    "ProcedureChecked",
    "ProcedureDrafted",
    "ProcedurePublished",
    "ProcedureWithdrawn",
    "ProceduresLoaded",
    "ResultReadied",
    "ResultReturned",
    "SignInFailed",
    "SlipFailed",
    "SlipPrinted",
    "StopAdded",
    "SuccessionSettled",
    "TicketCalled",
    "TicketFinished",
    "TicketHeld",
    "TicketIssued",
    "TicketLeft",
    "TicketMoved",
    "TicketPostponed",
    "TicketRecalled",
    "TicketReprinted",
    "TicketResumed",
    "TicketReturned",
    "TicketServed",
    "TicketSkipped",
    "TicketUndone",
]
