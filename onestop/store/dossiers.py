"""Dossiers as they stand: their rows, their numbers, their period ledger and their papers."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import col, select

from onestop.errors import NotFound
from onestop.model.columns import instant, micros
from onestop.model.dossier import (
    RUNNING,
    Clock,
    Document,
    Dossier,
    DossierPeriod,
    DossierState,
    Paper,
)
from onestop.rules.lookup import typed_code, typed_id
from onestop.store import dossier_index
from onestop.store.tx import Reading, Tx

_TAKE_NUMBER = """
INSERT INTO tally (purpose, owner_id, period, last) VALUES (:purpose, :owner, :period, 1)
ON CONFLICT (purpose, owner_id, period) DO UPDATE SET last = tally.last + 1
RETURNING last
"""
_END_PERIOD = """
UPDATE dossier_period SET ended_at = CASE WHEN started_at > :at THEN started_at ELSE :at END
WHERE dossier_id = :dossier AND ended_at IS NULL RETURNING position, ended_at
"""
_COUNTED = """
INSERT INTO tally (purpose, owner_id, period, last) VALUES (:name, :owner_id, '', :issue)
ON CONFLICT (purpose, owner_id, period) DO UPDATE SET last = :issue
"""
_PUT_PAPER = """
INSERT INTO paper (id, centre_id, owner_id, name, issue, number, facts_sealed, issued_at)
VALUES (:id, :centre_id, :owner_id, :name, :issue, :number, :facts_sealed, :at)
"""
_VOID = "UPDATE paper SET void_at = :at WHERE owner_id = :owner_id AND name = :name AND void_at IS NULL"
_LINK, _SECRET, _IDENTITY = "dossier-link", "receipt-secret", "identity"


def take_number(tx: Tx, purpose: str, owner_id: str, period: str) -> int:
    """Give the next number of an owner for a purpose in a period, from 1.

    The counter row stays locked until the commit, so there is neither a duplicate nor a gap. Purposes:
    `code` (agency and day), `register` (centre and year), `supplement`, `decline`, `payment`, `result`, `apology`,
    `stop` (numbers of papers, centre and year), and the name of a paper (its issues, by owner). Who takes
    several takes them in this order, or two could wait for each other.
    """
    row = tx.run(_TAKE_NUMBER, purpose=purpose, owner=owner_id, period=period).fetchone()
    return int(row[0])


def put(tx: Tx, dossier: Dossier, documents: list[Document], *, clock: Clock) -> None:
    """Write a new dossier, what was brought, and the first period of its ledger."""
    dossier_index.index(tx, dossier)
    tx.session.add_all(documents)
    tx.session.add(_period(tx, dossier, 1, clock, since=tx.now))
    tx.session.flush()


def _period(tx: Tx, dossier: Dossier, position: int, clock: Clock, *, since: datetime) -> DossierPeriod:
    return DossierPeriod(
        dossier_id=dossier.id,
        position=position,
        state=dossier.state,
        agency_id=dossier.agency_id,
        officer_id=tx.actor.id if tx.actor.kind == "officer" else None,
        clock=clock,
        started_at=since,
    )


def turn_period(tx: Tx, dossier: Dossier, *, clock: Clock | None) -> None:
    """End the open period of a dossier now, and begin the next at that very instant.

    Args:
        tx: The transaction; the dossier is held in it.
        dossier: With its new state.
        clock: On whose time the next period counts; None where the dossier has ended and has none.
    """
    row = tx.run(_END_PERIOD, dossier=dossier.id, at=micros(tx.now)).fetchone()
    if clock is not None:
        # A clock may be set back: the period then has no length, and the next begins where it ended.
        tx.session.add(_period(tx, dossier, row[0] + 1, clock, since=instant(row[1])))
    tx.session.flush()


def bridge_period(tx: Tx, dossier: Dossier) -> None:
    """Begin the period of a dossier that had ended, where its last one ended: nobody's time, until it goes on.

    What ended has no open period; opened again, the ledger must have no hole.
    """
    last = periods_of(tx, dossier.id)[-1]
    if last.ended_at is not None:
        tx.session.add(_period(tx, dossier, last.position + 1, Clock.NOBODY, since=last.ended_at))
        tx.session.flush()


def running_state(reading: Reading, dossier: Dossier) -> DossierState:
    """Tell the state that a pause interrupted: that of the last period in which the office's clock ran."""
    query = (
        select(DossierPeriod.state)
        .where(DossierPeriod.dossier_id == dossier.id, col(DossierPeriod.state).in_(RUNNING))
        .order_by(col(DossierPeriod.position).desc())
    )
    return DossierState(reading.session.exec(query).first() or DossierState.RECEIVED)


def lock(tx: Tx, code: str) -> Dossier:
    """Read a dossier and hold it, so that two changes of it follow each other.

    Raises:
        NotFound: No dossier has that code.
    """
    query = select(Dossier).where(Dossier.code == typed_code(code)).with_for_update()
    return _one(tx.session.exec(query).first(), code)


def lock_by_id(tx: Tx, dossier_id: str) -> Dossier:
    """Read a dossier by its id and hold it, with what others wrote meanwhile.

    Raises:
        NotFound: There is none.
    """
    query = select(Dossier).where(Dossier.id == dossier_id).with_for_update()
    found = tx.session.exec(query.execution_options(populate_existing=True)).first()
    return _one(found, dossier_id)


