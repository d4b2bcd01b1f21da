"""Reckoning a dossier's due date anew: the one way in which it moves, whatever moved it."""

from datetime import datetime
from itertools import groupby
from typing import Any, NamedTuple

from onestop.events import DueMoved
from onestop.model.dossier import Dossier
from onestop.model.interruption import Extension as ExtensionRow
from onestop.model.interruption import SupplementRequest
from onestop.model.interruption import Suspension as SuspensionRow
from onestop.model.leg import Leg, LegState
from onestop.model.procedure import SupplementRule
from onestop.rules.allowance import Allowance
from onestop.rules.deadline import Deadline, Extension, Supplement, Suspension
from onestop.rules.elsewhere import reckon_from_start
from onestop.rules.limits import forward_by
from onestop.rules.working_time import WorkingCalendar
from onestop.steps.circumstances import Circumstances, circumstances_of
from onestop.steps.reckon_due import written
from onestop.store import calendar, dossier_index, interruptions, legs
from onestop.store.tx import Reading, Tx


class Course(NamedTuple):
    """What a dossier's date rests on besides its receipt and its allowance: all rows, each oldest first."""

    legs: list[Leg]
    supplements: list[SupplementRequest]
    suspensions: list[SuspensionRow]
    extensions: list[ExtensionRow]
    circumstances: Circumstances = Circumstances()


def course_of(reading: Reading, dossier: Dossier) -> Course:
    """Read what a dossier's date rests on."""
    return Course(
        legs.legs_of(reading, dossier.id),
        interruptions.supplements_of(reading, dossier.id),
        interruptions.suspensions_of(reading, dossier.id),
        interruptions.extensions_of(reading, dossier.id),
        circumstances_of(reading, [dossier])[dossier.id],
    )


def reckoned(reading: Reading, dossier: Dossier, **instead: Any) -> Deadline:
    """Reckon when a dossier is due with what is known of it and of its calendar today; nothing is written.

    Args:
        reading: Where to look.
        dossier: Whose date.
        instead: `calendar`, another than today's: to ask what a change would move.

    Raises:
        IntervalsOverlap: Two pauses claim the same time.
        LegsDoNotSum: The legs do not add up to the allowance.
        CalendarOutOfReach: The count leads beyond the years of this system.
    """
    known = instead.get("calendar") or calendar.calendar_of(reading, dossier.centre_id)
    return reckoned_from(dossier, course_of(reading, dossier), known)


def reckoned_from(dossier: Dossier, course: Course, known: WorkingCalendar) -> Deadline:
    """Reckon when a dossier is due from rows that were read before, as many at once are; as `reckoned`."""
    elsewhere, mountains = course.circumstances
    allowance = Allowance(dossier.amount or "0", dossier.unit)
    return reckon_from_start(
        dossier.received_at,
        mountains.told_of(allowance) if mountains else allowance,
        known,
        elsewhere,
        legs=_shares(course.legs),
        supplements=[
            Supplement(each.requested_at, each.returned_at, SupplementRule(each.rule))
            for each in course.supplements
            if each.ended_at is None or each.returned_at is not None
        ],
        suspensions=[
            Suspension(each.suspended_at, each.resumed_at, each.reason, each.legal_basis)
            for each in course.suspensions
        ],
        extensions=[
            Extension(Allowance(each.amount, each.unit), each.decided_at, each.legal_basis)
            for each in course.extensions
        ],
    )


def recompute(tx: Tx, dossier: Dossier, *, because: str) -> bool:
    """Reckon a held dossier's date and its legs' anew, write them, and say so where it moved.

    The version is the caller's to raise; `promised_at`, which is printed, never changes here.

    Args:
        tx: The transaction; the dossier is held in it.
        dossier: With everything that interrupts it already written.
        because: The code of what moved it, e.g. `supplement-restart`.

    Returns:
        Whether the due date moved.
    """
    course = course_of(tx, dossier)
    known = calendar.calendar_of(tx, dossier.centre_id)
    deadline = reckoned_from(dossier, course, known)
    told = due_moved(dossier, deadline, because=because)
    dossier.forward_by = forward_anew(dossier, course, known)
    dossier.due_at = deadline.due_at
    dossier.because = written(deadline.because)
    dossier.calendar_version = deadline.calendar_version
    dossier.provisional = deadline.provisional
    for leg, due_at in leg_ends(course.legs, deadline):
        leg.due_at = due_at
    dossier_index.index(tx, dossier)
    tx.session.flush()
    if told is None:
        return False
    tx.emit(told)
    return True


def forward_anew(dossier: Dossier, course: Course, known: WorkingCalendar) -> datetime:
    """Tell until when a dossier has to be sent on: what it waited for before it ever was held it back.

    Rule:
        Decree 61/2018/NĐ-CP, art. 18 and 19.4: a complete return counts as a new receipt.
    """
    if dossier.forwarded_at is not None:
        return dossier.forward_by
    came = [
        *(each.returned_at for each in course.supplements),
        *(each.resumed_at for each in course.suspensions),
    ]
    return forward_by(max([dossier.received_at, *filter(None, came)]), known)


def due_moved(dossier: Dossier, deadline: Deadline, *, because: str) -> DueMoved | None:
    """Say that a deadline moves a dossier's date; None where it does not. Nothing is written."""
    if dossier.due_at == deadline.due_at:
        return None
    return DueMoved(
        centre_id=dossier.centre_id,
        subject_id=dossier.id,
        code=dossier.code,
        before=dossier.due_at,
        after=deadline.due_at,
        because=because,
        calendar_version=deadline.calendar_version,
    )


def leg_ends(rows: list[Leg], deadline: Deadline) -> list[tuple[Leg, datetime]]:
    """Tell when each leg is to end by a deadline: what is done keeps the date it was judged by."""
    ended = {LegState.DONE, LegState.CANCELLED}
    return [
        (leg, leg.due_at if leg.state in ended else due_at)
        for leg, due_at in zip(rows, deadline.leg_due_at, strict=True)
    ]


def _shares(rows: list[Leg]) -> list[Any]:
    """Give the shares of the legs by stage, side by side where several have one; cancelled ones count too."""
    return [[leg.amount for leg in stage] for _, stage in groupby(rows, key=lambda leg: leg.stage)]
