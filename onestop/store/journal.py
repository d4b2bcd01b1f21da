"""Appending to the journal and reading it: contiguous per centre, each entry chained to the last."""

import hashlib
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

import msgspec

from onestop.clock import LOCAL
from onestop.events import Event
from onestop.model.columns import instant, micros

if TYPE_CHECKING:
    from onestop.store.tx import Reading, Tx

_HOLD_HEAD = "UPDATE journal_head SET seq = seq WHERE centre_id = :centre RETURNING seq, hash"
_MAKE_HEAD = """
INSERT INTO journal_head (centre_id, seq, hash) VALUES (:centre, 0, '') ON CONFLICT (centre_id) DO NOTHING
"""
_PUT_HEAD = "UPDATE journal_head SET seq = :seq, hash = :hash WHERE centre_id = :centre"
_PUT_ENTRY = """
INSERT INTO journal_entry (centre_id, seq, at, actor_id, kind, subject_id, facts, hash)
VALUES (:centre, :seq, :at, :actor, :kind, :subject, :facts, :hash)
"""
_SINCE = """
SELECT seq, at, actor_id, kind, subject_id, facts, hash FROM journal_entry
WHERE centre_id = :centre AND seq > :since ORDER BY seq LIMIT :most
"""
_SEQS = "SELECT seq FROM journal_entry WHERE centre_id = :centre ORDER BY seq"
_BETWEEN = """
SELECT seq, at, actor_id, kind, subject_id, facts, hash FROM journal_entry
WHERE centre_id = :centre AND seq BETWEEN :first AND :last ORDER BY seq
"""
_CENTRES = "SELECT centre_id FROM journal_head UNION SELECT centre_id FROM journal_entry ORDER BY 1"
_HEADS = "SELECT centre_id, seq, hash FROM journal_head ORDER BY centre_id"

