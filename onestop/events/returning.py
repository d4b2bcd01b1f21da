"""What happens to the files, the money and the mishaps of dossiers."""

from datetime import datetime

from onestop.events.event import Event


class UploadKept(Event, frozen=True, kw_only=True):
    """A file came into a dossier. The subject is the dossier."""

    kind = "upload-kept"
    code: str
    upload: str
    what: str
    version: int


class UploadVoided(Event, frozen=True, kw_only=True):
    """A file of a dossier was declared void. The subject is the dossier."""

    kind = "upload-voided"
    code: str
    upload: str
    what: str


class UploadSeen(Event, frozen=True, kw_only=True):
    """Somebody looked at a file. The subject is the file."""

    kind = "upload-seen"
    code: str


class PaymentTaken(Event, frozen=True, kw_only=True):
    """A fee was paid. The subject is the dossier."""

    kind = "payment-taken"
    code: str
    payment: str
    number: str
    fee_dong: int
    charge_dong: int
    paid_by: str


class PaymentVoided(Event, frozen=True, kw_only=True):
    """A payment was declared void. The subject is the dossier."""

    kind = "payment-voided"
    code: str
    payment: str
    number: str


class MishapNoted(Event, frozen=True, kw_only=True):
    """A paper or result was lost, damaged or wrong. The subject is the dossier."""

    kind = "mishap-noted"
    code: str
    mishap: str
    what: str


class MishapMended(Event, frozen=True, kw_only=True):
    """A mishap was settled. The subject is the dossier."""

    kind = "mishap-mended"
    code: str
    mishap: str
    noted_at: datetime
