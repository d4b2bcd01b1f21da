"""Bookings over real HTTP: as programs ask for them, and as a citizen without JavaScript does."""

import re
from datetime import UTC, datetime

import httpx
import pytest

from onestop.rules.access import SYSTEM
from onestop.use_cases import book_visit
from tests.booking_makers import assert_counted, plan
from tests.conftest import Hands
from tests.serving import Served

WISH = {"day": "2026-11-26", "time": "08:30", "name": "Nông Thị Lý", "phone": "0912 000 386"}


@pytest.fixture
def line(served: Served) -> str:
    """Let line A take bookings; give its id."""
    found = served.hall.lines["A"]
    plan(served.database, found)
    return found


def _book(client: httpx.Client, chosen: str, key: str = "k1", **other: str) -> httpx.Response:
    wish = {**WISH, "line": chosen, **other}
    return client.post("/api/bookings", json=wish, headers={"idempotency-key": key})


def _free(client: httpx.Client, line: str) -> dict[str, int]:
    answer = client.get(
        "/api/bookings/slots", params={"line": line, "from": "2026-11-26", "to": "2026-11-26"}
    )
    assert answer.status_code == 200, answer.text
    return {slot["time"]: slot["free"] for slot in answer.json()["slots"]}


def test_a_citizen_books_looks_and_cancels(served: Served, line: str) -> None:
    """Without any account: 201 with a code and a link; the link shows the booking and gives it back."""
    with served.client() as citizen:
        made = _book(citizen, line)
        again = _book(citizen, line)
        assert (made.status_code, again.json()) == (201, made.json())
        card = made.json()
        assert {card["day"], card["time"], card["state"]} == {"2026-11-26", "08:30", "booked"}
        assert card["begins_at"] == "2026-11-26T08:30:00+07:00"
        assert "Nông" not in made.text
        assert "0912" not in made.text
        assert _free(citizen, line)["08:30"] == 1

        code, token = card["url"].rpartition("/b/")[2].split(".")
        assert citizen.get(f"/api/bookings/{code}", params={"token": token}).json()["id"] == card["id"]
        assert citizen.get(f"/api/bookings/{code}", params={"token": "guessed"}).status_code == 404
        assert citizen.post(f"/api/bookings/{code}/cancel", json={"token": "guessed"}).status_code == 404

        gone = citizen.post(f"/api/bookings/{code}/cancel", json={"token": token})
        assert (gone.status_code, gone.json()["state"]) == (200, "cancelled")
        assert _free(citizen, line)["08:30"] == 2
        twice = citizen.post(f"/api/bookings/{code}/cancel", json={"token": token})
        assert (twice.status_code, twice.json()["code"]) == (409, "booking-ended")
    assert_counted(served.database)


def test_a_kiosk_checks_in_with_the_typed_code(served: Served, hands: Hands, line: str) -> None:
    """The code as typed in groups gives a number once; a repeated request the same number."""
    with served.client() as citizen, served.kiosk() as kiosk:
        card = _book(citizen, line).json()
        address = f"/api/bookings/{card['code_shown']}/check-in"
        early = kiosk.post(address, headers={"idempotency-key": "c0"})
        assert (early.status_code, early.json()["code"]) == (409, "booking-too-early")
        assert "08:00" in early.json()["detail"]

        hands.at = datetime(2026, 11, 26, 1, 20, tzinfo=UTC)
        assert citizen.post(address).status_code == 401
        given = kiosk.post(address, headers={"idempotency-key": "c1"})
        again = kiosk.post(address, headers={"idempotency-key": "c1"})
        assert (given.status_code, given.json()["label"], given.json()["priority"]) == (201, "A001", "booked")
        assert again.json() == given.json()
        used = kiosk.post(address, headers={"idempotency-key": "c2"})
        assert (used.status_code, used.json()["code"]) == (409, "booking-ended")


def test_a_number_asked_for_with_an_appointment_makes_the_booking_good(
    served: Served, hands: Hands, line: str
) -> None:
    """Whoever asks for a number and names the booking is checked in, once, with its priority."""
    with served.client() as citizen, served.kiosk() as kiosk:
        card = _book(citizen, line).json()
        hands.at = datetime(2026, 11, 26, 1, 20, tzinfo=UTC)
        wish = {"line": line, "appointment": card["code_shown"]}
        given = kiosk.post("/api/tickets", json=wish, headers={"idempotency-key": "a1"})
        assert (given.status_code, given.json()["priority"]) == (201, "booked")
        used = kiosk.post("/api/tickets", json=wish, headers={"idempotency-key": "a2"})
        assert (used.status_code, used.json()["code"]) == (409, "booking-ended")


@pytest.mark.parametrize(
    ("code", "status", "reason"),
    [("123456782", 422, "check-digit"), ("12", 422, "booking-code"), ("123456788", 404, None)],
)
def test_a_mistyped_code_is_told_from_an_unknown_one(
    served: Served, code: str, status: int, reason: str | None
) -> None:
    """The check digit finds the slip of a finger before anything is looked up."""
    with served.kiosk() as kiosk:
        answer = kiosk.post(f"/api/bookings/{code}/check-in", headers={"idempotency-key": "c"})
    assert (answer.status_code, answer.json().get("reason")) == (status, reason)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"phone": "0912"}, "malformed"),
        ({"name": ""}, "malformed"),
        ({"time": "08:31"}, "booking-closed"),
        ({"time": "25:00"}, "malformed"),
        ({"day": "2027-03-01"}, "booking-closed"),
        ({"line": "nothing"}, "not-found"),
    ],
)
def test_a_wrong_wish_is_refused_with_its_reason(
    served: Served, line: str, change: dict[str, str], code: str
) -> None:
    """Each in words, and none as an error of ours."""
    with served.client() as citizen:
        answer = _book(citizen, line, **change)
    assert 400 <= answer.status_code < 500
    assert answer.json()["code"] == code
    assert len(answer.json()["detail"]) > 20


