"""How a fee was paid, what a correction changes, and what was typed and not sent: in a real Chromium, by keyboard."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.pages_desk import NARROW_OFFICE, Desk, desk
from tests.browser.pages_office import CODE, problem
from tests.browser.test_dossier_moves_ui import DOSSIER, ask_supplement, everything, fill, press_move

pytestmark = pytest.mark.browser

KEPT = "JSON.stringify(Object.entries(sessionStorage)) + JSON.stringify(Object.entries(localStorage))"
SEND = ".answers .main"


@pytest.fixture
def counter(browser: Browser) -> Iterator[Desk]:
    with desk(browser) as made:
        made.serve()
        made.choose("chung thuc")
        made.press("Space")
        yield made


@pytest.fixture
def office(browser: Browser) -> Iterator[Desk]:
    with desk(browser, (1440, 1100)) as made:
        everything(made)
        made.open(DOSSIER)
        yield made


def test_a_transfer_is_told_at_receipt_with_its_reference_by_keyboard(counter: Desk) -> None:
    """Cash unless told otherwise; without the bank's reference it is not accepted, and a reload loses nothing."""
    expect(counter.at("#paid-by-row")).to_be_hidden()
    counter.at("#fee-paid").focus()
    counter.press("Space", "Tab")
    counter.has_focus("#paid-by")
    expect(counter.at("#paid-by")).to_have_value("cash")
    expect(counter.at("#paid-reference-row")).to_be_hidden()
    counter.press("ArrowDown", "Control+Enter")
    expect(counter.at("#errors")).to_contain_text("Chưa có số tham chiếu chuyển khoản")
    counter.is_sound()
    counter.at("#errors a").focus()
    counter.press("Enter")
    counter.has_focus("#paid-reference")
    counter.write("FT26327.08812")
    counter.keep("counter-transfer")
    counter.page.reload()
    expect(counter.at("#paid-reference")).to_have_value("FT26327.08812")
    counter.press("Control+Enter")
    expect(counter.at("#done")).to_contain_text(CODE)
    [accepted] = counter.office.accepted
    told = {name: accepted[name] for name in ("fee_paid", "paid_by", "paid_reference")}
    assert told == {"fee_paid": True, "paid_by": "transfer", "paid_reference": "FT26327.08812"}


@pytest.mark.parametrize("paid", ["not yet", "cash"])
def test_what_is_not_paid_has_no_way_and_cash_no_reference(counter: Desk, paid: str) -> None:
    """A reference typed before the way was changed back is not sent."""
    counter.at("#fee-paid").check()
    counter.at("#paid-by").select_option("transfer")
    counter.at("#paid-reference").fill("FT26327")
    counter.at("#paid-by").select_option("cash")
    if paid == "not yet":
        counter.at("#fee-paid").uncheck()
    counter.press("Control+Enter")
    expect(counter.at("#done")).to_contain_text(CODE)
    [accepted] = counter.office.accepted
    told = tuple(accepted[name] for name in ("fee_paid", "paid_by", "paid_reference"))
    assert told == ((True, "cash", None) if paid == "cash" else (False, None, None))


def test_with_the_result_too_the_way_of_paying_is_told(office: Desk) -> None:
    """Asked for once the fee is ticked; what the server finds wrong stands beside its field."""
    dialog = press_move(office, "hand_over")
    expect(office.at("#hand-paid")).to_be_hidden()
    dialog.get_by_label("Đã thu đủ 20.000 đồng").check()
    office.at("#hand-paid-by").select_option("transfer")
    dialog.locator(SEND).click()
    office.has_focus("#hand-paid-reference")
    expect(office.at("#hand-paid-reference-why")).to_have_text("Cần điền ô này")
    office.at("#hand-paid-reference").fill("?")
    office.office.refusals["hand_over"] = problem(422, "malformed", "Số chưa đúng.", field="paid_reference")
    dialog.locator(SEND).click()
    expect(office.at("#hand-paid-reference-why")).to_have_text("Số chưa đúng.")
    office.keep("hand-over-transfer")
    office.at("#hand-paid-reference").fill("FT26327")
    with office.page.expect_navigation():
        dialog.locator(SEND).click()
    body = office.office.posts("/hand_over")[-1]["body"]
    assert (body["fee_paid"], body["paid_by"], body["paid_reference"]) == (True, "transfer", "FT26327")


