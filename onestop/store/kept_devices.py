"""Kiosks, boards and printers as the office keeps them, and those that ask to be let in."""

from datetime import datetime
from typing import NamedTuple

import msgspec
from sqlmodel import col, select

from onestop.errors import NotFound
from onestop.model.columns import instant, micros
from onestop.model.device import Device, Enrolment
from onestop.store.tx import Reading, Tx

_SCREENS = "SELECT count(*) FROM device WHERE board_id = :board AND revoked_at IS NULL"
_KIOSKS_OF = "SELECT count(*) FROM device WHERE printer_id = :printer AND revoked_at IS NULL"
_OPEN = "SELECT count(*) FROM enrolment WHERE taken_at IS NULL AND expires_at > :now"
_STALE = "DELETE FROM enrolment WHERE taken_at IS NULL AND device_id IS NULL AND expires_at <= :now"
_LIST = """
SELECT device.id, device.kind, device.name, device.board_id, board.name, device.printer_id, printer.name,
       device.enrolled_at, device.expires_at, device.revoked_at,
       (SELECT max(seen_at) FROM device_period WHERE device_period.device_id = device.id),
       (SELECT count(*) FROM device_period WHERE device_period.device_id = device.id AND ended_at IS NULL),
       (SELECT count(*) FROM enrolment WHERE enrolment.device_id = device.id AND taken_at IS NULL)
FROM device
LEFT JOIN board ON board.id = device.board_id
LEFT JOIN device AS printer ON printer.id = device.printer_id
WHERE device.centre_id = :centre
ORDER BY device.revoked_at IS NOT NULL, device.kind, device.name, device.id
"""


class KeptDevice(msgspec.Struct, frozen=True, kw_only=True):
    """A device as the office sees it; `waiting`: it was let in and has not fetched its token yet."""

    id: str
    kind: str
    name: str
    board_id: str | None
    board: str | None
    printer_id: str | None
    printer: str | None
    enrolled_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None
    seen_at: datetime | None
    connected: bool
    waiting: bool


class Asking(NamedTuple):
    """How far a device that asked to be let in is."""

    enrolment_id: str
    expires_at: datetime
    device_id: str | None


def devices_of(reading: Reading, centre_id: str) -> list[KeptDevice]:
    """List the devices of a centre, those in use first, by kind and name."""
    rows = reading.run(_LIST, centre=centre_id).fetchall()
    return [_kept(row) for row in rows]


def _kept(row: tuple[object, ...]) -> KeptDevice:
    values = dict(zip(KeptDevice.__struct_fields__, row, strict=True))
    for name in ("enrolled_at", "expires_at", "revoked_at", "seen_at"):
        at = values[name]
        values[name] = instant(at) if isinstance(at, int) else None
    values["connected"], values["waiting"] = bool(values["connected"]), bool(values["waiting"])
    return KeptDevice(**values)  # type: ignore[arg-type]  # a row of a table whose types the model states


def screens_of(tx: Tx, board_id: str) -> int:
    """Count the devices that show a board."""
    return int(tx.run(_SCREENS, board=board_id).fetchone()[0])


def kiosks_of(tx: Tx, printer_id: str) -> int:
    """Count the kiosks that hand their slips to a printer."""
    return int(tx.run(_KIOSKS_OF, printer=printer_id).fetchone()[0])


def open_enrolments(tx: Tx) -> int:
    """Count the codes that can still be typed, and forget those that nobody typed in time."""
    tx.run(_STALE, now=micros(tx.now))
    return int(tx.run(_OPEN, now=micros(tx.now)).fetchone()[0])


def asking_with(tx: Tx, code: str) -> Enrolment:
    """Find the device that shows a code, and hold its request.

    Raises:
        NotFound: No screen shows it: mistyped, used already, or older than ten minutes.
    """
    found = tx.session.exec(
        select(Enrolment)
        .where(Enrolment.code == code, col(Enrolment.taken_at).is_(None), col(Enrolment.device_id).is_(None))
        .with_for_update()
    ).one_or_none()
    if found is None or found.expires_at <= tx.now:
        raise NotFound(kind="enrolment", sought=code)
    return found


def asking_behind(reading: Reading, poll: str) -> Asking:
    """Find the request that a device asks after with its secret.

    Raises:
        NotFound: No such request, its code ran out, or its token was fetched already.
    """
    row = reading.run(
        "SELECT id, expires_at, device_id FROM enrolment WHERE poll_hash = :poll AND taken_at IS NULL",
        poll=reading.seals.fingerprint("enrolment", poll),
    ).fetchone()
    if row is None or (row[2] is None and instant(row[1]) <= reading.now):
        raise NotFound(kind="enrolment", sought="")
    return Asking(row[0], instant(row[1]), row[2])


def hold_enrolment(tx: Tx, enrolment_id: str) -> Enrolment:
    """Hold a request, so that its token is fetched once.

    Raises:
        NotFound: Its token was fetched meanwhile.
    """
    row = tx.session.get(Enrolment, enrolment_id, with_for_update=True)
    if row is None or row.taken_at is not None:
        raise NotFound(kind="enrolment", sought="")
    return row


def device(tx: Tx, device_id: str) -> Device:
    """Read a device and hold it.

    Raises:
        NotFound: No such device.
    """
    row = tx.session.get(Device, device_id, with_for_update={"key_share": True})
    if row is None:
        raise NotFound(kind="device", sought=device_id[:40])
    return row
