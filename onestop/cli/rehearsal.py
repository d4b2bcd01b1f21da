"""The rehearsal: a citizen's whole way through the centre, step by step, over the wire."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
from websockets.sync.client import ClientConnection, connect

from onestop import chance
from onestop.store import journal
from onestop.store.database import Database
from onestop.use_cases.set_up_demo import Demo, DemoOfficer

PROCEDURE = "1.012990"
"""A procedure of ten working days at the Department of Health, with papers to check."""
CARD = "004189006742||Nông Thị Bích Ngọc|01021989|Nữ|Tổ 5, phường Thục Phán, tỉnh Cao Bằng|10052021"
"""The QR of an invented identity card."""
_TIMEOUT = 20.0


class Differs(Exception):
    """Something came back that should not have."""


class Rehearsal:
    """One walk: kiosk, board, counter, receipt, look-up, return."""

    def __init__(
        self, base_url: str, demo: Demo, database: Database, folder: Path, say: Callable[[str], None]
    ) -> None:
        self._url = base_url
        self._demo = demo
        self._database = database
        self._folder = folder
        self._say = say
        self._step = 0

    def walk(self) -> int:
        """Walk; 0 when everything came back as it should, 1 otherwise."""
        try:
            with self._client(self._demo.devices["kiosk"]) as kiosk, self._board() as board:
                self._front_ends(kiosk)
                label = self._take(kiosk, "A", None)
                with self._officer(self._serving("A")) as officer:
                    ticket = self._call(officer, board, label)
                    receipt = self._receive(officer, ticket)
                    self._look_up(receipt)
                    self._finish(officer, ticket)
                    self._make_ready(officer, receipt)
                back = self._take(kiosk, "R", receipt["code"])
                with self._officer(self._serving("R")) as officer:
                    ticket = self._call(officer, board, back)
                    self._hand_over(officer, receipt)
                    self._finish(officer, ticket)
                self._verify(receipt)
        except (Differs, httpx.HTTPError, TimeoutError, KeyError) as problem:
            self._say(f"   KHÁC MONG ĐỢI (differs): {problem!r}")
            return 1
        self._say(f"Xong, mọi bước đúng. (All {self._step} steps as they should be.)  {self._folder}")
        return 0

    def _told(self, what: str, came: object) -> None:
        self._step += 1
        self._say(f"{self._step:>2}. {what}\n      {came}")

    def _check(self, *, holds: bool, what: str, came: object) -> None:
        if not holds:
            raise Differs(f"{what}: {came}")
        self._told(what, came)

    def _client(self, token: str | None = None) -> httpx.Client:
        headers = {"authorization": f"Bearer {token}"} if token else {}
        return httpx.Client(base_url=self._url, headers=headers, timeout=_TIMEOUT)

    @contextmanager
    def _officer(self, officer: DemoOfficer) -> Iterator[httpx.Client]:
        with self._client() as client:
            client.get("/api/session")
            client.headers["x-csrftoken"] = client.cookies["csrftoken"]
            answer = client.post(
                "/api/session", json={"username": officer.username, "password": officer.password}
            )
            self._expect(answer, 201)
            seat = answer.json()["officer"]["counter"]
            self._told(f"Cán bộ {officer.username} đăng nhập (officer signs in)", f"quầy {seat['number']}")
            client.post(f"/api/counters/{officer.counter}/open")
            yield client

    @contextmanager
    def _board(self) -> Iterator[ClientConnection]:
        address = f"{self._url.replace('http', 'ws', 1)}/api/boards/{self._demo.boards[0]['id']}/live"
        headers = {"authorization": f"Bearer {self._demo.devices['board']}"}
        with connect(address, additional_headers=headers) as board:
            first = json.loads(board.recv(_TIMEOUT))
            self._check(
                holds=first["kind"] == "snapshot",
                what="Bảng nối vào (board connects)",
                came=f"seq {first['seq']}",
            )
            yield board

    @staticmethod
    def _expect(answer: httpx.Response, status: int) -> Any:
        if answer.status_code != status:
            raise Differs(
                f"{answer.request.method} {answer.request.url.path}: {answer.status_code} {answer.text[:400]}"
            )
        kind = answer.headers.get("content-type", "")
        return answer.json() if "json" in kind else answer.content

    def _line(self, letter: str) -> str:
        return next(line["id"] for line in self._demo.lines if line["letter"] == letter)

    def _serving(self, letter: str) -> DemoOfficer:
        """Find the officer of the first counter that serves a line."""
        row = self._database.read_now(
            lambda reading: reading.run(
                """
                SELECT counter.id FROM counter JOIN counter_line ON counter_line.counter_id = counter.id
                WHERE line_id = :line ORDER BY position, number LIMIT 1
                """,
                line=self._line(letter),
            ).fetchone()
        )
        return next(officer for officer in self._demo.officers if officer.counter == row[0])

    def _front_ends(self, kiosk: httpx.Client) -> None:
        for page in ("/kiosk/", "/board/", "/login", "/status"):
            self._expect(kiosk.get(page), 200)
        self._told("Các trang mở được (pages answer)", "/kiosk/ /board/ /login /status")

    def _take(self, kiosk: httpx.Client, letter: str, code: str | None) -> str:
        wish = {"line": self._line(letter), "dossier_code": code}
        ticket = self._expect(
            kiosk.post("/api/tickets", json=wish, headers={"idempotency-key": chance.new_id()}), 201
        )
        what = "lấy số (takes a number)" if code is None else "quét giấy hẹn, lấy số trả (scans the receipt)"
        self._check(
            holds=ticket["label"].startswith(letter),
            what=f"Công dân {what}",
            came=f"{ticket['label']}, trước còn {ticket['ahead']}, {ticket['status_url']}",
        )
        self._expect(self._client().get(ticket["status_url"]), 200)
        return str(ticket["label"])

    def _call(self, officer: httpx.Client, board: ClientConnection, label: str) -> dict[str, Any]:
        seat = self._expect(officer.get("/api/session"), 200)["officer"]["counter"]
        ticket: dict[str, Any] = self._expect(officer.post(f"/api/counters/{seat['id']}/call-next"), 200)
        self._check(holds=ticket["label"] == label, what="Quầy gọi số (counter calls)", came=ticket["label"])
        while True:
            frame = json.loads(board.recv(_TIMEOUT))
            if frame.get("call"):
                break
        call = frame["call"]
        self._check(
            holds=(call["label"], call["counter"]["number"]) == (label, seat["number"]),
            what="Bảng hiện và đọc (board shows and speaks)",
            came=f"seq {frame['seq']}: “{call['announcement']['text']['vi']}” {self._clip(call)}",
        )
        self._expect(officer.post(f"/api/tickets/{ticket['id']}/serve"), 200)
        return ticket

    def _clip(self, call: dict[str, Any]) -> str:
        digest = call["announcement"].get("clip")
        if digest is None:
            return "(không có giọng đọc; no voice installed)"
        with self._client(self._demo.devices["board"]) as board:
            sound = self._expect(board.get(f"/api/clips/{digest}"), 200)
        if not sound.startswith(b"RIFF"):
            raise Differs("the clip is no sound")
        return f"({len(sound)} byte)"

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

    def _pdf(self, officer: httpx.Client, paper: dict[str, Any], name: str) -> str:
        first = self._expect(officer.get(paper["url"]), 200)
        second = self._expect(officer.get(paper["url"]), 200)
        if not first.startswith(b"%PDF") or first != second:
            raise Differs(f"{name}: no PDF, or not the same bytes twice")
        path = self._folder / name
        path.write_bytes(first)
        return f"{path} ({len(first)} byte, in lại giống hệt; the same bytes twice)"

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

    def _finish(self, officer: httpx.Client, ticket: dict[str, Any]) -> None:
        ended = self._expect(officer.post(f"/api/tickets/{ticket['id']}/finish"), 200)
        self._check(holds=ended["state"] == "served", what="Xong lượt (visit ends)", came=ended["label"])

    def _move(self, officer: httpx.Client, code: str, move: str, body: dict[str, Any]) -> dict[str, Any]:
        version = self._expect(officer.get(f"/api/dossiers/{code}"), 200)["version"]
        headers = {"if-match": str(version)}
        moved: dict[str, Any] = self._expect(
            officer.post(f"/api/dossiers/{code}/{move}", json=body, headers=headers), 200
        )
        return moved

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

    def _verify(self, receipt: dict[str, Any]) -> None:
        with self._client() as citizen:
            public = self._expect(citizen.get(f"/api/status/{receipt['code']}"), 200)
        self._check(holds=public["step"] == "returned", what="Tra lại (looked up again)", came=public["step"])
        count, flaws = self._database.read_now(journal.verify, self._demo.centre["id"])
        self._check(holds=not flaws, what="Nhật ký liền mạch (journal whole)", came=f"{count} dòng (entries)")
