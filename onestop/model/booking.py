"""Bookings: slots with a capacity, who booked them, and days without any."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from onestop.model.columns import CLUSTERED, day_field, id_field, instant_field, one_of, text_field


class BookingState(StrEnum):
    """What became of a booking."""

    BOOKED = "booked"
    CHECKED_IN = "checked_in"
    CANCELLED = "cancelled"
    NO_SHOW = "no_show"


class BookingPlan(SQLModel, table=True):
    """Whether and how a line takes bookings: so many for each slot of so many minutes."""

    __tablename__ = "booking_plan"
    __table_args__ = (
        CheckConstraint(
            "slot_minutes > 0 AND capacity >= 0 AND days_ahead > 0 AND per_person > 0",
            name="booking_plan_sensible",
        ),
    )

    line_id: str = Field(primary_key=True, foreign_key="line.id")
    open: bool = True
    slot_minutes: int = 30
    capacity: int = 2
    days_ahead: int = 14
    per_person: int = 2
    """Bookings that one person may have open in the centre at a time."""
    early_minutes: int = 30
    late_minutes: int = 15


class Blackout(SQLModel, table=True):
    """A day without bookings, of one line or of the whole centre, and why."""

    id: str = id_field()
    centre_id: str = Field(foreign_key="centre.id", index=True)
    line_id: str | None = Field(default=None, foreign_key="line.id")
    on_day: date = day_field()
    reason: str = text_field("")
    lifted_at: datetime | None = instant_field(None, nullable=True)


class BookingSlot(SQLModel, table=True):
    """A slot of a line on a day, made when first booked; the database itself refuses one too many.

    `minute`: minutes after local midnight at which it begins.
    """

    __tablename__ = "booking_slot"
    __table_args__ = (
        CheckConstraint("taken >= 0 AND taken <= capacity", name="no_overbooking"),
        CheckConstraint("minute BETWEEN 0 AND 1439", name="slot_within_the_day"),
        CLUSTERED,
    )

    line_id: str = Field(primary_key=True, foreign_key="line.id")
    day: date = day_field(primary_key=True)
    minute: int = Field(primary_key=True)
    capacity: int
    taken: int = 0


class BookingPerson(SQLModel, table=True):
    """How many bookings a person has open in a centre; known by the keyed hash of the telephone number."""

    __tablename__ = "booking_person"
    __table_args__ = (CheckConstraint("open >= 0", name="open_bookings_not_negative"),)

    centre_id: str = Field(primary_key=True, foreign_key="centre.id")
    person_hash: str = Field(primary_key=True, max_length=64)
    open: int = 0


class Booking(SQLModel, table=True):
    """A citizen's booking (đặt lịch). `code` is what is typed or scanned at the kiosk.

    Name, telephone and e-mail are sealed; `person_hash` finds the same person again.
    """

    __table_args__ = (
        UniqueConstraint("code", name="one_booking_a_code"),
        one_of("state", BookingState, "booking_state_known"),
        Index(
            "one_open_booking_a_person_line_and_day",
            "line_id",
            "day",
            "person_hash",
            unique=True,
            sqlite_where=text("state = 'booked'"),
            postgresql_where=text("state = 'booked'"),
        ),
        Index("bookings_of_a_day", "centre_id", "day", "minute"),
    )

    id: str = id_field()
    centre_id: str = Field(foreign_key="centre.id")
    line_id: str = Field(foreign_key="line.id")
    day: date = day_field()
    minute: int
    code: str = Field(max_length=12)
    state: str = Field(default=BookingState.BOOKED, max_length=12)
    person_hash: str = Field(max_length=64)
    name_sealed: str = text_field()
    phone_sealed: str = text_field()
    email_sealed: str | None = text_field(None, nullable=True)
    lang: str = Field(default="vi", max_length=5)
    booked_at: datetime = instant_field()
    ended_at: datetime | None = instant_field(None, nullable=True)
