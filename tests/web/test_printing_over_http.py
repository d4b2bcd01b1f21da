"""Printing over real HTTP: who fetches, who reports, who sees that a slip did not come."""

import time
from typing import Any

import httpx
import pytest

from tests.makers import PRINTER_TOKEN, add_printer
from tests.serving import Served


@pytest.fixture
def printer(served: Served) -> Any:
    """Open the client of the printer that the hall's kiosk uses."""
    add_printer(served.database, served.hall)
    with served.client(PRINTER_TOKEN) as client:
        yield client


def take(kiosk: httpx.Client, served: Served, **headers: str) -> dict[str, Any]:
    """Take a number."""
    answer = kiosk.post(
        "/api/tickets",
        json={"line": served.hall.lines["A"], "priority": "elderly"},
        headers={"idempotency-key": str(time.monotonic_ns()), **headers},
    )
    assert answer.status_code == 201, answer.text
    ticket: dict[str, Any] = answer.json()
    return ticket


def test_a_slip_goes_from_the_kiosk_to_the_printer_and_back(served: Served, printer: httpx.Client) -> None:
    """The number comes with its job; the printer is handed words and link; the kiosk sees the end."""
    with served.kiosk() as kiosk:
        ticket = take(kiosk, served)
        assert ticket["print"]["by"] == "printer"
        job = ticket["print"]["job"]
        [owed] = printer.get("/api/print-jobs").json()
        assert (owed["id"], owed["ticket"], owed["copy_no"], owed["tries"]) == (job, ticket["id"], 1, 1)
        words = [block.get("text") for block in owed["slip"]]
        assert "A001" in words
        assert "Số ưu tiên" in words
        assert [block["address"] for block in owed["slip"] if block["type"] == "code"] == [
            ticket["status_url"]
        ]
        assert kiosk.get(f"/api/print-jobs/{job}").json()["state"] == "sent"

        assert printer.get("/api/print-jobs").json() == []
        assert printer.post(f"/api/print-jobs/{job}/printed").json()["state"] == "printed"
        shown = kiosk.get(f"/api/print-jobs/{job}").json()
    assert (shown["state"], shown["by"], shown["ticket"]) == ("printed", "printer", ticket["id"])


def test_the_slip_speaks_the_citizen_s_language(served: Served, printer: httpx.Client) -> None:
    """The kiosk was switched to English when the number was taken."""
    with served.kiosk() as kiosk:
        take(kiosk, served, **{"accept-language": "en"})
        [owed] = printer.get("/api/print-jobs").json()
    assert "Your number" in [block.get("text") for block in owed["slip"]]


def test_a_kiosk_without_a_printer_reports_for_itself(served: Served) -> None:
    """Its browser prints: the job is its own to fetch and to report, and nobody else's."""
    with served.kiosk() as kiosk, served.board() as board:
        ticket = take(kiosk, served)
        assert ticket["print"]["by"] == "browser"
        [owed] = kiosk.get("/api/print-jobs").json()
        assert owed["id"] == ticket["print"]["job"]
        address = f"/api/print-jobs/{owed['id']}"
        assert board.get("/api/print-jobs").status_code == 403
        assert board.post(f"{address}/printed").status_code == 403
        assert kiosk.post(f"{address}/failed", json={"fault": "no printer"}).json()["state"] == "failed"


def test_the_counter_s_list_marks_a_number_without_its_slip(served: Served, printer: httpx.Client) -> None:
    """Out of paper: the officer sees it on the number, prints it again, and the mark goes with the paper."""
    desk = f"/api/counters/{served.hall.counters[1]}"
    with served.kiosk() as kiosk, served.officer(1) as officer:
        ticket = take(kiosk, served)
        printer.get("/api/print-jobs")
        printer.post(f"/api/print-jobs/{ticket['print']['job']}/paper-out")
        assert [one["print_failed"] for one in officer.get(desk).json()["waiting"]] == [True]
        assert [one["label"] for one in officer.get("/api/print-faults").json()] == ["A001"]

        copy = officer.post(f"/api/tickets/{ticket['id']}/reprint")
        assert copy.status_code == 201
        assert [one["print_failed"] for one in officer.get(desk).json()["waiting"]] == [False]
        [owed] = printer.get("/api/print-jobs").json()
        assert (owed["id"], owed["copy_no"]) == (copy.json()["job"], 2)
        assert "PHIẾU IN LẠI" in [block.get("text") for block in owed["slip"]]
        printer.post(f"/api/print-jobs/{owed['id']}/printed")
        assert officer.get(f"/api/print-jobs/{owed['id']}").json()["state"] == "printed"
        assert officer.get("/api/print-faults").json() == []


def test_strangers_neither_fetch_nor_report_nor_look(served: Served, printer: httpx.Client) -> None:
    """Nobody: 401. Somebody else: 403. What does not exist: 404. All in words."""
    with served.kiosk() as kiosk, served.client() as visitor, served.officer(1) as officer:
        job = take(kiosk, served)["print"]["job"]
        for client, status in ((visitor, 401), (officer, 403), (kiosk, 403)):
            answer = client.post(f"/api/print-jobs/{job}/printed")
            assert (answer.status_code, bool(answer.json()["detail"])) == (status, True)
        assert visitor.get(f"/api/print-jobs/{job}").status_code == 401
        assert visitor.get("/api/print-jobs").status_code == 401
        assert printer.get("/api/print-jobs", params={"printer": "another"}).status_code == 403
    assert printer.post("/api/print-jobs/none/printed").status_code == 404
    assert printer.post(f"/api/print-jobs/{job}/eaten").status_code == 404
    assert printer.post(f"/api/print-jobs/{job}/failed", content=b"{").status_code == 400
    assert printer.post(f"/api/print-jobs/{job}/failed", json={"fault": "x" * 500}).status_code == 422
