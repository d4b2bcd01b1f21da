"""A citizen who booked at the kiosk: scanning or keying in the code, and what is said when it does not hold."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from tests.browser.kiosk_page import ACROSS, UPRIGHT, Kiosk, standing
from tests.browser.kiosk_stub import problem

pytestmark = pytest.mark.browser

CODE = "123456788"
MARKS = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture(params=[UPRIGHT, ACROSS], ids=["upright", "across"])
def kiosk(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Kiosk]:
    with standing(browser, request.param) as one:
        yield one
        assert one.complaints == []
        assert one.strangers == []


def _begin(kiosk: Kiosk) -> None:
    kiosk.open()
    kiosk.touch("Tôi đã đặt lịch")
    kiosk.heading("Tôi đã đặt lịch")


def test_the_square_code_of_a_booking_gives_a_number(kiosk: Kiosk) -> None:
    """Scanned wherever focus is: one request to check in, and the number as large as any."""
    _begin(kiosk)
    kiosk.scan(f"{kiosk.hall.url}/b/{CODE}.aBcDeFgHiJkLmNoPqRsTuV")
    kiosk.heading("A023")
    assert [asked["path"] for asked in kiosk.hall.asked] == [f"/api/bookings/{CODE}/check-in"]
    assert "A023" in kiosk.slip()


def test_the_code_is_keyed_in_by_finger(kiosk: Kiosk) -> None:
    """Nine touches, shown in groups of three; a wrong digit is wiped away."""
    _begin(kiosk)
    keys = kiosk.page.locator(".keys")
    for digit in "1234567899":
        keys.get_by_role("button", name=digit, exact=True).click()
    expect(kiosk.page.locator("#code")).to_have_value("123 456 789")
    keys.get_by_role("button", name="Xóa một ký tự").click()
    keys.get_by_role("button", name="8", exact=True).click()
    expect(kiosk.page.locator("#code")).to_have_value("123 456 788")
    kiosk.touch("Lấy số")
    kiosk.heading("A023")


def test_too_early_is_said_with_the_hour_and_leads_back_to_the_code(kiosk: Kiosk) -> None:
    """There is no number, why, and when to come back; no other screen pretends otherwise."""
    said = "Lịch hẹn lúc 10:30 ngày 23/11/2026: nhận số từ 10:00. Xin quay lại máy vào giờ đó."
    kiosk.hall.tickets_refused = problem(409, "booking-too-early", said)
    _begin(kiosk)
    kiosk.scan(CODE)
    kiosk.says(said)
    kiosk.says("chưa có số")
    kiosk.touch("Nhập lại mã")
    expect(kiosk.page.locator("#code")).to_have_value(CODE)


@pytest.mark.parametrize(
    ("typed", "said"),
    [("12345", "9 chữ số"), ("H14.12-261123-0007", "không phải mã đặt lịch"), ("", "Chưa có mã")],
)
def test_what_is_no_booking_code_is_said_before_anything_is_asked(
    kiosk: Kiosk, typed: str, said: str
) -> None:
    """A receipt, too few digits, nothing: beside the field, and the server is not troubled."""
    _begin(kiosk)
    kiosk.scan(typed)
    expect(kiosk.page.locator("#why")).to_contain_text(said)
    assert kiosk.hall.asked == []


def test_a_booking_scanned_at_the_wrong_screen_is_sent_to_the_right_one(kiosk: Kiosk) -> None:
    """Where a receipt is wanted, a booking's code is recognised and told where it belongs."""
    kiosk.open()
    kiosk.touch("Nhận kết quả")
    kiosk.scan(f"{kiosk.hall.url}/b/{CODE}.x")
    kiosk.says("Tôi đã đặt lịch")
    assert kiosk.hall.asked == []


def test_a_lost_answer_is_asked_for_with_the_same_key(kiosk: Kiosk) -> None:
    """The number that the server gave and nobody saw is fetched, not a second one."""
    kiosk.hall.swallow = 1
    _begin(kiosk)
    kiosk.scan(CODE)
    kiosk.heading("A023")
    assert len({asked["key"] for asked in kiosk.hall.asked}) == 1
    assert len(kiosk.hall.asked) >= 2


def test_where_no_line_takes_bookings_nobody_is_asked_for_one(kiosk: Kiosk) -> None:
    """One choice less to read."""
    for line in kiosk.hall.lines:
        line["takes_bookings"] = False
    kiosk.open()
    expect(kiosk.page.get_by_role("button", name="Nộp hồ sơ")).to_be_visible()
    expect(kiosk.page.get_by_role("button", name="Tôi đã đặt lịch")).to_have_count(0)


def test_the_screen_is_for_everybody(kiosk: Kiosk) -> None:
    """Axe finds nothing, in both languages and the largest letters; every key is as large as a finger."""
    _begin(kiosk)
    assert Axe().run(kiosk.page, options=MARKS).response["violations"] == []
    kiosk.page.click('[data-lang="en"]')
    kiosk.page.click('[data-size="largest"]')
    kiosk.heading("I have a booking")
    assert Axe().run(kiosk.page, options=MARKS).response["violations"] == []
    for box in [one.bounding_box() for one in kiosk.page.locator(".keys button").all()]:
        assert box is not None
        assert min(box["width"], box["height"]) >= 96
