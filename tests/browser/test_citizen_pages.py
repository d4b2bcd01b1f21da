"""The citizens' pages: without JavaScript, on the smallest phone, in both languages, printed."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.pages_desk import PHONE, SMALL_PHONE, Desk, desk

pytestmark = pytest.mark.browser

CODE = "H14.12-261109-0021"
PATHS = ["/", "/login", "/status", f"/status/{CODE}", "/t/abc", "/nowhere"]


@pytest.fixture
def phone(browser: Browser) -> Iterator[Desk]:
    """A cheap phone whose browser runs no scripts."""
    with desk(browser, PHONE, scripts=False) as made:
        yield made


def look_up(phone: Desk, secret: str) -> None:
    """Type the code, then the secret."""
    phone.open("/status")
    phone.at("#code").fill(CODE)
    phone.send("Tra cứu")
    if phone.page.url.endswith(
        f"code={CODE}"
    ):  # the stand-in answers a search with the form again, the server redirects
        phone.open(f"/status/{CODE}")
    phone.at("#secret").fill(secret)
    phone.send("Xem đầy đủ")


def test_the_code_alone_tells_the_step_and_the_dates_and_nothing_else(phone: Desk) -> None:
    """Nobody's name, papers or procedure stand on the page that anybody may open."""
    phone.open(f"/status/{CODE}")
    for words in ("Bước 2 trong 4", "Chờ ông, bà bổ sung", "19/11/2026", "Tạm dừng"):
        expect(phone.at("main")).to_contain_text(words)
    expect(phone.at("[aria-current=step]")).to_have_text("Giải quyết")
    content = phone.page.content()
    for hidden in ("công tác xã hội", "Giấy khám", "Ngọc", "7KQ2"):
        assert hidden not in content


def test_with_the_secret_the_whole_way_is_told_without_scripts(phone: Desk) -> None:
    """What is asked, the date and why, what was done and what comes, and the papers."""
    look_up(phone, "7kq2m9xa")
    for words in (
        "Nộp thêm 1 giấy tờ", "Giấy khám sức khỏe, trong 12 tháng: bản đã nộp quá hạn", "17:00, 17/12/2026",
        "17:00, 27/11/2026", "Thứ Sáu", "Giấy hẹn ghi 17:00, 19/11/2026", "Chờ bổ sung, không tính",
        "Đã tiếp nhận tại quầy 3", "Trả kết quả tại quầy 8", "0206 000 0000",
    ):  # fmt: skip
        expect(phone.at("main")).to_contain_text(words)
    expect(phone.at(".tl [aria-current=step]")).to_contain_text("Đang chờ ông, bà bổ sung")
    expect(phone.page.get_by_role("link", name="Phiếu yêu cầu bổ sung (mẫu 02)")).to_be_visible()


def test_a_wrong_secret_is_told_beside_the_field_and_at_the_top(phone: Desk) -> None:
    """The sentence is a link to the field, and the step stays visible."""
    look_up(phone, "AAAAAAAA")
    expect(phone.at("#errors a")).to_have_attribute("href", "#secret")
    expect(phone.at("#secret-why")).to_contain_text("không khớp")
    expect(phone.at("#secret")).to_have_attribute("aria-invalid", "true")
    expect(phone.page).to_have_title(f"Chưa tra cứu được – Hồ sơ {CODE}: Bước 2 trong 4")


def test_an_unknown_code_leads_back_to_the_form_with_what_was_typed(phone: Desk) -> None:
    """The code can be put right; nothing else is told."""
    phone.open("/status/H14.12-261109-9999")
    expect(phone.at("#code")).to_have_value("H14.12-261109-9999")
    expect(phone.at("#errors")).to_contain_text("Không có hồ sơ mang mã")


@pytest.mark.parametrize(
    ("step", "words"),
    [
        ("received", "Bước 1 trong 4"),
        ("processing", "Đang giải quyết"),
        ("ready", "Xin mang giấy hẹn và căn cước"),
        ("returned", "Bước 4 trong 4"),
        ("ended", "Đã kết thúc"),
    ],
)
def test_every_step_has_its_words_with_and_without_the_secret(phone: Desk, step: str, words: str) -> None:
    """No state of a dossier leaves a citizen before a broken or an empty page."""
    phone.office.cases["status"].update(step=step, asked=None, due_at=None)
    phone.open(f"/status/{CODE}")
    expect(phone.at("main")).to_contain_text(words)
    look_up(phone, "7KQ2M9XA")
    expect(phone.at(".tl")).to_be_visible()