def test_a_citizen_without_javascript_books_and_cancels(served: Served, line: str) -> None:
    """Line, day, time and who, the code on a page; sent twice it is one booking; then given back."""
    with served.client() as browser:
        assert f"/booking/{line}" in browser.get("/booking").text
        days = browser.get(f"/booking/{line}").text
        assert f"/booking/{line}/2026-11-26" in days
        form = browser.get(f"/booking/{line}/2026-11-26").text
        key = re.search(r'name="key" value="([^"]+)"', form)
        assert key is not None
        fields = {"key": key[1], "minute": "510", "name": "Nông Thị Lý", "phone": "0912 000 386"}
        sent = browser.post(f"/booking/{line}/2026-11-26", data=fields)
        again = browser.post(f"/booking/{line}/2026-11-26", data=fields)
        assert (sent.status_code, again.headers["location"]) == (303, sent.headers["location"])

        place = sent.headers["location"]
        page = browser.get(place)
        assert page.headers["cache-control"] == "no-store"
        assert re.search(r"\d{3} \d{3} \d{3}", page.text)
        assert "Nông" not in page.text
        assert browser.get(f"{place}/qr.svg").text.startswith("<svg")
        entry = browser.get(f"{place}/booking.ics").text
        assert "DTSTART:20261126T013000Z\r\n" in entry
        assert max(len(line.encode()) for line in entry.split("\r\n")) <= 75

        assert browser.post(f"{place}/cancel").status_code == 303
        assert "Lịch hẹn đã hủy" in browser.get(place).text
        assert browser.post(f"{place}/cancel").status_code == 409
    assert_counted(served.database)


def test_a_wrong_form_keeps_what_was_typed_and_says_what_to_mend(served: Served, line: str) -> None:
    """The field is named beside it and at the top; the name need not be typed again."""
    with served.client() as browser:
        fields = {"key": "k", "minute": "510", "name": "Nông Thị Lý", "phone": "09"}
        page = browser.post(f"/booking/{line}/2026-11-26", data=fields)
        assert page.status_code == 422
        assert 'href="#phone"' in page.text
        assert 'value="Nông Thị Lý"' in page.text
        nothing = browser.post(f"/booking/{line}/2026-11-26", data={"name": "x"})
        assert (nothing.status_code, 'href="#slots"' in nothing.text) == (422, True)
        assert browser.get(f"/booking/{line}/never").status_code == 404
        assert browser.get("/b/123456782.guessed").status_code == 404


def test_bookings_from_one_address_are_slowed_down(served: Served, line: str) -> None:
    """Thirty a minute, then wait: nobody empties the calendar by a program."""
    with served.client() as citizen:
        answers = [_book(citizen, line, key=str(number)).status_code for number in range(40)]
    assert answers.count(429) == 10


def test_a_leader_sees_what_was_given_up_and_sends_it_again(served: Served, line: str) -> None:
    """The list tells how often and why, never to whom; an officer at a counter has no such right."""
    database, hall = served.database, served.hall
    with served.client() as citizen:
        _book(citizen, line, email="ly@example.vn")
    database.write_now(
        SYSTEM,
        lambda tx: tx.run("UPDATE delivery SET state = 'technical-failure', tries = 10, fault = '451'"),
    )
    database.write_now(
        SYSTEM,
        lambda tx: tx.run("UPDATE officer SET role = 'leader' WHERE id = :id", id=hall.officer(2).id),
    )
    with served.officer(1) as clerk:
        assert clerk.get("/api/deliveries").status_code == 403
    with served.officer(2) as leader:
        listed = leader.get("/api/deliveries", params={"state": "technical-failure"})
        assert [(one["template"], one["tries"], one["fault"]) for one in listed.json()] == [
            ("booking_made", 10, "451")
        ]
        assert "ly@example.vn" not in listed.text
        found = listed.json()[0]["id"]
        assert leader.post(f"/api/deliveries/{found}/again").json() == {"id": found, "state": "created"}
        assert leader.post(f"/api/deliveries/{found}/again").json()["code"] == "delivery-not-given-up"
        assert leader.get("/api/deliveries", params={"state": "lost"}).status_code == 422
        created = leader.get("/api/deliveries", params={"state": "created"}).json()
        assert [one["id"] for one in created] == [found]


def test_who_did_not_come_reads_so_on_the_page(served: Served, hands: Hands, line: str) -> None:
    """The link tells that the time has passed, and offers nothing to cancel."""
    with served.client() as citizen:
        place = _book(citizen, line).json()["url"].removeprefix(served.base_url)
        hands.at = datetime(2026, 11, 26, 3, 0, tzinfo=UTC)
        served.database.write_now(SYSTEM, book_visit.free_no_shows)
        page = citizen.get(place).text
    assert "Lịch hẹn đã quá giờ" in page
    assert f"{place}/cancel" not in page
