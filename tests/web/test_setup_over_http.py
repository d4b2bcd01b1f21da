"""Setting up over real HTTP: who may, what is answered, and that it holds at once."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from typing import Any

import httpx
import pytest

from onestop.model.booking import Blackout
from onestop.rules.access import SYSTEM
from onestop.store.tx import Tx
from onestop.web.sessions import HASHER
from tests.makers import KIOSK_TOKEN, make_hall
from tests.serving import PASSWORD, Served
from tests.setup_makers import WORKDAYS, make_administrator

_HASH = HASHER.hash(PASSWORD)
READS = ("lines", "profiles", "counters", "hours", "rooms", "boards", "ticker", "devices", "rules",
         "priority-classes", "clips", "bookings")  # fmt: skip
PAGES = (
    "",
    "/lines",
    "/counters",
    "/hours",
    "/calendar",
    "/bookings",
    "/letters",
    "/boards",
    "/devices",
    "/rules",
    "/clips",
)


@pytest.fixture
def office(served: Served) -> Served:
    """Give the service with an administrator, a leader and a specialist, and a second centre with its own."""
    hall = served.hall
    make_administrator(served.database, hall)
    for role in ("leader", "specialist"):
        make_administrator(served.database, hall, role=role)
    make_administrator(served.database, make_hall(served.database, suffix="-b"))
    served.database.write_now(
        hall.kiosk, lambda tx: tx.run("UPDATE officer SET password_hash = :hash", hash=_HASH).rowcount
    )
    return served


@pytest.fixture
def admin(office: Served) -> Iterator[httpx.Client]:
    """Sign in the administrator."""
    with office.signed_in("quantri") as client:
        yield client


def _blackout(served: Served) -> str:
    """Give a day without bookings of the hall, made when first asked for."""

    def make(tx: Tx) -> str:
        found = tx.run("SELECT id FROM blackout WHERE reason = 'bão'").fetchone()
        if found:
            return str(found[0])
        day = Blackout(centre_id=served.hall.centre, on_day=date(2026, 12, 1), reason="bão")
        tx.session.add(day)
        tx.session.flush()
        return day.id

    return served.database.write_now(SYSTEM, make)


def _writes(served: Served) -> list[tuple[str, str, dict[str, Any]]]:
    """Every call that changes something, with a body that is right."""
    hall = served.hall
    line, counter, board = hall.lines["A"], hall.counters[1], hall.board.board_id
    profile = served.database.read_now(
        lambda reading: reading.run("SELECT profile_id FROM counter WHERE id = :id", id=counter).fetchone()[0]
    )
    return [
        ("POST", "lines", {"letter": "C", "name": "C"}),
        ("PATCH", f"lines/{line}", {"name": "Y tế"}),
        ("POST", f"lines/{line}/retire", {}),
        ("POST", "profiles", {"name": "P", "lines": [{"line": line}]}),
        ("PATCH", f"profiles/{profile}", {"name": "P1"}),
        ("POST", f"profiles/{profile}/retire", {}),
        ("POST", "counters", {"number": 9}),
        ("PATCH", f"counters/{counter}", {"name": "Một"}),
        ("POST", f"counters/{counter}/retire", {}),
        ("PUT", "hours", {"valid_from": "2026-11-30", "days": WORKDAYS}),
        ("POST", "rooms", {"key": "P2", "name": "Phòng 2"}),
        ("PATCH", "rooms/1", {"name": "Phòng 1"}),
        ("DELETE", "rooms/1", {}),
        ("POST", "boards", {"name": "Bảng 2"}),
        ("PATCH", f"boards/{board}", {"name": "Bảng"}),
        ("POST", f"boards/{board}/retire", {}),
        ("PUT", "ticker", {"sentences": ["Mời giữ phiếu."]}),
        ("POST", "devices", {"kind": "printer", "name": "Máy in"}),
        ("POST", "devices", {"code": "2222-2222", "name": "Máy"}),
        ("PATCH", f"devices/{hall.kiosk.id}", {"name": "Máy 1"}),
        ("POST", f"devices/{hall.kiosk.id}/renew", {}),
        ("POST", f"devices/{hall.kiosk.id}/revoke", {}),
        ("PATCH", "rules", {"priority_run": 3}),
        ("PUT", "priority-classes", {"classes": [{"key": "elderly"}]}),
        ("PATCH", f"bookings/{line}", {"capacity": 3}),
        ("POST", "blackouts", {"day": "2026-11-26", "reason": "Tập huấn"}),
        ("POST", f"blackouts/{_blackout(served)}/lift", {}),
    ]


def _send(client: httpx.Client, method: str, path: str, body: dict[str, Any], key: str) -> httpx.Response:
    headers = {"idempotency-key": key}
    if method == "DELETE":
        return client.request(method, f"/api/setup/{path}", headers=headers)
    return client.request(method, f"/api/setup/{path}", json=body, headers=headers)


def _add(client: httpx.Client, what: str, body: dict[str, Any], key: str) -> str:
    answer = _send(client, "POST", what, body, key)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def test_only_the_hall_s_administrator_sets_it_up(office: Served) -> None:
    """Every call times everybody: citizen and stranger's token 401, all others 403; nothing was journalled."""
    with ExitStack() as stack:
        opened = {
            "citizen": (stack.enter_context(office.client()), 401),
            "unknown device": (stack.enter_context(office.client("no-such-token")), 401),
            "kiosk": (stack.enter_context(office.kiosk()), 403),
            "board": (stack.enter_context(office.board()), 403),
            "reception": (stack.enter_context(office.officer(1)), 403),
            "leader": (stack.enter_context(office.signed_in("leader")), 403),
            "specialist": (stack.enter_context(office.signed_in("specialist")), 403),
        }
        wrong = []
        for who, (client, expected) in opened.items():
            for path in READS:
                answer = client.get(f"/api/setup/{path}")
                wrong += [] if answer.status_code == expected else [(who, "GET", path, answer.status_code)]
            for place, (method, path, body) in enumerate(_writes(office)):
                answer = _send(client, method, path, body, f"{who}-{place}")
                wrong += [] if answer.status_code == expected else [(who, method, path, answer.status_code)]
    assert wrong == []
    count = office.database.read_now(
        lambda reading: reading.run(
            "SELECT count(*) FROM journal_entry WHERE kind = 'hall-changed'"
        ).fetchone()[0]
    )
    assert count == 0


