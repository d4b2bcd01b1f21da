"""Files, the signature, the register, results that wait: in a real Chromium on the real service."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, FilePayload, Page, expect

from tests.browser.pages_desk import SMALL_LETTERS

pytestmark = pytest.mark.browser

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
PROCEDURE = "1.013817"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """Run the demonstration as a user does."""
    folder = tmp_path_factory.mktemp("demo")
    command = [sys.executable, "-m", "onestop.cli", "demo", "--port", "0", "--json", "--data", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield json.loads(process.stdout.readline())
        process.terminate()


def look_over(page: Page, complaints: list[str]) -> None:
    """Nothing serious for axe, no sideways scroll, nothing smaller than 16 px, nothing in the console."""
    found = Axe().run(page).response["violations"]
    assert [fault["id"] for fault in found if fault["impact"] in {"serious", "critical"}] == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert page.evaluate(SMALL_LETTERS) == []
    assert complaints == []


@pytest.fixture
def desk(browser: Browser, demo: dict[str, Any]) -> Iterator[tuple[Page, list[str]]]:
    """Sign in at the first counter, on a screen of the office's usual width."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="vi-VN")
    page, complaints = context.new_page(), list[str]()
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.extend([said.text] if said.type == "error" else []))
    officer = next(one for one in demo["officers"] if one["username"] == "quay1")
    page.goto(f"{demo['base_url']}/login")
    page.fill("#username", officer["username"])
    page.fill("#password", officer["password"])
    page.keyboard.press("Enter")
    page.wait_for_url("**/counter")
    yield page, complaints
    context.close()


def receive(page: Page, demo: dict[str, Any], key: str, **other: Any) -> str:
    """Receive a dossier with every paper that is asked for."""
    cookies = {one["name"]: one["value"] for one in page.context.cookies()}
    headers = {"x-csrftoken": cookies["csrftoken"], "idempotency-key": key}
    body: dict[str, Any] = {
        "procedure": PROCEDURE,
        "applicant": {"name": "Nông Thị Bích Ngọc", "identity_no": "004189006742", "phone": "0912000386"},
        "documents": [],
    } | other
    for _ in range(2):
        answer = page.request.post(f"{demo['base_url']}/api/dossiers", data=body, headers=headers)
        told = answer.json()
        if answer.ok:
            break
        everything = {"originals": 1, "certified": 1, "copies": 1}
        body["documents"] = [{"position": one["position"], **everything} for one in told["missing"]]
    code: str = told["code"]
    page.goto(f"{demo['base_url']}/dossiers/{code}")
    return code


def scan(name: str, whole: bytes = PDF) -> FilePayload:
    """A file as the officer picks it."""
    return {"name": name, "mimeType": "application/pdf", "buffer": whole}


def test_files_come_in_by_button_and_by_dropping_in_versions(
    desk: tuple[Page, list[str]], demo: dict[str, Any]
) -> None:
    """Two picked at once, one dropped under the same name; what is no scan is told in words; void with a reason."""
    page, complaints = desk
    receive(page, demo, "files")
    rows = page.locator("#files-rows tr")
    expect(page.locator("#files-none")).to_be_visible()
    page.set_input_files("#files-pick", [scan("don.pdf"), scan("bang.pdf")])
    expect(rows).to_have_count(2)
    again = page.evaluate_handle(
        """text => {
          const carried = new DataTransfer();
          carried.items.add(new File([text], "don.pdf", { type: "application/pdf" }));
          return carried;
        }""",
        PDF.decode() + "%%EOF\n",
    )
    page.dispatch_event("#files-form", "dragover", {"dataTransfer": again})
    expect(page.locator("#files-form")).to_have_class("drop over")
    page.dispatch_event("#files-form", "drop", {"dataTransfer": again})
    expect(rows).to_have_count(3)
    expect(page.locator("#files-rows")).to_contain_text("Bản cũ.")
    look_over(page, complaints)

    page.get_by_role("button", name="Hủy tệp: bang.pdf, 1").click()
    page.fill("#void-file-reason", "Nhầm hồ sơ")
    look_over(page, complaints)
    page.get_by_role("dialog").get_by_role("button", name="Hủy tệp").click()
    expect(page.locator("#files-rows")).to_contain_text("Đã hủy: Nhầm hồ sơ")

    with page.expect_download() as saved:
        page.get_by_role("link", name="bang.pdf").click()
    assert Path(saved.value.path()).read_bytes() == PDF
    page.get_by_role("button", name="Ai đã xem: bang.pdf, 1").click()
    expect(page.locator("#files-seen-list li")).to_have_count(1)
    page.keyboard.press("Escape")

    page.set_input_files("#files-pick", [scan("virus.pdf", b"PK\x03\x04 nothing of a page")])
    expect(page.locator("#errors")).to_contain_text("không phải PDF, PNG, JPEG hay TIFF")
    expect(page.locator("#errors")).to_be_focused()
    expect(page.locator("#files-going li")).to_have_count(0)


