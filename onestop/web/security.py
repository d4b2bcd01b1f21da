"""Who asks: the middleware that finds the actor, checks forged requests, and sets the strict headers."""

from typing import Any

from litestar import Request
from litestar.config.csrf import CSRFConfig
from litestar.connection import ASGIConnection
from litestar.datastructures import Cookie
from litestar.enums import ScopeType
from litestar.exceptions import PermissionDeniedException
from litestar.middleware import ASGIMiddleware
from litestar.middleware.csrf import CSRFMiddleware
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send, WebSocketScope

from onestop.errors import PasswordToChange
from onestop.rules.access import CITIZEN, Actor
from onestop.store import first_run, people
from onestop.store.database import Database

SESSION_COOKIE = "onestop_session"
DEVICE_COOKIE = "onestop_device"
_DEVICE_DAYS = 400

POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'self'"
)
_HEADERS = [
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
]
_NO_STORE = (b"cache-control", b"no-store")
_PRIVATE = ("/api/", "/s/", "/t/", "/b/", "/status/", "/booking")


def _header(scope: HTTPScope | WebSocketScope, name: bytes) -> str:
    """Read one header from the raw list: this runs before every request."""
    return next((value.decode("latin-1") for key, value in scope["headers"] if key == name), "")


def _bearer(scope: HTTPScope | WebSocketScope) -> str | None:
    scheme, _, token = _header(scope, b"authorization").partition(" ")
    return token.strip() if scheme.lower() == "bearer" and token.strip() else None


async def find_actor(database: Database, scope: HTTPScope | WebSocketScope) -> tuple[Actor, bool]:
    """Find who asks, and whether a cookie says so (which a forged request would send too).

    A bearer token counts alone; with none, an officer's session goes before a device's.
    """
    bearer = _bearer(scope)
    if bearer is not None:
        actor = await database.glance(people.device_actor, bearer)
        return actor or CITIZEN, False
    if not _header(scope, b"cookie"):
        return CITIZEN, False
    cookies = ASGIConnection[Any, Any, Any, Any](scope).cookies
    session = cookies.get(SESSION_COOKIE)
    if session and (actor := await database.glance(people.session_actor, session)):
        return actor, True
    device = cookies.get(DEVICE_COOKIE)
    if device and (actor := await database.glance(people.device_actor, device)):
        return actor, True
    return CITIZEN, False


_OWN_PAGE = "/password"
_FIRST_RUN = "/first-run"
_BEFORE_ALL = (_FIRST_RUN, "/static/", "/api/", "/health/", "/schema")
_OPEN = (
    *("/api/session", "/api/password", "/api/texts/", _OWN_PAGE, "/login", "/static/", "/health/", "/schema"),
    *("/kiosk/", "/board/", "/status", "/s/", "/t/", "/b/", "/booking"),
)
"""What needs no officer, and what one whose password is to be changed may do: everything else is closed to them."""


def _is_open(path: str) -> bool:
    return path == "/" or path.startswith(_OPEN)


async def _lead_to(page: str, scope: HTTPScope, send: Send) -> None:
    """Lead a browser to a page; what a program called is refused.

    Raises:
        PasswordToChange: It was no page that was asked for.
    """
    if scope["path"].startswith("/api/"):
        raise PasswordToChange
    start: Any = {
        "type": "http.response.start",
        "status": 303,
        "headers": [(b"location", page.encode()), (b"content-length", b"0")],
    }
    await send(start)
    body: Any = {"type": "http.response.body", "body": b"", "more_body": False}
    await send(body)


