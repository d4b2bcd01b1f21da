"""The entries of agencies.toml, sectors.toml, sources.toml and centres.toml."""

import re

from onestop.rules.catalogue_place_shapes import (
    CENTRE_KINDS,
    LEVELS,
    LINE_KINDS,
    AgencyEntry,
    BoardEntry,
    CentreEntry,
    CounterEntry,
    LineEntry,
    RoomEntry,
    SectorEntry,
)
from onestop.rules.catalogue_shapes import Source
from onestop.rules.catalogue_table import Table

_KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_CODE = re.compile(r"(?=.{1,35}$)[0-9A-Z]+(\.[0-9A-Z]+)*")
"""Decision 20/2020/QĐ-TTg: at most 35 characters, groups of digits and capitals, from the left."""
_HOUR = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_LETTER = re.compile(r"[A-Z]")
_SUREST = 3


def source_of(table: Table) -> Source:
    """Read an instrument."""
    source = Source(
        key=table.matching("key", _KEY),
        title=table.text("title"),
        dated_on=table.day("dated_on"),
        confidence=table.whole("confidence"),
    )
    if not 1 <= source.confidence <= _SUREST:
        table.refuse(f"confidence-unknown: {source.confidence}")
    table.end()
    return source


def agency_of(table: Table) -> AgencyEntry:
    """Read an agency."""
    agency = AgencyEntry(
        key=table.matching("key", _KEY),
        name=table.text("name"),
        short=table.text("short"),
        parent=table.maybe("parent"),
        level=table.word("level", LEVELS),
        code=table.matching("code", _CODE),
        commune_type=table.maybe("type"),
        mountainous=table.flag("mountainous", default=False),
        from_memory=table.memory(),
    )
    if (agency.level == "commune") != (agency.commune_type in ("xã", "phường")):
        table.refuse("type-against-level")
    table.end()
    return agency


def sector_of(table: Table) -> SectorEntry:
    """Read a sector."""
    sector = SectorEntry(key=table.matching("key", _KEY), name=table.text("name"), from_memory=table.memory())
    table.end()
    return sector


def centre_of(table: Table) -> CentreEntry:
    """Read a centre with its lines, counters, rooms and boards."""
    centre = CentreEntry(
        key=table.matching("key", _KEY),
        kind=table.word("kind", CENTRE_KINDS),
        name=table.text("name"),
        place=table.text("place"),
        superior=table.text("superior"),
        town=table.text("town"),
        agency=table.text("agency"),
        address=table.text("address"),
        phone=table.text("phone"),
        return_at=table.matching("return_at", _HOUR),
        lines=tuple(_line_of(line) for line in table.tables("line")),
        counters=tuple(_counter_of(counter) for counter in table.tables("counter")),
        rooms=tuple(_room_of(room) for room in table.tables("room")),
        boards=tuple(_board_of(board) for board in table.tables("board")),
        from_memory=table.memory(),
    )
    table.end()
    _check_hall(table, centre)
    return centre


def _line_of(table: Table) -> LineEntry:
    line = LineEntry(
        letter=table.matching("letter", _LETTER),
        kind=table.word("kind", LINE_KINDS, "intake"),
        name=table.text("name"),
        name_en=table.text("name_en"),
        hint=table.text("hint"),
        hint_en=table.text("hint_en"),
        sectors=table.texts("sectors", ()),
    )
    if (line.kind == "intake") != bool(line.sectors):
        table.refuse("sectors-against-kind")
    table.end()
    return line


def _counter_of(table: Table) -> CounterEntry:
    counter = CounterEntry(
        number=table.whole("number"),
        name=table.text("name"),
        room=table.text("room"),
        lines=table.texts("lines"),
    )
    table.end()
    return counter


def _room_of(table: Table) -> RoomEntry:
    room = RoomEntry(key=table.matching("key", _KEY), name=table.text("name"))
    table.end()
    return room


def _board_of(table: Table) -> BoardEntry:
    board = BoardEntry(key=table.matching("key", _KEY), name=table.text("name"), room=table.text("room"))
    table.end()
    return board


def _check_hall(table: Table, centre: CentreEntry) -> None:
    """Refuse a hall that does not fit together: a number twice, a line that nobody calls, a lost room."""
    letters = [line.letter for line in centre.lines]
    rooms = {room.key for room in centre.rooms}
    if len(set(letters)) != len(letters):
        table.refuse("letter-twice")
    if len({counter.number for counter in centre.counters}) != len(centre.counters):
        table.refuse("counter-twice")
    called = {letter for counter in centre.counters for letter in counter.lines}
    if called != set(letters):
        table.refuse(f"lines-against-counters: {', '.join(sorted(called ^ set(letters)))}")
    used = {counter.room for counter in centre.counters} | {board.room for board in centre.boards}
    if used - rooms:
        table.refuse(f"room-unknown: {', '.join(sorted(used - rooms))}")