def test_an_administrator_of_another_centre_touches_nothing_here(office: Served) -> None:
    """What bears an id of this hall is refused; what does not is done to the own hall only."""
    with office.signed_in("quantri-b") as stranger:
        own_ids = {one["id"] for one in stranger.get("/api/setup/lines").json()}
        assert not own_ids & set(office.hall.lines.values())
        for place, (method, path, body) in enumerate(_writes(office)):
            if len(path.split("/")) == 1 or path.startswith("rooms/"):
                continue
            answer = _send(stranger, method, path, body, f"b-{place}")
            assert answer.status_code == 403, (method, path, answer.text)
        foreign = {"name": "P", "lines": [{"line": office.hall.lines["A"]}]}
        assert _send(stranger, "POST", "profiles", foreign, "b-foreign").status_code == 403
        board = {"kind": "board", "name": "B", "board": office.hall.board.board_id}
        assert _send(stranger, "POST", "devices", board, "b-board").status_code == 403


def test_every_call_of_the_administrator_is_answered(office: Served, admin: httpx.Client) -> None:
    """Each is done, or refused for a reason of the hall's; none fails."""
    for path in READS:
        assert admin.get(f"/api/setup/{path}").status_code == 200, path
    for place, (method, path, body) in enumerate(_writes(office)):
        answer = _send(admin, method, path, body, f"a-{place}")
        assert answer.status_code in {200, 201, 404, 409, 422}, (method, path, answer.text)


