"""A registration of birth among three agencies over real HTTP, on paper lists and electronically."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest

from tests.render.papers import text_of
from tests.serving import HASH, Served
from tests.travel_makers import BIRTH, Agencies, make_agencies
from tests.web.test_dossiers_over_http import BODY


@pytest.fixture
def among(served: Served) -> Agencies:
    """Give a running service whose dossiers travel."""
    made = make_agencies(served.database, served.hall)
    served.database.write_now(
        served.hall.kiosk, lambda tx: tx.run("UPDATE officer SET password_hash = :hash", hash=HASH)
    )
    return made


@contextmanager
def people(served: Served, *names: str) -> Iterator[list[httpx.Client]]:
    """Sign in officers."""
    with served.signed_in(names[0]) as first:
        if len(names) == 1:
            yield [first]
            return
        with people(served, *names[1:]) as others:
            yield [first, *others]


def receive(desk: httpx.Client, key: str, channel: str) -> str:
    """Receive a registration of birth."""
    body = BODY | {"procedure": BIRTH, "documents": [], "channel": channel}
    got = desk.post("/api/dossiers", json=body, headers={"idempotency-key": key})
    assert got.status_code == 201, got.text
    return str(got.json()["code"])


def move(officer: httpx.Client, code: str, name: str, **body: Any) -> dict[str, Any]:
    """Make a move and give the dossier."""
    got = officer.post(f"/api/dossiers/{code}/{name}", json=body)
    assert got.status_code == 200, got.text
    answer: dict[str, Any] = got.json()
    return answer


@pytest.mark.usefixtures("among")
def test_a_birth_goes_through_three_agencies(served: Served) -> None:
    """Electronic: sent once, taken on, answered; the other two work side by side, and each sees the others."""
    names = ("quay1", "health.1", "police.1", "insurance.1")
    with people(served, *names) as (desk, health, police, insurance):
        code = receive(desk, "key-1", "online")
        card = desk.get(f"/api/dossiers/{code}").json()
        assert [(leg["agency"]["name"], leg["stage"], leg["part"]) for leg in card["legs"]] == [
            ("Sở Y tế", 1, "lead"),
            ("Công an tỉnh", 2, "cooperating"),
            ("Bảo hiểm xã hội tỉnh", 2, "cooperating"),
        ]
        assert card["where_text"] == "Ở trung tâm, chờ chuyển đến Sở Y tế."
        assert (card["forward_by"], card["late_to_forward"]) == ("2026-11-23T17:00:00+07:00", False)
        assert police.get(f"/api/dossiers/{code}").status_code == 403

        sent = move(desk, code, "forward")
        assert sent["where_text"].startswith("Đang trên đường đến Sở Y tế, gửi lúc 09:40")
        assert sent["state"] == "processing"
        held = move(health, code, "accept")
        assert held["where_text"] == "Ở Sở Y tế, Cán bộ health.1 giữ."
        move(health, code, "return_leg", outcome="Đã đăng ký khai sinh")
        secret = desk.post(
            "/api/dossiers",
            json=BODY | {"procedure": BIRTH, "documents": [], "channel": "online"},
            headers={"idempotency-key": "key-1"},
        ).json()["secret"]
        with served.client() as citizen:
            held = citizen.post(f"/api/status/{code}", json={"secret": secret}).json()
            assert [(step["text"], step["state"]) for step in held["timeline"]] == [
                ("Đã tiếp nhận", "done"),
                ("Đang giải quyết", "now"),
                ("Sở Y tế đã làm xong", "done"),
                ("Công an tỉnh đang giải quyết, chậm nhất", "now"),
                ("Bảo hiểm xã hội tỉnh đang giải quyết, chậm nhất", "now"),
                ("Có kết quả", "next"),
                ("Trả kết quả", "next"),
            ]
            assert citizen.get(f"/status/{code}").text.count("chậm nhất") == 2
        both = move(police, code, "accept")
        assert both["where_text"].startswith(
            "Ở Công an tỉnh, Cán bộ police.1 giữ. Đang trên đường đến Bảo hiểm"
        )
        assert both["legs"][0]["outcome"] == "Đã đăng ký khai sinh"
        move(insurance, code, "accept")
        refused = health.post(f"/api/dossiers/{code}/result_ready", json={})
        assert (refused.status_code, refused.json()["code"]) == (409, "legs-open")
        assert "Công an tỉnh, Bảo hiểm xã hội tỉnh" in refused.json()["detail"]
        move(insurance, code, "return_leg")
        done = move(police, code, "return_leg")
        assert done["where_text"] == "Ở trung tâm."
        ready = move(desk, code, "result_ready")
        assert (ready["standing"], ready["where_text"]) == ("early", "Kết quả ở trung tâm, chờ trả.")
        told = [one["text"] for one in reversed(ready["history"])]
        assert told[1:] == [
            "Lập lộ trình: Sở Y tế, Công an tỉnh, Bảo hiểm xã hội tỉnh.",
            "Cán bộ quầy 1 chuyển hồ sơ đến Sở Y tế.",
            "Cán bộ health.1 nhận hồ sơ tại Sở Y tế.",
            "Sở Y tế làm xong, sớm 1 ngày làm việc.",
            "Cán bộ health.1 chuyển hồ sơ đến Công an tỉnh, Bảo hiểm xã hội tỉnh.",
            "Cán bộ police.1 nhận hồ sơ tại Công an tỉnh.",
            "Cán bộ insurance.1 nhận hồ sơ tại Bảo hiểm xã hội tỉnh.",
            "Bảo hiểm xã hội tỉnh làm xong, sớm 3 ngày làm việc.",
            "Công an tỉnh làm xong, sớm 4 ngày làm việc.",
            "Cán bộ quầy 1 ghi nhận đã có kết quả, sớm 4 ngày làm việc.",
        ]


def test_paper_goes_with_lists_and_the_slip_tells_the_way(served: Served, among: Agencies) -> None:
    """Listed, printed, scanned in at the agency, back on another list; the routing slip is new after each change."""
    with people(served, "quay1", "health.1", "police.1") as (desk, health, police):
        codes = [receive(desk, f"key-{at}", "direct") for at in range(2)]
        first = desk.get(f"/api/dossiers/{codes[0]}/papers/routing_slip.pdf")
        assert first.status_code == 200
        assert desk.get(f"/api/dossiers/{codes[0]}/papers/routing_slip.pdf").content == first.content
        for code in codes:
            move(desk, code, "forward")
        page = desk.get("/api/handover-lists").json()
        assert page["waiting"] == [
            {"agency": {"id": among.ids["health"], "name": "Sở Y tế"}, "outward": True, "dossiers": 2}
        ]
        headers = {"idempotency-key": "list-1"}
        wish = {"agency": among.ids["health"], "outward": True}
        made = desk.post("/api/handover-lists", json=wish, headers=headers)
        assert made.status_code == 201, made.text
        handed = made.json()
        assert desk.post("/api/handover-lists", json=wish, headers=headers).json()["id"] == handed["id"]
        assert "GIẤY BÀN GIAO HỒ SƠ" in text_of(desk.get(handed["paper"]).content)
        assert police.get(handed["paper"]).status_code == 403
        assert police.get(f"/api/handover-lists/{handed['id']}").status_code == 403

        taken = health.post(
            f"/api/handover-lists/{handed['id']}/take", json={"codes": [codes[0], "H14-X", codes[0]]}
        )
        assert [row["outcome"] for row in taken.json()["outcomes"]] == ["done", "not_on_list", "twice"]
        assert (taken.json()["waiting"], taken.json()["taken_at"]) == (1, None)
        assert [each["id"] for each in health.get("/api/handover-lists?open").json()["items"]] == [
            handed["id"]
        ]
        struck = desk.post(
            f"/api/handover-lists/{handed['id']}/strike", json={"codes": [codes[1]], "reason": "Sót"}
        )
        assert [row["state"] for row in struck.json()["rows"]] == ["taken", "struck"]
        assert health.get("/api/handover-lists?open").json()["items"] == []

        move(health, codes[0], "return_leg", outcome="Đồng ý")
        back = health.post(
            "/api/handover-lists", json={"agency": among.ids["health"], "outward": False}
        ).json()
        assert "PHIẾU BÀN GIAO KẾT QUẢ" in text_of(health.get(back["paper"]).content)
        desk.post(f"/api/handover-lists/{back['id']}/take", json={"codes": [codes[0]]})
        slip = text_of(desk.get(f"/api/dossiers/{codes[0]}/papers/routing_slip.pdf").content)
        assert slip != text_of(first.content)
        for words in ("Cán bộ health.1", "Trước hạn 1 ngày", "Đồng ý", "Công an tỉnh"):
            assert words in slip
        again = desk.post("/api/handover-lists", json={"agency": among.ids["police"], "outward": True})
        assert (again.status_code, again.json()["code"]) == (409, "nothing-to-hand-over")


def test_leaders_see_who_holds_what_and_assign_many(served: Served, among: Agencies) -> None:
    """What is coming is assigned at once, and the page of each officer shows it."""
    with people(served, "quay1", "health", "health.1") as (desk, leader, officer):
        codes = [receive(desk, f"key-{at}", "online") for at in range(3)]
        assert [one["code"] for one in desk.get("/api/forwarding/late").json()["items"]] == []
        sent = desk.post("/api/forwardings", json={"codes": [*codes[:2], "H14.12-000000-0000"]}).json()[
            "rows"
        ]
        assert [row["refused"] for row in sent] == [None, None, "not-found"]
        assert "hồ sơ" in sent[2]["detail"]
        again = desk.post("/api/forwardings", json={"codes": codes[:1]}).json()["rows"]
        assert again[0]["refused"] in {"stage-open", "nothing-to-forward"}
        assert desk.post("/api/forwardings", json={"codes": []}).status_code == 422
        assert officer.post("/api/forwardings", json={"codes": codes}).status_code == 403
        coming = leader.get("/api/legs?which=coming").json()["items"]
        assert [one["code"] for one in coming] == codes[:2]
        wish = {"codes": codes, "officer": among.people["health.1"].id}
        rows = leader.post("/api/assignments", json=wish).json()["rows"]
        assert [row["refused"] for row in rows] == [None, None, "move-not-allowed"]
        assert rows[2]["detail"]
        mine = officer.get("/api/legs?which=held&officer=me").json()["items"]
        assert [(one["code"], one["late"]) for one in mine] == [(code, False) for code in codes[:2]]
        assert officer.post("/api/assignments", json=wish).status_code == 403
        assert leader.get("/api/legs?which=lost").status_code == 422


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"to": []}, "malformed"),
        ({"to": [{"agency": "health"}]}, "malformed"),
        ({"to": [{"agency": "\u0000", "amount": "4"}]}, "not-found"),
        ({"to": [{"agency": "health", "amount": "4", "part": "boss"}]}, "malformed"),
        ({"to": [{"agency": "police", "amount": "4"}]}, "lead-not-one"),
        ({"to": [{"agency": "health", "amount": "1e99"}]}, "allowance-refused"),
        ({"to": [{"agency": "health", "amount": "3"}]}, "legs-do-not-sum"),
        ({"to": "health"}, "malformed"),
    ],
)
def test_a_wrong_route_is_refused_in_words(
    served: Served, among: Agencies, body: dict[str, Any], code: str
) -> None:
    """Nothing the browser can send is a fault of ours."""
    with people(served, "quay1") as (desk,):
        dossier = receive(desk, "key-1", "online")
        to = body["to"]
        if isinstance(to, list):
            to = [leg | {"agency": among.ids.get(leg["agency"], leg["agency"])} for leg in to]
        refused = desk.post(f"/api/dossiers/{dossier}/forward", json={"to": to})
        assert refused.json()["code"] == code
        assert 400 <= refused.status_code < 500
        assert refused.json()["detail"]
