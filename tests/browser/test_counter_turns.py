"""Turns at the officer's counter in a real Chromium: who is next and why, out of turn, back, undone, sent on."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.pages_desk import NARROW_OFFICE, Desk, desk
from tests.browser.pages_office import problem

pytestmark = pytest.mark.browser

SLIP = "https://onestop.example/t/t-old.abcdefgh2345"
FITS = """
["#call-next", "#finish", "#next-up", "#calls-why", "#waiting", "#give"].filter((name) => {
  const box = document.querySelector(name).getBoundingClientRect();
  return box.left < 0 || box.right > innerWidth || box.bottom > innerHeight;
})
"""


@pytest.fixture
def counter(browser: Browser) -> Iterator[Desk]:
    with desk(browser) as made:
        yield made


def begin_to_give(counter: Desk) -> None:
    """Open the question for a number, and wait as long as a hand takes to reach for the scanner and back."""
    counter.page.wait_for_timeout(400)
    counter.press("+")
    expect(counter.at("#ask-give")).to_be_visible()
    counter.page.wait_for_timeout(400)


def test_who_is_next_and_why_is_said_before_and_after_the_call(counter: Desk) -> None:
    """An officer who is asked "why not me?" reads the answer off the screen."""
    counter.sit_down()
    expect(counter.at("#next-up")).to_have_text("Tiếp theo A012: chờ lâu nhất, 39 phút")
    counter.office.why_next = "fairness"
    counter.press("F2")
    expect(counter.at("#person-brief")).to_have_text("Gọi lúc 09:39: đã chờ quá lâu nên được gọi trước")
    expect(counter.at("#next-up")).to_contain_text("Tiếp theo A013")
    expect(counter.at("#said")).to_have_text("Đã gọi A012: đã chờ quá lâu nên được gọi trước.")


@pytest.mark.parametrize(
    "why", ["sent-here", "returned", "priority", "fairness", "longest-wait", "in-order", "ratio", "chosen"]
)
def test_every_reason_has_its_words(counter: Desk, why: str) -> None:
    """No reason of the server is shown as its key."""
    counter.office.why_next = why
    counter.sit_down()
    expect(counter.at("#next-up")).to_contain_text("Tiếp theo A012: ")
    assert "why." not in counter.at("#next-up").inner_text()


def test_the_last_move_is_taken_back_by_one_key(counter: Desk) -> None:
    """Ctrl+Z or the button undoes what it names; what was typed is there again after a finish by mistake."""
    counter.sit_down()
    expect(counter.at("#undo")).to_be_hidden()
    counter.press("F2")
    expect(counter.at("#undo")).to_have_text("Hoàn tác gọi A012")
    counter.press("Control+z")
    expect(counter.at("#person-name")).to_have_text("Chưa có ai trước quầy")
    assert counter.office.cases["waiting"][0]["label"] == "A012"
    counter.press("F2", "F5")
    counter.has_focus("#p-name")
    counter.write("Bế Văn Quyết")
    counter.press("Control+z")
    expect(counter.at("#tick")).to_have_text("A012")
    assert len(counter.office.posts("/undo")) == 1, "in a field the key takes back letters"
    counter.at("#p-name").fill("Bế Văn Quyết")
    counter.press("F8", "Enter")
    expect(counter.at("#undo")).to_have_text("Hoàn tác “xong” của A012")
    counter.at("#undo").click()
    expect(counter.at("#p-name")).to_have_value("Bế Văn Quyết")
    expect(counter.at("#recent")).to_contain_text("Hoàn tác")


def test_what_can_no_longer_be_undone_is_said(counter: Desk) -> None:
    """After the minute the key tells the rule instead of doing something else."""
    counter.sit_down()
    counter.press("Control+z")
    expect(counter.at("#errors")).to_contain_text("trong vòng một phút")
    assert counter.office.asked == []


def test_a_chosen_number_is_called_out_of_turn_only_when_meant(counter: Desk) -> None:
    """The question says whose turn it is; the list offers it by keyboard, and not while somebody is there."""
    counter.sit_down()
    counter.at("#pick-t-14").focus()
    counter.press("Enter")
    expect(counter.at("#ask-pick")).to_contain_text("Đang đến lượt A012 (chờ lâu nhất)")
    counter.is_sound()
    counter.press("Escape")
    assert counter.office.asked == []
    counter.press("Enter", "Enter")
    expect(counter.at("#tick")).to_have_text("A014")
    expect(counter.at("#person-brief")).to_contain_text("cán bộ chọn gọi")
    counter.at("#pick-t-15").click()
    counter.press("Enter")
    expect(counter.at("#errors")).to_contain_text("Đang gọi A014")


def test_absent_held_and_waiting_people_come_back_or_go_home(counter: Desk) -> None:
    """Who comes late stands in the line again; who gave up is noted as having left, and not as absent."""
    counter.sit_down()
    counter.page.get_by_role("button", name="Đã quay lại A006").click()
    expect(counter.at("#waiting-count")).to_have_text("10")
    expect(counter.at("#said")).to_have_text("A006 đã quay lại hàng chờ, được gọi sau một người nữa.")
    counter.page.get_by_role("button", name="Xem cả 10 người").click()
    expect(counter.at("#waiting li").last).to_contain_text("Nhường lượt")
    counter.page.get_by_role("button", name="Bỏ về A009").click()
    expect(counter.at("#aside")).to_be_hidden()
    counter.at("#pick-t-20").click()
    counter.page.get_by_role("button", name="Bỏ về", exact=True).click()
    expect(counter.at("#waiting-count")).to_have_text("9")
    assert [one["path"] for one in counter.office.asked] == [
        "/api/tickets/t-6/return",
        "/api/tickets/t-9/leave",
        "/api/tickets/t-20/leave",
    ]


def test_a_return_that_comes_too_late_is_told_in_the_servers_words(counter: Desk) -> None:
    """The rule stands in the refusal: within so many numbers or minutes, once."""
    counter.office.refusals["return"] = problem(
        409, "too-late-to-return", "Số A006 đã quá lượt quay lại (trong 5 số hoặc 15 phút, một lần)."
    )
    counter.sit_down()
    counter.page.get_by_role("button", name="Đã quay lại A006").click()
    expect(counter.at("#errors")).to_contain_text("trong 5 số hoặc 15 phút")


def test_several_services_in_one_visit_follow_on_each_other(counter: Desk) -> None:
    """A service is added by keyboard, stands beside the person, and finishing says where it goes on."""
    counter.serve()
    counter.press("Shift+F7")
    counter.at("#stop-line").select_option("line-B")
    counter.page.get_by_role("button", name="Thêm việc").last.click()
    expect(counter.at("#stops")).to_contain_text("Sau đó còn: B · Đất đai")
    expect(counter.at("#calls-why")).to_contain_text("xong lượt (F8) thì chuyển sang B · Đất đai")
    counter.press("Shift+F7")
    assert counter.at("#stop-line option[value=line-B]").is_disabled()
    assert counter.at("#stop-line option[value=line-A]").is_disabled()
    counter.press("Escape", "F8")
    expect(counter.at("#said")).to_contain_text("A012 chuyển sang B · Đất đai")
    expect(counter.at("#recent")).to_contain_text("A012 → B")


def test_a_second_officer_takes_the_counter_over_in_so_many_words(counter: Desk) -> None:
    """Two officers never call over each other; what was typed comes back with the counter."""
    counter.serve()
    counter.write("Bế Văn Quyết")
    counter.office.taken_by_other = True
    expect(counter.at("#person-name")).to_have_text("Cán bộ khác đang mở quầy này")
    expect(counter.at("#rest")).to_contain_text("máy của người kia sẽ báo")
    expect(counter.at("#intake")).to_be_hidden()
    counter.press("F2")
    expect(counter.at("#errors")).to_contain_text("nhận quầy rồi mới gọi số")
    assert len(counter.office.posts("/call-next")) == 1
    counter.keep("counter-taken")
    counter.at("#post-take-over").focus()
    counter.press("Enter")
    expect(counter.at("#p-name")).to_have_value("Bế Văn Quyết")
    assert counter.office.posts("/take-over")


def test_a_counter_is_not_closed_before_a_person(counter: Desk) -> None:
    """Closing while serving says why not and what to do first, and asks the server nothing."""
    counter.serve()
    counter.page.get_by_role("button", name="Đóng", exact=True).first.click()
    expect(counter.at("#errors")).to_contain_text("A012 còn ở quầy này. Xong lượt (F8), tạm giữ (F6)")
    assert counter.office.posts("/close") == []


def test_a_number_is_given_at_the_counter(counter: Desk) -> None:
    """For whoever came past the kiosk: by keyboard, with priority and further lines, shown to be told."""
    counter.sit_down()
    counter.press("+")
    expect(counter.at("#give-line")).to_have_value("line-A")
    counter.at("#give-priority").select_option("elderly")
    counter.at(".also summary").click()
    counter.page.get_by_label("B · Đất đai").check()
    counter.is_sound()
    counter.page.get_by_role("button", name="Cấp số").last.click()
    expect(counter.at("#given")).to_contain_text("A023")
    expect(counter.at("#given")).to_contain_text("còn 9 người trước")
    expect(counter.at("#given-qr")).not_to_have_js_property("naturalWidth", 0)
    counter.keep("counter-given")
    counter.press("Enter")
    expect(counter.at("#recent")).to_contain_text("A023")
    [asked] = counter.office.posts("/api/tickets")
    assert asked["key"]
    assert asked["body"] == {"line": "line-A", "priority": "elderly", "also": ["line-B"]}


def test_the_centre_s_own_classes_are_named_and_offered(counter: Desk) -> None:
    """A class of the centre, and a usual one by its new name, in the list and the question; not what it gave up."""
    counter.office.classes = [
        {"key": "elderly", "name": "Người cao tuổi", "name_en": "Elderly person", "own": False},
        {"key": "child", "name": "Có con dưới ba tuổi", "name_en": "With a child under three", "own": True},
        {
            "key": "far",
            "name": "Đến từ xã vùng cao trên 40 km",
            "name_en": "From a highland commune",
            "own": True,
        },
    ]
    counter.office.cases["waiting"][0]["priority"] = "far"
    counter.office.cases["waiting"][2]["priority"] = "child"
    counter.sit_down()
    for number, words in ((0, "Đến từ xã vùng cao trên 40 km"), (1, "Cao tuổi"), (2, "Có con dưới ba tuổi")):
        expect(counter.at("#waiting li").nth(number)).to_contain_text(words)
    assert counter.page.evaluate(FITS) == []
    counter.keep("counter-own-classes")
    counter.press("+")
    offered = counter.at("#give-priority option")
    expect(offered).to_have_text(
        ["Số thường", "Cao tuổi", "Có con dưới ba tuổi", "Đến từ xã vùng cao trên 40 km"]
    )
    counter.at("#give-priority").select_option("far")
    counter.page.get_by_role("button", name="Cấp số").last.click()
    expect(counter.at("#given")).to_be_visible()
    assert counter.office.posts("/api/tickets")[0]["body"]["priority"] == "far"

    counter.sit_down("en")
    expect(counter.at("#waiting li").first).to_contain_text("From a highland commune")


def test_a_second_number_for_the_same_person_is_given_only_when_meant(counter: Desk) -> None:
    """The guard's sentence names the number they have; Enter uses that one, the officer may insist."""
    counter.sit_down()
    begin_to_give(counter)
    counter.scan_identity()
    expect(counter.at("#give-scanned")).to_contain_text("Đã quét căn cước")
    counter.page.get_by_role("button", name="Cấp số").last.click()
    expect(counter.at("#ask-again")).to_contain_text("Đã có số A014 ở hàng A, lấy lúc 09:15")
    counter.press("Enter")
    expect(counter.at("#given")).to_be_hidden()
    begin_to_give(counter)
    counter.scan_identity()
    expect(counter.at("#give-scanned")).to_contain_text("Đã quét căn cước")
    counter.page.get_by_role("button", name="Cấp số").last.click()
    counter.page.get_by_role("button", name="Vẫn cấp số").click()
    expect(counter.at("#given-label")).to_have_text("A023")
    assert [one["body"].get("again") for one in counter.office.posts("/api/tickets")] == [None, None, True]


