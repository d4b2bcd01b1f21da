"""What pauses, prolongs, corrects or ends a dossier, over real HTTP: officers, citizens, papers, bad requests."""

import re
from typing import Any

import httpx
import pytest

from tests.dossier_makers import NAME, NUMBER
from tests.serving import Served
from tests.web.test_dossiers_over_http import move, receive
from tests.web.test_dossiers_over_http import office as office  # noqa: PLC0414  pytest finds it by its name

ASK: dict[str, Any] = {
    "items": [{"name": "Giấy khám sức khỏe", "originals": 1, "note": "trong 12 tháng"}],
    "reason": "Thiếu giấy khám sức khỏe.",
}
BASIS: dict[str, Any] = {"reason": "Chờ nộp thuế.", "legal_basis": "Nghị định 101/2024/NĐ-CP, Điều 25"}


@pytest.fixture
def lead(office: Served) -> Served:
    """Make the officer of counter 2 the leader of the centre."""
    office.database.write_now(
        office.hall.kiosk, lambda tx: tx.run("UPDATE officer SET role = 'leader' WHERE username = 'quay2'")
    )
    return office


def whole(citizen: httpx.Client, dossier: dict[str, Any]) -> dict[str, Any]:
    """Look a dossier up with its secret."""
    answer = citizen.post(f"/api/status/{dossier['code']}", json={"secret": dossier["secret"]})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_a_supplement_from_asking_to_a_new_receipt(lead: Served) -> None:
    """The counter asks, the citizen reads what and until when, brings it, and has a new receipt."""
    with lead.officer(1) as officer, lead.client() as citizen:
        dossier = receive(officer).json()
        code = dossier["code"]
        asked = move(officer, code, "ask_supplement", 1, **ASK).json()
        assert (asked["state"], asked["version"]) == ("supplement_asked", 2)
        assert [paper["name"] for paper in asked["papers"]] == ["receipt", "supplement_request"]
        assert "Giấy khám" not in asked["history"][0]["text"]
        assert "yêu cầu bổ sung 1 giấy tờ" in asked["history"][0]["text"]
        (stretch,) = asked["interruptions"]
        assert (stretch["name"], stretch["to"], stretch["answer_by"]) == ("supplement", None, "2027-01-06")

        seen = whole(citizen, dossier)
        assert seen["asked"] == {
            "items": [{"name": "Giấy khám sức khỏe", "note": "trong 12 tháng"}],
            "reason": "Thiếu giấy khám sức khỏe.",
            "until": "2027-01-06T17:00:00+07:00",
        }
        assert [step["state"] for step in seen["timeline"]] == ["done", "now", "next", "next", "next"]
        assert {paper["name"] for paper in seen["papers"]} == {"receipt", "supplement_request"}
        page = citizen.get(f"/status/{code}").text
        assert "Giấy khám sức khỏe: trong 12 tháng" in page
        assert "17:00, 06/01/2027" in page
        public = citizen.get(f"/api/status/{code}").json()
        assert set(public) == {"code", "step", "promised_at", "due_at"}

        taken = move(officer, code, "take_supplement", 2).json()
        assert taken["state"] == "received"
        receipts = [paper for paper in taken["papers"] if paper["name"] == "receipt"]
        assert [paper["void"] for paper in receipts] == [True, False]
        assert [step["text"] for step in whole(citizen, dossier)["timeline"]][1:3] == [
            "Yêu cầu bổ sung giấy tờ",
            "Đã nhận đủ bổ sung",
        ]


