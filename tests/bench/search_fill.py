"""Fills a database with dossiers of people with Vietnamese names, for the measuring of searches."""

import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from onestop.model.columns import micros
from onestop.model.dossier import Dossier
from onestop.rules import search_words
from onestop.rules.text import fold
from onestop.store import dossiers
from onestop.store.tx import Tx

RARE, HOLDERS = "Xồng Bá Dềnh", 5
PHONE, IDENTITY = "0987650001", "004189990001"
_NAMES = Path(__file__).parents[3] / "shared" / "data" / "names"
_FAMILIES = {
    "Nguyễn": 31, "Trần": 11, "Lê": 9, "Nông": 8, "Hoàng": 7, "Phạm": 6, "Lý": 5, "Bế": 3, "Đặng": 3, "Vũ": 3,
    "Đàm": 2, "Triệu": 2, "Mã": 2, "Ma": 2, "Lục": 1, "Dương": 1, "Hà": 1, "Phan": 1, "Võ": 1, "Đỗ": 1,
}  # fmt: skip
_FEW = {"Thị": ["Huệ", "Hương", "Lan", "Bích Ngọc"], "Văn": ["Thái", "Hùng", "An", "Đức"]}
_OWED_PERCENT, _DAYS = 2, 900
_STATES = ("returned",) * 95 + ("result_ready", "declined", "withdrawn", "stopped", "lapsed")
_OWED = ("received", "processing", "processing", "processing", "supplement_asked", "suspended")
_OWN = (
    "id", "code", "state", "standing", "ready_at", "returned_at", "applicant_name", "applicant_folded", "phone",
    "identity_hash", "link_hash", "due_at", "found_words", "found_rank", "found_under",
)  # fmt: skip


class Filled(NamedTuple):
    """What is measured by."""

    code: str
    size: int


def _people(random: Random) -> Iterator[str]:
    """Draw names: a family's by how common it is, middle and given names from the lists where they are."""
    given = dict(_FEW)
    for middle, name in (("Thị", "girl.txt"), ("Văn", "boy.txt")):
        if (_NAMES / name).is_file():
            given[middle] = given[middle] * 40 + (_NAMES / name).read_text().splitlines()
    families, weights = list(_FAMILIES), list(_FAMILIES.values())
    while True:
        family, middle = random.choices(families, weights)[0], random.choice(("Thị", "Văn"))
        yield f"{family} {middle} {random.choice(given[middle])}"


def _rows(tx: Tx, like: Dossier, size: int) -> Iterator[dict[str, Any]]:
    random = Random(size)  # noqa: S311  a seeded draw for measurements
    people = _people(random)
    prefix = like.code.split("-")[0]
    for number in range(size):
        day = (tx.now - timedelta(days=number * _DAYS // size)).strftime("%y%m%d")
        special = number % (size // HOLDERS) == 0
        owed = random.randrange(100) < _OWED_PERCENT
        due = tx.now + timedelta(
            minutes=random.randrange(-3000, 12000) if owed else -random.randrange(1_000_000)
        )
        state = random.choice(_OWED if owed else _STATES)
        name = RARE if special else next(people)
        row: dict[str, Any] = {
            "id": f"b{number:019}", "code": f"{prefix}-{day}-{number:07}", "state": state,
            "standing": None if owed else "early", "ready_at": None if owed else micros(due),
            "returned_at": micros(due) if state == "returned" else None, "applicant_name": name,
            "applicant_folded": fold(name), "phone": PHONE if special else f"09{random.randrange(10**8):08}",
            "identity_hash": dossiers.identity_hash(tx, IDENTITY) if special else f"{random.getrandbits(256):064x}",
            "link_hash": f"{random.getrandbits(256):064x}", "due_at": micros(due),
        }  # fmt: skip
        words = search_words.words_of(name, row["code"])
        under = f" {like.centre_id} {like.agency_id} {state} {like.procedure_id} "
        yield row | {
            "found_words": words, "found_rank": search_words.rank_of(state, due), "found_under": under,
        }  # fmt: skip


def fill(tx: Tx, like: Dossier, size: int) -> Filled:
    """Write so many dossiers beside one that was received as it is, all in one go, and their index in its order."""
    scopes = [like.centre_id, like.agency_id]
    seen: set[str] = set()
    keys_of: dict[tuple[str, str], list[int]] = {}
    tx.run("CREATE TABLE bench_row (" + ", ".join(f"{name} {_kind(name)}" for name in _OWN) + ")")
    tx.run("CREATE TABLE bench_word (key bigint, rank bigint, dossier_id text)")
    code = ""

    def batches() -> Iterator[list[dict[str, Any]]]:
        batch: list[dict[str, Any]] = []
        for row in _rows(tx, like, size):
            batch.append(row)
            if len(batch) == 10_000:
                yield batch
                batch = []
        yield batch

    def keys(row: dict[str, Any]) -> list[int]:
        found: list[int] = []
        for entry in search_words.entries(
            row["found_words"], state=row["state"], procedure_id=like.procedure_id
        ):
            known = keys_of.get((entry, ""))
            if known is None:
                known = search_words.keys_of(scopes, [entry])
                if not entry.isdigit():
                    keys_of[entry, ""] = known
            found += known
        return found

    for batch in batches():
        write(tx, "bench_row", _OWN, [tuple(row[name] for name in _OWN) for row in batch])
        write(tx, "bench_word", ("key", "rank", "dossier_id"),
              [(key, row["found_rank"], row["id"]) for row in batch for key in keys(row)])  # fmt: skip
        for row in batch:
            seen.update(row["found_words"].split())
            code = row["code"] if row["applicant_name"] == RARE else code
    _settle(tx, like, seen)
    return Filled(code, size)


def _kind(name: str) -> str:
    return "bigint" if name.endswith("_at") or name == "found_rank" else "text"


def _settle(tx: Tx, like: Dossier, seen: set[str]) -> None:
    """Put what was gathered where it belongs; what all dossiers share is the one's that was received."""
    columns = list(Dossier.model_fields)
    chosen = ", ".join(f"bench_row.{name}" if name in _OWN else f"dossier.{name}" for name in columns)
    tx.run(
        f"INSERT INTO dossier ({', '.join(columns)}) SELECT {chosen} FROM bench_row, dossier WHERE dossier.id = :id",
        id=like.id,
    )
    tx.run(
        "INSERT INTO dossier_word SELECT key, rank, dossier_id FROM bench_word ORDER BY key, rank, dossier_id"
    )
    known = {row[0] for row in tx.run("SELECT word FROM search_word").fetchall()}
    write(tx, "search_word", ("word",), [(word,) for word in sorted(seen - known)])
    tx.run("DROP TABLE bench_row")
    tx.run("DROP TABLE bench_word")


def write(tx: Tx, table: str, columns: tuple[str, ...], rows: list[tuple[Any, ...]]) -> None:
    """Write many rows at once, as each database does it fastest."""
    raw: Any = tx.session.connection().connection.driver_connection
    if isinstance(raw, sqlite3.Connection):
        raw.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(columns))})", rows)
        return
    with raw.cursor().copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
