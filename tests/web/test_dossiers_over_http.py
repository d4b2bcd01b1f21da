"""A dossier's whole way over real HTTP: received, printed, looked up, returned; and every bad request."""

from typing import Any

import httpx
import pytest

from onestop.rules.lookup import with_check
from onestop.store import journal
from tests.dossier_makers import NAME, NUMBER, PAID, SOCIAL_WORK, make_procedures
from tests.serving import Served

BODY: dict[str, Any] = {
    "procedure": SOCIAL_WORK,
    "channel": "direct",
    "applicant": {
        "name": NAME,
        "identity_no": NUMBER,
        "birth_on": "1989-08-15",
        "sex": "Nữ",
        "address": "Tổ 5, phường Thục Phán, tỉnh Cao Bằng",
        "phone": "0912000386",
        "email": None,
    },
    "documents": [
        {"position": 1, "originals": 1, "certified": 0, "copies": 0},
        {"position": 2, "originals": 0, "certified": 1, "copies": 0},
        {"position": 3, "originals": 0, "certified": 0, "copies": 0, "from_database": True},
    ],
    "sets": 1,
    "return_via": "counter",
    "return_address": None,
    "fee_paid": False,
    "note": None,
}
PUBLIC = {"code", "step", "promised_at", "due_at"}


@pytest.fixture
def office(served: Served) -> Served:
    """Give a running service with procedures to receive dossiers for."""
    make_procedures(served.database, served.hall)
    return served


def receive(officer: httpx.Client, key: str = "key-1", **changed: Any) -> httpx.Response:
    """Send a submission; name what is to differ."""
    return officer.post("/api/dossiers", json=BODY | changed, headers={"idempotency-key": key})


def move(
    officer: httpx.Client, code: str, name: str, version: int | None = None, **body: Any
) -> httpx.Response:
    """Ask for a move."""
    headers = {} if version is None else {"if-match": f'"{version}"'}
    return officer.post(f"/api/dossiers/{code}/{name}", json=body, headers=headers)


def test_the_whole_way_of_a_dossier(office: Served) -> None:
    """Received, printed, looked up with and without the secret, readied, handed over."""
    with office.officer(1) as officer, office.client() as citizen:
        got = receive(officer)
        assert got.status_code == 201
        dossier = got.json()
        assert dossier["code"] == "H14.12-261123-0001"
        assert dossier["promised_at"] == dossier["due_at"] == "2026-12-08T17:00:00+07:00"
        assert [reason["rule"] for reason in dossier["because"]][:2] == ["receipt-day", "allowance"]

        (paper,) = dossier["papers"]
        receipt = officer.get(paper["url"])
        assert receipt.headers["content-type"] == "application/pdf"
        assert receipt.headers["content-disposition"].startswith("inline")
        assert receipt.headers["cache-control"] == "no-store"
        assert receipt.headers["x-content-type-options"] == "nosniff"
        assert receipt.content.startswith(b"%PDF-")
        again = officer.get(f"/api/dossiers/{dossier['code']}/papers/receipt.pdf")
        assert again.content == receipt.content

        public = citizen.get(f"/api/status/{dossier['code'].lower()}").json()
        assert set(public) == PUBLIC
        assert (public["step"], public["due_at"]) == ("received", dossier["due_at"])
        typed = f"{dossier['secret'][:4].lower()} {dossier['secret'][4:]}"
        whole = citizen.post(f"/api/status/{dossier['code']}", json={"secret": typed}).json()
        assert [step["state"] for step in whole["timeline"]] == ["done", "now", "next", "next"]
        assert citizen.get(whole["papers"][0]["url"]).content == receipt.content

        ready = move(officer, dossier["code"], "result_ready", dossier["version"]).json()
        assert (ready["state"], ready["standing"], ready["version"]) == ("result_ready", "early", 2)
        returned = move(officer, dossier["code"], "hand_over", 2, collector={"kind": "applicant"}).json()
        assert (returned["state"], returned["version"]) == ("returned", 3)
        assert [paper["name"] for paper in returned["papers"]] == ["receipt", "result_receipt"]
        assert [one["kind"] for one in returned["history"]] == [
            "result-returned",
            "result-readied",
            "dossier-received",
        ]
        assert citizen.get(f"/api/status/{dossier['code']}").json()["step"] == "returned"


