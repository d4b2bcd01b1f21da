"""Makes who keeps people, and those whom they keep."""

from datetime import timedelta
from typing import Any

import msgspec

from onestop import chance
from onestop.model.people import Officer, OfficerRight, OfficerSector
from onestop.model.procedure import Sector
from onestop.rules.access import SYSTEM, Actor, Right
from onestop.store import people
from onestop.store.database import Database
from onestop.store.tx import Tx
from tests.makers import Hall


def make_officer(
    database: Database, hall: Hall, username: str, role: str = "reception", **more: Any
) -> Actor:
    """Make an officer of a hall and give them as they act once signed in; name what is to differ."""
    placed = {"centre_id": hall.centre} | more

    def make(tx: Tx) -> str:
        officer = Officer(
            username=username, name=f"Cán bộ {username}", password_hash="!", role=role, **placed
        )
        tx.session.add(officer)
        tx.session.flush()
        return officer.id

    return acting(database, database.write_now(SYSTEM, make))


def make_keeper(database: Database, hall: Hall, username: str = "tinh", centre: str | None = None) -> Actor:
    """Make the administrator of the province: an officer of its own row."""
    return make_officer(database, hall, username, "administrator", centre_id=centre or hall.province)


def acting(database: Database, officer_id: str) -> Actor:
    """Give an officer as a new session of theirs finds them."""
    token = chance.new_token()
    database.write_now(
        SYSTEM, lambda tx: people.put_session(tx, officer_id, token, tx.now + timedelta(hours=9))
    )
    actor = database.read_now(people.session_actor, token)
    assert actor is not None
    return actor


def give_right(database: Database, officer_id: str, right: Right) -> None:
    """Give an officer a right beyond the role's."""
    database.write_now(SYSTEM, lambda tx: tx.session.add(OfficerRight(officer_id=officer_id, may=right)))


def make_sector(database: Database, key: str) -> str:
    """Make a sector."""

    def make(tx: Tx) -> str:
        sector = Sector(key=key, name=key)
        tx.session.add(sector)
        tx.session.flush()
        return sector.id

    return database.write_now(SYSTEM, make)


def hold_to(database: Database, officer_id: str, *sectors: str) -> None:
    """Hold an officer to sectors."""

    def hold(tx: Tx) -> None:
        tx.session.add_all([OfficerSector(officer_id=officer_id, sector_id=one) for one in sectors])

    database.write_now(SYSTEM, hold)


def told(database: Database, kind: str) -> list[dict[str, Any]]:
    """Read what the journal says of a kind of event, with its subject."""
    rows = database.read_now(
        lambda reading: reading.run(
            "SELECT subject_id, facts FROM journal_entry WHERE kind = :kind ORDER BY at", kind=kind
        ).fetchall()
    )
    return [{"subject": row[0], **msgspec.json.decode(row[1])} for row in rows]
