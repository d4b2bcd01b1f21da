"""Setting up devices over HTTP: let in by code, made with a token, renamed, renewed, revoked."""

from datetime import datetime
from typing import Any

import msgspec
from litestar import Request, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from onestop.rules.access import Actor, Right, require
from onestop.rules.device_plan import DeviceWish
from onestop.store import kept_devices
from onestop.store.database import Database
from onestop.store.tx import Reading
from onestop.use_cases import set_up_devices
from onestop.web.setup.own_hall import Settled, made_once, own_hall
from onestop.web.shapes import shown
from onestop.web.throttle import Throttle


class SetUpDevice(msgspec.Struct, frozen=True, kw_only=True):
    """A device as the office keeps it.

    `state`: `waiting` for its token, `connected` now, `away`, `expired` or `revoked`. `seen_at`: when it was
    last known to be connected, where that is kept.
    """

    id: str
    kind: str
    name: str
    state: str
    board: str | None
    board_name: str | None
    printer: str | None
    printer_name: str | None
    enrolled_at: datetime | None
    expires_at: datetime | None
    revoked_at: datetime | None
    seen_at: datetime | None


class MadeDevice(msgspec.Struct, frozen=True, kw_only=True):
    """A device that was let in or made; a token only where the office has to carry it there, once."""

    id: str
    token: str | None = None


def devices_of(reading: Reading) -> list[SetUpDevice]:
    """Read the devices of the actor's hall."""
    return [
        SetUpDevice(
            id=one.id,
            kind=one.kind,
            name=one.name,
            state=_state(one, reading.now),
            board=one.board_id,
            board_name=one.board,
            printer=one.printer_id,
            printer_name=one.printer,
            enrolled_at=shown(one.enrolled_at),
            expires_at=shown(one.expires_at),
            revoked_at=shown(one.revoked_at),
            seen_at=shown(one.seen_at),
        )
        for one in kept_devices.devices_of(reading, own_hall(reading))
    ]


def _state(device: kept_devices.KeptDevice, now: datetime) -> str:
    if device.revoked_at is not None:
        return "revoked"
    if device.expires_at is not None and device.expires_at <= now:
        return "expired"
    if device.waiting:
        return "waiting"
    return "connected" if device.connected else "away"


@get("/api/setup/devices")
async def listing(actor: NamedDependency[Actor], database: NamedDependency[Database]) -> list[SetUpDevice]:
    """List the devices of the hall, those in use first."""
    return await database.read(devices_of, actor=actor)


@post("/api/setup/devices")
async def add(
    request: Request[Any, Any, Any],
    data: JSONBody[DeviceWish],
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
    code_throttle: NamedDependency[Throttle],
) -> MadeDevice:
    """Let in the screen that shows `code`, or make a device of `kind` and show its token, once."""
    require(actor, Right.SET_UP_HALL)
    key = await made_once(request)
    if isinstance(data.code, str):
        code_throttle.attempt(actor.id)
        return MadeDevice(id=await database.write(actor, set_up_devices.admit, data, once=key))
    seed = key.key if key else ""
    device = await database.write(actor, set_up_devices.make, data, seed, once=key)
    return MadeDevice(id=device, token=await database.read(set_up_devices.token_of, device, seed))


@patch("/api/setup/devices/{device:str}")
async def change(
    device: FromPath[str],
    data: JSONBody[DeviceWish],
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
) -> Settled:
    """Rename a device, hang it to another board, or let it print elsewhere."""
    return Settled(await database.write(actor, set_up_devices.change, device, data))


@post("/api/setup/devices/{device:str}/renew", status_code=200)
async def renew(
    request: Request[Any, Any, Any],
    device: FromPath[str],
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
) -> MadeDevice:
    """Give a device a new token, shown once; the old one is worth nothing from then on."""
    key = await made_once(request)
    seed = key.key if key else ""
    made = await database.write(actor, set_up_devices.renew, device, seed, once=key)
    return MadeDevice(id=made, token=await database.read(set_up_devices.token_of, made, seed))


@post("/api/setup/devices/{device:str}/revoke", status_code=200)
async def revoke(
    device: FromPath[str], actor: NamedDependency[Actor], database: NamedDependency[Database]
) -> Settled:
    """Take a device's permit away; its next request is nobody's."""
    return Settled(await database.write(actor, set_up_devices.revoke, device))


HANDLERS = [listing, add, change, renew, revoke]