def test_the_same_key_gives_the_same_code_and_secret(office: Served) -> None:
    """A lost answer does not make a second dossier; without a key none is made."""
    with office.officer(1) as officer:
        first, again = receive(officer), receive(officer)
        assert first.json() == again.json()
        assert receive(officer, sets=2).json()["code"] == "idempotency-key-reused"
        bare = officer.post("/api/dossiers", json=BODY)
        assert (bare.status_code, bare.json()["code"]) == (400, "idempotency-key-missing")


def test_what_is_missing_is_named_and_form_02_asks_for_it(office: Served) -> None:
    """422 with each paper; then the form, and nothing promised."""
    with office.officer(1) as officer:
        refused = receive(officer, documents=[])
        assert (refused.status_code, refused.json()["code"]) == (422, "incomplete")
        assert [paper["position"] for paper in refused.json()["missing"]] == [1, 2]
        form = officer.post(
            "/api/intakes",
            json=BODY | {"documents": [], "outcome": "supplement", "missing": [{"position": 1, "name": "x"}]},
            headers={"idempotency-key": "key-2"},
        )
        assert form.status_code == 201
        assert officer.get(form.json()["papers"][0]["url"]).content.startswith(b"%PDF-")
        assert officer.get("/api/dossiers").json() == {"items": [], "next_cursor": None}


@pytest.mark.parametrize(
    ("changed", "status", "code"),
    [
        ({"procedure": "9.999999"}, 404, "not-found"),
        ({"procedure": PAID, "channel": "post", "documents": []}, 422, "allowance-not-stated"),
        ({"applicant": {"name": "N" * 10_000, "identity_no": NUMBER}}, 422, "malformed"),
        ({"applicant": {"name": NAME, "identity_no": "00418900674"}}, 422, "malformed"),
        ({"applicant": {}}, 422, "malformed"),
        ({"applicant": None}, 400, "bad-request"),
        ({"applicant": {"name": 5}}, 400, "bad-request"),
        ({"documents": "all"}, 400, "bad-request"),
        ({"sets": "many"}, 400, "bad-request"),
        ({"received_at": "2026-11-20T08:00:00+07:00"}, 422, "receipt-not-now"),
        ({"received_at": "2026-11-23T08:00:00"}, 422, "malformed"),
    ],
)
def test_a_bad_submission_is_a_problem_in_words_and_leaves_nothing(
    office: Served, changed: dict[str, Any], status: int, code: str
) -> None:
    """Never a stack trace, never half a dossier; a sentence in each language."""
    with office.officer(1) as officer:
        before = office.database.read_now(journal.head, office.hall.centre)
        sentences = set()
        for lang in ("vi", "en"):
            refused = receive(officer, f"key-{lang}", **changed) if lang == "vi" else officer.post(
                "/api/dossiers?lang=en", json=BODY | changed, headers={"idempotency-key": "key-en"}
            )  # fmt: skip
            assert (refused.status_code, refused.json()["code"]) == (status, code), refused.text
            assert refused.headers["content-type"] == "application/problem+json"
            assert "Traceback" not in refused.text
            assert "{" not in refused.json()["detail"]
            sentences.add(refused.json()["detail"])
        assert len(sentences) == 2
        assert office.database.read_now(journal.head, office.hall.centre) == before


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'{"collector": 5}',
        b'{"collector": {"kind": "pigeon"}}',
        b'{"collector": {"kind": "applicant", "name": "\xff"}}',
        b"\xff",
    ],
)
def test_a_move_with_a_broken_body_is_refused_not_broken(office: Served, body: bytes) -> None:
    """A body that is no JSON, or not the right one, is the asker's mistake."""
    with office.officer(1) as officer:
        code = receive(officer).json()["code"]
        move(officer, code, "result_ready")
        refused = officer.post(f"/api/dossiers/{code}/hand_over", content=body)
        assert 400 <= refused.status_code < 500, refused.text


def test_a_conflict_of_two_officers_is_412(office: Served) -> None:
    """Who saw an older version is told, and changes nothing."""
    with office.officer(1) as officer, office.officer(2) as other:
        code = receive(officer).json()["code"]
        assert move(officer, code, "result_ready", 1).status_code == 200
        stale = move(other, code, "hand_over", 1, collector={"kind": "applicant"})
        assert (stale.status_code, stale.json()["code"]) == (412, "stale")
        wrong = move(other, code, "result_ready")
        assert (wrong.status_code, wrong.json()["code"]) == (409, "move-not-allowed")
        assert wrong.json()["state"] == "result_ready"
        assert move(other, code, "fly").status_code == 404
        assert other.post(f"/api/dossiers/{code}/result_ready", headers={"if-match": "x"}).status_code == 422


