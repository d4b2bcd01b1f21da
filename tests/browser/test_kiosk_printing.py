"""The kiosk and its slip: what the server is told of a browser's print, what is shown of a printer's."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from tests.browser.kiosk_page import ACROSS, Kiosk, standing

pytestmark = pytest.mark.browser


@pytest.fixture
def kiosk(browser: Browser) -> Iterator[Kiosk]:
    with standing(browser) as one:
        yield one
        assert one.complaints == []


@pytest.fixture
def with_printer(kiosk: Kiosk) -> Kiosk:
    """Give a kiosk whose slips a printer's agent prints."""
    kiosk.hall.printer = True
    kiosk.open()
    return kiosk


def told(kiosk: Kiosk, count: int) -> list[tuple[str, str]]:
    """What the server was told, once it is so much."""
    for _ in range(100):
        if len(kiosk.hall.told) >= count:
            break
        kiosk.page.wait_for_timeout(50)
    return list(kiosk.hall.told)


# --- the browser prints -------------------------------------------------------------------------


def test_a_slip_that_was_taken_is_told_as_printed(kiosk: Kiosk) -> None:
    """The citizen says so; before that nobody knows."""
    kiosk.open()
    kiosk.take_ordinary()
    kiosk.slip()
    assert kiosk.hall.told == []
    kiosk.touch("Tôi đã lấy phiếu")
    assert told(kiosk, 1) == [("j1", "printed")]


def test_a_slip_that_nobody_missed_is_told_as_printed(kiosk: Kiosk) -> None:
    """Eight seconds without a complaint are as much as a browser ever learns of its paper."""
    kiosk.page.clock.install()
    kiosk.open()
    kiosk.take_ordinary()
    kiosk.slip()
    expect(kiosk.page.locator(".left8.on")).to_be_visible()
    kiosk.pass_seconds(9)
    kiosk.heading("Ông, bà cần làm việc gì?")
    assert told(kiosk, 1) == [("j1", "printed")]


def test_a_browser_that_cannot_print_says_so_to_the_server(kiosk: Kiosk) -> None:
    """The officer's list shows the number; here it stays in sight."""
    kiosk.open()
    kiosk.page.evaluate("window.printer.works = false")
    kiosk.take_ordinary()
    kiosk.says("Hãy nhớ số này. Số A023 vẫn có giá trị")
    assert told(kiosk, 1) == [("j1", "failed")]


def test_a_missed_slip_is_told_and_printed_again_as_a_copy(kiosk: Kiosk) -> None:
    """A complaint: failed; "In lại": a further job of the same number, printed in its turn."""
    kiosk.open()
    kiosk.take_ordinary()
    kiosk.slip()
    kiosk.touch("Phiếu không ra")
    assert told(kiosk, 1) == [("j1", "failed")]
    kiosk.touch("In lại phiếu")
    assert len(kiosk.slips(2)) == 2
    kiosk.touch("Tôi đã lấy phiếu")
    assert told(kiosk, 2) == [("j1", "failed"), ("j2", "printed")]
    assert len(kiosk.hall.asked) == 1


def test_a_browser_prints_again_without_its_server(kiosk: Kiosk) -> None:
    """The number is on the screen, the paper is here: a lost connection does not stop the copy."""
    kiosk.open()
    kiosk.take_ordinary()
    kiosk.slip()
    kiosk.touch("Phiếu không ra")
    told(kiosk, 1)
    kiosk.hall.reachable = False
    kiosk.touch("In lại phiếu")
    assert len(kiosk.slips(2)) == 2


# --- a printer's agent prints -------------------------------------------------------------------


def test_the_browser_leaves_the_slip_to_the_printer(with_printer: Kiosk) -> None:
    """Nothing goes to the browser's own printer; when the agent has printed, the way home begins."""
    with_printer.take_ordinary()
    with_printer.says("Phiếu đang in.")
    expect(with_printer.page.locator(".left8.on")).to_have_count(0)
    with_printer.hall.job_state = "printed"
    expect(with_printer.page.locator(".left8.on")).to_be_visible()
    assert with_printer.slips(0) == []
    assert with_printer.hall.told == []


def test_an_empty_roll_is_said_with_the_number_large(with_printer: Kiosk) -> None:
    """Out of paper: what happened, remember the number, it is valid; the next citizen is promised no paper."""
    with_printer.hall.job_state = "paper_out"
    with_printer.take_ordinary()
    with_printer.says("Máy in hết giấy")
    with_printer.heading("A023")
    with_printer.says("Hãy nhớ số này. Số A023 vẫn có giá trị và vẫn được gọi.")
    assert not Axe().run(with_printer.page).response["violations"]
    with_printer.touch("Tôi đã nhớ số")
    with_printer.heading("Máy không in được phiếu")


def test_paper_that_is_back_in_time_brings_the_slip(with_printer: Kiosk) -> None:
    """Somebody puts a roll in while the number stands there: the slip comes by itself, and the machine goes on."""
    with_printer.hall.job_state = "paper_out"
    with_printer.take_ordinary()
    with_printer.says("Máy in hết giấy")
    with_printer.hall.job_state = "printed"
    with_printer.touch("Tôi đã lấy phiếu")
    with_printer.heading("Ông, bà cần làm việc gì?")


def test_a_copy_is_asked_of_the_printer(with_printer: Kiosk) -> None:
    """Pressed after a failure: one further job, same number, waited for again."""
    with_printer.hall.job_state = "failed"
    with_printer.take_ordinary()
    with_printer.says("Phiếu chưa in được")
    with_printer.touch("In lại phiếu")
    with_printer.says("Phiếu đang in.")
    with_printer.hall.job_state = "printed"
    expect(with_printer.page.locator(".left8.on")).to_be_visible()
    assert with_printer.hall.jobs == 2
    assert len(with_printer.hall.asked) == 1


def test_a_printer_that_nobody_hears_of_is_not_waited_for_for_ever(kiosk: Kiosk) -> None:
    """No agent runs: after some twenty seconds the number is shown as one without a slip."""
    kiosk.page.clock.install()
    kiosk.hall.printer = True
    kiosk.open()
    kiosk.take_ordinary()
    kiosk.says("Phiếu đang in.")
    kiosk.pass_seconds(24)
    kiosk.says("Phiếu chưa in được")
    kiosk.heading("A023")


def test_the_number_without_its_slip_fits_a_lying_screen(browser: Browser) -> None:
    """At 1366 by 768 everything of it is in sight without scrolling."""
    with standing(browser, ACROSS) as kiosk:
        kiosk.hall.printer = True
        kiosk.hall.job_state = "paper_out"
        kiosk.open()
        kiosk.take_ordinary()
        kiosk.says("Máy in hết giấy")
        main = kiosk.page.locator("#main")
        assert main.evaluate("one => one.scrollHeight <= one.clientHeight")
        assert kiosk.complaints == []
