"""A stand-in for the server: it draws the real templates and answers the API, so pages can be driven alone."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from jinja2 import Environment, FileSystemLoader, Undefined
from reportlab.pdfgen.canvas import Canvas

from onestop.render.barcode import qr_svg
from onestop.render.wording import say, section
from tests.browser.pages_office import CODE, NOW, Facts, Office

WEB = Path(__file__).parents[2] / "onestop" / "web"
POLICY = "default-src 'self'"
TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}


class Absent(Undefined):
    """What is missing may be asked about and never shown: optional context is allowed, a forgotten one is not."""

    def __str__(self) -> str:
        raise AssertionError(self._undefined_message)


PAGES = Environment(loader=FileSystemLoader(WEB / "templates"), autoescape=True, undefined=Absent)


def page(name: str, lang: str, **facts: object) -> str:
    """A page as the server draws it."""
    return PAGES.get_template(name).render(lang=lang, t=partial(say, lang=lang), **facts)


def sheet() -> bytes:
    """A PDF of one line, in place of a receipt."""
    kept = BytesIO()
    canvas = Canvas(kept, pagesize=(420, 595))
    canvas.drawString(40, 540, CODE)
    canvas.save()
    return kept.getvalue()


def draw(office: Office, path: str, query: dict[str, str], form: Facts) -> tuple[int, str]:
    """The page of an address: status and text."""
    cases = office.cases
    at_work: Facts = {"centre": cases["centre"], "officer": cases["officer"], "now": NOW}
    citizen = at_work | {"officer": None}
    status, name, facts = 200, "", citizen
    match path.strip("/").split("/"):
        case [""]:
            name = "start.html"
        case ["login"]:
            name, facts = "login.html", citizen | {"next": query.get("next")}
        case ["counter"]:
            name, facts = "counter.html", at_work | elsewhere(cases)
        case ["dossiers"]:
            name, facts = "dossiers.html", at_work | sifted(cases["dossiers"], query)
        case ["dossiers", _]:
            name, facts = "dossier.html", at_work | {"dossier": cases["dossier"]}
        case ["inbox"]:
            name, facts = "inbox.html", at_work | {"inbox": piled(cases, query)}
        case ["status"]:
            name, facts = "status_form.html", citizen | {"code": query.get("code", ""), "error": None}
        case ["status", code]:
            status, name, facts = looked_up(office, citizen, code, form)
        case ["t", link]:
            status, name, facts = slip(office, citizen, link, query)
        case _:
            status, name = 404, "not_found.html"
    return status, page(name, query.get("lang", "vi"), **facts)


def slip(office: Office, context: Facts, link: str, query: dict[str, str]) -> tuple[int, str, Facts]:
    """The page of a slip; of another day's there is only what it is still worth."""
    if office.cases["other_day"]:
        return 410, "myplace_over.html", context | {"unserved": office.cases["other_day"] == "unserved"}
    known = {name: office.cases[name] for name in ("ticket", "serving", "stops", "rules")}
    return 200, "myplace.html", context | known | {"link": link, "asking": query.get("ask") == "leave"}


def elsewhere(cases: Facts) -> Facts:
    """What the counter may choose from: lines, other counters, agencies."""
    return {name: cases[name] for name in ("lines", "counters", "agencies")}


def sifted(dossiers: list[Facts], query: dict[str, str]) -> Facts:
    """The list of dossiers as the filters of an address leave it."""
    asked = {name: query.get(name, "") for name in ("q", "state", "due")}
    items = [one for one in dossiers if not asked["state"] or one["state"] == asked["state"]]
    items = [
        one for one in items if asked["q"].casefold() in (one["code"] + one["applicant_name"]).casefold()
    ]
    return asked | {"items": items, "total": len(items), "next_cursor": None}


def piled(cases: Facts, query: dict[str, str]) -> Facts:
    """The inbox with one group of it: every dossier of the office stands in each that holds something."""
    groups = cases["inbox"]
    chosen = query.get("group") or next((one["group"] for one in groups if one["count"]), None)
    held = next((one["count"] for one in groups if one["group"] == chosen), 0)
    agency = {"id": "agency-9", "name": "Sở Y tế"}
    items = [
        one | {"version": 1, "agency": agency, "forward_by": "2026-11-20T17:00:00+07:00"}
        for one in cases["dossiers"][:held]
    ]
    return {"groups": groups, "group": chosen, "items": items, "next_cursor": None}


