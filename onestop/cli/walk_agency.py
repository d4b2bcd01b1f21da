"""The rehearsal's dossier among agencies: forwarded, taken on, papers asked for and brought, made ready."""

from typing import Any

import httpx

from onestop.cli.walk_dossier import DossierWalk
from onestop.use_cases.set_up_demo import DemoOfficer

SPECIALIST = "chuyenvien-yte"
ASKED = {
    "items": [{"name": "Giấy khám sức khỏe trong 12 tháng", "originals": 1}],
    "reason": "Giấy khám sức khỏe đã nộp quá 12 tháng",
}


class AgencyWalk(DossierWalk):
    """The steps of a dossier between the counter and the agency that resolves it."""

    def _process(self, officer: httpx.Client, receipt: dict[str, Any]) -> None:
        code = receipt["code"]
        sent = self._move(officer, code, "forward", {})
        self._check(
            holds=sent["state"] == "processing",
            what="Chuyển xử lý (forwarded to the agency)",
            came=sent["where_text"],
        )
        with self._officer(self._named(SPECIALIST)) as specialist:
            taken = self._move(specialist, code, "accept", {})
            self._told("Nhận xử lý (taken on)", taken["where_text"])
            self._supplement(officer, specialist, code)
            self._make_ready(specialist, receipt)

    def _supplement(self, officer: httpx.Client, specialist: httpx.Client, code: str) -> None:
        asked = self._move(specialist, code, "ask_supplement", ASKED)
        self._check(
            holds=asked["state"] == "supplement_asked",
            what="Yêu cầu bổ sung (papers asked for)",
            came=self._newest(specialist, asked, "supplement_request", "mau-02-ho-so.pdf"),
        )
        brought = self._move(officer, code, "take_supplement", {"note": "Nhận tại quầy."})
        self._check(
            holds=brought["state"] == "processing",
            what="Nhận bổ sung, hẹn lại từ đầu (papers brought, the time runs anew)",
            came=self._newest(officer, brought, "receipt", "giay-hen-lan-2.pdf"),
        )

    def _newest(self, officer: httpx.Client, dossier: dict[str, Any], name: str, file: str) -> str:
        papers = [paper for paper in dossier["papers"] if paper["name"] == name]
        return self._pdf(officer, max(papers, key=lambda paper: str(paper["issued_at"])), file)

    def _named(self, username: str) -> DemoOfficer:
        return next(officer for officer in self._demo.officers if officer.username == username)
