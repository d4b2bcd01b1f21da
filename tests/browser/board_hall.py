"""An ordinary morning in the hall, as the board is told of it."""

from datetime import timedelta
from typing import Any

from playwright.sync_api import Page

from onestop import clock
from tests.browser.board_stub import CLIP, BoardStub

LINES = [
    ("A", "Y tế, bảo trợ", 11, ["A013", "A014"]),
    ("B", "Đất đai", 18, ["B032", "B033"]),
    ("C", "Doanh nghiệp", 4, ["C009", "C010"]),
    ("D", "Xây dựng", 1, ["D006"]),
    ("R", "Trả kết quả", 5, ["R018", "R019"]),
]
Json = dict[str, Any]


def desk(number: int, name: str | None = None) -> Json:
    return {"id": f"c{number}", "number": number, "name": name or f"Quầy {number}"}


def serving(number: int, label: str | None, state: str = "open", name: str | None = None) -> Json:
    return {**desk(number, name), "state": state, "label": label}


def line(letter: str, name: str, waiting: int, following: list[str]) -> Json:
    return {"id": f"l{letter}", "letter": letter, "name": name, "waiting": waiting, "next": following}


def call(label: str, counter: Json, *, ago: float = 0, times: int = 1, clip: str | None = CLIP) -> Json:
    """Call a label so many seconds ago, as a frame brings it."""
    return {
        "ticket": f"t-{label}",
        "label": label,
        "counter": counter,
        "called_at": (clock.local(clock.now()) - timedelta(seconds=ago)).isoformat(),
        "times": times,
        "announcement": {"id": f"{label}-{times}", "text": {"vi": "…", "en": "…"}, "clip": clip},
    }


def morning() -> Json:
    """The hall on an ordinary morning: eight counters, five lines, A012 just called to counter 3."""
    labels = {1: "B031", 2: "B029", 3: "A012", 4: "C008", 6: "D005", 7: "E010"}
    counters = [
        serving(number, labels.get(number), "open" if number in labels else "break") for number in range(1, 8)
    ]
    return {
        "kind": "snapshot",
        "seq": 40,
        "board": {"id": "b1", "name": "Bảng 1", "room": "Sảnh chính"},
        "centre": {"id": "cb", "name": "Trung tâm Phục vụ hành chính công", "place": "tỉnh Cao Bằng"},
        "voice": True,
        "calls": [call("A012", desk(3), ago=4), call("B031", desk(1), ago=90)],
        "counters": [*counters, serving(8, "R017", name="Trả kết quả")],
        "lines": [line(*one) for one in LINES],
        "next": [],
        "ticker": ["Sáng nay làm việc đến 11 giờ 30. Nộp phí bằng mã VietQR tại quầy không mất thêm tiền."],
    }


def listening(page: Page, stub: BoardStub) -> None:
    """Wait until the board listens: a frame lost before is no frame that it missed."""
    while not any(one.startswith("WS") for one in stub.asked):
        page.wait_for_timeout(20)