def looked_up(office: Office, context: Facts, code: str, form: Facts) -> tuple[int, str, Facts]:
    """A dossier as a citizen sees it: with the secret everything, without the step, an unknown code nothing."""
    status = office.cases["status"]
    if code != status["code"]:
        sought = f"Không có hồ sơ mang mã “{code}”. Xin xem lại mã trên giấy hẹn."
        return 404, "status_form.html", context | {"code": code, "error": sought}
    if form.get("secret", "").upper() == office.cases["secret"]:
        return 200, "status.html", context | {"status": status}
    wrong = "Mã hồ sơ và mã bí mật không khớp. Xin xem lại mã bí mật in trên giấy hẹn."
    return 200, "status_public.html", context | {"status": status, "error": wrong if form else None}


class Door(BaseHTTPRequestHandler):
    """HTTP as far as the pages need it."""

    protocol_version = "HTTP/1.1"
    office: Office

    def date_time_string(self, timestamp: float | None = None) -> str:
        """The office's morning, always the same, so that pictures are alike."""
        return super().date_time_string(timestamp) if timestamp else "Mon, 23 Nov 2026 02:44:00 GMT"

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """Answer a question, a page or a file."""
        if not self.office.reachable:
            return self.hang_up()
        address = urlsplit(self.path)
        path = unquote(address.path)
        query = {name: values[-1] for name, values in parse_qs(address.query).items()}
        if path.startswith("/static/"):
            return self.send_file(WEB / path.strip("/"))
        if path.endswith((".pdf", "/qr.svg")):
            return self.send_drawn(path)
        if path.startswith("/api/texts/"):
            _, _, _, lang, name = path.split("/")
            return self.send_json(200, section(name, lang))
        if path.startswith("/api/"):
            return self.send_json(*self.office.look(path.strip("/").split("/")[1:], query))
        return self.send_page(*draw(self.office, path, query, {}))

    def do_POST(self) -> None:
        """Do an act of the API, or take the form of a citizen without JavaScript."""
        if not self.office.reachable:
            return self.hang_up()
        given = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if not self.path.startswith("/api/"):
            form = {name: values[-1] for name, values in parse_qs(given.decode()).items()}
            if self.path.startswith("/t/"):
                return self.send_back(self.path)
            return self.send_page(*draw(self.office, unquote(self.path), {}, form))
        if "csrftoken=" in self.headers.get("Cookie", "") and self.headers.get("x-csrftoken") != "crumb":
            return self.send_json(403, {"code": "forbidden", "detail": "csrf"})
        status, answer = self.office.change({
            "method": self.command, "path": self.path, "body": json.loads(given or b"{}"),
            "key": self.headers.get("Idempotency-Key"), "version": self.headers.get("If-Match"),
        })  # fmt: skip
        if self.office.swallow:
            return self.hang_up()
        return self.send_json(status, answer)

    def do_DELETE(self) -> None:
        """End a session."""
        self.do_POST()

    def hang_up(self) -> None:
        """Let the line go dead without an answer."""
        self.close_connection = True

    def send_file(self, path: Path) -> None:
        """Answer with a file of the package."""
        if path.is_file():
            self.send(200, path.read_bytes(), TYPES[path.suffix])
        else:
            self.send(404, b"", "text/plain")

    def send_drawn(self, path: str) -> None:
        """Answer with a paper or a square code."""
        if path.endswith(".pdf"):
            self.send(200, sheet(), "application/pdf")
        else:
            self.send(200, qr_svg(f"{self.office.url}/t/x").encode(), "image/svg+xml")

    def send_back(self, path: str) -> None:
        """Make the move of a citizen without scripts, and lead back to the page of the slip."""
        self.office.move_own(path.rsplit("/", 1)[-1])
        self.send_response(303)
        self.send_header("Location", path.rsplit("/", 1)[0])
        self.send_header("Content-Length", "0")
        self.end_headers()

    def send_page(self, status: int, text: str) -> None:
        """Answer with a page."""
        self.send(status, text.encode(), "text/html; charset=utf-8")

    def send_json(self, status: int, answer: object) -> None:
        """Answer with facts."""
        self.send(status, b"" if answer is None else json.dumps(answer).encode(), "application/json")

    def send(self, status: int, content: bytes, kind: str) -> None:
        """Answer, under the policy that every page is served with."""
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Content-Security-Policy", POLICY)
        if self.path.startswith("/t/"):
            self.send_header("Cache-Control", "no-store")
        self.send_header("Set-Cookie", "csrftoken=crumb; Path=/; SameSite=Lax")
        self.end_headers()
        self.wfile.write(content)


@contextmanager
def open_office() -> Iterator[Office]:
    """An office behind a free port, closed afterwards."""
    office = Office()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("OfficeDoor", (Door,), {"office": office}))
    server.daemon_threads = True
    office.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield office
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
