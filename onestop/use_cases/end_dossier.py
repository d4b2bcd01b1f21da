"""A dossier ends without a result: declined, withdrawn or stopped; or is opened again."""

from typing import NamedTuple

import msgspec

from onestop.events import DossierReopened
from onestop.model.dossier import Dossier, DossierState
from onestop.model.interruption import DecisionKind
from onestop.render.decline import DeclineFacts
from onestop.render.issued import DECLINE, STOP
from onestop.render.stop_notice import StopFacts
from onestop.render.wording import say
from onestop.rules.reasoned import reasoned
from onestop.rules.workflow import DossierMove
from onestop.steps.change_state import MovedDossier, change, fix_standing, hold, moved
from onestop.steps.end_waiting import end_waiting, note_decision, take_up_again, tell_end
from onestop.steps.issue_paper import issue, letterhead, take_paper_number
from onestop.steps.recompute import recompute
from onestop.steps.reissue_receipt import reissue
from onestop.steps.tell_dossier import agency_name, facts_about, owe_about
from onestop.steps.tell_result import call_off
from onestop.store import dossiers
from onestop.store.tx import Tx

DECLINED_MESSAGE, WITHDRAWN_MESSAGE, STOPPED_MESSAGE = (
    "dossier_declined",
    "dossier_withdrawn",
    "dossier_stopped",
)
REOPENED_MESSAGE = "dossier_reopened"


class Reasoned(msgspec.Struct, frozen=True, kw_only=True):
    """Why."""

    reason: str


def decline(tx: Tx, code: str, wish: Reasoned, *, version: int | None = None) -> MovedDossier:
    """Decline to resolve a dossier (form 03); its standing is fixed, as a decline has the same time limit.

    Raises:
        NotFound: No dossier has that code.
        NotAllowed: The right is missing, or the dossier is out of the officer's reach.
        Stale: Somebody changed it since.
        MoveNotAllowed: It waits for something, has a result, or has ended.
        Malformed: No reason.

    Rule:
        Decree 61/2018/NĐ-CP art. 19.8: a notice with the reason, through the centre, within the time limit.
    """
    dossier, reason, decision_id = _end(tx, code, wish, DossierMove.DECLINE, version)

    number = take_paper_number(tx, "decline", dossier.centre_id)[1]
    head = letterhead(tx, dossier.centre_id, number)
    facts = DeclineFacts(**head, **facts_about(tx, dossier), reason=reason)
    issue(tx, centre_id=dossier.centre_id, owner_id=dossier.id, name=DECLINE, facts=facts)
    owe_about(tx, dossier, DECLINED_MESSAGE, decision_id, reason=reason)
    return moved(dossier)


def withdraw(tx: Tx, code: str, wish: Reasoned, *, version: int | None = None) -> MovedDossier:
    """Let the applicant take a dossier back, as long as it has no result.

    Raises:
        NotFound: No dossier has that code.
        NotAllowed: The right is missing, or the dossier is out of the officer's reach.
        Stale: Somebody changed it since.
        MoveNotAllowed: It has a result, or has ended.
        Malformed: No reason.
    """
    dossier, reason, decision_id = _end(tx, code, wish, DossierMove.WITHDRAW, version)

    owe_about(tx, dossier, WITHDRAWN_MESSAGE, decision_id, reason=reason)
    return moved(dossier)


def stop(tx: Tx, code: str, wish: Reasoned, *, version: int | None = None) -> MovedDossier:
    """Stop a dossier at the applicant's wish, only while it has no result (form 05 of 2025).

    Raises:
        NotFound: No dossier has that code.
        NotAllowed: The right is missing, or the dossier is out of the officer's reach.
        Stale: Somebody changed it since.
        MoveNotAllowed: It has a result, or has ended.
        Malformed: No reason.

    Rule:
        Decree 118/2025/NĐ-CP art. 21; Circular 03/2025/TT-VPCP art. 7.
    """
    dossier, reason, decision_id = _end(tx, code, wish, DossierMove.STOP, version)

    facts = StopFacts(
        **letterhead(tx, dossier.centre_id, take_paper_number(tx, "stop", dossier.centre_id)[1]),
        **facts_about(tx, dossier),
        agency=agency_name(tx, dossier),
        received_at=dossier.received_at,
        promised_at=dossier.promised_at,
        stopped_at=tx.now,
        reason=reason,
    )
    issue(tx, centre_id=dossier.centre_id, owner_id=dossier.id, name=STOP, facts=facts)
    owe_about(tx, dossier, STOPPED_MESSAGE, decision_id, reason=reason)
    return moved(dossier)


def reopen(tx: Tx, code: str, wish: Reasoned, *, version: int | None = None) -> MovedDossier:
    """Open again what ended, or what has a result that proves wrong; a right of its own.

    How it stood when it ended stays in the journal; it will be judged anew. Where the applicant had stopped
    it, or let it lapse, the rest between is not on the office's time; where the office had ended it, it is.
    Nobody is asked any more to come for a result that proved wrong; the next one is told of anew.

    Raises:
        NotFound: No dossier has that code.
        NotAllowed: The right is missing, or the dossier is out of the officer's reach.
        Stale: Somebody changed it since.
        MoveNotAllowed: It is at work, was returned, or was withdrawn.
        Malformed: No reason.
    """
    dossier, after = hold(tx, code, move=DossierMove.REOPEN, version=version)
    reason = reasoned(wish.reason, field="reason")
    happened = DossierReopened(
        centre_id=dossier.centre_id,
        subject_id=dossier.id,
        code=dossier.code,
        ended_as=dossier.state,
        ended_at=dossier.ready_at or tx.now,
        standing=dossier.standing or "",
        late_days=dossier.late_days or 0,
    )

    take_up_again(tx, dossier, meanwhile=_rest(dossier))
    dossiers.bridge_period(tx, dossier)
    decision_id = note_decision(tx, dossier, DecisionKind.REOPEN, reason)
    call_off(tx, dossier)
    dossier.ready_at = dossier.standing = dossier.late_days = None
    change(tx, dossier, after)
    has_moved = recompute(tx, dossier, because="reopened")

    tx.emit(happened)
    if has_moved:
        reissue(tx, dossier, reason=say("record.reissued.reopened"))
    owe_about(tx, dossier, REOPENED_MESSAGE, decision_id, reason=reason)
    return moved(dossier)


def _rest(dossier: Dossier) -> tuple[str, str] | None:
    """Give the reason and the basis on which the rest of a dossier that its applicant stopped is not counted."""
    if dossier.state != DossierState.STOPPED:
        return None
    return say("record.rest.reason"), say("record.rest.basis")


class _Ended(NamedTuple):
    """A dossier that just ended, and why; the decision's id names the message about it."""

    dossier: Dossier
    reason: str
    decision_id: str


def _end(tx: Tx, code: str, wish: Reasoned, move: DossierMove, version: int | None) -> _Ended:
    """End a dossier: its standing is fixed by what it waited for, then nothing is awaited any more."""
    dossier, after = hold(tx, code, move=move, version=version)
    reason = reasoned(wish.reason, field="reason")

    fix_standing(tx, dossier)
    change(tx, dossier, after)
    end_waiting(tx, dossier)
    decision_id = note_decision(tx, dossier, DecisionKind(move), reason)

    tell_end(tx, dossier)
    return _Ended(dossier, reason, decision_id)
