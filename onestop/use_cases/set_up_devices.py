"""The office keeps its devices: lets a screen in by its code, names it, gives a new token, takes it away."""

from typing import Any

from onestop import chance
from onestop.errors import NotFound, StillInUse
from onestop.events import DeviceEnrolled
from onestop.model.board import Board
from onestop.model.device import Device, DeviceKind
from onestop.rules.device_plan import DeviceWish, fitting, settled_device
from onestop.rules.wish import needed
from onestop.steps.change_hall import assign, find_own, hold_hall, tell, tell_made
from onestop.store import kept_devices
from onestop.store.tx import Reading, Tx


def admit(tx: Tx, wish: DeviceWish) -> str:
    """Let in the device that shows the code, which fetches its token itself; give the device's id.

    Raises:
        NotAllowed: The actor sets up no hall, or the board or printer is another centre's.
        Malformed: No name, a code that is none, no board for a board, or one for another kind.
        NotFound: No screen shows that code (now), or no such board or printer.
    """
    centre_id = hold_hall(tx)
    values = settled_device(wish)
    needed(values, "code", "name")
    enrolment = kept_devices.asking_with(tx, values.pop("code"))
    device = _made(tx, centre_id, enrolment.kind, values)

    enrolment.device_id = device.id
    return device.id


def make(tx: Tx, wish: DeviceWish, seed: str) -> str:
    """Make a device whose token the office carries there itself; give the device's id.

    `seed` is what the token is drawn from together with the id (`token_of`): the same request again is
    answered with the same token, and none is ever stored.

    Raises:
        NotAllowed: The actor sets up no hall, or the board or printer is another centre's.
        Malformed: No kind, no name, no board for a board, or one for another kind.
        NotFound: No such board or printer.
    """
    centre_id = hold_hall(tx)
    values = settled_device(wish)
    needed(values, "kind", "name")
    kind = values.pop("kind")
    device = _made(tx, centre_id, kind, values)

    device.token_hash = tx.seals.fingerprint("device", token_of(tx, device.id, seed))
    return device.id


def token_of(tx: Reading, device_id: str, seed: str) -> str:
    """Give the token that a device was made or renewed with in the request that bore this seed."""
    return tx.seals.fingerprint("device-token", f"{device_id}.{seed}")


def change(tx: Tx, device_id: str, wish: DeviceWish) -> str:
    """Rename a device, hang it to another board, or let it print elsewhere.

    Raises:
        NotFound: No such device, board or printer.
        NotAllowed: One of them belongs to another centre.
        Malformed: A value that cannot be, or does not fit its kind.
    """
    hold_hall(tx)
    device = _present(tx, device_id)
    values = settled_device(wish)
    values.pop("code", None)
    values.pop("kind", None)
    present = {"board": device.board_id, "printer": device.printer_id}
    fitting(device.kind, {**present, **values})

    changed = assign(device, _linked(tx, values))

    tell(tx, "device", device.id, changed)
    return device.id


def renew(tx: Tx, device_id: str, seed: str) -> str:
    """Give a device a new token; the old one is worth nothing from then on.

    Raises:
        NotFound: No such device.
        NotAllowed: It belongs to another centre.
    """
    hold_hall(tx)
    device = _present(tx, device_id)

    device.token_hash = tx.seals.fingerprint("device", token_of(tx, device.id, seed))

    tell(tx, "device", device.id, {"token": "renewed"})
    return device.id


def revoke(tx: Tx, device_id: str) -> str:
    """Take a device's permit away: its next request is nobody's.

    Raises:
        NotFound: No such device.
        NotAllowed: It belongs to another centre.
        StillInUse: It is a printer to which kiosks hand their slips.
    """
    hold_hall(tx)
    device = _present(tx, device_id)
    kiosks = kept_devices.kiosks_of(tx, device_id)
    if kiosks:
        raise StillInUse(kind="printer", name=device.name, count=kiosks)

    device.revoked_at = tx.now

    tell(tx, "device", device.id, {"revoked": "no → yes"})
    return device.id


def _present(tx: Tx, device_id: str) -> Device:
    device = find_own(tx, Device, device_id, kind="device")
    if device.revoked_at is not None:
        raise NotFound(kind="device", sought=device_id)
    return device


def _made(tx: Tx, centre_id: str, kind: str, values: dict[str, Any]) -> Device:
    values.pop("kind", None)
    fitting(kind, values)
    # Nobody knows the token that this would be the hash of: the real one comes when it is fetched.
    unknown = tx.seals.fingerprint("device", chance.new_token())
    linked = _linked(tx, values)
    device = Device(centre_id=centre_id, kind=kind, token_hash=unknown, enrolled_at=tx.now, **linked)
    tx.session.add(device)
    tx.session.flush()
    tell_made(tx, "device", device.id, {"kind": str(kind), **linked})
    tx.emit(DeviceEnrolled(centre_id=centre_id, subject_id=device.id, device=kind))
    return device


def _linked(tx: Tx, values: dict[str, Any]) -> dict[str, Any]:
    """Find the board and the printer that a wish names."""
    linked = dict(values)
    if "board" in linked:
        board = linked.pop("board")
        linked["board_id"] = None if board is None else find_own(tx, Board, board, kind="board").id
    if "printer" in linked:
        linked["printer_id"] = _printer(tx, linked.pop("printer"))
    return linked


def _printer(tx: Tx, sought: str | None) -> str | None:
    if sought is None:
        return None
    printer = find_own(tx, Device, sought, kind="device")
    if printer.kind != DeviceKind.PRINTER or printer.revoked_at is not None:
        raise NotFound(kind="device", sought=sought)
    return printer.id
