"""The whole job in real browsers on the real service: kiosk, board, counter, receipt, look-up, return.

No stub anywhere: one server, one database, three browsers. Pictures for README are kept where
`ONESTOP_SCREENSHOTS` says.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser

CARD = "004189006742||Nông Thị Bích Ngọc|01021989|Nữ|Tổ 5, phường Thục Phán, tỉnh Cao Bằng|10052021"
PROCEDURE = "1.013817"
PRINTER = "window.print = () => { dispatchEvent(new Event('beforeprint')); };"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """Run the demonstration as a user does."""
    folder = tmp_path_factory.mktemp("demo")
    command = [sys.executable, "-m", "onestop.cli", "demo", "--port", "0", "--json", "--data", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield json.loads(process.stdout.readline())
        process.terminate()


class Screen:
    """One browser window, and what its console complained of."""

    def __init__(self, browser: Browser, size: tuple[int, int]) -> None:
        context = browser.new_context(viewport={"width": size[0], "height": size[1]}, locale="vi-VN")
        context.add_init_script(PRINTER)
        self.page: Page = context.new_page()
        self.complaints: list[str] = []
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on(
            "console",
            lambda message: (
                self.complaints.append(f"{message.text} {message.location}")
                if message.type == "error"
                else None
            ),
        )

    def keep(self, name: str) -> None:
        """Keep a picture, and let axe look at the page."""
        self.page.wait_for_timeout(300)
        folder = os.environ.get("ONESTOP_SCREENSHOTS")
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=Path(folder) / f"{name}.png", animations="disabled")
        found = Axe().run(self.page).response["violations"]
        assert [fault["id"] for fault in found if fault["impact"] in {"serious", "critical"}] == []

    def press(self, *keys: str) -> None:
        """Press keys as fingers do."""
        for key in keys:
            self.page.keyboard.press(key)
            self.page.wait_for_timeout(120)

    def scan(self, text: str) -> None:
        """What a scanner does: type fast, then Enter."""
        self.page.keyboard.type(text)
        self.page.keyboard.press("Enter")


def _officer(demo: dict[str, Any], letter: str) -> dict[str, str]:
    """Find the officer whose counter serves a line alone: quay1 for A, the last counter for R."""
    number = 1 if letter == "A" else max(counter["number"] for counter in demo["counters"])
    return next(one for one in demo["officers"] if one["username"] == f"quay{number}")


def _sign_in(console: Screen, demo: dict[str, Any], letter: str) -> None:
    officer = _officer(demo, letter)
    console.page.goto(f"{demo['base_url']}/login")
    console.page.fill("#username", officer["username"])
    console.page.fill("#password", officer["password"])
    console.page.keyboard.press("Enter")
    expect(console.page.locator("#waiting-count")).to_have_text("1")


def _take_number(kiosk: Screen) -> str:
    for words in ("Nộp hồ sơ", "Y tế, bảo trợ xã hội"):
        kiosk.page.get_by_role("button", name=words).click()
        if words == "Nộp hồ sơ":
            kiosk.keep("kiosk-sector")
    kiosk.page.get_by_role("button", name="Không, lấy số thường").click()
    label = kiosk.page.locator("h1 strong")
    expect(label).to_have_text("A001")
    kiosk.keep("kiosk-ticket")
    return label.inner_text()


def _check_papers(console: Screen) -> None:
    """Fill in every count that the checklist asks for, by its fields."""
    expect(console.page.locator("#checklist")).to_be_visible()
    for box in console.page.locator("#requirements input[type=checkbox]").all():
        box.check()
    for field in console.page.locator("#requirements input.asked:visible").all():
        field.fill("1")


def _receive(console: Screen) -> tuple[str, str]:
    console.press("F5")
    expect(console.page.locator("#p-name")).to_be_focused()
    console.scan(CARD)
    expect(console.page.locator("#p-name")).to_have_value("Nông Thị Bích Ngọc")
    console.page.fill("#p-phone", "0912000386")
    console.page.fill("#procedure-q", PROCEDURE)
    console.page.keyboard.press("Enter")
    _check_papers(console)
    expect(console.page.locator("#promise")).to_contain_text("Ngày tiếp nhận không tính")
    console.keep("counter")
    console.press("Control+Enter")
    done = console.page.locator("#done")
    expect(done).to_contain_text("H14.12-")
    console.keep("counter-accepted")
    code = done.locator("dd.code").inner_text().strip()
    secret = done.locator("dd").last.inner_text().replace(" ", "").strip()
    return code, secret


def _keep_receipt(console: Screen, demo: dict[str, Any], code: str, folder: Path) -> None:
    """Fetch the receipt as the officer's browser does, and keep a picture of the citizen's copy."""
    answer = console.page.request.get(f"{demo['base_url']}/api/dossiers/{code}/papers/receipt.pdf")
    assert answer.body().startswith(b"%PDF")
    pdf = folder / "receipt.pdf"
    pdf.write_bytes(answer.body())
    pictures = Path(os.environ.get("ONESTOP_SCREENSHOTS", folder))
    pictures.mkdir(parents=True, exist_ok=True)
    command = ["pdftoppm", "-png", "-r", "110", "-f", "1", "-singlefile", str(pdf), str(pictures / "receipt")]
    subprocess.run(command, check=True)


def _look_up(browser: Browser, demo: dict[str, Any], code: str, secret: str) -> None:
    phone = Screen(browser, (390, 844))
    phone.page.goto(f"{demo['base_url']}/status")
    phone.page.fill("input[name=code]", code)
    phone.page.keyboard.press("Enter")
    expect(phone.page.locator("main")).to_contain_text(code)
    assert "Ngọc" not in phone.page.content()
    phone.keep("status-public")
    phone.page.fill("input[name=secret]", secret)
    phone.page.keyboard.press("Enter")
    expect(phone.page.locator(".tl")).to_be_visible()
    phone.keep("status")
    assert phone.complaints == []


def _make_ready(console: Screen, demo: dict[str, Any], code: str) -> None:
    console.page.goto(f"{demo['base_url']}/dossiers/{code}")
    console.keep("dossier")
    console.page.get_by_role("button", name="Ghi nhận có kết quả").click()
    console.page.get_by_role("dialog").get_by_role("button", name="Ghi nhận có kết quả").click()
    expect(console.page.locator("main")).to_contain_text("sớm")


def _return(kiosk: Screen, console: Screen, demo: dict[str, Any], code: str) -> None:
    kiosk.page.get_by_role("button", name="Nhận kết quả").click()
    kiosk.scan(code)
    expect(kiosk.page.locator("h1 strong")).to_have_text("R001")
    _sign_in(console, demo, "R")
    console.press("F2")
    expect(console.page.locator("#tick")).to_have_text("R001")
    console.press("F5")
    console.page.goto(f"{demo['base_url']}/dossiers/{code}")
    console.page.get_by_role("button", name="Trả kết quả").click()
    dialog = console.page.get_by_role("dialog")
    for box in dialog.locator("input[type=checkbox]:visible").all():
        box.check()
    dialog.get_by_role("button", name="Trả kết quả").click()
    expect(console.page.locator("main")).to_contain_text("Đã trả")


def test_a_citizen_goes_through_the_whole_centre(
    browser: Browser, demo: dict[str, Any], tmp_path: Path
) -> None:
    """Number, call, board, dossier, receipt, look-up, result: by touch, keyboard and scanner alone."""
    kiosk, board, console = (Screen(browser, size) for size in ((1080, 1920), (1920, 1080), (1440, 900)))
    kiosk.page.goto(f"{demo['base_url']}/kiosk/#token={demo['devices']['kiosk']}")
    expect(kiosk.page.locator("h1")).to_contain_text("làm việc gì")
    kiosk.keep("kiosk-home")
    board.page.goto(f"{demo['base_url']}/board/#token={demo['devices']['board']}")
    expect(board.page.locator("body")).to_contain_text("Quầy 1")

    label = _take_number(kiosk)
    _sign_in(console, demo, "A")
    console.press("F2")
    expect(console.page.locator("#tick")).to_have_text(label)
    expect(board.page.locator(".call-n")).to_have_text(label)
    board.keep("board")
    code, secret = _receive(console)
    _keep_receipt(console, demo, code, tmp_path)
    _look_up(browser, demo, code, secret)
    console.press("F8")
    _make_ready(console, demo, code)
    returning = Screen(browser, (1440, 900))
    _return(kiosk, returning, demo, code)

    status = httpx.get(f"{demo['base_url']}/api/status/{code}").json()
    assert status["step"] == "returned"
    for screen in (kiosk, board, console, returning):
        assert screen.complaints == []
