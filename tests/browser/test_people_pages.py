"""The pages of who keeps people, in a real browser on the real service; axe looks at each."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.demo_screens import DESK, Screen, open_setup
from tests.cli.program import environment, run

pytestmark = pytest.mark.browser
expect.set_options(timeout=20_000)  # passwords take their time to hash, more so on a busy machine

PASSWORD = "ba-chu-bo-doi"


def test_an_officer_is_added_and_signs_in(office: Screen, demo: dict[str, Any], browser: Browser) -> None:
    """By the form; the first password is shown once, opens the page of an own one, and that opens the work."""
    page = open_setup(office, demo, "officers")
    office.keep("setup-officers")
    page.click("#item-new summary")
    page.fill("#officer-new-name", "Lý Thị Nhung")
    page.fill("#officer-new-username", "quay1")
    page.click("#officer-new [type=submit]")
    expect(page.locator("#officer-new-username-why")).to_contain_text("quay1")
    page.fill("#officer-new-username", "nhung.ly")
    page.select_option("#officer-new-centre", demo["centre"]["id"])
    page.click("#officer-new [type=submit]")
    expect(page.locator("#token-text")).not_to_be_empty()
    password = page.inner_text("#token-text")
    page.click("#token button")
    expect(page.locator("#said")).to_contain_text("đặt mật khẩu riêng")

    own = Screen(browser, DESK)
    own.page.goto(f"{demo['base_url']}/login")
    own.page.fill("#username", "nhung.ly")
    own.page.fill("#password", password)
    own.page.keyboard.press("Enter")
    expect(own.page).to_have_url(f"{demo['base_url']}/password")
    own.keep("password")
    own.page.fill("#present", password)
    own.page.fill("#password", PASSWORD)
    own.page.fill("#again", "something else")
    own.page.keyboard.press("Enter")
    expect(own.page.locator("#errors")).to_be_focused()
    expect(own.page.locator("#again-why")).to_be_visible()
    own.page.fill("#again", PASSWORD)
    own.page.keyboard.press("Enter")
    expect(own.page).to_have_url(f"{demo['base_url']}/dossiers")
    assert own.complaints == []


def test_an_officer_is_found_and_closed(office: Screen, demo: dict[str, Any]) -> None:
    """Sought by name without diacritics; closed after a question, by keyboard."""
    page = open_setup(office, demo, "officers")
    page.fill("#q", "hoang van thai")
    page.keyboard.press("Enter")
    page.wait_for_load_state("networkidle")
    item = page.locator(".items .item:not(.new)").first
    item.locator("summary").first.focus()
    page.keyboard.press("Enter")
    item.locator("[data-act]", has_text="Khóa tài khoản").press("Enter")
    page.click("#ask-yes")
    expect(page.locator("#said")).to_contain_text("Đã khóa")
    expect(page.locator(".items .item:not(.new)", has_text="Đã khóa")).to_have_count(1)


def test_the_table_of_roles_is_changed(office: Screen, demo: dict[str, Any]) -> None:
    """One box of the table, saved and still there."""
    page = open_setup(office, demo, "roles")
    box = page.locator("input[name=specialist][value=reopen-dossier]")
    expect(box).not_to_be_checked()
    box.check()
    office.keep("setup-roles")
    page.click("#roles [type=submit]")
    expect(page.locator("#said")).to_contain_text("Quyền mới")
    expect(page.locator("input[name=specialist][value=reopen-dossier]")).to_be_checked()


def test_an_agency_cannot_stand_above_itself(office: Screen, demo: dict[str, Any]) -> None:
    """The tree is shown, the refusal stands beside the field."""
    page = open_setup(office, demo, "agencies")
    office.keep("setup-agencies")
    root = page.locator(".tree .item", has=page.locator("summary b", has_text=re.compile("^H14$")))
    root.locator("summary").click()
    form = root.locator("form")
    form.locator("select[name=parent]").select_option(label="H14.12 Sở Y tế")
    form.locator("[type=submit]").click()
    expect(form.locator(".f.bad")).to_contain_text("không thể trực thuộc")


def test_a_leave_is_noted_and_ended(office: Screen, demo: dict[str, Any]) -> None:
    """With its cover, and ended after a question."""
    page = open_setup(office, demo, "absences")
    people = page.locator("#absence-officer option").all_inner_texts()
    here = [place for place, words in enumerate(people) if words.startswith(("Hoàng", "Nông", "Mã"))]
    page.select_option("#absence-officer", index=here[0])
    page.select_option("#absence-cover", index=here[1])
    page.click("#absence [type=submit]")
    expect(page.locator("#said")).to_contain_text("Đã ghi")
    office.keep("setup-absences")
    page.locator(".rows [data-act]").first.click()
    page.click("#ask-yes")
    expect(page.locator(".rows")).to_contain_text("Không có ai nghỉ")


def test_a_table_is_looked_at_and_brought_in(office: Screen, demo: dict[str, Any], tmp_path: Path) -> None:
    """A wrong row keeps the button away; mended, the table is imported and the password is told."""
    page = open_setup(office, demo, "officers")
    sheet = tmp_path / "can-bo.csv"
    head = "Tên đăng nhập,Họ và tên,Vai trò,Trung tâm (khóa)\n"
    sheet.write_text(f"{head}binh,Bế Thị Bình,Vua,tinh\n", encoding="utf-8")
    page.set_input_files("#sheet-file", sheet)
    page.click("#sheet [type=submit]")
    expect(page.locator("#sheet-rows")).to_contain_text("Vai trò")
    expect(page.locator("#sheet-keep")).to_be_hidden()
    sheet.write_text(f"{head}binh,Bế Thị Bình,Lãnh đạo,tinh\n", encoding="utf-8")
    page.set_input_files("#sheet-file", sheet)
    page.click("#sheet [type=submit]")
    expect(page.locator("#sheet-rows")).to_contain_text("Mới")
    page.click("#sheet-keep")
    expect(page.locator("#sheet-rows")).to_contain_text("Mật khẩu lần đầu")
    office.keep("setup-sheet")


def test_the_first_run_in_a_browser(browser: Browser, tmp_path: Path) -> None:
    """From the code on the console to the administrator's own page, and never again."""
    assert run("migrate", folder=tmp_path).returncode == 0
    command = [sys.executable, "-u", "-m", "onestop.cli", "serve", "--port", "0"]
    screen = Screen(browser, DESK)
    with subprocess.Popen(
        command, cwd=tmp_path, env=environment(), stdout=subprocess.PIPE, text=True
    ) as served:
        try:
            assert served.stdout is not None
            lines = [served.stdout.readline() for _ in range(4)]
            _begin(screen, lines[1].split()[-1], lines[2].split()[-1])
        finally:
            served.terminate()
    assert screen.complaints == []


def _begin(screen: Screen, address: str, code: str) -> None:
    page, base = screen.page, address.removesuffix("/first-run")
    for _ in range(100):
        try:
            page.goto(base)
            break
        except Exception:  # noqa: BLE001  the server is on its way up
            page.wait_for_timeout(100)
    expect(page).to_have_url(address)
    page.fill("#code", code)
    page.fill("#name", "Lý Thị Nhung")
    page.fill("#username", "nhung")
    page.fill("#password", PASSWORD)
    page.fill("#again", f"{PASSWORD}!")
    page.uncheck("#catalogue")
    page.click("button[type=submit]")
    expect(page.locator("#again-why")).to_be_visible()
    screen.keep("first-run")
    page.fill("#password", PASSWORD)
    page.fill("#again", PASSWORD)
    page.click("button[type=submit]")
    expect(page).to_have_url(f"{base}/login")
    page.fill("#username", "nhung")
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{base}/setup")
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == 404
