"""A slip scanned again at the kiosk: its place, the way back after a missed call, the unserved of another day."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from tests.browser.kiosk_page import ACROSS, UPRIGHT, Kiosk, standing
from tests.browser.kiosk_stub import problem

pytestmark = pytest.mark.browser

BEFORE = "2026-11-20"


@pytest.fixture
def kiosk(browser: Browser) -> Iterator[Kiosk]:
    with standing(browser) as one:
        yield one
        assert one.complaints == []
        assert one.strangers == []


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("waiting", "Phiếu vẫn còn trong hàng"),
        ("called", "Đang mời ông, bà đến quầy 3"),
        ("serving", "đang được phục vụ ở quầy 3"),
        ("held", "Mời trở lại quầy"),
        ("unserved", "ngày làm việc sau quét lại để được gọi trước"),
        ("served", "mời lấy số mới"),
        ("left", "mời lấy số mới"),
        ("no_show", "mời lấy số mới"),
    ],
)
def test_today_s_slip_shows_where_it_stands(kiosk: Kiosk, state: str, said: str) -> None:
    """Held under the scanner on the first screen, without a touch; no second number is given."""
    number = 3 if state in {"called", "serving"} else None
    slip = kiosk.hall.slip("A023", state, number=number)
    kiosk.open()
    kiosk.scan(slip)
    kiosk.says(said)
    kiosk.heading("A023")
    if state == "waiting":
        kiosk.says("4 người")
        kiosk.says("10–20 phút")
    assert kiosk.hall.asked == []
    kiosk.touch("Về màn hình đầu")
    kiosk.heading("làm việc gì")


def test_who_missed_the_call_stands_in_the_line_again(kiosk: Kiosk) -> None:
    """One touch on the button, and the place is shown; it works from the screen of receipts as well."""
    slip = kiosk.hall.slip("A006", "absent")
    kiosk.open()
    kiosk.touch("Nhận kết quả")
    kiosk.scan(slip)
    kiosk.says("Đã gọi mà chưa thấy ông, bà")
    kiosk.touch("Tôi đã quay lại")
    kiosk.says("Phiếu vẫn còn trong hàng")
    kiosk.says("1 người")


def test_a_return_that_comes_too_late_is_told_in_the_servers_words(kiosk: Kiosk) -> None:
    """The hall's rule stands in the sentence, and nobody is left without a way on."""
    kiosk.hall.return_refused = problem(409, "too-late-to-return", "Số A006 đã quá lượt quay lại.")
    slip = kiosk.hall.slip("A006", "absent")
    kiosk.open()
    kiosk.scan(slip)
    kiosk.touch("Tôi đã quay lại")
    kiosk.heading("Chưa dùng được phiếu này")
    kiosk.says("Số A006 đã quá lượt quay lại.")
    expect(kiosk.page.get_by_role("button", name="Về màn hình đầu")).to_be_visible()


def test_an_unserved_slip_of_another_day_gets_a_number_that_goes_first(kiosk: Kiosk) -> None:
    """Whoever waited in vain scans once and has a new number, printed, in the same line."""
    slip = kiosk.hall.slip("A041", "unserved", day=BEFORE)
    kiosk.open()
    kiosk.scan(slip)
    kiosk.heading("A023")
    assert "A023" in kiosk.slip()
    [asked] = kiosk.hall.asked
    assert asked["wish"] == {"line": "line-A", "carried": "A041.seal"}
    assert asked["key"]


@pytest.mark.parametrize("state", ["served", "absent", "waiting"])
def test_any_other_slip_of_another_day_is_worth_nothing(kiosk: Kiosk, state: str) -> None:
    """A number holds on its day; the screen says so and gives none."""
    slip = kiosk.hall.slip("A041", state, day=BEFORE)
    kiosk.open()
    kiosk.scan(slip)
    kiosk.heading("Phiếu này của ngày khác")
    assert kiosk.hall.asked == []


def test_a_slip_that_is_not_the_hall_s_or_a_lost_line_is_told(kiosk: Kiosk) -> None:
    """A foreign slip is refused in the server's words; without a line nothing is said about the number."""
    kiosk.open()
    kiosk.scan("https://motcua.example/t/other.seal")
    kiosk.heading("Chưa dùng được phiếu này")
    kiosk.says("Xin xem lại phiếu")
    kiosk.touch("Về màn hình đầu")
    slip = kiosk.hall.slip("A023", "waiting")
    kiosk.hall.reachable = False
    kiosk.scan(slip)
    kiosk.heading("Máy mất kết nối")
    kiosk.says("Số của ông, bà vẫn giữ nguyên")
    kiosk.hall.reachable = True
    kiosk.touch("Thử lại")
    kiosk.says("Phiếu vẫn còn trong hàng")


@pytest.mark.parametrize("size", [UPRIGHT, ACROSS])
def test_the_screen_of_a_slip_is_sound_in_both_languages(browser: Browser, size: tuple[int, int]) -> None:
    """Everything stands on one screen without scrolling; axe finds nothing serious."""
    with standing(browser, size) as kiosk:
        for state in ("waiting", "absent"):
            slip = kiosk.hall.slip("A023", state)
            kiosk.open()
            for lang in ("Tiếng Việt", "English"):
                kiosk.touch(lang)
                kiosk.scan(slip)
                kiosk.heading("A023")
                assert kiosk.page.locator("#main").evaluate("one => one.scrollHeight - one.clientHeight") <= 0
                found = Axe().run(kiosk.page).response["violations"]
                assert [fault["id"] for fault in found if fault["impact"] in {"serious", "critical"}] == []
                assert "{" not in kiosk.page.locator("main").inner_text()
            folder = os.environ.get("ONESTOP_SCREENSHOTS")
            if folder:
                Path(folder).mkdir(parents=True, exist_ok=True)
                kiosk.page.screenshot(path=Path(folder) / f"kiosk-again-{state}-{size[0]}.png")
