"""How far the figures of dossiers reach for somebody: their agency, their centre, or all of the province."""

from onestop.model.place import CentreKind
from onestop.rules.access import Right, require
from onestop.rules.scope import Scope, scope_of_figures
from onestop.store.tx import Reading


def figure_scope(reading: Reading) -> Scope:
    """Tell whose dossiers are counted for the actor: the province's officers count all, others as they are placed.

    Raises:
        NotSignedIn: Nobody is known to ask.
        NotAllowed: The actor may see no figures, or belongs nowhere.
    """
    actor = reading.actor
    require(actor, Right.SEE_FIGURES)
    if actor.centre_id is not None:
        row = reading.run("SELECT kind FROM centre WHERE id = :id", id=actor.centre_id).fetchone()
        if row and row[0] == CentreKind.PROVINCE:
            return Scope(sector_ids=actor.sectors)
    return scope_of_figures(actor)
