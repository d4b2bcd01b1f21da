"""A stand-in for the server, as far as a kiosk sees it, that can be told to fail in every way a hall knows."""

import json
import threading
import time
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import Any, cast
from urllib.parse import parse_qs, unquote, urlsplit

import segno

ROOT = Path(__file__).parents[2]
NOW = "2026-11-23T09:38:00+07:00"
POLICY = "default-src 'self'"
TYPES = {".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}

Answer = tuple[int, Any]


def line(letter: str, name: str, hint: str, waiting: int, wait: tuple[int, int] | None) -> dict[str, Any]:
    """An open line that takes numbers until eleven."""
    return {
        "id": f"line-{letter}", "letter": letter, "name": name, "hint": hint, "waiting": waiting, "serving": 1,
        "name_en": f"Sector {letter}", "hint_en": "", "for_results": letter == "R",
        "wait_minutes": None if wait is None else {"low": wait[0], "high": wait[1]}, "open": True,
        "why_closed": None, "opens_at": None, "closes_at": "2026-11-23T11:00:00+07:00", "round_the_clock": False,
        "takes_bookings": letter in "AB",
    }  # fmt: skip


def shut(one: dict[str, Any], opens_at: str | None, why: str = "outside-hours") -> dict[str, Any]:
    """The same line, giving no numbers now."""
    return one | {
        "open": False,
        "why_closed": why,
        "opens_at": opens_at,
        "wait_minutes": None,
        "closes_at": None,
    }


def usual_lines() -> list[dict[str, Any]]:
    """Seven sectors, one of them shut, one without enough figures; and the return desk."""
    return [
        line("A", "Y tế, bảo trợ xã hội", "Hành nghề, trợ cấp, khuyết tật", 11, (25, 40)),
        line("B", "Đất đai", "Sổ đỏ, tách thửa, thế chấp", 18, (50, 75)),
        line("C", "Doanh nghiệp, đầu tư", "Thành lập, chuyển đổi, giải thể", 4, (10, 20)),
        line("D", "Xây dựng, giao thông", "Giấy phép xây dựng, lái xe", 1, (0, 10)),
        line("E", "Nội vụ, người có công", "Thân nhân liệt sĩ, lao động", 6, (15, 25)),
        line("G", "Văn hóa, du lịch", "Lữ hành, di tích, quảng cáo", 2, None),
        shut(line("H", "Công an", "Căn cước, giấy thông hành", 0, None), "2026-11-23T13:30:00+07:00"),
        line("R", "Trả kết quả", "Nhận kết quả hồ sơ", 3, (5, 15)),
    ]


def problem(status: int, code: str, detail: str) -> Answer:
    """A problem document."""
    return status, {"type": "about:blank", "title": code, "status": status, "detail": detail, "code": code}


@dataclass
class Hall:
    """What the stand-in knows and how it shall behave; tests change it while the page runs."""

    enrolled: bool = True
    reachable: bool = True
    lines: list[dict[str, Any]] = field(default_factory=usual_lines)
    classes: list[dict[str, str]] | None = None
    """Who goes first; None: the server does not say."""
    code: str | None = None
    """The code that a machine without a permit is given to show; None: the server gives none."""
    let_in: bool = False
    """Whether somebody of the office has typed the code."""
    statuses: dict[str, dict[str, Any]] = field(default_factory=dict)
    slips: dict[str, dict[str, Any]] = field(default_factory=dict)
    """The visits behind slips, by the link in the square code."""
    return_refused: Answer | None = None
    tickets_refused: Answer | None = None
    swallow: int = 0
    """So many tickets are given, and the answer never arrives."""
    slow_seconds: float = 0
    label: str = "A023"
    issued: dict[str, dict[str, Any]] = field(default_factory=dict)
    asked: list[dict[str, Any]] = field(default_factory=list)
    """Every POST of a ticket: key, body, language."""
    printer: bool = False
    """Whether a printer's agent prints the slips, not this kiosk's browser."""
    job_state: str = "queued"
    """What the server knows of the newest print job."""
    jobs: int = 1
    told: list[tuple[str, str]] = field(default_factory=list)
    """What the kiosk told of its slips: job, outcome."""
    tokens: list[str] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    url: str = ""

    def me(self) -> Answer:
        if not self.enrolled:
            return problem(401, "not-signed-in", "Máy chưa được cấp phép.")
        centre = {
            "id": "c1", "name": "Trung tâm Phục vụ hành chính công", "place": "tỉnh Cao Bằng", "phone": "",
        }  # fmt: skip
        device = {"id": "k2", "kind": "kiosk", "name": "Máy 2"}
        return 200, {"device": device, "centre": centre, "board": None, "now": NOW}

    def session(self, token: str) -> Answer:
        self.tokens.append(token)
        if token != "Bearer good":
            return problem(401, "not-signed-in", "Mã cấp phép không đúng.")
        self.enrolled = True
        return 201, {}

    def enrolment(self, path: str) -> Answer:
        if self.code is None:
            return problem(429, "too-many-attempts", "Xin chờ.")
        if not path.endswith("/poll"):
            return 201, {"code": self.code, "poll": "secret", "expires_in_seconds": 600}
        return 200, {"state": "admitted", "token": "good"} if self.let_in else {
            "state": "waiting",
            "token": None,
        }

    def ticket(self, key: str, wish: dict[str, Any], language: str) -> Answer:
        self.asked.append({"key": key, "wish": wish, "language": language})
        if self.tickets_refused is not None:
            return self.tickets_refused
        return 201, self.issued.setdefault(key, self._card(wish))

    def printing(self) -> dict[str, str]:
        return {"job": f"j{self.jobs}", "by": "printer" if self.printer else "browser"}

    def reprint(self) -> Answer:
        self.jobs += 1
        self.job_state = "queued"
        return 201, self.printing()

    def slip_told(self, job: str, outcome: str) -> Answer:
        self.told.append((job, outcome))
        return self.slip_state(job)

    def slip_state(self, job: str) -> Answer:
        return 200, {"id": job, "ticket": "t1", "copy_no": self.jobs, "state": self.job_state}

    def _card(self, wish: dict[str, Any]) -> dict[str, Any]:
        chosen = next(one for one in self.lines if one["id"] == wish["line"])
        return {
            "id": "t1", "label": self.label, "serial": 23, "ahead": chosen["waiting"], "issued_at": NOW,
            "line": {name: chosen[name] for name in ("id", "letter", "name")}, "priority": wish.get("priority"),
            "wait_minutes": chosen["wait_minutes"], "status_url": f"{self.url}/t/9f3kq2", "print": self.printing(),
        }  # fmt: skip

    def slip(self, label: str, state: str, *, day: str = "2026-11-23", number: int | None = None) -> str:
        """Print a slip: its address, as the square code bears it."""
        line = {name: self.lines[0][name] for name in ("id", "letter", "name")}
        counter = None if number is None else {"id": f"c{number}", "number": number, "name": "Y tế"}
        self.slips[f"{label}.seal"] = {
            "id": "t1", "label": label, "day": day, "line": line, "state": state, "ahead": 4,
            "wait_minutes": {"low": 10, "high": 20}, "counter": counter,
        }  # fmt: skip
        return f"https://motcua.example/t/{label}.seal"

    def place(self, link: str) -> Answer:
        if link in self.slips:
            return 200, self.slips[link]
        return problem(
            404, "not-found", "Không tìm thấy số này trong hôm nay. Xin xem lại phiếu hoặc lấy số mới."
        )

    def come_back(self, link: str) -> Answer:
        if self.return_refused is not None:
            return self.return_refused
        self.slips[link] |= {"state": "waiting", "ahead": 1}
        return self.place(link)

    def check_in(self, path: str, key: str, language: str) -> Answer:
        self.asked.append({"key": key, "path": path, "language": language})
        if self.tickets_refused is not None:
            return self.tickets_refused
        return 201, self.issued.setdefault(key, self._card({"line": "line-A", "priority": "booked"}))

    def status(self, code: str) -> Answer:
        if code in self.statuses:
            return 200, self.statuses[code]
        return problem(404, "not-found", "Không có hồ sơ nào mang mã này. Mời xem lại mã in trên giấy hẹn.")


def texts(lang: str) -> Answer:
    """The kiosk's words, as the server sends them."""
    return 200, tomllib.loads((ROOT / "onestop/texts" / lang / "kiosk.toml").read_text("utf-8"))


class _Handler(BaseHTTPRequestHandler):
    """One request; the hall decides."""

    hall: Hall

    def log_message(self, *args: Any, **kwargs: Any) -> None:
        """Stay silent."""

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path)
        self.hall.paths.append(self.path)
        if self._cut():
            return
        if path.startswith(("/kiosk/", "/static/")):
            self._file(path)
        elif path == "/api/tickets/t1/qr.svg":
            picture = BytesIO()
            segno.make(f"{self.hall.url}/t/9f3kq2", error="m").save(picture, kind="svg", border=2)
            self._send(200, picture.getvalue(), "image/svg+xml")
        else:
            self._json(self._read(path))

    def _read(self, path: str) -> Answer:
        answer = problem(404, "not-found", path)
        match path.split("/")[2:]:
            case ["texts", lang, "kiosk"]:
                answer = texts(lang)
            case ["devices", "me"]:
                answer = self.hall.me()
            case ["lines"]:
                answer = (200, self.hall.lines) if self.hall.enrolled else self.hall.me()
            case ["print-jobs", job]:
                answer = self.hall.slip_state(job)
            case ["tickets", "slip"]:
                answer = self.hall.place(self._token())
            case ["priority-classes"] if self.hall.classes is not None:
                answer = 200, self.hall.classes
            case ["status", code]:
                answer = self.hall.status(code)
        return answer

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])) or b"{}")
        if self._cut():
            return
        answer = self._at_once(self.path)
        if answer is None:
            answer = self._with_key(body)
            if self.hall.swallow:
                self.hall.swallow -= 1
                self.close_connection = True
                return
            time.sleep(self.hall.slow_seconds)
        self._json(answer)

    def _at_once(self, path: str) -> Answer | None:
        """What is answered without a key: devices, slips, and whoever brings no token against forgery."""
        if path == "/api/devices/session":
            return self.hall.session(self.headers["Authorization"])
        if path.startswith("/api/devices/enrolments"):
            return self.hall.enrolment(path)
        if self.headers["x-csrftoken"] != "crumb":
            return problem(403, "csrf", "Thiếu mã chống giả mạo.")
        if path.startswith("/api/tickets/slip/return?"):
            return self.hall.come_back(self._token())
        return self._slip(path)

    def _with_key(self, body: dict[str, Any]) -> Answer:
        key, language = self.headers["Idempotency-Key"], self.headers["Accept-Language"]
        if self.path.startswith("/api/bookings/"):
            return self.hall.check_in(self.path, key, language)
        return self.hall.ticket(key, body, language)

    def _slip(self, path: str) -> Answer | None:
        match path.split("/")[2:]:
            case ["print-jobs", job, outcome]:
                return self.hall.slip_told(job, outcome)
            case ["tickets", _, "reprint"]:
                return self.hall.reprint()
            case _:
                return None

    def _token(self) -> str:
        return parse_qs(urlsplit(self.path).query)["token"][0]

    def _cut(self) -> bool:
        """No network: the connection ends without a word, except for the page itself."""
        if self.hall.reachable or self.path.startswith(("/kiosk", "/static")):
            return False
        self.close_connection = True
        return True

    def _file(self, path: str) -> None:
        where = "kiosk_ui" if path.startswith("/kiosk/") else "onestop/web/static"
        file = ROOT / where / (path.split("/", 2)[2] or "index.html")
        if file.is_file():
            self._send(200, file.read_bytes(), TYPES[file.suffix])
        else:
            self._json(problem(404, "not-found", path))

    def _json(self, answer: Answer) -> None:
        self._send(answer[0], json.dumps(answer[1]).encode(), "application/json")

    def _send(self, status: int, content: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("Set-Cookie", "csrftoken=crumb; Path=/; SameSite=Strict")
        self.end_headers()
        self.wfile.write(content)


@contextmanager
def serving(port: int = 0) -> Iterator[Hall]:
    """Run the stand-in on a free port (or `port`); `hall.url` is its address."""
    hall = Hall()
    handler = cast("Callable[..., BaseHTTPRequestHandler]", type("Handler", (_Handler,), {"hall": hall}))
    server = ThreadingHTTPServer(("127.0.0.1", port), handler)
    server.daemon_threads = True
    hall.url = f"http://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield hall
    finally:
        server.shutdown()
        server.server_close()
