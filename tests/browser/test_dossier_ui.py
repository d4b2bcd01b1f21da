"""Dossiers and signing in, in a real Chromium: the list, one dossier with its moves, the door."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.pages_desk import NARROW_OFFICE, Desk, desk
from tests.browser.pages_office import Facts, problem

pytestmark = pytest.mark.browser

DOSSIER = "/dossiers/H14.12-261109-0021"


@pytest.fixture
def office(browser: Browser) -> Iterator[Desk]:
    with desk(browser, (1440, 1100)) as made:
        yield made


def test_a_dossier_tells_both_dates_why_and_what_may_be_done(office: Desk) -> None:
    """The printed date and the present one stand side by side, with reasons, history and masked people."""
    office.open(DOSSIER)
    for words in (
        "17:00, 23/11/2026", "17:00, 01/12/2026", "Trong hạn", "Vì sao hạn là 01/12/2026", "21–22/11, 28–29/11",
        "004 ••• ••• 742", "0912 ••• 386", "1 chứng thực", "từ cơ sở dữ liệu", "Chưa trả kết quả được",
    ):  # fmt: skip
        expect(office.at("main")).to_contain_text(words)
    expect(office.at("#strip svg")).to_be_visible()
    assert "004189012742" not in office.page.content()
    office.keep("dossier")


def test_a_result_is_recorded_with_the_version_that_was_read(office: Desk) -> None:
    """The question says that early or late is fixed now; the request names the version on the screen."""
    office.open(DOSSIER)
    office.page.get_by_role("button", name="Ghi nhận có kết quả").click()
    expect(office.at("#ask-result-ready")).to_contain_text("không đổi nữa")
    office.is_sound()
    with office.page.expect_navigation():
        office.press("Enter")
    [asked] = office.office.posts("/result_ready")
    assert asked["version"] == '"4"'


def test_two_officers_of_one_dossier_get_a_conflict_not_an_overwrite(office: Desk) -> None:
    """Who comes second is told so and offered the new state."""
    office.open(DOSSIER)
    office.office.refusals["result_ready"] = problem(
        412, "stale", "Người khác vừa thay đổi mục này (bản 5, đang xem bản 4)."
    )
    office.page.get_by_role("button", name="Ghi nhận có kết quả").click()
    office.press("Enter")
    office.has_focus("#errors")
    expect(office.at("#errors")).to_contain_text("Hồ sơ vừa được người khác cập nhật")
    with office.page.expect_navigation():
        office.page.get_by_role("link", name="Tải lại trang").click()


def test_a_result_is_handed_to_a_representative_whose_card_is_scanned(office: Desk) -> None:
    """Who collects is written down with their number; the fee is settled on the way."""
    dossier = office.office.cases["dossier"]
    dossier.update(state="result_ready", standing="on_time", ready_at="2026-11-23T09:00:00+07:00")
    dossier["moves"] = [
        {"move": "result_ready", "allowed": False, "why_not": None},
        {"move": "hand_over", "allowed": True, "why_not": None},
    ]
    office.open(DOSSIER)
    expect(office.at("main")).to_contain_text("Xong đúng hạn")
    office.page.get_by_role("button", name="Trả kết quả").click()
    office.is_sound()
    office.scan_identity()
    expect(office.at("#hand-name")).to_have_value("Nông Thị Bích Ngọc")
    office.page.get_by_label("Giấy ủy quyền").fill("Số 12, 20/11/2026")
    office.page.get_by_label("Đã thu đủ 20.000 đồng").check()
    with office.page.expect_navigation():
        office.page.get_by_role("dialog").get_by_role("button", name="Trả kết quả").click()
    [asked] = office.office.posts("/hand_over")
    collector = {
        "kind": "representative", "name": "Nông Thị Bích Ngọc", "identity_no": "004189012742",
        "paper": "Số 12, 20/11/2026",
    }  # fmt: skip
    assert asked["body"] == {"collector": collector, "fee_paid": True, "paid_by": "cash"}


def test_a_result_is_handed_to_the_applicant_in_two_keys(office: Desk) -> None:
    """The applicant needs no typing."""
    office.office.cases["dossier"]["moves"] = [{"move": "hand_over", "allowed": True, "why_not": None}]
    office.office.cases["dossier"]["fee_dong"] = 0
    office.open(DOSSIER)
    office.page.get_by_role("button", name="Trả kết quả").focus()
    office.press("Enter")
    expect(office.at("dialog[open]")).to_be_visible()
    with office.page.expect_navigation():
        office.press("Enter")
    assert office.office.posts("/hand_over")[0]["body"] == {
        "collector": {"kind": "applicant", "name": "Nông Thị Bích Ngọc"}
    }


def test_a_dossier_without_dates_or_papers_still_makes_a_page(office: Desk) -> None:
    """An online filing that nobody has received yet promises nothing and breaks nothing."""
    empty: Facts = {
        "promised_at": None,
        "due_at": None,
        "because": [],
        "documents": [],
        "papers": [],
        "history": [],
        "moves": [],
        "fee_dong": 0,
    }
    office.office.cases["dossier"].update(empty, state="submitted")
    office.open(DOSSIER)
    expect(office.at("main")).to_contain_text("Chưa tính hạn")
    office.is_sound()


def test_the_list_keeps_its_filters_in_the_address_without_scripts(browser: Browser) -> None:
    """A plain form and plain links: overdue is told in red and in words, soonest due first."""
    with desk(browser, NARROW_OFFICE, scripts=False) as office:
        office.open("/dossiers")
        expect(office.at("tbody tr").first).to_contain_text("Quá hạn")
        expect(office.at("tbody tr").nth(1)).to_contain_text("Sắp đến hạn")
        office.page.get_by_role("link", name="Đang giải quyết").click()
        expect(office.at("tbody tr")).to_have_count(2)
        office.at("#q").fill("0021")
        office.page.get_by_role("button", name="Lọc").click()
        expect(office.at("tbody tr")).to_have_count(1)
        assert "state=processing" in office.page.url
        assert "q=0021" in office.page.url
        office.at("#q").fill("không có")
        office.page.get_by_role("button", name="Lọc").click()
        expect(office.at("main")).to_contain_text("Không có hồ sơ nào khớp")


def test_the_list_is_sound_and_a_scanned_receipt_opens_its_dossier(office: Desk) -> None:
    """Axe finds nothing serious; a scan leads to the dossier from here too."""
    office.open("/dossiers")
    office.keep("dossiers")
    office.scan("H14.12-261109-0021")
    office.page.wait_for_url(f"**{DOSSIER}")


def test_signing_in_tells_what_is_wrong_and_leads_to_the_counter(office: Desk) -> None:
    """What is wrong stands beside the field and at the top; no foreign address is followed afterwards."""
    office.open("/login?next=//evil.example/")
    office.is_sound()
    office.press("Enter")
    office.has_focus("#errors")
    expect(office.at("#username-why")).to_have_text("Nhập tên đăng nhập")
    office.keep("login-empty")
    office.press("Tab", "Enter")
    office.write("nhung")
    office.press("Tab")
    office.write("sai")
    office.press("Enter")
    expect(office.at("#errors")).to_contain_text("Tên đăng nhập hoặc mật khẩu chưa đúng")
    expect(office.at("#password")).to_have_value("")
    office.at("#password").fill("đúng")
    office.press("Enter")
    office.page.wait_for_url("**/counter")


def test_another_officer_finds_nothing_of_the_one_before(office: Desk) -> None:
    """Whatever a session that ended had left in the tab is forgotten when somebody else signs in."""
    office.open("/login")
    office.page.evaluate("sessionStorage.setItem('onestop.officer-9.t-1', 'Bế Văn Quyết')")
    office.page.evaluate("sessionStorage.setItem('onestop.officer-1.t-2', 'của tôi')")
    office.at("#username").fill("nhung")
    office.at("#password").fill("đúng")
    office.press("Enter")
    office.page.wait_for_url("**/counter")
    assert office.page.evaluate("sessionStorage.getItem('onestop.officer-9.t-1')") is None
    assert office.page.evaluate("sessionStorage.getItem('onestop.officer-1.t-2')") == "của tôi"
