"""When a centre is open: openings of the week with their validity, and what they come to on a day."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from onestop.errors import Malformed, SettingWrong

MINUTES_A_DAY = 24 * 60
MONDAY_TO_FRIDAY = (1, 2, 3, 4, 5)
FRIDAY = 5

_HOUR = re.compile(r"(\d{1,2}):([0-5]\d)", re.ASCII)

Spans = tuple[tuple[int, int], ...]
"""Openings of a day as (opens, closes) in minutes after local midnight, earliest first, none touching."""


class Opening(NamedTuple):
    """An opening of a weekday, 1 Monday to 7 Sunday, in minutes after local midnight.

    It holds from `valid_from` to `valid_to`, both included; for a day on which several generations hold,
    those with the latest `valid_from` decide, so a winter variant or a single half day needs no change to
    the row that it overrides. `counts` is false for an opening that receives but in which working time
    does not run (Saturday mornings, Decision 14/2010/QĐ-TTg).
    """

    weekday: int
    opens: int
    closes: int
    valid_from: date = date.min
    valid_to: date | None = None
    counts: bool = True


class DayHours(NamedTuple):
    """What the openings come to on a day: all that receive, those in which time counts, and its minutes."""

    open: Spans
    working: Spans
    minutes: int


CLOSED = DayHours((), (), 0)


def openings_of(hours: Sequence[str], weekdays: Sequence[int] = MONDAY_TO_FRIDAY) -> tuple[Opening, ...]:
    """Read hours as people write them, `["07:30-11:30", "13:30-17:00"]`, the same on each weekday.

    Raises:
        Malformed: Nothing given, not `HH:MM-HH:MM`, backwards, beyond 24:00, or overlapping.
    """
    spans = sorted(_span(text) for text in hours)
    if not spans or any(before[1] > after[0] for before, after in pairwise(spans)):
        raise Malformed(field="hours", reason="overlap" if spans else "none")
    return tuple(Opening(weekday, opens, closes) for weekday in weekdays for opens, closes in spans)


def minute_of_day(text: str) -> int:
    """Read an hour such as `17:00` as minutes after midnight; `24:00` is the end of the day.

    Raises:
        Malformed: It is no hour of a day.
    """
    match = _HOUR.fullmatch(text.strip())
    minute = int(match[1]) * 60 + int(match[2]) if match else MINUTES_A_DAY + 1
    if minute > MINUTES_A_DAY:
        raise Malformed(field="hours", reason="not HH:MM")
    return minute


def hour_text(minute: int) -> str:
    """Write minutes after midnight as an hour: `07:30`."""
    return f"{minute // 60:02}:{minute % 60:02}"


def weekday_hours(openings: Iterable[Opening], weekday: int, on: date) -> DayHours:
    """Find the hours that hold on a weekday as of a day; on Saturday and Sunday no time counts.

    Before the first generation of all hours the first of a weekday holds: how the office worked earlier is not
    known, and that it did not work at all is the worse guess. A weekday that a later generation opens was
    closed until then.

    Raises:
        SettingWrong: Monday to Friday without hours in which time counts, or hours that overlap. A centre
            cannot do away with a working day: the law counts it, and a date falling on it must be kept.
    """
    known = list(openings)
    begun = min((opening.valid_from for opening in known), default=date.max)
    of_weekday = [opening for opening in known if opening.weekday == weekday]
    holding = [o for o in of_weekday if o.valid_from <= on and (o.valid_to is None or on <= o.valid_to)]
    if holding:
        newest = max(opening.valid_from for opening in holding)
    else:
        newest = min((opening.valid_from for opening in of_weekday), default=date.max)
        holding = of_weekday if on < begun else []
    spans = sorted(o for o in holding if o.valid_from == newest)
    working = [opening for opening in spans if opening.counts]
    if weekday <= FRIDAY and not working:
        raise SettingWrong(setting="opening_hours", reason=f"no-hours weekday={weekday} on={on}")
    if any(not 0 <= o.opens < o.closes <= MINUTES_A_DAY for o in spans) or _overlap(spans):
        raise SettingWrong(setting="opening_hours", reason=f"overlap weekday={weekday} on={on}")
    if weekday > FRIDAY:
        working = []
    return DayHours(_joined(spans), _joined(working), sum(o.closes - o.opens for o in working))


def _span(text: str) -> tuple[int, int]:
    opens, _, closes = text.replace("–", "-").partition("-")
    span = minute_of_day(opens), minute_of_day(closes)
    if span[0] >= span[1]:
        raise Malformed(field="hours", reason="backwards")
    return span


def _overlap(spans: Sequence[Opening]) -> bool:
    return any(before.closes > after.opens for before, after in pairwise(spans))


def _joined(spans: Iterable[Opening]) -> Spans:
    """Join openings that touch, so that 07:30-12:00 and 12:00-17:00 are one."""
    joined = list[tuple[int, int]]()
    for span in spans:
        if joined and joined[-1][1] == span.opens:
            joined[-1] = (joined[-1][0], span.closes)
        else:
            joined.append((span.opens, span.closes))
    return tuple(joined)
