"""The administrator settles bookings in a real browser on the real service, and sends a lost letter again."""

import sqlite3
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.demo_screens import DESK, Screen, open_setup

pytestmark = pytest.mark.browser


def _line(office: Screen, demo: dict[str, Any]) -> dict[str, Any]:
    found = office.page.request.get(f"{demo['base_url']}/api/setup/bookings").json()
    return dict(found["lines"][0])


def _slot(office: Screen, demo: dict[str, Any], line: str) -> dict[str, Any]:
    slots = office.page.request.get(f"{demo['base_url']}/api/bookings/slots?line={line}").json()["slots"]
    first = date.fromisoformat(slots[0]["day"])
    tomorrow = (first + timedelta(days=1)).isoformat()
    return next(dict(one) for one in slots if one["day"] == tomorrow and one["free"] > 1)


def _book(browser: Browser, demo: dict[str, Any], slot: dict[str, Any], line: str, number: int) -> None:
    """Book as two citizens do, each at home."""
    home = browser.new_context()
    body = {
        "line": line,
        "day": slot["day"],
        "minute": slot["minute"],
        "name": "Nông Thị Lý",
        "phone": f"091200038{number}",
        "email": "ly@example.vn" if number else "",
    }
    headers = {"idempotency-key": f"home-{number}"}
    answer = home.request.post(f"{demo['base_url']}/api/bookings", data=body, headers=headers)
    assert answer.status == 201, answer.text()
    home.close()


def test_the_office_settles_bookings_and_takes_a_day_out(
    office: Screen, browser: Browser, demo: dict[str, Any]
) -> None:
    """Fewer places than are booked, a day kept, lifted, and called off with a letter: the page says each."""
    line = _line(office, demo)["line"]
    slot = _slot(office, demo, line)
    for number in range(2):
        _book(browser, demo, slot, line, number)

    page = open_setup(office, demo, "bookings")
    row = page.locator(f"#item-{line}")
    expect(row.locator("summary")).to_contain_text("Hôm nay: ")
    expect(row.locator("summary")).to_contain_text("Sắp tới: 2")
    row.locator("summary").click()
    page.fill(f"#plan-{line}-capacity", "0")
    row.get_by_role("button", name="Lưu").click()
    expect(page.locator(f"#plan-{line}-capacity-why")).to_contain_text("giới hạn")
    page.fill(f"#plan-{line}-capacity", "1")
    row.get_by_role("button", name="Lưu").click()
    expect(page.locator("#said")).to_contain_text("2 lịch đã hẹn được giữ nguyên; 1 khung giờ")
    expect(page.locator("#said")).to_be_focused()
    expect(row.locator("summary")).to_contain_text("1 khung giờ quá chỗ")

    _take_out(page, slot["day"])
    expect(page.locator("#said")).to_contain_text("Còn 2 lịch đã hẹn cho ngày ấy")
    expect(page.locator(".rows li")).to_contain_text("Còn 2 lịch đã hẹn")
    office.keep("setup-bookings-out")
    page.fill("#blackout-day", slot["day"])
    page.fill("#blackout-reason", "Tập huấn")
    page.click("#blackout button[type=submit]")
    expect(page.locator("#blackout-day-why")).to_contain_text("đã được nghỉ đặt lịch rồi")
    page.get_by_role("button", name="Nhận lại").click()
    page.get_by_role("dialog").get_by_role("button", name="Nhận lại").click()
    expect(page.locator(".rows .none")).to_be_visible()

    page.check("#blackout-cancel")
    _take_out(page, slot["day"])
    page.get_by_role("dialog").get_by_role("button", name="Hủy các lịch").click()
    expect(page.locator("#said")).to_contain_text("Đã hủy 2 lịch hẹn, 1 thư báo")
    expect(row.locator("summary")).to_contain_text("Sắp tới: 0")


def _take_out(page: Page, day: str) -> None:
    page.fill("#blackout-day", day)
    page.fill("#blackout-reason", "Tập huấn")
    page.click("#blackout button[type=submit]")


def test_a_letter_that_was_given_up_is_sent_again(office: Screen, demo: dict[str, Any], folder: Path) -> None:
    """It is listed by what it was, never to whom; sent again it leaves the list."""
    with closing(sqlite3.connect(folder / "onestop.sqlite")) as database:
        database.execute(
            "UPDATE delivery SET state = 'technical-failure', tries = 10, fault = '451' "
            "WHERE template = 'booking_called_off'"
        )
        database.commit()

    page = open_setup(office, demo, "letters")
    letter = page.locator(".rows li")
    expect(letter).to_contain_text("Thư báo hủy lịch hẹn")
    expect(letter).to_contain_text("Đã thử 10 lần rồi thôi 451")
    assert "ly@example.vn" not in page.content()
    office.keep("setup-letters")
    letter.get_by_role("button", name="Gửi lại").click()
    page.get_by_role("dialog").get_by_role("button", name="Gửi lại").click()
    expect(page.locator("#said")).to_contain_text("gửi lại trong vòng một phút")
    expect(page.locator(".rows .none")).to_be_visible()


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("part", ["bookings", "letters"])
def test_axe_finds_nothing_on_the_pages(office: Screen, demo: dict[str, Any], part: str, lang: str) -> None:
    """With every form unfolded, in both languages; on a narrow screen nothing is cut off."""
    page = open_setup(office, demo, f"{part}?lang={lang}")
    page.evaluate(
        "for (const one of document.querySelectorAll('details')) { one.name = ''; one.open = true; }"
    )
    office.keep(f"setup-{part}-{lang}-open")
    assert len(set(ids := page.eval_on_selector_all("[id]", "all => all.map((one) => one.id)"))) == len(ids)
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.set_viewport_size({"width": DESK[0], "height": DESK[1]})
    page.goto(f"{demo['base_url']}/setup?lang=vi")
