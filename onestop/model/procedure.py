"""What citizens may ask for: procedures, their versions, channels, requirements and internal steps."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from onestop.model.columns import day_field, dong_field, id_field, instant_field, one_of, text_field


class AllowanceUnit(StrEnum):
    """In what an allowance (thời hạn giải quyết) is counted."""

    WORKING_DAY = "working_day"
    CALENDAR_DAY = "calendar_day"
    WORKING_HOUR = "working_hour"
    CLOCK_HOUR = "clock_hour"
    MONTH = "month"
    SAME_DAY = "same_day"


class Channel(StrEnum):
    """How a dossier is submitted (Decree 61/2018/NĐ-CP art. 16)."""

    DIRECT = "direct"
    POST = "post"
    ONLINE = "online"


class SupplementRule(StrEnum):
    """What a request for missing papers does to the deadline; the default of Decree 61/2018 restarts it."""

    RESTART = "restart"
    PAUSE = "pause"
    NOT_COUNTED = "not_counted"


class ProcedureState(StrEnum):
    """A version of a procedure: being drawn up, or in force for the days of its validity."""

    DRAFT = "draft"
    PUBLISHED = "published"


class Sector(SQLModel, table=True):
    """A field of administration (lĩnh vực)."""

    id: str = id_field()
    key: str = Field(unique=True, max_length=200)
    name: str = text_field()


class Procedure(SQLModel, table=True):
    """One version of an administrative procedure (thủ tục hành chính).

    `code` is the national code (`1.012990`). A running dossier keeps the version it was received
    under. A draft receives nothing and is version 0, so that a code has one draft; it is numbered when it is
    published. `valid_to` is the last day on which dossiers are received under this one; earlier than
    `valid_from` where another took its place before it held. `loaded_at`: when it was published, of a
    draft when it was last changed. `answer_days` are the working days to bring a supplement before the
    dossier lapses. `amount` is the allowance as a decimal text ("10", "0.25"), empty where none is stated.
    `own_commune`: resolved by the commune whose centre receives it, so `agency_id` is empty. `receiving`
    names the kinds of centre that take it in, apart by commas. `from_memory` names, as a JSON list, the
    fields that no instrument was read for; `fees` and `pauses` are JSON lists of what the instruments
    state case by case.
    """

    __table_args__ = (
        UniqueConstraint("code", "version", name="one_version_of_a_code"),
        one_of("supplement_rule", SupplementRule, "supplement_rule_known"),
        one_of("state", ProcedureState, "procedure_state_known"),
        CheckConstraint("online_discount_percent BETWEEN 0 AND 100", name="discount_a_share"),
        Index("procedure_folded", "folded"),
    )

    id: str = id_field()
    code: str = Field(max_length=20, index=True)
    version: int = 1
    state: str = Field(default=ProcedureState.PUBLISHED, max_length=10)
    name: str = text_field()
    folded: str = text_field("")
    sector_id: str = Field(foreign_key="sector.id", index=True)
    agency_id: str | None = Field(default=None, foreign_key="agency.id", index=True)
    own_commune: bool = False
    receiving: str = Field(default="province", max_length=60)
    level: str = text_field("")
    amount: str = Field(default="", max_length=20)
    unit: str | None = Field(default=None, max_length=20)
    supplement_rule: str = Field(default=SupplementRule.RESTART, max_length=20)
    answer_days: int = 30
    mountain_days: int = 0
    retention_years: int = 0
    allowance_text: str = text_field("")
    fee_text: str = text_field("")
    fees: str = text_field("[]")
    pauses: str = text_field("[]")
    fee_dong: int = dong_field()
    charge_dong: int = dong_field()
    online_discount_percent: int = 0
    online_level: str = Field(default="", max_length=20)
    sensitive: bool = False
    legal_basis: str = text_field("")
    source: str = text_field("")
    from_memory: str = text_field("[]")
    digest: str = Field(default="", max_length=64)
    valid_from: date = day_field()
    valid_to: date | None = day_field(None, nullable=True)
    loaded_at: datetime = instant_field()


class ProcedureChannel(SQLModel, table=True):
    """The allowance and fee of a procedure through one channel; `amount` empty means not stated."""

    __tablename__ = "procedure_channel"

    procedure_id: str = Field(primary_key=True, foreign_key="procedure.id")
    position: int = Field(primary_key=True)
    channel: str = Field(max_length=40)
    amount: str = Field(default="", max_length=20)
    unit: str | None = Field(default=None, max_length=20)
    fee_dong: int | None = dong_field(None, nullable=True)
    raw: str = text_field("")
    counts: bool = True


class Requirement(SQLModel, table=True):
    """A paper that the procedure asks for (thành phần hồ sơ), and in which kind and number.

    `replaced_by_database`: may not be asked for when the database has it (Decree 118/2025 art. 4.2a).
    `shown`: looked at and given back, none is kept.
    """

    __table_args__ = (
        CheckConstraint("originals >= 0 AND certified >= 0 AND copies >= 0", name="requirement_counts"),
    )

    procedure_id: str = Field(primary_key=True, foreign_key="procedure.id")
    position: int = Field(primary_key=True)
    name: str = text_field()
    originals: int = 0
    certified: int = 0
    copies: int = 0
    optional: bool = False
    shown: bool = False
    replaced_by_database: bool = False
    database: str = text_field("")


class ProcedureStep(SQLModel, table=True):
    """A step of the internal process with its share of the allowance, in the procedure's unit.

    `amount` is a decimal text ("0.5"); of the steps with `counted` the stages sum to the allowance, and
    steps of one stage run side by side.
    """

    __tablename__ = "procedure_step"

    procedure_id: str = Field(primary_key=True, foreign_key="procedure.id")
    position: int = Field(primary_key=True)
    stage: int = 1
    role: str = text_field()
    name: str = text_field("")
    agency_id: str | None = Field(default=None, foreign_key="agency.id")
    amount: str = Field(default="", max_length=20)
    counted: bool = True


class Succession(SQLModel, table=True):
    """A procedure code that another replaced; look-ups of the old one find the new."""

    old_code: str = Field(primary_key=True, max_length=20)
    new_code: str = Field(primary_key=True, max_length=20)
    from_on: date | None = day_field(None, nullable=True)
    note: str = text_field("")


class CalendarDay(SQLModel, table=True):
    """A day that does not follow its weekday: off, compensatory, swapped, or a make-up working day.

    `known_on` is the day its announcement was known: a calendar "as of" a day has only rows known by
    then. A row is never changed; a later row of the same date replaces it for later calendars.
    """

    __tablename__ = "calendar_day"
    __table_args__ = (
        UniqueConstraint("on_day", "known_on", name="one_word_a_day_and_version"),
        CheckConstraint(
            "kind IN ('statutory', 'compensatory', 'swapped_off', 'makeup_working')", name="day_kind_known"
        ),
    )

    id: str = id_field()
    on_day: date = day_field()
    kind: str = Field(max_length=20)
    name: str = text_field("")
    known_on: date = day_field()
    source: str = text_field("")
    from_memory: bool = False


class OpeningHours(SQLModel, table=True):
    """When a centre is open on a weekday (1 Monday to 7 Sunday), in minutes after midnight.

    `counts` is false for openings that receive but in which working time does not run (Saturday
    mornings under Decision 14/2010/QĐ-TTg).
    """

    __tablename__ = "opening_hours"
    __table_args__ = (
        CheckConstraint("0 <= opens AND opens < closes AND closes <= 1440", name="hours_forward"),
        CheckConstraint("weekday BETWEEN 1 AND 7", name="weekday_known"),
    )

    id: str = id_field()
    centre_id: str = Field(foreign_key="centre.id", index=True)
    weekday: int
    opens: int
    closes: int
    counts: bool = True
    valid_from: date = day_field()
    valid_to: date | None = day_field(None, nullable=True)
