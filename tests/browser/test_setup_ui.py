"""The administrator sets the hall up in a real browser on the real service; kiosks and boards follow."""

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.demo_screens import DESK, Screen, open_setup

pytestmark = pytest.mark.browser

KIOSK, BOARD = (1080, 1920), (1920, 1080)
SAVED = "Đã lưu. Máy lấy số và bảng gọi số tự cập nhật."
PARTS = ("", "lines", "counters", "hours", "calendar", "boards", "devices", "rules", "clips")


def _row(page: Page, words: str) -> Locator:
    """Find a thing of a page by what its row says, folded or not."""
    return page.locator(".item", has=page.locator("summary", has_text=words))


def _saved(page: Page, words: str = SAVED) -> None:
    expect(page.locator("#said")).to_have_text(words)
    expect(page.locator("#said")).to_be_focused()


def _kiosk(browser: Browser, demo: dict[str, Any]) -> Screen:
    kiosk = Screen(browser, KIOSK)
    kiosk.page.goto(f"{demo['base_url']}/kiosk/#token={demo['devices']['kiosk']}")
    expect(kiosk.page.locator("h1")).to_contain_text("làm việc gì")
    return kiosk


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("part", PARTS)
def test_axe_finds_nothing_on_any_page(office: Screen, demo: dict[str, Any], part: str, lang: str) -> None:
    """Closed as it is opened, and with every form unfolded; on a narrow screen nothing is cut off."""
    page = office.page
    page.goto(f"{demo['base_url']}/setup{'/' + part if part else ''}?lang={lang}")
    page.wait_for_load_state("networkidle")
    office.keep(f"setup-{part or 'overview'}-{lang}")
    page.evaluate(
        "for (const one of document.querySelectorAll('details')) { one.name = ''; one.open = true; }"
    )
    office.keep(f"setup-{part or 'overview'}-{lang}-open")
    assert len(set(ids := page.eval_on_selector_all("[id]", "all => all.map((one) => one.id)"))) == len(ids)
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.set_viewport_size({"width": DESK[0], "height": DESK[1]})
    page.goto(f"{demo['base_url']}/setup?lang=vi")


def test_a_new_line_is_on_the_running_kiosk(office: Screen, browser: Browser, demo: dict[str, Any]) -> None:
    """Added at the desk, it can be chosen at the kiosk a few seconds later; nobody restarted anything."""
    kiosk = _kiosk(browser, demo)
    page = open_setup(office, demo, "lines")
    page.click("#item-new > summary")
    page.fill("#line-new-letter", "L")
    page.fill("#line-new-name", "Hộ kinh doanh")
    page.check("#line-new-clock")
    page.keyboard.press("Enter")
    _saved(page)
    expect(_row(page, "Hộ kinh doanh")).to_contain_text("0 quầy")

    kiosk.page.get_by_role("button", name="Nộp hồ sơ").click()
    kiosk.page.get_by_role("button", name="Xem thêm").click()
    expect(kiosk.page.locator("main")).to_contain_text("Hộ kinh doanh")

    line = _row(page, "Hộ kinh doanh")
    line.locator("summary").first.click()
    line.get_by_label("Tên", exact=True).fill("Kinh doanh nhỏ")
    line.get_by_label("Tạm ngừng cấp số").check()
    line.get_by_role("button", name="Lưu").click()
    _saved(page)
    expect(kiosk.page.locator(".ln.shut", has_text="Kinh doanh nhỏ")).to_be_visible(timeout=25_000)
    assert kiosk.complaints == []


def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(
    office: Screen, demo: dict[str, Any]
) -> None:
    """The summary takes the focus and leads to the field; what was typed is still there."""
    page = open_setup(office, demo, "lines")
    page.click("#item-new > summary")
    page.fill("#line-new-letter", "A")
    page.fill("#line-new-name", "Một hàng nữa")
    page.fill("#line-new-first", "mười")
    page.keyboard.press("Enter")
    expect(page.locator("#errors")).to_be_focused()
    expect(page.locator("#line-new-first-why")).to_have_text("Nhập một số nguyên.")

    page.fill("#line-new-first", "1")
    page.click("#line-new button[type=submit]")
    expect(page.locator("#line-new-letter-why")).to_contain_text("đang thuộc hàng")
    expect(page.locator("#line-new-letter")).to_have_attribute("aria-invalid", "true")
    page.locator("#errors a").click()
    expect(page.locator("#line-new-letter")).to_be_focused()
    expect(page.locator("#line-new-name")).to_have_value("Một hàng nữa")
    office.keep("setup-lines-refused")


