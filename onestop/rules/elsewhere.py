"""From when a dossier's time runs (tính thời hạn): its receipt, or its arrival at an agency of another place."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from enum import StrEnum
from operator import attrgetter
from typing import Any, NamedTuple

from onestop.clock import local_day
from onestop.rules.allowance import Allowance
from onestop.rules.deadline import Deadline, Extension, Leg, Supplement, Suspension, reckon
from onestop.rules.limits import forwarded_at_once
from onestop.rules.pauses import last_restart
from onestop.rules.reason import Reason
from onestop.rules.working_time import WorkingCalendar

ARRIVED, AWAITED, SENT_LATE = "elsewhere", "elsewhere-awaited", "forwarded-late"
"""Reasons: the competent agency took the dossier on; it has not yet; the centre sent it on too late."""
BECAUSE_OF_ARRIVAL = (ARRIVED, AWAITED, SENT_LATE)
"""All that a date says of the way to its competent agency."""


class RunsFrom(StrEnum):
    """What begins the time of a dossier that is received for an agency of another place (phi địa giới)."""

    RECEIPT = "receipt"
    ARRIVAL = "arrival"


RUNS_FROM: tuple[tuple[date, RunsFrom], ...] = (
    (date(2018, 6, 21), RunsFrom.RECEIPT),
    (date(2026, 8, 5), RunsFrom.ARRIVAL),
)
"""Since which day of receipt which holds: Decree 61/2018/NĐ-CP, art. 17, kept by Decree 118/2025/NĐ-CP; Decree
309/2026/NĐ-CP, art. 8.3 (art. 17.3 of Decree 118/2025/NĐ-CP as amended): the time of what is received regardless of
administrative boundaries is counted from when the agency that is competent receives it."""


class Elsewhere(NamedTuple):
    """The competent agency of another place: its name, and when it got the dossier, None as long as it has not.

    `forwarded_late`: until when the centre had to send it on, and when it did; None where it was in time.
    """

    agency: str
    arrived_at: datetime | None = None
    forwarded_late: tuple[datetime, datetime] | None = None


def is_elsewhere(agency_id: str, home: Collection[str], *, own_commune: bool) -> bool:
    """Tell whether a dossier is received for an agency of another place.

    Only a commune's procedure can be: where a procedure names its agency, that one is competent wherever it is
    filed.

    Args:
        agency_id: The agency in charge.
        home: The agencies of the place that receives: its commune and all under it.
        own_commune: Whether each commune resolves the procedure for itself.

    Rule:
        Decree 118/2025/NĐ-CP, art. 14, as amended by Decree 309/2026/NĐ-CP, art. 7.2.
    """
    return own_commune and agency_id not in home


def runs_from(received_on: date) -> RunsFrom:
    """Tell what begins the time of a dossier for elsewhere, by the local day of its receipt."""
    return next((rule for since, rule in reversed(RUNS_FROM) if received_on >= since), RunsFrom.RECEIPT)


def awaited_agency(because: Iterable[Reason]) -> str:
    """Name the agency from whose taking a dossier on its time is counted, by a date's own reasons; "" for none."""
    return next((str(reason.facts["agency"]) for reason in because if reason.rule == AWAITED), "")


def reckon_from_start(
    received_at: datetime,
    allowance: Allowance,
    calendar: WorkingCalendar,
    elsewhere: Elsewhere | None = None,
    *,
    legs: Sequence[Leg] = (),
    supplements: Iterable[Supplement] = (),
    suspensions: Iterable[Suspension] = (),
    extensions: Iterable[Extension] = (),
) -> Deadline:
    """Reckon when a result is due, from when its time runs; as `rules.deadline.reckon`, which this asks.

    What is not at its competent agency yet is reckoned as if it were sent on as the law has it: at once, after
    15:00 at the beginning of the next working day; once it was sent later, as if it arrived then.

    Args:
        received_at: Aware instant of receipt.
        allowance: As granted.
        calendar: The receiving centre's.
        elsewhere: The competent agency, where it is another place's.
        legs: As `reckon` takes them.
        supplements: Likewise.
        suspensions: Likewise.
        extensions: Likewise.

    Raises:
        IntervalsOverlap: As `reckon`.
        LegsDoNotSum: As `reckon`.
        AllowanceRefused: As `reckon`.
        CalendarOutOfReach: As `reckon`.
        Malformed: As `reckon`.

    Rule:
        Decree 309/2026/NĐ-CP, art. 8.3, and art. 9 for when it is sent on.
    """
    course: dict[str, Any] = {
        "legs": legs,
        "supplements": tuple(supplements),
        "suspensions": tuple(suspensions),
        "extensions": tuple(extensions),
    }
    if elsewhere is None or runs_from(local_day(received_at)) is RunsFrom.RECEIPT:
        return reckon(received_at, allowance, calendar, **course)

    restart = last_restart(course["supplements"])
    complete_at = max(received_at, restart[1]) if restart else received_at
    begins, because = _arrival(complete_at, calendar, elsewhere)
    deadline = reckon(begins, allowance, calendar, **course)
    if allowance.ends_same_day:
        # On a Saturday morning that receives, the same day ends at noon: before the Monday that was granted to
        # what was handed in after 15:00 on Friday. Arriving must never shorten it.
        here = reckon(received_at, allowance, calendar, **course)
        deadline = max(deadline, here, key=attrgetter("due_at"))
    return deadline._replace(because=(*because, *deadline.because))


def _arrival(
    taken_in_at: datetime, calendar: WorkingCalendar, elsewhere: Elsewhere
) -> tuple[datetime, tuple[Reason, ...]]:
    """Tell when a dossier came to its competent agency, or is reckoned to come, and why."""
    named, late = {"agency": elsewhere.agency}, elsewhere.forwarded_late
    told = (Reason(SENT_LATE, *late, {}),) if late else ()
    if elsewhere.arrived_at is not None:
        came = elsewhere.arrived_at
        return came, (*told, Reason(ARRIVED, came, came, named))
    expected = forwarded_at_once(taken_in_at, calendar)
    if late:
        expected = max(expected, late[1])
    return expected, (*told, Reason(AWAITED, expected, expected, named))