def test_a_correction_shows_what_was_and_what_becomes_of_it(office: Desk) -> None:
    """Counts stand there as on the receipt; all papers are sent when one differs, and not when none does."""
    dialog = press_move(office, "correct")
    changes = office.at("#correct-changes-list li")
    expect(changes).to_have_text(["Chưa có gì thay đổi."])
    dialog.get_by_label("Lý do").fill("Ghi nhầm")
    dialog.get_by_label("Số bộ hồ sơ").fill("2")
    dialog.get_by_label("Văn bằng chuyên môn về công tác xã hội: Bản chính").fill("1")
    dialog.get_by_label("Văn bằng chuyên môn về công tác xã hội: Chứng thực").fill("0")
    dialog.get_by_label("Lấy từ cơ sở dữ liệu").uncheck()
    dialog.get_by_label("Số căn cước").fill("004189012743")
    expect(changes).to_have_text([
        "Số căn cước: 004 ••• ••• 742 → 004189012743",
        "Số bộ hồ sơ: 1 → 2",
        "Văn bằng chuyên môn về công tác xã hội: 1 chứng thực → 1 bản chính",
        "Phiếu lý lịch tư pháp: từ cơ sở dữ liệu → không có",
    ])  # fmt: skip
    office.keep("dialog-correct")
    dialog.locator(SEND).focus()
    office.keep("dialog-correct-changes")
    dialog.get_by_label("Lấy từ cơ sở dữ liệu").check()
    expect(changes).to_have_count(3)
    office.office.refusals["correct"] = problem(422, "incomplete", "Thiếu: Giấy khám sức khỏe.", missing=[])
    dialog.locator(SEND).click()
    expect(office.at("#m-correct-papers-why")).to_have_text("Thiếu: Giấy khám sức khỏe.")
    with office.page.expect_navigation():
        dialog.locator(SEND).click()
    body = office.office.posts("/correct")[-1]["body"]
    assert (body["sets"], len(body["documents"])) == (2, 5)
    assert body["documents"][1] == {
        "position": 2, "originals": 1, "certified": 0, "copies": 0, "from_database": False,
    }  # fmt: skip
    assert body["documents"][3]["from_database"] is True


def test_what_was_typed_is_there_again_after_escape_and_after_a_reload(office: Desk) -> None:
    """With a line that says so; it goes with a press, and with what was taken."""
    dialog = press_move(office, "suspend")
    fill(reason="Chờ giám định", legal_basis="Điều 12")(office)
    office.press("Escape")
    for again in (office.page.reload, lambda: office.press("Escape")):
        again()
        press_move(office, "suspend")
        expect(dialog.get_by_role("status")).to_contain_text("Đã đưa lại nội dung soạn dở lúc")
        expect(office.at("#m-suspend-reason")).to_have_value("Chờ giám định")
        expect(office.at("#m-suspend-basis")).to_have_value("Điều 12")
    office.keep("dialog-restored")
    dialog.get_by_role("button", name="Bỏ, soạn lại từ đầu").focus()
    office.press("Enter")
    expect(office.at("#m-suspend-reason")).to_have_value("")
    office.has_focus("#m-suspend-reason")
    expect(dialog.get_by_role("status")).to_have_count(0)
    assert "giám định" not in office.page.evaluate(KEPT)
    fill(reason="Chờ thuế", legal_basis="Điều 9")(office)
    with office.page.expect_navigation():
        dialog.locator(SEND).click()
    press_move(office, "suspend")
    expect(office.at("#m-suspend-reason")).to_have_value("")


