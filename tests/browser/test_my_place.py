"""My place in the line on a phone: what its holder may ask for, live, with and without scripts, and after its day."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.pages_desk import PHONE, SMALL_PHONE, Desk, desk
from tests.browser.pages_office import problem

pytestmark = pytest.mark.browser

CALLED = {
    "state": "called",
    "counter": {"number": 3, "name": "Y tế"},
    "called_at": "2026-11-23T09:44:00+07:00",
}
SHAKEN = "window.shaken = []; navigator.vibrate = (pattern) => { window.shaken.push(pattern); return true; };"
STATES = ["waiting", "called", "serving", "held", "absent", "served", "left", "no_show", "unserved"]


@pytest.fixture
def plain(browser: Browser) -> Iterator[Desk]:
    """A cheap phone whose browser runs no scripts."""
    with desk(browser, SMALL_PHONE, scripts=False) as made:
        yield made


@pytest.fixture
def phone(browser: Browser) -> Iterator[Desk]:
    """A phone whose clock the test moves, and whose shaking it feels."""
    with desk(browser, PHONE) as made:
        made.page.add_init_script(SHAKEN)
        made.page.clock.install()
        yield made


def test_more_time_is_asked_for_without_scripts_at_most_twice(plain: Desk) -> None:
    """The button says how many go first; after the second time there is a sentence in its place."""
    plain.open("/t/abc")
    expect(plain.at("#acts")).to_contain_text("Nhường 3 người tiếp theo")
    for ahead in ("7", "10"):
        plain.send("Cần thêm thời gian")
        expect(plain.at(".ahead .n")).to_have_text(ahead)
    expect(plain.at("#act-postpone")).to_have_count(0)
    expect(plain.at("#acts")).to_contain_text("đã xin thêm thời gian đủ số lần")


def test_leaving_is_confirmed_without_scripts(plain: Desk) -> None:
    """A touch by mistake costs nobody the place; the question stands still until it is answered."""
    plain.open("/t/abc")
    plain.at("#leave").click()
    expect(plain.at("#acts")).to_contain_text("Số A023 sẽ không được gọi")
    expect(plain.at("meta[http-equiv=refresh]")).to_have_count(0)
    plain.at("#stay").click()
    expect(plain.at("#act-leave")).to_have_count(0)
    plain.at("#leave").click()
    plain.send("Đúng, tôi về")
    expect(plain.at("main")).to_contain_text("Số này không còn dùng")
    expect(plain.at("#acts form")).to_have_count(0)


def test_who_missed_the_call_comes_back_once(plain: Desk) -> None:
    """The rule stands beside the button in the hall's own numbers."""
    plain.office.cases["ticket"]["state"] = "absent"
    plain.open("/t/abc")
    expect(plain.at("#acts")).to_contain_text("trong 5 số hoặc 15 phút")
    plain.send("Tôi đã quay lại")
    expect(plain.at(".ahead .n")).to_have_text("1")
    plain.office.cases["ticket"]["state"] = "absent"
    plain.open("/t/abc")
    expect(plain.at("#act-return")).to_have_count(0)
    expect(plain.at("#acts")).to_contain_text("đã quay lại một lần")


@pytest.mark.parametrize(
    ("kind", "words"), [("unserved", "số mới được gọi trước"), ("other", "xin lấy số mới ở máy lấy số")]
)
def test_a_slip_of_another_day_says_what_it_is_worth(plain: Desk, kind: str, words: str) -> None:
    """No bare error: nothing of the visit is told, and what to do is."""
    plain.office.cases["other_day"] = kind
    plain.open("/t/abc")
    expect(plain.at("h1")).to_have_text("Phiếu này của ngày khác")
    expect(plain.at("main")).to_contain_text(words)
    assert "A023" not in plain.page.content()


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_state_is_sound_on_the_smallest_phone(browser: Browser, lang: str) -> None:
    """Nine states, the question and both pages of another day: no sideways scroll, nothing for axe, no gap."""
    with desk(browser, SMALL_PHONE) as small:
        small.office.cases["stops"] = [{"letter": "B", "name": "Đất đai"}]
        for state in STATES:
            small.office.cases["ticket"].update(CALLED | {"state": state})
            small.open("/t/abc", lang)
            small.keep(f"myplace-{state}-{lang}")
            assert "{" not in small.at("main").inner_text()
        small.office.cases["ticket"]["state"] = "waiting"
        small.page.goto(f"{small.office.url}/t/abc?ask=leave&lang={lang}")
        small.keep(f"myplace-leave-{lang}")
        for kind in ("unserved", "other"):
            small.office.cases["other_day"] = kind
            small.open("/t/abc", lang)
            small.keep(f"myplace-day-{kind}-{lang}")
            assert small.at("use[href$=clock]").count() == int(kind == "unserved")