def by_code(reading: Reading, code: str) -> Dossier:
    """Read a dossier by its code, as people type it.

    Raises:
        NotFound: No dossier has that code.
    """
    return _one(reading.session.exec(select(Dossier).where(Dossier.code == typed_code(code))).first(), code)


def by_link(reading: Reading, token: str) -> Dossier:
    """Read the dossier whose receipt bears a link.

    Raises:
        NotFound: No receipt bears it.
    """
    link = link_hash(reading, token)
    return _one(reading.session.exec(select(Dossier).where(Dossier.link_hash == link)).first(), "")


def by_id(reading: Reading, dossier_id: str) -> Dossier:
    """Read a dossier by its id.

    Raises:
        NotFound: There is none.
    """
    return _one(reading.session.get(Dossier, dossier_id), dossier_id)


def _one(found: Dossier | None, sought: str) -> Dossier:
    if found is None:
        raise NotFound(kind="dossier", sought=sought[:40])
    return found


def documents_of(reading: Reading, dossier_id: str) -> list[Document]:
    """Read what was brought, in order."""
    query = select(Document).where(Document.dossier_id == dossier_id).order_by(col(Document.position))
    return list(reading.session.exec(query).all())


def periods_of(reading: Reading, dossier_id: str) -> list[DossierPeriod]:
    """Read the period ledger of a dossier, oldest first."""
    query = (
        select(DossierPeriod)
        .where(DossierPeriod.dossier_id == dossier_id)
        .order_by(col(DossierPeriod.position))
    )
    return list(reading.session.exec(query).all())


def sealed_keys(reading: Reading, code: str, *, secret: str, token: str) -> dict[str, str]:
    """Give the columns that keep the secret and the link of a receipt.

    Both are sealed together, so that a receipt asked for again is the same, and hashed with the server's
    key apart: the secret together with the code, since it is looked up for one dossier only.
    """
    return {
        "secret_sealed": reading.seals.seal(json.dumps([secret, token])),
        "secret_hash": secret_hash(reading, code, secret),
        "link_hash": link_hash(reading, token),
    }


def keys_of(reading: Reading, dossier: Dossier) -> tuple[str, str]:
    """Unseal the secret and the link of a receipt."""
    secret, token = json.loads(reading.seals.unseal(dossier.secret_sealed))
    return secret, token


def link_hash(reading: Reading, token: str) -> str:
    """Hash the token of a receipt's link, to find its dossier by."""
    return reading.seals.fingerprint(_LINK, token)


def secret_hash(reading: Reading, code: str, secret: str) -> str:
    """Hash a secret for the dossier with a code."""
    return reading.seals.fingerprint(_SECRET, f"{code} {secret}")


def identity_hash(reading: Reading, identity_no: str) -> str:
    """Hash a number of an identity paper, to find its dossiers by."""
    return reading.seals.fingerprint(_IDENTITY, identity_no)


def put_paper(tx: Tx, paper: Paper) -> None:
    """Write an issued paper; what was issued under its name before is void from now on, and is kept."""
    void_papers(tx, paper.owner_id, paper.name)
    tx.session.add(paper)
    tx.session.flush()


def void_papers(tx: Tx, owner_id: str, name: str) -> None:
    """Declare void what was issued under a name; it is kept."""
    tx.run(_VOID, at=micros(tx.now), owner_id=owner_id, name=name)


def put_papers(tx: Tx, rows: Sequence[dict[str, Any]]) -> None:
    """Write many papers, issued now, as `put_paper` does, and count them; each owner is held.

    Why not `take_number`: SQLite opens a statement within the statement for its RETURNING, and closing that
    walks through every page that the transaction has changed so far. Ten thousand papers took minutes.

    Args:
        tx: The transaction.
        rows: The columns of each paper but `issued_at`; an owner is in them once.
    """
    now = {"at": micros(tx.now)}
    papers = [row | now for row in rows]
    tx.run_many(_COUNTED, papers)
    tx.run_many(_VOID, papers)
    tx.run_many(_PUT_PAPER, papers)


def paper(reading: Reading, paper_id: str) -> Paper:
    """Read an issued paper.

    Raises:
        NotFound: There is none.
    """
    found = reading.session.get(Paper, typed_id(paper_id, kind="paper"))
    if found is None:
        raise NotFound(kind="paper", sought=paper_id[:20])
    return found


def papers_of(reading: Reading, owner_id: str, *, void: bool = False) -> list[Paper]:
    """Read the papers of a dossier or of a refused intake, oldest first; the void ones where asked for."""
    query = select(Paper).where(Paper.owner_id == owner_id).order_by(col(Paper.issued_at), col(Paper.name))
    if not void:
        query = query.where(col(Paper.void_at).is_(None))
    return list(reading.session.exec(query).all())


def put_digest(tx: Tx, paper_id: str, digest: str) -> str:
    """Write the digest of a paper's bytes if it has none yet; give the one it has now."""
    tx.run("UPDATE paper SET digest = :digest WHERE id = :id AND digest IS NULL", id=paper_id, digest=digest)
    row = tx.run("SELECT digest FROM paper WHERE id = :id", id=paper_id).fetchone()
    if row is None:
        raise NotFound(kind="paper", sought=paper_id[:20])
    return str(row[0])
