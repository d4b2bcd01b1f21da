"""Who is to hold a leg: an officer of its agency, or whoever covers for them on a day of leave."""

from onestop.errors import NobodyCovers, OfficerElsewhere
from onestop.model.leg import Leg
from onestop.model.people import Officer
from onestop.rules.access import RIGHTS_OF_ROLE, Right
from onestop.store import covers, legs, officers
from onestop.store.tx import Reading

_MOST_COVERS = 10
"""Covers that are on leave themselves; a chain of more is a mistake in the absences."""


def choose_holder(reading: Reading, leg: Leg, officer_id: str) -> tuple[str, str | None]:
    """Tell who will hold a leg: the officer, or who covers for them today; and for whom they cover.

    Args:
        reading: Where to look.
        leg: Of the agency that both must work in.
        officer_id: Who was named.

    Raises:
        NotFound: No officer has that id, or they may not sign in any more.
        OfficerElsewhere: They do not work in the leg's agency, or not on dossiers.
        NobodyCovers: They are on leave, and so is everybody who covers.
    """
    named = covers.officer(reading, officer_id)
    _of_the_agency(reading, leg, named)
    holder, passed = named, {named.id}
    while cover := covers.cover_of(reading, holder.id, reading.today):
        if cover in passed or len(passed) > _MOST_COVERS:
            raise NobodyCovers(officer=named.name)
        passed.add(cover)
        holder = covers.officer(reading, cover)
    if holder.id == named.id:
        return named.id, None
    _of_the_agency(reading, leg, holder)
    return holder.id, named.id


def _of_the_agency(reading: Reading, leg: Leg, officer: Officer) -> None:
    """Let an officer hold a leg of their own agency, or of one under or above it, or refuse."""
    own = officer.agency_id
    if own is None and officer.centre_id is not None:
        own = legs.agency_of_centre(reading, officer.centre_id)
    if _works_on_dossiers(reading, officer) and own is not None:
        if own == leg.agency_id or own in legs.agencies_under(reading, leg.agency_id):
            return
        if leg.agency_id in legs.agencies_under(reading, own):
            return
    agency = legs.names_of(reading, [leg.agency_id])[leg.agency_id]
    raise OfficerElsewhere(officer=officer.name, agency=agency)


def _works_on_dossiers(reading: Reading, officer: Officer) -> bool:
    """Tell whether an officer may process dossiers, by the rights that the office gave the role or them."""
    by_role = officers.rights_of_roles(reading) or RIGHTS_OF_ROLE
    given = {*by_role.get(officer.role, ()), *officers.rights_beyond(reading, officer.id)}
    return Right.PROCESS_DOSSIER in given
