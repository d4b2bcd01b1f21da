"""The hall as the office sets it up: rows held for a change, and what stands against one."""

from datetime import date
from typing import Any, TypeVar

from sqlmodel import SQLModel, col, select

from onestop.errors import NotFound
from onestop.model.board import Board
from onestop.model.columns import micros
from onestop.model.counter import Counter, ProfileLine, WorkProfile
from onestop.model.line import Line, LineSector
from onestop.model.place import Room
from onestop.rules.line_plan import Band
from onestop.rules.lookup import typed_id
from onestop.store.journal import day_start
from onestop.store.tx import Reading, Tx

M = TypeVar("M", bound=SQLModel)

_GIVEN = "SELECT last_serial FROM line_day WHERE line_id = :line AND day = :day"
_WAITING_IN = """
SELECT (SELECT count(*) FROM ticket WHERE waits_in_id = :line AND day = :day AND state = 'waiting')
     + (SELECT count(*) FROM ticket_stop JOIN ticket ON ticket.id = ticket_stop.ticket_id
        WHERE ticket_stop.line_id = :line AND ticket_stop.begun_at IS NULL AND ticket.day = :day
        AND ticket.state IN ('waiting', 'called', 'serving', 'held'))
"""
_BOOKED_IN = "SELECT count(*) FROM booking WHERE line_id = :line AND day >= :day AND state = 'booked'"
_AT_COUNTER = "SELECT label FROM ticket WHERE counter_id = :counter"
_SET_ASIDE = """
SELECT count(*) FROM ticket WHERE centre_id = :centre AND day = :day AND state = 'held'
AND last_counter_id = :counter
"""
_BANDS = """
SELECT letter, band_first, band_last, name FROM line
WHERE centre_id = :centre AND id <> :line AND (retired_at IS NULL OR retired_at >= :midnight)
"""
_ONLY_LINE = """
SELECT work_profile.name FROM work_profile
JOIN profile_line ON profile_line.profile_id = work_profile.id
JOIN line ON line.id = profile_line.line_id
WHERE work_profile.centre_id = :centre AND work_profile.retired_at IS NULL AND line.retired_at IS NULL
GROUP BY work_profile.id, work_profile.name
HAVING count(*) = 1 AND max(line.id) = :line
"""
_OF_PROFILE = "SELECT count(*) FROM counter WHERE profile_id = :profile AND retired_at IS NULL"
_OF_ROOM = """
SELECT (SELECT count(*) FROM counter WHERE centre_id = :centre AND room = :room AND retired_at IS NULL)
     + (SELECT count(*) FROM board WHERE centre_id = :centre AND room = :room AND retired_at IS NULL)
"""
_ROOMS_NAMED = """
SELECT key FROM room WHERE centre_id = :centre
UNION SELECT room FROM counter WHERE centre_id = :centre AND retired_at IS NULL
UNION SELECT room FROM board WHERE centre_id = :centre AND retired_at IS NULL
"""


def hold(tx: Tx, centre_id: str) -> None:
    """Let one change of a hall's set-up follow another; visits go on meanwhile."""
    if not tx.is_sqlite:
        tx.run("SELECT id FROM centre WHERE id = :id FOR NO KEY UPDATE", id=centre_id)


def find(tx: Tx, model: type[M], sought: str, *, kind: str) -> M:
    """Read a row of a table by its id and hold it.

    Raises:
        NotFound: No such row, or it was given up.
    """
    row = tx.session.get(model, typed_id(sought, kind=kind), with_for_update={"key_share": True})
    if row is None or getattr(row, "retired_at", None) is not None:
        raise NotFound(kind=kind, sought=sought[:40])
    return row


# --- lines ----------------------------------------------------------------------------------------


def other_bands(tx: Tx, centre_id: str, line_id: str) -> list[Band]:
    """Read the bands of the other lines of a centre, with those of the lines given up today."""
    midnight = micros(day_start(tx.now))
    rows = tx.run(_BANDS, centre=centre_id, line=line_id, midnight=midnight).fetchall()
    return [Band(*row) for row in rows]


def last_given(tx: Tx, line_id: str, day: date) -> int:
    """Tell the last number that a line gave on a day, 0 for none; no other is given until this is done."""
    statement = _GIVEN + ("" if tx.is_sqlite else " FOR UPDATE")
    row = tx.run(statement, line=line_id, day=day.isoformat()).fetchone()
    return int(row[0]) if row else 0


def people_waiting(tx: Tx, line_id: str, day: date) -> int:
    """Count who waits in a line, or goes on to it when another service is done."""
    return int(tx.run(_WAITING_IN, line=line_id, day=day.isoformat()).fetchone()[0])


def people_booked(tx: Tx, line_id: str, day: date) -> int:
    """Count the bookings in a line from a day on."""
    return int(tx.run(_BOOKED_IN, line=line_id, day=day.isoformat()).fetchone()[0])


def only_line_of(tx: Tx, centre_id: str, line_id: str) -> list[str]:
    """Name the work profiles that have no other line than this one."""
    return [row[0] for row in tx.run(_ONLY_LINE, centre=centre_id, line=line_id).fetchall()]


def put_sectors(tx: Tx, line_id: str, sectors: list[str]) -> None:
    """Write the sectors of a line anew.

    Raises:
        NotFound: There is no such sector.
    """
    tx.session.flush()
    tx.run("DELETE FROM line_sector WHERE line_id = :line", line=line_id)
    for sector in dict.fromkeys(sectors):
        found = tx.run("SELECT id FROM sector WHERE id = :id", id=typed_id(sector, kind="sector")).fetchone()
        if found is None:
            raise NotFound(kind="sector", sought=sector)
        tx.session.add(LineSector(line_id=line_id, sector_id=sector))


