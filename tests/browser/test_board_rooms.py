"""Boards in a real Chromium before the real server: each call once in a room, takeover, layouts, catching up."""

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from onestop import chance
from onestop.clock import stopwatch
from onestop.events import HallChanged
from onestop.model.board import Board
from onestop.model.device import Device
from onestop.model.procedure import Procedure, Sector
from onestop.rules import announcing
from onestop.rules.access import SYSTEM
from onestop.store.database import Database
from onestop.store.tx import Tx
from onestop.use_cases import attend_ticket, serve_line, take_ticket
from tests.browser.test_display_board import LISTEN
from tests.makers import Hall
from tests.serving import Served

pytestmark = pytest.mark.browser
Opened = Callable[..., Page]


@pytest.fixture
def settings(sqlite_settings: Any) -> Any:
    """Serve from SQLite: what the browser sees is the same on both."""
    return sqlite_settings


@pytest.fixture
def database(settings: Any) -> Iterator[Database]:
    """Give an empty database on the clock of the browser, which is the real one."""
    with Database(settings) as opened:
        yield opened


@pytest.fixture
def opened(browser: Browser, served: Served) -> Iterator[Opened]:
    """Open a board with a cookie jar of its own, as a screen of its own has."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def open_board(token: str) -> Page:
        context = browser.new_context(viewport={"width": 1920, "height": 1080})
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.add_init_script(LISTEN)
        page.goto(f"{served.base_url}/board/#token={token}")
        expect(page.locator("#time")).not_to_be_empty()
        return page

    yield open_board
    for context in contexts:
        context.close()
    assert not faults


def hang(served: Served, name: str, **look: Any) -> str:
    """Hang a board and give its token."""
    token = chance.new_token()

    def make(tx: Tx) -> None:
        board = Board(centre_id=served.hall.centre, name=name, **look)
        tx.session.add(board)
        tx.session.flush()
        tx.session.add(
            Device(
                centre_id=board.centre_id,
                kind="board",
                name=name,
                token_hash=tx.seals.fingerprint("device", token),
                board_id=board.id,
                enrolled_at=tx.now,
            )
        )

    served.database.write_now(SYSTEM, make)
    return token


def call(database: Database, hall: Hall, counter: int) -> str:
    """Call somebody and end the visit; give the label."""
    database.write_now(hall.kiosk, take_ticket.take, hall.lines["A"])
    ticket = database.write_now(hall.officer(counter), serve_line.call_next, hall.counters[counter])
    database.write_now(hall.officer(counter), attend_ticket.finish, ticket.id)
    return ticket.label


def heard(page: Page, name: str) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = page.evaluate("name => heard.filter((one) => one.name === name)", name)
    return told


def wait_for(pages: list[Page], holds: Callable[[], bool]) -> None:
    """Wait two minutes at most; the page's policy forbids the waiting that Playwright brings."""
    for _ in range(1200):
        if holds():
            return
        pages[0].wait_for_timeout(100)
    pytest.fail(f"{[heard(page, 'sound') for page in pages]}")


def test_two_boards_in_one_room_speak_each_call_once_in_order(opened: Opened, served: Served) -> None:
    """Four calls in a moment, two boards: together they sound each call once, whole, in the order of calling."""
    pages = [opened(hang(served, name)) for name in ("Bảng trái", "Bảng phải")]
    for page in pages:
        expect(page.locator(".call-e")).to_be_visible()

    labels = [call(served.database, served.hall, 1 + turn % 3) for turn in range(4)]
    wait_for(pages, lambda: sum(len(heard(page, "spoken")) for page in pages) >= 4)
    pages[0].wait_for_timeout(2_000)

    origin = [page.evaluate("performance.timeOrigin") for page in pages]
    sounds = sorted(
        (one["at"] + began, one["label"], one["sound"])
        for page, began in zip(pages, origin, strict=True)
        for one in heard(page, "sound")
    )
    spoken = [one for page in pages for one in heard(page, "spoken")]
    assert sorted(one["label"] for one in spoken) == labels
    assert [label for _, label, sound in sounds if sound == "chime"] == labels
    clips = len(spoken[0]["sounds"]) - 1
    assert [label for _, label, sound in sounds if sound == "clip"] == [
        label for label in labels for _ in range(clips)
    ]
    states = served.database.read_now(
        lambda reading: reading.run("SELECT state, claims FROM announcement").fetchall()
    )
    assert [tuple(row) for row in states] == [("played", 1)] * 4


