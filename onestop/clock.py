"""The only place that asks what time it is."""

import time
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")
"""Every office of the country keeps this time; no daylight saving since 1975."""


def now() -> datetime:
    """Tell the present instant, aware, in UTC."""
    return datetime.now(UTC)


def local(instant: datetime) -> datetime:
    """Show an aware instant on the wall clock of the office."""
    return instant.astimezone(LOCAL)


def local_day(instant: datetime) -> date:
    """Tell the office's date at an aware instant."""
    return instant.astimezone(LOCAL).date()


def stopwatch() -> float:
    """Tell seconds of a clock that only runs forward; for lengths, never for instants."""
    return time.monotonic()
