"""The dialogs of a dossier's moves in a real Chromium: the bodies that the calls take, refusals beside fields."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from onestop.rules.workflow import BY_THE_CLOCK, RIGHT_OF_MOVE
from tests.browser.pages_desk import NARROW_OFFICE, PHONE, Desk, desk
from tests.browser.pages_office import problem

pytestmark = pytest.mark.browser

DOSSIER = "/dossiers/H14.12-261109-0021"
MOVES = [str(move) for move in RIGHT_OF_MOVE if move not in BY_THE_CLOCK]
LEGS = [
    {"position": 1, "stage": 1, "agency": {"id": "agency-9", "name": "Sở Y tế"}, "part": "lead", "state": "done",
     "due_at": "2026-11-19T17:00:00+07:00", "done_at": "2026-11-18T10:00:00+07:00", "standing": "early"},
    {"position": 2, "stage": 2, "agency": {"id": "agency-8", "name": "Công an tỉnh"}, "part": "cooperating",
     "state": "accepted", "due_at": "2026-11-20T17:00:00+07:00", "done_at": None, "standing": None,
     "officer": {"id": "officer-7", "name": "Hoàng Văn Thái"}},
    {"position": 3, "stage": 2, "agency": {"id": "agency-7", "name": "Sở Tư pháp"}, "part": "cooperating",
     "state": "sent", "due_at": "2026-11-27T17:00:00+07:00", "done_at": None, "standing": None},
    {"position": 4, "stage": 3, "agency": {"id": "agency-9", "name": "Sở Y tế"}, "part": "lead", "state": "planned",
     "due_at": "2026-12-01T17:00:00+07:00", "done_at": None, "standing": None},
]  # fmt: skip


def everything(made: Desk) -> None:
    """Let the officer make every move, and unmask."""
    dossier = made.office.cases["dossier"]
    dossier["moves"] = [{"move": move, "allowed": True, "why_not": None} for move in MOVES]
    dossier["agency"] = {"id": "agency-9", "name": "Sở Y tế"}
    dossier["legs"] = LEGS
    dossier["interruptions"] = [
        {
            "name": "suspension",
            "from": "2026-11-12",
            "to": "2026-11-13",
            "reason": "Chờ kết luận giám định.",
            "legal_basis": "Điều 12",
            "answer_by": None,
            "amount": None,
        }
    ]
    made.office.cases["officer"]["rights"] = ["see-dossier", "see-numbers"]


@pytest.fixture
def office(browser: Browser) -> Iterator[Desk]:
    with desk(browser, (1440, 1100)) as made:
        everything(made)
        yield made


def press_move(office: Desk, move: str) -> Any:
    """Open the dialog of a move by the keyboard, and wait for it."""
    office.at(f"[data-move={move}]").focus()
    office.press("Enter")
    dialog = office.at(f"#ask-{move.replace('_', '-')}")
    expect(dialog).to_be_visible()
    return dialog


def ask_supplement(office: Desk) -> None:
    dialog = office.at("#ask-ask-supplement")
    expect(dialog.get_by_label("Văn bằng chuyên môn")).to_be_visible()
    dialog.get_by_label("Văn bằng chuyên môn").check()
    dialog.locator(".chosen li:has(input:checked)").get_by_label("Cần sửa, cần thêm gì").fill("bản rõ hơn")
    dialog.get_by_role("button", name="Thêm giấy tờ khác").click()
    dialog.get_by_label("Tên giấy tờ").fill("Giấy ủy quyền")
    dialog.get_by_label("Loại bản").last.select_option("copies")
    dialog.get_by_label("Số bản").last.fill("2")
    dialog.get_by_label("Lý do").fill("Bản chụp mờ")
    dialog.get_by_label("Thời hạn khi chờ bổ sung").select_option("pause")


def legs(office: Desk) -> None:
    dialog = office.at("#ask-forward")
    dialog.get_by_role("button", name="Thêm cơ quan").click()
    dialog.get_by_label("Cơ quan").select_option(index=1)
    dialog.get_by_label("Thời gian").fill("3")


def fill(**typed: str) -> Callable[[Desk], None]:
    """Type into the fields of the open dialog by their names."""

    def typing(office: Desk) -> None:
        for name, value in typed.items():
            field = office.at(f"dialog[open] [data-field='{name.replace('__', '.')}']")
            if field.evaluate("one => one.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)

    return typing


BODIES: dict[str, tuple[Callable[[Desk], None], dict[str, Any]]] = {
    "forward": (legs, {"to": [{"agency": "FIRST", "amount": "3"}]}),
    "accept": (fill(), {}),
    "return_leg": (fill(outcome="Đồng ý"), {"outcome": "Đồng ý"}),
    "take_back": (fill(), {}),
    "assign": (fill(officer="officer-7"), {"officer": "officer-7"}),
    "ask_supplement": (
        ask_supplement,
        {
            "items": [
                {"name": "Văn bằng chuyên môn về công tác xã hội", "certified": 1, "note": "bản rõ hơn"},
                {"name": "Giấy ủy quyền", "copies": 2},
            ],
            "reason": "Bản chụp mờ",
            "rule": "pause",
        },
    ),
    "take_supplement": (fill(note="đủ"), {"note": "đủ"}),
    "suspend": (
        fill(reason="Chờ giám định", legal_basis="Điều 12"),
        {"reason": "Chờ giám định", "legal_basis": "Điều 12"},
    ),
    "resume": (fill(), {}),
    "extend": (
        fill(amount="5", unit="working_day", reason="Phức tạp", legal_basis="Điều 9"),
        {"amount": "5", "unit": "working_day", "reason": "Phức tạp", "legal_basis": "Điều 9"},
    ),
    "apologise": (
        fill(told_on="2026-12-04", reason="Thiếu người"),
        {"told_on": "2026-12-04", "reason": "Thiếu người"},
    ),
    "correct": (
        fill(reason="Ghi sai tên", applicant__name="Nông Thị Ngọc", return_via="post"),
        {"reason": "Ghi sai tên", "applicant": {"name": "Nông Thị Ngọc"}, "return_via": "post"},
    ),
    "result_ready": (fill(), {}),
    "decline": (fill(reason="Không đủ điều kiện"), {"reason": "Không đủ điều kiện"}),
    "withdraw": (fill(reason="Theo đơn"), {"reason": "Theo đơn"}),
    "stop": (fill(reason="Theo đơn"), {"reason": "Theo đơn"}),
    "reopen": (fill(reason="Ghi nhầm"), {"reason": "Ghi nhầm"}),
}  # fmt: skip


@pytest.mark.parametrize("move", [move for move in MOVES if move != "hand_over"])
def test_a_move_sends_exactly_what_its_call_takes(office: Desk, move: str) -> None:
    """By keyboard from the button to the last field: the body, the version that was read, a key of its own."""
    office.open(DOSSIER)
    dialog = press_move(office, move)
    office.is_sound()
    filling, body = BODIES[move]
    filling(office)
    if move in {"ask_supplement", "forward", "correct", "extend"}:
        office.keep(f"dialog-{move}")
    with office.page.expect_navigation():
        dialog.locator(".answers .main").press("Enter")
    [asked] = office.office.posts(f"/{move}")
    if move == "forward":
        assert asked["body"]["to"][0].pop("agency")
        body["to"][0].pop("agency", None)
    assert asked["body"] == body
    assert asked["version"] == '"4"'
    assert re.fullmatch(r"[0-9a-f-]{32,36}", asked["key"])


def test_what_is_missing_and_what_is_refused_stands_beside_its_field(office: Desk) -> None:
    """Nothing is sent without a reason; a refused legal basis is marked, and what was typed is still there."""
    office.open(DOSSIER)
    dialog = press_move(office, "suspend")
    dialog.locator(".answers .main").click()
    office.has_focus("#m-suspend-reason")
    expect(office.at("#m-suspend-reason-why")).to_have_text("Cần điền ô này")
    assert not office.office.posts("/suspend")
    fill(reason="Chờ giám định", legal_basis="?")(office)
    office.office.refusals["suspend"] = problem(422, "malformed", "Căn cứ chưa rõ.", field="legal_basis")
    dialog.locator(".answers .main").click()
    expect(office.at("#m-suspend-basis-why")).to_have_text("Căn cứ chưa rõ.")
    office.has_focus("#m-suspend-basis")
    expect(office.at("#m-suspend-reason")).to_have_value("Chờ giám định")
    office.office.refusals["suspend"] = problem(409, "move-not-allowed", "Hồ sơ đang chờ bổ sung.")
    dialog.locator(".answers .main").click()
    expect(dialog.get_by_role("alert")).to_have_text("Hồ sơ đang chờ bổ sung.")
    office.is_sound()
    office.press("Escape")
    expect(dialog).to_be_hidden()
    press_move(office, "suspend")
    expect(office.at("#m-suspend-reason")).to_have_value("Chờ giám định")
    assert len({one["key"] for one in office.office.posts("/suspend")}) == 1


def test_one_button_is_next_and_what_may_not_be_done_says_why(office: Desk) -> None:
    """What an agency has to take on is next; the rest stands under Other, reasons behind one line."""
    dossier = office.office.cases["dossier"]
    for one in dossier["moves"]:
        if one["move"] in {"resume", "take_supplement"}:
            one |= {"allowed": False, "why_not": "Chưa làm được ở tình trạng này."}
    office.open(DOSSIER)
    expect(office.at(".may .main")).to_have_text("Nhận xử lý")
    expect(office.at("[data-move=resume]")).to_have_count(0)
    office.page.get_by_text("Vì sao chưa làm được 2 việc còn lại").click()
    expect(office.at(".not-now")).to_contain_text("Chưa làm được ở tình trạng này.")
    expect(office.at(".not-now li")).to_have_text(["Nhận bổ sung", "Tiếp tục giải quyết"])


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("size", [(1440, 1100), NARROW_OFFICE, PHONE])
def test_the_way_among_agencies_is_drawn_and_read(browser: Browser, lang: str, size: tuple[int, int]) -> None:
    """In turn and side by side, done, now and late, in words too; axe finds nothing serious."""
    with desk(browser, size) as made:
        everything(made)
        made.open(DOSSIER, lang)
        expect(made.at(".path ol > li")).to_have_count(3)
        expect(made.at(".path .leg.late")).to_contain_text("Công an tỉnh")
        expect(made.at(".path .leg.late")).to_contain_text("Trễ" if lang == "vi" else "Late")
        expect(made.at("main")).to_contain_text("Chờ kết luận giám định.")
        made.keep(f"dossier-moves-{lang}-{size[0]}")


def test_numbers_are_shown_by_a_press_alone(office: Desk) -> None:
    """They are not in the page before; the call says that somebody looked."""
    office.open(DOSSIER)
    assert "004189012742" not in office.page.content()
    office.page.get_by_role("button", name="Xem số đầy đủ").click()
    expect(office.at("#identity")).to_have_text("004189012742")
    expect(office.at("#phone")).to_have_text("0912000386")
    assert len(office.office.posts("/unmask")) == 1
    expect(office.at("#unmask")).to_be_hidden()


def test_a_page_that_is_old_says_so_before_anything_is_typed(office: Desk) -> None:
    """Coming back to the page is enough; the other's change is offered."""
    office.open(DOSSIER)
    expect(office.at("#strip svg")).to_be_visible()
    office.office.cases["dossier"]["version"] = 5
    office.page.evaluate("dispatchEvent(new Event('focus'))")
    expect(office.at("#changed")).to_be_visible()
    expect(office.at("#changed")).to_contain_text("vừa có người khác thay đổi")
    office.is_sound()
    office.at("#changed a").click()
    expect(office.at("main")).to_have_attribute("data-version", "5")
    expect(office.at("#changed")).to_be_hidden()
