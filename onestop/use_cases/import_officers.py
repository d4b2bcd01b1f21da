"""Accounts brought in as a table: new ones made, those that differ changed, all of it or nothing."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec

from onestop.errors import Malformed, NotFound
from onestop.model.people import Role
from onestop.rules.officer_plan import OfficerWish, typed_username
from onestop.rules.sheet import SheetLine, SheetOutcome, SheetReport, SheetRow, brought_in, listed
from onestop.rules.text import fold
from onestop.steps.keep_officer import change_officer, make_officer, within_reach
from onestop.steps.keep_reach import Reach, reach_of
from onestop.store import officers
from onestop.store.tx import Tx

COLUMNS = ("username", "name", "role", "centre", "agency", "counter", "phone", "sectors", "rights")
NEEDED = ("username", "name", "role")
_NOBODY = "!"
"""A hash that no password has."""


class _Names(msgspec.Struct, frozen=True):
    """What cells name things by, with the ids that they stand for."""

    centres: dict[str, str]
    agencies: dict[str, str]
    counters: dict[tuple[str, str], str]
    sectors: dict[str, str]


def bring_in(
    tx: Tx,
    rows: Sequence[SheetRow],
    roles: Mapping[str, str],
    hashes: Mapping[str, str],
    *,
    keep: bool,
) -> SheetReport:
    """Bring officers in from a table; who is not in it stays as they are.

    Args:
        tx: The transaction.
        rows: Known by the user name.
        roles: What roles are called, folded, each with its code.
        hashes: The hashes of first passwords, by user name, for accounts that are new.
        keep: Whether it is to be written, or only looked at.

    Raises:
        NotAllowed: The actor keeps no people.
        SheetRefused: A row is wrong, so none was written.
        NotKept: It was only looked at.
    """
    reach = reach_of(tx)
    names = _Names(*_known(tx))

    def carry_out(row: SheetRow) -> SheetLine:
        return _row(tx, reach, row, _wish(row, names, roles, reach), hashes)

    return brought_in(rows, "username", carry_out, keep=keep)


def _row(tx: Tx, reach: Reach, row: SheetRow, wish: OfficerWish, hashes: Mapping[str, str]) -> SheetLine:
    username = typed_username(str(wish.username))
    known = officers.named(tx, username)
    if known is None:
        made = make_officer(tx, reach, wish, hashes.get(username, _NOBODY))
        return SheetLine(line=row.line, name=username, outcome=SheetOutcome.ADDED, id=made)
    officer = within_reach(tx, reach, known.id)
    fields = change_officer(tx, reach, officer, wish)
    outcome = SheetOutcome.CHANGED if fields else SheetOutcome.UNCHANGED
    return SheetLine(line=row.line, name=username, outcome=outcome, id=officer.id, fields=tuple(fields))


def _wish(row: SheetRow, names: _Names, roles: Mapping[str, str], reach: Reach) -> OfficerWish:
    """Read a row as a wish; a column that the table does not have is left out of it."""
    cells = row.cells
    wished: dict[str, Any] = {name: cells[name] for name in ("username", "name", "phone") if name in cells}
    wished["role"] = _role(cells["role"], roles)
    readers: dict[str, Callable[[str], Any]] = {
        "centre": lambda cell: _found(names.centres, cell, "centre"),
        "agency": lambda cell: _found(names.agencies, cell, "agency"),
        "sectors": lambda cell: [_found(names.sectors, one, "sector") for one in listed(cell)],
        "rights": listed,
    }
    wished |= {name: read(cells[name]) for name, read in readers.items() if name in cells}
    if "counter" in cells:
        place = wished.get("centre") or reach.centre_id or ""
        seat = cells["counter"].strip()
        wished["counter"] = names.counters.get((place, seat)) if seat else None
        if seat and wished["counter"] is None:
            raise NotFound(kind="counter", sought=seat[:40])
    return OfficerWish(**wished)


def _role(cell: str, roles: Mapping[str, str]) -> Role:
    code = roles.get(fold(cell), fold(cell))
    if code not in set(Role):
        raise Malformed(field="role", reason="missing" if not cell else "unknown")
    return Role(code)


def _found(known: Mapping[str, str], cell: str, kind: str) -> str | None:
    if not cell:
        return None
    found = known.get(fold(cell))
    if found is None:
        raise NotFound(kind=kind, sought=cell[:40])
    return found


def _known(tx: Tx) -> tuple[dict[str, str], dict[str, str], dict[tuple[str, str], str], dict[str, str]]:
    centres = tx.run("SELECT key, id FROM centre").fetchall()
    agencies = tx.run("SELECT code, id FROM agency").fetchall()
    counters = tx.run("SELECT centre_id, number, id FROM counter WHERE retired_at IS NULL").fetchall()
    sectors = tx.run("SELECT key, id FROM sector UNION SELECT name, id FROM sector").fetchall()
    return (
        {fold(row[0]): row[1] for row in centres},
        {fold(row[0]): row[1] for row in agencies},
        {(row[0], str(row[1])): row[2] for row in counters},
        {fold(row[0]): row[1] for row in sectors},
    )
