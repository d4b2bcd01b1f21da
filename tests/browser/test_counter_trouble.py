"""The counter when things go wrong: scanners anywhere, reloads, lost lines, lost answers, refusals."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.pages_desk import Desk, desk
from tests.browser.pages_office import CODE, problem

pytestmark = pytest.mark.browser

KEPT = "Object.keys(sessionStorage).map((name) => sessionStorage[name]).join()"


@pytest.fixture
def counter(browser: Browser) -> Iterator[Desk]:
    with desk(browser) as made:
        yield made


def test_a_scanned_card_fills_the_applicant_from_anywhere(counter: Desk) -> None:
    """The focus may be on a button, in another field, or nowhere; nothing of the scan stays where it fell."""
    counter.sit_down()
    counter.press("F2")
    expect(counter.at("#tick")).to_have_text("A012")
    counter.at("#finish").focus()
    counter.scan_identity()
    expect(counter.at("#p-name")).to_have_value("Nông Thị Bích Ngọc")
    assert [one["path"].rsplit("/", 1)[-1] for one in counter.office.asked] == ["call-next", "serve", "parse"]
    counter.at("#p-address").fill("Tổ 9")
    counter.at("#procedure-q").fill("cap")
    counter.at("#procedure-q").focus()
    counter.scan_identity()
    expect(counter.at("#p-address")).to_have_value("Tổ 5, phường Thục Phán, tỉnh Cao Bằng")
    expect(counter.at("#procedure-q")).to_have_value("cap")


def test_a_scanned_card_that_cannot_be_read_is_told_and_typed_instead(counter: Desk) -> None:
    """A garbled card leads back to the field of the name."""
    counter.serve()
    counter.scan("004189012742||Ng?c|99999999|x|y|z")
    counter.has_focus("#errors")
    expect(counter.at("#errors")).to_contain_text("Không đọc được mã căn cước")
    counter.press("Tab", "Enter")
    counter.has_focus("#p-name")
    expect(counter.at("#p-name")).to_have_value("")


def test_a_scanned_receipt_opens_its_dossier(counter: Desk) -> None:
    """The barcode bears the code; the square bears an address, and the server knows whose it is."""
    counter.sit_down()
    counter.scan("H14.12-261109-0021")
    counter.page.wait_for_url("**/dossiers/H14.12-261109-0021")
    counter.sit_down()
    counter.scan("https://onestop.example/s/abcdefgh23456789?x=/")
    counter.page.wait_for_url("**/dossiers/H14.12-261109-0021")
    counter.sit_down()
    counter.scan("4006381333931")
    expect(counter.at("#errors")).to_contain_text("4006381333931")


def test_what_was_typed_survives_a_reload_and_ends_with_accepting(counter: Desk) -> None:
    """Applicant, procedure, counts and terms come back; after accepting nothing personal is kept."""
    counter.serve()
    counter.choose()
    counter.check_papers(papers=2)
    counter.page.get_by_label("Nhà, qua bưu chính").check()
    counter.at("#return-address").fill("12 phố Kim Đồng")
    counter.page.reload()
    expect(counter.at("#person-name")).to_have_text("Nông Thị Bích Ngọc")
    expect(counter.at("#paper-2-certified")).to_have_value("1")
    expect(counter.at("#paper-3-originals")).to_have_value("")
    expect(counter.at("#return-address")).to_have_value("12 phố Kim Đồng")
    for field in ("#paper-3-originals", "#paper-5-originals"):
        counter.at(field).fill("1")
    counter.at("#paper-4-database").check()
    counter.press("Control+Enter")
    expect(counter.at("#done")).to_contain_text(CODE)
    assert counter.office.accepted[0]["return_address"] == "12 phố Kim Đồng"
    kept = counter.page.evaluate(KEPT)
    assert "Ngọc" not in kept
    assert "7KQ2M9XA" not in kept


def test_a_held_person_finds_what_was_typed(counter: Desk) -> None:
    """Whoever fetches a paper does not dictate the name twice; whoever leaves takes it along."""
    counter.serve()
    counter.write("Bế Văn Quyết")
    counter.press("F6", "Enter", "F2", "F5")
    expect(counter.at("#tick")).to_have_text("A013")
    expect(counter.at("#p-name")).to_have_value("")
    counter.press("F8")
    counter.page.get_by_role("button", name="Làm tiếp A012").click()
    expect(counter.at("#tick")).to_have_text("A012")
    counter.press("F5")
    expect(counter.at("#p-name")).to_have_value("Bế Văn Quyết")
    counter.press("F8")
    expect(counter.at("#ask-finish")).to_be_visible()
    counter.press("Enter")
    expect(counter.at("#person-name")).to_have_text("Chưa có ai trước quầy")
    assert "Quyết" not in counter.page.evaluate(KEPT)


def test_signing_out_leaves_nothing_personal_behind(counter: Desk) -> None:
    """The next officer at this machine finds nobody's name in the browser."""
    counter.serve()
    counter.write("Bế Văn Quyết")
    counter.page.get_by_role("button", name="Đăng xuất").click()
    counter.page.wait_for_url("**/login")
    assert counter.page.evaluate("sessionStorage.length") == 0


