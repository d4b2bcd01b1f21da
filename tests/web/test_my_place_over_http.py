"""A citizen's own moves over real HTTP: by the slip's link alone, and by nothing else."""

from datetime import date

import httpx
import pytest

from tests.serving import Served

HTML = {"accept": "text/html"}
YESTERDAY = "UPDATE ticket SET day = :day, state = :state, ended_at = issued_at WHERE id = :id"


def take(served: Served, key: str, letter: str = "A") -> tuple[str, str]:
    """Take a number at the kiosk; its id and the link on its slip."""
    with served.kiosk() as kiosk:
        given = kiosk.post(
            "/api/tickets", json={"line": served.hall.lines[letter]}, headers={"idempotency-key": key}
        ).json()
    return given["id"], given["status_url"].rsplit("/", 1)[1]


def age(served: Served, ticket: str, state: str) -> None:
    """Let a slip be of yesterday."""
    with served.database.begin() as tx:  # pragma: no cover
        tx.run(YESTERDAY, id=ticket, day=date(2026, 11, 22).isoformat(), state=state)
