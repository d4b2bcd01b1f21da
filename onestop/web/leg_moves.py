"""Why a move among agencies cannot be made now: the state of the dossier lets it, its legs do not."""

from collections.abc import Sequence

from onestop.model.dossier import Dossier
from onestop.model.leg import Leg, LegState
from onestop.render.wording import say
from onestop.rules.leg_turn import OPEN, open_legs, own_leg, unanswered
from onestop.rules.workflow import DossierMove
from onestop.steps.travel import own_agencies
from onestop.store import legs
from onestop.store.tx import Reading

Legs = Sequence[Leg]


def hindered(reading: Reading, dossier: Dossier, lang: str) -> dict[DossierMove, str]:
    """Tell the moves that a dossier's legs hinder for whoever asks, each with the sentence why."""
    rows, agencies = legs.legs_of(reading, dossier.id), own_agencies(reading)

    def mine(states: Sequence[LegState]) -> bool:
        return bool(agencies) and own_leg(rows, agencies, states) is not None

    reasons = {
        DossierMove.FORWARD: _forward(rows),
        DossierMove.TAKE_BACK: None if any(leg.state == LegState.SENT for leg in rows) else "not_on_its_way",
        DossierMove.ACCEPT: None if mine([LegState.SENT]) else "not_sent_here",
        DossierMove.RETURN_LEG: None if mine([LegState.ACCEPTED]) else "not_held_here",
        DossierMove.ASSIGN: None if mine(OPEN) else "not_held_here",
        DossierMove.RESULT_READY: _result(rows),
    }
    return {move: say(f"record.why_not.{why}", lang) for move, why in reasons.items() if why}


def _forward(rows: Legs) -> str | None:
    """Tell what holds the next stage up: an agency at work, unless another of its own stage is still to be sent."""
    planned = {leg.stage for leg in rows if leg.state == LegState.PLANNED}
    at_work = {leg.stage for leg in open_legs(rows)}
    return "at_work" if at_work and not planned & at_work else None


def _result(rows: Legs) -> str | None:
    never_sent = all(leg.sent_at is None for leg in rows)
    return "unanswered" if unanswered(rows, never_sent=never_sent) else None
