"""How far an officer's sight of dossiers reaches: never nothing, never more than their place needs."""

import msgspec

from onestop.errors import NotAllowed, SectorForeign
from onestop.model.people import Role
from onestop.rules.access import Actor, Right


class Scope(msgspec.Struct, frozen=True, kw_only=True):
    """The dossiers of one centre, or of one agency and those under it; both None is all, by right.

    `sector_ids` narrows it to procedures of these sectors; None is all of them.
    """

    centre_id: str | None = None
    agency_id: str | None = None
    sector_ids: frozenset[str] | None = None

    @property
    def is_all(self) -> bool:
        """Whether it reaches everywhere."""
        return self.centre_id is None and self.agency_id is None and self.sector_ids is None


def scope_of(actor: Actor) -> Scope:
    """Tell how far an actor sees.

    Who receives sees the centre they sit in, whichever agency sent them there. Others see the dossiers
    that their agency resolves, or, without an agency, those of their centre.

    Raises:
        NotAllowed: The actor may see no dossiers, or belongs nowhere.
    """
    return _placed(actor, Right.SEE_DOSSIER)


def scope_of_figures(actor: Actor) -> Scope:
    """Tell whose dossiers are counted for an actor, who need not see any of them: as far as their place reaches.

    Raises:
        NotAllowed: The actor may see no figures, or belongs nowhere.
    """
    if Right.KEEP_PROVINCE in actor.rights and Right.SEE_FIGURES in actor.rights:
        return Scope(sector_ids=actor.sectors)
    return _placed(actor, Right.SEE_FIGURES)


def _placed(actor: Actor, right: Right) -> Scope:
    if actor.kind == "system":
        return Scope()
    if right not in actor.rights:
        raise NotAllowed(right=right)
    if actor.agency_id is not None and (actor.role != Role.RECEPTION or actor.centre_id is None):
        return Scope(agency_id=actor.agency_id, sector_ids=actor.sectors)
    if actor.centre_id is None:
        raise NotAllowed(right=right)
    return Scope(centre_id=actor.centre_id, sector_ids=actor.sectors)


def require_sector(actor: Actor, sector_id: str, *, named: str) -> None:
    """Let an officer at a procedure of a sector, or refuse.

    Raises:
        SectorForeign: The officer is held to other sectors; `named` is the procedure's code.
    """
    if actor.sectors is not None and sector_id not in actor.sectors:
        raise SectorForeign(procedure=named)
