"""The board in a real Chromium: what the hall sees and hears, also when things go wrong.

One file, though a long one: its tests share one browser, which takes seconds to start.
"""

import json
import os
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from onestop import clock
from tests.browser.board_hall import LINES, Json, call, desk, line, listening, morning, serving
from tests.browser.board_stub import CLIP, TOKEN, BoardStub

pytestmark = pytest.mark.browser

CASES = Path(__file__).parents[1] / "rules" / "board_cases.json"
LISTEN = """
window.heard = [];
for (const name of ["sound", "spoken"]) {
  document.addEventListener(name, (event) => heard.push({ name, at: performance.now(), ...event.detail }));
}
"""
BLOCKED = """
// A browser that waits for a touch. The real one would not wait: each look of the test counts as a touch.
let touched = false;
addEventListener("pointerdown", () => { touched = true; }, true);
window.AudioContext = class extends AudioContext {
  constructor() { super(); this.suspend(); }
  resume() { return touched ? super.resume() : new Promise(() => {}); }
};
"""
Opened = Callable[..., Page]


@pytest.fixture
def stub() -> Iterator[BoardStub]:
    made = BoardStub(morning())
    made.start()
    yield made
    made.stop()


@pytest.fixture
def opened(browser: Browser, stub: BoardStub) -> Iterator[Opened]:
    """Open the board as the office does, and fail on any breach of the content policy or script error."""
    faults: list[str] = []
    pages: list[Page] = []

    def open_board(
        *,
        width: int = 1920,
        height: int = 1080,
        token: str = TOKEN,
        query: str = "",
        script: str = "",
        faked: bool = False,
    ) -> Page:
        page = browser.new_page(viewport={"width": width, "height": height})
        pages.append(page)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda line: faults.append(line.text) if "Content Security" in line.text else None)
        page.add_init_script(LISTEN + script)
        if faked:
            page.clock.install()
        page.goto(f"{stub.url}/board/{query}#token={token}")
        return page

    yield open_board
    for page in pages:
        page.context.close() if page.context.pages == [page] else page.close()
    assert not faults


@pytest.fixture
def picture(tmp_path: Path) -> Callable[[Page, str], None]:
    """Keep a screenshot where `ONESTOP_SCREENSHOTS` says, and look at the page with axe."""
    folder = Path(os.environ.get("ONESTOP_SCREENSHOTS", tmp_path))

    def keep(page: Page, name: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=folder / f"{name}.png", animations="disabled")
        found = Axe().run(page).response["violations"]
        assert [fault["id"] for fault in found if fault["impact"] in {"serious", "critical"}] == []
        size = page.evaluate(
            "[document.documentElement.scrollWidth - innerWidth, document.body.scrollHeight - innerHeight]"
        )
        assert max(size) <= 0

    return keep


def heard(page: Page, name: str) -> list[Json]:
    told: list[Json] = page.evaluate("name => heard.filter((one) => one.name === name)", name)
    return told


def wait_until_spoken(page: Page, calls: int) -> None:
    """Wait, a minute at most; the page's policy forbids the waiting that Playwright brings."""
    for _ in range(600):
        if len(heard(page, "spoken")) >= calls:
            return
        page.wait_for_timeout(100)
    pytest.fail(f"not spoken: {heard(page, 'sound')}")


def number(page: Page) -> Any:
    return expect(page.locator(".call-n"))


def test_snapshot_is_shown(opened: Opened, stub: BoardStub, picture: Callable[[Page, str], None]) -> None:
    """The number just called, its counter, all counters and lines; and the token leaves the address."""
    page = opened()

    number(page).to_have_text("A012")
    expect(page.locator(".call-k")).to_have_text("Mời công dân có số")
    expect(page.locator(".call-q b")).to_have_text("3")
    expect(page.locator("tr.new")).to_have_text("Quầy 3A012")
    expect(page.locator("tbody tr")).to_have_count(8)
    expect(page.locator("tbody tr").nth(4)).to_contain_text("Tạm nghỉ")
    expect(page.locator("tbody tr").nth(7)).to_have_text("Quầy 8 · Trả kết quảR017")
    expect(page.locator(".next li")).to_have_count(5)
    expect(page.locator(".next li").first).to_have_text("AY tế, bảo trợA013A01411 người chờ")
    expect(page.locator("#ticker")).to_contain_text("Sáng nay làm việc đến 11 giờ 30")
    expect(page.locator("html.is-stale, #mute:visible, #touch:visible")).to_have_count(0)
    assert page.url == f"{stub.url}/board/"
    assert heard(page, "sound") == []
    picture(page, "board")


