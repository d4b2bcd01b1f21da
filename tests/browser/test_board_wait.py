"""The board tells how long each line may expect to wait, where it is known."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from tests.browser.board_hall import morning
from tests.browser.board_stub import TOKEN, BoardStub

pytestmark = pytest.mark.browser


def test_the_expected_wait_stands_beside_who_waits_where_it_is_known(browser: Browser) -> None:
    """A range of minutes for line A, none for B; when the line to the server is lost, none at all."""
    stub = BoardStub(morning())
    stub.ranges = {"lA": {"low": 25, "high": 40}}
    stub.start()
    page = browser.new_page(viewport={"width": 1920, "height": 1080})
    page.goto(f"{stub.url}/board/#token={TOKEN}")
    lines = page.locator(".next li")
    expect(lines.first).to_contain_text("khoảng 25–40 phút")
    expect(lines.nth(1)).not_to_contain_text("phút")
    found = Axe().run(page).response["violations"]
    assert [fault["id"] for fault in found if fault["impact"] in {"serious", "critical"}] == []
    stub.stop()
    expect(page.locator("#ticker")).to_contain_text("Mất kết nối từ", timeout=20_000)
    expect(lines.first).not_to_contain_text("phút")
    page.close()
