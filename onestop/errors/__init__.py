"""Refusals: a code and facts, never a sentence, never a status.

`web/problems.py` turns a refusal into an RFC 9457 problem document and `texts/*/refusals.toml` into a
sentence that says what happened, why, and what to do now.
"""

from onestop.errors.access import (
    LoginFailed,
    NotAllowed,
    NotSignedIn,
    SecretWrong,
    TooManyAttempts,
)
from onestop.errors.announcing import (
    AnnouncementDone,
    AnnouncementNotNext,
    AnnouncementTaken,
    BoardSilent,
)
from onestop.errors.asking import (
    KeyMissing,
    KeyReused,
    Malformed,
    NotFound,
    RangeTooLong,
    Stale,
)
from onestop.errors.booking import (
    AlreadyBooked,
    BookingClosed,
    BookingEnded,
    BookingTooEarly,
    BookingTooLate,
    DeliveryNotGivenUp,
    SlotFull,
    TooManyBookings,
)
from onestop.errors.dossier import (
    AllowanceNotStated,
    AllowanceRefused,
    BackdatedReceipt,
    CalendarOutOfReach,
    IdentityUnreadable,
    Incomplete,
    IntervalsOverlap,
    LegsDoNotSum,
    PaperDiffers,
    ProcedureReplaced,
    ResultUnpaid,
)
from onestop.errors.files import (
    FileRefused,
    FileTooLarge,
    FileVoid,
)
from onestop.errors.hall import (
    CounterClosed,
    CounterOccupied,
    CounterTaken,
    DayStillOpen,
    DuplicateVisit,
    LineClosed,
    LineFull,
    MoveNotAllowed,
    NobodyWaiting,
    NoMoreTime,
    NothingToUndo,
    SlipNotCarried,
    TooLateToReturn,
)
from onestop.errors.hall_setup import (
    BandTaken,
    NameTaken,
    StillInUse,
)
from onestop.errors.machine import (
    BoardRefused,
    DatabaseNotMigrated,
    DatabaseUnreachable,
    FileUnreadable,
    FolderUnwritable,
    PortTaken,
    SettingWrong,
    VoiceMissing,
)
from onestop.errors.money import (
    FeeSettled,
    MishapSettled,
    NothingOwed,
    PaymentVoid,
)
from onestop.errors.printing import (
    NoPrinter,
)
from onestop.errors.refusal import (
    Refusal,
)

__all__ = [
    "AllowanceNotStated",
    "AllowanceRefused",
    "AlreadyBooked",
    "AnnouncementDone",
    "AnnouncementNotNext",
    "AnnouncementTaken",
    "BackdatedReceipt",
    "BandTaken",
    "BoardRefused",
    "BoardSilent",
    "BookingClosed",
    "BookingEnded",
    "BookingTooEarly",
    "BookingTooLate",
    "CalendarOutOfReach",
    "CounterClosed",
    "CounterOccupied",
    "CounterTaken",
    "DatabaseNotMigrated",
    "DatabaseUnreachable",
    "DayStillOpen",
    "DeliveryNotGivenUp",
    "DuplicateVisit",
    "FeeSettled",
    "FileRefused",
    "FileTooLarge",
    "FileUnreadable",
    "FileVoid",
    "FolderUnwritable",
    "IdentityUnreadable",
    "Incomplete",
    "IntervalsOverlap",
    "KeyMissing",
    "KeyReused",
    "LegsDoNotSum",
    "LineClosed",
    "LineFull",
    "LoginFailed",
    "Malformed",
    "MishapSettled",
    "MoveNotAllowed",
    "NameTaken",
    "NoMoreTime",
    "NoPrinter",
    "NobodyWaiting",
    "NotAllowed",
    "NotFound",
    "NotSignedIn",
    "NothingOwed",
    "NothingToUndo",
    "PaperDiffers",
    "PaymentVoid",
    "PortTaken",
    "ProcedureReplaced",
    "RangeTooLong",
    "Refusal",
    "ResultUnpaid",
    "SecretWrong",
    "SettingWrong",
    "SlipNotCarried",
    "SlotFull",
    "Stale",
    "StillInUse",
    "TooLateToReturn",
    "TooManyAttempts",
    "TooManyBookings",
    "VoiceMissing",
]
