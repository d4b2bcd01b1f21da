"""Handing dossiers over in a real browser: scanned out, printed, scanned in, by keyboard alone."""

import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from onestop.settings import Settings
from tests.dossier_makers import receive
from tests.serving import HASH, PASSWORD, Served
from tests.travel_makers import Agencies, forward, make_agencies, states

pytestmark = pytest.mark.browser

PATIENCE_MS = 15_000


@pytest.fixture
def settings(sqlite_settings: Settings) -> Settings:
    """One database is enough: what lists do is proved on both elsewhere."""
    return sqlite_settings


@pytest.fixture
def among(served: Served) -> Agencies:
    """Give a running service whose dossiers travel."""
    made = make_agencies(served.database, served.hall)
    served.database.write_now(
        served.hall.kiosk, lambda tx: tx.run("UPDATE officer SET password_hash = :hash", hash=HASH)
    )
    return made


def sign_in(browser: Browser, served: Served, username: str, complaints: list[str]) -> Page:
    """Open the page for an officer."""
    page = browser.new_context(viewport={"width": 1366, "height": 768}, locale="vi-VN").new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.goto(f"{served.base_url}/login?next=/handovers")
    page.fill("#username", username)
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("#main[data-ready]")).to_be_visible(timeout=PATIENCE_MS)
    return page


def keep(page: Page, name: str) -> None:
    """Keep a picture, and let axe look at the page."""
    folder = os.environ.get("ONESTOP_SCREENSHOTS")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(folder) / f"{name}.png", animations="disabled")
    assert [fault["id"] for fault in Axe().run(page).response["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def scan(page: Page, text: str) -> None:
    """Scan a code: the scanner types and ends with Enter; the field has the focus, or the whole page listens."""
    page.keyboard.type(text, delay=2)
    page.keyboard.press("Enter")


def test_a_pile_goes_out_and_comes_in_by_scanner(served: Served, among: Agencies, browser: Browser) -> None:
    """Two dossiers are scanned onto a list, one is taken by scan, one was not there and is struck off."""
    codes = [receive(served.database, among.hall).code for _ in range(3)]
    for code in codes:
        forward(served.database, among.desk, code)
    complaints: list[str] = []
    desk = sign_in(browser, served, "quay1", complaints)
    expect(desk.locator("#waiting")).to_contain_text("Giao đến Sở Y tế")
    expect(desk.locator("#code")).to_be_focused()
    scan(desk, codes[0])
    expect(desk.locator("#said")).to_contain_text("Chọn nơi giao ở bên trái")

    desk.locator("#waiting button").focus()
    desk.keyboard.press("Enter")
    expect(desk.locator("#code")).to_be_focused()
    for code in (codes[0], codes[1], codes[1]):
        scan(desk, code)
    expect(desk.locator("#said")).to_have_text(f"{codes[1]}: đã quét rồi.")
    keep(desk, "handovers-pile")
    desk.get_by_role("button", name="Lập danh sách 2 hồ sơ đã quét").focus()
    desk.keyboard.press("Enter")
    expect(desk.locator("#heading")).to_have_text("Danh sách 0001/BGHS")
    paper = desk.get_by_role("link", name="In giấy bàn giao").get_attribute("href")
    assert desk.request.get(f"{served.base_url}{paper}").body().startswith(b"%PDF-")
    list_id = desk.url.rpartition("=")[2]

    agency = sign_in(browser, served, "health.1", complaints)
    scan(agency, list_id)
    expect(agency.locator("#said")).to_contain_text("còn 2 hồ sơ chưa nhận")
    scan(agency, codes[0])
    expect(agency.locator("#said")).to_have_text(f"{codes[0]}: đã nhận, còn 1.")
    scan(agency, codes[2])
    expect(agency.locator("#said")).to_have_text(f"{codes[2]}: không có trong danh sách này.")
    expect(agency.locator("#open")).to_contain_text("1/2")
    expect(agency.locator("#waiting")).to_contain_text("Sắp giao đến Sở Y tế")
    keep(agency, "handovers-list")
    agency.get_by_role("button", name=f"Gạch hồ sơ {codes[1]} khỏi danh sách").focus()
    agency.keyboard.press("Enter")
    expect(agency.get_by_role("row").filter(has_text=codes[1])).to_contain_text("Đã gạch")

    assert [states(served.database, code) for code in codes] == [["accepted"], ["sent"], ["sent"]]
    assert [said for said in complaints if not said.startswith("Failed to load resource")] == []
