"""An administrator keeps officers: accounts, places, rights, sectors, passwords, and what roles may."""

from collections.abc import Mapping, Sequence

from onestop.errors import Malformed, NotFound, OwnAccount
from onestop.events import OfficerDisabled, OfficerEnabled, PasswordReset, RoleRightsChanged
from onestop.model.people import Role
from onestop.rules.access import RIGHTS_OF_ROLE, Right
from onestop.rules.officer_plan import OfficerWish, may_give, settled_rights
from onestop.steps.keep_officer import change_officer, journal_of, make_officer, may_lose, within_reach
from onestop.steps.keep_reach import reach_everywhere, reach_of
from onestop.steps.seed_rights import seed_rights
from onestop.store import officers, places
from onestop.store.tx import Tx


def add(tx: Tx, wish: OfficerWish, hashed: str) -> str:
    """Make an account whose first password has to be changed; give the officer's id.

    Args:
        tx: The transaction.
        wish: Who it is for. An administrator of one centre need not name the centre.
        hashed: The hash of the first password.

    Raises:
        NotAllowed: The actor keeps no people, or those of another centre; or a right that they may not give.
        Malformed: No user name, name, role or place, or a value that cannot be.
        NameTaken: Another officer has that user name.
        NotFound: No such centre, agency, counter or sector.
    """
    return make_officer(tx, reach_of(tx), wish, hashed)


def change(tx: Tx, officer_id: str, wish: OfficerWish) -> str:
    """Change an account; what is left out stays. It holds from the officer's next call on.

    Raises:
        NotFound: No such officer, centre, agency, counter or sector.
        NotAllowed: The officer, or the new centre, is beyond the actor's reach; or a right is.
        NameTaken: Another officer has that user name.
        OwnAccount: An administrator would take the own role away.
        LastAdministrator: Nobody could keep people any more.
        Malformed: A value that cannot be.
    """
    reach = reach_of(tx)
    officer = within_reach(tx, reach, officer_id)
    change_officer(tx, reach, officer, wish)
    return officer.id


def disable(tx: Tx, officer_id: str) -> str:
    """Close an account, at once: its sessions end, and its next call is nobody's.

    Raises:
        NotFound: No such officer.
        NotAllowed: Beyond the actor's reach.
        OwnAccount: It is the actor's own.
        LastAdministrator: Nobody could keep people any more.
    """
    officer = within_reach(tx, reach_of(tx), officer_id)
    may_lose(tx, officer)
    if officer.disabled_at is not None:
        return officer.id

    officer.disabled_at = tx.now
    officers.end_sessions(tx, officer.id)

    tx.emit(OfficerDisabled(centre_id=journal_of(tx, officer), subject_id=officer.id))
    return officer.id


def enable(tx: Tx, officer_id: str) -> str:
    """Open an account again, with its old password.

    Raises:
        NotFound: No such officer.
        NotAllowed: Beyond the actor's reach.
    """
    officer = within_reach(tx, reach_of(tx), officer_id)
    if officer.disabled_at is None:
        return officer.id

    officer.disabled_at, officer.failed_in_a_row, officer.locked_until = None, 0, None

    tx.emit(OfficerEnabled(centre_id=journal_of(tx, officer), subject_id=officer.id))
    return officer.id


def reset_password(tx: Tx, officer_id: str, hashed: str) -> str:
    """Set a password that the officer has to change; every session of theirs ends.

    Raises:
        NotFound: No such officer.
        NotAllowed: Beyond the actor's reach.
        OwnAccount: It is the actor's own, who changes it knowing the present one.
    """
    officer = within_reach(tx, reach_of(tx), officer_id)
    if officer.id == tx.actor.id:
        raise OwnAccount

    officer.password_hash, officer.change_password = hashed, True
    officer.failed_in_a_row, officer.locked_until = 0, None
    officers.end_sessions(tx, officer.id)

    tx.emit(PasswordReset(centre_id=journal_of(tx, officer), subject_id=officer.id))
    return officer.id


def set_roles(tx: Tx, rights: Mapping[str, Sequence[str]]) -> str:
    """Say what roles may, everywhere; it holds from each officer's next call on. A role not named stays.

    Raises:
        NotFound: There is no such role.
        NotAllowed: The actor keeps one centre's people only, or may not give or take one of the rights.
        Malformed: No such right, or administrators without the right to keep people (`keep-people`).
    """
    reach_everywhere(tx)
    before = officers.rights_of_roles(tx) or {
        role: frozenset(map(str, had)) for role, had in RIGHTS_OF_ROLE.items()
    }
    after = {role: _settled(tx, role, list(given), before) for role, given in rights.items()}

    seed_rights(tx)
    officers.put_role_rights(tx, after)

    for role, given in after.items():
        if given != before[role]:
            tx.emit(
                RoleRightsChanged(
                    centre_id=places.province(tx),
                    subject_id=role,
                    given=sorted(given - before[role]),
                    taken=sorted(before[role] - given),
                )
            )
    return "roles"


def _settled(tx: Tx, role: str, rights: list[str], before: Mapping[str, frozenset[str]]) -> frozenset[str]:
    if role not in set(Role):
        raise NotFound(kind="role", sought=role[:40])
    given = frozenset(settled_rights(rights))
    if role == Role.ADMINISTRATOR and Right.KEEP_PEOPLE not in given:
        raise Malformed(field="rights", reason="keep-people")
    may_give(tx.actor, set(given ^ before[role]))
    return given
