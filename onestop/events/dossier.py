"""What happens to dossiers."""

from datetime import datetime

from onestop.events.event import Event


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


class DueMoved(Event, frozen=True, kw_only=True):
    """The due date moved; `because` is the rule's code that moved it, the reasons stand with the dossier."""

    kind = "due-moved"
    code: str
    before: datetime
    after: datetime
    because: str
    calendar_version: str


class DossierUnmasked(Event, frozen=True, kw_only=True):
    """An officer looked at the whole numbers of its people; the entry's actor says who."""

    kind = "dossier-unmasked"
    code: str
