"""Officers as administrators keep them: held for a change, listed, with rights, sectors and sessions."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec
from sqlmodel import select

from onestop.errors import NotFound
from onestop.model.columns import instant, micros
from onestop.model.people import Officer, Role
from onestop.rules.lookup import typed_id
from onestop.rules.text import fold
from onestop.store.tx import Reading, Tx

_LISTED = """
SELECT officer.id, officer.username, officer.name, officer.role, officer.centre_id, officer.agency_id,
       officer.counter_id, officer.phone, officer.disabled_at, officer.change_password, officer.locked_until,
       centre.name, centre.place, agency.name, counter.number
FROM officer LEFT JOIN centre ON centre.id = officer.centre_id LEFT JOIN agency ON agency.id = officer.agency_id
LEFT JOIN counter ON counter.id = officer.counter_id
"""
_OF_CENTRE = "WHERE officer.centre_id = :centre "
_RIGHTS = "SELECT officer_id, may FROM officer_right ORDER BY may"
_SECTORS = "SELECT officer_id, sector_id FROM officer_sector ORDER BY sector_id"
_ADMINISTRATORS = "SELECT id FROM officer WHERE role = 'administrator' AND disabled_at IS NULL ORDER BY id"


class KeptOfficer(msgspec.Struct, frozen=True, kw_only=True):
    """An officer with the names of their places."""

    id: str
    username: str
    name: str
    role: str
    centre_id: str | None
    agency_id: str | None
    counter_id: str | None
    phone: str
    disabled_at: datetime | None
    change_password: bool
    locked_until: datetime | None
    centre: str
    agency: str
    counter: int | None
    rights: list[str] = []
    sectors: list[str] = []


def find(tx: Tx, officer_id: str) -> Officer:
    """Read an officer and hold the account.

    Raises:
        NotFound: There is no such officer.
    """
    row = tx.session.get(Officer, typed_id(officer_id, kind="officer"), with_for_update={"key_share": True})
    if row is None:
        raise NotFound(kind="officer", sought=officer_id[:40])
    return row


def named(tx: Tx, username: str) -> Officer | None:
    """Read the officer of a user name."""
    return tx.session.exec(select(Officer).where(Officer.username == username)).one_or_none()


def listed(reading: Reading, centre_id: str | None) -> list[KeptOfficer]:
    """List the officers of a centre, or all; those whose accounts are closed come last."""
    statement = _LISTED + (_OF_CENTRE if centre_id is not None else "")
    values = {} if centre_id is None else {"centre": centre_id}
    rights, sectors = _gathered(reading, _RIGHTS), _gathered(reading, _SECTORS)
    found = [
        KeptOfficer(
            id=row[0],
            username=row[1],
            name=row[2],
            role=row[3],
            centre_id=row[4],
            agency_id=row[5],
            counter_id=row[6],
            phone=row[7],
            disabled_at=None if row[8] is None else instant(row[8]),
            change_password=bool(row[9]),
            locked_until=None if row[10] is None else instant(row[10]),
            centre=" ".join(filter(None, row[11:13])),
            agency=row[13] or "",
            counter=row[14],
            rights=rights.get(row[0], []),
            sectors=sectors.get(row[0], []),
        )
        for row in reading.run(statement, **values).fetchall()
    ]
    # Here and not by the database, which would put Đ after Z.
    return sorted(found, key=lambda one: (one.disabled_at is not None, fold(one.name), one.username))


def _gathered(reading: Reading, statement: str) -> dict[str, list[str]]:
    gathered: dict[str, list[str]] = {}
    for officer, value in reading.run(statement).fetchall():
        gathered.setdefault(officer, []).append(value)
    return gathered


def hold_administrators(tx: Tx) -> list[str]:
    """Hold every administrator whose account is open, so that two cannot close each other's; give their ids."""
    statement = _ADMINISTRATORS if tx.is_sqlite else _ADMINISTRATORS + " FOR UPDATE"
    return [row[0] for row in tx.run(statement).fetchall()]


def end_sessions(tx: Tx, officer_id: str, *, but: str | None = None) -> None:
    """End the sessions of an officer; `but` is the token of one that goes on."""
    tx.run(
        """
        UPDATE officer_session SET ended_at = :now
        WHERE officer_id = :officer AND ended_at IS NULL AND token_hash <> :but
        """,
        now=micros(tx.now),
        officer=officer_id,
        but=tx.seals.fingerprint("session", but) if but else "",
    )


def without_session(reading: Reading, officer_ids: Sequence[str]) -> frozenset[str]:
    """Tell which of some officers have no session any more, or a closed account."""
    live = """
    SELECT count(*) FROM officer_session JOIN officer ON officer.id = officer_session.officer_id
    WHERE officer_id = :officer AND ended_at IS NULL AND expires_at > :now AND disabled_at IS NULL
    """
    return frozenset(
        one
        for one in set(officer_ids)
        if not reading.run(live, officer=one, now=micros(reading.now)).fetchone()[0]
    )


def rights_beyond(reading: Reading, officer_id: str) -> set[str]:
    """Read the rights that an officer has beyond the role's."""
    rows = reading.run("SELECT may FROM officer_right WHERE officer_id = :id", id=officer_id).fetchall()
    return {row[0] for row in rows}


def sectors_of(reading: Reading, officer_id: str) -> set[str]:
    """Read the sectors that an officer is held to."""
    rows = reading.run(
        "SELECT sector_id FROM officer_sector WHERE officer_id = :id", id=officer_id
    ).fetchall()
    return {row[0] for row in rows}


def put_rights(tx: Tx, officer_id: str, rights: Sequence[str]) -> None:
    """Write the rights that an officer has beyond the role's."""
    tx.run("DELETE FROM officer_right WHERE officer_id = :officer", officer=officer_id)
    for right in rights:
        tx.run(
            "INSERT INTO officer_right (officer_id, may) VALUES (:officer, :may)",
            officer=officer_id,
            may=right,
        )


def put_sectors(tx: Tx, officer_id: str, sectors: Sequence[str]) -> None:
    """Write the sectors that an officer is held to.

    Raises:
        NotFound: There is no such sector.
    """
    tx.run("DELETE FROM officer_sector WHERE officer_id = :officer", officer=officer_id)
    for sector in sectors:
        if (
            tx.run("SELECT id FROM sector WHERE id = :id", id=typed_id(sector, kind="sector")).fetchone()
            is None
        ):
            raise NotFound(kind="sector", sought=sector)
        tx.run(
            "INSERT INTO officer_sector (officer_id, sector_id) VALUES (:officer, :sector)",
            officer=officer_id,
            sector=sector,
        )


def rights_of_roles(reading: Reading) -> dict[str, frozenset[str]]:
    """Read the rights that the office gives each role; empty where it keeps to the built-in ones."""
    found: dict[str, set[str]] = {}
    for role, right in reading.run("SELECT role, may FROM role_right").fetchall():
        found.setdefault(role, set()).add(right)
    return {str(role): frozenset(found.get(role, ())) for role in Role} if found else {}


def put_role_rights(tx: Tx, rights: Mapping[str, frozenset[str]]) -> None:
    """Write the rights of roles, in place of those that these roles had."""
    for role, given in rights.items():
        tx.run("DELETE FROM role_right WHERE role = :role", role=role)
        for right in sorted(given):
            tx.run("INSERT INTO role_right (role, may) VALUES (:role, :may)", role=role, may=right)
