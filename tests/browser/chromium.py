"""The system's Chromium, as every test of a page starts it."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

_ARGUMENTS = ["--no-sandbox", "--autoplay-policy=no-user-gesture-required"]


@contextmanager
def chromium(*, shows_pdf: bool = False) -> Iterator[Browser]:
    """Start Chromium without a screen; the build made for that takes half the work where the system has it.

    That build has no viewer of PDFs: where a page shows one, `shows_pdf` starts the whole browser.
    """
    bare = None if shows_pdf else shutil.which("chromium-headless-shell")
    with sync_playwright() as engine:
        made = engine.chromium.launch(executable_path=bare or shutil.which("chromium"), args=_ARGUMENTS)
        yield made
        made.close()
