"""The officer's inbox in a real Chromium: groups with counts, several at once by keyboard."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.pages_desk import NARROW_OFFICE, OFFICE, PHONE, Desk, desk

pytestmark = pytest.mark.browser

RIGHTS = ["see-dossier", "assign-dossier", "forward-dossier"]


@pytest.fixture
def office(browser: Browser) -> Iterator[Desk]:
    with desk(browser) as made:
        made.office.cases["officer"]["rights"] = RIGHTS
        yield made


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("size", [OFFICE, NARROW_OFFICE, PHONE])
def test_the_inbox_is_sound_in_both_languages_and_every_width(
    browser: Browser, lang: str, size: tuple[int, int]
) -> None:
    """Axe finds nothing serious, nothing is cut off; what is late is told in words."""
    with desk(browser, size) as made:
        made.office.cases["officer"]["rights"] = RIGHTS
        made.open("/inbox?group=to_assign" + ("&lang=en" if lang == "en" else ""))
        expect(made.at("#bulk")).to_be_visible()
        expect(made.at("h1")).to_have_text("Chờ phân công" if lang == "vi" else "To be assigned")
        made.keep(f"inbox-{lang}-{size[0]}")


def test_the_inbox_works_without_scripts(browser: Browser) -> None:
    """Groups are links that stand in the address; only what needs a script is not there."""
    with desk(browser, NARROW_OFFICE, scripts=False) as made:
        made.office.cases["officer"]["rights"] = RIGHTS
        made.open("/inbox")
        expect(made.at("h1")).to_have_text("Quá hạn")
        expect(made.at("tbody tr")).to_have_count(1)
        made.page.get_by_role("link", name="Tôi đang giữ").click()
        assert "group=mine" in made.page.url
        expect(made.at("tbody tr")).to_have_count(2)
        expect(made.at("#bulk")).to_be_hidden()
        made.page.get_by_role("link", name="Đến hạn hôm nay").click()
        expect(made.at("main")).to_contain_text("Nhóm này không còn hồ sơ nào")


def test_several_are_assigned_by_keyboard_and_those_refused_stay_ticked(office: Desk) -> None:
    """Space chooses, arrows go on, one call carries all; who is on leave is said to be."""
    office.open("/inbox?group=to_assign")
    expect(office.at("#officer option")).to_have_text(
        ["Chọn cán bộ", "Hoàng Văn Thái", "Mã Thị Duyên (đang nghỉ)"]
    )
    office.page.get_by_role("button", name="Phân công").click()
    expect(office.at("#errors")).to_contain_text("Chưa chọn hồ sơ nào")
    expect(office.at("#errors")).to_be_focused()
    office.at("tbody .pick").first.focus()
    office.press("Space", "ArrowDown", "Space")
    expect(office.at("#chosen")).to_have_text("Đã chọn 2")
    office.page.get_by_role("button", name="Phân công").click()
    expect(office.at("#errors")).to_contain_text("Chưa chọn cán bộ")
    office.at("#officer").select_option("officer-7")
    office.page.get_by_role("button", name="Phân công").press("Enter")
    expect(office.at("#errors")).to_contain_text("1 hồ sơ chưa làm được")
    expect(office.at("#chosen")).to_have_text("Đã chọn 1")
    [asked] = office.office.posts("/api/assignments")
    codes = [one["code"] for one in office.office.cases["dossiers"][:2]]
    assert asked["body"] == {"codes": codes, "officer": "officer-7"}
    assert asked["key"]
    office.is_sound()


@pytest.mark.parametrize("group", ["late_to_forward", "to_forward"])
def test_all_are_forwarded_at_once_and_who_is_refused_is_told_why(office: Desk, group: str) -> None:
    """One call carries every code; those refused stay ticked, each with its reason."""
    office.open(f"/inbox?group={group}")
    office.page.get_by_label("Chọn tất cả").check()
    expect(office.at("#chosen")).to_have_text("Đã chọn 3")
    office.page.get_by_role("button", name="Chuyển xử lý").click()
    expect(office.at("#errors")).to_contain_text("2 hồ sơ chưa làm được")
    expect(office.at("#errors")).to_contain_text("đang giữ hồ sơ này rồi")
    [asked] = office.office.posts("/api/forwardings")
    assert asked["body"] == {"codes": [one["code"] for one in office.office.cases["dossiers"][:3]]}


def test_a_call_that_fails_unticks_nothing(office: Desk) -> None:
    """What was chosen is still chosen, and the page says that it was not done."""
    office.office.cases["colleagues"] = []
    office.open("/inbox?group=late_to_forward")
    office.page.get_by_label("Chọn tất cả").check()
    office.page.get_by_role("button", name="Chuyển xử lý").click()
    expect(office.at("#errors")).to_contain_text("Không tìm thấy")
    expect(office.at("#chosen")).to_have_text("Đã chọn 3")
