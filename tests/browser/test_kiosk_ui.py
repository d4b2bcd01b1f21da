"""The kiosk's main path in a real browser: choose, take a number, collect a result, look up."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.kiosk_page import Kiosk, standing
from tests.browser.kiosk_stub import line, problem, shut, usual_lines

pytestmark = pytest.mark.browser

READY = {
    "code": "H14.12-261123-0007",
    "step": "ready",
    "promised_at": "2026-12-08T17:00:00+07:00",
    "due_at": "2026-12-10T17:00:00+07:00",
}


@pytest.fixture
def kiosk(browser: Browser) -> Iterator[Kiosk]:
    with standing(browser) as one:
        yield one
        assert one.complaints == []
        assert one.strangers == []


def test_home_offers_three_things_and_says_until_when(kiosk: Kiosk) -> None:
    """The first screen has three tiles and says until when numbers are given this morning."""
    kiosk.open()

    tiles = kiosk.page.locator(".tile b")
    expect(tiles).to_have_text(["Nộp hồ sơ", "Nhận kết quả", "Tra cứu"])
    kiosk.says("Thứ Hai, 23/11/2026. Sáng nay nhận số đến 11 giờ.")


def test_each_line_shows_people_waiting_and_a_range_of_minutes(kiosk: Kiosk) -> None:
    """Seven lines stand on one screen, each with its people and a range, or "chưa đủ dữ liệu"."""
    kiosk.open()
    kiosk.touch("Nộp hồ sơ")

    expect(kiosk.page.locator(".lines li")).to_have_count(7)
    expect(kiosk.page.locator("[data-line=line-A]")).to_contain_text("25–40 phút11 người chờ")
    expect(kiosk.page.locator("[data-line=line-D]")).to_contain_text("Dưới 10 phút")
    expect(kiosk.page.locator("[data-line=line-G]")).to_contain_text("Chưa đủ dữ liệu")
    expect(kiosk.page.locator(".lines")).not_to_contain_text("Trả kết quả")


def test_a_closed_line_cannot_be_touched_and_says_when_it_opens(kiosk: Kiosk) -> None:
    """A line that gives no numbers is no button; it says when it opens again."""
    kiosk.open()
    kiosk.touch("Nộp hồ sơ")

    closed = kiosk.page.locator(".ln.shut")
    expect(closed).to_contain_text("Ngừng nhận sốMở lại lúc 13 giờ 30")
    expect(closed.locator("button, a")).to_have_count(0)
    expect(kiosk.page.get_by_role("button", name="Công an")).to_have_count(0)


def test_waiting_people_are_asked_again_every_ten_seconds(kiosk: Kiosk) -> None:
    """The figures on the screen follow the hall."""
    kiosk.page.clock.install()
    kiosk.open()
    kiosk.touch("Nộp hồ sơ")
    expect(kiosk.page.locator("[data-line=line-A]")).to_contain_text("11 người chờ")
    kiosk.page.locator("[data-line=line-B]").focus()
    kiosk.hall.lines[0]["waiting"] = 12

    kiosk.pass_seconds(10)

    expect(kiosk.page.locator("[data-line=line-A]")).to_contain_text("12 người chờ")
    expect(kiosk.page.locator("[data-line=line-B]")).to_be_focused()


def test_more_than_seven_lines_turn_pages(kiosk: Kiosk) -> None:
    """The eighth line is one touch away and no screen has to be pushed."""
    extra = [line(letter, f"Lĩnh vực {letter}", "", 0, None) for letter in "KLM"]
    kiosk.hall.lines = [*usual_lines(), *extra]
    kiosk.open()
    kiosk.touch("Nộp hồ sơ")

    expect(kiosk.page.locator(".lines li")).to_have_count(7)
    kiosk.touch("Xem thêm")
    expect(kiosk.page.locator(".lines li")).to_have_count(3)
    kiosk.says("Trang 2 trên 2")
    kiosk.touch("Trang trước")
    expect(kiosk.page.locator(".lines li")).to_have_count(7)


def test_an_ordinary_number_is_taken_shown_and_printed(kiosk: Kiosk) -> None:
    """Four touches give the number, how many are ahead, the range, the code for the phone, and one slip."""
    kiosk.open()
    kiosk.take_ordinary()

    kiosk.heading("Số của ông, bà A023")
    kiosk.says("11 người")
    kiosk.says("25–40 phút")
    kiosk.says("A, không hai ba")
    expect(kiosk.page.get_by_role("img", name="Mã QR")).to_have_js_property("complete", value=True)
    slip = kiosk.slip()
    assert "A023" in slip
    assert "11 người" in slip
    assert "09:38, Thứ Hai, 23/11/2026. Máy 2" in slip
    [asked] = kiosk.hall.asked
    assert asked["wish"] == {"line": "line-A"}
    assert len(asked["key"]) >= 32


@pytest.mark.parametrize(
    ("words", "sent"),
    [
        ("Người cao tuổi", "elderly"),
        ("Người khuyết tật", "disabled"),
        ("Phụ nữ mang thai", "pregnant"),
        ("Người đi cùng trẻ nhỏ", "child"),
        ("Thương binh, bệnh binh", "merit"),
    ],
)
def test_who_has_priority_says_of_which_kind(kiosk: Kiosk, words: str, sent: str) -> None:
    """The rule is said before the choice; each of the five reaches the server under its own name."""
    kiosk.open()
    kiosk.choose_line()
    kiosk.says("Số ưu tiên được gọi trước, xen giữa là số thường")
    kiosk.touch("Có, tôi thuộc diện ưu tiên")
    kiosk.touch(words)

    kiosk.heading("A023")
    assert "Số ưu tiên" in kiosk.slip()
    assert [asked["wish"] for asked in kiosk.hall.asked] == [{"line": "line-A", "priority": sent}]


def test_home_comes_back_eight_seconds_after_the_slip(kiosk: Kiosk) -> None:
    """The next citizen finds the first screen; a touch gives a slow reader eight seconds more."""
    kiosk.page.clock.install()
    kiosk.open()
    kiosk.take_ordinary()
    kiosk.heading("A023")
    expect(kiosk.page.locator(".left8")).to_be_visible()

    kiosk.pass_seconds(6)
    kiosk.page.locator("h1").click()
    kiosk.pass_seconds(6)
    kiosk.heading("A023")

    kiosk.pass_seconds(2)
    kiosk.heading("Ông, bà cần làm việc gì?")


def test_the_citizen_can_leave_at_once(kiosk: Kiosk) -> None:
    """The button "Tôi đã lấy phiếu" gives the machine to the next."""
    kiosk.open()
    kiosk.take_ordinary()
    kiosk.touch("Tôi đã lấy phiếu")

    kiosk.heading("Ông, bà cần làm việc gì?")


@pytest.mark.parametrize(
    ("scanned", "sent"),
    [
        ("H14.12-261123-0007", "H14.12-261123-0007"),
        ("000.00.12.h14-261123-0007", "000.00.12.H14-261123-0007"),
        ("https://motcua.example/s/Zk3-abCD_9x", "Zk3-abCD_9x"),
        ("https://motcua.example/status/H14.12-261123-0007", "H14.12-261123-0007"),
    ],
)
def test_a_scanned_receipt_gives_a_number_for_the_return_desk(kiosk: Kiosk, scanned: str, sent: str) -> None:
    """Bars or square code, the receipt alone is enough: the number is one of line R."""
    kiosk.open()
    kiosk.touch("Nhận kết quả")
    kiosk.scan(scanned)

    kiosk.heading("A023")
    assert [asked["wish"] for asked in kiosk.hall.asked] == [{"line": "line-R", "dossier_code": sent}]


def test_a_scan_counts_wherever_focus_is(kiosk: Kiosk) -> None:
    """A scanner that types while a key has focus still fills the field."""
    kiosk.open()
    kiosk.touch("Nhận kết quả")
    kiosk.page.get_by_role("button", name="5").focus()
    kiosk.scan("H14.12-261123-0007")

    kiosk.heading("A023")


@pytest.mark.parametrize(
    ("scanned", "said"),
    [
        ("004189006742|090123456|Nông Thị B|01011989|Nữ|Cao Bằng|01012021", "mã trên căn cước"),
        ("xin chào", "không phải mã hồ sơ"),
        ("", "Chưa có mã"),
    ],
)
def test_another_paper_is_named_and_never_sent(kiosk: Kiosk, scanned: str, said: str) -> None:
    """An identity card or nonsense is told apart here; nothing of it leaves the machine."""
    kiosk.open()
    kiosk.touch("Nhận kết quả")
    kiosk.scan(scanned)

    expect(kiosk.page.get_by_role("alert")).to_contain_text(said)
    expect(kiosk.page.get_by_label("Mã hồ sơ")).to_have_attribute("aria-invalid", "true")
    assert kiosk.hall.asked == []


def test_a_result_that_is_not_ready_is_said_in_the_servers_words(kiosk: Kiosk) -> None:
    """The refusal is shown as it came; there is no number on the screen."""
    kiosk.hall.tickets_refused = problem(409, "not-ready", "Hồ sơ này chưa có kết quả.")
    kiosk.open()
    kiosk.touch("Nhận kết quả")
    kiosk.scan("H14.12-261123-0007")

    kiosk.heading("Chưa lấy được số")
    kiosk.says("Hồ sơ này chưa có kết quả.")
    kiosk.touch("Quét lại")
    expect(kiosk.page.get_by_label("Mã hồ sơ")).to_be_focused()


def test_look_up_shows_step_and_dates_and_nothing_else(kiosk: Kiosk) -> None:
    """A code typed by finger shows how far the dossier is and both dates; a ready result can be collected."""
    kiosk.hall.statuses["H14.12-261123-0007"] = READY | {"applicant_name": "Nông Thị B"}
    kiosk.open()
    kiosk.touch("Tra cứu")
    for mark in "H14122611230007":
        kiosk.page.locator(".keys button", has_text=mark).click()
    expect(kiosk.page.get_by_label("Mã hồ sơ")).to_have_value("H14.12-261123-0007")
    kiosk.touch("Xem hồ sơ")

    kiosk.heading("Đã có kết quả")
    kiosk.says("Ngày hẹn in trên giấy08/12/2026")
    kiosk.says("Ngày hẹn hiện nay10/12/2026")
    expect(kiosk.page.locator("body")).not_to_contain_text("Nông Thị B")
    kiosk.touch("Lấy số nhận kết quả")
    kiosk.heading("A023")


def test_a_mistyped_code_can_be_put_right(kiosk: Kiosk) -> None:
    """An unknown code comes back into the field, to be corrected and not typed anew."""
    kiosk.open()
    kiosk.touch("Tra cứu")
    kiosk.scan("H14.12-261123-9999")
    kiosk.says("Không có hồ sơ nào mang mã này.")
    kiosk.touch("Nhập lại mã")

    expect(kiosk.page.get_by_label("Mã hồ sơ")).to_have_value("H14.12-261123-9999")


def test_outside_hours_the_machine_says_when_it_opens(kiosk: Kiosk) -> None:
    """No line is open: the first screen and the next say from when; look-up still works."""
    kiosk.hall.lines = [shut(one, "2026-11-24T07:30:00+07:00") for one in usual_lines()]
    kiosk.open()
    kiosk.says("Ngoài giờ nhận số, nhận lại lúc 7 giờ 30, Thứ Ba 24/11.")
    kiosk.touch("Nộp hồ sơ")

    kiosk.heading("Ngoài giờ nhận số")
    kiosk.says("Nhận số lại lúc 7 giờ 30, Thứ Ba 24/11.")
    kiosk.touch("Tra cứu")
    kiosk.heading("Tra cứu hồ sơ")