def test_rows_days_and_counts_are_there_again_too(office: Desk) -> None:
    """Papers asked for by hand, an agency on another way, the day of an apology, a corrected count."""
    press_move(office, "ask_supplement")
    ask_supplement(office)
    office.press("Escape")
    press_move(office, "forward")
    dialog = office.at("#ask-forward")
    dialog.get_by_role("button", name="Thêm cơ quan").click()
    dialog.get_by_label("Cơ quan").select_option(index=1)
    office.press("Escape")
    press_move(office, "apologise")
    fill(told_on="2026-12-04", reason="Thiếu người")(office)
    office.press("Escape")
    press_move(office, "correct")
    office.at("#m-correct-sets").fill("3")
    office.page.reload()

    press_move(office, "correct")
    expect(office.at("#correct-changes-list li")).to_have_text(["Số bộ hồ sơ: 1 → 3"])
    office.press("Escape")
    press_move(office, "apologise")
    expect(office.at("#m-apologise-told")).to_have_value("2026-12-04")
    office.press("Escape")
    press_move(office, "forward")
    expect(dialog.get_by_label("Cơ quan")).not_to_have_value("")
    office.press("Escape")
    dialog = press_move(office, "ask_supplement")
    expect(dialog.get_by_role("status")).to_be_visible()
    office.is_sound()
    with office.page.expect_navigation():
        dialog.locator(SEND).click()
    [asked] = office.office.posts("/ask_supplement")
    assert asked["body"]["items"] == [
        {"name": "Văn bằng chuyên môn về công tác xã hội", "certified": 1, "note": "bản rõ hơn"},
        {"name": "Giấy ủy quyền", "copies": 2},
    ]
    assert asked["body"]["rule"] == "pause"


def test_nothing_typed_outlives_the_session(office: Desk) -> None:
    """An identity number stays in this tab alone, and goes with signing out."""
    press_move(office, "correct")
    office.at("#m-correct-identity").fill("004189012743")
    kept = office.page.evaluate("[JSON.stringify({...sessionStorage}), JSON.stringify({...localStorage})]")
    assert ("004189012743" in kept[0], "004189012743" in kept[1]) == (True, False)
    office.press("Escape")
    office.page.get_by_role("button", name="Đăng xuất").click()
    office.page.wait_for_url("**/login")
    assert "004189012743" not in office.page.evaluate(KEPT)


def test_the_reason_of_form_03_survives_escape(counter: Desk) -> None:
    """At the counter as well; once the form is printed nothing of it is kept."""
    counter.at("#decline").click()
    counter.at("#decline-reason").fill("Không thuộc thẩm quyền.")
    counter.press("Escape")
    counter.at("#decline").click()
    expect(counter.at("#decline-reason")).to_have_value("Không thuộc thẩm quyền.")
    expect(counter.at("#ask-decline").get_by_role("status")).to_be_visible()
    counter.is_sound()
    counter.page.get_by_role("button", name="Lập và in mẫu 03").click()
    expect(counter.at("#done")).to_be_visible()
    assert "thẩm quyền" not in counter.page.evaluate(
        "JSON.stringify(Object.entries(sessionStorage).filter(([key]) => key.endsWith('.decline')))"
    )


def test_the_same_in_english_on_a_narrow_screen(browser: Browser) -> None:
    """Every word is there, nothing leaves the screen sideways."""
    with desk(browser, NARROW_OFFICE) as made:
        everything(made)
        made.open(DOSSIER, "en")
        press_move(made, "correct")
        made.at("#m-correct-sets").fill("2")
        expect(made.at("#correct-changes-list")).to_contain_text("Sets: 1 → 2")
        made.press("Escape")
        dialog = press_move(made, "correct")
        expect(dialog.get_by_role("status")).to_contain_text("is here again")
        made.keep("dialog-correct-en")
        assert "{" not in made.page.locator("body").inner_text()
