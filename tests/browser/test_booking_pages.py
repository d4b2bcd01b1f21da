"""Booking from a telephone against the real service, on pages without scripts: 320 px, axe, both languages."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from onestop.settings import Settings
from onestop.store.database import Database
from tests.booking_makers import HALF_PAST_EIGHT, plan
from tests.conftest import SEALS, Hands
from tests.makers import Hall, make_hall
from tests.serving import Served

pytestmark = pytest.mark.browser

MARKS = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture
def database(sqlite_settings: Settings, hands: Hands) -> Iterator[Database]:
    with Database(sqlite_settings, seals=SEALS, now=hands) as opened:
        yield opened


@pytest.fixture
def hall(database: Database) -> Hall:
    made = make_hall(database)
    plan(database, made.lines["A"], capacity=1)
    return made


@pytest.fixture(params=[320, 390])
def phone(browser: Browser, served: Served, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": request.param, "height": 740},
        base_url=served.base_url,
        locale="vi-VN",
    )
    page = context.new_page()
    page.set_default_timeout(10_000)
    yield page
    context.close()


def _check(page: Page) -> None:
    expect(page.locator("script")).to_have_count(0)
    assert Axe().run(page, options=MARKS).response["violations"] == []
    wide: Any = page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert wide, page.url


def _go(page: Page, to: Locator) -> None:
    """Follow a link or send a form, and wait until the page that it leads to is there, whole."""
    # A click returns before the browser leaves the page; axe would look at neither of the two, and never return.
    with page.expect_navigation(wait_until="load"):
        to.click()


def test_a_citizen_books_from_the_first_page_and_gives_it_back(phone: Page, tmp_path: Path) -> None:
    """From the start page to the code and back, every page clean and no wider than the telephone."""
    phone.goto("/")
    _go(phone, phone.get_by_role("link", name="Đặt lịch làm việc"))
    _check(phone)
    _go(phone, phone.get_by_role("link", name="Y tế, bảo trợ xã hội"))
    expect(phone.get_by_role("heading", level=1)).to_have_text("Chọn ngày")
    _check(phone)
    _go(phone, phone.get_by_role("link", name="26/11/2026"))
    _check(phone)
    phone.screenshot(path=str(tmp_path / "form.png"), full_page=True)

    phone.get_by_role("radio", name="08:30").check()
    phone.get_by_label("Họ và tên").fill("Nông Thị Lý")
    phone.get_by_label("Số điện thoại").fill("0912")
    _go(phone, phone.get_by_role("button", name="Đặt lịch"))
    expect(phone.locator("#errors")).to_contain_text("10 hoặc 11 chữ số")
    expect(phone.get_by_role("radio", name="08:30")).to_be_checked()
    _check(phone)

    phone.get_by_label("Số điện thoại").fill("0912 000 386")
    _go(phone, phone.get_by_role("button", name="Đặt lịch"))
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Đã đặt lịch")
    expect(phone.get_by_alt_text("Mã QR")).to_be_visible()
    _check(phone)
    phone.screenshot(path=str(tmp_path / "made.png"), full_page=True)

    phone.get_by_text("Không đến được? Hủy lịch hẹn").click()
    _go(phone, phone.get_by_role("button", name="Hủy lịch hẹn này"))
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Lịch hẹn đã hủy")
    _check(phone)


def test_a_full_time_cannot_be_chosen_and_english_reads_the_same_way(phone: Page, served: Served) -> None:
    """A time without a place says so in words and cannot be ticked; the pages speak English when asked."""
    line = served.hall.lines["A"]
    wish = {"line": line, "day": "2026-11-26", "minute": HALF_PAST_EIGHT, "name": "Lý", "phone": "0912000386"}
    with served.client() as other:
        assert other.post("/api/bookings", json=wish).status_code == 201
    phone.goto(f"/booking/{line}/2026-11-26?lang=en")
    full = phone.get_by_role("radio", name="08:30")
    expect(full).to_be_disabled()
    expect(phone.locator("label.full")).to_contain_text("full")
    _check(phone)
    phone.goto("/booking")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Book a visit")
    _check(phone)
