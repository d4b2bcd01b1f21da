"""The beginning of a dossier's time at the agency of another place: on its way there, and when it is taken on."""

from onestop.clock import local_day
from onestop.events import ClockBegun
from onestop.model.dossier import Dossier
from onestop.model.leg import Leg, LegPart
from onestop.render.dates import short_day
from onestop.render.issued import RECEIPT
from onestop.render.terms_in_words import because_in_words
from onestop.rules.elsewhere import BECAUSE_OF_ARRIVAL, RunsFrom, runs_from
from onestop.rules.reason import Reason
from onestop.steps.reckon_due import read_back
from onestop.steps.recompute import reckoned, recompute
from onestop.steps.reissue_receipt import facts_of, promised_now, reissue
from onestop.steps.tell_dossier import owe_about
from onestop.store import dossiers
from onestop.store.tx import Tx

TEMPLATE = "due-moved"
_SENT_LATE, _TAKEN_BACK, _ARRIVED = "forwarded-late", "taken-back", "arrived-elsewhere"


def is_awaited(dossier: Dossier) -> bool:
    """Tell whether a dossier's time has not begun: its competent agency, another place's, has not taken it on."""
    counts = runs_from(local_day(dossier.received_at)) is RunsFrom.ARRIVAL
    return counts and dossier.received_for_elsewhere and dossier.arrived_at is None


def expect_anew(tx: Tx, dossier: Dossier) -> None:
    """Reckon again when an awaited dossier will be due, after it was sent on late or taken back.

    The citizen hears of it once, when the agency has it: until then every date is one to be expected.
    """
    if is_awaited(dossier):
        recompute(tx, dossier, because=_SENT_LATE if dossier.forwarded_at else _TAKEN_BACK)


def begin_clock(tx: Tx, dossier: Dossier, leg: Leg) -> None:
    """Let the time of an awaited dossier begin now, where the leg that was taken on is the lead's.

    The date is reckoned from now. Where it is another than the one printed, the receipt is issued anew and
    whoever gave an address is owed a message; what was promised first stays on the paper.

    Rule:
        Decree 309/2026/NĐ-CP, art. 8.3.
    """
    if leg.part != LegPart.LEAD or not is_awaited(dossier):
        return
    dossier.arrived_at = tx.now
    recompute(tx, dossier, because=_ARRIVED)
    tx.emit(
        ClockBegun(
            centre_id=dossier.centre_id,
            subject_id=dossier.id,
            code=dossier.code,
            agency_id=leg.agency_id,
            arrived_at=tx.now,
            due_at=dossier.due_at,
        )
    )
    _print_again(tx, dossier)


def _print_again(tx: Tx, dossier: Dossier) -> None:
    """Issue the receipt anew and owe a message, where the paper says another day or hour than is due now."""
    papers = [paper for paper in dossiers.papers_of(tx, dossier.id) if paper.name == RECEIPT]
    if not papers:
        return
    printed, now = facts_of(tx, papers[-1]).promised_at, promised_now(dossier, reckoned(tx, dossier))
    if printed == now:
        return
    paper_id = reissue(tx, dossier)
    owe_about(
        tx,
        dossier,
        TEMPLATE,
        paper_id,
        before=short_day(local_day(printed)),
        day=short_day(local_day(now)),
        why="; ".join(because_in_words(_of_arrival(read_back(dossier.because)))),
    )


def _of_arrival(because: list[Reason]) -> list[Reason]:
    return [reason for reason in because if reason.rule in BECAUSE_OF_ARRIVAL]
