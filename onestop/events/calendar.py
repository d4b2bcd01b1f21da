"""What happens to the calendar."""

from onestop.events.event import Event


class CalendarApplied(Event, frozen=True, kw_only=True):
    """Days announced late came in from a file. The subject is the change; each dossier moved tells it itself."""

    kind = "calendar-applied"
    digest: str
    days: int
    examined: int
    moved: int
    calendar_version: str
