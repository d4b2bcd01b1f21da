"""What making and changing an account is, one by one or from a table: placed, held to the reach, told."""

from typing import Any

from onestop.errors import LastAdministrator, NameTaken, NotAllowed, NotFound, OwnAccount
from onestop.events import OfficerAdded, OfficerChanged
from onestop.model.counter import Counter
from onestop.model.people import Officer
from onestop.model.place import Agency, Centre
from onestop.rules.access import Right
from onestop.rules.lookup import typed_id
from onestop.rules.officer_plan import OfficerWish, may_give, settled_officer
from onestop.rules.wish import needed
from onestop.steps.keep_reach import Reach
from onestop.store import officers, places
from onestop.store.tx import Tx

_PLACES: dict[str, tuple[type[Any], str]] = {
    "centre": (Centre, "centre_id"),
    "agency": (Agency, "agency_id"),
    "counter": (Counter, "counter_id"),
}


def make_officer(tx: Tx, reach: Reach, wish: OfficerWish, hashed: str) -> str:
    """Make an account whose first password has to be changed; give the officer's id.

    Raises:
        NotAllowed: Another centre's, or a right that the actor may not give.
        Malformed: No user name, name, role or place, or a value that cannot be.
        NameTaken: Another officer has that user name.
        NotFound: No such centre, agency, counter or sector.
    """
    values = settled_officer(wish)
    needed(values, "username", "name", "role")
    if not reach.everywhere:
        values.setdefault("centre", reach.centre_id)
    if officers.named(tx, values["username"]) is not None:
        raise NameTaken(kind="officer", name=values["username"])
    rights, sectors = values.pop("rights", []), values.pop("sectors", [])
    may_give(tx.actor, set(rights))
    officer = Officer(
        password_hash=hashed, change_password=True, **_placed(tx, reach, values, centre_id=None, fresh=True)
    )

    tx.session.add(officer)
    tx.session.flush()
    officers.put_rights(tx, officer.id, rights)
    officers.put_sectors(tx, officer.id, sectors)

    tx.emit(OfficerAdded(centre_id=journal_of(tx, officer), subject_id=officer.id, role=officer.role))
    return officer.id


def change_officer(tx: Tx, reach: Reach, officer: Officer, wish: OfficerWish) -> list[str]:
    """Change an account; what is left out stays. Give the names of the fields that differ.

    Raises:
        NotAllowed: The new centre, or a right, is beyond the actor's reach.
        NotFound: No such centre, agency, counter or sector.
        NameTaken: Another officer has that user name.
        OwnAccount: An administrator would take the own role away.
        LastAdministrator: Nobody could keep people any more.
        Malformed: A value that cannot be.
    """
    values = settled_officer(wish)
    rights, sectors = values.pop("rights", None), values.pop("sectors", None)
    if values.get("username", officer.username) != officer.username and officers.named(
        tx, values["username"]
    ):
        raise NameTaken(kind="officer", name=values["username"])
    if values.get("role", officer.role) != officer.role:
        may_lose(tx, officer)
    beyond = officers.rights_beyond(tx, officer.id)
    if rights is not None:
        may_give(tx.actor, set(rights) ^ beyond)
    placed = _placed(tx, reach, values, centre_id=officer.centre_id, fresh=False)

    fields = [name for name, value in placed.items() if getattr(officer, name) != value]
    for name in fields:
        setattr(officer, name, placed[name])
    tx.session.flush()
    if rights is not None and set(rights) != beyond:
        officers.put_rights(tx, officer.id, rights)
        fields.append("rights")
    if sectors is not None and set(sectors) != officers.sectors_of(tx, officer.id):
        officers.put_sectors(tx, officer.id, sectors)
        fields.append("sectors")

    if fields:
        tx.emit(
            OfficerChanged(centre_id=journal_of(tx, officer), subject_id=officer.id, fields=sorted(fields))
        )
    return sorted(fields)


def within_reach(tx: Tx, reach: Reach, officer_id: str) -> Officer:
    """Hold an officer whom the actor may keep.

    Raises:
        NotFound: No such officer.
        NotAllowed: Beyond the actor's reach.
    """
    administrators = officers.hold_administrators(tx)
    officer = officers.find(tx, officer_id)
    reach.hold(officer.centre_id)
    # Who reaches every centre is kept by those who do too: a reset password would be a way up.
    if not reach.everywhere and officer.id != tx.actor.id and officer.id in administrators:
        may_give(tx.actor, officers.rights_beyond(tx, officer.id))
    return officer


def may_lose(tx: Tx, officer: Officer) -> None:
    """Let an officer lose the account or the role, or refuse.

    Raises:
        OwnAccount: It is the actor's own.
        LastAdministrator: Nobody could keep people any more.
    """
    if officer.id == tx.actor.id:
        raise OwnAccount
    if officers.hold_administrators(tx) == [officer.id]:
        raise LastAdministrator(name=officer.name)


def journal_of(tx: Tx, officer: Officer) -> str:
    """Tell in which centre's journal an officer's account is told: those of no centre in the province's."""
    return officer.centre_id or places.province(tx)


def _placed(
    tx: Tx, reach: Reach, values: dict[str, Any], *, centre_id: str | None, fresh: bool
) -> dict[str, Any]:
    """Find the centre, agency and counter that a wish names, and hold the centre to the actor's reach."""
    placed = dict(values)
    for name, (model, column) in _PLACES.items():
        if name in placed:
            sought = placed.pop(name)
            row = None if sought is None else tx.session.get(model, typed_id(sought, kind=name))
            if sought is not None and row is None:
                raise NotFound(kind=name, sought=sought)
            placed[column] = sought
    centre = placed.get("centre_id", centre_id)
    if fresh or "centre_id" in placed:
        reach.hold(centre)
    if "centre_id" in placed and centre != centre_id:
        # A seat belongs to its centre: who leaves the one has none in the other until it is given.
        placed.setdefault("counter_id", None)
    if placed.get("counter_id") is not None:
        counter = tx.session.get(Counter, placed["counter_id"])
        if counter is None or counter.retired_at is not None or counter.centre_id != centre:
            raise NotAllowed(right=Right.KEEP_PEOPLE)
    return placed
