"""The kiosk when something is broken: it tells the truth and never shows a number that nobody gave."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.kiosk_page import Kiosk, standing
from tests.browser.kiosk_stub import problem, shut

pytestmark = pytest.mark.browser


@pytest.fixture
def kiosk(browser: Browser) -> Iterator[Kiosk]:
    with standing(browser) as one:
        yield one
        assert one.complaints == []


def has_no_number(kiosk: Kiosk) -> None:
    """Neither the screen nor the paper shows anything like a number."""
    expect(kiosk.page.locator("body")).not_to_contain_text("A023")
    assert kiosk.page.evaluate("window.printer.slips") == []


def test_a_lost_answer_is_asked_for_again_with_the_same_key(kiosk: Kiosk) -> None:
    """The server gave a number and the answer was lost: the same number comes, not a second one."""
    kiosk.hall.swallow = 1
    kiosk.open()
    kiosk.take_ordinary()

    kiosk.heading("A023")
    assert len(kiosk.hall.asked) == 2
    assert len({asked["key"] for asked in kiosk.hall.asked}) == 1
    assert len(kiosk.hall.issued) == 1


def test_without_a_network_the_machine_says_that_it_has_no_number(kiosk: Kiosk) -> None:
    """No connection: said plainly, tried on, and the number appears when the network is back."""
    kiosk.open()
    kiosk.choose_line()
    kiosk.hall.reachable = False
    kiosk.touch("Không, lấy số thường")
    kiosk.says("Máy đang thử lại lần 2")

    kiosk.heading("Máy mất kết nối")
    kiosk.says("Máy chưa nhận được số của ông, bà")
    has_no_number(kiosk)
    kiosk.hall.reachable = True
    expect(kiosk.page.locator("h1")).to_contain_text("A023", timeout=12_000)
    assert len(kiosk.hall.issued) == 1


def test_who_walks_away_leaves_no_number_to_the_next(kiosk: Kiosk) -> None:
    """After "Về màn hình đầu" the old wish is dropped; the next citizen's has a key of its own."""
    kiosk.page.clock.install()
    kiosk.open()
    kiosk.choose_line()
    kiosk.hall.swallow = 3
    kiosk.touch("Không, lấy số thường")
    for attempt in (1, 2, 3):
        while len(kiosk.hall.asked) < attempt:
            kiosk.pass_seconds(0.5)
    kiosk.heading("Máy mất kết nối")
    kiosk.touch("Về màn hình đầu")
    kiosk.pass_seconds(6)
    has_no_number(kiosk)

    kiosk.take_ordinary()
    kiosk.heading("A023")
    assert len({asked["key"] for asked in kiosk.hall.asked}) == 2


def test_a_slow_server_is_waited_for_with_one_question(kiosk: Kiosk) -> None:
    """After three seconds the screen says that the server is slow; it does not ask twice."""
    kiosk.hall.slow_seconds = 4
    kiosk.open()
    kiosk.take_ordinary()

    kiosk.heading("Đang lấy số cho ông, bà")
    kiosk.says("Máy chủ trả lời chậm.")
    kiosk.heading("A023")
    assert len(kiosk.hall.asked) == 1


def test_a_fault_of_the_server_is_told_from_a_refusal(kiosk: Kiosk) -> None:
    """A 500 leaves it open whether a number exists: "chưa nhận được", and trying again keeps the key."""
    kiosk.hall.tickets_refused = problem(500, "fault", "KeyError: 'line'")
    kiosk.open()
    kiosk.take_ordinary()

    kiosk.heading("Chưa lấy được số")
    kiosk.says("Máy chủ gặp lỗi. Máy chưa nhận được số của ông, bà.")
    expect(kiosk.page.locator("body")).not_to_contain_text("KeyError")
    has_no_number(kiosk)
    kiosk.hall.tickets_refused = None
    kiosk.touch("Thử lại")
    kiosk.heading("A023")
    assert len({asked["key"] for asked in kiosk.hall.asked}) == 1


def test_a_line_that_closed_meanwhile_says_when_it_opens(kiosk: Kiosk) -> None:
    """Chosen while open, closed before the touch: no number, and from when there will be one."""
    kiosk.open()
    kiosk.choose_line()
    refusal = problem(409, "line-closed", "Hàng A đã ngừng nhận số.")
    refusal[1]["opens_at"] = "2026-11-23T13:30:00+07:00"
    kiosk.hall.tickets_refused = refusal
    kiosk.touch("Không, lấy số thường")

    kiosk.heading("Dòng này ngừng nhận số")
    kiosk.says("Ông, bà chưa có số. Nhận số lại lúc 13 giờ 30.")
    has_no_number(kiosk)


def test_lines_that_close_while_one_chooses_are_taken_away(kiosk: Kiosk) -> None:
    """All lines close at eleven with somebody before the screen: within ten seconds it says so."""
    kiosk.page.clock.install()
    kiosk.open()
    kiosk.touch("Nộp hồ sơ")
    expect(kiosk.page.locator("[data-line=line-A]")).to_be_visible()
    kiosk.hall.lines = [shut(one, "2026-11-23T13:30:00+07:00") for one in kiosk.hall.lines]

    kiosk.pass_seconds(10)

    kiosk.heading("Ngoài giờ nhận số")


def test_old_figures_are_marked_as_old(kiosk: Kiosk) -> None:
    """When the server falls silent, the numbers of people waiting say since when they may be wrong."""
    kiosk.page.clock.install()
    kiosk.open()
    kiosk.touch("Nộp hồ sơ")
    expect(kiosk.page.locator("[data-line=line-A]")).to_be_visible()
    kiosk.hall.reachable = False

    kiosk.pass_seconds(10)

    kiosk.says("Mất kết nối từ 09:38. Số người chờ có thể đã khác.")
    expect(kiosk.page.locator("[data-line=line-A]")).to_be_visible()


