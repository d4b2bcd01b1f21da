"""The first rights of every role, written where the tables are first filled, and where they are first changed."""

from onestop.rules.access import RIGHTS_OF_ROLE, Right
from onestop.store import known_rights
from onestop.store.tx import Tx


def seed_rights(tx: Tx) -> dict[str, frozenset[str]]:
    """Write the built-in roles of all rights that the tables have not met; give what each role got.

    A right is written once. What the office took from a role later is known, and so it stays away.
    """
    new = known_rights.meet(tx, [str(right) for right in Right])
    given = {
        str(role): known_rights.add(tx, role, new & set(map(str, rights)))
        for role, rights in RIGHTS_OF_ROLE.items()
    }
    return {role: rights for role, rights in given.items() if rights}
