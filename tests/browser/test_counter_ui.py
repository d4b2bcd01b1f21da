"""The officer's counter in a real Chromium: a citizen is served from the call to the receipt."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.pages_desk import NARROW_OFFICE, PHONE_NUMBER, Desk, desk
from tests.browser.pages_office import CODE

pytestmark = pytest.mark.browser


@pytest.fixture
def counter(browser: Browser) -> Iterator[Desk]:
    with desk(browser) as made:
        yield made


def test_a_citizen_is_served_by_keyboard_alone(counter: Desk) -> None:
    """From F2 to the printed receipt and the next citizen, the officer never needs a mouse."""
    counter.serve()
    for typed in ("Nông Thị Bích Ngọc", "004189012742", "05/03/1989", "Phường Thục Phán", PHONE_NUMBER):
        counter.write(typed)
        counter.press("Tab")
    counter.at("#p-phone").focus()
    counter.press("Enter")
    counter.has_focus("#procedure-q")
    counter.write("1.012990")
    counter.press("Enter")
    counter.check_papers()
    counter.has_focus("#accept")
    counter.press("Control+Enter")

    expect(counter.at("#done")).to_contain_text(CODE)
    counter.has_focus("#print")
    [accepted] = counter.office.accepted
    assert accepted["ticket"] == "t-12"
    assert accepted["applicant"] == {
        "name": "Nông Thị Bích Ngọc", "identity_no": "004189012742", "birth_on": "1989-03-05", "sex": None,
        "address": "Phường Thục Phán", "phone": PHONE_NUMBER, "email": None,
    }  # fmt: skip
    assert accepted["documents"][1] == {
        "position": 2,
        "originals": 0,
        "certified": 1,
        "copies": 0,
        "from_database": False,
    }
    assert accepted["documents"][3]["from_database"] is True
    counter.press("F2")
    expect(counter.at("#tick")).to_have_text("A013")
    assert [one["path"].rsplit("/", 1)[-1] for one in counter.office.asked][-2:] == ["finish", "call-next"]


def test_the_receipt_shows_code_secret_and_promised_date(counter: Desk) -> None:
    """After accepting, everything that the officer tells the citizen stands large on the screen."""
    counter.serve()
    counter.choose()
    counter.check_papers()
    counter.press("Control+Enter")
    for words in (CODE, "7KQ2M9XA", "Thứ Ba 08/12/2026", "17:00"):
        expect(counter.at("#done")).to_contain_text(words)
    expect(counter.at("#done a[href='/api/papers/paper-1.pdf']")).to_be_visible()
    expect(counter.at("#recent")).to_contain_text(CODE)
    counter.page.wait_for_timeout(500)
    counter.keep("counter-accepted")
    counter.page.reload()
    expect(counter.at("#done")).to_contain_text(CODE)
    expect(counter.at("#done")).not_to_contain_text("7KQ2M9XA")


def test_the_promised_date_and_its_reasons_are_shown_before_accepting(counter: Desk) -> None:
    """The officer sees the date and why it is that date as soon as the procedure is chosen."""
    counter.serve()
    counter.choose()
    for words in ("Thứ Ba 08/12/2026", "17:00", "28–29/11", "Nghỉ Ngày Văn hóa Việt Nam"):
        expect(counter.at("#promise")).to_contain_text(words)
    [asked] = counter.office.posts("/preview")
    assert asked["body"] == {"procedure": "1.012990", "channel": "direct", "agency": None}
    counter.page.get_by_label("Bưu chính", exact=True).check()
    expect(counter.at("#promise")).to_contain_text("08/12/2026")
    assert counter.office.posts("/preview")[-1]["body"]["channel"] == "post"


def test_an_incomplete_dossier_is_not_accepted_and_says_why(counter: Desk) -> None:
    """The button stays reachable, and pressing it leads to what is missing."""
    counter.serve()
    counter.choose()
    counter.check_papers(papers=4)
    expect(counter.at("#cant")).to_have_text("Chưa kiểm 1 giấy")
    expect(counter.at("#accept")).to_have_attribute("aria-disabled", "true")
    counter.keep("counter-serving")
    counter.press("0", "Control+Enter")
    counter.has_focus("#errors")
    expect(counter.at("#errors")).to_contain_text("Thiếu: Giấy khám sức khỏe")
    counter.keep("counter-incomplete")
    counter.press("Tab", "Enter")
    counter.has_focus("#paper-5-originals")
    assert counter.office.accepted == []


def test_an_original_serves_where_a_certified_copy_is_asked_for(counter: Desk) -> None:
    """Whoever brings the original diploma is not sent away to have it certified."""
    counter.serve()
    counter.choose()
    counter.at("#paper-2-certified").fill("0")
    counter.at("#paper-2-originals").fill("1")
    expect(counter.at("#requirements tr").nth(1)).to_contain_text("Đủ")


def test_the_officer_names_agency_and_fee_where_the_catalogue_leaves_them_open(counter: Desk) -> None:
    """A commune's procedure taken elsewhere tells whose it is, and the date is asked for that agency."""
    counter.serve()
    counter.choose("chung thuc")
    counter.press("Space")
    counter.at("#agency").select_option("ubnd-thuc-phan")
    expect(counter.at("#fee")).to_have_attribute("placeholder", "20.000")
    counter.at("#fee").fill("hai mươi")
    expect(counter.at("#cant")).to_contain_text("Số tiền")
    counter.at("#fee").fill("14.000")
    counter.page.get_by_label("Đã thu").check()
    counter.press("Control+Enter")
    expect(counter.at("#done")).to_contain_text(CODE)
    [accepted] = counter.office.accepted
    assert (accepted["agency"], accepted["fee_dong"], accepted["fee_paid"]) == (
        "ubnd-thuc-phan",
        14_000,
        True,
    )
    assert counter.office.posts("/preview")[-1]["body"]["agency"] == "ubnd-thuc-phan"


