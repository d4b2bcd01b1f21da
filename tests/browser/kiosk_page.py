"""A kiosk in a real Chromium: the page, what it logged, and the few moves that tests repeat."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import Browser, Page, expect

from tests.browser.kiosk_stub import Hall, serving

UPRIGHT = (1080, 1920)
ACROSS = (1366, 768)

# A headless browser has no printer; whether one began to print is all that a page is ever told.
PRINTER = """
window.printer = {works: true, slips: []};
window.print = () => {
  if (!window.printer.works) return;
  window.printer.slips.push(document.getElementById("slip").innerText);
  dispatchEvent(new Event("beforeprint"));
};
"""


@dataclass
class Kiosk:
    """One machine in front of one hall."""

    page: Page
    hall: Hall
    complaints: list[str] = field(default_factory=list)
    """What the console and the content policy complained of; refused calls are not among them."""
    strangers: list[str] = field(default_factory=list)
    """Requests to any other place than the hall's server."""

    def open(self, fragment: str = "") -> None:
        self.page.goto(f"{self.hall.url}/kiosk/{fragment}")
        expect(self.page.locator("h1")).to_be_visible()

    def touch(self, words: str) -> None:
        self.page.get_by_role("button", name=words).click()

    def says(self, words: str | re.Pattern[str]) -> None:
        expect(self.page.locator("body")).to_contain_text(words)

    def heading(self, words: str) -> None:
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(words)

    def choose_line(self, name: str = "Y tế") -> None:
        self.touch("Nộp hồ sơ")
        self.touch(name)

    def take_ordinary(self) -> None:
        self.choose_line()
        self.touch("Không, lấy số thường")

    def scan(self, code: str) -> None:
        """What a barcode scanner does: type, then Enter, wherever focus is."""
        self.page.keyboard.type(code)
        self.page.keyboard.press("Enter")

    def pass_seconds(self, seconds: float) -> None:
        """Let the page's own clock run; only where `clock.install` was called.

        In small steps: the server's answers take real time, and the page loses patience by its own clock.
        """
        while seconds > 0:
            self.page.clock.run_for(int(min(seconds, 2) * 1_000))
            self.page.wait_for_timeout(40)
            seconds -= 2

    def slip(self) -> str:
        """The one slip that was printed; waits for it."""
        [slip] = self.slips(1)
        return slip

    def slips(self, count: int) -> list[str]:
        """What was printed, once it is so many; asked from here, since the page's policy forbids `eval`."""
        for _ in range(100):
            printed = self.page.evaluate("window.printer.slips")
            if len(printed) >= count:
                break
            self.page.wait_for_timeout(50)
        return [str(slip) for slip in printed]


@contextmanager
def standing(browser: Browser, size: tuple[int, int] = UPRIGHT) -> Iterator[Kiosk]:
    """A machine of that size in its own hall, before its page is opened."""
    with serving() as hall:
        context = browser.new_context(viewport={"width": size[0], "height": size[1]})
        page = context.new_page()
        page.set_default_timeout(8_000)
        kiosk = Kiosk(page, hall)
        page.add_init_script(PRINTER)
        page.on("pageerror", lambda error: kiosk.complaints.append(str(error)))
        page.on("console", lambda said: _note(kiosk, said.text))
        page.on("request", lambda call: _abroad(kiosk, call.url))
        yield kiosk
        context.close()


def _note(kiosk: Kiosk, text: str) -> None:
    if not text.startswith("Failed to load resource"):
        kiosk.complaints.append(text)


def _abroad(kiosk: Kiosk, url: str) -> None:
    if not url.startswith(kiosk.hall.url):
        kiosk.strangers.append(url)