def test_a_result_is_signed_for_on_the_screen(desk: tuple[Page, list[str]], demo: dict[str, Any]) -> None:
    """Drawn with the pointer, cleared, drawn again: a file of the dossier; the register shows the return."""
    page, complaints = desk
    code = receive(page, demo, "signed")
    page.get_by_role("button", name="Ghi nhận có kết quả").click()
    with page.expect_navigation():
        page.get_by_role("dialog").get_by_role("button", name="Ghi nhận có kết quả").click()
    page.goto(f"{demo['base_url']}/uncollected")
    expect(page.locator("tbody")).to_contain_text(code)
    look_over(page, complaints)

    page.get_by_role("link", name=code).click()
    page.get_by_role("button", name="Trả kết quả").click()
    box = page.locator("#sign-canvas").bounding_box()
    assert box is not None
    for again in (False, True):
        page.mouse.move(box["x"] + 30, box["y"] + 40)
        page.mouse.down()
        for step in range(1, 12):
            page.mouse.move(box["x"] + 30 + 12 * step, box["y"] + 40 + 9 * (step % 4))
        page.mouse.up()
        assert page.input_value("#sign-picture").startswith("data:image/png;base64,")
        if not again:
            page.get_by_role("button", name="Ký lại").click()
            assert page.input_value("#sign-picture") == ""
    look_over(page, complaints)
    with page.expect_navigation():
        page.get_by_role("dialog").get_by_role("button", name="Trả kết quả").click()
    expect(page.locator("#files-rows")).to_contain_text("chu-ky.png")

    page.goto(f"{demo['base_url']}/register")
    expect(page.locator("tbody tr", has_text=code)).to_contain_text("Nông Thị Bích Ngọc")
    look_over(page, complaints)
    with page.expect_download() as saved:
        page.get_by_role("link", name="Tải bảng tính").click()
    assert saved.value.suggested_filename.endswith(".xlsx")
    page.goto(f"{demo['base_url']}/register?from=2026-12-31&to=2026-01-01&lang=en")
    expect(page.get_by_role("alert")).to_be_visible()


def test_a_fee_is_taken_and_undone_and_a_mishap_noted_and_mended(
    desk: tuple[Page, list[str]], demo: dict[str, Any]
) -> None:
    """On the dossier's page: the slip by its number, void with a reason; what went wrong in words, and how mended."""
    page, complaints = desk
    receive(page, demo, "paid", fee_dong=120_000)
    expect(page.locator("#money")).to_contain_text("Phải nộp 120.000 đồng. Chưa thu.")
    page.get_by_role("button", name="Thu phí, lệ phí").click()
    page.locator("#fee-by").select_option("transfer")
    page.locator("#fee-reference").fill("FT26327.08812")
    look_over(page, complaints)
    with page.expect_navigation():
        page.get_by_role("dialog").get_by_role("button", name="Thu phí, lệ phí").click()
    expect(page.locator("#money-rows tr")).to_contain_text("120.000 đồng")
    expect(page.locator("#money-rows tr")).to_contain_text("Chuyển khoản FT26327.08812")
    number = page.locator("#money-rows th").inner_text()
    slip = page.locator("#money-rows a").get_attribute("href")
    assert page.request.get(f"{demo['base_url']}{slip}").body().startswith(b"%PDF-")
    look_over(page, complaints)

    page.get_by_role("button", name=f"Hủy biên lai: {number}").click()
    page.fill("#void-payment-reason", "Thu nhầm")
    with page.expect_navigation():
        page.get_by_role("dialog").get_by_role("button", name="Hủy biên lai").click()
    expect(page.locator("#money-rows")).to_contain_text("Đã hủy: Thu nhầm")
    expect(page.get_by_role("button", name="Thu phí, lệ phí")).to_be_visible()

    page.get_by_role("button", name="Ghi nhận mất, hỏng, sai").click()
    page.locator("#ask-mishap").get_by_label("Hỏng").check()
    page.locator("#mishap-account").fill("Ướt văn bằng.")
    look_over(page, complaints)
    page.get_by_role("dialog").get_by_role("button", name="Ghi nhận").click()
    expect(page.locator("#mishap-rows")).to_contain_text("Ướt văn bằng. Chưa khắc phục.")
    page.get_by_role("button", name="Ghi cách khắc phục").click()
    page.locator("#mended-how").fill("Xin cấp lại, cơ quan chịu phí.")
    page.get_by_role("dialog").get_by_role("button", name="Ghi cách khắc phục").click()
    expect(page.locator("#mishap-rows")).to_contain_text("Xin cấp lại, cơ quan chịu phí.")
