"""The server of the replayed day: the whole service, a hall of many counters, and a device for each board."""

import json
import socket
import sys
from dataclasses import replace
from pathlib import Path

from onestop import chance
from onestop.cli import server
from onestop.model.columns import micros
from onestop.model.people import Officer
from onestop.rules.access import SYSTEM
from onestop.settings import read_settings
from onestop.store import schema
from onestop.store.database import Database
from onestop.store.tx import Tx
from tests.makers import Hall, make_hall
from tests.serving import HASH


def board_token(number: int) -> str:
    """Give the token of a board's device."""
    return f"board-{number}-token-of-the-bench-0000000000"


def _furnish(tx: Tx, hall: Hall, boards: int) -> list[str]:
    """Close the counters, give everybody a password, hang up the boards, and add a leader."""
    tx.run("UPDATE counter SET state = 'closed'")
    tx.run(
        "INSERT INTO hall_rules (centre_id, priority_run, fair_minutes, late_numbers, late_minutes, "
        "more_time_numbers, service_level_minutes, undo_seconds) VALUES (:centre, 2, 45, 5, 15, 3, 1, 60)",
        centre=hall.centre,
    )
    tx.session.add(
        Officer(username="lanhdao", name="Lãnh đạo", password_hash="!", role="leader", centre_id=hall.centre)
    )
    tx.session.flush()
    tx.run("UPDATE officer SET password_hash = :hash", hash=HASH)
    return [_board(tx, hall, number) for number in range(boards)]


def _board(tx: Tx, hall: Hall, number: int) -> str:
    board = chance.new_id()
    tx.run(
        "INSERT INTO board (id, centre_id, name, room, room_only, layout, theme, languages, speaks) "
        "SELECT :id, centre_id, :name, room, room_only, layout, theme, languages, speaks FROM board "
        "WHERE id = :first",
        id=board,
        name=f"Bảng {number}",
        first=hall.board.board_id,
    )
    tx.run(
        "INSERT INTO device (id, centre_id, kind, name, token_hash, board_id, enrolled_at) "
        "VALUES (:id, :centre, 'board', :name, :token, :board, :at)",
        id=chance.new_id(),
        centre=hall.centre,
        name=f"Bảng {number}",
        token=tx.seals.fingerprint("device", board_token(number)),
        board=board,
        at=micros(tx.now),
    )
    return board


def main() -> None:
    """Make the hall, print its ids as one line of JSON, then serve: `SOCKET FOLDER COUNTERS BOARDS`."""
    taken = socket.socket(fileno=int(sys.argv[1]))
    counters, boards = int(sys.argv[3]), int(sys.argv[4])
    with Database(replace(read_settings(), data=Path(sys.argv[2]))) as database:
        schema.migrate(database)
        hall = make_hall(database, counters=counters)
        hung = database.write_now(SYSTEM, _furnish, hall, boards)
        known = {"centre": hall.centre, "lines": hall.lines, "counters": hall.counters, "boards": hung}
        print(json.dumps(known), flush=True)
        server.serve(server.make(database), taken)


if __name__ == "__main__":
    main()
