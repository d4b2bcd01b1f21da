"""Two offices side by side for the table of permissions: who asks, what there is to ask for, nothing ever written."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import httpx
from litestar import Litestar

from onestop import chance
from onestop.app import create_app
from onestop.errors import OwnAccount
from onestop.model.booking import Blackout
from onestop.model.delivery import Delivery
from onestop.rules.absence_plan import AbsenceWish
from onestop.rules.access import SYSTEM, Actor
from onestop.store import people
from onestop.store.database import Database
from onestop.store.tx import Tx
from onestop.use_cases import keep_absence, serve_line, take_ticket
from onestop.web.moves import MOVES
from tests.booking_makers import book, plan
from tests.dossier_makers import PAID, SOCIAL_WORK, make_procedures, receive
from tests.makers import BOARD_TOKEN, KIOSK_TOKEN, PRINTER_TOKEN, Hall, add_printer, make_hall
from tests.people_makers import make_keeper, make_officer

ROLES = ("reception", "specialist", "leader", "administrator")
DEVICES = ("kiosk", "board", "printer")
ACTORS = (
    *(f"{who}{where}" for who in (*ROLES, *DEVICES) for where in ("", "@other")),
    "province",
    "anonymous",
)
"""The columns of the table: of the own centre and agency, of another one, the province's administrator, nobody."""
PASSES = "."
_NOBODY = "0" * 20
_PLACE = re.compile(r"\{(\w+)\}")
_SIGNS = {401: "1", 403: "3", 404: "4"}
_EXPANDED = {
    "/api/dossiers/{code}/{move}": tuple(map(str, MOVES)),
    "/api/tickets/{ticket}/{move}": ("call", "finish"),
}
_APPLICANT = {
    "name": "Nông Thị Lý",
    "identity_no": "004189006742",
    "birth_on": "1989-08-15",
    "phone": "0912000386",
}


class Undone(OwnAccount):
    """A use case went through; the transaction is given up, so that the next who asks meets the same office."""


@dataclass
class Office:
    """The application, the ids that paths need, and the headers of everybody who asks."""

    app: Litestar
    ids: dict[str, str]
    headers: dict[str, dict[str, str]] = field(default_factory=dict)

    def routes(self) -> Iterator[str]:
        """Name every call of the API there is: `GET /api/lines`, each move apart, websockets as `WS`."""
        for route in self.app.routes:
            path = route.path.replace(":str", "")
            if not path.startswith("/api/"):
                continue
            methods = sorted(set(getattr(route, "methods", ()) or {"WS"}) - {"OPTIONS", "HEAD"})
            for method in methods:
                moves = _EXPANDED.get(path)
                yield from (f"{method} {path.replace('{move}', move)}" for move in moves or ("",))

    def address(self, route: str) -> tuple[str, str]:
        """Fill a route's places with ids of the first office."""
        method, path = route.split(" ")
        prefix = "/".join(path.split("/")[:3])
        address = path + QUERIES.get(route, "")
        for name in _PLACE.findall(address):
            value = self.ids.get(f"{prefix} {name}", self.ids.get(name, _NOBODY))
            address = address.replace("{" + name + "}", value)
        return method, address


QUERIES = {
    "GET /api/bookings/slots": "?line={line}",
    "GET /api/bookings/{code}": "?token=none.none",
    "GET /api/figures": "?from=2026-11-23&to=2026-11-23",
    "GET /api/lines": "?centre={centre}",
    "GET /api/priority-classes": "?centre={centre}",
    "GET /api/tickets/{ticket}": "?token=none",
}


