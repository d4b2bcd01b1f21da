"""Visits to the hall: tickets and their period ledger."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from onestop.model.columns import CLUSTERED, day_field, id_field, instant_field, one_of, text_field


class TicketState(StrEnum):
    """Where a visit stands.

    `absent` is called and did not come, and may still come back. Four ends are told apart: `served`; `left`
    before being served; `no_show` when the day closes on an absent one; `unserved` when it closes on one
    who waits.
    """

    WAITING = "waiting"
    CALLED = "called"
    SERVING = "serving"
    HELD = "held"
    ABSENT = "absent"
    SERVED = "served"
    LEFT = "left"
    NO_SHOW = "no_show"
    UNSERVED = "unserved"


ENDS = frozenset({TicketState.SERVED, TicketState.LEFT, TicketState.NO_SHOW, TicketState.UNSERVED})
"""Nothing follows these, but an undoing within the minute."""


AT_A_COUNTER = "state IN ('called', 'serving')"
_WAITING = "state = 'waiting'"
_OPEN = "state IN ('waiting', 'called', 'serving', 'held', 'absent')"
_GUARDED = "guard IS NOT NULL AND state IN ('waiting', 'called', 'serving', 'held')"


class Ticket(SQLModel, table=True):
    """One visit, one number (phiếu số thứ tự).

    `serial` counts from 1 each day within a line; `label` is what is printed and spoken ("A012").
    Neither is reused on the same day, even after a no-show, so a slip can never be confused with
    another. `queued_at` orders the wait; it is kept when the visit moves to another line.

    `waits_for_id`: only that counter calls it. `due_turn`: it stands back until so many calls were made in
    its line that day, and is called first then. `called_turn`: how many had been made when it was last
    called. `guard`: a keyed hash of what the visit is for (a receipt, a person, a booking); the same one
    cannot stand twice in a line. `carried_from_id`: yesterday's ticket that was left unserved.
    """

    __table_args__ = (
        UniqueConstraint("line_id", "day", "serial", name="one_serial_a_line_and_day"),
        UniqueConstraint("centre_id", "day", "label", name="one_label_a_centre_and_day"),
        one_of("state", TicketState, "ticket_state_known"),
        CheckConstraint("serial > 0", name="serial_from_one"),
        CheckConstraint(
            f"({AT_A_COUNTER}) = (counter_id IS NOT NULL)", name="at_a_counter_exactly_while_called"
        ),
        Index(
            "one_person_a_counter",
            "counter_id",
            unique=True,
            sqlite_where=text(AT_A_COUNTER),
            postgresql_where=text(AT_A_COUNTER),
        ),
        Index(
            "waiting_in_order",
            "waits_in_id",
            "day",
            "priority_rank",
            "queued_at",
            "serial",
            sqlite_where=text(_WAITING),
            postgresql_where=text(_WAITING),
        ),
        Index(
            "one_visit_for_one_thing",
            "line_id",
            "day",
            "guard",
            unique=True,
            sqlite_where=text(_GUARDED),
            postgresql_where=text(_GUARDED),
        ),
        Index(
            "one_visit_a_booking",
            "booking_id",
            unique=True,
            sqlite_where=text("booking_id IS NOT NULL"),
            postgresql_where=text("booking_id IS NOT NULL"),
        ),
        Index(
            "one_visit_for_an_unserved_one",
            "carried_from_id",
            unique=True,
            sqlite_where=text("carried_from_id IS NOT NULL"),
            postgresql_where=text("carried_from_id IS NOT NULL"),
        ),
        Index(
            "standing_back",
            "waits_in_id",
            "day",
            "due_turn",
            sqlite_where=text("state = 'waiting' AND due_turn IS NOT NULL"),
            postgresql_where=text("state = 'waiting' AND due_turn IS NOT NULL"),
        ),
        Index(
            "open_visits",
            "centre_id",
            "day",
            sqlite_where=text(_OPEN),
            postgresql_where=text(_OPEN),
        ),
        Index(
            "called_of_a_day",
            "centre_id",
            "day",
            "called_at",
            sqlite_where=text("called_at IS NOT NULL"),
            postgresql_where=text("called_at IS NOT NULL"),
        ),
    )

    id: str = id_field()
    centre_id: str = Field(foreign_key="centre.id")
    line_id: str = Field(foreign_key="line.id")
    waits_in_id: str = Field(foreign_key="line.id")
    day: date = day_field()
    serial: int
    label: str = Field(max_length=8)
    state: str = Field(default=TicketState.WAITING, max_length=10)
    priority: str | None = Field(default=None, max_length=10)
    priority_rank: int = 1
    issued_at: datetime = instant_field()
    queued_at: datetime = instant_field()
    called_at: datetime | None = instant_field(None, nullable=True)
    serving_at: datetime | None = instant_field(None, nullable=True)
    ended_at: datetime | None = instant_field(None, nullable=True)
    times_called: int = 0
    counter_id: str | None = Field(default=None, foreign_key="counter.id")
    last_counter_id: str | None = Field(default=None, foreign_key="counter.id")
    dossier_code: str | None = Field(default=None, max_length=40)
    ahead: int = 0
    wait_low: int | None = None
    wait_high: int | None = None
    wait_sample: int | None = None
    device_id: str | None = Field(default=None, max_length=20)
    waits_for_id: str | None = Field(default=None, foreign_key="counter.id")
    due_turn: int | None = None
    called_turn: int = 0
    returns: int = 0
    postponements: int = 0
    guard: str | None = Field(default=None, max_length=64)
    booking_id: str | None = Field(default=None, foreign_key="booking.id")
    carried_from_id: str | None = Field(default=None, foreign_key="ticket.id")


class TicketStop(SQLModel, table=True):
    """A further service of the same visit: when one is done the visit goes on in the next stop's line."""

    __tablename__ = "ticket_stop"

    ticket_id: str = Field(primary_key=True, foreign_key="ticket.id")
    position: int = Field(primary_key=True)
    line_id: str = Field(foreign_key="line.id")
    begun_at: datetime | None = instant_field(None, nullable=True)


class TicketPeriod(SQLModel, table=True):
    """A stretch of a visit in one state; the end of one is the start of the next.

    Every figure of the hall is a query over this table; nothing in it is ever deleted. A row that puts a
    visit back to where it stood before a mistake says so: `takes_back` is the position of the first row that
    counts no more, or its own where what was taken back is the visit's end, which has no row.
    """

    __tablename__ = "ticket_period"
    __table_args__ = (
        CheckConstraint("ended_at IS NULL OR ended_at >= started_at", name="ticket_period_forward"),
        one_of("state", TicketState, "ticket_period_state_known"),
        Index(
            "one_open_ticket_period",
            "ticket_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        CLUSTERED,
    )

    ticket_id: str = Field(primary_key=True, foreign_key="ticket.id")
    position: int = Field(primary_key=True)
    state: str = Field(max_length=10)
    line_id: str = Field(foreign_key="line.id")
    counter_id: str | None = Field(default=None, foreign_key="counter.id")
    officer_id: str | None = Field(default=None, foreign_key="officer.id")
    reason: str | None = text_field(None, nullable=True)
    takes_back: int | None = None
    started_at: datetime = instant_field()
    ended_at: datetime | None = instant_field(None, nullable=True)
