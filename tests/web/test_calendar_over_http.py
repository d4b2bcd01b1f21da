"""The calendar over real HTTP: trying a file, applying it once, and the page that shows both."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from onestop.rules.access import SYSTEM
from onestop.web.sessions import HASHER
from tests.conftest import Hands
from tests.dossier_makers import make_procedures, receive
from tests.serving import PASSWORD, Served
from tests.setup_makers import make_administrator

CSV = "date,kind,name,known_on\n2026-11-26,statutory,Nghỉ tránh bão,2026-11-25\n"
HTML = {"accept": "text/html"}


@pytest.fixture
def admin(served: Served, hands: Hands) -> Iterator[httpx.Client]:
    """Sign the administrator in, two days after a dossier was received."""
    make_procedures(served.database, served.hall)
    make_administrator(served.database, served.hall)
    hashed = HASHER.hash(PASSWORD)
    served.database.write_now(
        SYSTEM, lambda tx: tx.run("UPDATE officer SET password_hash = :hash", hash=hashed).rowcount
    )
    receive(served.database, served.hall)
    hands.forward(days=2)
    with served.signed_in("quantri") as client:
        yield client


def _apply(client: httpx.Client, key: str, **changed: Any) -> httpx.Response:
    body = {"csv": CSV, "file": "bao.csv"} | changed
    return client.post("/api/calendar/apply", json=body, headers={"idempotency-key": key})


def test_a_file_is_tried_and_then_applied(admin: httpx.Client) -> None:
    """The preview names the dossier, both dates and why; applied, the page lists it."""
    tried = admin.post("/api/calendar/preview", json={"csv": CSV, "file": "bao.csv"})
    assert tried.status_code == 200, tried.text
    move = tried.json()["moves"][0]
    applied = _apply(admin, "once")

    assert (move["before"], move["after"]) == ("2026-12-08T17:00:00+07:00", "2026-12-09T17:00:00+07:00")
    assert move["because"] == [
        {
            "rule": "holiday",
            "from": "2026-11-26",
            "to": "2026-11-26",
            "text": "Nghỉ tránh bão (công bố ngày 25/11/2026)",
        }
    ]
    assert applied.status_code == 201
    assert applied.json()["moved"] == 1
    shown = admin.get("/api/calendar").json()
    assert [(each["file"], each["days"], each["moved"]) for each in shown["changes"]] == [("bao.csv", 1, 1)]
    assert {"date": "2026-11-26", "name": "Nghỉ tránh bão"}.items() <= shown["days"][-1].items()
    page = admin.get("/setup/calendar", headers=HTML)
    assert page.status_code == 200
    assert "bao.csv: 1 ngày, 1 hồ sơ đổi hạn" in page.text
    assert "26/11/2026" in page.text


def test_a_lost_answer_is_given_again_and_a_second_time_refused(admin: httpx.Client) -> None:
    """The same key gives the same answer; another key meets the facts of the first."""
    first, again = _apply(admin, "once"), _apply(admin, "once")
    refused = _apply(admin, "other", file="khac.csv")

    assert again.json() == first.json()
    assert (refused.status_code, refused.json()["code"]) == (409, "calendar-applied-before")
    assert (refused.json()["file"], refused.json()["moved"]) == ("bao.csv", 1)
    assert "bao.csv" in refused.json()["detail"]


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"csv": "date,kind\n"}, 422, "file-unreadable"),
        ({"csv": CSV.replace("2026-11-25", "2026-12-25")}, 422, "day-not-known-yet"),
        ({"csv": "x" * 400_001}, 422, "malformed"),
        ({"csv": CSV, "file": "x" * 201}, 422, "malformed"),
        ({}, 400, "bad-request"),
    ],
)
def test_what_is_no_calendar_is_refused(
    admin: httpx.Client, body: dict[str, Any], status: int, code: str
) -> None:
    """Tried or applied, in the same words."""
    tried = admin.post("/api/calendar/preview", json=body)
    applied = admin.post("/api/calendar/apply", json=body, headers={"idempotency-key": "k"})

    assert [(each.status_code, each.json()["code"]) for each in (tried, applied)] == [(status, code)] * 2


def test_others_are_refused(admin: httpx.Client, served: Served) -> None:
    """A receiving officer neither sees nor tries nor applies; a citizen is asked to sign in."""
    with served.officer(1) as officer, served.client() as citizen:
        for client, status in ((officer, 403), (citizen, 401)):
            assert client.get("/api/calendar").status_code == status
            assert client.post("/api/calendar/preview", json={"csv": CSV}).status_code == status
            assert _apply(client, "k").status_code == status
    assert admin.get("/api/calendar?year=1200").status_code == 422


def test_a_year_without_announcement_is_said_to_be_provisional(admin: httpx.Client) -> None:
    """Reckoned from the law, with the days of Tết 2027 and a sentence that says so."""
    shown = admin.get("/api/calendar?year=2027").json()

    assert shown["provisional"]
    assert {"date": "2027-02-06", "by_law": True}.items() <= next(
        day for day in shown["days"] if day["date"] == "2027-02-06"
    ).items()
    assert "chưa công bố" in admin.get("/setup/calendar?year=2027", headers=HTML).text