def test_an_unserved_slip_is_scanned_for_a_number_that_goes_first(counter: Desk) -> None:
    """The link on the slip of another day is sent as it is; a lost answer gives no second number."""
    counter.sit_down()
    begin_to_give(counter)
    counter.scan(SLIP)
    expect(counter.at("#give-scanned")).to_contain_text("Đã quét phiếu ngày trước")
    counter.office.swallow = True
    counter.page.get_by_role("button", name="Cấp số").last.click()
    expect(counter.at("#errors")).to_contain_text("Không nối được máy chủ")
    counter.office.swallow = False
    counter.press("Escape")
    begin_to_give(counter)
    counter.scan(SLIP)
    expect(counter.at("#give-scanned")).to_contain_text("Đã quét phiếu ngày trước")
    counter.page.get_by_role("button", name="Cấp số").last.click()
    expect(counter.at("#given-label")).to_have_text("A023")
    asked = counter.office.posts("/api/tickets")
    assert asked[-1]["body"]["carried"] == "t-old.abcdefgh2345"
    assert len({one["key"] for one in asked}) == 1


def test_closing_the_day_says_who_was_left_unserved(counter: Desk) -> None:
    """Only who has the right sees it; the result names the lines and what the slips are worth tomorrow."""
    counter.sit_down()
    expect(counter.at("#close-day")).to_have_count(0)
    counter.office.cases["officer"]["rights"].append("close-day")
    counter.sit_down()
    counter.at("#close-day").click()
    counter.page.get_by_role("dialog").get_by_role("button", name="Khóa sổ ngày").click()
    for words in ("12 người chưa được phục vụ: Đất đai 7, Y tế, bảo trợ xã hội 5", "sẽ được gọi trước"):
        expect(counter.at("#day-closed")).to_contain_text(words)
    counter.is_sound()


def test_the_counter_holds_all_of_it_at_both_sizes_and_in_both_languages(browser: Browser) -> None:
    """Marks, reasons, undo and stops stand inside the window; axe finds nothing serious."""
    for size, lang in ((NARROW_OFFICE, "vi"), ((1440, 900), "vi"), (NARROW_OFFICE, "en")):
        with desk(browser, size) as counter:
            counter.office.cases["waiting"][1] |= {"sent_here": True}
            counter.office.cases["waiting"][2] |= {"stands_back": True, "priority": "carried"}
            counter.office.why_next = "in-order"
            counter.sit_down(lang)
            assert counter.page.evaluate(FITS) == []
            counter.press("F2", "F5", "Shift+F7")
            counter.at("#stop-line").select_option("line-B")
            counter.at("#ask-stop button[value=yes]").click()
            expect(counter.at("#stops")).to_contain_text("B · Đất đai")
            assert counter.page.evaluate(FITS) == []
            counter.keep(f"counter-turns-{size[0]}-{lang}")
            assert "{" not in counter.page.locator("body").inner_text()
