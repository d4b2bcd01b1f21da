"""What tests of the office's pages share: Chromium, the real service, and its administrator signed in."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.chromium import chromium
from tests.browser.demo_screens import DESK, Screen, demonstration


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the demonstration's folder."""
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def demo(folder: Path) -> Iterator[dict[str, Any]]:
    """Run the demonstration as a user does."""
    with demonstration(folder) as printed:
        yield printed


@pytest.fixture(scope="module")
def browser(request: pytest.FixtureRequest) -> Iterator[Browser]:
    """Start the system's Chromium; a file whose pages show a PDF says `SHOWS_PDF`."""
    with chromium(shows_pdf=getattr(request.module, "SHOWS_PDF", False)) as made:
        yield made


@pytest.fixture(scope="module")
def office(browser: Browser, demo: dict[str, Any]) -> Iterator[Screen]:
    """Sign the administrator in; the way leads to the set-up."""
    screen = Screen(browser, DESK)
    screen.sign_in(demo, "quantri", "/setup")
    yield screen
    assert screen.complaints == []
