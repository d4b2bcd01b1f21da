"""The limits that the process itself is bound by, each with its article."""

from datetime import date, datetime

from onestop.model.procedure import AllowanceUnit
from onestop.rules.allowance import Allowance
from onestop.rules.axes import CUT_OFF
from onestop.rules.deadline import reckon
from onestop.rules.local_minute import Minute, date_of, instant_of, minute_of
from onestop.rules.opening_hours import MINUTES_A_DAY
from onestop.rules.working_time import WorkingCalendar

SUPPLEMENT_NOTICE = Allowance(3, AllowanceUnit.WORKING_DAY)
"""From receipt until the citizen must have been told, once and completely, what is missing (Decree
61/2018/NĐ-CP, art. 19.4; sector law may differ; whether Decree 118/2025/NĐ-CP keeps it was not seen)."""

ONLINE_NOTICE = Allowance(8, AllowanceUnit.WORKING_HOUR)
"""From an online filing until its answer (Decree 45/2020/NĐ-CP, art. 11; from memory)."""

PAPER_TO_AGENCY = Allowance(1, AllowanceUnit.WORKING_DAY)
"""From receipt until the paper dossier is at the competent agency (Cao Bằng's internal processes, Decisions
2022 and 2031/QĐ-UBND of 2025)."""

PETITION_REPLY = Allowance(10, AllowanceUnit.WORKING_DAY)
"""From a petition until its reply; the rule of another province (Ninh Bình), so only a starting value."""

LATE_NOTICE_DAYS_BEFORE = 1
"""Whoever will be late says so one day before the due day (Decree 61/2018/NĐ-CP, art. 19.9)."""

APOLOGIES_AT_MOST = 1
"""A new date is told at most once (Decree 61/2018/NĐ-CP, art. 19.9)."""

SUPPLEMENT_WARNING_DAYS = 5
"""Working days before the last day to bring what was asked for, on which the citizen is warned: the house's."""


def supplement_notice_by(received_at: datetime, calendar: WorkingCalendar) -> datetime:
    """Tell until when the citizen must have heard what is missing, in UTC.

    Rule:
        Decree 61/2018/NĐ-CP, art. 19.4: within 3 working days of receipt.
    """
    return reckon(received_at, SUPPLEMENT_NOTICE, calendar).due_at


def warning_on(asked_on: date, answer_by: date, calendar: WorkingCalendar) -> date:
    """Tell the local day on which the citizen is warned that the time to bring the papers runs out.

    Where less than twice the usual length is granted, half way; `answer_by` itself where that is no time.
    """
    granted = calendar.working_days_between(asked_on, answer_by)
    day = answer_by
    for _ in range(min(SUPPLEMENT_WARNING_DAYS, granted // 2)):
        day = calendar.previous_working_day(day)
    return day


def forward_by(received_at: datetime, calendar: WorkingCalendar) -> datetime:
    """Tell until when a dossier must have been forwarded to the agency that resolves it, in UTC.

    On the same working day, by closing time; received after 15:00 or on a day that is not a working day, by
    the opening of the next.

    Rule:
        Decree 61/2018/NĐ-CP, art. 18, kept by Decree 118/2025/NĐ-CP: "sau 15 giờ hằng ngày", at the
        beginning of the next working day.
    """
    received = minute_of(calendar.received(received_at))
    if not _goes_that_day(received, calendar):
        return _next_opening(received, calendar)
    day = date_of(received)
    return instant_of(day.toordinal() * MINUTES_A_DAY + calendar.hours_on(day).working[-1][1])


def forwarded_at_once(received_at: datetime, calendar: WorkingCalendar) -> datetime:
    """Tell when a dossier is at its agency that is sent on at once, as it has to be, in UTC.

    The moment of receipt itself, or the next opening of what came while the centre was closed; what need not
    go on before the next working day is there at its opening.

    Rule:
        As `forward_by`: "chuyển ngay", and "vào đầu giờ ngày làm việc tiếp theo" after 15:00 (Decree
        309/2026/NĐ-CP, art. 9).
    """
    received = minute_of(calendar.received(received_at))
    return instant_of(received) if _goes_that_day(received, calendar) else _next_opening(received, calendar)


def _goes_that_day(received: Minute, calendar: WorkingCalendar) -> bool:
    return received % MINUTES_A_DAY <= CUT_OFF and calendar.is_working_day(date_of(received))


def _next_opening(received: Minute, calendar: WorkingCalendar) -> datetime:
    day = calendar.next_working_day(date_of(received))
    return instant_of(day.toordinal() * MINUTES_A_DAY + calendar.hours_on(day).working[0][0])


def late_notice_by(due_at: datetime, calendar: WorkingCalendar) -> datetime:
    """Tell until when an agency that will be late must have said so, with its apology and the new date, in UTC.

    Closing time of the last working day before the due day: on a day off nobody could be told.

    Rule:
        Decree 61/2018/NĐ-CP, art. 19.9.
    """
    day = calendar.previous_working_day(date_of(minute_of(due_at) - 1))
    minute = calendar.hours_on(day).working[-1][1]
    return instant_of(day.toordinal() * MINUTES_A_DAY + minute)
