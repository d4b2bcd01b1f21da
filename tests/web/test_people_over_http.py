"""Keeping people over real HTTP: cut off at once, passwords of one's own, tables brought in whole."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from onestop.rules.access import Right
from onestop.store.tx import Tx
from onestop.web.setup.people_pages import right_words
from tests.makers import make_hall
from tests.people_makers import make_keeper, make_officer
from tests.serving import HASH, PASSWORD, Served
from tests.setup_makers import make_administrator

NEW = {"username": "nhung", "name": "Lý Thị Nhung", "role": "reception"}
PAGES = ("officers", "roles", "agencies", "absences")
READS = ("officers", "roles", "agencies", "absences", "officers/sheet", "agencies/sheet")


@pytest.fixture
def office(served: Served) -> Served:
    """Give the service with an administrator, a leader, the province's administrator, and a second centre."""
    hall = served.hall
    make_administrator(served.database, hall)
    make_administrator(served.database, hall, role="leader")
    make_keeper(served.database, hall)
    make_hall(served.database, suffix="-b")

    def settle(tx: Tx) -> None:
        tx.run("UPDATE officer SET password_hash = :hash", hash=HASH)
        tx.run("UPDATE agency SET code = replace(code, '-b', 'B')")

    served.database.write_now(hall.kiosk, settle)
    return served


@pytest.fixture
def admin(office: Served) -> Iterator[httpx.Client]:
    """Sign in the administrator of the centre."""
    with office.signed_in("quantri") as client:
        yield client


@pytest.fixture
def keeper(office: Served) -> Iterator[httpx.Client]:
    """Sign in the administrator of the province."""
    with office.signed_in("tinh") as client:
        yield client


@contextmanager
def sign_in(office: Served, username: str, password: str) -> Iterator[httpx.Client]:
    """Sign in with a password."""
    with office.client() as client:
        client.get("/api/session")
        client.headers["x-csrftoken"] = client.cookies["csrftoken"]
        answer = client.post("/api/session", json={"username": username, "password": password})
        assert answer.status_code == 201, answer.text
        yield client


def add(client: httpx.Client, key: str = "k1", **changed: Any) -> httpx.Response:
    """Make an account."""
    return client.post("/api/setup/officers", json=NEW | changed, headers={"idempotency-key": key})


def test_a_new_officer_sets_an_own_password_before_all_else(office: Served, admin: httpx.Client) -> None:
    """The first password opens nothing but its change; every page leads there; afterwards all is open."""
    made = add(admin).json()
    assert add(admin).json() == made, "the same request again is answered with the same password"
    with sign_in(office, "nhung", made["password"]) as client:
        assert client.get("/api/session").json()["officer"]["change_password"]
        answer = client.get("/api/dossiers")
        assert (answer.status_code, answer.json()["code"]) == (403, "password-to-change")
        for path in ("/dossiers", "/counter", "/setup", "/figures"):
            assert client.get(path).headers["location"] == "/password"
        assert client.get("/password").status_code == 200
        assert client.get("/login").status_code == 200

        def change(present: str, password: str) -> tuple[int, str]:
            answer = client.post("/api/password", json={"present": present, "password": password})
            body = answer.json() or {}
            return answer.status_code, body.get("reason") or body.get("code", "")

        assert change("wrong", "ba-chu-bo-doi") == (422, "password-wrong")
        assert change(made["password"], "ngan") == (422, "password-short")
        assert change(made["password"], "nhung-nhung-nhung") == (422, "password-plain")
        assert change(made["password"], made["password"]) == (422, "password-same")
        assert change(made["password"], "ba-chu-bo-doi") == (200, "")
        assert client.get("/api/dossiers").status_code == 200
    with sign_in(office, "nhung", "ba-chu-bo-doi") as client:
        assert client.get("/api/dossiers").status_code == 200


def test_nobody_else_sets_an_own_password(office: Served) -> None:
    """Without a session there is none to change."""
    with office.client() as client:
        answer = client.post("/api/password", json={"present": PASSWORD, "password": "ba-chu-bo-doi"})
        assert answer.status_code == 401
        assert client.get("/password").headers["location"] == "/login?next=/password"


def _closed_with(socket: ClientConnection) -> int | None:
    """Read what a board is sent until it is closed; the round that closes by itself takes longer than this."""
    try:
        while True:
            socket.recv(timeout=5)
    except ConnectionClosed as closed:
        return closed.rcvd.code if closed.rcvd else None


