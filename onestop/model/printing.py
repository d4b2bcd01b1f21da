"""Print jobs: a slip is printed, or it is known that it was not."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from onestop.model.columns import CLUSTERED, id_field, instant_field, one_of, text_field


class PrintState(StrEnum):
    """How far a slip came. `sent`: the agent has it and has not answered yet."""

    QUEUED = "queued"
    SENT = "sent"
    PRINTED = "printed"
    FAILED = "failed"
    PAPER_OUT = "paper_out"


_OWED = "state IN ('queued', 'sent')"
_FAULTY = "state IN ('failed', 'paper_out')"


class PrintJob(SQLModel, table=True):
    """One printing of one ticket's slip; a reprint is a further copy with the same number on it.

    `printer_id` names the printer whose agent fetches it; without one the asking device's own browser
    prints and reports. `copy_no` is 1 for the slip given with the number. Until `lease_until` the job is in
    the hands of whoever fetched it last.
    """

    __tablename__ = "print_job"
    __table_args__ = (
        UniqueConstraint("ticket_id", "copy_no", name="one_job_a_copy"),
        one_of("state", PrintState, "print_state_known"),
        CheckConstraint("copy_no > 0", name="copies_from_one"),
        Index(
            "print_jobs_owed",
            "asked_at",
            sqlite_where=text(_OWED),
            postgresql_where=text(_OWED),
        ),
        Index(
            "print_faults",
            "centre_id",
            "asked_at",
            sqlite_where=text(_FAULTY),
            postgresql_where=text(_FAULTY),
        ),
        CLUSTERED,
    )

    id: str = id_field()
    centre_id: str = Field(foreign_key="centre.id")
    ticket_id: str = Field(foreign_key="ticket.id")
    copy_no: int = 1
    printer_id: str | None = Field(default=None, foreign_key="device.id")
    asked_by: str = Field(max_length=40)
    lang: str = Field(default="vi", max_length=5)
    state: str = Field(default=PrintState.QUEUED, max_length=10)
    tries: int = 0
    fault: str = text_field("")
    asked_at: datetime = instant_field()
    lease_until: datetime | None = instant_field(None, nullable=True)
    ended_at: datetime | None = instant_field(None, nullable=True)