def test_the_page_is_asked_for_sooner_when_the_turn_is_near(phone: Desk) -> None:
    """Every 15 seconds far from the turn, every 5 with two or fewer before."""
    phone.open("/t/abc")
    phone.office.cases["ticket"]["ahead"] = 2
    phone.page.clock.run_for(6_000)
    expect(phone.at(".ahead .n")).to_have_text("4")
    phone.page.clock.run_for(10_000)
    expect(phone.at(".ahead .n")).to_have_text("2")
    expect(phone.at("#upd")).to_contain_text("mỗi 5 giây")
    phone.office.cases["ticket"].update(CALLED)
    phone.page.clock.run_for(5_500)
    expect(phone.at("main")).to_contain_text("Mời ông, bà đến quầy 3")
    expect(phone.page).to_have_title("A023: mời đến quầy 3")


def test_a_phone_shakes_only_when_its_owner_allowed_it(phone: Desk) -> None:
    """A call before the tap is silent; after it, a call and a recall shake once each."""
    phone.office.cases["ticket"]["ahead"] = 1
    phone.open("/t/abc")
    expect(phone.at("#alarm")).to_be_visible()
    phone.office.cases["ticket"].update(CALLED)
    phone.page.clock.run_for(5_500)
    expect(phone.at("main")).to_contain_text("quầy 3")
    assert phone.page.evaluate("window.shaken") == []
    phone.at("#alarm").click()
    expect(phone.at("#alarm")).to_have_attribute("aria-pressed", "true")
    phone.office.cases["ticket"]["called_at"] = "2026-11-23T09:45:00+07:00"
    phone.page.clock.run_for(5_500)
    expect(phone.at("main")).to_contain_text("Gọi lúc 09:45")
    phone.page.clock.run_for(5_500)
    assert [type(shake) for shake in phone.page.evaluate("window.shaken")] == [int, list]


def test_asking_for_time_keeps_the_page_and_tells_a_refusal_in_words(phone: Desk) -> None:
    """With scripts nothing is loaded anew; the server's sentence stands above the number."""
    phone.open("/t/abc")
    phone.page.evaluate("window.kept = true")
    phone.page.get_by_role("button", name="Cần thêm thời gian").click()
    expect(phone.at(".ahead .n")).to_have_text("7")
    phone.has_focus("#act-postpone")
    phone.office.refusals["postpone"] = problem(409, "no-more-time", "Số A023 đã xin thêm thời gian hai lần.")
    phone.page.get_by_role("button", name="Cần thêm thời gian").click()
    expect(phone.at("#refused")).to_have_text("Số A023 đã xin thêm thời gian hai lần.")
    phone.at("#leave").click()
    phone.page.get_by_role("button", name="Đúng, tôi về").click()
    expect(phone.at("main")).to_contain_text("Số này không còn dùng")
    assert phone.page.url.endswith("/t/abc")
    assert [one["path"].partition("?")[0] for one in phone.office.asked] == [
        "/api/tickets/slip/postpone",
        "/api/tickets/slip/postpone",
        "/api/tickets/slip/leave",
    ]
    assert all(one["path"].endswith("?token=abc") for one in phone.office.asked)


def test_the_page_ends_with_its_day_while_it_is_open(phone: Desk) -> None:
    """After midnight an open page does not go on showing a place that is gone."""
    phone.open("/t/abc")
    phone.office.cases["other_day"] = "unserved"
    phone.page.clock.run_for(16_000)
    expect(phone.at("h1")).to_have_text("Phiếu này của ngày khác")
