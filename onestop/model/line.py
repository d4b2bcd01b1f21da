"""Lines of people waiting, the rules of a hall, and who goes first."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from onestop.model.columns import CLUSTERED, day_field, id_field, instant_field, text_field


class HallRules(SQLModel, table=True):
    """What a centre has settled about turns; a centre without a row follows the defaults.

    `priority_run`: priority numbers called before one ordinary number. `fair_minutes`: whoever has waited
    longer is called first, whatever the work profile says. `late_numbers`, `late_minutes`: a citizen who
    missed the call comes back into the line within so many numbers or minutes. `more_time_numbers`: how
    many are let past by "I need more time". `service_level_minutes`: the wait that the office aims at.
    `undo_seconds`: how long a move can be taken back.
    """

    __tablename__ = "hall_rules"
    __table_args__ = (
        CheckConstraint(
            "priority_run > 0 AND fair_minutes > 0 AND late_numbers >= 0 AND late_minutes >= 0 "
            "AND more_time_numbers > 0 AND service_level_minutes > 0 AND undo_seconds >= 0",
            name="hall_rules_sensible",
        ),
    )

    centre_id: str = Field(primary_key=True, foreign_key="centre.id")
    priority_run: int = 2
    fair_minutes: int = 45
    late_numbers: int = 5
    late_minutes: int = 15
    more_time_numbers: int = 3
    service_level_minutes: int = 15
    undo_seconds: int = 60


class PriorityClass(SQLModel, table=True):
    """A class of citizens who are called first (diện ưu tiên), with its rule in words.

    A centre without rows has the five of `rules.priority`; the words are the office's to settle.
    """

    __tablename__ = "priority_class"

    centre_id: str = Field(primary_key=True, foreign_key="centre.id")
    key: str = Field(primary_key=True, max_length=10)
    position: int = 0
    name: str = text_field()
    name_en: str = text_field("")
    rule: str = text_field("")
    rule_en: str = text_field("")
    active: bool = True


class Line(SQLModel, table=True):
    """A line of people waiting (hàng chờ), by sector, with the letter and the band of its numbers.

    Two lines may share a letter when their bands do not meet: `A001`-`A299` and `A300`-`A599`. A band
    without an end goes on for ever. `round_the_clock` is for demonstrations: numbers are given at any hour
    of any day. A line that is given up is retired, not deleted.
    """

    __table_args__ = (
        Index(
            "one_line_a_letter_and_band",
            "centre_id",
            "letter",
            "band_first",
            unique=True,
            sqlite_where=text("retired_at IS NULL"),
            postgresql_where=text("retired_at IS NULL"),
        ),
        CheckConstraint(
            "band_first > 0 AND (band_last IS NULL OR band_last >= band_first)", name="band_forward"
        ),
    )

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
    band_first: int = 1
    band_last: int | None = None
    retired_at: datetime | None = instant_field(None, nullable=True)


class LineSector(SQLModel, table=True):
    """Which sectors people of a line come for."""

    __tablename__ = "line_sector"

    line_id: str = Field(primary_key=True, foreign_key="line.id")
    sector_id: str = Field(primary_key=True, foreign_key="sector.id")


class LineDay(SQLModel, table=True):
    """The turn row of a line on a day, locked first by every move in that line.

    `last_serial` is the counter row of ticket numbers; `waiting` equals the number of tickets in
    state *waiting*; `priority_run` counts priority calls since the last ordinary one; `calls` counts the
    calls made from the line, against which late-comers and those who asked for time are placed.
    """

    __tablename__ = "line_day"
    __table_args__ = (CheckConstraint("waiting >= 0", name="waiting_not_negative"), CLUSTERED)

    line_id: str = Field(primary_key=True, foreign_key="line.id")
    day: date = day_field(primary_key=True)
    last_serial: int = 0
    waiting: int = 0
    priority_run: int = 0
    calls: int = 0
