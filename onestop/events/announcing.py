"""What becomes of announcements in a room."""

from onestop.events.event import Event


class AnnouncementPlayed(Event, frozen=True, kw_only=True):
    """A board spoke an announcement to its end. The subject is the announcement."""

    kind = "announcement-played"
    room: str
    label: str
    board_id: str
    claims: int


class AnnouncementsLapsed(Event, frozen=True, kw_only=True):
    """Nobody could speak these in time; they are history. The subject is the centre."""

    kind = "announcements-lapsed"
    room: str
    announcements: tuple[str, ...]
