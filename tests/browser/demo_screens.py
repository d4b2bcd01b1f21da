"""The demonstration with real browsers in front of it, for tests that walk through it without a stub."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

PRINTER = "window.print = () => { dispatchEvent(new Event('beforeprint')); };"
EXPECTED = "Failed to load resource"
"""What the console says of an answer that is a refusal; pages tell the reader themselves."""


@contextmanager
def demonstration(folder: Path) -> Iterator[dict[str, Any]]:
    """Run the demonstration as a user does; give what it printed."""
    command = [sys.executable, "-m", "onestop.cli", "demo", "--port", "0", "--json", "--data", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield json.loads(process.stdout.readline())
        finally:
            process.terminate()


DESK = (1440, 900)
"""The officer's screen."""


class Screen:
    """One browser of its own, and what its console complained of."""

    def __init__(self, browser: Browser, size: tuple[int, int], *, lang: str = "vi-VN") -> None:
        context = browser.new_context(viewport={"width": size[0], "height": size[1]}, locale=lang)
        context.add_init_script(PRINTER)
        self.page: Page = context.new_page()
        self.page.set_default_timeout(15_000)
        self.complaints: list[str] = []
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", lambda said: self._note(said.type, said.text))

    def _note(self, kind: str, text: str) -> None:
        if kind == "error" and not text.startswith(EXPECTED):
            self.complaints.append(text)

    def keep(self, name: str) -> None:
        """Keep a picture where `ONESTOP_SCREENSHOTS` says, and let axe look at the page."""
        folder = os.environ.get("ONESTOP_SCREENSHOTS")
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=Path(folder) / f"{name}.png", animations="disabled", full_page=True)
        found = Axe().run(self.page).response["violations"]
        assert [(fault["id"], fault["nodes"][0]["html"][:160]) for fault in found] == []

    def sign_in(self, demo: dict[str, Any], username: str, then: str) -> None:
        """Sign an officer of the demonstration in, and wait for the page that follows."""
        officer = next(one for one in demo["officers"] if one["username"] == username)
        self.page.goto(f"{demo['base_url']}/login")
        self.page.fill("#username", officer["username"])
        self.page.fill("#password", officer["password"])
        self.page.keyboard.press("Enter")
        expect(self.page).to_have_url(f"{demo['base_url']}{then}")


def open_setup(office: Screen, demo: dict[str, Any], part: str) -> Page:
    """Open a page of the set-up; the overview without a part."""
    office.page.goto(f"{demo['base_url']}/setup{'/' + part if part else ''}")
    office.page.wait_for_load_state("networkidle")
    return office.page