def test_another_board_takes_over_from_one_that_dies(
    opened: Opened, served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The board that speaks is switched off in the middle: the other repeats that call, and no other."""
    monkeypatch.setattr(announcing, "LEASE", announcing.LEASE / 2)
    pages = [opened(hang(served, name)) for name in ("Bảng trái", "Bảng phải")]
    first = call(served.database, served.hall, 1)
    wait_for(pages, lambda: any(heard(page, "spoken") for page in pages))
    second = call(served.database, served.hall, 2)
    wait_for(pages, lambda: any(_sounds(page, second) for page in pages))
    dying, living = pages if _sounds(pages[0], second) else reversed(pages)

    dying.close()
    wait_for([living], lambda: any(one["label"] == second for one in heard(living, "spoken")))

    assert len([one for one in heard(living, "spoken") if one["label"] == first]) <= 1
    rows = served.database.read_now(
        lambda reading: reading.run(
            "SELECT label, state, claims FROM announcement ORDER BY position"
        ).fetchall()
    )
    assert [tuple(row) for row in rows] == [(first, "played", 1), (second, "played", 2)]


def _sounds(page: Page, label: str) -> bool:
    return any(one["label"] == label for one in heard(page, "sound"))


def test_a_board_without_a_loudspeaker_leaves_speaking_to_others(opened: Opened, served: Served) -> None:
    """It shows the call, claims nothing and says nothing about a missing voice."""
    page = opened(hang(served, "Bảng câm", speaks=False))
    expect(page.locator(".call-e")).to_be_visible()

    label = call(served.database, served.hall, 1)

    expect(page.locator(".call-n")).to_have_text(label)
    page.wait_for_timeout(1_500)
    assert heard(page, "sound") == []
    expect(page.locator("#mute:visible, #touch:visible")).to_have_count(0)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_board_as_the_office_laid_it_out(
    opened: Opened, served: Served, tmp_path: Path, theme: str
) -> None:
    """Slides of procedures, English beside Vietnamese, on either ground; a call takes the panel at once."""
    parts = ["calls", "counters", "lines", "next", "ticker", "slides"]
    layout = json.dumps({"parts": parts, "slides": ["1.012990"], "slide_seconds": 20})
    served.database.write_now(SYSTEM, _publish, served.hall)
    token = hang(served, "Bảng niêm yết", layout=layout, theme=theme, languages="vi,en", speaks=False)
    page = opened(token)

    expect(page.locator(".slide-n")).to_have_text("Đăng ký khai sinh")
    expect(page.locator(".slide dd").first).to_have_text("5 ngày làm việc5 working days")
    expect(page.locator(".slide dd").nth(1)).to_contain_text("Miễn lệ phí")
    expect(page.locator(".slide dd").nth(2)).to_contain_text("Lấy số hàng A, quầy 1, 2, 3")
    expect(page.locator(".next .w .also").first).to_have_text("Nobody waiting")
    _keep(page, f"board-slides-{theme}", tmp_path)

    label = call(served.database, served.hall, 2)

    expect(page.locator(".call-n")).to_have_text(label)
    expect(page.locator(".call-k .also")).to_have_text("Now calling number")
    expect(page.locator(".call-q .also")).to_have_text("to counter")
    _keep(page, f"board-two-languages-{theme}", tmp_path)


def _publish(tx: Tx, hall: Hall) -> None:
    sector = Sector(key="tu-phap", name="Hộ tịch")
    tx.session.add(sector)
    tx.session.flush()
    tx.session.add(
        Procedure(
            code="1.012990",
            name="Đăng ký khai sinh",
            sector_id=sector.id,
            amount="5",
            unit="working_day",
            fee_text="Miễn lệ phí khi đăng ký đúng hạn",
            valid_from=tx.today,
            loaded_at=tx.now,
        )
    )
    tx.run(
        "INSERT INTO line_sector (line_id, sector_id) VALUES (:line, :sector)",
        line=hall.lines["A"],
        sector=sector.id,
    )


def _keep(page: Page, name: str, tmp_path: Path) -> None:
    folder = Path(os.environ.get("ONESTOP_SCREENSHOTS", tmp_path))
    folder.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=folder / f"{name}.png", animations="disabled")
    found = Axe().run(page).response["violations"]
    assert [fault["id"] for fault in found if fault["impact"] in {"serious", "critical"}] == []
    size = page.evaluate(
        "[document.documentElement.scrollWidth - innerWidth, document.body.scrollHeight - innerHeight]"
    )
    assert max(size) <= 0
    assert page.evaluate("(({ scrollHeight, clientHeight }) => scrollHeight - clientHeight)(call)") <= 0


def test_what_the_office_changes_shows_without_a_reload(opened: Opened, served: Served) -> None:
    """Another ground, other parts and a second language reach a board that hangs there already."""
    page = opened(hang(served, "Bảng mới", speaks=False))
    expect(page.locator(".tables table")).to_have_count(1)
    page.evaluate("window.sameAsBefore = true")

    def repaint(tx: Tx) -> None:
        tx.run(
            "UPDATE board SET theme = 'light', languages = 'en,vi', layout = :parts",
            parts='{"parts": ["calls"]}',
        )
        tx.emit(HallChanged(centre_id=served.hall.centre, subject_id="b", what="board", changed="b"))

    served.database.write_now(SYSTEM, repaint)

    expect(page.locator("html.light")).to_have_count(1)
    expect(page.locator(".call-e")).to_contain_text("No number called yet")
    expect(page.locator(".bd.no-lines.no-ticker")).to_have_count(1)
    assert page.evaluate("window.sameAsBefore") is True


def test_an_hour_s_cut_is_caught_up_in_two_seconds_without_a_reload(opened: Opened, served: Served) -> None:
    """After more than a thousand entries behind its back, the board shows what a new one would."""
    page = opened(hang(served, "Bảng", speaks=False))
    call(served.database, served.hall, 1)
    expect(page.locator(".call-n")).to_have_text("A001")
    page.evaluate("window.sameAsBefore = true")

    page.context.set_offline(True)
    page.evaluate("dispatchEvent(new Event('offline'))")
    for turn in range(350):
        label = call(served.database, served.hall, 1 + turn % 3)
    expect(page.locator("html.is-stale #ticker")).to_contain_text("Mất kết nối từ ", timeout=40_000)
    expect(page.locator(".call-n")).to_have_text("A001")

    page.context.set_offline(False)
    began = stopwatch()
    expect(page.locator("html.is-stale")).to_have_count(0, timeout=20_000)
    expect(page.locator(".call-n")).to_have_text(label)
    took = stopwatch() - began

    assert page.evaluate("window.sameAsBefore") is True
    print(f"caught up {took:.2f} s after the line was there again")  # noqa: T201  a figure, not a claim
