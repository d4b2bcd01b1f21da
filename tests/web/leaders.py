"""Leaders and administrators of a hall, signed in over HTTP."""

from collections.abc import Iterator
from contextlib import contextmanager

import httpx

from onestop.model.people import Officer
from onestop.store.database import Database
from onestop.store.tx import Tx
from tests.makers import Hall
from tests.serving import HASH, PASSWORD, Served


def make_officer(
    database: Database, hall: Hall, username: str, role: str, name: str = "Đinh Quốc Trưởng"
) -> None:
    """Make an officer of a role, without a counter, in a hall."""

    def write(tx: Tx) -> None:
        tx.session.add(
            Officer(
                username=username, name=name, password_hash=HASH, role=role, centre_id=hall.centre or None
            )
        )
        tx.session.flush()

    database.write_now(hall.kiosk, write)


@contextmanager
def signed_in(served: Served, username: str) -> Iterator[httpx.Client]:
    """Sign an officer in."""
    with served.client() as client:
        client.get("/api/session")
        client.headers["x-csrftoken"] = client.cookies["csrftoken"]
        answer = client.post("/api/session", json={"username": username, "password": PASSWORD})
        assert answer.status_code == 201, answer.text
        yield client
