"""Turns on the real service in real browsers: reasons, undo, a late return, two officers at one counter, leaving.

No stub anywhere; only the seat of the second officer is written into the database, as an administrator would.
"""

import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, expect

from tests.browser.test_whole_job import Screen

pytestmark = pytest.mark.browser

SEAT = """
UPDATE officer SET counter_id = (SELECT counter_id FROM officer WHERE username = 'quay1')
WHERE username = 'quay2'
"""


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """Run the demonstration, with a second officer assigned to the first counter."""
    folder: Path = tmp_path_factory.mktemp("turns")
    command = [sys.executable, "-m", "onestop.cli", "demo", "--port", "0", "--json", "--data", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        told: dict[str, Any] = json.loads(process.stdout.readline())
        kept = sqlite3.connect(folder / "onestop.sqlite", timeout=10)
        with kept:
            kept.execute(SEAT)
        kept.close()
        yield told
        process.terminate()


def take_numbers(demo: dict[str, Any], count: int) -> list[str]:
    """Take numbers of the first counter's line at the kiosk; the links on the slips."""
    headers = {"authorization": f"Bearer {demo['devices']['kiosk']}"}
    with httpx.Client(base_url=demo["base_url"], headers=headers, timeout=20) as kiosk:
        line = next(one["id"] for one in kiosk.get("/api/lines").json() if one["letter"] == "A")
        return [
            kiosk.post("/api/tickets", json={"line": line}, headers={"idempotency-key": f"turn-{n}"}).json()[
                "status_url"
            ]
            for n in range(count)
        ]


def sign_in(console: Screen, demo: dict[str, Any], username: str) -> None:
    """Sign an officer in; the counter's page follows."""
    officer = next(one for one in demo["officers"] if one["username"] == username)
    console.page.goto(f"{demo['base_url']}/login")
    console.page.fill("#username", officer["username"])
    console.page.fill("#password", officer["password"])
    console.page.keyboard.press("Enter")
    expect(console.page.locator("#call-next")).to_be_visible()


def shows(console: Screen, selector: str, words: str) -> None:
    """The page says so, soon."""
    expect(console.page.locator(selector)).to_contain_text(words, timeout=15_000)


def step(console: Screen, key: str, selector: str, words: str) -> None:
    """Press a key, wait for what it leads to, and until the counter may be used again."""
    console.page.keyboard.press(key)
    shows(console, selector, words)
    expect(console.page.locator("[aria-busy=true]")).to_have_count(0)


def test_two_officers_and_a_citizen_who_comes_late(browser: Browser, demo: dict[str, Any]) -> None:
    """Called, undone, missed, back from the telephone next but one; taken over, and somebody leaves."""
    first, second, late, gone = (
        Screen(browser, size) for size in ((1440, 900), (1280, 800), (390, 844), (320, 640))
    )
    links = take_numbers(demo, 3)
    sign_in(first, demo, "quay1")
    for button, state in (("Nghỉ", "Tạm nghỉ"), ("Làm tiếp", "Quầy đang mở")):
        first.page.get_by_role("button", name=button).click()
        shows(first, "#post-state", state)
        expect(first.page.locator("[aria-busy=true]")).to_have_count(0)
    shows(first, "#next-up", "Tiếp theo A001: chờ lâu nhất")

    step(first, "F2", "#person-brief", "chờ lâu nhất")
    step(first, "Control+z", "#person-name", "Chưa có ai trước quầy")
    step(first, "F2", "#tick", "A001")
    step(first, "F4", "#absentees", "A001")
    late.page.goto(links[0])
    shows(late, "main", "Đã gọi mà chưa thấy ông, bà")
    late.keep("myplace-absent")
    late.page.get_by_role("button", name="Tôi đã quay lại").click()
    shows(late, "main", "người trước ông, bà")
    shows(first, "#waiting", "Nhường lượt")
    step(first, "F2", "#tick", "A002")
    step(first, "F5", "#for-word", "Đang phục vụ")
    step(first, "F8", "#person-name", "Chưa có ai trước quầy")
    step(first, "F2", "#tick", "A001")
    shows(first, "#person-brief", "đã nhường lượt, nay đến lượt")
    shows(late, "main", "Mời ông, bà đến quầy 1")

    sign_in(second, demo, "quay2")
    shows(second, "#person-name", "Cán bộ khác đang mở quầy này")
    second.page.get_by_role("button", name="Nhận quầy").click()
    shows(second, "#tick", "A001")
    shows(first, "#person-name", "Cán bộ khác đang mở quầy này")
    second.page.get_by_role("button", name="Đóng", exact=True).first.click()
    shows(second, "#errors", "A001 còn ở quầy này")

    gone.page.goto(links[2])
    gone.page.get_by_role("link", name="Tôi về").click()
    gone.page.get_by_role("button", name="Đúng, tôi về").click()
    shows(gone, "main", "Số này không còn dùng")
    expect(second.page.locator("#waiting-count")).to_have_text("0", timeout=15_000)
    second.keep("counter-taken-over")
    for screen in (first, second, late, gone):
        assert screen.complaints == []