GENESIS = ""
_PAGE = 2000
_encoder = msgspec.json.Encoder()


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One row of the journal as it is read; `facts` is the JSON text that was hashed."""

    centre_id: str
    seq: int
    at: datetime
    actor_id: str
    kind: str
    subject_id: str
    facts: str
    hash: str


def chained(before: str, entry: Sequence[object]) -> str:
    """Hash an entry `(centre, seq, at µs, actor, kind, subject, facts)` onto the hash before it."""
    return hashlib.sha256(_encoder.encode([before, *entry])).hexdigest()


def _json_facts(event: Event) -> str:
    return msgspec.json.encode(event.facts(), enc_hook=str).decode()


class Heads:
    """The journal heads that a commit holds: read once, written once, however many entries are between.

    SQLite's writer keeps one for a whole group of transactions, since nobody else can write meanwhile;
    PostgreSQL makes one for each, and reading a head locks its row until the commit.
    """

    def __init__(self) -> None:
        self._held: dict[str, tuple[int, str]] = {}

    def take(self, tx: "Tx", centre: str) -> tuple[int, str]:
        """Give the last number and hash of a centre, and hold them."""
        if centre not in self._held:
            row = tx.run(_HOLD_HEAD, centre=centre).fetchone()
            if row is None:
                tx.run(_MAKE_HEAD, centre=centre)
                row = tx.run(_HOLD_HEAD, centre=centre).fetchone()
            self._held[centre] = (row[0], row[1])
        return self._held[centre]

    def put(self, centre: str, seq: int, last_hash: str) -> None:
        """Move a head on."""
        self._held[centre] = (seq, last_hash)

    def write(self, run: Callable[..., object]) -> None:
        """Write every head that was held, before the commit."""
        for centre, (seq, last_hash) in self._held.items():
            run(_PUT_HEAD, centre=centre, seq=seq, hash=last_hash)


def append(tx: "Tx", events: Sequence[Event], heads: Heads) -> None:
    """Write the transaction's events, centres in the order of their ids.

    It runs last: the head row stays locked until the commit, so the numbers of a centre are taken in
    the order of its commits and a reader who has seen n has seen all before n.
    """
    at = micros(tx.now)
    by_centre = dict[str, list[Event]]()
    for event in events:
        by_centre.setdefault(event.centre_id, []).append(event)
    for centre, its in sorted(by_centre.items()):
        seq, before = heads.take(tx, centre)
        rows = list[dict[str, Any]]()
        for event in its:
            seq += 1
            facts = _json_facts(event)
            before = chained(before, (centre, seq, at, tx.actor.id, event.kind, event.subject_id, facts))
            rows.append(
                {
                    "centre": centre,
                    "seq": seq,
                    "at": at,
                    "actor": tx.actor.id,
                    "kind": event.kind,
                    "subject": event.subject_id,
                    "facts": facts,
                    "hash": before,
                }
            )
        tx.run_many(_PUT_ENTRY, rows)
        heads.put(centre, seq, before)


def since(reading: "Reading", centre_id: str, seq: int, most: int = 1000) -> list[Entry]:
    """Read the entries of a centre after `seq`, oldest first, `most` at the most."""
    rows = reading.run(_SINCE, centre=centre_id, since=seq, most=most).fetchall()
    return [
        Entry(
            centre_id=centre_id,
            seq=row[0],
            at=instant(row[1]),
            actor_id=row[2],
            kind=row[3],
            subject_id=row[4],
            facts=row[5],
            hash=row[6],
        )
        for row in rows
    ]


def heads(reading: "Reading") -> dict[str, tuple[int, str]]:
    """Tell the last number and hash of every centre."""
    return {row[0]: (row[1], row[2]) for row in reading.run(_HEADS).fetchall()}


def head(reading: "Reading", centre_id: str) -> int:
    """Tell the last number of one centre; 0 when nothing has happened in it."""
    row = reading.run("SELECT seq FROM journal_head WHERE centre_id = :centre", centre=centre_id).fetchone()
    return row[0] if row else 0


def last_before_day(reading: "Reading", centre_id: str, midnight: datetime) -> int:
    """Tell the number of the last entry before a day began; 0 when there is none."""
    row = reading.run(
        "SELECT max(seq) FROM journal_entry WHERE centre_id = :centre AND at < :midnight",
        centre=centre_id,
        midnight=micros(midnight),
    ).fetchone()
    return row[0] or 0


class Flaw(msgspec.Struct, frozen=True):
    """A place where the chain does not hold: `changed`, `missing`, `inserted` or `head`."""

    centre_id: str
    seq: int
    flaw: str


def centres(reading: "Reading") -> list[str]:
    """Name every centre that has entries or a head: one without the other is a flaw to be told."""
    return [row[0] for row in reading.run(_CENTRES).fetchall()]


def verify(reading: "Reading", centre_id: str) -> tuple[int, list[Flaw]]:
    """Walk a centre's chain; give the number of entries and every flaw.

    A changed row breaks its own hash; a missing one leaves a hole in the numbers; an inserted one bears a
    hash that does not follow, or a number before the first or beyond the head. After a hole the next row
    is taken as the new beginning: what its hash should follow is gone.
    """
    flaws: list[Flaw] = []
    before: str | None = GENESIS
    expected, count = 1, 0
    for seq, parts, found in _rows(reading, centre_id):
        count += 1
        if not isinstance(seq, int) or seq < expected:
            flaws.append(Flaw(centre_id, seq, "inserted"))
            continue
        if seq > expected:
            flaws.append(Flaw(centre_id, expected, "missing"))
            before = None
        if parts is None or (before is not None and chained(before, parts) != found):
            flaws.append(Flaw(centre_id, seq, "changed"))
        before, expected = found, seq + 1
    flaws += _flaws_of_head(reading, centre_id, expected - 1, before)
    return count, flaws


def _flaws_of_head(reading: "Reading", centre_id: str, last: int, last_hash: str | None) -> Iterator[Flaw]:
    found: tuple[object, str] | None = heads(reading).get(centre_id)
    if found is None and last == 0:
        return
    seq, hash_ = found or (None, "")
    if not isinstance(seq, int):
        yield Flaw(centre_id, last, "head")
    elif seq > last:
        yield Flaw(centre_id, last + 1, "missing")
    elif seq < last:
        yield Flaw(centre_id, seq + 1, "inserted")
    elif hash_ != last_hash:
        yield Flaw(centre_id, seq, "head")


_Parts = tuple[object, ...]


def _rows(reading: "Reading", centre_id: str) -> Iterator[tuple[Any, _Parts | None, str | None]]:
    """Give number, hashed parts and hash of every row, lowest first; neither where a row is unreadable.

    It reads the columns as they are, for a row that was tampered with may hold anything.
    """
    seqs = [row[0] for row in reading.run(_SEQS, centre=centre_id).fetchall()]
    for start in range(0, len(seqs), _PAGE):
        page = seqs[start : start + _PAGE]
        try:
            rows = reading.run(_BETWEEN, centre=centre_id, first=page[0], last=page[-1]).fetchall()
        except sqlite3.OperationalError:
            # SQLite keeps any bytes as text and cannot read back what is no UTF-8.
            rows = [_one_row(reading, centre_id, seq) for seq in page]
        for seq, *parts, hash_ in rows:
            yield seq, (centre_id, seq, *parts) if parts else None, hash_


def _one_row(reading: "Reading", centre_id: str, seq: object) -> tuple[object, ...]:
    try:
        row: tuple[object, ...] = reading.run(_BETWEEN, centre=centre_id, first=seq, last=seq).fetchone()
    except sqlite3.OperationalError:
        return (seq, None)
    return row


def day_start(now: datetime) -> datetime:
    """Tell when the office's day began, for `last_before_day`."""
    return now.astimezone(LOCAL).replace(hour=0, minute=0, second=0, microsecond=0)
