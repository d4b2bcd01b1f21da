"""What is settled in the same visit, at the counter in a real Chromium."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.pages_desk import Desk, desk
from tests.browser.pages_office import CODE, problem

pytestmark = pytest.mark.browser


@pytest.fixture
def counter(browser: Browser) -> Iterator[Desk]:
    """A certification that is due the same day, just received."""
    with desk(browser) as made:
        made.serve()
        made.choose("chung thuc")
        made.press("Space", "Control+Enter")
        expect(made.at("#done")).to_contain_text(CODE)
        yield made


def _moves(counter: Desk) -> list[str]:
    return [one["path"].rsplit("/", 1)[-1] for one in counter.office.asked if f"/{CODE}/" in one["path"]]


def test_what_is_settled_in_the_same_visit_needs_no_receipt(counter: Desk) -> None:
    """Decree 61/2018 art. 17.4: result noted and given by one press; nothing was printed on the way."""
    expect(counter.at("#done")).to_contain_text("không cần giấy hẹn")
    counter.keep("counter-at-once")
    counter.at("#at-once").focus()
    counter.press("Enter")
    expect(counter.at("#done")).to_contain_text("Đã trả kết quả")
    expect(counter.at("#at-once")).to_have_count(0)
    expect(counter.at("#recent")).to_contain_text("Trả kết quả")
    assert _moves(counter) == ["result_ready", "hand_over"]
    [given] = counter.office.posts("/hand_over")
    assert given["body"] == {"collector": {"kind": "applicant"}}
    counter.keep("counter-given")
    counter.page.reload()
    expect(counter.at("#done")).to_contain_text("Đã trả kết quả")


def test_a_refusal_half_way_is_told_and_what_was_done_is_not_done_again(counter: Desk) -> None:
    """The fee is owed: the result stays noted, the second press only gives it."""
    counter.office.refusals["hand_over"] = problem(409, "result-unpaid", "Hồ sơ còn 20.000 đồng chưa thu.")
    counter.at("#at-once").click()
    expect(counter.at("#errors")).to_contain_text("chưa thu")
    counter.at("#at-once").click()
    expect(counter.at("#done")).to_contain_text("Đã trả kết quả")
    assert _moves(counter) == ["result_ready", "hand_over", "hand_over"]


def test_what_takes_days_is_not_given_at_once(browser: Browser) -> None:
    """A procedure of ten days gets its receipt."""
    with desk(browser) as counter:
        counter.serve()
        counter.choose()
        counter.check_papers()
        counter.press("Control+Enter")
        expect(counter.at("#done")).to_contain_text("in giấy hẹn")
        expect(counter.at("#at-once")).to_have_count(0)


def test_what_another_commune_has_to_settle_is_not_given_at_once(browser: Browser) -> None:
    """Decree 309/2026 art. 8.3: its time has not even begun, so its receipt is printed."""
    with desk(browser) as counter:
        because = counter.office.cases["preview"]["because"]
        because.insert(0, because[0] | {"rule": "elsewhere-awaited"})
        counter.serve()
        counter.choose("chung thuc")
        counter.press("Space", "Control+Enter")
        expect(counter.at("#done")).to_contain_text("in giấy hẹn")
        expect(counter.at("#at-once")).to_have_count(0)
