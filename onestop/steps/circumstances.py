"""What a dossier's count rests on besides what interrupts it: for which agency, and in the mountains or not."""

import json
from collections.abc import Sequence
from typing import NamedTuple

from onestop.model.dossier import Dossier
from onestop.rules.elsewhere import Elsewhere
from onestop.rules.mountains import MountainDays
from onestop.store import legs, procedures
from onestop.store.tx import Reading


class Circumstances(NamedTuple):
    """The agency of another place that a dossier was received for, and the days that the mountains gave it."""

    elsewhere: Elsewhere | None = None
    mountains: MountainDays | None = None


def circumstances_of(reading: Reading, dossiers: Sequence[Dossier]) -> dict[str, Circumstances]:
    """Read the circumstances of dossiers, by their ids; those that have none are not asked about."""
    marked = [each for each in dossiers if each.received_for_elsewhere or each.mountain_days]
    names = legs.names_of(reading, [each.agency_id for each in marked]) if marked else {}
    high = {each.procedure_id for each in marked if each.mountain_days}
    bases = procedures.bases_of(reading, high) if high else {}
    found = {each.id: Circumstances() for each in dossiers}
    for each in marked:
        agency, elsewhere, mountains = names[each.agency_id], None, None
        if each.received_for_elsewhere:
            elsewhere = elsewhere_of(each, agency)
        if each.mountain_days:
            mountains = mountain_days(each.mountain_days, agency, *bases[each.procedure_id])
        found[each.id] = Circumstances(elsewhere, mountains)
    return found


def elsewhere_of(dossier: Dossier, agency: str) -> Elsewhere:
    """Tell how a dossier stands to the agency of another place that it was received for."""
    sent, limit = dossier.forwarded_at, dossier.forward_by
    return Elsewhere(agency, dossier.arrived_at, (limit, sent) if sent is not None and sent > limit else None)


def mountain_days(days: int, agency: str, basis: str, from_memory: str) -> MountainDays:
    """Tell the days that the mountains give, as a procedure's columns have their basis."""
    return MountainDays(days, agency, basis, "mountain_days" in json.loads(from_memory))
