"""Refusals of announcements in a room."""

from onestop.errors.refusal import Refusal, refusal


@refusal
class AnnouncementTaken(Refusal):
    """Another board is speaking it; `until` says when its lease ends."""

    code = "announcement-taken"
    announcement: str
    board: str
    until: str


@refusal
class AnnouncementNotNext(Refusal):
    """An earlier announcement of the room is not done."""

    code = "announcement-not-next"
    announcement: str
    first: str


@refusal
class AnnouncementDone(Refusal):
    """It was spoken, or is history."""

    code = "announcement-done"
    announcement: str
    state: str


@refusal
class BoardSilent(Refusal):
    """The board has no loudspeaker, or hangs in another room."""

    code = "board-silent"
    board: str