def test_a_void_paper_is_given_as_it_was_and_stamped_on_a_copy(lead: Served) -> None:
    """Byte for byte, marked as void; only a void one is stamped; a citizen is shown the valid one."""
    with lead.officer(1) as officer, lead.client() as citizen:
        dossier = receive(officer).json()
        code, first = dossier["code"], dossier["papers"][0]["url"]
        issued = officer.get(first)
        assert issued.headers["x-paper-void"] == "no"
        refused = officer.get(f"{first}?stamped")
        assert (refused.status_code, refused.json()["code"]) == (409, "paper-still-valid")

        corrected = move(officer, code, "correct", 1, reason="Ghi nhầm số bộ.", sets=2)
        assert corrected.status_code == 200, corrected.text
        again = officer.get(first)
        assert (again.content, again.headers["x-paper-void"]) == (issued.content, "yes")
        stamped = officer.get(f"{first}?stamped")
        assert stamped.content.startswith(b"%PDF-")
        assert stamped.content != issued.content
        assert officer.get(first).content == issued.content
        current = officer.get(f"/api/dossiers/{code}/papers/receipt.pdf")
        assert current.content != issued.content
        (seen,) = whole(citizen, dossier)["papers"]
        assert citizen.get(seen["url"]).content == current.content


def test_a_leader_suspends_extends_and_apologises(lead: Served) -> None:
    """The counter may not; the citizen sees why it waits, the new date, and the date told."""
    with lead.officer(1) as officer, lead.officer(2) as leader, lead.client() as citizen:
        dossier = receive(officer).json()
        code = dossier["code"]
        assert move(officer, code, "suspend", **BASIS).status_code == 403
        assert move(leader, code, "suspend", **BASIS).json()["state"] == "suspended"
        assert whole(citizen, dossier)["paused"] == "Chờ nộp thuế."
        assert "Chờ nộp thuế." in citizen.get(f"/status/{code}").text
        assert move(leader, code, "resume").json()["state"] == "received"
        assert move(leader, code, "resume").json()["code"] == "move-not-allowed"

        more: dict[str, Any] = {"amount": 5, "reason": "Phức tạp.", "legal_basis": "Luật Xây dựng, Điều 102"}
        extended = move(leader, code, "extend", **more).json()
        assert (extended["due_at"], extended["promised_at"]) == (
            "2026-12-15T17:00:00+07:00",
            "2026-12-08T17:00:00+07:00",
        )
        again = move(leader, code, "extend", **more)
        assert (again.status_code, again.json()["code"]) == (409, "extended-on-this-basis")
        assert "mỗi căn cứ chỉ gia hạn một lần" in again.json()["detail"]

        told = move(leader, code, "apologise", reason="Máy hỏng.", told_on="2026-12-18").json()
        assert (told["told_at"], told["due_at"]) == ("2026-12-18T17:00:00+07:00", extended["due_at"])
        assert [one["name"] for one in told["interruptions"]] == ["suspension", "extension", "apology"]
        assert told["interruptions"][1]["text"] == (
            "Gia hạn 5 ngày làm việc: Phức tạp. (Luật Xây dựng, Điều 102)"
        )
        (apology,) = [one for one in told["moves"] if one["move"] == "apologise"]
        assert (apology["allowed"], "một lần" in apology["why_not"]) == (False, True)
        twice = move(leader, code, "apologise", reason="Máy hỏng.", told_on="2026-12-21")
        assert (twice.status_code, twice.json()["code"]) == (409, "apologised-already")
        assert whole(citizen, dossier)["told_at"] == "2026-12-18T17:00:00+07:00"
        assert "17:00, 18/12/2026" in citizen.get(f"/status/{code}").text


