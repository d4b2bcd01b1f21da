"""Dossiers: who asks for what, the dates, the papers brought, and the period ledger."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Index, String, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from onestop.model.columns import dong_field, id_field, instant_field, one_of, text_field
from onestop.model.procedure import AllowanceUnit, SupplementRule


class DossierState(StrEnum):
    """Where a dossier stands; how each leads to the next is `rules.workflow`'s.

    `supplement_asked` waits for papers (chờ bổ sung), `suspended` for what its suspension names (tạm dừng).
    Ended without a result: `declined` (từ chối), `withdrawn` (rút), `stopped` (dừng, at the citizen's wish),
    `lapsed` (the papers asked for never came).
    """

    RECEIVED = "received"
    PROCESSING = "processing"
    SUPPLEMENT_ASKED = "supplement_asked"
    SUSPENDED = "suspended"
    RESULT_READY = "result_ready"
    RETURNED = "returned"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    STOPPED = "stopped"
    LAPSED = "lapsed"


RUNNING = (DossierState.RECEIVED, DossierState.PROCESSING)
"""The office's clock runs."""
WAITING = (DossierState.SUPPLEMENT_ASKED, DossierState.SUSPENDED)
"""Something is awaited, and nobody can be late meanwhile."""
OWED = (*RUNNING, *WAITING)
"""The citizen still has to hear an end."""


_CODE: Any = String(40).with_variant(String(40, collation="C"), "postgresql")
"""Compared letter by letter in both databases, so that a code is found by its beginning."""


class Standing(StrEnum):
    """How the result stands to its due date; written once, when it is ready."""

    EARLY = "early"
    ON_TIME = "on_time"
    OVERDUE = "overdue"


class ReturnVia(StrEnum):
    """How the applicant wants the result."""

    COUNTER = "counter"
    POST = "post"
    ELECTRONIC = "electronic"


class Clock(StrEnum):
    """On whose time a stretch of a dossier counts."""

    OFFICE = "office"
    CITIZEN = "citizen"
    OUTSIDE = "outside"
    NOBODY = "nobody"


class Dossier(SQLModel, table=True):
    """A dossier (hồ sơ) with its code, its people and its dates.

    `promised_at` is printed on the receipt and never changes; `due_at` moves and says why in
    `because` (JSON list of reasons). `told_at` is the new day that an apology told; it moves nothing.
    `amount` and `unit` are the allowance as granted at receipt, `supplement_rule` the procedure's of that
    day. `forward_by` is until when it has to be on its way to the agency, `forwarded_at` when it first was.
    `received_for_elsewhere`: for an agency of another place (phi địa giới); `arrived_at` is when that agency
    took it on, from which its time is counted. `mountain_days` are the days of `amount` that the mountains gave.
    `ready_at`, with the standing, is when the result was ready or the dossier ended without one.
    `version` rises with every change, for optimistic locking.
    The identity number and the receipt's secret are kept sealed, and looked up by keyed hash.
    `found_words`, `found_rank` and `found_under` are what the index of words holds of it
    (`store.dossier_index` alone writes them, but for the rank of dates moved together: `store.moved_dates`).
    """

    __table_args__ = (
        one_of("state", DossierState, "dossier_state_known"),
        one_of("return_via", ReturnVia, "return_via_known"),
        CheckConstraint("(standing IS NULL) = (ready_at IS NULL)", name="standing_exactly_when_ready"),
        CheckConstraint("(state = 'returned') = (returned_at IS NOT NULL)", name="returned_with_its_instant"),
        CheckConstraint(
            "(ready_at IS NOT NULL) = (state IN"
            " ('result_ready', 'returned', 'declined', 'withdrawn', 'stopped', 'lapsed'))",
            name="standing_fixed_at_the_end",
        ),
        CheckConstraint("fee_dong >= 0", name="fee_not_negative"),
        CheckConstraint("mountain_days >= 0", name="mountain_days_not_negative"),
        CheckConstraint("arrived_at IS NULL OR received_for_elsewhere", name="arrived_from_elsewhere"),
        CheckConstraint("arrived_at IS NULL OR arrived_at >= received_at", name="arrived_after_receipt"),
        one_of("unit", AllowanceUnit, "dossier_unit_known"),
        one_of("supplement_rule", SupplementRule, "dossier_supplement_rule_known"),
        Index("dossier_of_an_agency", "agency_id", "state", "due_at"),
        Index("dossier_of_a_centre", "centre_id", "received_at"),
        Index("dossier_by_state", "centre_id", "state", "due_at"),
        Index("dossier_by_phone", "phone"),
    )

    id: str = id_field()
    code: str = Field(unique=True, sa_type=_CODE)
    centre_id: str = Field(foreign_key="centre.id")
    agency_id: str = Field(foreign_key="agency.id")
    procedure_id: str = Field(foreign_key="procedure.id")
    ticket_id: str | None = Field(default=None, foreign_key="ticket.id")
    officer_id: str = Field(foreign_key="officer.id")
    state: str = Field(default=DossierState.RECEIVED, max_length=20)
    version: int = 1
    channel: str = Field(max_length=10)
    applicant_name: str = text_field()
    applicant_folded: str = text_field()
    identity_sealed: str = text_field("")
    identity_hash: str = Field(default="", max_length=64, index=True)
    address: str = text_field("")
    phone: str = Field(default="", max_length=30)
    email: str = Field(default="", max_length=254)
    born_on: str = Field(default="", max_length=10)
    sex: str = Field(default="", max_length=10)
    representative: str = text_field("")
    owner_name: str = text_field("")
    owner_address: str = text_field("")
    sets: int = 1
    return_via: str = Field(default=ReturnVia.COUNTER, max_length=12)
    return_address: str = text_field("")
    fee_dong: int = dong_field()
    fee_paid_at: datetime | None = instant_field(None, nullable=True)
    note: str = text_field("")
    register_year: int
    register_serial: int
    secret_sealed: str = text_field()
    secret_hash: str = Field(max_length=64)
    link_hash: str = Field(unique=True, max_length=64)
    submitted_at: datetime = instant_field()
    received_at: datetime = instant_field()
    amount: str = Field(max_length=20)
    unit: str = Field(max_length=20)
    mountain_days: int = 0
    supplement_rule: str = Field(default=SupplementRule.RESTART, max_length=20)
    received_for_elsewhere: bool = False
    arrived_at: datetime | None = instant_field(None, nullable=True)
    promised_at: datetime = instant_field()
    due_at: datetime = instant_field()
    told_at: datetime | None = instant_field(None, nullable=True)
    forward_by: datetime = instant_field()
    forwarded_at: datetime | None = instant_field(None, nullable=True)
    because: str = text_field("[]")
    calendar_version: str = Field(max_length=40)
    provisional: bool = False
    ready_at: datetime | None = instant_field(None, nullable=True)
    standing: str | None = Field(default=None, max_length=10)
    late_days: int | None = None
    returned_at: datetime | None = instant_field(None, nullable=True)
    collector: str = text_field("")
    found_words: str = text_field("")
    found_rank: int = Field(default=0, sa_type=BigInteger)
    found_under: str = text_field("")


class Document(SQLModel, table=True):
    """A paper in a dossier (giấy tờ): what was brought against a requirement, by kind and number."""

    __table_args__ = (
        CheckConstraint("originals >= 0 AND certified >= 0 AND copies >= 0", name="document_counts"),
    )

    dossier_id: str = Field(primary_key=True, foreign_key="dossier.id")
    position: int = Field(primary_key=True)
    name: str = text_field()
    originals: int = 0
    certified: int = 0
    copies: int = 0
    from_database: bool = False


class DossierPeriod(SQLModel, table=True):
    """A stretch of a dossier: in what state, at whom, on whose clock; contiguous, never deleted."""

    __tablename__ = "dossier_period"
    __table_args__ = (
        UniqueConstraint("dossier_id", "position"),
        one_of("state", DossierState, "dossier_period_state_known"),
        one_of("clock", Clock, "dossier_period_clock_known"),
        CheckConstraint("ended_at IS NULL OR ended_at >= started_at", name="dossier_period_forward"),
        Index(
            "one_open_dossier_period",
            "dossier_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: str = id_field()
    dossier_id: str = Field(foreign_key="dossier.id")
    position: int
    state: str = Field(max_length=20)
    agency_id: str = Field(foreign_key="agency.id")
    officer_id: str | None = Field(default=None, foreign_key="officer.id")
    clock: str = Field(default=Clock.OFFICE, max_length=10)
    started_at: datetime = instant_field()
    ended_at: datetime | None = instant_field(None, nullable=True)


class Intake(SQLModel, table=True):
    """A dossier that was not taken in: what was missing (form 02) or why it was declined (form 03)."""

    id: str = id_field()
    centre_id: str = Field(foreign_key="centre.id", index=True)
    procedure_id: str = Field(foreign_key="procedure.id")
    ticket_id: str | None = Field(default=None, foreign_key="ticket.id")
    officer_id: str = Field(foreign_key="officer.id")
    outcome: str = Field(max_length=12)
    applicant_name: str = text_field()
    missing: str = text_field("[]")
    reason: str = text_field("")
    at: datetime = instant_field()


class Paper(SQLModel, table=True):
    """An issued paper: its facts frozen in the transaction, its bytes kept by digest after it.

    `facts_sealed` is the sealed JSON that the bytes are rendered from; `digest` is the SHA-256 of the
    bytes, known once they were rendered. A corrected paper gets a new issue, the old one is void.
    """

    __table_args__ = (
        UniqueConstraint("owner_id", "name", "issue", name="one_issue_of_a_paper"),
        CheckConstraint("issue > 0", name="issue_from_one"),
    )

    id: str = id_field()
    centre_id: str = Field(foreign_key="centre.id")
    owner_id: str = Field(max_length=20)
    name: str = Field(max_length=30)
    issue: int = 1
    number: str = Field(default="", max_length=30)
    facts_sealed: str = text_field()
    digest: str | None = Field(default=None, max_length=64)
    issued_at: datetime = instant_field()
    void_at: datetime | None = instant_field(None, nullable=True)
