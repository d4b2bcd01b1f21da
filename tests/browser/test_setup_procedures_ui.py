"""The administrator draws up a procedure in a real browser on the real service, by keyboard alone."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.demo_screens import DESK, Screen, open_setup

pytestmark = pytest.mark.browser

BIRTH, WATER, LICENCE = "1.001193", "1.004122", "1.012990"
SAVED = "Đã lưu. Việc này được ghi vào nhật ký."


def _press(page: Page, name: str) -> None:
    """Press a button by keyboard."""
    page.get_by_role("button", name=name, exact=True).focus()
    page.keyboard.press("Enter")


def _draft(office: Screen, demo: dict[str, Any], code: str) -> Page:
    page = open_setup(office, demo, f"procedures/{code}")
    if not page.locator("#draft").count():
        _press(page, "Lập dự thảo mới")
        page.keyboard.press("Enter")
        _saved(page)
    return page


def _saved(page: Page) -> None:
    expect(page.locator("#said")).to_have_text(SAVED)
    expect(page.locator("#said")).to_be_focused()


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("path", ["", f"/{WATER}", "/2.000986"])
def test_axe_finds_nothing(office: Screen, demo: dict[str, Any], path: str, lang: str) -> None:
    """With a draft and every form unfolded, in both languages; on a narrow screen nothing is cut off."""
    if path == f"/{WATER}":
        _draft(office, demo, WATER)
    page = open_setup(office, demo, f"{path}?lang={lang}")
    office.keep(f"setup-procedures-{path.strip('/').replace('.', '-') or 'list'}-{lang}")
    page.evaluate(
        "for (const one of document.querySelectorAll('details')) { one.name = ''; one.open = true; }"
    )
    office.keep(f"setup-procedures-{path.strip('/').replace('.', '-') or 'list'}-{lang}-open")
    assert len(set(ids := page.eval_on_selector_all("[id]", "all => all.map((one) => one.id)"))) == len(ids)
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.set_viewport_size({"width": DESK[0], "height": DESK[1]})
    page.goto(f"{demo['base_url']}/setup?lang=vi")


def test_a_procedure_is_found_without_marks_and_sifted(office: Screen, demo: dict[str, Any]) -> None:
    """Typed without diacritics and entered; the filters stand in the address."""
    page = open_setup(office, demo, "procedures")
    page.get_by_label("Tìm thủ tục").fill("khoan nuoc duoi dat")
    page.keyboard.press("Enter")
    expect(page.locator("table.procs")).to_contain_text(WATER)
    page.get_by_label("Tình trạng").select_option("ended")
    _press(page, "Tìm")
    expect(page.locator("#found-title")).to_have_text("0 thủ tục")
    assert "state=ended" in page.url


def test_a_draft_is_drawn_up_by_keyboard_and_published(office: Screen, demo: dict[str, Any]) -> None:
    """Rows are added, moved and removed with keys; the difference and the promise are there before it counts."""
    page = _draft(office, demo, LICENCE)
    rows = page.locator("#requirements-list > ol > li")
    before = rows.count()
    first = rows.nth(0).locator("[name=name]").input_value()
    page.get_by_role("button", name="Thêm dòng: Thành phần hồ sơ").focus()
    page.keyboard.press("Enter")
    expect(rows).to_have_count(before + 1)
    expect(rows.nth(before).locator("[name=name]")).to_be_focused()
    page.keyboard.type("Giấy ủy quyền")
    page.keyboard.press("Alt+ArrowUp")
    expect(rows.nth(before - 1).locator("[name=name]")).to_have_value("Giấy ủy quyền")
    expect(rows.nth(before - 1).locator("[name=name]")).to_be_focused()
    rows.nth(0).locator("[name=name]").focus()
    rows.nth(0).get_by_role("button", name="Bỏ").focus()
    page.keyboard.press("Enter")
    expect(rows).to_have_count(before)
    page.locator("#draft-amount").fill("7,5")
    page.locator("#publish-from").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#errors")).to_contain_text("chưa lưu")
    _press(page, "Lưu dự thảo")
    _saved(page)

    expect(page.locator("table.diff")).to_contain_text("Thêm dòng")
    expect(page.locator("table.diff")).to_contain_text(first)
    expect(page.locator("table.diff")).to_contain_text("7.5")
    expect(page.locator("#promises")).to_contain_text("/20")
    office.keep("setup-procedure-diff")
    lacks = page.locator(".note.ask", has_text="Còn thiếu để công bố")
    expect(lacks).to_contain_text("Tổng thời hạn các chặng là 10, khác thời hạn chung 7.5")
    _press(page, "Công bố dự thảo")
    expect(page.locator("#errors")).to_be_focused()

    page.locator("#draft-amount").fill("10")
    _press(page, "Lưu dự thảo")
    _saved(page)
    _press(page, "Công bố dự thảo")
    _saved(page)
    expect(page.locator("#versions-title + ul")).to_contain_text("Bản 2")
    expect(page.locator("#draft")).to_have_count(0)


def test_what_is_wrong_in_a_row_stands_beside_it(office: Screen, demo: dict[str, Any]) -> None:
    """The summary names the row and leads to its field; nothing typed is lost."""
    page = _draft(office, demo, BIRTH)
    page.locator("#draft-allowance_text").fill("Trong ngày làm việc")
    page.get_by_role("button", name="Thêm dòng: Cách nộp").focus()
    page.keyboard.press("Enter")
    added = page.locator("#channels-list > ol > li").last
    added.locator("[name=channel]").select_option("post")
    added.locator("[name=amount]").fill("-3")
    added.locator("[name=unit]").select_option("working_day")
    added.locator("[name=counts]").uncheck()
    _press(page, "Lưu dự thảo")
    expect(page.locator("#errors")).to_be_focused()
    expect(page.locator("#errors")).to_contain_text("Cách nộp")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(added.locator("[name=amount]")).to_be_focused()
    expect(added.locator("[name=amount]")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#draft-allowance_text")).to_have_value("Trong ngày làm việc")


def test_an_ended_session_loses_no_row(office: Screen, demo: dict[str, Any]) -> None:
    """The session ends before saving; after signing in again the rows stand there as they were typed."""
    page = _draft(office, demo, WATER)
    rows = page.locator("#steps-list > ol > li")
    before = rows.count()
    page.get_by_role("button", name="Thêm dòng: Các bước nội bộ").focus()
    page.keyboard.press("Enter")
    page.keyboard.type("Chuyên viên mới")
    rows.nth(before).locator("[name=counted]").uncheck()
    session = page.evaluate("decodeURIComponent(document.cookie.match(/csrftoken=([^;]*)/)[1])")
    page.request.delete(f"{demo['base_url']}/api/session", headers={"x-csrftoken": session})
    _press(page, "Lưu dự thảo")
    page.wait_for_url("**/login**")
    page.wait_for_load_state("networkidle")
    page.fill("#username", "quantri")
    keeper = next(one for one in demo["officers"] if one["username"] == "quantri")
    page.fill("#password", keeper["password"])
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/setup/procedures/{WATER}")
    expect(rows).to_have_count(before + 1)
    expect(rows.nth(before).locator("[name=role]")).to_have_value("Chuyên viên mới")
    _press(page, "Lưu dự thảo")
    _saved(page)


def test_a_file_is_looked_at_then_taken_into_drafts(office: Screen, demo: dict[str, Any]) -> None:
    """A wrong row is told with its line and keeps the rest out; the right file becomes drafts."""
    page = open_setup(office, demo, "procedures")
    page.locator("#item-sheets > summary").click()
    wrong = "ma,thoi_han,don_vi\r\n1.014.111,5,ngày làm việc\r\n1.000894,2,ngày làm việc\r\n"
    for text, words in (
        (wrong, "1.014111"),
        (wrong.replace("1.014.111", "1.000656"), "Thêm mới 0, thay đổi 2"),
    ):
        page.set_input_files(
            "#sheets-file", {"name": "thu-tuc.csv", "mimeType": "text/csv", "buffer": text.encode()}
        )
        _press(page, "Xem trước")
        expect(page.locator("#sheets-found")).to_contain_text(words)
    office.keep("setup-procedures-sheet")
    _press(page, "Nhận vào dự thảo")
    expect(page.locator("#said")).to_contain_text("2 dự thảo")
    expect(page.locator("table.procs")).to_contain_text("1.000894")
