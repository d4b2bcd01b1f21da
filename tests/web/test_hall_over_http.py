"""The hall over real HTTP and a real websocket."""

import json

import httpx
import pytest
from websockets.exceptions import ConnectionClosedError
from websockets.sync.client import connect

from tests.makers import BOARD_TOKEN
from tests.serving import Served
from tests.web.leaders import make_officer, signed_in


def _take(kiosk: httpx.Client, served: Served, letter: str, key: str) -> httpx.Response:
    return kiosk.post(
        "/api/tickets", json={"line": served.hall.lines[letter]}, headers={"idempotency-key": key}
    )


def test_a_citizen_takes_a_number_and_is_called(served: Served) -> None:
    """From the kiosk to the counter to the board, over the wire."""
    board = served.hall.board.board_id
    with served.kiosk() as kiosk, served.officer(1) as officer:
        ticket = _take(kiosk, served, "A", "key-1")
        assert ticket.status_code == 201
        assert ticket.json()["label"] == "A001"

        address = served.base_url.replace("http", "ws") + f"/api/boards/{board}/live"
        with connect(address, additional_headers={"authorization": f"Bearer {BOARD_TOKEN}"}) as live:
            snapshot = json.loads(live.recv(5))
            assert (snapshot["kind"], snapshot["lines"][0]["waiting"]) == ("snapshot", 1)

            called = officer.post(f"/api/counters/{served.hall.counters[1]}/call-next")
            assert called.json()["label"] == "A001"

            frame = json.loads(live.recv(5))
        assert frame["kind"] == "frame"
        assert frame["prev"] <= snapshot["seq"] < frame["seq"]
        assert frame["call"]["label"] == "A001"
        assert frame["call"]["counter"]["number"] == 1
        assert frame["lines"][0]["waiting"] == 0
        assert frame["call"]["announcement"]["text"]["vi"].startswith("Mời công dân có số thứ tự A")

        link = ticket.json()["status_url"]
    token = link.rsplit("/", 1)[1]
    with served.client() as citizen:
        mine = citizen.get(f"/api/tickets/{ticket.json()['id']}", params={"token": token})
        assert mine.json()["counter"]["number"] == 1


def test_a_repeated_request_gives_the_same_number(served: Served) -> None:
    """A kiosk that lost the answer asks again with the same key and gets the same number."""
    with served.kiosk() as kiosk:
        first = _take(kiosk, served, "A", "same")
        second = _take(kiosk, served, "A", "same")
        third = _take(kiosk, served, "B", "same")

    assert first.json() == second.json()
    assert third.status_code == 422
    assert third.json()["code"] == "idempotency-key-reused"


def test_without_a_device_no_number_is_given(served: Served) -> None:
    """Nobody takes numbers from outside the hall."""
    with served.client() as stranger:
        refused = _take(stranger, served, "A", "key")
    assert refused.status_code == 401
    assert refused.headers["content-type"] == "application/problem+json"
    assert "đăng nhập" in refused.json()["detail"]


def test_signing_in_without_the_token_of_the_page_is_refused(served: Served) -> None:
    """Another site cannot sign an officer in."""
    with served.client() as client:
        refused = client.post("/api/session", json={"username": "quay1", "password": "x"})
    assert refused.status_code == 403


def test_a_session_id_chosen_by_somebody_else_is_never_used(served: Served) -> None:
    """A planted cookie does not become a session: signing in gives a new one, and ends at signing out."""
    with served.client() as client:
        client.cookies.set("onestop_session", "planted", domain="127.0.0.1")
        client.get("/api/session")
        client.headers["x-csrftoken"] = client.cookies["csrftoken"]
        client.post("/api/session", json={"username": "quay1", "password": "mat-khau-thu"})
        tokens = {cookie.value for cookie in client.cookies.jar if cookie.name == "onestop_session"}
        assert any(token != "planted" for token in tokens)
    with served.client() as thief:
        thief.cookies.set("onestop_session", "planted")
        assert thief.get("/api/session").json() == {"officer": None}
    with served.officer(2) as officer:
        token = officer.cookies["onestop_session"]
        assert officer.delete("/api/session").status_code == 204
    with served.client() as thief:
        thief.cookies.set("onestop_session", token)
        assert thief.get("/api/session").json() == {"officer": None}


def test_visitors_leave_no_sessions(served: Served) -> None:
    """A thousand visitors who do not sign in leave no row behind."""
    with served.client() as visitor:
        for _ in range(20):
            visitor.get("/api/session")
    count = served.database.read_now(
        lambda reading: reading.run("SELECT count(*) FROM officer_session").fetchone()[0]
    )
    assert count == 0


def test_guessing_a_password_is_slowed_down(served: Served) -> None:
    """After five wrong passwords the account waits, even for the right one."""
    with served.client() as client:
        client.get("/api/session")
        client.headers["x-csrftoken"] = client.cookies["csrftoken"]
        wrong = {"username": "quay1", "password": "wrong"}
        statuses = [client.post("/api/session", json=wrong).status_code for _ in range(5)]
        assert statuses == [401] * 5
        waits = client.post("/api/session", json={"username": "quay1", "password": "mat-khau-thu"})
    assert waits.status_code == 429
    assert int(waits.headers["retry-after"]) > 0