def test_pages_are_for_the_administrator(office: Served, admin: httpx.Client) -> None:
    """Others are refused, a citizen is led to the form, and the navigation shows the way to who may go it."""
    html = {"accept": "text/html"}
    for path in PAGES:
        assert admin.get(f"/setup{path}", headers=html).status_code == 200, path
    assert 'href="/setup"' in admin.get("/setup/lines", headers=html).text
    assert "Set-up" in admin.get("/setup/lines?lang=en", headers=html).text
    with office.officer(1) as officer, office.client() as citizen:
        for path in PAGES:
            assert officer.get(f"/setup{path}", headers=html).status_code == 403
            assert citizen.get(f"/setup{path}", headers=html).status_code == 303
        assert 'href="/setup"' not in officer.get("/counter", headers=html).text


def test_a_line_added_is_on_the_kiosk_s_next_question(office: Served, admin: httpx.Client) -> None:
    """Added, renamed, paused, given up: each is what `/api/lines` says next, without a restart."""
    body = {"letter": "C", "name": "Hộ kinh doanh", "name_en": "Household business", "round_the_clock": True}
    line = _add(admin, "lines", body, "c")
    with office.kiosk() as kiosk:

        def seen() -> dict[str, Any] | None:
            lines = kiosk.get(f"/api/lines?centre={office.hall.centre}").json()
            return next((one for one in lines if one["id"] == line), None)

        first = seen()
        assert first is not None
        assert (first["name_en"], first["open"]) == ("Household business", True)
        _send(admin, "PATCH", f"lines/{line}", {"name": "Kinh doanh", "closed": True}, "")
        second = seen()
        assert second is not None
        assert (second["name"], second["open"]) == ("Kinh doanh", False)
        _send(admin, "POST", f"lines/{line}/retire", {}, "")
        assert seen() is None


def test_who_goes_first_is_public_in_the_centre_s_own_words(office: Served, admin: httpx.Client) -> None:
    """The usual five in the words of the texts; afterwards the office's."""
    path = f"/api/priority-classes?centre={office.hall.centre}"
    with office.client() as citizen:
        usual = citizen.get(path).json()
        assert [one["key"] for one in usual] == ["elderly", "disabled", "pregnant", "child", "merit"]
        assert (usual[0]["name"], usual[0]["name_en"]) == ("Người cao tuổi", "Elderly person")
        assert usual[0]["rule"]
        own = {"classes": [{"key": "elderly", "rule": "Từ đủ 75 tuổi."}, {"name": "Ở xa"}]}
        assert _send(admin, "PUT", "priority-classes", own, "").status_code == 200
        settled = citizen.get(path).json()
        assert [(one["name"], one["rule"]) for one in settled] == [
            ("Người cao tuổi", "Từ đủ 75 tuổi."),
            ("Ở xa", ""),
        ]
        assert settled[1]["name_en"] == "Ở xa"
        assert [one["own"] for one in settled] == [False, True]
        assert citizen.get("/api/priority-classes?centre=nowhere").status_code == 404
        assert citizen.get("/api/priority-classes").status_code == 404


def test_the_same_request_again_makes_nothing_twice(office: Served, admin: httpx.Client) -> None:
    """A lost answer is asked for again with the same key; without a key nothing is made."""
    body = {"letter": "C", "name": "Hộ tịch"}
    first, second = (_send(admin, "POST", "lines", body, "same") for _ in range(2))
    assert first.json() == second.json()
    assert _send(admin, "POST", "lines", {"letter": "D", "name": "D"}, "same").status_code == 422
    assert admin.post("/api/setup/lines", json=body).status_code == 400
    printer = {"kind": "printer", "name": "Máy in"}
    made, again = (_send(admin, "POST", "devices", printer, "token") for _ in range(2))
    assert made.json() == again.json()
    stored = office.database.read_now(
        lambda reading: reading.run("SELECT answer FROM remembered_answer").fetchall()
    )
    assert not [row for row in stored if made.json()["token"] in row[0]]


