"""The kiosk for everybody: sizes, languages, keyboard, screen readers, the clock."""

from collections.abc import Callable, Iterator
from typing import TypeVar

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.kiosk_page import ACROSS, UPRIGHT, Kiosk, standing
from tests.browser.kiosk_stub import shut, usual_lines

pytestmark = pytest.mark.browser

Found = TypeVar("Found")

CODE = "H14.12-261123-0007"
MARKS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"color-contrast-enhanced": {"enabled": True}},
}
TARGET_PX = 96


@pytest.fixture(params=[UPRIGHT, ACROSS], ids=["upright", "across"])
def kiosk(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Kiosk]:
    with standing(browser, request.param) as one:
        one.hall.statuses[CODE] = {
            "code": CODE,
            "step": "processing",
            "promised_at": "2026-12-08T17:00:00+07:00",
            "due_at": "2026-12-10T17:00:00+07:00",
        }
        yield one
        assert one.complaints == []


def every_screen(kiosk: Kiosk) -> Iterator[str]:
    """Walk through all screens, giving the name of each while it is shown; by place, not by words."""
    page = kiosk.page
    yield "home"
    page.click("[data-tile=submit]")
    page.wait_for_selector("[data-line=line-A]")
    yield "sector"
    page.click("[data-line=line-A]")
    yield "priority"
    page.click(".kbs .kb >> nth=1")
    yield "which"
    page.click(".five .kb >> nth=0")
    page.wait_for_selector(".left8.on")
    yield "ticket"
    page.click(".kb.small")
    yield "unprinted"
    page.click(".kb.main")
    page.click("[data-tile=collect]")
    kiosk.scan("?")
    yield "collect"
    page.click("#foot .back")
    page.click("[data-tile=lookup]")
    kiosk.scan("H14.12-261123-0000")
    page.wait_for_selector(".wrong h2")
    yield "refused"
    page.click(".kb.main")
    kiosk.scan(CODE)
    page.wait_for_selector(".standing")
    yield "status"
    yield from _troubles(kiosk)


def _troubles(kiosk: Kiosk) -> Iterator[str]:
    page, hall = kiosk.page, kiosk.hall
    hall.lines = [shut(one, "2026-11-24T07:30:00+07:00") for one in usual_lines()]
    kiosk.open()
    page.click("[data-tile=submit]")
    yield "closed"
    page.evaluate("localStorage.setItem('kiosk-printer-failed-at', '2026-11-23T09:38:00+07:00')")
    kiosk.open()
    yield "paper"
    hall.enrolled = False
    kiosk.open()
    yield "unenrolled"
    hall.reachable = False
    kiosk.open()
    yield "lost"


def screens(kiosk: Kiosk, check: Callable[[Page], Found], lang: str = "vi") -> dict[str, Found]:
    """What a check finds on every screen in one language."""
    kiosk.open()
    found = {}
    for name in every_screen(kiosk):
        if kiosk.page.locator("html").get_attribute("lang") != lang:
            kiosk.page.click(f"[data-lang={lang}]")
        found[name] = check(kiosk.page)
    assert len(found) == 13
    return found


def axe_findings(page: Page) -> list[str]:
    answer = Axe().run(page, options=MARKS).response
    return [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in answer["violations"]]


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_axe_finds_nothing_on_any_screen(kiosk: Kiosk, lang: str) -> None:
    """WCAG 2.2 A and AA, enhanced contrast and good practice, on thirteen screens in both languages."""
    found = screens(kiosk, axe_findings, lang)

    assert {name: findings for name, findings in found.items() if findings} == {}


def overflow(page: Page) -> int:
    """By how many pixels the screen would have to be pushed."""
    script = """() => {
      const main = document.getElementById("main"), page = document.documentElement;
      return Math.max(main.scrollHeight - main.clientHeight, main.scrollWidth - main.clientWidth,
                      page.scrollHeight - innerHeight, page.scrollWidth - innerWidth);
    }"""
    return int(page.evaluate(script))


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_no_screen_has_to_be_pushed(kiosk: Kiosk, lang: str) -> None:
    """Everything of every screen is in sight at once."""
    found = screens(kiosk, overflow, lang)

    assert {name: pixels for name, pixels in found.items() if pixels} == {}


def small_targets(page: Page) -> list[str]:
    script = """(least) => Array.from(document.querySelectorAll("button, input"))
      .filter((one) => one.checkVisibility())
      .filter((one) => { const box = one.getBoundingClientRect(); return Math.min(box.width, box.height) < least; })
      .map((one) => one.textContent || one.id)"""
    return [str(one) for one in page.evaluate(script, TARGET_PX - 0.5)]


def test_every_target_is_as_large_as_a_thumb(kiosk: Kiosk) -> None:
    """Whatever can be touched is 96 px or more in both directions; the field itself is 75 px high across."""
    found = screens(kiosk, small_targets)

    assert {name: small for name, small in found.items() if set(small) - {"code"}} == {}


def headings(page: Page) -> tuple[int, bool]:
    one = page.locator("h1").count()
    return one, bool(page.evaluate("document.activeElement?.tagName !== 'BODY'"))


def test_every_screen_has_one_heading(kiosk: Kiosk) -> None:
    """One <h1> each, and focus is somewhere on the screen, never lost."""
    found = screens(kiosk, headings)

    assert set(found.values()) == {(1, True)}


