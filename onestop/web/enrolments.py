"""A device without a permit over HTTP: it asks for a code to show, and fetches its token once it is let in."""

from typing import Any, Literal

import msgspec
from litestar import Request, post
from litestar.di import NamedDependency
from litestar.params import JSONBody

from onestop.model.device import DeviceKind
from onestop.rules.access import CITIZEN
from onestop.store import kept_devices
from onestop.store.database import Database
from onestop.use_cases import ask_enrolment
from onestop.use_cases.ask_enrolment import Asked
from onestop.web.throttle import Throttle


class EnrolmentRequest(msgspec.Struct, frozen=True):
    """What the device is."""

    kind: DeviceKind


class Poll(msgspec.Struct, frozen=True):
    """The secret that the device was given with its code."""

    poll: str


class Polled(msgspec.Struct, frozen=True, kw_only=True):
    """Whether the office has let the device in, and then its token, this once."""

    state: Literal["waiting", "admitted"]
    token: str | None = None


@post("/api/devices/enrolments", no_forgery_check=True)
async def ask(
    request: Request[Any, Any, Any],
    data: JSONBody[EnrolmentRequest],
    database: NamedDependency[Database],
    enrol_throttle: NamedDependency[Throttle],
) -> Asked:
    """Draw a code for a screen; an administrator can type it for ten minutes."""
    enrol_throttle.attempt(request.client.host if request.client else "")
    return await database.write(CITIZEN, ask_enrolment.ask, data.kind)


@post("/api/devices/enrolments/poll", no_forgery_check=True, status_code=200)
async def poll(data: JSONBody[Poll], database: NamedDependency[Database]) -> Polled:
    """Tell a device whether it was let in; its token is given once."""
    asking = await database.read(kept_devices.asking_behind, data.poll)
    if asking.device_id is None:
        return Polled(state="waiting")
    return Polled(state="admitted", token=await database.write(CITIZEN, ask_enrolment.fetch, data.poll))


HANDLERS = [ask, poll]