def test_my_place_says_how_many_are_before_me_and_refreshes_by_itself(phone: Desk) -> None:
    """The number, the people before, a range and no promise; the page asks again every 15 seconds."""
    phone.open("/t/abc")
    for words in ("A023", "4", "người trước ông, bà", "10–20 phút", "Đang gọi A018"):
        expect(phone.at("main")).to_contain_text(words)
    expect(phone.at("meta[http-equiv=refresh]")).to_have_attribute("content", "15")


@pytest.mark.parametrize(
    ("state", "words", "refreshes"),
    [
        ("called", "Mời ông, bà đến quầy 3", 1),
        ("serving", "Mời ông, bà đến quầy 3", 1),
        ("held", "Số đang được tạm giữ", 1),
        ("absent", "Đã gọi mà chưa thấy ông, bà", 1),
        ("served", "Đã phục vụ xong", 0),
        ("left", "Số này không còn dùng", 0),
    ],
)
def test_my_place_says_what_to_do_in_every_state(phone: Desk, state: str, words: str, refreshes: int) -> None:
    """A ticket that is over refreshes no more."""
    place = {"number": 3, "name": "Y tế"} if state in {"called", "serving"} else None
    phone.office.cases["ticket"].update(state=state, counter=place, called_at="2026-11-23T09:44:00+07:00")
    phone.open("/t/abc")
    expect(phone.at("main")).to_contain_text(words)
    expect(phone.at("meta[http-equiv=refresh]")).to_have_count(refreshes)


def test_my_place_without_an_estimate_says_so(phone: Desk) -> None:
    """No number is made up where there are not enough figures, and the next one is told so."""
    phone.office.cases["ticket"].update(ahead=0, wait_minutes=None)
    phone.open("/t/abc")
    expect(phone.at("main")).to_contain_text("Đến lượt ông, bà tiếp theo")
    expect(phone.at("main")).to_contain_text("Chưa đủ dữ liệu")


@pytest.mark.parametrize("size", [SMALL_PHONE, PHONE])
def test_every_page_is_sound_on_a_phone_in_both_languages(browser: Browser, size: tuple[int, int]) -> None:
    """No sideways scroll at 320 pixels, nothing serious for axe, no letter under 16 pixels."""
    with desk(browser, size) as phone:
        for lang in ("vi", "en"):
            for path in PATHS:
                phone.open(path, lang)
                phone.is_sound()
                assert phone.at("h1").count() == 1
                assert "{" not in phone.at("main").inner_text()
        look_up(phone, "7KQ2M9XA")
        phone.is_sound()


def test_pictures_of_the_citizens_pages(browser: Browser) -> None:
    """The pages as a phone shows them."""
    with desk(browser, PHONE) as phone:
        for path, name in (
            (f"/status/{CODE}", "status-public"),
            ("/t/abc", "myplace"),
            ("/status", "status-form"),
        ):
            phone.open(path)
            phone.keep(name)
        look_up(phone, "7KQ2M9XA")
        phone.keep("status")


def test_the_status_prints_on_one_sheet_without_buttons(browser: Browser) -> None:
    """On paper: code, dates, timeline; no form, no way to another page."""
    with desk(browser, PHONE) as phone:
        look_up(phone, "7KQ2M9XA")
        phone.page.emulate_media(media="print")
        expect(phone.at("footer")).to_be_hidden()
        expect(phone.at(".tl")).to_be_visible()
        assert phone.page.pdf(format="A4").count(b"/Type /Page\n") <= 2
        phone.open(f"/status/{CODE}")
        expect(phone.at("form")).to_be_hidden()


def test_my_place_keeps_itself_fresh_and_tells_when_it_cannot(browser: Browser) -> None:
    """With scripts the page changes in place; a lost line leaves the last state under a gold band."""
    with desk(browser, PHONE) as phone:
        phone.page.clock.install()
        phone.open("/t/abc")
        phone.office.cases["ticket"]["ahead"] = 2
        phone.page.clock.run_for(16_000)
        expect(phone.at(".ahead .n")).to_have_text("2")
        expect(phone.page).to_have_title("A023: còn 2 người trước ông, bà")
        phone.office.reachable = False
        phone.page.clock.run_for(16_000)
        expect(phone.at("#stale")).to_be_visible()
        expect(phone.at(".ahead .n")).to_have_text("2")
        phone.office.reachable = True
        phone.office.cases["ticket"].update(
            state="called", counter={"number": 3, "name": "Y tế"}, called_at="2026-11-23T09:44:00+07:00"
        )
        phone.page.clock.run_for(16_000)
        expect(phone.at("main")).to_contain_text("Mời ông, bà đến quầy 3")
        expect(phone.at("#stale")).to_be_hidden()
