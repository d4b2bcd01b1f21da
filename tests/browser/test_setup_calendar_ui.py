"""The administrator tries and applies a holiday announced late, by keyboard, on the real service."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from onestop import clock
from onestop.clock import local_day
from onestop.rules.access import Actor
from onestop.rules.intake import Brought
from onestop.settings import Settings
from onestop.store import procedures
from onestop.store.database import Database
from onestop.store.tx import Reading
from onestop.use_cases import receive_dossier
from tests.browser.demo_screens import Screen, demonstration
from tests.dossier_makers import BASE, SOCIAL_WORK, submission

pytestmark = pytest.mark.browser

_RECEPTION = """
SELECT id, centre_id, counter_id FROM officer WHERE role = 'reception' AND counter_id IS NOT NULL ORDER BY username
"""


@pytest.fixture(scope="module")
def demo(folder: Path) -> Iterator[dict[str, Any]]:
    """Run the demonstration as a user does, with one dossier received."""
    with demonstration(folder) as printed:
        with Database(Settings(data=folder)) as database:
            _receive(database)
        yield printed


def _receive(database: Database) -> None:
    def known(reading: Reading) -> tuple[Actor, int]:
        row = reading.run(_RECEPTION).fetchone()
        procedure = procedures.procedure_on(reading, SOCIAL_WORK, reading.today)
        actor = Actor(id=row[0], kind="officer", role="reception", centre_id=row[1], counter_id=row[2])
        return actor, len(procedures.demands_of(reading, procedure.id))

    actor, papers = database.read_now(known)
    brought = tuple(Brought(position=at, originals=5, certified=5, copies=5) for at in range(1, papers + 1))
    database.write_now(actor, receive_dossier.receive, submission(documents=brought), base_url=BASE)


def _file(folder: Path) -> Path:
    """Write a file with the working days of the coming week off, known today."""
    today = local_day(clock.now())
    days = [today + timedelta(days=step) for step in range(1, 8)]
    rows = [f"{day},statutory,Nghỉ tránh bão,{today}" for day in days if day.weekday() < 5]
    path = folder / "bao.csv"
    path.write_text("\n".join(["date,kind,name,known_on", *rows]), encoding="utf-8")
    return path


def test_a_late_holiday_is_tried_and_applied_by_keyboard(
    browser: Browser, demo: dict[str, Any], folder: Path
) -> None:
    """A file, Enter: the dossier with both dates and why; then one question, and the page lists what was done."""
    office = Screen(browser, (1440, 900))
    office.sign_in(demo, "quantri", "/setup")
    page = office.page
    page.goto(f"{demo['base_url']}/setup/calendar")
    page.wait_for_load_state("networkidle")

    page.get_by_role("button", name="Xem trước").press("Enter")
    expect(page.locator("#errors")).to_contain_text("Chọn một tệp CSV.")
    page.set_input_files("#calendar-csv", _file(folder))
    page.get_by_role("button", name="Xem trước").press("Enter")
    expect(page.locator("#calendar-words")).to_contain_text("1 hồ sơ đổi hạn")
    expect(page.locator("#calendar-words")).to_be_focused()
    expect(page.locator("#calendar-moves tbody tr")).to_contain_text("Nghỉ tránh bão")
    office.keep("setup-calendar-tried")

    page.locator("#calendar-apply").press("Enter")
    page.locator("#ask-yes").press("Enter")
    expect(page.locator("#said")).to_contain_text("1 hồ sơ đổi hạn, 1 giấy hẹn in lại")
    expect(page.locator("main")).to_contain_text("bao.csv")
    office.keep("setup-calendar-applied")

    page.set_input_files("#calendar-csv", _file(folder))
    page.get_by_role("button", name="Xem trước").press("Enter")
    expect(page.locator("#errors")).to_contain_text("Không áp dụng lần hai")
    assert office.complaints == []