def test_a_refusal_names_the_field_and_says_what_to_do(admin: httpx.Client) -> None:
    """Problem documents with the field, in the reader's language; unknown fields are no silent nothing."""
    refused = _send(admin, "POST", "lines", {"letter": "A", "name": "Y tế"}, "x")
    assert (refused.status_code, refused.json()["code"]) == (409, "band-taken")
    assert "Y tế, bảo trợ xã hội" in refused.json()["detail"]
    wrong = _send(admin, "POST", "lines", {"letter": "7", "name": "Y tế"}, "y")
    assert (wrong.status_code, wrong.json()["field"]) == (422, "letter")
    english = admin.post(
        "/api/setup/counters", json={"number": 1}, headers={"idempotency-key": "z", "accept-language": "en"}
    )
    assert english.json()["detail"].startswith("There is a counter 1")
    assert _send(admin, "POST", "lines", {"letter": "C", "nmae": "typo"}, "t").status_code == 400
    assert _send(admin, "PATCH", "lines/%00", {"name": "x"}, "").status_code == 404
    assert _send(admin, "POST", "counters", {"number": "một"}, "s").status_code == 400


def test_a_printer_s_token_is_shown_once_and_works(office: Served, admin: httpx.Client) -> None:
    """The agent beside the printer bears it; it is in no list; renewed, the old one is worth nothing."""
    made = _send(admin, "POST", "devices", {"kind": "printer", "name": "Máy in cửa chính"}, "p").json()
    with office.client(made["token"]) as agent:
        assert agent.get("/api/devices/me").json()["device"]["kind"] == "printer"
        assert made["token"] not in admin.get("/api/setup/devices").text

        renewed = _send(admin, "POST", f"devices/{made['id']}/renew", {}, "r").json()
        assert agent.get("/api/devices/me").status_code == 401
    with office.client(renewed["token"]) as agent:
        assert agent.get("/api/devices/me").status_code == 200


def test_a_revoked_device_is_nobody_with_its_next_request(office: Served, admin: httpx.Client) -> None:
    """The kiosk gets 401; a printer that kiosks print by is not revoked under them."""
    printer = _send(admin, "POST", "devices", {"kind": "printer", "name": "Máy in"}, "p").json()["id"]
    kiosk = office.hall.kiosk.id
    assert _send(admin, "PATCH", f"devices/{kiosk}", {"printer": printer}, "").status_code == 200
    refused = _send(admin, "POST", f"devices/{printer}/revoke", {}, "")
    assert (refused.status_code, refused.json()["kind"]) == (409, "printer")

    with office.client(KIOSK_TOKEN) as machine:
        assert machine.get("/api/devices/me").status_code == 200
        assert _send(admin, "POST", f"devices/{kiosk}/revoke", {}, "").status_code == 200
        assert machine.get("/api/devices/me").status_code == 401
        taken = machine.post(
            "/api/tickets", json={"line": office.hall.lines["A"]}, headers={"idempotency-key": "k"}
        )
        assert taken.status_code == 401
    states = {one["id"]: one["state"] for one in admin.get("/api/setup/devices").json()}
    assert states[kiosk] == "revoked"
    assert _send(admin, "PATCH", f"devices/{kiosk}", {"name": "x"}, "").status_code == 404


def test_a_device_past_its_time_is_nobody(office: Served, admin: httpx.Client) -> None:
    """A permit with an end ends by itself, and the list says so."""
    office.database.write_now(
        office.hall.kiosk,
        lambda tx: (
            tx.run("UPDATE device SET expires_at = 1 WHERE id = :id", id=office.hall.kiosk.id).rowcount
        ),
    )
    with office.kiosk() as machine:
        assert machine.get("/api/devices/me").status_code == 401
    states = {one["id"]: one["state"] for one in admin.get("/api/setup/devices").json()}
    assert states[office.hall.kiosk.id] == "expired"


