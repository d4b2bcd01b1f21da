"""The catalogue over real HTTP: who may, what is answered, what is public, and files in and out."""

import base64
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import httpx
import pytest

from onestop.web.sessions import HASHER
from tests.dossier_makers import PAID, SOCIAL_WORK, make_procedures, receive
from tests.serving import PASSWORD, Served
from tests.setup_makers import make_administrator

_HASH = HASHER.hash(PASSWORD)
ROOT = "/api/setup/procedures"


@pytest.fixture
def office(served: Served) -> Served:
    """Give the service with procedures, an administrator, a leader and a specialist."""
    make_procedures(served.database, served.hall)
    for role in ("administrator", "leader", "specialist"):
        make_administrator(served.database, served.hall, role=role)
    served.database.write_now(
        served.hall.kiosk, lambda tx: tx.run("UPDATE officer SET password_hash = :hash", hash=_HASH).rowcount
    )
    return served


@pytest.fixture
def admin(office: Served) -> Iterator[httpx.Client]:
    """Sign in the administrator."""
    with office.signed_in("quantri") as client:
        yield client


CALLS: list[tuple[str, str, Any]] = [
    ("GET", ROOT, None),
    ("GET", f"{ROOT}/{SOCIAL_WORK}", None),
    ("GET", f"{ROOT}/sheet", None),
    ("POST", ROOT, {"code": PAID}),
    ("POST", f"{ROOT}/{SOCIAL_WORK}/draft", {}),
    ("PATCH", f"{ROOT}/{SOCIAL_WORK}/draft", {"amount": "9"}),
    ("DELETE", f"{ROOT}/{PAID}/draft", None),
    ("POST", f"{ROOT}/{SOCIAL_WORK}/publish", {"valid_from": "2026-11-24"}),
    ("POST", f"{ROOT}/publish", {"codes": [PAID], "valid_from": "2026-11-24"}),
    ("POST", f"{ROOT}/{PAID}/withdraw", {"from_on": "2026-12-24"}),
    ("POST", f"{ROOT}/{SOCIAL_WORK}/checked", {"fields": ["steps"], "version": 1}),
    ("POST", "/api/setup/successions", {"old": "2.000986", "new": [PAID]}),
    ("POST", f"{ROOT}/sheets", {"files": [{"name": "a.csv", "content": ""}]}),
]


def _call(client: httpx.Client, method: str, path: str, body: Any, key: str = "k") -> httpx.Response:
    return client.request(method, path, json=body, headers={"idempotency-key": f"{key}-{method}-{path}"})


def test_only_the_keeper_of_the_catalogue_gets_at_it(office: Served) -> None:
    """Every call times everybody: citizens 401, all others 403; nothing was journalled."""
    with ExitStack() as stack:
        opened = {
            "citizen": (stack.enter_context(office.client()), 401),
            "kiosk": (stack.enter_context(office.kiosk()), 403),
            "board": (stack.enter_context(office.board()), 403),
            "reception": (stack.enter_context(office.officer(1)), 403),
            "leader": (stack.enter_context(office.signed_in("leader")), 403),
            "specialist": (stack.enter_context(office.signed_in("specialist")), 403),
        }
        wrong = [
            (who, method, path, answer.status_code)
            for who, (client, expected) in opened.items()
            for method, path, body in CALLS
            if (answer := _call(client, method, path, body, who)).status_code != expected
        ]
    assert wrong == []
    count = office.database.read_now(
        lambda reading: reading.run("SELECT count(*) FROM procedure WHERE state = 'draft'").fetchone()[0]
    )
    assert count == 0