def test_a_disabled_account_is_cut_off_at_once(office: Served, admin: httpx.Client) -> None:
    """Its next call is nobody's, and the board that it looks at closes before the next round."""
    officer, board = office.hall.officer(1).id, office.hall.board.board_id
    with office.officer(1) as client:
        cookie = f"onestop_session={client.cookies['onestop_session']}"
        address = f"{office.base_url.replace('http', 'ws')}/api/boards/{board}/live"
        with connect(address, additional_headers={"Cookie": cookie}) as socket:
            socket.recv()
            assert admin.post(f"/api/setup/officers/{officer}/disable").status_code == 200
            assert _closed_with(socket) == 4401
        assert client.get("/api/dossiers").status_code == 401
    with office.client() as stranger:
        assert stranger.get("/api/session").json() == {"officer": None}
    assert admin.post(f"/api/setup/officers/{officer}/enable").status_code == 200
    with office.officer(1) as client:
        assert client.get("/api/dossiers").status_code == 200


def test_a_reset_password_is_shown_once_and_ends_the_sessions(office: Served, admin: httpx.Client) -> None:
    """The old one opens nothing any more."""
    officer = office.hall.officer(1).id
    with office.officer(1) as client:
        headers = {"idempotency-key": "r1"}
        answer = admin.post(f"/api/setup/officers/{officer}/reset-password", headers=headers)
        assert client.get("/api/dossiers").status_code == 401
    with sign_in(office, "quay1", answer.json()["password"]) as client:
        assert client.get("/api/dossiers").status_code == 403
    with office.client() as client:
        client.get("/api/session")
        client.headers["x-csrftoken"] = client.cookies["csrftoken"]
        assert (
            client.post("/api/session", json={"username": "quay1", "password": PASSWORD}).status_code == 401
        )


def test_an_administrator_sees_the_own_centre_s_officers(admin: httpx.Client, keeper: httpx.Client) -> None:
    """The province's sees all; words find without diacritics; no hash is ever told."""
    own = {one["username"] for one in admin.get("/api/setup/officers").json()}
    assert own == {"quantri", "leader", "quay1", "quay2", "quay3"}
    everybody = keeper.get("/api/setup/officers")
    assert {"quay1", "quay1-b", "tinh"} <= {one["username"] for one in everybody.json()}
    found = keeper.get("/api/setup/officers", params={"q": "can bo QUAY 2"}).json()
    assert {one["username"] for one in found} == {"quay2", "quay2-b"}
    assert "argon2" not in everybody.text


def test_the_table_of_roles_holds_at_once(office: Served, keeper: httpx.Client) -> None:
    """A right that is taken away is refused with the very next call of an open session."""
    with office.signed_in("leader") as client:
        assert client.get("/api/deliveries").status_code == 200
        rights = {one["role"]: one["rights"] for one in keeper.get("/api/setup/roles").json()}
        leader = sorted(set(rights["leader"]) - {"keep-deliveries"})
        assert keeper.put("/api/setup/roles", json={"leader": leader}).status_code == 200
        assert client.get("/api/deliveries").status_code == 403
        assert "keep-deliveries" not in client.get("/api/session").json()["officer"]["rights"]


def test_leave_is_noted_and_ended(office: Served, admin: httpx.Client) -> None:
    """With its days and its cover."""
    body = {"officer": office.hall.officer(1).id, "cover": office.hall.officer(2).id, "from": "2026-11-23",
            "to": "2026-11-27"}  # fmt: skip
    made = admin.post("/api/setup/absences", json=body, headers={"idempotency-key": "a"})
    assert made.status_code == 201, made.text
    [listed] = admin.get("/api/setup/absences").json()
    assert (listed["from"], listed["to"], listed["now"]) == ("2026-11-23", "2026-11-27", True)
    assert admin.post(f"/api/setup/absences/{made.json()['id']}/end").status_code == 200
    assert admin.get("/api/setup/absences").json() == []


def test_pages_are_shown_to_who_keeps_people_only(office: Served, keeper: httpx.Client) -> None:
    """To nobody else, and to strangers the sign-in; in both languages."""
    make_officer(office.database, office.hall, "nguoi-nghi", "specialist", agency_id=office.hall.agency)
    for page in PAGES:
        for lang in ("vi", "en"):
            assert keeper.get(f"/setup/{page}?lang={lang}").status_code == 200, page
        with office.client() as client:
            assert client.get(f"/setup/{page}").headers["location"].startswith("/login")
        with office.signed_in("leader") as client:
            assert client.get(f"/setup/{page}").status_code == 403
    for read in READS:
        with office.client() as client:
            assert client.get(f"/api/setup/{read}").status_code == 401
        with office.signed_in("leader") as client:
            assert client.get(f"/api/setup/{read}").status_code == 403


def sheet(client: httpx.Client, what: str, text: str, *, keep: str = "") -> httpx.Response:
    """Send a table: to be looked at, or with a key to be kept."""
    headers = {"idempotency-key": keep} if keep else {}
    return client.request(
        "PUT" if keep else "POST", f"/api/setup/{what}/sheet", content=text.encode(), headers=headers
    )