def test_the_present_week_and_the_one_to_come_are_shown(admin: httpx.Client) -> None:
    """What holds now stands beside what was settled for later."""
    days = [*WORKDAYS, {"weekday": 6, "hours": ["07:30-11:30"]}]
    assert _send(admin, "PUT", "hours", {"valid_from": "2026-12-01", "days": days}, "").status_code == 200
    now, later = admin.get("/api/setup/hours").json()
    assert (now["present"], now["days"][5]["hours"]) == (True, [])
    assert (later["valid_from"], later["days"][5]["hours"]) == ("2026-12-01", ["07:30-11:30"])


def test_what_the_office_has_not_recorded_yet_is_told_for_each_language(
    office: Served, admin: httpx.Client
) -> None:
    """File by file with the words to speak, for the hall's own lines and counters; what was recorded is not named."""
    folder = office.database.settings.recorded

    def told(lang: str) -> dict[str, Any]:
        voices = admin.get("/api/setup/clips").json()["recorded"]
        return next(one for one in voices if one["lang"] == lang)

    before = told("vi")
    assert before["folder"] == "recorded/vi"
    assert len(before["missing"]) == before["needed"]
    words = {one["file"]: one["says"] for one in before["missing"]}
    assert (words["moi.wav"], words["7.wav"], words["r.wav"]) == ("Mời công dân có số thứ tự", "bảy", "R")
    assert words["quay-tra-ket-qua.wav"] == "đến quầy trả kết quả"
    assert words["lan-2.wav"] == "lần hai"
    assert "quay-1.wav" not in words, "the figure of a label says counter 1 as well"

    for piece in ("moi", "a", "1"):
        (folder / "vi" / f"{piece}.wav").parent.mkdir(parents=True, exist_ok=True)
        (folder / "vi" / f"{piece}.wav").write_bytes(b"RIFF")

    left = {one["file"] for one in told("vi")["missing"]}
    assert set(words) - left == {"moi.wav", "a.wav", "1.wav"}
    assert len(told("en")["missing"]) == before["needed"]
    page = admin.get("/setup/clips").text
    assert f"Tiếng Việt: còn thiếu {len(left)} trong {before['needed']} đoạn" in page
    assert "recorded/en" in page


def test_bookings_settled_at_the_desk_are_what_citizens_see_next(office: Served, admin: httpx.Client) -> None:
    """A plan opens the line's slots; a day taken out, sent twice with one key, is one; lifted, it is back."""
    line = office.hall.lines["A"]
    slots = f"/api/bookings/slots?line={line}&from=2026-11-26&to=2026-11-26"
    with office.client() as citizen:

        def free() -> list[int]:
            return [one["free"] for one in citizen.get(slots).json()["slots"]]

        assert free() == []
        settled = _send(admin, "PATCH", f"bookings/{line}", {"capacity": 4}, "").json()
        assert settled == {"id": line, "booked": 0, "fuller": 0}
        assert set(free()) == {4}
        body = {"day": "2026-11-26", "reason": "Tập huấn", "line": line}
        made = [_send(admin, "POST", "blackouts", body, "out") for _ in range(2)]
        assert [one.status_code for one in made] == [201, 201]
        assert made[0].json() == made[1].json()
        assert free() == []
        shown = admin.get("/api/setup/bookings").json()
        assert [(one["day"], one["letter"], one["booked"]) for one in shown["blackouts"]] == [
            ("2026-11-26", "A", 0)
        ]
        assert _send(admin, "POST", "blackouts", body, "again").json()["code"] == "name-taken"
        assert _send(admin, "POST", f"blackouts/{made[0].json()['id']}/lift", {}, "").status_code == 200
        assert set(free()) == {4}
    assert admin.post("/api/setup/blackouts", json=body).status_code in {400, 422}
