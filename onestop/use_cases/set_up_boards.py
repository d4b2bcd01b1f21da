"""The office sets up its rooms and the boards in them, and what runs along their foot."""

from typing import Any

import msgspec

from onestop.errors import NameTaken, NotFound, StillInUse
from onestop.model.board import Board
from onestop.model.place import Centre, Room
from onestop.rules.board_plan import BoardWish, RoomWish, settled_board, settled_room, settled_ticker
from onestop.rules.wish import needed
from onestop.steps.change_hall import assign, find_own, hold_hall, tell, tell_made, tell_retired
from onestop.store import hall_setup, kept_devices
from onestop.store.tx import Tx


def add_room(tx: Tx, wish: RoomWish) -> str:
    """Add a room; give its key.

    Raises:
        NotAllowed: The actor sets up no hall.
        Malformed: No key, no name, or a value that cannot be.
        NameTaken: Another room has that key.
    """
    centre_id = hold_hall(tx)
    values = settled_room(wish)
    needed(values, "key", "name")
    if any(one.key == values["key"] for one in hall_setup.rooms_of(tx, centre_id)):
        raise NameTaken(kind="room", name=values["key"])

    tx.session.add(Room(centre_id=centre_id, **values))

    tell_made(tx, "room", values["key"], values)
    return str(values["key"])


def change_room(tx: Tx, key: str, wish: RoomWish) -> str:
    """Change the words of a room; its key stays, since counters, boards and announcements go by it.

    Raises:
        NotAllowed: The actor sets up no hall.
        NotFound: No such room.
        Malformed: A value that cannot be.
    """
    centre_id = hold_hall(tx)
    room = hall_setup.room(tx, centre_id, key)
    values = settled_room(wish)
    values.pop("key", None)

    changed = assign(room, values)

    tell(tx, "room", key, changed)
    return key


def remove_room(tx: Tx, key: str) -> str:
    """Take away a room in which nothing stands and nothing was ever announced.

    Raises:
        NotAllowed: The actor sets up no hall.
        NotFound: No such room.
        StillInUse: Counters or boards are in it, or calls were announced in it.
    """
    centre_id = hold_hall(tx)
    room = hall_setup.room(tx, centre_id, key)
    things = hall_setup.things_in_room(tx, centre_id, key)
    if things:
        raise StillInUse(kind="room", name=room.name or key, count=things)
    if room.last_announcement:
        raise StillInUse(kind="room-announced", name=room.name or key, count=room.last_announcement)

    tx.session.delete(room)

    tell_retired(tx, "room", key)
    return key


def add_board(tx: Tx, wish: BoardWish) -> str:
    """Add a board; give its id. A screen shows it once it is enrolled for it.

    Raises:
        NotAllowed: The actor sets up no hall.
        Malformed: No name, or a value that cannot be.
        NotFound: A room that there is not.
        NameTaken: Another board has that name.
    """
    centre_id = hold_hall(tx)
    values = _settled(tx, centre_id, "", wish)
    needed(values, "name")
    board = Board(centre_id=centre_id, **values)

    tx.session.add(board)

    tell_made(tx, "board", board.id, values)
    return board.id


def change_board(tx: Tx, board_id: str, wish: BoardWish) -> str:
    """Change a board; what shows it follows at once.

    Raises:
        NotFound: No such board or room.
        NotAllowed: It belongs to another centre.
        Malformed: A value that cannot be.
        NameTaken: Another board has that name.
    """
    centre_id = hold_hall(tx)
    board = find_own(tx, Board, board_id, kind="board")
    values = _settled(tx, centre_id, board.id, wish)

    changed = assign(board, values)

    tell(tx, "board", board.id, changed)
    return board.id


def retire_board(tx: Tx, board_id: str) -> str:
    """Give a board up.

    Raises:
        NotFound: No such board.
        NotAllowed: It belongs to another centre.
        StillInUse: Screens are enrolled for it.
    """
    hold_hall(tx)
    board = find_own(tx, Board, board_id, kind="board")
    screens = kept_devices.screens_of(tx, board_id)
    if screens:
        raise StillInUse(kind="board", name=board.name, count=screens)

    board.retired_at = tx.now

    tell_retired(tx, "board", board.id)
    return board.id


def settle_ticker(tx: Tx, sentences: list[str]) -> str:
    """Settle the sentences that run along the foot of all boards; give the centre's id.

    Raises:
        NotAllowed: The actor sets up no hall.
        Malformed: More than ten, or one too long.
    """
    centre_id = hold_hall(tx)
    settled = settled_ticker(sentences)
    centre = hall_setup.find(tx, Centre, centre_id, kind="centre")

    changed = assign(centre, {"ticker": msgspec.json.encode(settled).decode()})

    if changed:
        tell(tx, "board", centre_id, {"ticker": f"{len(settled)} sentences"})
    return centre_id


def _settled(tx: Tx, centre_id: str, board_id: str, wish: BoardWish) -> dict[str, Any]:
    values = settled_board(wish)
    others = [one.name for one in hall_setup.boards_of(tx, centre_id) if one.id != board_id]
    if values.get("name") in others:
        raise NameTaken(kind="board", name=values["name"])
    if "room" in values and values["room"] not in hall_setup.rooms_named(tx, centre_id):
        raise NotFound(kind="room", sought=values["room"])
    return values
