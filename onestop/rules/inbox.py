"""The groups of an officer's inbox: what there is to do, whose right it takes, and until when it is near."""

from datetime import datetime
from enum import StrEnum

from onestop.rules.access import Right
from onestop.rules.local_minute import date_of, instant_of, minute_of
from onestop.rules.working_time import WorkingCalendar


class Group(StrEnum):
    """One kind of work, in the order in which the inbox tells it."""

    OVERDUE = "overdue"
    TODAY = "today"
    TO_APOLOGISE = "to_apologise"
    TO_TAKE_ON = "to_take_on"
    TO_ASSIGN = "to_assign"
    MINE = "mine"
    LATE_TO_FORWARD = "late_to_forward"
    TO_FORWARD = "to_forward"
    AWAITED = "awaited"
    TO_HAND_OVER = "to_hand_over"


RIGHTS_OF_GROUP: dict[Group, frozenset[Right]] = {
    Group.OVERDUE: frozenset({Right.SEE_DOSSIER}),
    Group.TODAY: frozenset({Right.SEE_DOSSIER}),
    Group.TO_APOLOGISE: frozenset({Right.APOLOGISE}),
    Group.TO_TAKE_ON: frozenset({Right.PROCESS_DOSSIER}),
    Group.TO_ASSIGN: frozenset({Right.ASSIGN_DOSSIER}),
    Group.MINE: frozenset({Right.PROCESS_DOSSIER}),
    Group.LATE_TO_FORWARD: frozenset({Right.FORWARD_DOSSIER}),
    Group.TO_FORWARD: frozenset({Right.FORWARD_DOSSIER}),
    Group.AWAITED: frozenset({Right.RECEIVE_DOSSIER, Right.ASK_SUPPLEMENT}),
    Group.TO_HAND_OVER: frozenset({Right.RETURN_RESULT}),
}
"""Any of these rights shows the group; what is due and late concerns everybody who sees dossiers."""


def groups_of(rights: frozenset[Right]) -> list[Group]:
    """List the groups that somebody with these rights has work in."""
    return [group for group, needed in RIGHTS_OF_GROUP.items() if rights & needed]


def near_until(now: datetime, calendar: WorkingCalendar) -> datetime:
    """Tell the end of the next working day, in UTC: what is due by then and will be late has to be said now.

    Rule:
        Decree 61/2018/NĐ-CP, art. 19.9: one day before the due day.
    """
    day = calendar.next_working_day(date_of(minute_of(now)))
    return instant_of(day.toordinal() * 1440 + calendar.hours_on(day).working[-1][1])