def sectors_of(reading: Reading, centre_id: str) -> dict[str, list[str]]:
    """Read the ids of the sectors of each line of a centre."""
    rows = reading.run(
        "SELECT line_id, sector_id FROM line_sector JOIN line ON line.id = line_id WHERE centre_id = :centre",
        centre=centre_id,
    ).fetchall()
    found: dict[str, list[str]] = {}
    for line_id, sector_id in rows:
        found.setdefault(line_id, []).append(sector_id)
    return found


# --- profiles and counters ------------------------------------------------------------------------


def put_profile_lines(tx: Tx, profile_id: str, lines: list[tuple[str, int]]) -> None:
    """Write the lines of a work profile anew, in their order, with their shares."""
    tx.session.flush()
    tx.run("DELETE FROM profile_line WHERE profile_id = :profile", profile=profile_id)
    for position, (line_id, share) in enumerate(lines):
        tx.session.add(ProfileLine(profile_id=profile_id, line_id=line_id, position=position, share=share))


def profile_lines(reading: Reading, centre_id: str) -> dict[str, list[ProfileLine]]:
    """Read the lines of each work profile of a centre, in their order, without those given up."""
    rows = reading.session.exec(
        select(ProfileLine)
        .join(Line, col(Line.id) == ProfileLine.line_id)
        .where(Line.centre_id == centre_id, col(Line.retired_at).is_(None))
        .order_by(col(ProfileLine.position), col(Line.letter))
    ).all()
    found: dict[str, list[ProfileLine]] = {}
    for row in rows:
        found.setdefault(row.profile_id, []).append(row)
    return found


def counters_of_profile(tx: Tx, profile_id: str) -> int:
    """Count the counters that work by a profile."""
    return int(tx.run(_OF_PROFILE, profile=profile_id).fetchone()[0])


def label_at(tx: Tx, counter_id: str) -> str | None:
    """Tell whose number stands at a counter."""
    row = tx.run(_AT_COUNTER, counter=counter_id).fetchone()
    return str(row[0]) if row else None


def set_aside(tx: Tx, centre_id: str, counter_id: str, day: date) -> int:
    """Count the visits that a counter holds for later."""
    row = tx.run(_SET_ASIDE, centre=centre_id, counter=counter_id, day=day.isoformat()).fetchone()
    return int(row[0])


def unseat(tx: Tx, counter_id: str) -> None:
    """Take the officers from a counter that is given up."""
    tx.run("UPDATE officer SET counter_id = NULL WHERE counter_id = :counter", counter=counter_id)


def seated(reading: Reading, centre_id: str) -> dict[str, list[str]]:
    """Name the officers who have their seat at each counter of a centre."""
    rows = reading.run(
        "SELECT counter_id, name FROM officer WHERE centre_id = :centre AND counter_id IS NOT NULL "
        "AND disabled_at IS NULL ORDER BY name",
        centre=centre_id,
    ).fetchall()
    found: dict[str, list[str]] = {}
    for counter_id, name in rows:
        found.setdefault(counter_id, []).append(name)
    return found


# --- rooms ----------------------------------------------------------------------------------------


def room(tx: Tx, centre_id: str, key: str) -> Room:
    """Read a room.

    Raises:
        NotFound: No such room.
    """
    found = tx.session.get(Room, (centre_id, key), with_for_update={"key_share": True})
    if found is None:
        raise NotFound(kind="room", sought=key[:20])
    return found


def rooms_named(reading: Reading, centre_id: str) -> set[str]:
    """Give the keys of the rooms that a centre has, or that its counters and boards speak of."""
    return {row[0] for row in reading.run(_ROOMS_NAMED, centre=centre_id).fetchall()}


def things_in_room(tx: Tx, centre_id: str, key: str) -> int:
    """Count the counters and boards in a room."""
    return int(tx.run(_OF_ROOM, centre=centre_id, room=key).fetchone()[0])


def present_rows(reading: Reading, model: type[Any], centre_id: str, *order: str) -> list[Any]:
    """Read the rows of a centre that were not given up, in the order of these columns."""
    wanted = select(model).where(model.centre_id == centre_id)
    if "retired_at" in model.model_fields:
        wanted = wanted.where(model.retired_at.is_(None))
    return list(reading.session.exec(wanted.order_by(*(getattr(model, name) for name in order))).all())


def profiles_of(reading: Reading, centre_id: str) -> list[WorkProfile]:
    """Read the work profiles of a centre, by name."""
    return present_rows(reading, WorkProfile, centre_id, "name", "id")


def counters_of(reading: Reading, centre_id: str) -> list[Counter]:
    """Read the counters of a centre, by number."""
    return present_rows(reading, Counter, centre_id, "number")


def lines_of(reading: Reading, centre_id: str) -> list[Line]:
    """Read the lines of a centre, by letter and band."""
    return present_rows(reading, Line, centre_id, "letter", "band_first")


def boards_of(reading: Reading, centre_id: str) -> list[Board]:
    """Read the boards of a centre, by room and name."""
    return present_rows(reading, Board, centre_id, "room", "name", "id")


def rooms_of(reading: Reading, centre_id: str) -> list[Room]:
    """Read the rooms of a centre, by key."""
    return present_rows(reading, Room, centre_id, "key")
