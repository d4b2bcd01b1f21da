"""Rights that a later version of the program brings reach the roles of an office that keeps its own table."""

from onestop.events import RoleRightsChanged
from onestop.rules.access import Right, require
from onestop.steps.seed_rights import seed_rights
from onestop.store import officers, places
from onestop.store.tx import Tx


def meet(tx: Tx) -> dict[str, frozenset[str]]:
    """Give roles the rights that are new to the office; tell what each role got.

    An office that never kept a table keeps to the built-in rights, where new ones stand already.

    Raises:
        NotAllowed: Not the system, which asks when it starts.
    """
    require(tx.actor, Right.KEEP_PROVINCE)
    if not officers.rights_of_roles(tx):
        return {}

    given = seed_rights(tx)

    for role, rights in given.items():
        tx.emit(
            RoleRightsChanged(centre_id=places.province(tx), subject_id=role, given=sorted(rights), taken=[])
        )
    return given