class Identify(ASGIMiddleware):
    """Puts the actor into the connection's state before any handler runs."""

    scopes = (ScopeType.HTTP, ScopeType.WEBSOCKET)

    def __init__(self, database: Database) -> None:
        self._database = database
        self._begun = False
        """Whether there is a centre; once there is one, there always is."""

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Find the actor and go on."""
        if not self._begun and scope["type"] == ScopeType.HTTP and not await self._has_begun(scope["path"]):
            await _lead_to(_FIRST_RUN, scope, send)
            return
        actor, by_cookie = await find_actor(self._database, scope)
        if actor.change_password and not _is_open(scope["path"]):
            if scope["type"] == ScopeType.HTTP:
                await _lead_to(_OWN_PAGE, scope, send)
                return
            actor = CITIZEN
        scope["state"]["actor"] = actor
        scope["state"]["by_cookie"] = by_cookie
        # A thousand boards are sent a frame in one go: `board_feed` goes past the wrappers around `send`.
        scope["state"]["send"], scope["state"]["receive"] = send, receive
        await next_app(scope, receive, send)

    async def _has_begun(self, path: str) -> bool:
        """Tell whether a page may be shown: in an empty installation, its first run and what that needs."""
        if path.startswith(_BEFORE_ALL):
            return True
        self._begun = await self._database.glance(first_run.has_begun)
        return self._begun


class ForgeryCheck(CSRFMiddleware):
    """Litestar's CSRF check, where a forged request could do harm: one that a cookie vouches for.

    A device's bearer token or a secret in the body is not sent by a browser on its own, so requests
    with only those need no second token. Signing in does: it would let somebody sign you in as them.
    """

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Check, or let pass."""
        harmless = (
            scope["type"] == ScopeType.HTTP
            and scope["method"] not in self.config.safe_methods
            and not scope["state"].get("by_cookie")
            and scope["path"] != "/api/session"
        )
        if harmless:
            await self.app(scope, receive, send)
        elif _posts_a_file(scope) and not _header(scope, self.config.header_name.encode()):
            # Litestar would look for the token in the form, and read a file of any length for it.
            raise PermissionDeniedException("CSRF token verification failed")
        else:
            await super().__call__(scope, receive, send)


def _posts_a_file(scope: Scope) -> bool:
    return scope["type"] == ScopeType.HTTP and _header(scope, b"content-type").startswith("multipart/")


class StrictHeaders(ASGIMiddleware):
    """Sets the headers that keep a page to its own origin."""

    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Add the headers to whatever is answered."""
        private = scope["path"].startswith(_PRIVATE)

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = list(message.get("headers", ()))
                own = {name for name, _ in headers}
                headers += [header for header in _HEADERS if header[0] not in own]
                if private and b"cache-control" not in own:
                    headers.append(_NO_STORE)
                message["headers"] = headers
            await send(message)

        await next_app(scope, receive, with_headers)


def forgery_config(database: Database) -> CSRFConfig:
    """Configure the check: cookie `csrftoken`, readable by our scripts, echoed in `x-csrftoken`."""
    return CSRFConfig(
        secret=database.seals.csrf_secret(),
        cookie_secure=is_secure(database),
        cookie_samesite="strict",
        exclude_from_csrf_key="no_forgery_check",
    )


def is_secure(database: Database) -> bool:
    """Tell whether browsers reach us over TLS, so that cookies may ask for it."""
    return (database.settings.base_url or "").startswith("https://")


def session_cookie(database: Database, token: str) -> Cookie:
    """Make the officer's cookie; it goes with the browser's window."""
    return Cookie(
        key=SESSION_COOKIE,
        value=token,
        httponly=True,
        samesite="strict",
        secure=is_secure(database),
        path="/",
    )


def device_cookie(database: Database, token: str) -> Cookie:
    """Make a device's cookie; a kiosk is switched off every evening and must know itself in the morning."""
    return Cookie(
        key=DEVICE_COOKIE,
        value=token,
        httponly=True,
        samesite="strict",
        secure=is_secure(database),
        path="/",
        max_age=_DEVICE_DAYS * 86400,
    )


async def provide_actor(request: Request[Any, Any, Any]) -> Actor:
    """Give handlers the actor that the middleware found."""
    actor: Actor = request.scope["state"]["actor"]
    return actor


def bearer_of(request: Request[Any, Any, Any]) -> str | None:
    """Give the bearer token of a request."""
    return _bearer(request.scope)