def test_clock_is_the_servers(opened: Opened, stub: BoardStub) -> None:
    """A board whose own clock is wrong shows the hour of the server, in the office's time zone."""
    stub.late = timedelta(days=2, hours=5)

    page = opened()
    expect(page.locator(".next li")).to_have_count(5)

    shown = page.locator("#date").text_content() or "", page.locator("#time").text_content()
    minutes = [stub.now(), stub.now() - timedelta(minutes=1)]
    assert (shown[0][-10:], shown[1]) in [(at.strftime("%d/%m/%Y"), at.strftime("%H:%M")) for at in minutes]


def test_call_comes_first_and_its_counter_lights_up(opened: Opened, stub: BoardStub) -> None:
    """A new call takes the panel, the row of its counter is the one that is lit, its line is one shorter."""
    page = opened()
    number(page).to_have_text("A012")

    stub.happen(
        "ticket-called",
        call=call("B032", desk(2), times=2),
        counters=[serving(2, "B032")],
        lines=[line("B", "Đất đai", 17, ["B033", "B034"])],
    )

    number(page).to_have_text("B032")
    expect(page.locator(".bd.fresh .call-k")).to_have_text("Mời công dân có sốgọi lần 2")
    expect(page.locator("tr.new")).to_have_text("Quầy 2B032")
    expect(page.locator("tr.recent")).to_have_text("Quầy 3A012")
    expect(page.locator(".next li").nth(1)).to_contain_text("17 người chờ")

    listed = {key: value for key, value in call("A012", desk(3)).items() if key != "announcement"}
    stub.happen("ticket-moved", calls=[listed], counters=[serving(2, None)])
    number(page).to_have_text("A012")
    expect(page.locator("tr.new")).to_have_text("Quầy 3A012")
    expect(page.locator("tbody tr").nth(1)).to_contain_text("Sẵn sàng")


def test_missed_frame_is_asked_for_and_nothing_shows(opened: Opened, stub: BoardStub) -> None:
    """A frame that never came is noticed by the next one and fetched; the hall sees no alarm."""
    page = opened()
    number(page).to_have_text("A012")
    listening(page, stub)
    stub.happen("ticket-called", lost=True, call=call("C009", desk(4)), counters=[serving(4, "C009")])
    stub.happen("ticket-called", call=call("D006", desk(6)), counters=[serving(6, "D006")])

    number(page).to_have_text("D006")
    expect(page.locator("tbody tr").nth(3)).to_contain_text("C009")
    expect(page.locator("html.is-stale")).to_have_count(0)
    assert [one for one in stub.asked if one.startswith("WS")] == ["WS 40", "WS 40"]


def test_gap_that_stays_is_healed_by_a_snapshot(opened: Opened, stub: BoardStub) -> None:
    """Where the server cannot give the missing frame, the board takes a whole new snapshot."""
    page = opened()
    number(page).to_have_text("A012")
    stub.happen("ticket-issued", lost=True)
    stub.frames.clear()
    stub.snapshot = {**stub.snapshot, "seq": 44, "calls": [call("C009", desk(4))]}

    stub.send(
        {"kind": "frame", "seq": 43, "prev": 42, "at": stub.now().isoformat(), "event": "ticket-issued"}
    )

    number(page).to_have_text("C009")