def test_what_was_typed_survives_the_end_of_the_session(office: Screen, demo: dict[str, Any]) -> None:
    """Signed out elsewhere, the form is filled again after signing in."""
    page = open_setup(office, demo, "counters")
    page.click("#item-new-counter > summary")
    page.fill("#counter-new-number", "77")
    page.fill("#counter-new-name", "Quầy hướng dẫn")
    page.context.clear_cookies(name="onestop_session")
    page.click("#counter-new button[type=submit]")
    expect(page.locator("#username")).to_be_visible()
    officer = next(one for one in demo["officers"] if one["username"] == "quantri")
    page.fill("#username", "quantri")
    page.fill("#password", officer["password"])
    page.keyboard.press("Enter")

    expect(page.locator("#counter-new-number")).to_have_value("77")
    page.click("#counter-new button[type=submit]")
    _saved(page)
    expect(_row(page, "Quầy hướng dẫn")).to_contain_text("Đang đóng")


def test_a_counter_s_profile_is_changed(office: Screen, browser: Browser, demo: dict[str, Any]) -> None:
    """A profile by ratio is made and given to counter 1; the officer's screen has its lines with the next look."""
    page = open_setup(office, demo, "counters")
    page.click("#item-new-profile > summary")
    page.fill("#profile-new-name", "Hai một")
    page.select_option("#profile-new-rule", "ratio")
    for letter, order, share in (("B", "1", "2"), ("A", "2", "1")):
        row = page.locator("#profile-new .served", has=page.locator(f"b:text-is('{letter}')"))
        row.get_by_role("checkbox").check()
        row.get_by_label("Thứ tự").fill(order)
        row.get_by_label("Tỷ lệ").fill(share)
    page.click("#profile-new button[type=submit]")
    _saved(page)
    expect(_row(page, "Hai một")).to_contain_text("B×2, A×1")

    counter = page.locator(".items").first.locator(".item").first
    counter.locator("summary").click()
    counter.get_by_label("Phân công").select_option(label="Hai một")
    counter.get_by_role("button", name="Lưu").click()
    _saved(page)
    console = Screen(browser, DESK)
    console.sign_in(demo, "quay1", "/counter")
    served = console.page.request.get(f"{demo['base_url']}/api/counters/{demo['counters'][0]['id']}").json()
    assert [line["letter"] for line in served["counter"]["lines"]] == ["B", "A"]
    office.keep("setup-counters-changed")


def test_hours_are_changed_from_a_day_on(office: Screen, demo: dict[str, Any]) -> None:
    """A Saturday is opened; a working day without hours is refused beside its own field."""
    page = open_setup(office, demo, "hours")
    page.fill("#hours-3", "")
    page.fill("#hours-6", "07:30-11:30")
    page.click("#hours button[type=submit]")
    expect(page.locator("#hours-3-why")).to_contain_text("phải có giờ")
    expect(page.locator("#hours-6")).to_have_value("07:30-11:30")

    page.fill("#hours-3", "07:30-11:30, 13:30-17:00")
    page.click("#hours button[type=submit]")
    _saved(page)
    expect(page.locator(".facts").first).to_contain_text("Thứ Bảy07:30-11:30")


