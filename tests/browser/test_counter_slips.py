"""The counter's line shows whose slip did not come out, and prints it again."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from tests.browser.pages_desk import Desk, desk
from tests.browser.pages_office import problem

pytestmark = pytest.mark.browser


@pytest.fixture
def counter(browser: Browser) -> Iterator[Desk]:
    with desk(browser) as made:
        made.office.cases["waiting"][1]["print_failed"] = True
        yield made


def test_a_missing_slip_is_seen_in_the_line_and_printed_again(counter: Desk) -> None:
    """One number of nine has no slip: its button says so, and asks for a copy of that number."""
    waiting = counter.office.cases["waiting"][1]
    counter.office.refusals["reprint"] = (201, {"job": "j2", "by": "printer"})
    counter.sit_down()
    button = counter.page.get_by_role("button", name=f"In lại phiếu: {waiting['label']}")
    expect(counter.page.locator(".slipless")).to_have_count(1)
    assert not Axe().run(counter.page).response["violations"]

    waiting["print_failed"] = False
    button.click()
    expect(button).to_have_count(0)
    assert [one["path"] for one in counter.office.asked] == [f"/api/tickets/{waiting['id']}/reprint"]


def test_an_office_without_a_printer_is_told_what_to_do(counter: Desk) -> None:
    """The refusal stands on the page in words, and the number keeps its mark."""
    counter.office.refusals["reprint"] = problem(409, "no-printer", "Chưa có máy in nào để in lại phiếu.")
    counter.sit_down()
    counter.page.locator(".slipless").click()
    expect(counter.page.locator("#errors")).to_contain_text("Chưa có máy in nào")
    expect(counter.page.locator(".slipless")).to_have_count(1)
