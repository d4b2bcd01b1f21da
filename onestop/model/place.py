"""Where: centres, agencies, lines, counters, rooms and boards."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from onestop.model.columns import CLUSTERED, day_field, id_field, instant_field, one_of, text_field


class CentreKind(StrEnum):
    """What a centre row stands for."""

    PROVINCE = "province"
    CENTRE = "centre"


class CounterState(StrEnum):
    """Whether a counter serves."""

    OPEN = "open"
    BREAK = "break"
    CLOSED = "closed"


class Agency(SQLModel, table=True):
    """A body that resolves procedures (cơ quan, đơn vị), in a tree under the province.

    `code` is its identifier under Decision 20/2020/QĐ-TTg, e.g. `H14.12`; dossier codes begin with it.
    """

    id: str = id_field()
    key: str = Field(unique=True, max_length=60)
    code: str = Field(unique=True, max_length=35)
    name: str = text_field()
    short: str = text_field("")
    level: str = Field(max_length=20)
    parent_id: str | None = Field(default=None, foreign_key="agency.id", index=True)
    mountainous: bool = True
    code_pattern: str = Field(default="AGENCY-YYMMDD-NNNN", max_length=60)
    from_memory: str = text_field("[]")


class Centre(SQLModel, table=True):
    """A one-stop centre (Trung tâm Phục vụ hành chính công), or the province itself.

    The province is a centre row of kind `province`, so that what belongs to no hall is journalled
    like the rest. `level` (province, commune) decides which procedures it receives; `return_minute`:
    minutes after midnight at which results are promised.
    """

    __table_args__ = (
        one_of("kind", CentreKind, "centre_kind_known"),
        CheckConstraint("return_minute BETWEEN 0 AND 1439", name="return_within_the_day"),
    )

    id: str = id_field()
    key: str = Field(unique=True, max_length=60)
    kind: str = Field(default=CentreKind.CENTRE, max_length=10)
    name: str = text_field()
    place: str = text_field()
    superior: str = text_field("")
    town: str = text_field("")
    address: str = text_field("")
    phone: str = Field(default="", max_length=30)
    agency_id: str | None = Field(default=None, foreign_key="agency.id")
    level: str = Field(default="province", max_length=20)
    return_minute: int = 17 * 60
    ticker: str = text_field("[]")
    from_memory: str = text_field("[]")


class Line(SQLModel, table=True):
    """A line of people waiting (hàng chờ), by sector, with the letter on its tickets.

    `round_the_clock` is for demonstrations: numbers are given at any hour of any day.
    """

    __table_args__ = (UniqueConstraint("centre_id", "letter"),)

    id: str = id_field()
    centre_id: str = Field(foreign_key="centre.id", index=True)
    letter: str = Field(max_length=2)
    name: str = text_field()
    name_en: str = text_field("")
    hint: str = text_field("")
    hint_en: str = text_field("")
    for_results: bool = False
    round_the_clock: bool = False
    closed: bool = False


class LineSector(SQLModel, table=True):
    """Which sectors people of a line come for."""

    __tablename__ = "line_sector"

    line_id: str = Field(primary_key=True, foreign_key="line.id")
    sector_id: str = Field(primary_key=True, foreign_key="sector.id")


class LineDay(SQLModel, table=True):
    """The turn row of a line on a day, locked first by every move in that line.

    `last_serial` is the counter row of ticket numbers; `waiting` equals the number of tickets in
    state *waiting*; `priority_run` counts priority calls since the last ordinary one.
    """

    __tablename__ = "line_day"
    __table_args__ = (CheckConstraint("waiting >= 0", name="waiting_not_negative"), CLUSTERED)

    line_id: str = Field(primary_key=True, foreign_key="line.id")
    day: date = day_field(primary_key=True)
    last_serial: int = 0
    waiting: int = 0
    priority_run: int = 0


class Counter(SQLModel, table=True):
    """A counter (quầy) of a centre, known to citizens by its number."""

    __table_args__ = (
        UniqueConstraint("centre_id", "number"),
        one_of("state", CounterState, "counter_state_known"),
    )

    id: str = id_field()
    centre_id: str = Field(foreign_key="centre.id", index=True)
    number: int
    name: str = text_field("")
    room: str = Field(default="1", max_length=20)
    state: str = Field(default=CounterState.CLOSED, max_length=10)


class CounterLine(SQLModel, table=True):
    """Which lines a counter serves, in what order (work profile)."""

    __tablename__ = "counter_line"

    counter_id: str = Field(primary_key=True, foreign_key="counter.id")
    line_id: str = Field(primary_key=True, foreign_key="line.id")
    position: int = 0


class CounterPeriod(SQLModel, table=True):
    """A stretch of a counter being open or on a break, and whose; the opening ledger."""

    __tablename__ = "counter_period"
    __table_args__ = (
        one_of("state", CounterState, "counter_period_state_known"),
        CheckConstraint("ended_at IS NULL OR ended_at >= started_at", name="counter_period_forward"),
        Index(
            "one_open_counter_period",
            "counter_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: str = id_field()
    counter_id: str = Field(foreign_key="counter.id", index=True)
    officer_id: str = Field(foreign_key="officer.id")
    state: str = Field(max_length=10)
    started_at: datetime = instant_field()
    ended_at: datetime | None = instant_field(None, nullable=True)


class Board(SQLModel, table=True):
    """A board in a room of a centre; it shows all lines and counters of the centre unless told fewer."""

    id: str = id_field()
    centre_id: str = Field(foreign_key="centre.id", index=True)
    name: str = text_field()
    room: str = Field(default="1", max_length=20)
