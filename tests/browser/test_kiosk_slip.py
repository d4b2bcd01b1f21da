"""The kiosk's paper slip, a printer that fails, and the words of the screens."""

import re
import subprocess
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, Page

from tests.browser.kiosk_page import Kiosk, standing
from tests.browser.kiosk_stub import ROOT, texts

pytestmark = pytest.mark.browser


@pytest.fixture
def kiosk(browser: Browser) -> Iterator[Kiosk]:
    with standing(browser) as one:
        yield one
        assert one.complaints == []


@pytest.mark.parametrize("label", ["A023", "W1234"])
def test_the_slip_is_one_page_of_black_on_eighty_millimetres(
    kiosk: Kiosk, label: str, tmp_path: Path
) -> None:
    """The number stands whole on one page of 80 by 150 mm, in pure black, readable by a phone."""
    kiosk.hall.label = label
    kiosk.hall.lines[0]["name"] = "Lao động, người có công, bảo trợ xã hội và trẻ em"
    kiosk.open()
    kiosk.choose_line("A Lao động")
    kiosk.touch("Có, tôi thuộc diện ưu tiên")
    kiosk.touch("Người cao tuổi")
    kiosk.slip()
    sheet = tmp_path / "slip.pdf"
    sheet.write_bytes(kiosk.page.pdf(prefer_css_page_size=True, print_background=True))

    facts = _run("pdfinfo", str(sheet))
    assert re.search(r"Pages:\s+1\n", facts)
    assert re.search(r"Page size:\s+22[67](\.\d+)? x 42[456](\.\d+)? pts", facts)
    words = _run("pdftotext", "-layout", str(sheet), "-")
    assert label in words
    assert "Số ưu tiên" in words
    assert "Quay lại" not in words
    kiosk.page.emulate_media(media="print")
    slip = kiosk.page.locator("#slip")
    assert slip.evaluate("one => one.scrollWidth <= one.clientWidth")
    picture = Image.open(BytesIO(slip.screenshot())).resize((906, 1700))
    assert [code.text for code in zxingcpp.read_barcodes(picture)] == [f"{kiosk.hall.url}/t/9f3kq2"]
    assert _inks(kiosk.page) == {"rgb(0, 0, 0)"}


def _inks(page: Page) -> set[str]:
    script = "[...document.querySelectorAll('#slip, #slip *')].map((one) => getComputedStyle(one).color)"
    return {str(ink) for ink in page.evaluate(script)}


def _run(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def test_a_printer_that_fails_keeps_the_number_in_sight(kiosk: Kiosk) -> None:
    """The number was given and stays valid; the next citizen is told before taking one."""
    kiosk.open()
    kiosk.page.evaluate("window.printer.works = false")
    kiosk.take_ordinary()

    kiosk.says("Phiếu chưa in được")
    kiosk.heading("A023")
    kiosk.says("Số A023 vẫn có giá trị")
    kiosk.touch("Tôi đã nhớ số")
    kiosk.heading("Máy không in được phiếu")
    kiosk.says("Ông, bà chưa có số.")


def test_a_paused_machine_stays_paused_until_somebody_mends_it(kiosk: Kiosk) -> None:
    """Not even a restart of the page forgets it; the officer's button opens it again."""
    kiosk.open()
    kiosk.page.evaluate("window.printer.works = false")
    kiosk.take_ordinary()
    kiosk.says("Phiếu chưa in được")
    kiosk.open()
    kiosk.heading("Máy không in được phiếu")

    kiosk.touch("Cán bộ: máy đã in được")
    kiosk.heading("Ông, bà cần làm việc gì?")


def test_a_slip_that_did_not_come_can_be_printed_again(kiosk: Kiosk) -> None:
    """One citizen without a slip is believed for that slip; it is printed again with the same number."""
    kiosk.open()
    kiosk.take_ordinary()
    kiosk.slip()
    kiosk.touch("Phiếu không ra")
    kiosk.says("Số A023 vẫn có giá trị")
    kiosk.touch("In lại phiếu")

    assert len(kiosk.slips(2)) == 2
    assert len(kiosk.hall.asked) == 1
    kiosk.touch("Tôi đã lấy phiếu")
    kiosk.heading("Ông, bà cần làm việc gì?")


def test_two_citizens_without_a_slip_pause_the_machine(kiosk: Kiosk) -> None:
    """A browser cannot see an empty roll; two people in a row can."""
    kiosk.open()
    for _ in range(2):
        kiosk.take_ordinary()
        kiosk.touch("Phiếu không ra")
        kiosk.touch("Tôi đã nhớ số")

    kiosk.heading("Máy không in được phiếu")


def test_every_word_the_screens_ask_for_exists_in_both_languages() -> None:
    """No key of the scripts is missing, both languages have the same, and the built-in words are theirs."""
    vi, en = (
        {f"{part}.{key}" for part, keys in texts(lang)[1].items() for key in keys} for lang in ("vi", "en")
    )
    scripts = "".join(file.read_text("utf-8") for file in (ROOT / "kiosk_ui").rglob("*.js"))
    parts = "|".join(texts("vi")[1])
    used = set(re.findall(rf'"((?:{parts})\.[a-z0-9_]+)"', scripts))

    assert vi == en
    assert len(used) > 80
    assert used - vi == set()
