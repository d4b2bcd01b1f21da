"""The first run: an empty installation leads there, the code opens it once, and then it is gone for ever."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from onestop.rules.access import SYSTEM
from onestop.store.database import Database
from onestop.use_cases import begin_office
from tests.makers import Hall
from tests.people_makers import told
from tests.serving import Served, serving

PASSWORD = "ba-chu-bo-doi"
TYPED = {
    "province": "Tỉnh Cao Bằng",
    "centre": "Trung tâm Phục vụ hành chính công",
    "place": "phường Thục Phán",
    "level": "commune",
    "agency": "Ủy ban nhân dân phường Thục Phán",
    "agency_code": "H14.154",
    "name": "Lý Thị Nhung",
    "username": "nhung",
    "password": PASSWORD,
    "again": PASSWORD,
}


@pytest.fixture
def empty(database: Database) -> Iterator[Served]:
    """Run the service on empty, migrated tables."""
    with serving(database) as base_url:
        yield Served(base_url, Hall(), database)


def draw(database: Database) -> str:
    """Print a code as `onestop serve` does."""
    code = database.write_now(SYSTEM, begin_office.draw_code)
    assert code is not None
    return code


def begin(empty: Served, **changed: str) -> httpx.Response:
    """Send the form."""
    with empty.client() as client:
        return client.post("/first-run", data=TYPED | changed)


def count(database: Database, table: str) -> int:
    """Count the rows of a table."""
    statements = {"centre": "SELECT count(*) FROM centre", "officer": "SELECT count(*) FROM officer",
                  "procedure": "SELECT count(*) FROM procedure", "agency": "SELECT count(*) FROM agency"}  # fmt: skip
    return int(database.read_now(lambda reading: reading.run(statements[table]).fetchone()[0]))


def test_every_page_leads_to_the_first_run(empty: Served) -> None:
    """Whatever is opened; what programs call answers as ever."""
    with empty.client() as client:
        for path in ("/", "/login", "/setup", "/counter", "/kiosk/", "/status"):
            answer = client.get(path)
            assert (answer.status_code, answer.headers["location"]) == (303, "/first-run"), path
        assert client.get("/first-run").status_code == 200
        assert client.get("/api/session").status_code == 200
        assert client.get("/health/live").status_code == 200


def test_the_first_run_makes_an_office_and_is_gone(empty: Served) -> None:
    """Province, centre with hours, agency, an administrator with an own password; then 404 for ever."""
    code = draw(empty.database)
    answer = begin(empty, code=code.lower().replace("-", " "))
    assert (answer.status_code, answer.headers["location"]) == (303, "/login"), answer.text
    with empty.client() as client:
        assert client.get("/first-run").status_code == 404
        assert client.post("/first-run", data=TYPED | {"code": code}).status_code == 404
        assert client.get("/").status_code == 200
        client.get("/api/session")
        client.headers["x-csrftoken"] = client.cookies["csrftoken"]
        answer = client.post("/api/session", json={"username": "nhung", "password": PASSWORD})
        officer = answer.json()["officer"]
        assert (officer["name"], officer["centre"]["place"]) == ("Lý Thị Nhung", "phường Thục Phán")
        assert {"keep-people", "keep-province", "set-up-hall"} <= set(officer["rights"])
        assert not officer["change_password"]
        assert client.get("/setup/officers", headers={"accept": "text/html"}).status_code == 200
        weeks = client.get("/api/setup/hours").json()
        assert weeks[0]["days"][0]["hours"]
    assert (count(empty.database, "centre"), count(empty.database, "procedure")) == (2, 0)
    assert len(told(empty.database, "office-begun")) == 1
    assert empty.database.write_now(SYSTEM, begin_office.draw_code) is None


def test_the_catalogue_may_be_loaded_along(empty: Served) -> None:
    """Where the typed centre and agency are in it, they are that centre and that agency."""
    changed = {"place": "phường Thục Phán", "centre": "trung tâm phục vụ hành chính công"}
    answer = begin(empty, code=draw(empty.database), catalogue="yes", address="Số 1", **changed)
    assert answer.status_code == 303, answer.text
    assert count(empty.database, "procedure") > 100
    rows = empty.database.read_now(
        lambda reading: reading.run(
            "SELECT centre.address, agency.code FROM officer JOIN centre ON centre.id = officer.centre_id "
            "JOIN agency ON agency.id = centre.agency_id"
        ).fetchall()
    )
    assert list(map(tuple, rows)) == [("Số 1", "H14.154")]
    whole = empty.database.read_now(
        lambda reading: reading.run(
            "SELECT count(*) FROM centre WHERE place = 'phường Thục Phán'"
        ).fetchone()[0]
    )
    assert whole == 1


@pytest.mark.parametrize(
    ("changed", "field", "status"),
    [
        ({"code": ""}, "code", 422),
        ({"code": "K7Q2-9XAA"}, "code", 422),
        ({"code": "2222-2222"}, "code", 403),
        ({"centre": ""}, "centre", 422),
        ({"agency_code": "H14/1"}, "agency_code", 422),
        ({"username": "Lý Nhung"}, "username", 422),
        ({"password": "short", "again": "short"}, "password", 422),
        ({"password": "nhung-nhung-nhung", "again": "nhung-nhung-nhung"}, "password", 422),
        ({"again": "something else"}, "again", 422),
        ({"phone": "12"}, "phone", 422),
    ],
)
def test_what_is_wrong_stands_beside_its_field(
    empty: Served, changed: dict[str, str], field: str, status: int
) -> None:
    """What was typed stays, but no password does; nothing is made, and the code is still good."""
    code = draw(empty.database)
    answer = begin(empty, **({"code": code} | changed))
    assert answer.status_code == status, answer.text
    assert f'id="{field}-why"' in answer.text
    assert PASSWORD not in answer.text
    assert 'value="Ủy ban nhân dân phường Thục Phán"' in answer.text
    assert count(empty.database, "centre") == 0
    assert begin(empty, code=code).status_code == 303


def test_guessing_the_code_is_slowed_down(empty: Served) -> None:
    """The eleventh guess within a minute waits, even when it is right."""
    code = draw(empty.database)
    answers = [begin(empty, code="2222-2222").status_code for _ in range(10)]
    assert answers == [403] * 10
    assert begin(empty, code=code).status_code == 429


def test_two_browsers_at_once_make_one_office(empty: Served) -> None:
    """Each with a code of its own: one begins, the other finds nothing more to begin."""
    codes = [draw(empty.database) for _ in range(2)]
    together = threading.Barrier(2)

    def send(code: str) -> int:
        together.wait()
        return begin(empty, code=code).status_code

    with ThreadPoolExecutor(2) as threads:
        answers = sorted(threads.map(send, codes))
    assert answers[0] == 303
    assert answers[1] in {403, 404}
    assert (count(empty.database, "centre"), count(empty.database, "officer")) == (2, 1)


def test_a_centre_that_is_there_already_closes_the_page(served: Served) -> None:
    """An installation that was set up otherwise shows no first run."""
    with served.client() as client:
        assert client.get("/first-run").status_code == 404
        assert client.get("/").status_code == 200


def test_the_form_says_what_it_needs(empty: Served) -> None:
    """In both languages, every field labelled."""
    with empty.client() as client:
        for lang in ("vi", "en"):
            page: Any = client.get(f"/first-run?lang={lang}").text
            for name in ("code", *TYPED):
                assert f'for="{name}"' in page, name
