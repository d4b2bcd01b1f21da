"""The agencies among whom a dossier travels, as its holder sees them: done, at work, still to come."""

from datetime import datetime

from onestop.model.dossier import Dossier
from onestop.model.leg import LegState
from onestop.render.wording import say
from onestop.rules.leg_turn import OPEN
from onestop.store import legs
from onestop.store.tx import Reading
from onestop.web.shapes import shown


def agencies_of(reading: Reading, dossier: Dossier, lang: str) -> list[tuple[datetime | None, str, str]]:
    """Tell of each agency when it is done or has to be, in words, and how it stands; nothing of one alone.

    No officer is named: whom to ask is the centre.
    """
    rows = [leg for leg in legs.legs_of(reading, dossier.id) if leg.state != LegState.CANCELLED]
    if len({leg.agency_id for leg in rows}) <= 1:
        return []
    names = legs.names_of(reading, [leg.agency_id for leg in rows])
    told = list[tuple[datetime | None, str, str]]()
    for leg in rows:
        name = names[leg.agency_id]
        if leg.state == LegState.DONE:
            told.append((shown(leg.done_at), say("record.timeline.agency_done", lang, agency=name), "done"))
        elif leg.state in OPEN:
            told.append((shown(leg.due_at), say("record.timeline.agency_now", lang, agency=name), "now"))
        else:
            told.append((shown(leg.due_at), say("record.timeline.agency_next", lang, agency=name), "next"))
    return told