def test_a_kiosk_is_let_in_by_the_code_on_its_screen(
    office: Screen, browser: Browser, demo: dict[str, Any]
) -> None:
    """The code is read from the screen and typed; the kiosk starts by itself, and stops when it is revoked."""
    machine = Screen(browser, KIOSK)
    machine.page.goto(f"{demo['base_url']}/kiosk/")
    code = machine.page.locator(".entry")
    expect(code).to_have_text(re.compile(r"^[2-9A-Z]{4}-[2-9A-Z]{4}$"))
    machine.keep("kiosk-code")
    first = code.inner_text()
    machine.page.get_by_role("button", name="English").click()
    assert code.inner_text() == first

    page = open_setup(office, demo, "devices")
    page.fill("#enrol-code", "K7Q2-9XAN")
    page.fill("#enrol-name", "Máy lấy số cửa sau")
    page.keyboard.press("Enter")
    expect(page.locator("#enrol-code-why")).to_contain_text("tám ký tự")
    page.fill("#enrol-code", first.lower())
    page.keyboard.press("Enter")
    _saved(page, "Đã cấp phép. Máy sẽ tự vào trong vài giây.")
    expect(machine.page.locator(".tile")).to_have_count(3)

    kept = _row(page, "Máy lấy số cửa sau")
    kept.locator("summary").click()
    office.keep("setup-devices-kept")
    kept.get_by_role("button", name="Thu hồi").click()
    page.get_by_role("dialog").get_by_role("button", name="Thu hồi").click()
    _saved(page, "Đã xong. Máy lấy số và bảng gọi số tự cập nhật.")
    expect(_row(page, "Máy lấy số cửa sau")).to_have_count(0)
    expect(machine.page.locator(".entry")).to_be_visible(timeout=25_000)
    assert machine.page.locator(".entry").inner_text() != first
    assert machine.complaints == []


def test_a_board_is_let_in_and_looked_at_from_the_desk(
    office: Screen, browser: Browser, demo: dict[str, Any]
) -> None:
    """A board screen shows its code in letters for the far end of the room; the desk looks at it beforehand."""
    screen = Screen(browser, BOARD)
    screen.page.goto(f"{demo['base_url']}/board/")
    code = screen.page.locator("#code")
    expect(code).to_have_text(re.compile(r"^[2-9A-Z]{4}-[2-9A-Z]{4}$"))
    screen.keep("board-code")

    page = open_setup(office, demo, "devices")
    page.fill("#enrol-code", code.inner_text())
    page.fill("#enrol-name", "Ti vi phòng chờ")
    page.keyboard.press("Enter")
    expect(page.locator("#enrol-board-why")).to_contain_text("Hiện bảng")
    page.select_option("#enrol-board", index=1)
    page.click("#enrol button[type=submit]")
    _saved(page, "Đã cấp phép. Máy sẽ tự vào trong vài giây.")
    expect(screen.page.locator("body")).to_contain_text("Quầy 1")

    preview = open_setup(office, demo, f"../board/?preview={demo['boards'][0]['id']}")
    expect(preview.locator("body")).to_contain_text("Quầy 1")
    assert screen.complaints == []


def test_a_class_of_priority_reaches_the_running_kiosk(
    office: Screen, browser: Browser, demo: dict[str, Any]
) -> None:
    """The next citizen is asked in the office's words, with its rule; no restart."""
    kiosk = _kiosk(browser, demo)
    page = open_setup(office, demo, "rules")
    page.fill("#class-6-name", "Người ở xa")
    page.fill("#class-6-rule", "Nơi cư trú cách trung tâm trên 50 km.")
    page.click("#classes button[type=submit]")
    _saved(page)
    page.fill("#rule-priority_run", "99")
    page.click("#rules button[type=submit]")
    expect(page.locator("#rule-priority_run-why")).to_contain_text("giới hạn")

    with kiosk.page.expect_response(lambda answer: "/api/priority-classes" in answer.url):
        kiosk.page.get_by_role("button", name="Nộp hồ sơ").click()
    kiosk.page.locator("button.ln").first.click()
    kiosk.page.get_by_role("button", name="Có, tôi thuộc diện ưu tiên").click()
    expect(kiosk.page.locator("main")).to_contain_text("Người ở xaNơi cư trú cách trung tâm trên 50 km.")
    kiosk.keep("kiosk-classes")
    kiosk.page.get_by_role("button", name="Người ở xa").click()
    expect(kiosk.page.locator("main")).to_contain_text("Số ưu tiên")
    assert kiosk.complaints == []


def test_a_printer_s_secret_is_shown_once(office: Screen, demo: dict[str, Any]) -> None:
    """It stands in a dialog until somebody says that it is copied, and nowhere afterwards."""
    page = open_setup(office, demo, "devices")
    page.fill("#make-name", "Máy in cửa chính")
    page.click("#make button[type=submit]")
    expect(page.locator("#token-text")).not_to_be_empty()
    secret = page.locator("#token-text").inner_text()
    assert len(secret) > 30
    office.keep("setup-devices-secret")
    page.get_by_role("button", name="Đã chép").click()
    _saved(page)
    assert secret not in page.content()
    expect(_row(page, "Máy in cửa chính")).to_be_visible()
