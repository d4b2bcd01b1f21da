"""Setting up rooms, boards and the sentences along their foot over HTTP."""

from typing import Any

import msgspec
from litestar import Request, delete, get, patch, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from onestop.rules.access import Actor
from onestop.rules.board_layout import checked
from onestop.rules.board_plan import BoardWish, RoomWish
from onestop.store import hall_setup, kept_devices, places
from onestop.store.database import Database
from onestop.store.tx import Reading
from onestop.use_cases import set_up_boards
from onestop.web.setup.own_hall import Settled, made_once, own_hall


class SetUpRoom(msgspec.Struct, frozen=True, kw_only=True):
    """A room; one that counters or boards speak of without its being set up has no name yet."""

    key: str
    name: str
    name_en: str
    settled: bool


class SetUpBoard(msgspec.Struct, frozen=True, kw_only=True):
    """A board as the office set it up, and how many screens show it."""

    id: str
    name: str
    room: str
    room_only: bool
    layout: dict[str, Any]
    theme: str
    languages: list[str]
    speaks: bool
    screens: int


class Ticker(msgspec.Struct, frozen=True):
    """The sentences that run along the foot of all boards."""

    sentences: list[str]


def rooms_of(reading: Reading) -> list[SetUpRoom]:
    """Read the rooms of the actor's hall."""
    centre_id = own_hall(reading)
    settled = {room.key: room for room in hall_setup.rooms_of(reading, centre_id)}
    return [
        SetUpRoom(
            key=key,
            name=settled[key].name if key in settled else "",
            name_en=settled[key].name_en if key in settled else "",
            settled=key in settled,
        )
        for key in sorted(hall_setup.rooms_named(reading, centre_id))
    ]


def boards_of(reading: Reading) -> list[SetUpBoard]:
    """Read the boards of the actor's hall."""
    centre_id = own_hall(reading)
    devices = kept_devices.devices_of(reading, centre_id)
    shown = [one.board_id for one in devices if one.revoked_at is None]
    return [
        SetUpBoard(
            id=row.id,
            name=row.name,
            room=row.room,
            room_only=row.room_only,
            layout=checked(msgspec.json.decode(row.layout)),
            theme=row.theme,
            languages=row.languages.split(","),
            speaks=row.speaks,
            screens=shown.count(row.id),
        )
        for row in hall_setup.boards_of(reading, centre_id)
    ]


def ticker_of(reading: Reading) -> Ticker:
    """Read the sentences of the actor's hall."""
    return Ticker(msgspec.json.decode(places.centre(reading, own_hall(reading)).ticker, type=list[str]))


@get("/api/setup/rooms")
async def list_rooms(actor: NamedDependency[Actor], database: NamedDependency[Database]) -> list[SetUpRoom]:
    """List the rooms of the hall, by key."""
    return await database.read(rooms_of, actor=actor)


@post("/api/setup/rooms")
async def add_room(
    request: Request[Any, Any, Any],
    data: JSONBody[RoomWish],
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
) -> Settled:
    """Add a room."""
    return Settled(await database.write(actor, set_up_boards.add_room, data, once=await made_once(request)))


@patch("/api/setup/rooms/{room:str}")
async def change_room(
    room: FromPath[str],
    data: JSONBody[RoomWish],
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
) -> Settled:
    """Change the words of a room."""
    return Settled(await database.write(actor, set_up_boards.change_room, room, data))


@delete("/api/setup/rooms/{room:str}", status_code=200)
async def remove_room(
    room: FromPath[str], actor: NamedDependency[Actor], database: NamedDependency[Database]
) -> Settled:
    """Take away a room in which nothing stands."""
    return Settled(await database.write(actor, set_up_boards.remove_room, room))


@get("/api/setup/boards")
async def list_boards(actor: NamedDependency[Actor], database: NamedDependency[Database]) -> list[SetUpBoard]:
    """List the boards of the hall, by room and name."""
    return await database.read(boards_of, actor=actor)


@post("/api/setup/boards")
async def add_board(
    request: Request[Any, Any, Any],
    data: JSONBody[BoardWish],
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
) -> Settled:
    """Add a board; a screen shows it once it is enrolled for it."""
    return Settled(await database.write(actor, set_up_boards.add_board, data, once=await made_once(request)))


@patch("/api/setup/boards/{board:str}")
async def change_board(
    board: FromPath[str],
    data: JSONBody[BoardWish],
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
) -> Settled:
    """Change a board; its screens follow at once."""
    return Settled(await database.write(actor, set_up_boards.change_board, board, data))


@post("/api/setup/boards/{board:str}/retire", status_code=200)
async def retire_board(
    board: FromPath[str], actor: NamedDependency[Actor], database: NamedDependency[Database]
) -> Settled:
    """Give a board up."""
    return Settled(await database.write(actor, set_up_boards.retire_board, board))


@get("/api/setup/ticker")
async def show_ticker(actor: NamedDependency[Actor], database: NamedDependency[Database]) -> Ticker:
    """Show the sentences that run along the foot of all boards."""
    return await database.read(ticker_of, actor=actor)


@put("/api/setup/ticker")
async def settle_ticker(
    data: JSONBody[Ticker], actor: NamedDependency[Actor], database: NamedDependency[Database]
) -> Settled:
    """Settle the sentences that run along the foot of all boards."""
    return Settled(await database.write(actor, set_up_boards.settle_ticker, data.sentences))


HANDLERS = [
    list_rooms,
    add_room,
    change_room,
    remove_room,
    list_boards,
    add_board,
    change_board,
    retire_board,
    show_ticker,
    settle_ticker,
]
