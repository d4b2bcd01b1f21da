"""What pauses, prolongs, corrects or ends dossiers; the subject of each is the dossier."""

from datetime import date, datetime

from onestop.events.event import Event


class SupplementAsked(Event, frozen=True, kw_only=True):
    """Papers were asked for (form 02); `late_days` is by how many working days the notice came late, if at all.

    `request` numbers the requests of a dossier: one beyond the first is allowed, but said.
    """

    kind = "supplement-asked"
    code: str
    request: int
    papers: int
    rule: str
    answer_by: date
    late_days: int


class SupplementTaken(Event, frozen=True, kw_only=True):
    """What was asked for came back complete."""

    kind = "supplement-taken"
    code: str
    request: int
    rule: str


class SupplementWarned(Event, frozen=True, kw_only=True):
    """The citizen was told that the day to bring the papers is near."""

    kind = "supplement-warned"
    code: str
    request: int
    answer_by: date


class DossierSuspended(Event, frozen=True, kw_only=True):
    """The clock was stopped, with a reason and a legal basis."""

    kind = "dossier-suspended"
    code: str


class DossierResumed(Event, frozen=True, kw_only=True):
    """The clock runs again."""

    kind = "dossier-resumed"
    code: str
    suspended_at: datetime


class DossierExtended(Event, frozen=True, kw_only=True):
    """More time was granted on a legal basis; `late_days` is by how many the dossier was overdue by then."""

    kind = "dossier-extended"
    code: str
    amount: str
    unit: str
    late_days: int


class ApologyWritten(Event, frozen=True, kw_only=True):
    """An apology told a new date (form 04); `notice_by` is until when the law wants it told."""

    kind = "apology-written"
    code: str
    told_at: datetime
    notice_by: datetime
    in_time: bool


class DossierEnded(Event, frozen=True, kw_only=True):
    """The dossier ended without a result: `end` is declined, withdrawn, stopped or lapsed; its standing is fixed."""

    kind = "dossier-ended"
    code: str
    end: str
    standing: str
    late_days: int


class DossierReopened(Event, frozen=True, kw_only=True):
    """It is at work again; what it was and how it stood when it ended is kept here."""

    kind = "dossier-reopened"
    code: str
    ended_as: str
    ended_at: datetime
    standing: str
    late_days: int


class ReceiptCorrected(Event, frozen=True, kw_only=True):
    """The receipt was wrong and was issued anew; which fields, never what they say."""

    kind = "receipt-corrected"
    code: str
    fields: tuple[str, ...]