@pytest.mark.parametrize(
    ("name", "state", "paper", "words"),
    [
        ("decline", "declined", "decline", "Từ chối giải quyết"),
        ("stop", "stopped", "stop_notice", "Đã dừng giải quyết"),
        ("withdraw", "withdrawn", None, "Đã rút hồ sơ"),
    ],
)
def test_an_end_is_told_with_its_reason_to_the_holder_alone(
    lead: Served, name: str, state: str, paper: str | None, words: str
) -> None:
    """The officer sees it, the citizen reads it, whoever has only the code does not."""
    with (
        lead.officer(1) as officer,
        lead.officer(2) as leader,
        lead.client() as citizen,
        lead.client() as other,
    ):
        dossier = receive(officer).json()
        code = dossier["code"]
        ended = move(leader, code, name, 1, reason="Lý do rất riêng.").json()
        assert (ended["state"], ended["standing"], ended["end_reason"]) == (
            state,
            "early",
            "Lý do rất riêng.",
        )
        seen = whole(citizen, dossier)
        assert (seen["ended"]["kind"], seen["ended"]["text"]) == (state, words)
        assert seen["ended"]["reason"] == "Lý do rất riêng."
        assert [step["text"] for step in seen["timeline"]] == ["Đã tiếp nhận", words]
        assert "Lý do rất riêng." in citizen.get(f"/status/{code}").text
        assert "riêng" not in other.get(f"/status/{code}").text
        names = [each["name"] for each in ended["papers"]]
        assert names == (["receipt", paper] if paper else ["receipt"])
        if paper:
            pdf = citizen.get(f"/api/dossiers/{code}/papers/{paper}.pdf")
            assert pdf.content.startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("name", "body", "status", "code"),
    [
        ("ask_supplement", {}, 422, "malformed"),
        ("ask_supplement", {"items": [], "reason": "x"}, 422, "malformed"),
        ("ask_supplement", {"items": "all", "reason": "x"}, 422, "malformed"),
        ("ask_supplement", {"items": [{"name": "Đơn", "originals": "one"}], "reason": "x"}, 422, "malformed"),
        ("ask_supplement", {"items": [{"name": "Đơn"}], "reason": "x", "rule": "never"}, 422, "malformed"),
        ("suspend", {"reason": "x"}, 422, "malformed"),
        ("suspend", {"reason": 5, "legal_basis": "x"}, 422, "malformed"),
        ("extend", {"amount": None, "reason": "x", "legal_basis": "x"}, 422, "malformed"),
        ("extend", {"amount": -5, "reason": "x", "legal_basis": "x"}, 422, "allowance-refused"),
        ("extend", {"amount": 1e300, "reason": "x", "legal_basis": "x"}, 422, "allowance-refused"),
        ("extend", {"amount": "NaN", "reason": "x", "legal_basis": "x"}, 422, "allowance-refused"),
        ("apologise", {"reason": "x", "told_on": "2026-11-20"}, 422, "told-date-wrong"),
        ("apologise", {"reason": "x", "told_on": "2026-12-12"}, 422, "told-date-wrong"),
        ("apologise", {"reason": "x", "told_on": "hôm qua"}, 422, "malformed"),
        ("decline", {"reason": ""}, 422, "malformed"),
        ("correct", {"reason": "x"}, 422, "nothing-to-correct"),
        ("correct", {"reason": "x", "sets": "two"}, 422, "malformed"),
        ("reopen", {"reason": "x"}, 403, "not-allowed"),
        ("lapse", {}, 404, "not-found"),
    ],
)
def test_a_bad_request_is_refused_with_a_sentence_and_nothing_moves(
    lead: Served, name: str, body: dict[str, Any], status: int, code: str
) -> None:
    """Whatever was sent, the dossier is as it was."""
    by = 1 if name == "correct" else 2
    with lead.officer(1) as counter, lead.officer(by) as officer:
        dossier = receive(counter).json()["code"]
        answer = move(officer, dossier, name, 1, **body)
        assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
        assert answer.json()["detail"]
        assert counter.get(f"/api/dossiers/{dossier}").json()["version"] == 1


def test_an_instant_told_from_outside_is_not_believed(lead: Served) -> None:
    """Backdated or ahead: the clock of a dossier is the server's, and unknown fields change nothing."""
    with lead.officer(1) as officer, lead.officer(2) as leader:
        code = receive(officer).json()["code"]
        move(leader, code, "suspend", **BASIS, suspended_at="2020-01-01T00:00:00+07:00")
        resumed = move(leader, code, "resume", resumed_at="2030-01-01T00:00:00+07:00").json()
        (stretch,) = resumed["interruptions"]
        assert stretch["from"].startswith("2026-11-23T09:40")
        assert stretch["to"].startswith("2026-11-23T09:40")
        assert resumed["due_at"] == resumed["promised_at"]


