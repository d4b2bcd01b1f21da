"""Centres, lines, counters and boards, as they stand."""

import msgspec

from onestop.errors import NotFound
from onestop.events import CounterState
from onestop.model.columns import micros
from onestop.rules.line import LineNow, opening
from onestop.store.calendar import calendar_of
from onestop.store.tx import Reading, Tx

_LINE = """
SELECT line.id, line.centre_id, line.letter, line.name, line.name_en, line.hint, line.hint_en, line.for_results,
       line.round_the_clock, line.closed, line.band_first, line.band_last,
       CASE WHEN line.retired_at IS NULL THEN 0 ELSE 1 END
FROM line
"""
_LINES_OF = "WHERE centre_id = :centre AND retired_at IS NULL ORDER BY letter, band_first"
_LINES_SERVED = """
JOIN profile_line ON profile_line.line_id = line.id
JOIN counter ON counter.profile_id = profile_line.profile_id
WHERE counter.id = :counter AND line.retired_at IS NULL ORDER BY profile_line.position, line.letter
"""
_COUNTERS_OF = "WHERE centre_id = :centre AND retired_at IS NULL ORDER BY number"
_COUNTER = """
SELECT counter.id, counter.centre_id, counter.number, counter.name, counter.room, counter.state,
       counter.profile_id,
       (SELECT officer_id FROM counter_period
        WHERE counter_period.counter_id = counter.id AND counter_period.ended_at IS NULL),
       (SELECT started_at FROM counter_period
        WHERE counter_period.counter_id = counter.id AND counter_period.ended_at IS NULL)
FROM counter
"""


class LineRow(msgspec.Struct, frozen=True, kw_only=True):
    """A line."""

    id: str
    centre_id: str
    letter: str
    name: str
    name_en: str
    hint: str
    hint_en: str
    for_results: bool
    round_the_clock: bool
    closed: bool
    band_first: int = 1
    band_last: int | None = None
    retired: bool = False

    @property
    def shown(self) -> tuple[str, str, str, str]:
        """What boards show of it: id, letter, name; and the centre whose rules hold."""
        return self.id, self.letter, self.name, self.centre_id


class CounterRow(msgspec.Struct, frozen=True, kw_only=True):
    """A counter; `officer_id` is who opened it, `since` (µs) when its present state began."""

    id: str
    centre_id: str
    number: int
    name: str
    room: str
    state: str
    profile_id: str | None = None
    officer_id: str | None = None
    since: int | None = None

    def shown(self, label: str | None) -> CounterState:
        """Show it as boards do, with the label in front of it."""
        return CounterState(self.id, self.number, self.name, self.state, label)


def _line(row: tuple[object, ...]) -> LineRow:
    values = dict(zip(LineRow.__struct_fields__, row, strict=True))
    for name in ("for_results", "round_the_clock", "closed", "retired"):
        values[name] = bool(values[name])
    return LineRow(**values)  # type: ignore[arg-type]  # a row of a table whose types the model states


def _counter(row: tuple[object, ...]) -> CounterRow:
    return CounterRow(**dict(zip(CounterRow.__struct_fields__, row, strict=True)))  # type: ignore[arg-type]


def line(reading: Reading, line_id: str) -> LineRow:
    """Read a line.

    Raises:
        NotFound: No such line.
    """
    row = reading.run(_LINE + "WHERE id = :id", id=line_id).fetchone()
    if row is None:
        raise NotFound(kind="line", sought=line_id)
    return _line(row)


def lines_of(reading: Reading, centre_id: str) -> list[LineRow]:
    """Read the lines of a centre, by letter."""
    rows = reading.run(
        _LINE + "WHERE centre_id = :centre AND retired_at IS NULL ORDER BY letter, band_first",
        centre=centre_id,
    ).fetchall()
    return [_line(row) for row in rows]


def lines_served(reading: Reading, counter_id: str) -> list[LineRow]:
    """Read the lines that a counter serves, in the order of its work profile."""
    rows = reading.run(_LINE + _LINES_SERVED, counter=counter_id).fetchall()
    return [_line(row) for row in rows]


def line_now(reading: Reading, row: LineRow) -> LineNow:
    """Tell whether a line gives numbers now."""
    if row.round_the_clock:
        return opening(closed=row.closed, calendar=None, now=reading.now)
    return opening(closed=row.closed, calendar=calendar_of(reading, row.centre_id), now=reading.now)