def bodies(hall: Hall) -> dict[str, Any]:
    """Give a body that can be read for each call that needs one; what asks for nothing is sent `{}`."""
    line = hall.lines["A"]
    submission = {"procedure": SOCIAL_WORK, "applicant": _APPLICANT, "documents": []}
    return {
        "POST /api/bookings": {"line": line, "day": "2026-11-26", "minute": 510, "name": "Lý", "phone": "0912000387"},
        "POST /api/bookings/{code}/cancel": {"token": "none"},
        "POST /api/devices/enrolments": {"kind": "kiosk"},
        "POST /api/devices/enrolments/poll": {"poll": "none"},
        "POST /api/deadlines/preview": {"procedure": SOCIAL_WORK},
        "POST /api/dossiers": submission,
        "POST /api/intakes": submission | {"outcome": "decline", "reason": "không thuộc thẩm quyền"},
        "POST /api/dossiers/{code}/hand_over": {"collector": {"kind": "applicant"}},
        "POST /api/identity/parse": {"text": "none"},
        "POST /api/password": {"present": "none", "password": "none"},
        "POST /api/session": {"username": "nobody", "password": "none"},
        "POST /api/status/{code}": {"secret": "2222-2222"},
        "POST /api/tickets": {"line": line},
        "POST /api/setup/absences": {"officer": hall.officer(1).id, "cover": hall.officer(3).id,
                                     "from": "2026-12-07", "to": "2026-12-07"},
        "PUT /api/setup/priority-classes": {"classes": []},
        "PUT /api/setup/hours": {"valid_from": "2026-12-07", "days": []},
        "PUT /api/setup/ticker": {"sentences": []},
        "POST /api/setup/blackouts": {"day": "2026-12-07", "reason": "bão"},
        "POST /api/setup/devices": {"kind": "printer", "name": "Máy in"},
    }  # fmt: skip


class Asking:
    """Asks every route as everybody, within one process and without a socket."""

    def __init__(self, office: Office, hall: Hall) -> None:
        self._office = office
        self._bodies = bodies(hall)
        transport = httpx.ASGITransport(app=office.app, raise_app_exceptions=False)  # type: ignore[arg-type]  # Litestar's own ASGI types
        self._client = httpx.AsyncClient(transport=transport, base_url="http://office")

    async def row(self, route: str) -> str:
        """Ask as every column: `.` lets in, 1 is 401, 3 is 403, 4 is 404."""
        return "".join([await self._sign(route, who) for who in ACTORS])

    async def _sign(self, route: str, who: str) -> str:
        method, path = self._office.address(route)
        headers = self._office.headers[who] | {"idempotency-key": chance.new_id()}
        if method == "WS":
            return await self._listen(path, headers)
        body = None if method == "GET" else json.dumps(self._bodies.get(route, {})).encode()
        self._client.cookies.clear()
        answer = await self._client.request(method, path, content=body, headers=headers)
        assert answer.status_code not in {400, 405, 429, 500}, f"{route} as {who}: {answer.text}"
        return _SIGNS.get(answer.status_code, PASSES)

    async def _listen(self, path: str, headers: dict[str, str]) -> str:
        """Open a websocket, and tell what it is closed with; one that is served is left at once."""
        said: list[dict[str, Any]] = []
        coming = [{"type": "websocket.connect"}, {"type": "websocket.disconnect", "code": 1000}]

        async def receive() -> Any:
            return coming.pop(0)

        async def send(message: Any) -> None:
            said.append(message)

        raw = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
        scope = {"type": "websocket", "path": path, "raw_path": path.encode(), "query_string": b"", "headers": raw,
                 "client": ("127.0.0.1", 1), "server": ("office", 80), "scheme": "ws", "root_path": "",
                 "subprotocols": [], "state": {}, "extensions": {}, "http_version": "1.1"}  # fmt: skip
        await self._office.app(scope, receive, send)  # type: ignore[arg-type]  # Litestar's own ASGI types
        codes = {message.get("code") for message in said if message["type"] == "websocket.close"}
        return "1" if 4401 in codes else "4" if 4404 in codes else PASSES


