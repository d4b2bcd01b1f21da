"""What requests and answers look like; everything else about them is in the OpenAPI document."""

import hashlib
from datetime import datetime
from typing import Any

import msgspec
from litestar import Request

from onestop.clock import local
from onestop.errors import KeyMissing, Malformed
from onestop.rules.estimate import Wait
from onestop.store.tx import Once

_LONGEST_KEY = 200


class Named(msgspec.Struct, frozen=True):
    """Something with an id and a name."""

    id: str
    name: str


class LineName(msgspec.Struct, frozen=True):
    """A line as tickets name it."""

    id: str
    letter: str
    name: str


class WaitMinutes(msgspec.Struct, frozen=True):
    """An expected wait as a range of whole minutes."""

    low: int
    high: int

    @classmethod
    def of(cls, wait: Wait | None) -> "WaitMinutes | None":
        """Show an estimate; None where there is none."""
        return None if wait is None else cls(wait.low, wait.high)


class CentreCard(msgspec.Struct, frozen=True):
    """A centre as pages name it."""

    id: str
    name: str
    place: str
    phone: str = ""


def shown(instant: datetime | None) -> datetime | None:
    """Show an instant with the office's offset, +07:00."""
    return None if instant is None else local(instant)


async def once(request: Request[Any, Any, Any], kind: Any, *, required: bool = True) -> Once | None:
    """Read the Idempotency-Key of a request and the digest of what came with it.

    Raises:
        KeyMissing: There is none and the call creates something.
        Malformed: It is longer than 200 characters.
    """
    key = request.headers.get("idempotency-key", "").strip()
    if not key:
        if required:
            raise KeyMissing
        return None
    if len(key) > _LONGEST_KEY:
        raise Malformed(field="Idempotency-Key", reason="too-long")
    body = await request.body()
    digest = hashlib.sha256(request.scope["path"].encode() + b"\n" + body).hexdigest()
    return Once(key, digest, kind)


def base_url(request: Request[Any, Any, Any], configured: str | None) -> str:
    """Tell the address that citizens reach: the configured one, else the request's own."""
    return (configured or str(request.base_url)).rstrip("/")