def test_lost_line_is_told_and_healed_without_a_reload(
    opened: Opened, stub: BoardStub, picture: Callable[[Page, str], None]
) -> None:
    """The last good state stays with the time of the loss; when the server is back, so is the hall."""
    page = opened()
    number(page).to_have_text("A012")
    page.evaluate("window.sameAsBefore = true")

    stub.stop()
    expect(page.locator("html.is-stale #ticker")).to_contain_text("Mất kết nối từ ")
    times = [clock.local(clock.now() - timedelta(seconds=ago)).strftime("%H:%M") for ago in (0, 30)]
    assert (page.locator("#ticker span").text_content() or "")[-5:] in times
    assert page.title().startswith("Mất kết nối từ ")
    expect(page.locator(".call-k")).to_contain_text("Đã gọi lúc ")
    number(page).to_have_text("A012")
    expect(page.locator(".bd.fresh")).to_have_count(0)
    picture(page, "board-stale")

    stub.frames = [
        {
            "kind": "frame",
            "seq": 41,
            "prev": 40,
            "at": "",
            "event": "ticket-called",
            "call": call("E011", desk(7)),
        }
    ]
    stub.start()
    number(page).to_have_text("E011", timeout=15_000)
    expect(page.locator("html.is-stale")).to_have_count(0)
    expect(page.locator("#ticker")).to_contain_text("Sáng nay")
    assert [one for one in stub.asked if one.startswith("WS")][-1] == "WS 40"
    assert page.evaluate("window.sameAsBefore") is True


def test_silence_counts_as_a_lost_line(opened: Opened, stub: BoardStub) -> None:
    """A line that is open and says nothing for 20 seconds is lost; a heartbeat every 15 would have kept it."""
    stub.heartbeat_seconds = 3600
    page = opened(faked=True)
    number(page).to_have_text("A012")

    page.clock.run_for(18_000)
    expect(page.locator("html.is-stale")).to_have_count(0)
    page.clock.run_for(2_500)
    expect(page.locator("html.is-stale #ticker")).to_contain_text("Mất kết nối từ ")

    page.clock.run_for(3_000)
    expect(page.locator("html.is-stale")).to_have_count(0)


def test_ten_calls_in_five_seconds_are_spoken_in_order(opened: Opened, stub: BoardStub) -> None:
    """Each call has its chime and its sentence twice, in the order of calling, none cut, none twice."""
    page = opened()
    number(page).to_have_text("A012")
    labels = [f"B{serial:03}" for serial in range(32, 42)]

    for label in labels:
        frame = stub.happen("ticket-called", call=call(label, desk(2)))
        stub.send(frame)
        page.wait_for_timeout(450)
    wait_until_spoken(page, 10)
    page.wait_for_timeout(500)

    spoken = heard(page, "spoken")
    assert [one["label"] for one in spoken] == labels
    assert stub.spoken == [f"{label}-1" for label in labels]
    assert all(one["sounds"] == ["chime", "clip", "clip"] for one in spoken)
    sounds = heard(page, "sound")
    assert [one["label"] for one in sounds] == [label for label in labels for _ in range(3)]
    lengths = {"chime": 1_300, "clip": stub.clip_seconds * 1000}
    for before, after in pairwise(sounds):
        assert after["at"] - before["at"] >= lengths[before["sound"]] - 20


def test_call_of_long_ago_is_shown_but_not_spoken(opened: Opened, stub: BoardStub) -> None:
    """What is caught up after a lost line is history: older than a minute, it is not called out."""
    page = opened()
    number(page).to_have_text("A012")

    stub.happen("ticket-called", call=call("B032", desk(2), ago=61))
    stub.happen("ticket-called", call=call("B033", desk(2), ago=50))

    wait_until_spoken(page, 1)
    assert [one["label"] for one in heard(page, "spoken")] == ["B033"]


def test_call_that_is_no_longer_new_says_when_it_was(opened: Opened, stub: BoardStub) -> None:
    """After a minute the number stays on the panel, with its time instead of the invitation."""
    stub.snapshot["calls"] = [call("A012", desk(3), ago=61)]

    page = opened()

    number(page).to_have_text("A012")
    expect(page.locator(".call-k")).to_contain_text("Số gọi gần nhất, lúc ")
    expect(page.locator(".bd.fresh")).to_have_count(0)


