"""The first rights of every role, written where the tables are first filled, and where they are first changed."""

from onestop.rules.access import RIGHTS_OF_ROLE
from onestop.store import officers
from onestop.store.tx import Tx


def seed_rights(tx: Tx) -> None:
    """Write the built-in rights of all roles; where the office keeps its own already, nothing."""
    if not officers.rights_of_roles(tx):
        officers.put_role_rights(
            tx, {str(role): frozenset(map(str, rights)) for role, rights in RIGHTS_OF_ROLE.items()}
        )
