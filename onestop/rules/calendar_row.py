"""A day that does not follow its weekday, as it was announced or as the rules give it."""

from datetime import date
from enum import StrEnum
from typing import NamedTuple


class DayKind(StrEnum):
    """Why a day does not follow its weekday."""

    STATUTORY = "statutory"
    COMPENSATORY = "compensatory"
    SWAPPED_OFF = "swapped_off"
    MAKEUP_WORKING = "makeup_working"


class CalendarRow(NamedTuple):
    """One day of a calendar, and since when it was known.

    `on` and `known_on` are local dates (Asia/Ho_Chi_Minh). `from_memory`: the announcement itself was
    not seen, so whoever reads a reason that leans on it is told.
    """

    on: date
    kind: DayKind
    name: str
    known_on: date
    source: str = ""
    from_memory: bool = False
