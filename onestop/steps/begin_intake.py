"""What every intake begins with: the officer's centre, the citizen's ticket, the agency in charge."""

from onestop.errors import NotAllowed, NotFound
from onestop.model.place import Agency, Centre
from onestop.model.procedure import Procedure
from onestop.rules.access import Right, require
from onestop.rules.elsewhere import Elsewhere, is_elsewhere
from onestop.rules.lookup import typed_id
from onestop.store import legs, tickets
from onestop.store.tx import Reading

_COMMUNE = "commune"
_ABOVE = {"province", "department"}
"""Levels that no commune has: such an agency does not resolve a commune's procedure."""
_DEEPEST = 10
"""Levels of a tree of agencies that are climbed at most."""


def receiving_centre(reading: Reading) -> Centre:
    """Find the centre at which the officer receives.

    Raises:
        NotSignedIn: Nobody is known to ask.
        NotAllowed: Not an officer who receives, or one without a centre.
    """
    actor = reading.actor
    require(actor, Right.RECEIVE_DOSSIER)
    if actor.kind != "officer" or actor.centre_id is None:
        raise NotAllowed(right=Right.RECEIVE_DOSSIER)
    centre = reading.session.get(Centre, actor.centre_id)
    if centre is None:
        raise NotFound(kind="centre", sought=actor.centre_id)
    return centre


def own_ticket(reading: Reading, ticket_id: str | None, centre: Centre) -> None:
    """Let an intake bear a ticket of its own centre, or refuse.

    Raises:
        NotFound: No such ticket.
        NotAllowed: It is another centre's.
    """
    if ticket_id is None:
        return
    if tickets.find(reading, typed_id(ticket_id, kind="ticket")).centre_id != centre.id:
        raise NotAllowed(right=Right.RECEIVE_DOSSIER)


def agency_elsewhere(
    reading: Reading, procedure: Procedure, centre: Centre, agency: Agency
) -> Elsewhere | None:
    """Tell for which agency of another place a centre receives, None where it is the own place's.

    The own place of a centre is the commune that its agency is or belongs to, with all under it; of one that
    belongs to no commune, its own agency with all under it.
    """
    home = reading.session.get(Agency, centre.agency_id) if centre.agency_id else None
    above = home
    for _ in range(_DEEPEST):
        if above is None or above.level == _COMMUNE:
            break
        above = reading.session.get(Agency, above.parent_id) if above.parent_id else None
    home = above or home
    own = legs.agencies_under(reading, home.id) if home else []
    elsewhere = is_elsewhere(agency.id, own, own_commune=procedure.own_commune)
    return Elsewhere(agency.name) if elsewhere else None


def agency_in_charge(
    reading: Reading, procedure: Procedure, centre: Centre, *, told: str | None = None
) -> Agency:
    """Find the agency that resolves a procedure (chủ trì giải quyết); its code begins the dossier's.

    The procedure names it; a commune's procedure is the commune's where it is received, and elsewhere
    (reception does not depend on the place, Decree 118/2025/NĐ-CP art. 14) the officer tells which; where
    an imported procedure names nobody, the centre's own agency is in charge unless the officer tells
    another.

    Raises:
        NotFound: Nobody is known to be in charge, or the agency told does not exist, or is above the communes
            whose procedure it is.
    """
    chosen = procedure.agency_id or (typed_id(told, kind="agency") if told else None)
    if chosen is None and (centre.level == _COMMUNE or not procedure.own_commune):
        chosen = centre.agency_id
    agency = reading.session.get(Agency, chosen) if chosen else None
    if agency is None:
        raise NotFound(kind="agency", sought=told or procedure.code)
    if procedure.own_commune and told and agency.level in _ABOVE:
        raise NotFound(kind="agency", sought=agency.name)
    return agency
