"""Makes who sets a hall up: its administrator, and a stranger's hall beside it."""

import msgspec

from onestop.model.people import Officer
from onestop.rules.access import Actor
from onestop.store.database import Database
from onestop.store.tx import Tx
from tests.makers import Hall

WORKDAYS = [{"weekday": day, "hours": ["07:30-11:30", "13:30-17:00"]} for day in range(1, 6)]


def make_administrator(database: Database, hall: Hall, *, role: str = "administrator") -> Actor:
    """Make an officer of a role in a hall, without a counter; the name is `quantri` with the hall's suffix."""

    def make(tx: Tx) -> str:
        officer = Officer(
            username=f"{'quantri' if role == 'administrator' else role}{hall.suffix}",
            name="Quản trị",
            password_hash="!",
            role=role,
            centre_id=hall.centre,
        )
        tx.session.add(officer)
        tx.session.flush()
        return officer.id

    made = database.write_now(hall.kiosk, make)
    return Actor(id=made, kind="officer", role=role, centre_id=hall.centre)


def changes(database: Database, centre_id: str) -> list[tuple[str, str, dict[str, str]]]:
    """Read what the journal says that the office changed: what, which, and from what to what."""
    rows = database.read_now(
        lambda reading: reading.run(
            "SELECT facts FROM journal_entry WHERE centre_id = :centre AND kind = 'hall-changed' ORDER BY seq",
            centre=centre_id,
        ).fetchall()
    )
    told = [msgspec.json.decode(row[0]) for row in rows]
    return [(one["what"], one["changed"], one["fields"]) for one in told]
