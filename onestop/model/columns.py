"""Kinds of columns that several tables share."""

from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Dialect, String, Text, TypeDecorator
from sqlmodel import Field

from onestop.chance import new_id

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


CLUSTERED = {"sqlite_with_rowid": False}
"""A table that SQLite keeps in the order of its key, one tree instead of two: for hot, narrow tables."""


def micros(at: datetime) -> int:
    """Tell an aware instant as whole microseconds since 1970, as the tables hold it.

    Why not the databases' own timestamps: SQLite has none, so one statement could not serve both; and
    every figure of a period is a difference, which integers give without a function of either.

    Raises:
        ValueError: A naive datetime; it would be read in the zone of whoever reads it.
    """
    if at.tzinfo is None:
        raise ValueError("an instant needs its zone")
    return (at - _EPOCH) // _MICROSECOND


def instant(since_1970: int) -> datetime:
    """Read whole microseconds since 1970 as an aware instant in UTC."""
    return _EPOCH + timedelta(microseconds=since_1970)


class Instant(TypeDecorator[datetime]):
    """An aware instant, kept as microseconds since 1970 (UTC)."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        """Write."""
        return None if value is None else micros(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Read."""
        return None if value is None else instant(value)


class Day(TypeDecorator[date]):
    """A local date, kept as `YYYY-MM-DD`, which sorts as it should in both databases."""

    impl = String(10)
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Write."""
        return None if value is None else value.isoformat()

    def process_result_value(self, value: str | None, dialect: Dialect) -> date | None:  # noqa: ARG002
        """Read."""
        return None if value is None else date.fromisoformat(value)


def id_field() -> Any:
    """Give an opaque id, drawn when the row is made."""
    return Field(default_factory=new_id, primary_key=True, max_length=20)


def text_field(default: Any = ..., *, nullable: bool = False) -> Any:
    """Give a text without a limit; rules check lengths where people type."""
    return Field(default=default, sa_type=Text, nullable=nullable)


def instant_field(default: Any = ..., *, nullable: bool = False, index: bool = False) -> Any:
    """Give an instant."""
    return Field(default=default, sa_type=Instant, nullable=nullable, index=index)


def day_field(default: Any = ..., *, nullable: bool = False, primary_key: bool = False) -> Any:
    """Give a local date."""
    return Field(default=default, sa_type=Day, nullable=nullable, primary_key=primary_key)


def dong_field(default: Any = 0, *, nullable: bool = False) -> Any:
    """Give an amount in whole đồng; a large plot's charge is beyond 32 bits."""
    return Field(default=default, sa_type=BigInteger, nullable=nullable)


def one_of(column: str, kinds: type[StrEnum], name: str) -> CheckConstraint:
    """Hold a column to an enum's values, in the database too."""
    values = ", ".join(f"'{kind.value}'" for kind in kinds)
    return CheckConstraint(f"{column} IN ({values})", name=name)