def test_a_look_up_without_a_network_is_offered_again(kiosk: Kiosk) -> None:
    """The connection fails during a look-up: said as it is, and the code is still there afterwards."""
    kiosk.open()
    kiosk.touch("Tra cứu")
    kiosk.hall.reachable = False
    kiosk.scan("H14.12-261123-0007")
    kiosk.says("Máy chưa xem được hồ sơ.")
    kiosk.hall.reachable = True
    kiosk.touch("Thử lại")

    expect(kiosk.page.get_by_label("Mã hồ sơ")).to_have_value("H14.12-261123-0007")


def test_a_centre_without_a_return_line_says_so(kiosk: Kiosk) -> None:
    """Collecting is offered only where a return desk takes numbers."""
    kiosk.hall.lines = [one for one in kiosk.hall.lines if one["letter"] != "R"]
    kiosk.open()
    kiosk.touch("Nhận kết quả")

    kiosk.says("chưa mở hàng trả kết quả")


def test_a_machine_that_never_reached_its_server_still_speaks(kiosk: Kiosk) -> None:
    """Switched on without a network: built-in words in both languages, and home when it comes."""
    kiosk.hall.reachable = False
    kiosk.open()
    kiosk.heading("Máy mất kết nối")
    kiosk.touch("English")
    kiosk.heading("No connection")
    kiosk.hall.reachable = True

    expect(kiosk.page.locator(".tile")).to_have_count(3, timeout=12_000)


def test_home_notices_a_lost_network_and_its_return(kiosk: Kiosk) -> None:
    """Nobody is invited to a machine that cannot give numbers."""
    kiosk.page.clock.install()
    kiosk.open()
    kiosk.hall.reachable = False
    kiosk.pass_seconds(15)
    kiosk.heading("Máy mất kết nối")
    kiosk.says("Máy 2. Từ lúc 09:38.")

    kiosk.hall.reachable = True
    kiosk.pass_seconds(5)
    kiosk.heading("Ông, bà cần làm việc gì?")


def test_a_machine_without_a_permit_says_so(kiosk: Kiosk) -> None:
    """A browser that was never enrolled offers nothing."""
    kiosk.hall.enrolled = False
    kiosk.open()

    kiosk.heading("Máy chưa được cấp phép")
    expect(kiosk.page.locator(".tile")).to_have_count(0)


def test_a_permit_lost_in_use_stops_the_machine(kiosk: Kiosk) -> None:
    """Withdrawn by the office while somebody chooses: no number, and the screen says why."""
    kiosk.open()
    kiosk.choose_line()
    kiosk.hall.tickets_refused = problem(401, "not-signed-in", "Máy chưa được cấp phép.")
    kiosk.touch("Không, lấy số thường")

    kiosk.heading("Máy chưa được cấp phép")
    has_no_number(kiosk)


def test_the_enrolment_link_is_used_once_and_disappears(kiosk: Kiosk) -> None:
    """The token in the address buys a cookie and is gone from the address before anybody reads it."""
    kiosk.hall.enrolled = False
    kiosk.open("#token=good")

    kiosk.heading("Ông, bà cần làm việc gì?")
    assert kiosk.hall.tokens == ["Bearer good"]
    assert kiosk.page.url == f"{kiosk.hall.url}/kiosk/"


def test_a_worthless_token_is_removed_too(kiosk: Kiosk) -> None:
    """A wrong link leaves the machine without a permit and the address clean."""
    kiosk.hall.enrolled = False
    kiosk.open("#token=bad")

    kiosk.heading("Máy chưa được cấp phép")
    assert kiosk.page.url == f"{kiosk.hall.url}/kiosk/"


def test_a_machine_without_a_permit_shows_the_code_that_lets_it_in(kiosk: Kiosk) -> None:
    """The office types it; the machine starts by itself, with the code the same in both languages."""
    kiosk.hall.enrolled = False
    kiosk.hall.code = "K7Q2-9XAM"
    kiosk.open()
    expect(kiosk.page.locator(".entry")).to_have_text("K7Q2-9XAM")
    kiosk.touch("English")
    expect(kiosk.page.locator(".entry")).to_have_text("K7Q2-9XAM")
    kiosk.touch("Tiếng Việt")
    kiosk.hall.let_in = True

    kiosk.heading("Ông, bà cần làm việc gì?")
    assert kiosk.hall.tokens == ["Bearer good"]


def test_a_permit_taken_back_shows_at_the_start_screen(kiosk: Kiosk) -> None:
    """Lines may be heard by anybody, so the machine also asks whether it is still let in."""
    kiosk.page.clock.install()
    kiosk.open()
    kiosk.hall.enrolled = False
    kiosk.pass_seconds(15)

    kiosk.heading("Máy chưa được cấp phép")


def test_the_centre_s_own_classes_are_asked_in_its_words(kiosk: Kiosk) -> None:
    """With their rule, in the reader's language; the key is what is sent."""
    kiosk.hall.classes = [
        {
            "key": "far",
            "name": "Người ở xa",
            "name_en": "Comes from afar",
            "rule": "Trên 50 km.",
            "rule_en": "Beyond 50 km.",
        }
    ]
    kiosk.open()
    kiosk.choose_line()
    kiosk.says("Người ở xa")
    kiosk.touch("Có, tôi thuộc diện ưu tiên")
    kiosk.touch("English")
    kiosk.says("Beyond 50 km.")
    kiosk.touch("Comes from afar")
    kiosk.heading("A023")

    assert kiosk.hall.asked[0]["wish"] == {"line": "line-A", "priority": "far"}
