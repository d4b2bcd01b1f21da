"""A citizen's own moves over real HTTP: by the slip's link alone, on its own day, and no officer's move."""

import httpx
import pytest

from onestop.rules.access import SYSTEM
from onestop.use_cases import close_day
from tests.conftest import Hands
from tests.serving import Served

HTML = {"accept": "text/html", "accept-language": "vi"}


def take(served: Served, key: str, letter: str = "A") -> tuple[str, str]:
    """Take a number at the kiosk; its id and the link on its slip."""
    with served.kiosk() as kiosk:
        wish = {"line": served.hall.lines[letter]}
        given = kiosk.post("/api/tickets", json=wish, headers={"idempotency-key": key}).json()
    return given["id"], given["status_url"].rsplit("/", 1)[1]


def ask(served: Served, ticket: str, move: str, token: str | None) -> httpx.Response:
    """Ask for a move as a telephone does: no cookie, no bearer, only the link."""
    with served.client() as phone:
        return phone.post(f"/api/tickets/{ticket}/{move}", params={"token": token} if token else {})


def state_of(served: Served, link: str) -> str:
    """Where a visit stands."""
    with served.client() as phone:
        return str(phone.get("/api/tickets/slip", params={"token": link}).json()["state"])


def test_the_holder_of_a_slip_asks_for_time_and_leaves_without_scripts(served: Served) -> None:
    """The forms of the page lead back to it, and it says what has become of the visit."""
    _, link = take(served, "one")
    with served.client() as phone:
        page = phone.get(f"/t/{link}", headers=HTML)
        assert f'action="/t/{link}/postpone"' in page.text
        answer = phone.post(f"/t/{link}/postpone", headers=HTML)
        assert (answer.status_code, answer.headers["location"]) == (303, f"/t/{link}")
        assert "Còn xin được 1 lần" in phone.get(f"/t/{link}", headers=HTML).text
        assert f'action="/t/{link}/leave"' in phone.get(f"/t/{link}?ask=leave", headers=HTML).text
        assert phone.post(f"/t/{link}/leave", headers=HTML).status_code == 303
        assert "Số này không còn dùng" in phone.get(f"/t/{link}", headers=HTML).text
        again = phone.post(f"/t/{link}/leave", headers=HTML)
    assert again.status_code == 409
    assert "Không làm được bước này" in again.text
    assert f'<a href="/t/{link}">' in again.text, (
        "without scripts the page of a refusal is left by this link alone"
    )


def test_the_form_works_in_a_browser_that_has_a_session(served: Served) -> None:
    """An officer who looks at a slip in the own browser presses the same button; a forged form is refused."""
    _, link = take(served, "one")
    with served.officer(1) as officer:
        crumb = officer.headers.pop("x-csrftoken")
        assert f'value="{crumb}"' in officer.get(f"/t/{link}", headers=HTML).text
        assert officer.post(f"/t/{link}/leave", data={"x": "y"}, headers=HTML).status_code == 403
        assert officer.post(f"/t/{link}/leave", data={"_csrf_token": crumb}).status_code == 303
    assert state_of(served, link) == "left"


def test_who_missed_the_call_comes_back_by_the_slip(served: Served) -> None:
    """Called, skipped, back in the line; a second time is refused with the hall's rule."""
    _, link = take(served, "one")
    desk = f"/api/counters/{served.hall.counters[1]}/call-next"
    for expected in (200, 409):
        with served.officer(1) as officer:
            called = officer.post(desk).json()
            officer.post(f"/api/tickets/{called['id']}/skip")
        back = ask(served, "slip", "return", link)
        assert back.status_code == expected
    assert back.json()["code"] == "too-late-to-return"
    assert "trong 5 số hoặc 15 phút" in back.json()["detail"]


@pytest.mark.parametrize("forged", ["", ".", "nonsense", "{first}.{second_seal}", "{first}."])
def test_a_link_that_is_not_the_slip_s_own_moves_nothing(served: Served, forged: str) -> None:
    """Neither a wrong seal nor the seal of another slip opens a place."""
    first, link = take(served, "one")
    _, other = take(served, "two")
    token = forged.format(first=first, second_seal=other.partition(".")[2])
    refused = ask(served, first, "leave", token or ".")
    assert (refused.status_code, refused.json()["code"]) == (404, "not-found")
    assert state_of(served, link) == "waiting"


def test_without_the_link_nobody_moves_a_visit(served: Served) -> None:
    """The id of a ticket is shown on boards' frames: it alone does nothing."""
    ticket, link = take(served, "one")
    refused = ask(served, ticket, "leave", None)
    assert refused.status_code == 401
    assert state_of(served, link) == "waiting"


@pytest.mark.parametrize(
    "move",
    ["call", "recall", "serve", "skip", "hold", "resume", "move", "finish", "undo", "add-stop", "close"],
)
def test_the_slip_makes_no_officer_s_move(served: Served, move: str) -> None:
    """Nobody calls or serves oneself from the telephone, by either door."""
    _, link = take(served, "one")
    refused = ask(served, "slip", move, link)
    assert refused.status_code == 404
    with served.client() as phone:
        assert phone.post(f"/t/{link}/{move}", headers=HTML).status_code == 404
    assert state_of(served, link) == "waiting"


@pytest.mark.parametrize("move", ["postpone", "return", "leave"])
def test_yesterday_s_slip_moves_nothing(served: Served, hands: Hands, move: str) -> None:
    """The link dies with its day."""
    _, link = take(served, "one")
    hands.forward(days=1)
    refused = ask(served, "slip", move, link)
    assert refused.status_code == 404
    assert "lấy số mới" in refused.json()["detail"]


def test_the_page_of_another_day_says_what_the_slip_is_worth(served: Served, hands: Hands) -> None:
    """Gone at the day's end: an unserved slip goes first once, and then it is a slip like any other."""
    ticket, link = take(served, "one")
    _, left = take(served, "two")
    ask(served, "slip", "leave", left)
    hands.forward(days=1)
    served.database.write_now(SYSTEM, close_day.close_past)
    with served.client() as phone, served.kiosk() as kiosk:
        page, other = (phone.get(f"/t/{one}", headers=HTML) for one in (link, left))
        wish = {"line": served.hall.lines["A"], "carried": link}
        given = kiosk.post("/api/tickets", json=wish, headers={"idempotency-key": "new"})
        used = phone.get(f"/t/{link}", headers=HTML)
    assert (page.status_code, other.status_code, used.status_code) == (410, 410, 410)
    assert page.headers["cache-control"] == "no-store", "a browser keeps what is gone for ever, and it is not"
    assert "số mới được gọi trước" in page.text
    assert given.json()["priority"] == "carried"
    for text in (other.text, used.text):
        assert "xin lấy số mới" in text
        assert "được gọi trước" not in text
    assert ticket not in page.text
