"""Boards, and what is announced in a room."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from onestop.model.columns import id_field, instant_field, one_of, text_field


class Theme(StrEnum):
    """The ground of a board: dark for dim halls, light for bright ones."""

    DARK = "dark"
    LIGHT = "light"


class AnnouncementState(StrEnum):
    """How far an announcement came. `lapsed`: nobody could speak it in time, and it is history."""

    QUEUED = "queued"
    CLAIMED = "claimed"
    PLAYED = "played"
    LAPSED = "lapsed"


class Board(SQLModel, table=True):
    """A board in a room of a centre.

    It shows all lines and counters of the centre, or with `room_only` those of its room. `layout` is JSON
    in the form of `rules.board_layout`; `languages` are codes with commas between, the first one leads;
    `speaks` is false for a board without a loudspeaker.
    """

    __table_args__ = (one_of("theme", Theme, "theme_known"),)

    id: str = id_field()
    centre_id: str = Field(foreign_key="centre.id", index=True)
    name: str = text_field()
    room: str = Field(default="1", max_length=20)
    room_only: bool = False
    layout: str = text_field("{}")
    theme: str = Field(default=Theme.DARK, max_length=10)
    languages: str = Field(default="vi", max_length=20)
    speaks: bool = True
    retired_at: datetime | None = instant_field(None, nullable=True)


class Announcement(SQLModel, table=True):
    """A call to be spoken in a room once, however many boards hang there.

    `position` counts in the room without a gap. A board claims the first that is not done, until
    `lease_until`; what it does not acknowledge by then another board may claim.
    """

    __table_args__ = (
        UniqueConstraint("centre_id", "room", "position", name="one_announcement_a_position"),
        one_of("state", AnnouncementState, "announcement_state_known"),
        CheckConstraint("position > 0", name="announcement_from_one"),
        Index(
            "announcements_owed",
            "centre_id",
            "room",
            "position",
            sqlite_where=text("state IN ('queued', 'claimed')"),
            postgresql_where=text("state IN ('queued', 'claimed')"),
        ),
    )

    id: str = id_field()
    centre_id: str = Field(foreign_key="centre.id")
    room: str = Field(max_length=20)
    position: int
    ticket_id: str = Field(foreign_key="ticket.id")
    label: str = Field(max_length=8)
    counter_id: str = Field(foreign_key="counter.id")
    times: int = 1
    called_at: datetime = instant_field()
    state: str = Field(default=AnnouncementState.QUEUED, max_length=10)
    board_id: str | None = Field(default=None, foreign_key="board.id")
    device_id: str | None = Field(default=None, foreign_key="device.id")
    claims: int = 0
    claimed_at: datetime | None = instant_field(None, nullable=True)
    lease_until: datetime | None = instant_field(None, nullable=True)
    ended_at: datetime | None = instant_field(None, nullable=True)