def counter(reading: Reading, counter_id: str) -> CounterRow:
    """Read a counter.

    Raises:
        NotFound: No such counter.
    """
    row = reading.run(_COUNTER + "WHERE id = :id", id=counter_id).fetchone()
    if row is None:
        raise NotFound(kind="counter", sought=counter_id)
    return _counter(row)


def lock_counter(tx: Tx, counter_id: str) -> CounterRow:
    """Read a counter and hold it, so that two calls to it follow each other."""
    row = tx.run(
        _COUNTER + "WHERE id = :id" + ("" if tx.is_sqlite else " FOR UPDATE"), id=counter_id
    ).fetchone()
    if row is None:
        raise NotFound(kind="counter", sought=counter_id)
    return _counter(row)


def counters_of(reading: Reading, centre_id: str) -> list[CounterRow]:
    """Read the counters of a centre, by number."""
    rows = reading.run(
        _COUNTER + "WHERE centre_id = :centre AND retired_at IS NULL ORDER BY number", centre=centre_id
    ).fetchall()
    return [_counter(row) for row in rows]


def turn_counter(tx: Tx, row: CounterRow, state: str, period_id: str) -> CounterRow:
    """Write a counter's new state and its opening ledger; closed has no period."""
    tx.run("UPDATE counter SET state = :state WHERE id = :id", id=row.id, state=state)
    at = micros(tx.now)
    tx.run(
        """
        UPDATE counter_period SET ended_at = CASE WHEN started_at > :at THEN started_at ELSE :at END
        WHERE counter_id = :id AND ended_at IS NULL
        """,
        at=at,
        id=row.id,
    )
    if state != "closed":
        tx.run(
            """
            INSERT INTO counter_period (id, counter_id, officer_id, state, started_at)
            VALUES (:period, :id, :officer, :state, :at)
            """,
            period=period_id,
            id=row.id,
            officer=tx.actor.id,
            state=state,
            at=at,
        )
    return msgspec.structs.replace(row, state=state)


class CentreRow(msgspec.Struct, frozen=True, kw_only=True):
    """A centre, as pages name it."""

    id: str
    kind: str
    name: str
    place: str
    superior: str
    town: str
    address: str
    phone: str
    return_minute: int
    ticker: str


_CENTRE = """
SELECT id, kind, name, place, superior, town, address, phone, return_minute, ticker FROM centre
"""


def centre(reading: Reading, centre_id: str) -> CentreRow:
    """Read a centre.

    Raises:
        NotFound: No such centre.
    """
    row = reading.run(_CENTRE + "WHERE id = :id", id=centre_id).fetchone()
    if row is None:
        raise NotFound(kind="centre", sought=centre_id)
    return CentreRow(**dict(zip(CentreRow.__struct_fields__, row, strict=True)))


def centres(reading: Reading) -> list[CentreRow]:
    """Read every centre, by name; the province, which is none, is left out."""
    rows = reading.run(_CENTRE + "WHERE kind = 'centre' ORDER BY name, place, id").fetchall()
    return [CentreRow(**dict(zip(CentreRow.__struct_fields__, row, strict=True))) for row in rows]


def province(reading: Reading) -> str:
    """Tell the id of the province, under which is journalled what belongs to no hall."""
    row = reading.run("SELECT id FROM centre WHERE kind = 'province'").fetchone()
    if row is None:
        raise NotFound(kind="centre", sought="province")
    return str(row[0])


def communes(reading: Reading) -> list[dict[str, str]]:
    """List the communes, for a procedure of theirs that is received elsewhere."""
    rows = reading.run("SELECT id, name FROM agency WHERE level = 'commune' ORDER BY name").fetchall()
    return [{"id": row[0], "name": row[1]} for row in rows]


def agency_name(reading: Reading, agency_id: str) -> str:
    """Name an agency; empty where there is none."""
    row = reading.run("SELECT name FROM agency WHERE id = :id", id=agency_id).fetchone()
    return str(row[0]) if row else ""


def highest_centre(reading: Reading) -> str:
    """Give the id of the centre of the highest level: whose hours count for who works in an agency alone.

    Raises:
        NotFound: There is no centre yet.
    """
    row = reading.run(
        "SELECT id FROM centre WHERE kind = 'centre' ORDER BY level DESC, key LIMIT 1"
    ).fetchone()
    if row is None:
        raise NotFound(kind="centre", sought="")
    return str(row[0])