def test_a_secret_is_needed_for_all_but_step_and_dates(office: Served) -> None:
    """A wrong secret, a mistyped one and none give no name, no procedure, no paper."""
    with office.officer(1) as officer, office.client() as citizen:
        dossier = receive(officer).json()
        code, secret = dossier["code"], dossier["secret"]
        for wrong, status in (
            (with_check("AAAAAAA"), 403),
            ("O" + secret[1:], 422),
            ("", 422),
            ("x" * 9_999, 422),
        ):
            refused = citizen.post(f"/api/status/{code}", json={"secret": wrong})
            assert refused.status_code == status
            assert not any(private in refused.text for private in (NAME, NUMBER, "công tác xã hội"))
        assert citizen.get(dossier["papers"][0]["url"]).status_code == 401
        assert citizen.get(f"/api/dossiers/{code}").status_code == 401
        assert citizen.get("/api/dossiers").status_code == 401
        assert receive(citizen).status_code == 401
        assert citizen.get("/api/status/H14.12-261123-9999").status_code == 404
        page = citizen.get(f"/status/{code}")
        assert page.status_code == 200
        assert not any(private in page.text for private in (NAME, NUMBER, "công tác xã hội", secret))


def test_the_square_code_opens_the_page_and_leaves_no_token_behind(office: Served) -> None:
    """A 303 to the page of the code, with a cookie that no script reads; an unknown token opens nothing."""
    with office.officer(1) as officer, office.client() as citizen:
        dossier = receive(officer).json()
        path = "/s/" + dossier["status_url"].rpartition("/s/")[2]
        led = citizen.get(path)
        assert (led.status_code, led.headers["location"]) == (303, f"/status/{dossier['code']}")
        cookie = led.headers["set-cookie"].lower()
        assert "httponly" in cookie
        assert "samesite=lax" in cookie
        assert "công tác xã hội" in citizen.get(led.headers["location"]).text
        assert citizen.get("/s/nosuchtoken").status_code == 404


def test_the_secret_works_without_javascript(office: Served) -> None:
    """A plain form: right leads to the whole page, wrong says so on the page."""
    with office.officer(1) as officer, office.client() as citizen:
        dossier = receive(officer).json()
        address = f"/status/{dossier['code']}"
        wrong = citizen.post(address, data={"secret": with_check("AAAAAAA")})
        assert wrong.status_code == 403
        assert "mã bí mật" in wrong.text
        right = citizen.post(address, data={"secret": dossier["secret"]})
        assert (right.status_code, right.headers["location"]) == (303, address)
        assert "công tác xã hội" in citizen.get(address).text


def test_guessing_secrets_is_slowed_down(office: Served) -> None:
    """After some tries in a minute the answer is to wait, for the right secret too."""
    with office.officer(1) as officer, office.client() as thief:
        dossier = receive(officer).json()
        address = f"/api/status/{dossier['code']}"
        answers = [thief.post(address, json={"secret": with_check("AAAAAAA")}).status_code for _ in range(40)]
        assert 429 in answers
        assert thief.post(address, json={"secret": dossier["secret"]}).status_code == 429


def test_another_centre_sees_nothing_of_it(office: Served) -> None:
    """Neither the dossier, nor its papers, nor in a list."""
    with office.officer(1) as officer, office.officer(2) as stranger:
        dossier = receive(officer).json()
        office.database.write_now(
            office.hall.officer(1),
            lambda tx: tx.run("UPDATE officer SET centre_id = :there WHERE username = 'quay2'",
                              there=office.hall.province),
        )  # fmt: skip
        assert stranger.get(f"/api/dossiers/{dossier['code']}").status_code == 403
        assert stranger.get(dossier["papers"][0]["url"]).status_code == 403
        assert stranger.get("/api/dossiers").json()["items"] == []
        assert move(stranger, dossier["code"], "result_ready").status_code == 403


