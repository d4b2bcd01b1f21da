"""Counters: what they serve, in what order, and when they were open."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from onestop.model.columns import CLUSTERED, day_field, id_field, instant_field, one_of, text_field


class CounterState(StrEnum):
    """Whether a counter serves."""

    OPEN = "open"
    BREAK = "break"
    CLOSED = "closed"


class TurnRule(StrEnum):
    """How a work profile chooses among its lines."""

    LONGEST_WAIT = "longest-wait"
    IN_ORDER = "in-order"
    RATIO = "ratio"


class WorkProfile(SQLModel, table=True):
    """Which lines a counter serves and how it chooses among them; several counters may share one."""

    __tablename__ = "work_profile"
    __table_args__ = (one_of("rule", TurnRule, "turn_rule_known"),)

    id: str = id_field()
    centre_id: str = Field(foreign_key="centre.id", index=True)
    name: str = text_field()
    rule: str = Field(default=TurnRule.LONGEST_WAIT, max_length=20)
    retired_at: datetime | None = instant_field(None, nullable=True)


class ProfileLine(SQLModel, table=True):
    """A line of a work profile: its place in the order, and its share where the rule is a ratio."""

    __tablename__ = "profile_line"
    __table_args__ = (CheckConstraint("share > 0", name="share_positive"),)

    profile_id: str = Field(primary_key=True, foreign_key="work_profile.id")
    line_id: str = Field(primary_key=True, foreign_key="line.id")
    position: int = 0
    share: int = 1


class Counter(SQLModel, table=True):
    """A counter (quầy) of a centre, known to citizens by its number."""

    __table_args__ = (
        Index(
            "one_counter_a_number",
            "centre_id",
            "number",
            unique=True,
            sqlite_where=text("retired_at IS NULL"),
            postgresql_where=text("retired_at IS NULL"),
        ),
        one_of("state", CounterState, "counter_state_known"),
    )

    id: str = id_field()
    centre_id: str = Field(foreign_key="centre.id", index=True)
    number: int
    name: str = text_field("")
    room: str = Field(default="1", max_length=20)
    state: str = Field(default=CounterState.CLOSED, max_length=10)
    profile_id: str | None = Field(default=None, foreign_key="work_profile.id")
    retired_at: datetime | None = instant_field(None, nullable=True)


class CounterTurn(SQLModel, table=True):
    """How many of a line's share a counter has called in the present round of its ratio."""

    __tablename__ = "counter_turn"
    __table_args__ = CLUSTERED

    counter_id: str = Field(primary_key=True, foreign_key="counter.id")
    day: date = day_field(primary_key=True)
    line_id: str = Field(primary_key=True, foreign_key="line.id")
    taken: int = 0


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
