"""What the catalogue files hold of places: agencies, sectors, centres and their halls."""

from dataclasses import dataclass

LEVELS = ("province", "department", "commune", "vertical")
"""Where an agency stands: the province, a department or unit of it, a commune, a line ministry's branch."""

CENTRE_KINDS = ("province", "commune")
"""Which centres receive: the provincial one, those of the communes."""

LINE_KINDS = ("intake", "returns")
"""What people wait for in a line: to hand papers in, or to take a result."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyEntry:
    """A body that resolves procedures; `code` is its identifier under Decision 20/2020/QĐ-TTg."""

    key: str
    name: str
    short: str
    parent: str | None
    level: str
    code: str
    commune_type: str | None
    mountainous: bool
    from_memory: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SectorEntry:
    """A field of administration (lĩnh vực)."""

    key: str
    name: str
    from_memory: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LineEntry:
    """A line of people waiting, with the letter on its tickets and the sectors it serves."""

    letter: str
    kind: str
    name: str
    name_en: str
    hint: str
    hint_en: str
    sectors: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CounterEntry:
    """A counter and the letters of the lines it serves, in the order it calls them."""

    number: int
    name: str
    room: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomEntry:
    """A room of a centre."""

    key: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardEntry:
    """A board in a room."""

    key: str
    name: str
    room: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CentreEntry:
    """A one-stop centre and its hall; `return_at` ("17:00") is local. Opening hours stand in hours.toml."""

    key: str
    kind: str
    name: str
    place: str
    superior: str
    town: str
    agency: str
    address: str
    phone: str
    return_at: str
    lines: tuple[LineEntry, ...]
    counters: tuple[CounterEntry, ...]
    rooms: tuple[RoomEntry, ...]
    boards: tuple[BoardEntry, ...]
    from_memory: tuple[str, ...]