def test_form_02_is_one_key_once_every_paper_was_checked(counter: Desk) -> None:
    """F9 asks for exactly the papers that are missing, with the officer's remark, and promises nothing."""
    counter.serve()
    counter.choose()
    counter.check_papers(papers=4)
    counter.press("0")
    counter.page.get_by_label("Giấy khám sức khỏe, trong 12 tháng: ghi rõ thiếu gì").fill("đã quá 12 tháng")
    counter.press("F9")
    expect(counter.at("#done")).to_contain_text("Phiếu yêu cầu bổ sung (mẫu 02)")
    [asked] = counter.office.intakes
    assert asked["outcome"] == "supplement"
    assert asked["missing"] == [
        {"position": 5, "name": "Giấy khám sức khỏe, trong 12 tháng", "note": "đã quá 12 tháng"}
    ]
    assert counter.office.accepted == []
    counter.page.get_by_role("button", name="Kiểm lại hồ sơ").click()
    expect(counter.at("#paper-5-originals")).to_have_value("0")


def test_form_02_shows_what_it_would_ask_when_papers_were_not_checked(counter: Desk) -> None:
    """A citizen may be asked only once: an unchecked paper is named, and never one that a database has."""
    counter.serve()
    counter.choose()
    counter.press("Space", "F9")
    expect(counter.at("#ask-supplement")).to_be_visible()
    expect(counter.at("#supplement-list label")).to_have_count(3)
    counter.at("#supplement-list input").nth(1).uncheck()
    counter.press("Enter")
    expect(counter.at("#done")).to_be_visible()
    assert [one["position"] for one in counter.office.intakes[0]["missing"]] == [2, 5]


def test_form_03_needs_a_reason(counter: Desk) -> None:
    """A refusal to receive is printed with its ground, never without."""
    counter.serve()
    counter.choose()
    counter.page.get_by_role("button", name="Mẫu 03").click()
    counter.page.get_by_role("button", name="Lập và in mẫu 03").click()
    assert counter.office.intakes == []
    counter.at("#decline-reason").fill("Không thuộc thẩm quyền.")
    counter.page.get_by_role("button", name="Lập và in mẫu 03").click()
    expect(counter.at("#done")).to_be_visible()
    assert (counter.office.intakes[0]["outcome"], counter.office.intakes[0]["reason"]) == (
        "decline",
        "Không thuộc thẩm quyền.",
    )


