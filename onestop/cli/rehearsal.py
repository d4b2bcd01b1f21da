"""The rehearsal: a citizen's whole way through the centre, step by step, over the wire."""

import json
from typing import Any

import httpx
from websockets.sync.client import ClientConnection

from onestop import chance
from onestop.cli.walk import TIMEOUT_SECONDS, Differs
from onestop.cli.walk_agency import AgencyWalk
from onestop.store import journal
from onestop.use_cases.set_up_demo import DemoOfficer


class Rehearsal(AgencyWalk):
    """One walk: kiosk, board, counter, receipt, look-up, agency, return."""

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
                    self._process(officer, receipt)
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

    def _line(self, letter: str) -> str:
        return next(line["id"] for line in self._demo.lines if line["letter"] == letter)

    def _serving(self, letter: str) -> DemoOfficer:
        """Find the officer of the first counter that serves a line."""
        row = self._database.read_now(
            lambda reading: reading.run(
                """
                SELECT counter.id FROM counter JOIN profile_line ON profile_line.profile_id = counter.profile_id
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
            frame = json.loads(board.recv(TIMEOUT_SECONDS))
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

    def _finish(self, officer: httpx.Client, ticket: dict[str, Any]) -> None:
        ended = self._expect(officer.post(f"/api/tickets/{ticket['id']}/finish"), 200)
        self._check(holds=ended["state"] == "served", what="Xong lượt (visit ends)", came=ended["label"])

    def _verify(self, receipt: dict[str, Any]) -> None:
        with self._client() as citizen:
            public = self._expect(citizen.get(f"/api/status/{receipt['code']}"), 200)
        self._check(holds=public["step"] == "returned", what="Tra lại (looked up again)", came=public["step"])
        count, flaws = self._database.read_now(journal.verify, self._demo.centre["id"])
        self._check(holds=not flaws, what="Nhật ký liền mạch (journal whole)", came=f"{count} dòng (entries)")