def test_a_board_that_is_not_enrolled_is_told_so(served: Served) -> None:
    """The socket closes with the code that the board's page knows."""
    address = served.base_url.replace("http", "ws") + f"/api/boards/{served.hall.board.board_id}/live"
    with connect(address) as live, pytest.raises(ConnectionClosedError) as closed:
        live.recv(5)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 4401


def test_a_board_resumes_where_it_was_cut(served: Served) -> None:
    """What happened meanwhile is sent frame by frame, each naming the one before it."""
    board = served.hall.board.board_id
    address = served.base_url.replace("http", "ws") + f"/api/boards/{board}/live"
    headers = {"authorization": f"Bearer {BOARD_TOKEN}"}
    with served.kiosk() as kiosk:
        for number in range(5):
            _take(kiosk, served, "A", f"key-{number}")
    with connect(f"{address}?since=2", additional_headers=headers) as live:
        frames = [json.loads(live.recv(5)) for _ in range(3)]
    assert [frame["seq"] for frame in frames] == [3, 4, 5]
    assert [frame["prev"] for frame in frames] == [2, 3, 4]
    with connect(f"{address}?since=99", additional_headers=headers) as live:
        assert json.loads(live.recv(5))["kind"] == "snapshot"


def test_pages_carry_the_strict_policy(served: Served) -> None:
    """No page may load or run anything from elsewhere."""
    with served.client() as visitor:
        answer = visitor.get("/api/session")
    assert "default-src 'self'" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_wrong_body_is_a_problem_document_and_no_trace(served: Served) -> None:
    """Bad JSON is said plainly."""
    with served.kiosk() as kiosk:
        answer = kiosk.post("/api/tickets", content=b"{", headers={"idempotency-key": "k"})
    assert answer.status_code == 400
    assert "Traceback" not in answer.text
    assert answer.json()["code"] == "bad-request"


def test_the_counter_shows_who_waits_who_is_there_and_the_day(served: Served) -> None:
    """Waiting by line, the person in front, who was set aside and who did not come, and the day so far."""
    desk = f"/api/counters/{served.hall.counters[1]}"
    with served.kiosk() as kiosk, served.officer(1) as officer:
        for number in range(4):
            _take(kiosk, served, "A", f"key-{number}")
        for outcome, body in (("skip", {}), ("hold", {"reason": "đi phô tô"}), ("finish", {})):
            ticket = officer.post(f"{desk}/call-next").json()
            officer.post(f"/api/tickets/{ticket['id']}/{outcome}", json=body)
        officer.post(f"{desk}/call-next")
        shown = officer.get(desk).json()

    assert shown["current"]["label"] == "A004"
    assert [line["waiting"] for line in shown["counter"]["lines"]] == [0, 0]
    assert (shown["waiting"], shown["today"]["served"]) == ([], 1)
    assert [(one["label"], one["reason"]) for one in shown["held"]] == [("A002", "đi phô tô")]
    assert [one["label"] for one in shown["absent"]] == ["A001"]


def test_lines_show_waiting_and_serving_to_anybody(served: Served) -> None:
    """A citizen at home sees how many wait; nobody's name or number is in it."""
    with served.kiosk() as kiosk, served.officer(1) as officer, served.client() as visitor:
        for number in range(2):
            _take(kiosk, served, "A", f"key-{number}")
        officer.post(f"/api/counters/{served.hall.counters[1]}/call-next")
        lines = visitor.get("/api/lines", params={"centre": served.hall.centre}).json()

    assert [(line["letter"], line["waiting"], line["serving"]) for line in lines] == [
        ("A", 1, 1),
        ("B", 0, 0),
        ("R", 0, 0),
    ]


def test_only_a_leader_closes_the_day_and_is_told_who_is_left(served: Served) -> None:
    """Reception, devices and strangers are refused, and while people are at counters; a lost answer is told again."""
    make_officer(served.database, served.hall, "lanhdao", "leader")
    with served.officer(1) as reception, served.kiosk() as kiosk, signed_in(served, "lanhdao") as leader:
        for letter, key in (("A", "key-1"), ("A", "key-2"), ("B", "key-3")):
            _take(kiosk, served, letter, key)
        called = reception.post(f"/api/counters/{served.hall.counters[1]}/call-next").json()
        assert reception.post("/api/day/close").status_code == 403
        assert kiosk.post("/api/day/close").status_code == 403
        with served.client() as stranger:
            assert stranger.post("/api/day/close").status_code in {401, 403}

        refused = leader.post("/api/day/close")
        assert (refused.status_code, refused.json()["code"]) == (409, "day-still-open")
        assert refused.json()["detail"].startswith("Còn người ở quầy: 1: A001.")

        reception.post(f"/api/tickets/{called['id']}/skip")
        again = {"Idempotency-Key": "close-1"}
        closed = leader.post("/api/day/close", headers=again).json()
        assert leader.post("/api/day/close", headers=again).json() == closed
    left = {"Y tế, bảo trợ xã hội": 1, "Đất đai": 1}
    assert (closed["no_shows"], closed["unserved"], closed["left_open"]) == (1, 2, left)
