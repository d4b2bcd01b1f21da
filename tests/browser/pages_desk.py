"""A page of the office in a real Chromium: what it complained of, and the few moves that tests repeat."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.pages_office import Office
from tests.browser.pages_stub import open_office

OFFICE = (1440, 900)
NARROW_OFFICE = (1280, 800)
PHONE = (390, 844)
SMALL_PHONE = (320, 640)
PATIENCE_MS = 15_000
PHONE_NUMBER = "0912345386"


@dataclass
class Desk:
    """One browser page before one office."""

    page: Page
    office: Office
    complaints: list[str] = field(default_factory=list)
    """What the console, the content policy and the scripts complained of; refused calls are not among them."""
    strangers: list[str] = field(default_factory=list)
    """Requests to any other place than the office's server."""

    def open(self, path: str = "/counter", lang: str = "vi") -> None:
        """Open a page of the office."""
        self.page.goto(f"{self.office.url}{path}" + ("" if lang == "vi" else f"?lang={lang}"))

    def sit_down(self, lang: str = "vi") -> None:
        """Open the counter and wait until it knows its line."""
        self.open(lang=lang)
        expect(self.page.locator("#waiting-count")).to_have_text("9")

    def press(self, *keys: str) -> None:
        """Press keys one after the other, each when the page has dealt with the one before."""
        for key in keys:
            self.page.keyboard.press(key)
            self.page.wait_for_timeout(50)
            expect(self.page.locator("[aria-busy=true]")).to_have_count(0)

    def write(self, text: str) -> None:
        """Type slowly enough to be taken for a person."""
        self.page.keyboard.type(text, delay=70)

    def scan(self, text: str) -> None:
        """What a scanner does: type as fast as the line allows, then Enter, wherever the focus is."""
        self.page.keyboard.type(text)
        self.page.keyboard.press("Enter")

    def scan_identity(self) -> None:
        """Scan the card of the office's one applicant."""
        self.scan(self.office.cases["identity"]["text"])

    def at(self, selector: str) -> Locator:
        """An element of the page."""
        return self.page.locator(selector)

    def has_focus(self, selector: str) -> None:
        """The focus is there, at once or soon."""
        expect(self.page.locator(selector)).to_be_focused()

    def send(self, button: str) -> None:
        """Press the button of a form and wait until the page that it leads to is there, whole."""
        # A click returns before the browser leaves the page; what is measured next would be neither of the two.
        with self.page.expect_navigation(wait_until="load"):
            self.page.get_by_role("button", name=button).click()

    def serve(self) -> None:
        """Call A012 and begin to serve."""
        self.sit_down()
        self.press("F2")
        expect(self.at("#tick")).to_have_text("A012")
        self.press("F5")
        self.has_focus("#p-name")

    def choose(self, words: str = "cap moi cong tac xa hoi") -> None:
        """Fill in the applicant by a scan, then find a procedure by words without marks."""
        self.scan_identity()
        self.has_focus("#p-phone")
        self.write(PHONE_NUMBER)
        self.press("Enter")
        self.has_focus("#procedure-q")
        self.write(words)
        self.press("Enter")
        expect(self.at("#checklist")).to_be_visible()

    def check_papers(self, papers: int = 5) -> None:
        """Count papers as complete with the space bar; the fourth is a box that the database stands behind."""
        self.has_focus("#paper-1-originals")
        for position in range(1, papers + 1):
            self.press("Space", "Enter") if position == 4 else self.press("Space")

    def keep(self, name: str) -> None:
        """Keep a picture where `ONESTOP_SCREENSHOTS` says; look at the page with axe, and for a sideways scroll."""
        folder = os.environ.get("ONESTOP_SCREENSHOTS")
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=Path(folder) / f"{name}.png", animations="disabled")
        self.is_sound()

    def is_sound(self) -> None:
        """Nothing serious for axe, no sideways scroll, nothing smaller than 16 px."""
        found = Axe().run(self.page).response["violations"]
        assert [fault["id"] for fault in found if fault["impact"] in {"serious", "critical"}] == []
        assert self.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        assert self.page.evaluate(SMALL_LETTERS) == []


SMALL_LETTERS = """
[...document.querySelectorAll("body *")]
  .filter((element) => element.checkVisibility() && element.innerText?.trim() && !element.closest(".vh, svg"))
  .filter((element) => parseFloat(getComputedStyle(element).fontSize) < 16)
  .map((element) => element.outerHTML.slice(0, 80))
"""


@contextmanager
def desk(browser: Browser, size: tuple[int, int] = OFFICE, *, scripts: bool = True) -> Iterator[Desk]:
    """A page of that size before its own office; at the end nobody may have complained."""
    with open_office() as office:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, java_script_enabled=scripts
        )
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        expect.set_options(timeout=PATIENCE_MS)
        made = Desk(page, office)
        page.on("pageerror", lambda error: made.complaints.append(str(error)))
        page.on("console", lambda said: note(made.complaints, said.text))
        page.on("request", lambda call: abroad(made, call.url))
        yield made
        context.close()
    assert not made.complaints, made.complaints
    assert not made.strangers, made.strangers


def note(complaints: list[str], text: str) -> None:
    """Keep what the console says, but for calls that were refused or lost, which tests bring about."""
    if not text.startswith("Failed to load resource"):
        complaints.append(text)


def abroad(made: Desk, url: str) -> None:
    """Keep a request that goes elsewhere; the browser's own PDF viewer is no stranger."""
    if not url.startswith((made.office.url, "chrome-extension://", "blob:", "chrome://")):
        made.strangers.append(url)


Opened = Callable[..., Desk]