def test_an_old_page_is_told_so_and_a_repeated_press_moves_once(lead: Served) -> None:
    """412 on a stale version; the same Idempotency-Key gives the same answer."""
    with lead.officer(1) as officer, lead.officer(2) as leader:
        code = receive(officer).json()["code"]
        path = f"/api/dossiers/{code}/suspend"
        first = leader.post(path, json=BASIS, headers={"if-match": '"1"', "idempotency-key": "press"})
        again = leader.post(path, json=BASIS, headers={"if-match": '"1"', "idempotency-key": "press"})
        assert (first.status_code, again.status_code) == (200, 200)
        assert first.json()["version"] == again.json()["version"] == 2
        stale = move(leader, code, "resume", 1)
        assert (stale.status_code, stale.json()["code"]) == (412, "stale")


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_sentence_of_a_long_life_is_worded(lead: Served, lang: str) -> None:
    """In both languages, without a hole in a sentence or a name in the journal."""
    with lead.officer(1) as officer, lead.officer(2) as leader, lead.client() as citizen:
        dossier = receive(officer).json()
        code = dossier["code"]
        move(officer, code, "ask_supplement", **ASK)
        move(officer, code, "take_supplement", note="Đủ.")
        move(leader, code, "suspend", **BASIS)
        move(leader, code, "resume")
        move(leader, code, "extend", amount="2", reason="x", legal_basis="Luật A, Điều 1")
        move(leader, code, "apologise", reason="x", told_on="2026-12-21")
        move(officer, code, "correct", reason="Nhầm.", sets=3, owner_name="Lý Văn Sáng")
        move(officer, code, "ask_supplement", items=[{"name": "Ảnh"}], reason="Ảnh không đúng cỡ.")
        ended = move(officer, code, "stop", reason="Thôi.")
        assert ended.status_code == 200, ended.text
        told = officer.get(f"/api/dossiers/{code}?lang={lang}").json()
        sentences = [one["text"] for one in told["history"]]
        assert len(sentences) == 11
        assert not [one for one in sentences if re.search(r"[{}]|record\.", one)]
        assert not [one for one in sentences if NAME in one or NUMBER in one or "Sáng" in one]
        page = citizen.post(f"/api/status/{code}?lang={lang}", json={"secret": dossier["secret"]}).json()
        assert len(page["timeline"]) == 9
        assert not [step for step in page["timeline"] if "record." in step["text"]]
        assert leader.get(f"/dossiers/{code}?lang={lang}").status_code == 200


def test_papers_and_sets_are_corrected_as_the_card_tells_them(office: Served) -> None:
    """What the procedure asks for, what was taken, the sets; one count changed and sent back, it is corrected."""
    with office.officer(1) as officer:
        code = receive(officer).json()["code"]
        card = officer.get(f"/api/dossiers/{code}").json()
        assert [one["position"] for one in card["demanded"]] == [1, 2, 3, 4]
        assert (card["demanded"][2]["replaced_by_database"], card["sets"]) == (True, 1)
        fields = ("position", "originals", "certified", "copies", "from_database")
        papers = [{name: one[name] for name in fields} for one in card["documents"]]
        refused = move(officer, code, "correct", 1, reason="Đếm nhầm.", documents=papers[1:])
        assert (refused.status_code, refused.json()["code"]) == (422, "incomplete")
        papers[0]["originals"] = 2
        corrected = move(officer, code, "correct", 1, reason="Đếm nhầm.", documents=papers, sets=2)
        assert corrected.status_code == 200, corrected.text
        assert (corrected.json()["sets"], corrected.json()["documents"][0]["originals"]) == (2, 2)
        same = move(officer, code, "correct", 2, reason="Đếm nhầm.", documents=papers, sets=2)
        assert same.json()["code"] == "nothing-to-correct"
