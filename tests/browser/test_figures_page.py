"""The leader's page in a real browser on the real service: today, kept fresh, and any period."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route, expect

from onestop.settings import Settings
from onestop.use_cases import attend_ticket, serve_line, take_ticket
from tests.conftest import Hands
from tests.dossier_makers import receive
from tests.serving import PASSWORD, Served
from tests.travel_makers import BIRTH, forward, make_agencies
from tests.use_cases.random_day import Day
from tests.web.leaders import make_officer

pytestmark = pytest.mark.browser

PATIENCE_MS = 15_000
WAKE = "document.dispatchEvent(new Event('visibilitychange'))"


@pytest.fixture
def settings(sqlite_settings: Settings) -> Settings:
    """One database is enough: what the page shows is proved on both elsewhere."""
    return sqlite_settings


@pytest.fixture
def leader(browser: Browser, served: Served) -> Iterator[Page]:
    """A leader who has signed in; at the end the page may have complained of nothing."""
    make_officer(served.database, served.hall, "lanhdao", "leader")
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="vi-VN")
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.goto(f"{served.base_url}/login?next=/figures")
    page.fill("#username", "lanhdao")
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("#live")).to_be_visible(timeout=PATIENCE_MS)
    yield page
    context.close()
    assert [said for said in complaints if not said.startswith("Failed to load resource")] == []


def _keep(page: Page, name: str) -> None:
    """Keep a picture, and let axe look at the page."""
    folder = os.environ.get("ONESTOP_SCREENSHOTS")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(folder) / f"{name}.png", animations="disabled")
    assert [fault["id"] for fault in Axe().run(page).response["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_today_is_shown_and_kept_fresh(leader: Page, served: Served, hands: Hands) -> None:
    """An empty hall says so; whoever takes a number is counted without a reload, and a lost line is said."""
    expect(leader.locator("#live")).to_contain_text("Hôm nay chưa có ai lấy số")
    _keep(leader, "figures-empty")

    served.database.write_now(served.hall.kiosk, take_ticket.take, served.hall.lines["B"])
    hands.forward(minutes=20)
    leader.evaluate(WAKE)
    expect(leader.locator("#waiting")).to_have_text("1")
    row = leader.get_by_role("row").filter(has_text="Đất đai").first
    expect(row).to_contain_text("20 phút, quá 15 phút")

    def cut(route: Route) -> None:
        route.abort()

    leader.route("**/figures?part=live", cut)
    leader.evaluate(WAKE)
    expect(leader.locator("#stale")).to_be_visible()
    expect(leader.locator("#waiting")).to_have_text("1")
    leader.unroute("**/figures?part=live", cut)
    leader.evaluate(WAKE)
    expect(leader.locator("#stale")).to_be_hidden()


def test_the_leader_closes_the_day_and_is_told_what_it_came_to(leader: Page, served: Served) -> None:
    """Not while somebody stands at a counter, not without a yes; then who is left and what the slips are worth."""
    hall, write = served.hall, served.database.write_now
    for letter in ("A", "A", "B"):
        write(hall.kiosk, take_ticket.take, hall.lines[letter])
    called = write(hall.officer(1), serve_line.call_next, hall.counters[1])
    leader.reload()
    button = leader.get_by_role("button", name="Khóa sổ ngày")
    yes = leader.get_by_role("dialog").get_by_role("button", name="Khóa sổ ngày")
    button.click()
    leader.keyboard.press("Escape")
    expect(leader.get_by_role("dialog")).to_be_hidden()
    expect(leader.locator("#waiting")).to_have_text("2")
    button.click()
    expect(leader.get_by_role("dialog")).to_contain_text("không mở lại sổ được")
    _keep(leader, "figures-closing-asked")
    yes.click()
    expect(leader.get_by_role("alert")).to_contain_text(
        "Còn người ở quầy: 1: A001. Xin kết thúc các lượt này"
    )
    _keep(leader, "figures-closing-refused")

    write(hall.officer(1), attend_ticket.skip, called.id)
    button.click()
    yes.click()
    told = leader.locator("#day-closed")
    expect(told).to_contain_text("1 người được gọi mà không đến")
    expect(told).to_contain_text("2 người chưa được phục vụ: Y tế, bảo trợ xã hội 1, Đất đai 1.")
    expect(told).to_contain_text("quét phiếu hôm nay vào ngày làm việc sau sẽ được gọi trước")
    expect(leader.locator("#not-closed")).to_be_hidden()
    expect(leader.locator("#waiting")).to_have_text("0")
    _keep(leader, "figures-closed")


def test_a_period_is_picked_read_and_taken_home(leader: Page, served: Served, hands: Hands) -> None:
    """By keyboard and labels: rows by counter, their tables with captions, a file; in English too."""
    Day(served.database, served.hall, hands, 3).play(250)
    leader.reload()
    _keep(leader, "figures")
    leader.get_by_label("Chia theo").select_option("counter")
    leader.get_by_role("button", name="Xem").click()
    leader.wait_for_url("**by=counter*")
    for caption in ("Lượt người, tổng cộng", "Lượt người, theo quầy", "Thời gian, theo quầy"):
        expect(leader.get_by_role("table", name=caption)).to_be_visible()
    counters = leader.get_by_role("table", name="Quầy, phiếu in, bảng gọi số, theo quầy")
    expect(counters.get_by_role("row", name="Quầy 1")).to_contain_text("%")
    with leader.expect_download() as taken:
        leader.get_by_role("link", name="Tải bảng này (.csv) theo quầy").click()
    assert taken.value.suggested_filename.endswith("-counter.csv")
    assert Path(taken.value.path()).read_bytes().startswith(b"\xef\xbb\xbf")

    leader.get_by_role("link", name="English").click()
    expect(leader.get_by_role("table", name="Visits by counter")).to_be_visible()
    assert "by=counter" in leader.url
    _keep(leader, "figures-en")
    leader.set_viewport_size({"width": 390, "height": 844})
    _keep(leader, "figures-phone")


def test_how_agencies_keep_to_their_days_is_a_table_with_its_meaning(leader: Page, served: Served) -> None:
    """From the figures to the agencies': a caption, a foot for the whole, each figure's meaning, a late one named."""
    among = make_agencies(served.database, served.hall)
    code = receive(served.database, served.hall, procedure=BIRTH, documents=()).code
    forward(served.database, among.desk, code)
    served.database.write_now(served.hall.kiosk, lambda tx: tx.run("UPDATE leg SET due_at = 0"))
    leader.get_by_role("link", name="Các cơ quan giải quyết đúng hạn").click()
    table = leader.get_by_role("table", name="Hồ sơ theo cơ quan")
    expect(table.get_by_role("row", name="Toàn bộ, mỗi hồ sơ tính một lần")).to_contain_text("1")
    expect(leader.get_by_role("definition").first).to_contain_text("Hồ sơ lần đầu đến cơ quan trong kỳ")
    _keep(leader, "figures-agencies")
    leader.get_by_role("link", name="1 Hồ sơ đang quá hạn tại Sở Y tế").click()
    expect(leader.get_by_role("link", name=code)).to_be_visible()
    _keep(leader, "figures-agencies-late")
    leader.set_viewport_size({"width": 390, "height": 844})
    _keep(leader, "figures-agencies-phone")


def test_the_days_in_the_wrong_order_are_told_beside_the_fields(leader: Page) -> None:
    """The page says what to change, and leads to the field."""
    leader.get_by_label("Từ ngày").fill("2026-11-23")
    leader.get_by_label("Đến ngày").fill("2026-11-20")
    leader.get_by_role("button", name="Xem").click()
    expect(leader.locator("#errors")).to_contain_text("Ngày cuối sớm hơn ngày đầu")
    leader.locator("#errors a").click()
    expect(leader.get_by_label("Từ ngày")).to_be_focused()
    _keep(leader, "figures-wrong")
