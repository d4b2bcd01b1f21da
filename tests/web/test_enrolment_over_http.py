"""A device is let in by the code on its own screen, over real HTTP: code once, token once."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from onestop.errors import TooManyAttempts
from onestop.model.device import DeviceKind
from onestop.rules.access import CITIZEN
from onestop.rules.device_plan import shown_code
from onestop.use_cases import ask_enrolment
from onestop.web.sessions import HASHER
from tests.conftest import Hands
from tests.serving import PASSWORD, Served
from tests.setup_makers import make_administrator

_HASH = HASHER.hash(PASSWORD)


@pytest.fixture
def admin(served: Served) -> Iterator[httpx.Client]:
    """Sign in the administrator."""
    make_administrator(served.database, served.hall)
    served.database.write_now(
        served.hall.kiosk, lambda tx: tx.run("UPDATE officer SET password_hash = :hash", hash=_HASH).rowcount
    )
    with served.signed_in("quantri") as client:
        yield client


def _ask(device: httpx.Client, kind: str = "kiosk") -> dict[str, Any]:
    answer = device.post("/api/devices/enrolments", json={"kind": kind})
    assert answer.status_code == 201, answer.text
    asked: dict[str, Any] = answer.json()
    return asked


def _poll(device: httpx.Client, asked: dict[str, Any]) -> httpx.Response:
    return device.post("/api/devices/enrolments/poll", json={"poll": asked["poll"]})


def _type(admin: httpx.Client, code: str, key: str, **more: Any) -> httpx.Response:
    body = {"code": code, "name": "Máy lấy số cửa chính", **more}
    return admin.post("/api/setup/devices", json=body, headers={"idempotency-key": key})


def test_a_kiosk_is_let_in_by_its_code(served: Served, admin: httpx.Client) -> None:
    """The code is typed in small letters without a dash; the kiosk fetches its token once and takes numbers."""
    with served.client() as device:
        asked = _ask(device)
        assert _poll(device, asked).json() == {"state": "waiting", "token": None}

        assert _type(admin, asked["code"].replace("-", "").lower(), "1").status_code == 201
        listed = {one["name"]: one["state"] for one in admin.get("/api/setup/devices").json()}
        assert listed["Máy lấy số cửa chính"] == "waiting"
        admitted = _poll(device, asked).json()
        assert admitted["state"] == "admitted"
        assert _poll(device, asked).status_code == 404

        bearer = {"authorization": f"Bearer {admitted['token']}"}
        traded = device.post("/api/devices/session", headers=bearer)
        assert traded.status_code == 201
        assert traded.json()["centre"]["id"] == served.hall.centre
        assert device.get("/api/devices/me").json()["device"]["name"] == "Máy lấy số cửa chính"
    listed = {one["name"]: one["state"] for one in admin.get("/api/setup/devices").json()}
    assert listed["Máy lấy số cửa chính"] == "away"


def test_a_board_is_let_in_for_its_board(served: Served, admin: httpx.Client) -> None:
    """A board needs to know which it shows, and a kiosk shows none."""
    with served.client() as device:
        asked = _ask(device, "board")
        without = _type(admin, asked["code"], "1")
        assert (without.status_code, without.json()["field"]) == (422, "board")
        assert _type(admin, asked["code"], "2", board=served.hall.board.board_id).status_code == 201
        token = _poll(device, asked).json()["token"]
    with served.client(token) as board:
        assert board.get(f"/api/boards/{served.hall.board.board_id}").status_code == 200
    with served.client() as kiosk:
        wrong = _type(admin, _ask(kiosk)["code"], "3", board=served.hall.board.board_id)
        assert (wrong.status_code, wrong.json()["field"]) == (422, "board")


def test_a_code_lets_in_one_device(served: Served, admin: httpx.Client) -> None:
    """Typed a second time it is nobody's; what was asked with the same key is answered again."""
    with served.client() as device:
        asked = _ask(device)
        first, again = _type(admin, asked["code"], "1"), _type(admin, asked["code"], "1")
        assert first.json() == again.json()
        assert _type(admin, asked["code"], "2").status_code == 404


