"""Officers, their sessions, and devices."""

from datetime import datetime
from functools import lru_cache

import msgspec

from onestop.model.columns import instant, micros
from onestop.rules.access import RIGHTS_OF_ROLE, Actor
from onestop.store.tx import Reading, Tx

_DEVICE = """
SELECT id, kind, centre_id, board_id, name FROM device
WHERE token_hash = :token AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > :now)
"""
_SESSION_OF_SQLITE = """
SELECT officer.id, officer.role, officer.centre_id, officer.agency_id, officer.counter_id, officer.change_password,
  EXISTS (SELECT 1 FROM role_right),
  (SELECT group_concat(may) FROM role_right WHERE role_right.role = officer.role),
  (SELECT group_concat(may) FROM officer_right WHERE officer_right.officer_id = officer.id),
  (SELECT group_concat(sector_id) FROM officer_sector WHERE officer_sector.officer_id = officer.id)
FROM officer_session JOIN officer ON officer.id = officer_session.officer_id
WHERE token_hash = :token AND officer_session.ended_at IS NULL AND expires_at > :now
  AND officer.disabled_at IS NULL
"""
_SESSION_OF_POSTGRES = _SESSION_OF_SQLITE.replace("group_concat(may)", "string_agg(may, ',')").replace(
    "group_concat(sector_id)", "string_agg(sector_id, ',')"
)
_OFFICER = """
SELECT id, username, name, password_hash, role, centre_id, agency_id, counter_id, failed_in_a_row,
       locked_until, disabled_at
FROM officer
"""


class OfficerRow(msgspec.Struct, frozen=True, kw_only=True):
    """An officer, with what signing in needs."""

    id: str
    username: str
    name: str
    password_hash: str
    role: str
    centre_id: str | None
    agency_id: str | None
    counter_id: str | None
    failed_in_a_row: int
    locked_until: datetime | None
    disabled_at: datetime | None


class DeviceRow(msgspec.Struct, frozen=True, kw_only=True):
    """A device, as its own page names it."""

    id: str
    kind: str
    centre_id: str
    board_id: str | None
    name: str


def device_of(reading: Reading, token: str) -> DeviceRow | None:
    """Find the enrolled device that bears a token; one that is past its time, or revoked, is nobody."""
    fingerprint = reading.seals.fingerprint("device", token)
    row = reading.run(_DEVICE, token=fingerprint, now=micros(reading.now)).fetchone()
    if row is None:
        return None
    return DeviceRow(id=row[0], kind=row[1], centre_id=row[2], board_id=row[3], name=row[4])


def device_actor(reading: Reading, token: str) -> Actor | None:
    """Find who acts with a device's token."""
    device = device_of(reading, token)
    if device is None:
        return None
    return Actor(
        id=device.id, kind="device", role=device.kind, centre_id=device.centre_id, board_id=device.board_id
    )


def session_actor(reading: Reading, token: str) -> Actor | None:
    """Find who acts with a session's token, with the rights and sectors that the office gave them.

    A disabled officer is nobody from that moment on. One statement, since it runs on every call.
    """
    fingerprint = reading.seals.fingerprint("session", token)
    statement = _SESSION_OF_SQLITE if reading.is_sqlite else _SESSION_OF_POSTGRES
    row = reading.run(statement, token=fingerprint, now=micros(reading.now)).fetchone()
    if row is None:
        return None
    return Actor(
        id=row[0],
        kind="officer",
        role=row[1],
        centre_id=row[2],
        agency_id=row[3],
        counter_id=row[4],
        change_password=bool(row[5]),
        granted=_granted(row[1], row[7] or "", row[8] or "", bool(row[6])) if row[6] or row[8] else None,
        sectors=_parted(row[9]) if row[9] else None,
    )


@lru_cache(maxsize=1024)
def _granted(role: str, by_role: str, beyond: str, kept: bool) -> frozenset[str]:  # noqa: FBT001  a fact
    """Join what the role gives and what the officer has beyond it; an office that keeps no table, the built-in."""
    usual = _parted(by_role) if kept else RIGHTS_OF_ROLE.get(role, frozenset())
    return usual | _parted(beyond)


@lru_cache(maxsize=4096)
def _parted(joined: str) -> frozenset[str]:
    return frozenset(joined.split(",")) if joined else frozenset()


def officer(
    reading: Reading, *, username: str | None = None, officer_id: str | None = None
) -> OfficerRow | None:
    """Find an officer by user name (any case) or by id."""
    if officer_id is not None:
        row = reading.run(_OFFICER + "WHERE id = :id", id=officer_id).fetchone()
    else:
        row = reading.run(_OFFICER + "WHERE username = :name", name=(username or "").lower()).fetchone()
    if row is None:
        return None
    values = dict(zip(OfficerRow.__struct_fields__, row, strict=True))
    for name in ("locked_until", "disabled_at"):
        values[name] = None if values[name] is None else instant(values[name])
    return OfficerRow(**values)


def put_session(tx: Tx, officer_id: str, token: str, expires_at: datetime) -> None:
    """Write a new session and clear the officer's failed attempts."""
    tx.run(
        """
        INSERT INTO officer_session (token_hash, officer_id, started_at, expires_at)
        VALUES (:token, :officer, :now, :expires)
        """,
        token=tx.seals.fingerprint("session", token),
        officer=officer_id,
        now=micros(tx.now),
        expires=micros(expires_at),
    )
    tx.run(
        "UPDATE officer SET failed_in_a_row = 0, locked_until = NULL WHERE id = :id AND failed_in_a_row > 0",
        id=officer_id,
    )


def end_session(tx: Tx, token: str) -> None:
    """End the session that bears a token; ending it twice changes nothing."""
    tx.run(
        "UPDATE officer_session SET ended_at = :now WHERE token_hash = :token AND ended_at IS NULL",
        now=micros(tx.now),
        token=tx.seals.fingerprint("session", token),
    )


def put_failure(tx: Tx, officer_id: str, failed_in_a_row: int, locked_until: datetime | None) -> None:
    """Write how often a password failed in a row, and until when the account waits."""
    tx.run(
        "UPDATE officer SET failed_in_a_row = :failed, locked_until = :until WHERE id = :id",
        failed=failed_in_a_row,
        until=micros(locked_until) if locked_until else None,
        id=officer_id,
    )
