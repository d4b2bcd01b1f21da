"""Legs: the agencies among whom a dossier travels (liên thông), who holds it there, and each hand-over."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from onestop.model.columns import day_field, id_field, instant_field, one_of, text_field
from onestop.model.dossier import Standing


class LegPart(StrEnum):
    """What an agency is in a dossier: in charge of it (chủ trì), or co-operating (phối hợp)."""

    LEAD = "lead"
    COOPERATING = "cooperating"


class LegState(StrEnum):
    """Where a leg stands: not sent yet, on its way, taken on, finished, or no longer needed."""

    PLANNED = "planned"
    SENT = "sent"
    ACCEPTED = "accepted"
    DONE = "done"
    CANCELLED = "cancelled"


class Leg(SQLModel, table=True):
    """One agency's share of a dossier (chặng).

    Legs of one `stage` run side by side, stages one after the other. `amount` is the share of the
    allowance in the dossier's unit, a decimal text; `due_at` its planned end, told again with every
    reckoning of the whole. `work` says what is asked of the agency, `outcome` what it answered.
    `officer_id` is who holds it there now; the ledger of that is `Assignment`.
    """

    __table_args__ = (
        UniqueConstraint("dossier_id", "position", name="one_leg_a_position"),
        one_of("part", LegPart, "leg_part_known"),
        one_of("state", LegState, "leg_state_known"),
        one_of("standing", Standing, "leg_standing_known"),
        CheckConstraint("position > 0 AND stage > 0", name="leg_from_one"),
        CheckConstraint("(state = 'planned') <= (sent_at IS NULL)", name="planned_is_not_sent"),
        CheckConstraint("(state = 'done') = (done_at IS NOT NULL)", name="leg_done_with_its_instant"),
        CheckConstraint("(standing IS NULL) = (done_at IS NULL)", name="leg_standing_exactly_when_done"),
        Index("leg_of_an_agency", "agency_id", "state", "due_at"),
        Index("leg_of_an_officer", "officer_id", "state", "due_at"),
    )

    id: str = id_field()
    dossier_id: str = Field(foreign_key="dossier.id")
    position: int
    stage: int
    agency_id: str = Field(foreign_key="agency.id")
    part: str = Field(max_length=12)
    work: str = text_field("")
    amount: str = Field(max_length=20)
    state: str = Field(default=LegState.PLANNED, max_length=10)
    officer_id: str | None = Field(default=None, foreign_key="officer.id")
    due_at: datetime = instant_field()
    sent_at: datetime | None = instant_field(None, nullable=True)
    accepted_at: datetime | None = instant_field(None, nullable=True)
    done_at: datetime | None = instant_field(None, nullable=True)
    standing: str | None = Field(default=None, max_length=10)
    late_days: int | None = None
    outcome: str = text_field("")


class Assignment(SQLModel, table=True):
    """Who holds a leg in its agency, from when to when; contiguous, never deleted.

    `covers_id` names the officer on leave in whose place the holder stands.
    """

    __table_args__ = (
        CheckConstraint("ended_at IS NULL OR ended_at >= assigned_at", name="assignment_forward"),
        Index(
            "one_open_assignment",
            "leg_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: str = id_field()
    leg_id: str = Field(foreign_key="leg.id")
    officer_id: str = Field(foreign_key="officer.id", index=True)
    assigned_by_id: str = Field(max_length=40)
    covers_id: str | None = Field(default=None, foreign_key="officer.id")
    assigned_at: datetime = instant_field()
    ended_at: datetime | None = instant_field(None, nullable=True)


class HandoverList(SQLModel, table=True):
    """A list that goes with dossiers from one place to another (giấy bàn giao), two copies signed.

    `agency_id` is the other side; `outward` from the centre to it, else back. `taken_at` is when the
    last dossier on it was taken over, or the rest was struck off.
    """

    __tablename__ = "handover_list"

    id: str = id_field()
    centre_id: str = Field(foreign_key="centre.id", index=True)
    agency_id: str = Field(foreign_key="agency.id", index=True)
    outward: bool
    number: str = Field(max_length=30)
    given_by_id: str = Field(foreign_key="officer.id")
    given_at: datetime = instant_field()
    taken_at: datetime | None = instant_field(None, nullable=True)


class Handover(SQLModel, table=True):
    """One dossier given by one side and taken by the other; a row of the routing slip (phiếu kiểm soát).

    A side that is the centre has no agency. `undone_at`: taken back before anybody touched it.
    """

    __table_args__ = (
        UniqueConstraint("dossier_id", "position", name="one_handover_a_position"),
        CheckConstraint("from_agency_id IS NOT NULL OR to_agency_id IS NOT NULL", name="handover_between"),
        CheckConstraint("taken_at IS NULL OR undone_at IS NULL", name="handover_taken_or_undone"),
        Index(
            "handover_awaited",
            "to_agency_id",
            sqlite_where=text("taken_at IS NULL AND undone_at IS NULL"),
            postgresql_where=text("taken_at IS NULL AND undone_at IS NULL"),
        ),
    )

    id: str = id_field()
    dossier_id: str = Field(foreign_key="dossier.id")
    position: int
    leg_id: str | None = Field(default=None, foreign_key="leg.id")
    from_agency_id: str | None = Field(default=None, foreign_key="agency.id")
    to_agency_id: str | None = Field(default=None, foreign_key="agency.id")
    list_id: str | None = Field(default=None, foreign_key="handover_list.id", index=True)
    given_by_id: str = Field(max_length=40)
    given_at: datetime = instant_field()
    taken_by_id: str | None = Field(default=None, max_length=40)
    taken_at: datetime | None = instant_field(None, nullable=True)
    undone_at: datetime | None = instant_field(None, nullable=True)
    note: str = text_field("")


class Absence(SQLModel, table=True):
    """An officer on leave, both days included, and who covers for them."""

    __table_args__ = (
        CheckConstraint("from_on <= to_on", name="absence_forward"),
        CheckConstraint("cover_id <> officer_id", name="cover_is_another"),
    )

    id: str = id_field()
    officer_id: str = Field(foreign_key="officer.id", index=True)
    cover_id: str = Field(foreign_key="officer.id", index=True)
    from_on: date = day_field()
    to_on: date = day_field()
    ended_at: datetime | None = instant_field(None, nullable=True)