def test_a_code_runs_out_after_ten_minutes(served: Served, admin: httpx.Client, hands: Hands) -> None:
    """The office is told to look again, and the screen asks for another code."""
    with served.client() as device:
        asked = _ask(device)
        hands.forward(minutes=9)
        assert _poll(device, asked).status_code == 200
        hands.forward(minutes=2)
        assert _poll(device, asked).status_code == 404
        late = _type(admin, asked["code"], "1")
    assert late.status_code == 404
    assert "mười phút" in late.json()["detail"]


def test_a_device_let_in_late_still_fetches_its_token(
    served: Served, admin: httpx.Client, hands: Hands
) -> None:
    """Typed in the tenth minute, fetched in the eleventh: the screen was away for a moment."""
    with served.client() as device:
        asked = _ask(device)
        hands.forward(minutes=9)
        assert _type(admin, asked["code"], "1").status_code == 201
        hands.forward(minutes=5)
        assert _poll(device, asked).json()["state"] == "admitted"


def test_a_device_revoked_before_it_came_gets_nothing(served: Served, admin: httpx.Client) -> None:
    """The token is drawn when it is fetched, so there is none to be stolen in between."""
    with served.client() as device:
        asked = _ask(device)
        made = _type(admin, asked["code"], "1").json()["id"]
        admin.post(f"/api/setup/devices/{made}/revoke")
        assert _poll(device, asked).status_code == 404


@pytest.mark.parametrize("wrong", ["K7Q2-9XAN", "K7Q2", "K7Q0-9XAM", "", "K7Q2-9XAM-K7Q2"])
def test_a_mistyped_code_is_told_before_it_is_looked_for(
    served: Served, admin: httpx.Client, wrong: str
) -> None:
    """One wrong character, or two that changed places, are found by the check character."""
    del served
    answer = _type(admin, wrong, "1")
    assert (answer.status_code, answer.json()["field"]) == (422, "code")


def test_guessing_codes_is_slowed_down(served: Served, admin: httpx.Client) -> None:
    """Ten codes a minute; 32 to the seventh power are there to guess from."""
    del served
    alphabet = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
    answers = [_type(admin, shown_code(f"222222{letter}"), letter).status_code for letter in alphabet[:11]]
    assert answers == [404] * 10 + [429]


def test_screens_that_ask_too_often_wait(served: Served) -> None:
    """Thirty codes a minute from one address, and fifty open ones in all."""
    with served.client() as device:
        answers = [
            device.post("/api/devices/enrolments", json={"kind": "kiosk"}).status_code for _ in range(31)
        ]
    assert answers == [201] * 30 + [429]


def test_open_codes_are_limited_and_forgotten(served: Served, hands: Hands) -> None:
    """Beyond fifty nobody gets one more; when their time is over their rows are gone."""
    for _ in range(50):
        served.database.write_now(CITIZEN, ask_enrolment.ask, DeviceKind.KIOSK)
    with pytest.raises(TooManyAttempts):
        served.database.write_now(CITIZEN, ask_enrolment.ask, DeviceKind.KIOSK)
    hands.forward(minutes=11)
    served.database.write_now(CITIZEN, ask_enrolment.ask, DeviceKind.KIOSK)
    count = served.database.read_now(
        lambda reading: reading.run("SELECT count(*) FROM enrolment").fetchone()[0]
    )
    assert count == 1


def test_nobody_asks_for_what_is_no_device(served: Served) -> None:
    """Unknown kinds and secrets are answered plainly."""
    with served.client() as device:
        assert device.post("/api/devices/enrolments", json={"kind": "toaster"}).status_code == 400
        assert _poll(device, {"poll": "guess"}).status_code == 404
        assert device.post("/api/devices/enrolments/poll", json={}).status_code == 400
