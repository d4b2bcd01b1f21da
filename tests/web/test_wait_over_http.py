"""The expected wait over real HTTP: with the number, in the list of lines, and on the citizen's page."""

import re

from onestop.use_cases import attend_ticket, serve_line, take_ticket
from tests.conftest import Hands
from tests.serving import Served


def _morning(served: Served, hands: Hands) -> None:
    """Serve twenty visits of eight minutes at counter 1, then let somebody stand at each counter."""
    hall, write = served.hall, served.database.write_now
    for _ in range(20):
        write(hall.kiosk, take_ticket.take, hall.lines["A"])
        ticket = write(hall.officer(1), serve_line.call_next, hall.counters[1])
        hands.forward(minutes=8)
        write(hall.officer(1), attend_ticket.finish, ticket.id)
    hands.forward(minutes=1)
    for counter in (1, 2, 3):
        write(hall.kiosk, take_ticket.take, hall.lines["A"])
        write(hall.officer(counter), serve_line.call_next, hall.counters[counter])
    hands.forward(minutes=1)


def test_kiosk_line_and_page_tell_one_range(served: Served, hands: Hands) -> None:
    """Behind four others: minutes on the slip, the same on the phone, a little more for the next one."""
    _morning(served, hands)
    with served.kiosk() as kiosk, served.client() as phone:
        given = [
            kiosk.post(
                "/api/tickets",
                json={"line": served.hall.lines["A"]},
                headers={"idempotency-key": f"wait-{number}"},
            ).json()
            for number in range(5)
        ]
        mine = given[-1]
        wait = mine["wait_minutes"]
        assert mine["ahead"] == 4
        assert 5 <= wait["low"] < wait["high"] <= 25

        again = kiosk.post(
            "/api/tickets", json={"line": served.hall.lines["A"]}, headers={"idempotency-key": "wait-4"}
        ).json()
        assert again["wait_minutes"] == wait

        token = mine["status_url"].rsplit("/", 1)[1]
        place = phone.get(f"/api/tickets/{mine['id']}", params={"token": token}).json()
        assert place["ahead"] == 4
        assert abs(place["wait_minutes"]["high"] - wait["high"]) <= 1

        page = phone.get(f"/t/{token}").text
        shown = place["wait_minutes"]
        assert re.search(rf"{shown['low']}–{shown['high']} phút", page)

        line = next(one for one in kiosk.get("/api/lines").json() if one["letter"] == "A")
        assert line["waiting"] == 5
        assert line["wait_minutes"]["high"] >= wait["high"]


def test_a_line_without_experience_says_that_it_does_not_know(served: Served) -> None:
    """Null in the answer, 'chưa đủ dữ liệu' in words."""
    with served.kiosk() as kiosk, served.client() as phone:
        mine = kiosk.post(
            "/api/tickets", json={"line": served.hall.lines["B"]}, headers={"idempotency-key": "wait-b"}
        ).json()
        assert mine["wait_minutes"] is None
        assert all(line["wait_minutes"] is None for line in kiosk.get("/api/lines").json())
        assert "Chưa đủ dữ liệu" in phone.get(f"/t/{mine['status_url'].rsplit('/', 1)[1]}").text


def test_who_is_called_is_told_no_wait_any_more(served: Served, hands: Hands) -> None:
    """The page of somebody at the counter has no range."""
    _morning(served, hands)
    database = served.database
    found = database.read_now(
        lambda reading: reading.run("SELECT id FROM ticket WHERE state = 'called' LIMIT 1").fetchone()
    )
    with served.officer(1) as officer:
        assert officer.get(f"/api/tickets/{found[0]}").json()["wait_minutes"] is None