def test_a_turn_is_held_resumed_skipped_and_moved_by_keys(counter: Desk) -> None:
    """F6 keeps a person with the reason, F4 sets an absent one aside, F7 sends one to another line."""
    counter.serve()
    counter.press("F6", "ArrowDown", "Enter")
    expect(counter.at("#absentees")).to_contain_text("A012")
    assert counter.office.posts("/hold")[0]["body"] == {"reason": "Đi nộp tiền"}
    counter.page.get_by_role("button", name="Làm tiếp A012").click()
    expect(counter.at("#tick")).to_have_text("A012")
    counter.press("F3", "F4")
    expect(counter.at("#absentees")).to_contain_text("Vắng")
    counter.press("F2", "F7")
    counter.at("#move-to").select_option("to_line:line-B")
    counter.at("#move-reason").focus()
    counter.press("Enter")
    expect(counter.at("#person-name")).to_have_text("Chưa có ai trước quầy")
    assert counter.office.posts("/move")[0]["body"] == {"to_line": "line-B", "reason": None}


def test_the_counter_opens_breaks_and_closes(counter: Desk) -> None:
    """A closed counter calls nobody and says so."""
    counter.office.state = "closed"
    counter.sit_down()
    counter.press("F2")
    expect(counter.at("#errors")).to_contain_text("Quầy chưa mở")
    counter.page.get_by_role("button", name="Mở quầy").click()
    expect(counter.at("#post-state")).to_have_text("Quầy đang mở")
    expect(counter.at("#errors")).to_be_hidden()
    counter.page.get_by_role("button", name="Nghỉ").click()
    expect(counter.at("#post-state")).to_have_text("Tạm nghỉ")


def test_a_dossier_that_came_by_post_needs_no_number(counter: Desk) -> None:
    """What the postman brings is received like the rest, only without a ticket."""
    counter.sit_down()
    counter.page.get_by_role("button", name="Nhận hồ sơ không có số").click()
    counter.has_focus("#p-name")
    counter.choose()
    counter.check_papers()
    counter.page.get_by_label("Bưu chính", exact=True).check()
    counter.press("Control+Enter")
    expect(counter.at("#done")).to_contain_text(CODE)
    [accepted] = counter.office.accepted
    assert "ticket" not in accepted
    assert accepted["channel"] == "post"
    counter.page.get_by_role("button", name="Xong", exact=True).last.click()
    expect(counter.at("#person-name")).to_have_text("Chưa có ai trước quầy")


def test_every_key_is_told_and_f5_never_reloads(counter: Desk) -> None:
    """The question mark lists the keys; F5 belongs to the line, not to the browser."""
    counter.sit_down()
    counter.page.evaluate("window.kept = true")
    counter.press("F5", "Escape", "?")
    assert counter.page.evaluate("window.kept") is True
    for key in ("F2", "F3", "F4", "F5", "F6", "F7", "F8", "F9", "Ctrl ↵"):
        expect(counter.at("#all-keys kbd").get_by_text(key, exact=True)).to_be_visible()
    counter.is_sound()


def test_the_counter_reads_the_same_in_english_and_at_1280_pixels(browser: Browser) -> None:
    """Every state of the page stands without a sideways scroll, and axe finds nothing serious."""
    for size, lang in ((NARROW_OFFICE, "en"), ((1440, 900), "vi")):
        with desk(browser, size) as counter:
            counter.sit_down(lang)
            counter.keep(f"counter-empty-{lang}" if lang == "en" else "counter-empty")
            counter.press("F2")
            expect(counter.at("#tick")).to_have_text("A012")
            counter.is_sound()
            counter.press("F5")
            counter.choose("chung thuc")
            counter.is_sound()
            assert "{" not in counter.page.locator("body").inner_text()
