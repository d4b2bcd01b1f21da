"""The rehearsal's dossier: received, looked up, made ready, handed over."""

import json
from typing import Any

import httpx

from onestop import chance
from onestop.cli.walk import Walk

PROCEDURE = "1.012990"
"""A procedure of ten working days at the Department of Health, with papers to check."""
CARD = "004189006742||Nông Thị Bích Ngọc|01021989|Nữ|Tổ 5, phường Thục Phán, tỉnh Cao Bằng|10052021"
"""The QR of an invented identity card."""


class DossierWalk(Walk):
    """The steps of a dossier."""

    def _receive(self, officer: httpx.Client, ticket: dict[str, Any]) -> dict[str, Any]:
        card = self._expect(officer.post("/api/identity/parse", json={"text": CARD}), 200)
        self._told("Quét căn cước (identity card scanned)", f"{card['name']}, {card['birth_on']}")
        procedure = self._expect(officer.get(f"/api/procedures/{PROCEDURE}"), 200)
        self._told("Chọn thủ tục (procedure chosen)", f"{procedure['code']} {procedure['name']}")
        due = self._expect(
            officer.post("/api/deadlines/preview", json={"procedure": PROCEDURE, "channel": "direct"}), 200
        )
        reasons = "; ".join(reason["text"] for reason in due["because"])
        self._told("Hạn trước khi nhận (date before accepting)", f"{due['promised_at']}: {reasons}")
        wish = {
            "ticket": ticket["id"],
            "procedure": PROCEDURE,
            "channel": "direct",
            "applicant": {
                "name": card["name"],
                "identity_no": card["identity_no"],
                "birth_on": card["birth_on"],
                "sex": card["sex"],
                "address": card["address"],
                "phone": "0912000386",
                "email": None,
            },
            "documents": [],
            "return_via": "counter",
        }
        return self._accept(officer, procedure, wish)

    def _accept(
        self, officer: httpx.Client, procedure: dict[str, Any], wish: dict[str, Any]
    ) -> dict[str, Any]:
        refused = officer.post("/api/dossiers", json=wish, headers={"idempotency-key": chance.new_id()})
        missing = self._expect(refused, 422)
        self._check(
            holds=missing["code"] == "incomplete",
            what="Thiếu giấy, chưa nhận (papers missing)",
            came=missing["detail"],
        )
        asked = {**wish, "outcome": "supplement", "missing": missing["missing"]}
        form = self._expect(
            officer.post("/api/intakes", json=asked, headers={"idempotency-key": chance.new_id()}), 201
        )
        self._told("In mẫu 02 (form 02)", self._pdf(officer, form["papers"][0], "mau-02.pdf"))
        brought = [
            {name: paper[name] for name in ("position", "originals", "certified", "copies")}
            for paper in procedure["requirements"]
        ]
        key = {"idempotency-key": chance.new_id()}
        receipt: dict[str, Any] = self._expect(
            officer.post("/api/dossiers", json={**wish, "documents": brought}, headers=key), 201
        )
        self._told(
            "Tiếp nhận (dossier received)",
            f"{receipt['code']}, mã bí mật {receipt['secret']}, hẹn {receipt['promised_at']}",
        )
        again = self._expect(
            officer.post("/api/dossiers", json={**wish, "documents": brought}, headers=key), 201
        )
        self._check(
            holds=again["code"] == receipt["code"],
            what="Gửi lại không nhận hai lần (sent twice, received once)",
            came=again["code"],
        )
        paper = next(paper for paper in receipt["papers"] if paper["name"] == "receipt")
        self._told("Giấy hẹn (receipt)", self._pdf(officer, paper, "giay-hen.pdf"))
        return receipt

    def _look_up(self, receipt: dict[str, Any]) -> None:
        code = receipt["code"]
        with self._client() as citizen:
            public = self._expect(citizen.get(f"/api/status/{code}"), 200)
            self._check(
                holds="Ngọc" not in json.dumps(public, ensure_ascii=False),
                what="Tra bằng mã (looked up by code)",
                came=public,
            )
            wrong = citizen.post(f"/api/status/{code}", json={"secret": "AAAAAAAA"})
            self._check(
                holds=wrong.status_code in {403, 422},
                what="Mã bí mật sai (wrong secret)",
                came=wrong.json()["code"],
            )
            whole = self._expect(citizen.post(f"/api/status/{code}", json={"secret": receipt["secret"]}), 200)
            self._told("Tra bằng mã bí mật (with the secret)", [step["text"] for step in whole["timeline"]])
            page = citizen.get(receipt["status_url"], follow_redirects=True)
            self._check(holds=page.status_code == 200, what="Quét mã vuông (QR scanned)", came=page.url.path)  # noqa: PLR2004

    def _make_ready(self, officer: httpx.Client, receipt: dict[str, Any]) -> None:
        ready = self._move(officer, receipt["code"], "result_ready", {})
        self._check(
            holds=ready["standing"] == "early",
            what="Có kết quả (result ready)",
            came=f"{ready['standing']}, {ready['ready_at']}",
        )

    def _hand_over(self, officer: httpx.Client, receipt: dict[str, Any]) -> None:
        collector = {"kind": "applicant", "name": "Nông Thị Bích Ngọc"}
        done = self._move(officer, receipt["code"], "hand_over", {"collector": collector, "fee_paid": True})
        self._check(
            holds=done["state"] == "returned", what="Trả kết quả (result returned)", came=done["returned_at"]
        )