def test_a_procedure_is_drawn_up_looked_at_and_published(admin: httpx.Client) -> None:
    """What it lacks, what it changes and what it would promise stand beside it in words, before it counts."""
    assert _call(admin, "POST", f"{ROOT}/{SOCIAL_WORK}/draft", {"amount": "8"}).status_code == 201
    _call(admin, "PATCH", f"{ROOT}/{SOCIAL_WORK}/draft", {"receiving": []})
    shown = admin.get(f"{ROOT}/{SOCIAL_WORK}?lang=vi").json()

    draft = shown["draft"]
    assert [(one["what"], one["before"], one["after"]) for one in draft["differences"]] == [
        ("Nơi tiếp nhận", "cấp tỉnh", "để trống"),
        ("Thời hạn", "10", "8"),
    ]
    assert [(one["code"], one["field"]) for one in draft["faults"]] == [("malformed", "receiving")]
    assert [one["promised_at"][:10] for one in draft["promises"]] == ["2026-12-04"] * 3
    refused = _call(admin, "POST", f"{ROOT}/{SOCIAL_WORK}/publish", {"valid_from": "2026-11-23"})
    assert (refused.status_code, refused.json()["field"]) == (422, "receiving")

    _call(admin, "PATCH", f"{ROOT}/{SOCIAL_WORK}/draft", {"receiving": ["commune"]})
    stale = {"valid_from": "2026-11-23", "read_at": draft["changed_at"]}
    assert _call(admin, "POST", f"{ROOT}/{SOCIAL_WORK}/publish", stale).json()["code"] == "draft-changed"
    fresh = admin.get(f"{ROOT}/{SOCIAL_WORK}").json()["draft"]["changed_at"]
    wish = {"valid_from": "2026-11-23", "read_at": fresh}
    assert _call(admin, "POST", f"{ROOT}/{SOCIAL_WORK}/publish", wish).status_code == 200
    second = _call(admin, "POST", f"{ROOT}/{SOCIAL_WORK}/publish", wish)
    assert (second.status_code, second.json()["code"], second.json()["version"]) == (409, "draft-gone", 2)
    versions = admin.get(f"{ROOT}/{SOCIAL_WORK}").json()["versions"]
    assert [(one["version"], one["standing"]) for one in versions] == [(2, "in_force"), (1, "ended")]
    assert admin.get(f"/api/procedures/{SOCIAL_WORK}").json()["allowance"]["amount"] == "8"


def test_a_past_day_is_refused_once_dossiers_were_received(office: Served, admin: httpx.Client) -> None:
    """With how many and since when, in the reader's language."""
    receive(office.database, office.hall)
    _call(admin, "POST", f"{ROOT}/{SOCIAL_WORK}/draft", {"amount": "8", "receiving": ["province"]})
    answer = _call(admin, "POST", f"{ROOT}/{SOCIAL_WORK}/publish", {"valid_from": "2026-11-20"})
    assert (answer.status_code, answer.json()["code"]) == (409, "past-version")
    assert "20/11/2026" in answer.json()["detail"]


def test_the_list_is_searched_and_sifted(admin: httpx.Client) -> None:
    """Without diacritics, by agency, sector and standing; drafts and what has ended are in it."""
    _call(admin, "POST", ROOT, {"code": "1.009999", "name": "Thủ tục đang soạn", "sector": _sector(admin)})
    _call(admin, "POST", f"{ROOT}/{PAID}/withdraw", {"from_on": "2026-11-23"})

    def codes(**query: str) -> list[str]:
        answer = admin.get(ROOT, params=query).json()
        assert answer["count"] == len(answer["procedures"])
        return [one["code"] for one in answer["procedures"]]

    assert codes(q="dang soan") == ["1.009999"]
    assert codes(state="draft") == ["1.009999"]
    assert codes(state="ended") == [PAID]
    assert codes(q="khoan nuoc") == [PAID]
    assert SOCIAL_WORK in codes(state="in_force")
    assert PAID not in codes(state="in_force")
    assert codes(agency="no-such") == codes(sector="no-such") == codes(state="marked") == []


def _sector(client: httpx.Client) -> str:
    found = client.get(f"{ROOT}/{SOCIAL_WORK}").json()
    assert found["versions"]
    begun = _call(client, "POST", f"{ROOT}/{SOCIAL_WORK}/draft", {})
    assert begun.status_code == 201
    sector = client.get(f"{ROOT}/{SOCIAL_WORK}").json()["draft"]["facts"]["sector"]
    client.delete(f"{ROOT}/{SOCIAL_WORK}/draft")
    return str(sector)