@pytest.mark.parametrize("where", ["snapshot", "clip"])
def test_missing_voice_is_told(opened: Opened, stub: BoardStub, where: str) -> None:
    """Without a voice the board says so; calls are shown all the same."""
    stub.clips = False
    stub.snapshot["voice"] = where != "snapshot"
    page = opened()
    number(page).to_have_text("A012")

    stub.happen("ticket-called", call=call("B032", desk(2), clip=None if where == "snapshot" else CLIP))

    number(page).to_have_text("B032")
    expect(page.locator("#mute")).to_have_text("Không có giọng đọc")
    wait_until_spoken(page, 1)
    assert heard(page, "spoken")[0]["sounds"] == ["chime"]


def test_blocked_sound_asks_for_a_touch(
    opened: Opened, stub: BoardStub, picture: Callable[[Page, str], None]
) -> None:
    """A browser that allows no sound shows a button; after the touch, what is still new is spoken."""
    page = opened(script=BLOCKED)
    expect(page.locator("#touch:visible")).to_have_text("Chạm để bật loa")
    stub.happen("ticket-called", call=call("B032", desk(2)))
    number(page).to_have_text("B032")
    picture(page, "board-touch")
    assert heard(page, "sound") == []

    page.locator("#touch").click()

    wait_until_spoken(page, 1)
    expect(page.locator("#touch")).to_be_hidden()
    assert [one["label"] for one in heard(page, "spoken")] == ["B032"]


def test_device_that_is_not_enrolled_is_told_what_to_do(
    opened: Opened, stub: BoardStub, picture: Callable[[Page, str], None]
) -> None:
    """A wrong token shows no number at all, and the token does not stay in the address."""
    page = opened(token="wrong")

    expect(page.locator("h1")).to_have_text("Máy này chưa được cấp phép")
    expect(page.locator(".call-n")).to_have_count(0)
    assert page.url == f"{stub.url}/board/"
    picture(page, "board-refused")


def test_device_that_is_no_board_shows_no_board(opened: Opened, stub: BoardStub) -> None:
    """A kiosk's token opens no board."""
    stub.snapshot["board"] = None

    page = opened()

    expect(page.locator("h1")).to_have_text("Máy này không được cấp làm bảng gọi số")


@pytest.mark.parametrize("away", [False, True], ids=["while connected", "while the server was away"])
def test_enrolment_taken_back_ends_the_board(opened: Opened, stub: BoardStub, *, away: bool) -> None:
    """A board that was enrolled and no more is shows nothing of the hall."""
    page = opened()
    number(page).to_have_text("A012")
    page.wait_for_timeout(300)

    stub.enrolled = False
    if away:
        stub.stop()
        stub.start()
    else:
        stub.close(4401)

    expect(page.locator("h1")).to_have_text("Máy này chưa được cấp phép", timeout=15_000)


def test_start_of_the_day_has_words_instead_of_a_number(
    opened: Opened, stub: BoardStub, picture: Callable[[Page, str], None]
) -> None:
    """Before the first call, or with only yesterday's calls, the panel says that nobody was called yet."""
    stub.snapshot["calls"] = [call("A099", desk(3), ago=90_000)]
    stub.snapshot["counters"] = [serving(one, None, "open" if one < 3 else "closed") for one in range(1, 9)]
    stub.snapshot["lines"] = [line(letter, name, 0, []) for letter, name, _, _ in LINES]

    page = opened()

    expect(page.locator(".call-e")).to_have_text("Chưa gọi số nào")
    expect(page.locator(".call-n, tr.new")).to_have_count(0)
    expect(page.locator("tbody tr").nth(7)).to_contain_text("Đóng quầy")
    expect(page.locator(".next li").first).to_contain_text("Chưa có người chờ")
    picture(page, "board-empty")


def test_numbers_of_yesterday_are_gone_this_morning(opened: Opened, stub: BoardStub) -> None:
    """A board left on over night asks for the new day's state and shows none of the old calls."""
    page = opened()
    number(page).to_have_text("A012")

    stub.late = -timedelta(days=1)

    expect(page.locator(".call-e")).to_have_text("Chưa gọi số nào")
    page.wait_for_timeout(2_500)
    assert stub.asked.count("GET /api/boards/b1") == 2
    expect(page.locator("html.is-stale")).to_have_count(0)


