"""What belongs to no hall: sessions, devices, the catalogue."""

from onestop.events.event import Event


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
