"""An office of one counter, kept in memory: the answers of the API that the pages are driven on."""

import json
import time
import unicodedata
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

CASES: dict[str, Any] = json.loads((Path(__file__).parent / "pages_cases.json").read_text(encoding="utf-8"))
NOW = "2026-11-23T09:44:00+07:00"
CODE = "H14.12-261123-0007"

Answer = tuple[int, Any]
Facts = dict[str, Any]

MOVES = {
    "called": ["recall", "serve", "skip", "hold", "move", "finish"],
    "serving": ["hold", "move", "finish"],
}
AFTER = {"recall": "called", "serve": "serving", "call": "called", "resume": "called"}
BEFORE = {
    "called": "waiting",
    "serving": "called",
    "served": "serving",
    "absent": "called",
    "held": "serving",
}


def problem(status: int, code: str, detail: str, **facts: object) -> Answer:
    """A problem document."""
    return status, {
        **facts,
        "type": "about:blank",
        "title": code,
        "status": status,
        "detail": detail,
        "code": code,
    }


def folded(text: str) -> str:
    """A text without marks, as the search compares it."""
    bare = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return "".join(letter for letter in bare if not unicodedata.combining(letter))


@dataclass
class Office:
    """What the stand-in knows and how it shall behave; tests change it while a page is open."""

    cases: Facts = field(default_factory=lambda: deepcopy(CASES))
    state: str = "open"
    current: Facts | None = None
    taken_by_other: bool = False
    undo: Facts | None = None
    why_next: str = "longest-wait"
    classes: list[Facts] | None = None
    """Who goes first at the centre; until it is told, the question is answered by a fault."""
    given: int = 22
    """The serial of the last number that was given."""
    signed_in: bool = True
    reachable: bool = True
    swallow: bool = False
    """Acts are done, and the answer never arrives. (A browser may ask again by itself: a count would not do.)"""
    slow_seconds: float = 0
    refusals: dict[str, Answer] = field(default_factory=dict)
    """What the next request to a path is refused with, by the path's last part."""
    asked: list[Facts] = field(default_factory=list)
    """Every request that changes something: method, path, body, key, version."""
    answers: dict[str, Answer] = field(default_factory=dict)
    accepted: list[Facts] = field(default_factory=list)
    intakes: list[Facts] = field(default_factory=list)
    url: str = ""

    def posts(self, end: str) -> list[Facts]:
        """Every request to paths with that end."""
        return [one for one in self.asked if one["path"].endswith(end)]

    def change(self, request: Facts) -> Answer:
        """Answer a request that changes something, the same key with the same answer."""
        self.asked.append(request)
        time.sleep(self.slow_seconds)
        last = request["path"].partition("?")[0].rsplit("/", 1)[-1]
        if last in self.refusals:
            return self.refusals.pop(last)
        key = request["key"]
        if key is None or key not in self.answers:
            answer = self.carry_out(request["path"].strip("/").split("/")[1:], request)
            if key is None:
                return answer
            self.answers[key] = answer
        return self.answers[key]

    def carry_out(self, path: list[str], request: Facts) -> Answer:
        """Do what a request asks."""
        body = request["body"]
        answer: Answer
        match path:
            case ["session"]:
                answer = self.sign_in(request["method"], body)
            case ["counters", _, "call-next"]:
                answer = self.call_next()
            case ["counters", _, "take-over"]:
                self.taken_by_other = False
                answer = 200, self.desk()
            case ["counters", _, act]:
                self.state = {"open": "open", "break": "break", "close": "closed"}[act]
                answer = 200, self.desk()
            case ["day", "close"]:
                answer = 200, self.cases["closed_day"]
            case ["tickets"]:
                answer = self.give(body)
            case ["tickets", "slip", move]:
                answer = self.move_own(move.partition("?")[0])
            case ["tickets", ticket, move]:
                answer = self.move(ticket, move, body)
            case ["identity", "parse"]:
                identity = self.cases["identity"]
                if body["text"] == identity["text"]:
                    answer = 200, identity["read"]
                else:
                    answer = problem(
                        422, "identity-unreadable", "Không đọc được mã căn cước. Xin quét lại, hoặc nhập tay."
                    )
            case ["deadlines", "preview"]:
                answer = 200, self.cases["preview"]
            case ["dossiers"]:
                answer = self.receive(body)
            case ["intakes"]:
                self.intakes.append(body)
                name = "supplement_request" if body["outcome"] == "supplement" else "decline"
                answer = (
                    201,
                    {
                        "id": "intake-1",
                        "papers": [{"id": "paper-2", "name": name, "url": "/api/papers/paper-2.pdf"}],
                    },
                )
            case ["dossiers", _, "unmask"]:
                answer = 200, {"identity_no": "004189012742", "phone": "0912000386"}
            case ["dossiers", _, _]:
                answer = 200, self.cases["dossier"]
            case ["assignments" | "forwardings"] if self.cases["colleagues"]:
                why = {"refused": "holds-already", "detail": "Hoàng Văn Thái đang giữ hồ sơ này rồi."}
                refused = [{"code": code, **why} for code in body["codes"][1:]]
                answer = 200, {"rows": [{"code": body["codes"][0], "refused": None}, *refused]}
            case _:
                answer = problem(404, "not-found", "Không tìm thấy trang hoặc mục này.")
        return answer

    def look(self, path: list[str], query: dict[str, str]) -> Answer:
        """Answer a question."""
        answer: Answer
        match path:
            case ["session"]:
                answer = 200, {"officer": self.cases["officer"] if self.signed_in else None}
            case ["counters", _] if self.signed_in:
                answer = 200, self.desk()
            case ["priority-classes"] if self.classes is not None:
                answer = 200, self.classes
            case ["procedures"]:
                words = folded(query.get("q", "")).split()
                found = [
                    one
                    for one in self.cases["procedures"]
                    if all(word in folded(one["name"] + one["code"]) for word in words)
                ]
                answer = 200, found
            case ["procedures", code]:
                answer = next(
                    ((200, one) for one in self.cases["procedures"] if one["code"] == code),
                    problem(404, "not-found", code),
                )
            case ["dossiers", _, "files" | "payments" | "mishaps"]:
                answer = 200, self.cases.get(path[2], [])
            case ["dossiers"]:
                wanted = query.get("q", "")
                answer = (
                    200,
                    {
                        "items": [one for one in self.cases["dossiers"] if "/s/" in wanted][2:3],
                        "next_cursor": None,
                    },
                )
            case ["dossiers", _]:
                answer = 200, self.cases["dossier"]
            case ["officers"]:
                answer = 200, self.cases["colleagues"]
            case ["agencies"]:
                answer = 200, self.cases["agencies"]
            case _ if not self.signed_in:
                answer = problem(401, "not-signed-in", "Cần đăng nhập. Xin đăng nhập rồi làm lại.")
            case _:
                answer = problem(404, "not-found", "Không tìm thấy trang hoặc mục này.")
        return answer

    def desk(self) -> Facts:
        """Everything that the counter shows."""
        waiting = self.cases["waiting"]
        lines = [{**self.cases["lines"][0], "waiting": len(waiting)}]
        first = waiting[0] if waiting else None
        return {
            "counter": {
                "id": "counter-3", "number": 3, "name": "Y tế", "state": self.state, "lines": lines,
                "rule": "longest-wait", "taken_by_other": self.taken_by_other,
            },
            "next": {"label": first["label"], "line": first["line"], "why": self.why_next} if first else None,
            "undo": self.undo,
            "current": self.current, "waiting": waiting, "held": self.cases["held"], "absent": self.cases["absent"],
            "today": {"served": 9, "received": 6 + len(self.accepted), "mean_minutes": 11},
        }  # fmt: skip

    def sign_in(self, method: str, body: Facts) -> Answer:
        """Start or end a session."""
        if method == "DELETE":
            self.signed_in = False
            return 204, None
        if body["password"] != "đúng":
            return problem(401, "login-failed", "Tên đăng nhập hoặc mật khẩu chưa đúng. Xin nhập lại.")
        self.signed_in = True
        return 201, {"officer": self.cases["officer"]}

    def call_next(self) -> Answer:
        """Call the first who waits."""
        if self.current:
            label = self.current["label"]
            return problem(
                409, "counter-occupied", f"Quầy 3 đang phục vụ số {label}. Xin kết thúc lượt này trước."
            )
        first = self.cases["waiting"].pop(0)
        return 200, self.place(first["id"], first["label"], "called", self.why_next)

    def give(self, wish: Facts) -> Answer:
        """Give a number at the counter; a card that has one is refused unless a second one is meant."""
        if wish.get("identity") and not wish.get("again"):
            return problem(
                409,
                "duplicate-visit",
                "Đã có số A014 ở hàng A, lấy lúc 09:15, còn 2 người trước. Xin dùng số đó.",
            )
        self.given += 1
        line = next(one for one in self.cases["lines"] if one["id"] == wish["line"])
        label = f"{line['letter']}{self.given:03}"
        return 201, {
            "id": f"t-{self.given}", "label": label, "serial": self.given, "line": line, "ahead": 9,
            "wait_minutes": None, "priority": wish["priority"], "issued_at": NOW, "status_url": f"{self.url}/t/x",
        }  # fmt: skip

    def place(self, ticket: str, label: str, state: str, why: str = "chosen") -> Facts:
        """Put a ticket in front of the counter."""
        stops = self.current["stops"] if self.current and self.current["id"] == ticket else []
        self.undo = {"id": ticket, "label": label, "state": state}
        self.current = {
            "id": ticket, "label": label, "serial": int(label[1:]), "line": self.cases["lines"][0], "state": state,
            "priority": None,
            "counter": {"id": "counter-3", "number": 3, "name": "Y tế"}, "issued_at": "2026-11-23T09:05:00+07:00",
            "called_at": "2026-11-23T09:39:00+07:00",
            "serving_since": "2026-11-23T09:39:48+07:00" if state == "serving" else None,
            "dossier_code": None, "moves": MOVES[state],
            "why": why, "stops": stops,
        }  # fmt: skip
        return self.current

    def move(self, ticket: str, move: str, body: Facts) -> Answer:
        """Make a ticket's move."""
        if move == "undo":
            return self.take_back()
        others = [one for kind in ("held", "absent", "waiting") for one in self.cases[kind]]
        aside = next((one for one in others if one["id"] == ticket), None)
        if aside:
            return self.move_aside(aside, move)
        assert self.current
        if move == "add-stop":
            line = next(one for one in self.cases["lines"] if one["id"] == body["to_line"])
            self.current["stops"].append(line)
            return 200, self.current
        label = self.current["label"]
        if move not in self.current["moves"]:
            return problem(409, "move-not-allowed", "Không làm được bước này khi đang ở trạng thái hiện tại.")
        if move in AFTER:
            return 200, self.place(ticket, label, AFTER[move])
        if move == "hold":
            self.cases["held"].append(
                {"id": ticket, "label": label, "reason": body["reason"], "held_since": NOW}
            )
        if move == "skip":
            self.cases["absent"].append({"id": ticket, "label": label, "called_at": NOW})
        left, self.current = self.current, None
        left["state"] = {"hold": "held", "skip": "absent", "finish": "served"}.get(move, "waiting")
        if move == "finish" and left["stops"]:
            left |= {"state": "waiting", "line": left["stops"].pop(0)}
        self.undo = {"id": ticket, "label": label, "state": left["state"]}
        return 200, left

    def move_aside(self, aside: Facts, move: str) -> Answer:
        """Make the move of somebody who is not at the counter."""
        for kind in ("held", "absent", "waiting"):
            self.cases[kind] = [one for one in self.cases[kind] if one["id"] != aside["id"]]
        if move == "leave":
            return 200, aside
        if move == "return":
            back = aside | {
                "priority": None,
                "waiting_since": NOW,
                "line": {"letter": "A"},
                "stands_back": True,
            }
            self.cases["waiting"].append(back)
            return 200, back
        return 200, self.place(aside["id"], aside["label"], "called")

    def move_own(self, move: str) -> Answer:
        """Make the move of whoever holds the slip."""
        mine, rules = self.cases["ticket"], self.cases["rules"]
        if move == "postpone":
            mine["ahead"] += rules["more_time_numbers"]
            rules["more_time_left"] -= 1
        elif move == "return":
            mine |= {"state": "waiting", "ahead": 1}
            rules["returns_left"] -= 1
        else:
            mine["state"] = "left"
        return 200, mine

    def take_back(self) -> Answer:
        """Undo the last move."""
        if self.undo is None:
            return problem(409, "nothing-to-undo", "Không hoàn tác được.")
        last, self.undo = self.undo, None
        before = BEFORE[last["state"]]
        if before == "waiting":
            first = {"id": last["id"], "label": last["label"], "line": {"letter": "A"}, "priority": None}
            self.cases["waiting"].insert(0, first | {"waiting_since": "2026-11-23T09:05:00+07:00"})
            self.current = None
            return 200, last
        for kind in ("held", "absent"):
            self.cases[kind] = [one for one in self.cases[kind] if one["id"] != last["id"]]
        answer = 200, self.place(last["id"], last["label"], before)
        self.undo = None
        return answer

    def receive(self, body: Facts) -> Answer:
        """Accept a dossier."""
        self.accepted.append(body)
        preview = self.cases["preview"]
        return 201, {
            "code": CODE, "secret": self.cases["secret"], "status_url": f"{self.url}/s/token",
            "promised_at": preview["promised_at"],
            "due_at": preview["due_at"], "because": preview["because"], "version": 1,
            "papers": [{"id": "paper-1", "name": "receipt", "url": "/api/papers/paper-1.pdf"}],
        }  # fmt: skip