def make_office(database: Database) -> tuple[Office, Hall]:
    """Make two offices, sign everybody of both in, and let nothing be written from then on."""
    hall, other = make_hall(database), make_hall(database, suffix="-b")
    make_procedures(database, hall)
    office = Office(create_app(_unhurried(database)), _ids(database, hall))
    for place, suffix in ((hall, ""), (other, "@other")):
        for role in ROLES:
            agency = place.agency if role in {"specialist", "leader"} else None
            actor = place.officer(1) if role == "reception" else make_officer(
                database, place, f"{role}{place.suffix}", role, agency_id=agency)  # fmt: skip
            office.headers[role + suffix] = _session(database, actor)
        printer = PRINTER_TOKEN + place.suffix
        if place is other:
            add_printer(database, place, printer)
        tokens = (KIOSK_TOKEN + place.suffix, BOARD_TOKEN + place.suffix, printer)
        for kind, token in zip(DEVICES, tokens, strict=True):
            office.headers[kind + suffix] = {"authorization": f"Bearer {token}"}
    office.headers["province"] = _session(database, make_keeper(database, hall))
    office.headers["anonymous"] = {}
    database.write = _undoing(database.write)  # type: ignore[method-assign]
    return office, hall


def _unhurried(database: Database) -> Database:
    database.settings = replace(database.settings, login_per_minute=10_000, lookup_per_minute=10_000)
    return database


def _undoing(write: Callable[..., Any]) -> Callable[..., Any]:
    async def undone(actor: Actor, use_case: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
        named.pop("once", None)

        def carry_out(tx: Tx, *given: Any, **words: Any) -> None:
            use_case(tx, *given, **words)
            raise Undone

        return await write(actor, carry_out, *arguments, **named)

    return undone


def _session(database: Database, actor: Actor) -> dict[str, str]:
    token = chance.new_token()
    until = database.now().replace(year=2027)
    database.write_now(SYSTEM, people.put_session, actor.id, token, until)
    app_token = _forgery_token(database)
    return {"cookie": f"onestop_session={token}; csrftoken={app_token}", "x-csrftoken": app_token}


def _forgery_token(database: Database) -> str:
    from litestar.middleware.csrf import generate_csrf_token

    return generate_csrf_token(database.seals.csrf_secret())


def _ids(database: Database, hall: Hall) -> dict[str, str]:
    """Make one of everything in the first office, and tell how paths name it."""
    plan(database, hall.lines["A"])
    ticket = database.write_now(hall.kiosk, take_ticket.take, hall.lines["A"])
    waiting = database.write_now(hall.kiosk, take_ticket.take, hall.lines["B"])
    database.write_now(hall.officer(2), serve_line.call_next, hall.counters[2])
    del ticket
    printer = add_printer(database, hall)
    received = receive(database, hall)
    leave = AbsenceWish(
        officer=hall.officer(1).id,
        cover=hall.officer(2).id,
        first=date(2026, 11, 23),
        last=date(2026, 11, 27),
    )
    out = Blackout(centre_id=hall.centre, on_day=date(2026, 12, 1), reason="bão")
    letter = _letter(database, hall)
    database.write_now(SYSTEM, lambda tx: tx.session.add_all([out, letter]))

    def one(statement: str, **values: str) -> str:
        return str(database.read_now(lambda reading: reading.run(statement, **values).fetchone()[0]))

    return {
        "absence": database.write_now(SYSTEM, keep_absence.note, leave),
        "act": "open",
        "agency": hall.agency,
        "announcement": one("SELECT id FROM announcement"),
        "blackout": out.id,
        "board": str(hall.board.board_id),
        "/api/bookings code": book(database, hall).code,
        "/api/procedures code": PAID,
        "code": received.code,
        "centre": hall.centre,
        "counter": hall.counters[1],
        "delivery": letter.id,
        "device": printer.id,
        "digest": "0" * 64,
        "job": one("SELECT id FROM print_job"),
        "lang": "vi",
        "line": hall.lines["A"],
        "/api/texts name": "kiosk",
        "/api/papers name": f"{received.receipt_id}.pdf",
        "/api/dossiers name": "receipt.pdf",
        "officer": hall.officer(3).id,
        "outcome": "printed",
        "profile": one("SELECT profile_id FROM counter WHERE id = :id", id=hall.counters[1]),
        "room": "1",
        "ticket": waiting.id,
    }


def _letter(database: Database, hall: Hall) -> Delivery:
    sealed = database.seals.seal("{}")
    return Delivery(
        centre_id=hall.centre,
        subject_id="none",
        template="booking_made",
        address_sealed=sealed,
        facts_sealed=sealed,
        state="technical-failure",
        created_at=database.now(),
        next_at=database.now(),
    )