OFFICERS = """Tên đăng nhập;Họ và tên;Vai trò;Trung tâm (khóa);Mã cơ quan;Quầy số
quay1;Cán bộ quầy 1;Tiếp nhận và trả kết quả;ttpvhcc-tinh;;1
quay2;Nông Văn Mới;Lãnh đạo;ttpvhcc-tinh;H14.12;
nhung;Lý Thị Nhung;Chuyên viên;;H14.12;
"""


def test_a_table_of_officers_is_looked_at_and_then_brought_in(office: Served, keeper: httpx.Client) -> None:
    """Row by row: the same, changed, new; a look changes nothing; the new one's password is told once."""
    looked = sheet(keeper, "officers", OFFICERS).json()
    assert [(row["name"], row["outcome"], row["fields"]) for row in looked["rows"]] == [
        ("quay1", "unchanged", []),
        ("quay2", "changed", ["Mã cơ quan", "Quầy số", "Họ và tên", "Vai trò"]),
        ("nhung", "added", []),
    ]
    assert not looked["kept"]
    assert "nhung" not in keeper.get("/api/setup/officers").text
    kept = sheet(keeper, "officers", OFFICERS, keep="s1").json()
    assert (kept["kept"], kept["added"], kept["changed"], kept["refused"]) == (True, 1, 1, 0)
    assert sheet(keeper, "officers", OFFICERS, keep="s1").json() == kept
    assert sheet(keeper, "officers", OFFICERS, keep="s2").json()["unchanged"] == 3
    with sign_in(office, "nhung", kept["rows"][2]["password"]) as client:
        assert client.get("/api/session").json()["officer"]["role"] == "specialist"


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("quay3;X;Vua;ttpvhcc-tinh;;", "Vai trò"),
        ("quay3;;Lãnh đạo;ttpvhcc-tinh;;", "Họ và tên"),
        ("quay3;X;Lãnh đạo;nowhere;;", "nowhere"),
        ("quay3;X;Lãnh đạo;ttpvhcc-tinh;;77", "quầy"),
        ("QUAY1;X;Lãnh đạo;ttpvhcc-tinh;;", "lặp lại"),
    ],
)
def test_one_wrong_row_and_nothing_is_brought_in(keeper: httpx.Client, row: str, why: str) -> None:
    """The look tells which and why; brought in all the same, it is refused and changes nothing."""
    text = OFFICERS + row + "\n"
    looked = sheet(keeper, "officers", text).json()
    assert (looked["refused"], looked["rows"][3]["outcome"]) == (1, "refused")
    assert why in looked["rows"][3]["why"]
    refused = sheet(keeper, "officers", text, keep="s1")
    assert (refused.status_code, refused.json()["code"], refused.json()["rows"]) == (
        422,
        "sheet-refused",
        ["5"],
    )
    assert "nhung" not in keeper.get("/api/setup/officers").text


def test_what_is_taken_out_brings_nothing_new(keeper: httpx.Client) -> None:
    """As .csv and as .xlsx, in either language: every row is the same."""
    for what in ("officers", "agencies"):
        for form in ("csv", "xlsx"):
            for lang in ("vi", "en"):
                taken = keeper.get(f"/api/setup/{what}/sheet", params={"format": form, "lang": lang})
                assert taken.headers["content-disposition"] == f'attachment; filename="{what}.{form}"'
                looked = keeper.post(f"/api/setup/{what}/sheet", content=taken.content).json()
                assert looked["unchanged"] == len(looked["rows"]) > 0, looked


def test_a_table_of_agencies_may_hold_parent_and_child(keeper: httpx.Client) -> None:
    """In this order; a ring is refused with its row."""
    head = "Identifier,Agency name,Level,Code of the agency above,Mountainous\n"
    text = head + "H14.20,Sở Công Thương,Department,H14,yes\nH14.20.1,Chi cục,department,H14.20,no\n"
    kept = sheet(keeper, "agencies", text, keep="s1")
    assert kept.json()["added"] == 2, kept.text
    ring = sheet(keeper, "agencies", head + "H14.20,Sở Công Thương,Department,H14.20.1,yes\n").json()
    assert (ring["refused"], ring["rows"][0]["line"]) == (1, 2)
    assert "Chi cục" in ring["rows"][0]["why"]


def test_a_centre_s_table_reaches_its_own_officers(admin: httpx.Client) -> None:
    """A row of another centre's officer is refused; agencies are not theirs at all."""
    looked = sheet(admin, "officers", "User name,Full name,Role\nquay1-b,X,Leader\n")
    assert looked.json()["rows"][0]["outcome"] == "refused"
    assert sheet(admin, "agencies", "Identifier,Agency name,Level\nH1,X,Department\n").status_code == 403


def test_every_right_has_a_word() -> None:
    """No role's table shows a code of the program."""
    for lang in ("vi", "en"):
        words = right_words(lang)
        assert [right for right in Right if words[right] == right] == []
