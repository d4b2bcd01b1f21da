"""Papers that were asked for do not come: the citizen is warned in time, then the dossier lapses."""

from datetime import timedelta

from onestop.clock import local_day
from onestop.events import SupplementWarned
from onestop.model.dossier import Dossier, DossierState
from onestop.model.interruption import SupplementRequest
from onestop.render.dates import short_day
from onestop.rules.access import Right, require
from onestop.rules.limits import warning_on
from onestop.rules.scope import scope_of
from onestop.rules.workflow import DossierMove
from onestop.steps.change_state import change, fix_standing, hold
from onestop.steps.end_waiting import end_waiting, tell_end
from onestop.steps.tell_dossier import owe_about
from onestop.store import calendar, dossiers, interruptions
from onestop.store.tx import Reading, Tx

WARNING_MESSAGE, LAPSED_MESSAGE = "supplement_warning", "dossier_lapsed"
_LOOKED_AHEAD = timedelta(days=30)
"""Five working days about Tết are no longer than that; how near it is, the centre's calendar decides."""


def to_warn(reading: Reading) -> list[str]:
    """List the codes of dossiers whose applicants are to be warned today and can be, by e-mail."""
    awaited = interruptions.unwarned_until(reading, scope_of(reading.actor), reading.today + _LOOKED_AHEAD)
    return [dossier.code for dossier, request in awaited if _is_near(reading, dossier, request)]


def to_lapse(reading: Reading) -> list[str]:
    """List the codes of dossiers whose papers were awaited until yesterday, or before."""
    yesterday = reading.today - timedelta(days=1)
    awaited = interruptions.awaited_until(reading, scope_of(reading.actor), yesterday)
    return [dossier.code for dossier, _ in awaited]


def warn(tx: Tx, code: str) -> bool:
    """Owe the applicant a warning that the time to bring the papers runs out, once; false where it is not time.

    Raises:
        NotFound: No dossier has that code.
        NotAllowed: The right is missing.
    """
    require(tx.actor, Right.KEEP_DELIVERIES)
    dossier = dossiers.lock(tx, code)
    request = interruptions.awaited_supplement(tx, dossier.id)
    if request is None or not _is_near(tx, dossier, request):
        return False

    request.warned_at = tx.now
    tx.session.add(request)
    tx.session.flush()

    tx.emit(
        SupplementWarned(
            centre_id=dossier.centre_id,
            subject_id=dossier.id,
            code=dossier.code,
            request=request.position,
            answer_by=request.answer_by,
        )
    )
    owe_about(tx, dossier, WARNING_MESSAGE, request.id, until=short_day(request.answer_by))
    return True


def lapse(tx: Tx, code: str) -> bool:
    """Let a dossier lapse whose papers did not come in time; false where they did, or may still.

    Nobody makes a dossier lapse but the clock, and twice is once: an officer who takes the papers at that very
    moment either finds it lapsed or keeps it from it.

    Raises:
        NotFound: No dossier has that code.
        NotAllowed: The right is missing.
    """
    require(tx.actor, Right.END_DOSSIER)
    held = dossiers.lock(tx, code)
    request = interruptions.awaited_supplement(tx, held.id)
    if held.state != DossierState.SUPPLEMENT_ASKED or request is None or tx.today <= request.answer_by:
        return False
    dossier, after = hold(tx, code, move=DossierMove.LAPSE, version=None)

    fix_standing(tx, dossier)
    change(tx, dossier, after)
    end_waiting(tx, dossier)

    tell_end(tx, dossier)
    owe_about(tx, dossier, LAPSED_MESSAGE, request.id, until=short_day(request.answer_by))
    return True


def _is_near(reading: Reading, dossier: Dossier, request: SupplementRequest) -> bool:
    """Tell whether it is time for a warning that was not given: from its day on, up to the last day."""
    if request.warned_at is not None or not dossier.email or reading.today > request.answer_by:
        return False
    working = calendar.calendar_of(reading, dossier.centre_id)
    asked_on = local_day(request.requested_at)
    near: bool = asked_on < warning_on(asked_on, request.answer_by, working) <= reading.today
    return near
