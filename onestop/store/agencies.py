"""The tree of agencies, as the province keeps it."""

from sqlmodel import col, select

from onestop.errors import NotFound
from onestop.model.place import Agency
from onestop.rules.lookup import typed_id
from onestop.store.tx import Reading, Tx


def hold_tree(tx: Tx) -> None:
    """Let one change of the tree follow another: two at once could close a ring that neither sees."""
    if not tx.is_sqlite:
        tx.run("SELECT id FROM agency ORDER BY id FOR NO KEY UPDATE")


def all_of(reading: Reading) -> list[Agency]:
    """Read every agency."""
    return list(reading.session.exec(select(Agency).order_by(col(Agency.code))).all())


def parents(reading: Reading) -> dict[str, str | None]:
    """Read which agency stands above which."""
    return {row[0]: row[1] for row in reading.run("SELECT id, parent_id FROM agency").fetchall()}


def find(tx: Reading, agency_id: str) -> Agency:
    """Read an agency.

    Raises:
        NotFound: There is none.
    """
    row = tx.session.get(Agency, typed_id(agency_id, kind="agency"))
    if row is None:
        raise NotFound(kind="agency", sought=agency_id[:40])
    return row


def coded(reading: Reading, code: str) -> Agency | None:
    """Read the agency of a code."""
    return reading.session.exec(select(Agency).where(Agency.code == code)).one_or_none()