@pytest.mark.parametrize("size", ["large", "largest"])
def test_large_letters_fit_as_well(kiosk: Kiosk, size: str) -> None:
    """The two larger sizes enlarge the words and still need no pushing."""

    def in_size(page: Page) -> int:
        page.click(f"[data-size={size}]")
        return overflow(page)

    found = screens(kiosk, in_size)

    assert {name: pixels for name, pixels in found.items() if pixels} == {}


def test_a_number_can_be_taken_without_touching(kiosk: Kiosk) -> None:
    """Tab and Enter are enough; focus begins at each screen's heading."""
    kiosk.open()
    for step in ("Ông, bà cần", "Hồ sơ về việc gì?", "được ưu tiên không?"):
        expect(kiosk.page.locator("h1")).to_contain_text(step)
        expect(kiosk.page.locator("h1")).to_be_focused()
        kiosk.page.keyboard.press("Tab")
        kiosk.page.keyboard.press("Enter")

    expect(kiosk.page.locator("h1")).to_contain_text("A023")
    expect(kiosk.page.locator("h1")).to_be_focused()


def test_the_language_reaches_screen_server_and_slip(kiosk: Kiosk) -> None:
    """English is one touch away at any moment and stays until the visit ends."""
    kiosk.open()
    kiosk.touch("English")
    expect(kiosk.page.locator("html")).to_have_attribute("lang", "en")
    kiosk.touch("Hand in papers")
    kiosk.touch("Sector A")
    kiosk.touch("No, an ordinary number")

    kiosk.heading("Your number A023")
    assert "Ahead of you" in kiosk.slip()
    assert kiosk.hall.asked[0]["language"] == "en"
    kiosk.touch("I have my slip")
    kiosk.heading("Ông, bà cần làm việc gì?")


def test_changing_the_language_neither_prints_nor_asks_again(kiosk: Kiosk) -> None:
    """The number's screen is drawn anew in English; the slip is not printed twice."""
    kiosk.open()
    kiosk.take_ordinary()
    kiosk.slip()
    kiosk.touch("English")

    kiosk.heading("Your number A023")
    kiosk.slip()
    assert len(kiosk.hall.asked) == 1


def test_an_abandoned_screen_goes_home_after_thirty_seconds(kiosk: Kiosk) -> None:
    """A warning after twenty; then Vietnamese, normal letters and the first screen for the next citizen."""
    kiosk.page.clock.install()
    kiosk.open()
    kiosk.touch("English")
    kiosk.page.click("[data-size=largest]")
    kiosk.touch("Look up")
    kiosk.pass_seconds(20)
    expect(kiosk.page.locator("#stay")).to_contain_text("Are you still here?")
    kiosk.touch("I am still here")
    expect(kiosk.page.locator("#stay")).to_be_hidden()
    # Real seconds run on under the page's own: a few are left for a busy machine.
    kiosk.pass_seconds(22)
    kiosk.heading("Look up a file")

    kiosk.pass_seconds(8)

    kiosk.heading("Ông, bà cần làm việc gì?")
    expect(kiosk.page.locator("html")).to_have_class("kiosk size-normal")


def test_home_itself_forgets_language_and_size(kiosk: Kiosk) -> None:
    """Somebody switched to English and left."""
    kiosk.page.clock.install()
    kiosk.open()
    kiosk.touch("English")
    kiosk.pass_seconds(30)

    kiosk.heading("Ông, bà cần làm việc gì?")


def test_a_wrong_clock_in_the_machine_does_no_harm(kiosk: Kiosk) -> None:
    """A kiosk that believes it is 2020 shows the server's time, and moves on with it."""
    kiosk.page.clock.install(time="2020-01-01T03:00:00+07:00")
    kiosk.open()
    expect(kiosk.page.locator("#clock")).to_have_text("09:38")

    kiosk.pass_seconds(61)

    expect(kiosk.page.locator("#clock")).to_have_text("09:39")


def test_nothing_moves_for_those_who_ask_for_stillness(kiosk: Kiosk) -> None:
    """The hourglass stands when the system asks for reduced motion."""
    kiosk.page.emulate_media(reduced_motion="reduce")
    kiosk.hall.slow_seconds = 2
    kiosk.open()
    kiosk.take_ordinary()

    kiosk.heading("Đang lấy số")
    assert kiosk.page.evaluate("document.getAnimations().length") == 0


@pytest.mark.parametrize("size", ["normal", "largest"])
def test_eight_classes_of_priority_fit(kiosk: Kiosk, size: str) -> None:
    """As many as a centre may have, each with its rule: first the rules go, nothing has to be pushed."""
    words = {"name_en": "", "rule": "Cán bộ có thể xem giấy xác nhận.", "rule_en": ""}
    kiosk.hall.classes = [
        {"key": f"c{place}", "name": f"Người thuộc diện {place}", **words} for place in range(8)
    ]
    kiosk.open()
    kiosk.page.click(f"[data-size={size}]")
    kiosk.choose_line()
    assert overflow(kiosk.page) == 0
    kiosk.touch("Có, tôi thuộc diện ưu tiên")
    kiosk.says("Người thuộc diện 7")
    assert overflow(kiosk.page) == 0