def test_files_go_out_and_come_back(admin: httpx.Client) -> None:
    """As a workbook, unchanged; one row of a CSV file changed becomes a draft after a look."""
    book = admin.get(f"{ROOT}/sheet", params={"format": "xlsx"})
    assert book.headers["content-type"].startswith("application/vnd.openxml")
    text = admin.get(f"{ROOT}/sheet", params={"part": "procedures"})
    assert text.content.startswith(b"\xef\xbb\xbfma,ten,linh_vuc")

    def bring(name: str, content: bytes, *, take: bool) -> httpx.Response:
        file = {"name": name, "content": base64.b64encode(content).decode()}
        return _call(admin, "POST", f"{ROOT}/sheets", {"files": [file], "take": take}, f"{name}{take}")

    unchanged = bring("all.xlsx", book.content, take=False).json()
    assert (unchanged["refused"], unchanged["unchanged"], unchanged["changed"]) == (0, 4, 0), unchanged
    lines = text.content.decode().replace("khoan nước", "khoan nước ngầm").encode()
    looked = bring("a.csv", lines, take=False).json()
    assert [(row["code"], row["changed"]) for row in looked["rows"] if row["outcome"] == "changed"] == [
        (PAID, ["name"])
    ]
    assert not admin.get(ROOT, params={"state": "draft"}).json()["procedures"]
    wrong = bring("b.csv", b"ma,phi\r\n1.014.111,5\r\n", take=True)
    assert (wrong.status_code, wrong.json()["code"]) == (422, "sheet-refused")
    assert bring("a.csv", lines, take=True).json()["taken"] is True
    assert [one["code"] for one in admin.get(ROOT, params={"state": "draft"}).json()["procedures"]] == [PAID]
    assert bring("a.csv", b"khong, phai\r\n1,2\r\n", take=False).json()["code"] == "file-unreadable"


def test_the_pages_are_there_for_the_keeper_only(office: Served, admin: httpx.Client) -> None:
    """Signed out they lead to the form for signing in; a code that there is not says so."""
    html = {"accept": "text/html"}
    for path in ("/setup/procedures", f"/setup/procedures/{SOCIAL_WORK}"):
        assert admin.get(path, headers=html).status_code == 200
        with office.client() as citizen:
            answer = citizen.get(path, headers=html)
            assert (answer.status_code, answer.headers["location"]) == (303, f"/login?next={path}")
        with office.officer(1) as reception:
            assert reception.get(path, headers=html).status_code == 403
    assert admin.get("/setup/procedures/9.999999", headers=html).status_code == 404


def test_a_sensitive_procedure_is_named_on_no_public_page(office: Served, admin: httpx.Client) -> None:
    """Its dossier's code tells the step and the date; neither status, nor board, nor kiosk names it."""
    _call(admin, "POST", f"{ROOT}/{SOCIAL_WORK}/draft", {"sensitive": True, "receiving": ["province"]})
    _call(admin, "POST", f"{ROOT}/{SOCIAL_WORK}/publish", {"valid_from": "2026-11-23"})
    dossier = receive(office.database, office.hall)
    board = office.hall.board.board_id
    admin.patch(
        f"/api/setup/boards/{board}",
        json={"layout": {"parts": ["calls", "slides"], "slides": [SOCIAL_WORK, PAID]}},
    )

    name = "đăng ký hành nghề công tác xã hội"
    with office.client() as citizen, office.board() as screen, office.kiosk() as kiosk:
        shown = [
            citizen.get(f"/api/status/{dossier.code}").text,
            citizen.get(f"/status/{dossier.code}", headers={"accept": "text/html"}).text,
            kiosk.get("/api/kiosk").text,
            screen.get(f"/api/boards/{board}").text,
        ]
    assert not [text for text in shown if name in text]
    assert "khoan nước" in shown[-1]


def test_the_intake_is_told_the_level_and_the_discount_online(admin: httpx.Client) -> None:
    """As the version in force has them, from the day it is published."""
    _call(admin, "POST", f"{ROOT}/{PAID}/draft", {"online_level": "toan_trinh", "receiving": ["province"]})
    _call(admin, "POST", f"{ROOT}/{PAID}/publish", {"valid_from": "2026-11-23"})
    shown = admin.get(f"/api/procedures/{PAID}").json()
    assert (shown["online_level"], shown["online_discount_percent"]) == ("toan_trinh", 50)
    assert [(one["channel"], one["fee_dong"]) for one in shown["channels"]][:2] == [
        ("direct", 60_000),
        ("online", 30_000),
    ]