def test_the_list_finds_and_pages_on(office: Served) -> None:
    """By name without diacritics, by the scanned link, by state; and over pages."""
    with office.officer(1) as officer:
        link = ""
        for serial in range(3):
            link = receive(officer, f"key-{serial}").json()["status_url"]

        def found(**query: str) -> list[str]:
            return [item["code"][-4:] for item in officer.get("/api/dossiers", params=query).json()["items"]]

        assert len(found(q="nong thi bich ngoc")) == 3
        assert found(q=link) == ["0003"]
        assert found(state="returned") == []
        assert officer.get("/api/dossiers", params={"state": "lost"}).status_code == 422
        assert officer.get("/api/dossiers", params={"cursor": "x"}).status_code == 422


def test_a_card_is_read_for_officers_only(office: Served) -> None:
    """The fields of a căn cước, or what is wrong with the scan."""
    card = f"{NUMBER}||{NAME}|15081989|Nữ|Tổ 5, Cao Bằng|10052021"
    with office.officer(1) as officer, office.client() as citizen:
        read = officer.post("/api/identity/parse", json={"text": card}).json()
        assert (read["identity_no"], read["name"], read["birth_on"]) == (NUMBER, NAME, "1989-08-15")
        refused = officer.post("/api/identity/parse", json={"text": card[:40]})
        assert (refused.status_code, refused.json()["code"]) == (422, "identity-unreadable")
        assert refused.json()["reason"] == "too-few-fields"
        assert citizen.post("/api/identity/parse", json={"text": card}).status_code == 401


def test_a_preview_speaks_the_shapes_of_the_api(office: Served) -> None:
    """Legs nested for parallel ones, `from` and `to`, hours, days as dates."""
    asked = {
        "centre": office.hall.centre,
        "received_at": "2026-11-23T09:40:00+07:00",
        "allowance": 10,
        "unit": "working_day",
        "legs": [1, [4, 6], "3"],
        "supplements": [
            {
                "requested_at": "2026-11-25T09:00:00+07:00",
                "returned_at": "2026-11-26T09:00:00+07:00",
                "rule": "pause",
            }
        ],
        "suspensions": [{"from": "2026-11-30T09:00:00+07:00", "to": "2026-12-01T09:00:00+07:00"}],
        "hours": ["07:30-11:30", "13:00-17:00"],
        "calendar_as_of": "2026-11-23",
    }
    with office.officer(1) as officer:
        told = officer.post("/api/deadlines/preview", json=asked)
        assert told.status_code == 200, told.text
        assert told.json()["due_at"] == "2026-12-10T17:00:00+07:00"
        assert len(told.json()["leg_due_at"]) == 4
        assert {"rule", "from", "to", "text"} <= set(told.json()["because"][0])
        assert officer.post("/api/deadlines/preview", json={"allowance": {}}).status_code == 400


def test_procedures_are_found_by_anyone(office: Served) -> None:
    """By words without diacritics; one with all that the counter needs."""
    with office.client() as citizen:
        (found,) = citizen.get("/api/procedures", params={"q": "cong tac xa hoi"}).json()
        assert (found["code"], found["allowance_text"]) == (SOCIAL_WORK, "10 ngày làm việc")
        one = citizen.get(f"/api/procedures/{SOCIAL_WORK}").json()
        assert [paper["position"] for paper in one["requirements"]] == [1, 2, 3, 4]
        assert citizen.get("/api/procedures/9.999999").status_code == 404


def test_a_text_that_a_database_does_not_take_is_found_nowhere(office: Served) -> None:
    """PostgreSQL takes no NUL: the answer is "not found" or an empty list, never an error of ours."""
    with office.officer(1) as officer:
        for path, status in (
            ("/api/dossiers?q=%00", 200),
            ("/api/dossiers?agency=%00", 404),
            ("/api/dossiers/%00", 404),
            ("/api/dossiers/%00/papers/receipt.pdf", 404),
            ("/api/papers/%00.pdf", 404),
            ("/api/procedures?q=%00&sector=%00", 200),
            ("/api/procedures/%00", 404),
            ("/api/status/%00", 404),
            ("/s/%00", 404),
        ):
            assert officer.get(path).status_code == status, path
        assert receive(officer, ticket="\x00").status_code == 404
        huge = {"position": 10**20, "copies": 1, "name": "Giấy"}
        assert receive(officer, documents=[*BODY["documents"], huge]).status_code == 422
        assert receive(officer, fee_dong=10**12).status_code == 422
