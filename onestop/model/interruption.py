"""What interrupts a dossier, moves its clock or ends it: supplements, suspensions, extensions, decisions."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from onestop.model.columns import day_field, id_field, instant_field, one_of, text_field
from onestop.model.procedure import AllowanceUnit, SupplementRule


class SupplementRequest(SQLModel, table=True):
    """Papers asked for after receipt (form 02), once and completely, and their return.

    `items` is a JSON list `{name, originals, certified, copies, note}`. `rule` is what it does to the
    clock. `answer_by` is the last local day to bring them; the dossier lapses after it, and
    `warned_at` is when the citizen was told so. `ended_at` without `returned_at`: they never came.
    """

    __tablename__ = "supplement_request"
    __table_args__ = (
        UniqueConstraint("dossier_id", "position", name="one_supplement_a_position"),
        one_of("rule", SupplementRule, "supplement_request_rule_known"),
        CheckConstraint("returned_at IS NULL OR returned_at >= requested_at", name="supplement_forward"),
        CheckConstraint("returned_at IS NULL OR ended_at IS NOT NULL", name="supplement_returned_is_ended"),
        Index(
            "one_open_supplement",
            "dossier_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index("supplement_awaited", "ended_at", "answer_by"),
    )

    id: str = id_field()
    dossier_id: str = Field(foreign_key="dossier.id")
    position: int
    items: str = text_field("[]")
    reason: str = text_field("")
    rule: str = Field(max_length=20)
    officer_id: str = Field(foreign_key="officer.id")
    requested_at: datetime = instant_field()
    answer_by: date = day_field()
    warned_at: datetime | None = instant_field(None, nullable=True)
    returned_at: datetime | None = instant_field(None, nullable=True)
    ended_at: datetime | None = instant_field(None, nullable=True)


class Suspension(SQLModel, table=True):
    """A pause of the clock with its reason and its legal basis (tạm dừng)."""

    __table_args__ = (
        CheckConstraint("resumed_at IS NULL OR resumed_at >= suspended_at", name="suspension_forward"),
        CheckConstraint("length(reason) > 0 AND length(legal_basis) > 0", name="suspension_says_why"),
        Index("suspension_of_a_dossier", "dossier_id", "suspended_at"),
        Index(
            "one_open_suspension",
            "dossier_id",
            unique=True,
            sqlite_where=text("resumed_at IS NULL"),
            postgresql_where=text("resumed_at IS NULL"),
        ),
    )

    id: str = id_field()
    dossier_id: str = Field(foreign_key="dossier.id")
    reason: str = text_field()
    legal_basis: str = text_field()
    officer_id: str = Field(foreign_key="officer.id")
    suspended_at: datetime = instant_field()
    resumed_at: datetime | None = instant_field(None, nullable=True)


class Extension(SQLModel, table=True):
    """More time on a legal basis (gia hạn); it moves the due date. At most one of each basis."""

    __table_args__ = (
        UniqueConstraint("dossier_id", "legal_basis", name="one_extension_a_basis"),
        one_of("unit", AllowanceUnit, "extension_unit_known"),
        CheckConstraint("length(legal_basis) > 0", name="extension_says_why"),
    )

    id: str = id_field()
    dossier_id: str = Field(foreign_key="dossier.id")
    amount: str = Field(max_length=20)
    unit: str = Field(max_length=20)
    reason: str = text_field("")
    legal_basis: str = text_field()
    officer_id: str = Field(foreign_key="officer.id")
    decided_at: datetime = instant_field()


class Apology(SQLModel, table=True):
    """A written apology with a newly told date (form 04): once in a dossier's life; it moves nothing."""

    dossier_id: str = Field(primary_key=True, foreign_key="dossier.id")
    reason: str = text_field()
    told_at: datetime = instant_field()
    officer_id: str = Field(foreign_key="officer.id")
    apologised_at: datetime = instant_field()


class DecisionKind(StrEnum):
    """What is decided about a dossier with a reason that no other row keeps."""

    DECLINE = "decline"
    WITHDRAW = "withdraw"
    STOP = "stop"
    REOPEN = "reopen"
    CORRECT = "correct"


class Decision(SQLModel, table=True):
    """Why a dossier ended without a result, was opened again, or had its receipt corrected; never changed."""

    __table_args__ = (
        one_of("kind", DecisionKind, "decision_kind_known"),
        CheckConstraint("length(reason) > 0", name="decision_says_why"),
        Index("decision_of_a_dossier", "dossier_id", "decided_at"),
    )

    id: str = id_field()
    dossier_id: str = Field(foreign_key="dossier.id")
    kind: str = Field(max_length=10)
    reason: str = text_field()
    officer_id: str = Field(foreign_key="officer.id")
    decided_at: datetime = instant_field()


class CalendarChange(SQLModel, table=True):
    """A file of days announced late, applied once: known by the digest of its rows."""

    __tablename__ = "calendar_change"

    id: str = id_field()
    digest: str = Field(unique=True, max_length=64)
    file: str = Field(max_length=200)
    days: int
    moved: int
    officer_id: str = Field(max_length=40)
    applied_at: datetime = instant_field()