def test_a_lost_line_is_told_and_nothing_is_lost(counter: Desk) -> None:
    """The last good state stays under a gold band, typing goes on, and the band goes by itself."""
    counter.serve()
    counter.office.reachable = False
    expect(counter.at("#stale")).to_contain_text("Mất kết nối từ 09:44")
    expect(counter.at("#tick")).to_have_text("A012")
    counter.write("Bế Văn Quyết")
    counter.is_sound()
    counter.press("F8", "Enter")
    expect(counter.at("#errors")).to_contain_text("Không nối được máy chủ")
    counter.office.reachable = True
    expect(counter.at("#stale")).to_be_hidden()
    expect(counter.at("#p-name")).to_have_value("Bế Văn Quyết")


def test_a_lost_answer_makes_no_second_dossier(counter: Desk) -> None:
    """Accepting again, even after a reload, sends the same request under the same key."""
    counter.serve()
    counter.choose()
    counter.check_papers()
    counter.office.swallow = True
    counter.press("Control+Enter")
    expect(counter.at("#cant")).to_contain_text("Gửi lại không tạo hồ sơ thứ hai")
    assert counter.at("#intake").evaluate("(intake) => intake.inert") is True
    counter.page.reload()
    expect(counter.at("#cant")).to_contain_text("Gửi lại không tạo hồ sơ thứ hai")
    counter.office.swallow = False
    counter.press("Control+Enter")
    expect(counter.at("#done")).to_contain_text(CODE)
    first, *others = counter.office.posts("/api/dossiers")
    assert others
    assert all((one["key"], one["body"]) == (first["key"], first["body"]) for one in others)
    assert len(counter.office.accepted) == 1


def test_a_lost_answer_to_a_call_calls_no_second_person(counter: Desk) -> None:
    """F2 pressed again after a lost answer bears the same key."""
    counter.sit_down()
    counter.office.swallow = True
    counter.press("F2")
    expect(counter.at("#errors")).to_contain_text("Không nối được máy chủ")
    expect(counter.at("#tick")).to_have_text("A012")
    assert len({one["key"] for one in counter.office.posts("/call-next")}) == 1
    assert counter.office.cases["waiting"][0]["label"] == "A013"


def test_a_conflict_is_told_in_the_servers_words(counter: Desk) -> None:
    """Somebody else was quicker: the refusal takes the focus, and the page shows the present state."""
    counter.sit_down()
    counter.office.refusals["call-next"] = problem(
        409, "nobody-waiting", "Không còn ai chờ ở các hàng của quầy 3."
    )
    counter.press("F2")
    counter.has_focus("#errors")
    expect(counter.at("#errors")).to_contain_text("Không còn ai chờ")
    counter.press("Escape")
    expect(counter.at("#errors")).to_be_hidden()


def test_a_refused_dossier_names_the_field_or_the_paper(counter: Desk) -> None:
    """What the server finds wrong is linked to the place where it is put right; the next try has a new key."""
    counter.serve()
    counter.choose()
    counter.check_papers()
    missing = [
        {"position": 3, "name": "Giấy xác nhận thực hành", "need": {"originals": 2}, "have": {"originals": 1}}
    ]
    counter.office.refusals["dossiers"] = problem(422, "incomplete", "Hồ sơ còn thiếu.", missing=missing)
    counter.press("Control+Enter")
    expect(counter.at("#errors")).to_contain_text("Thiếu: Giấy xác nhận thực hành")
    counter.press("Tab", "Enter")
    counter.has_focus("#paper-3-originals")
    counter.office.refusals["dossiers"] = problem(
        422, "malformed", "x", field="applicant.phone", reason="phone"
    )
    counter.press("Control+Enter")
    expect(counter.at("#errors")).to_contain_text("Số điện thoại chưa đúng")
    counter.press("Tab", "Enter")
    counter.has_focus("#p-phone")
    counter.press("Control+Enter")
    expect(counter.at("#done")).to_contain_text(CODE)
    assert len({one["key"] for one in counter.office.posts("/api/dossiers")}) == 3


def test_no_date_no_acceptance(counter: Desk) -> None:
    """A procedure without an allowance is not accepted, and the page says why."""
    counter.serve()
    why = "Thủ tục 1.012990 chưa có thời hạn cho cách nộp này, nên chưa hẹn ngày được."
    counter.office.refusals["preview"] = problem(422, "allowance-not-stated", why)
    counter.choose()
    counter.check_papers()
    expect(counter.at("#promise")).to_contain_text("Chưa hẹn được ngày")
    expect(counter.at("#cant")).to_contain_text("chưa có thời hạn")
    counter.press("Control+Enter")
    assert counter.office.accepted == []


def test_an_ended_session_leads_to_signing_in_and_back(counter: Desk) -> None:
    """After signing in again the officer is back at the counter with what was typed."""
    counter.serve()
    counter.write("Bế Văn Quyết")
    counter.office.signed_in = False
    counter.page.wait_for_url("**/login?next=%2Fcounter")
    counter.write("nhung")
    counter.press("Tab")
    counter.page.keyboard.insert_text("đúng")
    counter.press("Enter")
    counter.page.wait_for_url("**/counter")
    expect(counter.at("#p-name")).to_have_value("Bế Văn Quyết")


def test_an_officer_without_a_counter_is_told_whom_to_ask(counter: Desk) -> None:
    """The page breaks nothing and leads on to the dossiers."""
    counter.office.cases["officer"]["counter"] = None
    counter.open()
    expect(counter.at("main")).to_contain_text("Chưa được xếp quầy")
    counter.is_sound()
