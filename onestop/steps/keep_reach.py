"""How far somebody who keeps people reaches: the officers of their centre, or of all centres."""

import msgspec

from onestop.errors import NotAllowed
from onestop.model.place import CentreKind
from onestop.rules.access import Right, require
from onestop.store.tx import Reading


class Reach(msgspec.Struct, frozen=True):
    """Whose officers may be kept; `centre_id` None is everybody's."""

    centre_id: str | None

    @property
    def everywhere(self) -> bool:
        """Whether it reaches all centres, the agencies and the rights of roles."""
        return self.centre_id is None

    def hold(self, centre_id: str | None) -> None:
        """Let an officer of a centre be kept, or refuse.

        Raises:
            NotAllowed: It is another centre, or none.
        """
        if not self.everywhere and centre_id != self.centre_id:
            raise NotAllowed(right=Right.KEEP_PEOPLE)


def reach_of(reading: Reading) -> Reach:
    """Tell how far the actor keeps people: those of the province all, others their own centre.

    Raises:
        NotSignedIn: Nobody is known to ask.
        NotAllowed: The actor keeps no people, or belongs to no centre.
    """
    actor = reading.actor
    require(actor, Right.KEEP_PEOPLE)
    if actor.kind == "system" or Right.KEEP_PROVINCE in actor.rights:
        return Reach(None)
    if actor.centre_id is None:
        raise NotAllowed(right=Right.KEEP_PEOPLE)
    row = reading.run("SELECT kind FROM centre WHERE id = :id", id=actor.centre_id).fetchone()
    return Reach(None) if row and row[0] == CentreKind.PROVINCE else Reach(actor.centre_id)


def reach_everywhere(reading: Reading) -> None:
    """Ask for the reach of the province.

    Raises:
        NotSignedIn: Nobody is known to ask.
        NotAllowed: The actor keeps one centre's people, or none.
    """
    if not reach_of(reading).everywhere:
        raise NotAllowed(right=Right.KEEP_PROVINCE)