def test_many_counters_and_lines_find_room(
    opened: Opened, stub: BoardStub, picture: Callable[[Page, str], None]
) -> None:
    """Fourteen counters stand in two columns, seven lines in pages; long names are cut, numbers never."""
    stub.snapshot["counters"] = [serving(one, f"A{one:03}") for one in range(1, 15)]
    stub.snapshot["calls"] = [call("A013", desk(13))]
    long = [line("E", "Lao động, thương binh, xã hội và bảo hiểm xã hội bắt buộc", 120, ["E120", "E121"])]
    stub.snapshot["lines"] = [
        *long,
        *stub.snapshot["lines"],
        line("T", "Tư pháp, hộ tịch và chứng thực", 0, []),
    ]

    page = opened()

    expect(page.locator("tbody tr")).to_have_count(14)
    expect(page.locator("tr.new")).to_have_text("Quầy 13A013")
    assert page.locator(".next li").count() in {3, 4}
    cut = page.evaluate(
        "[...document.querySelectorAll('td, .call-n, .up')].filter((one) => one.scrollWidth > one.clientWidth).length"
    )
    assert cut == 0
    picture(page, "board-many")


def test_counter_of_a_new_call_is_on_the_page_that_shows(opened: Opened, stub: BoardStub) -> None:
    """With forty counters in pages, the counter that just called is never on a hidden page."""
    stub.snapshot["counters"] = [serving(one, f"A{one:03}") for one in range(1, 41)]
    stub.snapshot["calls"] = [call("A001", desk(1))]
    page = opened()

    for one in (40, 20, 1):
        label = f"B{one:03}"
        stub.happen("ticket-called", call=call(label, desk(one)), counters=[serving(one, label)])
        expect(page.locator("tr.new")).to_have_text(f"Quầy {one}{label}")
        assert page.locator("tbody tr").count() <= 16


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (1920, 1200), (3840, 2160)])
def test_board_fits_the_screen(
    opened: Opened, picture: Callable[[Page, str], None], width: int, height: int
) -> None:
    """The same picture on a small, a tall and a large screen, without scrolling."""
    page = opened(width=width, height=height)

    number(page).to_have_text("A012")
    box = page.locator(".bd").bounding_box()
    assert box is not None
    assert abs(box["width"] - width) < 2
    picture(page, f"board-{width}")


def test_board_speaks_english_when_asked(opened: Opened) -> None:
    """The same board with English words; names stay as the office gave them."""
    page = opened(query="?lang=en")

    expect(page.locator(".call-k")).to_have_text("Now calling number")
    expect(page.locator("tr.new")).to_have_text("Counter 3A012")
    assert page.evaluate("document.documentElement.lang") == "en"


def test_browser_folds_as_the_server_does(opened: Opened) -> None:
    """Each written case of the fold holds in the browser too."""
    page = opened()
    cases = json.loads(CASES.read_text(encoding="utf-8"))

    wrong = page.evaluate(
        """async (cases) => {
          const { fold, isGap, nextLabels, stateOf } = await import("/board/board_fold.js");
          const wrong = cases.gaps.filter((one) => isGap({ seq: one.seq }, one.frame) !== one.gap);
          const next = nextLabels(cases.snapshot.lines);
          if (JSON.stringify(next) !== JSON.stringify(cases.snapshot.next)) wrong.push(next);
          for (const one of cases.folds) {
            const starting = { ...cases.snapshot, ...one.starting };
            const before = JSON.stringify(starting);
            const state = one.frames.reduce(fold, stateOf(starting));
            const wanted = { ...starting, ...one.changed };
            const differs = (name) => JSON.stringify(state[name]) !== JSON.stringify(wanted[name]);
            if (Object.keys(state).some(differs) || JSON.stringify(starting) !== before) wrong.push(one.name);
          }
          return wrong;
        }""",
        cases,
    )

    assert wrong == []
    assert len(cases["folds"]) > 10
