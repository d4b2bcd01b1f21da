"""Boards over a real websocket: who may listen, what is refused plainly, and that nobody holds up the rest."""

import contextlib
import json
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from onestop import chance
from onestop.events import HallChanged, OfficerSignedOut
from onestop.jobs import board_watch
from onestop.model.board import Board
from onestop.model.columns import micros
from onestop.model.device import Device
from onestop.rules.access import SYSTEM
from onestop.store import announcements
from onestop.store.tx import Tx
from tests.makers import BOARD_TOKEN, make_hall
from tests.serving import Served


@contextmanager
def listening(served: Served, *, token: str = BOARD_TOKEN, board: str | None = None, since: str = "") -> Iterator[
    ClientConnection
]:  # fmt: skip
    """Connect as a board does."""
    name = board or served.hall.board.board_id
    address = served.base_url.replace("http", "ws") + f"/api/boards/{name}/live{since}"
    with connect(address, additional_headers={"authorization": f"Bearer {token}"}) as live:
        yield live


def heard(live: ClientConnection) -> dict[str, Any]:
    """Give what the board is told next; signs of life are passed over."""
    while True:
        message: dict[str, Any] = json.loads(live.recv(10))
        if message["kind"] != "heartbeat":
            return message


def closed_with(live: ClientConnection) -> int:
    """Wait for the socket's end and tell its code."""
    with contextlib.suppress(ConnectionClosed):
        while True:
            live.recv(10)
    return live.close_code or 0


def hang(served: Served, **look: Any) -> tuple[str, str]:
    """Hang another board of the hall, and give its id and the token of its device."""
    token = chance.new_token()

    def make(tx: Tx) -> str:
        board = Board(**{"centre_id": served.hall.centre, "name": "Bảng khác", **look})
        tx.session.add(board)
        tx.session.flush()
        print_of = tx.seals.fingerprint("device", token)
        tx.session.add(
            Device(
                centre_id=board.centre_id,
                kind="board",
                name=board.name,
                token_hash=print_of,
                board_id=board.id,
                enrolled_at=tx.now,
            )
        )
        return board.id

    return served.database.write_now(SYSTEM, make), token


def change(served: Served, statement: str, **values: object) -> None:
    """Change a row behind the office's back."""
    served.database.write_now(SYSTEM, lambda tx: tx.run(statement, **values).rowcount)


def take(kiosk: httpx.Client, served: Served, letter: str = "A") -> None:
    """Take a number."""
    kiosk.post(
        "/api/tickets", json={"line": served.hall.lines[letter]}, headers={"idempotency-key": chance.new_id()}
    ).raise_for_status()


def call_to(served: Served, number: int) -> str:
    """Call the next number to a counter and end the visit; give the label."""
    with served.kiosk() as kiosk, served.officer(number) as officer:
        take(kiosk, served)
        ticket = officer.post(f"/api/counters/{served.hall.counters[number]}/call-next").json()
        officer.post(f"/api/tickets/{ticket['id']}/finish", json={})
    return str(ticket["label"])


# --- who may listen -----------------------------------------------------------------------------


@pytest.mark.parametrize("field", ["expires_at", "revoked_at"])
def test_a_token_that_holds_no_more_is_told_so(served: Served, field: str) -> None:
    """A board past its time, or taken back, is closed with the code its page knows; over HTTP it is 401."""
    past = micros(served.database.now())
    column = {
        "expires_at": "UPDATE device SET expires_at = :at",
        "revoked_at": "UPDATE device SET revoked_at = :at",
    }
    change(served, column[field], at=past)

    with listening(served) as live:
        assert closed_with(live) == 4401
    with served.board() as board:
        assert board.get(f"/api/boards/{served.hall.board.board_id}").status_code == 401


def test_a_board_of_another_centre_sees_nothing_here(served: Served) -> None:
    """A token is good for its own centre only, on the wire and over HTTP."""
    other = make_hall(served.database, suffix="-2")

    with listening(served, board=other.board.board_id) as live:
        assert closed_with(live) == 4401
    with served.board() as board:
        assert board.get(f"/api/boards/{other.board.board_id}").status_code == 403


def test_a_board_that_hangs_no_more_is_told_so(served: Served) -> None:
    """An unknown board and a retired one are gone."""
    with listening(served, board="0000") as live:
        assert closed_with(live) == 4404
    change(served, "UPDATE board SET retired_at = :at", at=micros(served.database.now()))
    with listening(served) as live:
        assert closed_with(live) == 4404


@pytest.mark.parametrize(
    "since", ["?since=999999", "?since=-1", "?since=abc", "?since=" + "9" * 40, "?since="]
)
def test_a_number_from_the_future_gives_a_snapshot(served: Served, since: str) -> None:
    """Whatever a board believes to know, it is set right by a whole snapshot."""
    with listening(served, since=since) as live:
        assert heard(live)["kind"] == "snapshot"


# --- what one board does harms no other ---------------------------------------------------------


def test_a_frame_of_a_megabyte_closes_that_board_only(served: Served) -> None:
    """A board that sends what it should not is cut off; its neighbour hears the next call."""
    with listening(served) as neighbour, listening(served) as talker:
        heard(neighbour)
        heard(talker)
        with contextlib.suppress(ConnectionClosed):
            talker.send("x" * 1_000_000)
        assert closed_with(talker) == 1009
        label = call_to(served, 1)
        labels = [heard(neighbour).get("call", {}).get("label") for _ in range(2)]
        assert label in labels


def test_who_connects_without_end_is_refused_and_boards_are_not(served: Served) -> None:
    """Two hundred connections of a stranger at once: told to wait; boards at the same address hear and come in."""
    address = served.base_url.replace("http", "ws") + f"/api/boards/{served.hall.board.board_id}/live"

    def knock(_: int) -> int:
        with connect(address, open_timeout=60) as stranger:
            return closed_with(stranger)

    with listening(served) as neighbour, ThreadPoolExecutor(50) as strangers:
        heard(neighbour)
        knocking = strangers.map(knock, range(200))
        label = call_to(served, 1)
        labels = [heard(neighbour).get("call", {}).get("label") for _ in range(2)]
        codes = list(knocking)

    assert label in labels
    assert set(codes) == {4401, 4429}
    # At most a minute's worth, or two where the minute ended in between.
    assert codes.count(4401) <= 2 * served.database.settings.connects_per_minute
    for _ in range(20):
        with listening(served) as live:
            assert heard(live)["kind"] == "snapshot"


def _stuck(served: Served) -> socket.socket:
    """Connect as a board and never read a byte; a small window fills soon."""
    host, port = served.base_url.removeprefix("http://").split(":")
    stuck = socket.socket()
    stuck.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    stuck.connect((host, int(port)))
    hello = (
        f"GET /api/boards/{served.hall.board.board_id}/live HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\n"
        "Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
        f"Authorization: Bearer {BOARD_TOKEN}\r\n\r\n"
    )
    stuck.sendall(hello.encode())
    return stuck


def test_a_board_that_takes_nothing_delays_nobody_and_is_dropped(served: Served) -> None:
    """Thousands of frames go by a stuck board: its neighbour hears each, and the stuck one is given up."""
    frames, portion = 3_000, 100
    event = "INSERT INTO journal_entry (centre_id, seq, at, actor_id, kind, subject_id, facts, hash) "
    long = {"id": "l", "letter": "A", "name": "x" * 4_000, "waiting": 1, "next": []}
    facts = json.dumps({"label": "A001", "line": long})

    def pour(tx: Tx, first: int) -> None:
        at = micros(tx.now)
        last = first + portion - 1
        for seq in range(first, last + 1):
            tx.run(
                event + "VALUES (:centre, :seq, :at, 'x', 'ticket-issued', 'x', :facts, 'x')",
                centre=served.hall.centre,
                seq=seq,
                at=at,
                facts=facts,
            )
        tx.run(
            "INSERT INTO journal_head (centre_id, seq, hash) VALUES (:centre, :seq, 'x') "
            "ON CONFLICT (centre_id) DO UPDATE SET seq = excluded.seq",
            centre=served.hall.centre,
            seq=last,
        )
        tx.emit(OfficerSignedOut(centre_id=served.hall.province, subject_id="x"))

    with contextlib.closing(_stuck(served)), listening(served) as neighbour:
        heard(neighbour)
        _until(lambda: _open_periods(served) == 2)
        seqs = []
        for first in range(1, frames + 1, portion):
            # In portions, which the neighbour takes one by one: on a slow machine it would lag by itself.
            served.database.write_now(SYSTEM, pour, first)
            seqs += [heard(neighbour)["seq"] for _ in range(portion)]
        assert seqs == list(range(1, frames + 1))
        _until(lambda: _open_periods(served) == 1)


def _open_periods(served: Served) -> int:
    found: int = served.database.read_now(
        lambda reading: reading.run("SELECT count(*) FROM device_period WHERE ended_at IS NULL").fetchone()[0]
    )
    return found


def _until(holds: Any) -> None:
    for _ in range(200):
        if holds():
            return
        time.sleep(0.05)
    pytest.fail("it did not come about")


# --- rooms --------------------------------------------------------------------------------------


def test_a_board_of_one_room_hears_that_room_only(served: Served) -> None:
    """Calls upstairs are shown upstairs; downstairs, the board of the whole centre hears both."""
    change(served, "UPDATE counter SET room = :room WHERE id = :id", room="2", id=served.hall.counters[3])
    board, token = hang(served, room="2", room_only=True)

    with listening(served, token=token, board=board) as upstairs, listening(served) as whole:
        snapshot = heard(upstairs)
        assert [counter["number"] for counter in snapshot["counters"]] == [3]
        assert [line["letter"] for line in snapshot["lines"]] == ["A", "B", "R"]
        assert len(heard(whole)["counters"]) == 3

        below, above = call_to(served, 1), call_to(served, 3)

        calls = [message for _ in range(6) if (message := heard(whole)).get("call")]
        assert [one["call"]["label"] for one in calls] == [below, above]
        assert [one["call"]["announcement"]["room"] for one in calls] == ["1", "2"]
        prev: int = snapshot["seq"]
        seqs: list[int] = []
        while not seqs or seqs[-1] < calls[-1]["seq"]:
            message = heard(upstairs)
            assert message["prev"] <= prev
            assert message.get("call", {}).get("label") in {None, above}
            prev = message["seq"]
            seqs.append(prev)
        assert calls[0]["seq"] in seqs, "its line got shorter"


def test_what_the_office_changes_shows_at_once(served: Served) -> None:
    """A new theme, ticker or counter reaches a running board as a whole snapshot in its stream."""
    with listening(served) as live:
        assert heard(live)["theme"] == "dark"

        def repaint(tx: Tx) -> None:
            tx.run("UPDATE board SET theme = 'light', languages = 'vi,en'")
            tx.emit(HallChanged(centre_id=served.hall.centre, subject_id="b", what="board", changed="b"))

        served.database.write_now(SYSTEM, repaint)

        snapshot = heard(live)
        assert (snapshot["kind"], snapshot["theme"], snapshot["languages"]) == (
            "snapshot",
            "light",
            ["vi", "en"],
        )
        since = snapshot["seq"] - 1
    with listening(served, since=f"?since={since}") as live:
        assert heard(live)["kind"] == "snapshot", "who missed the change is shown everything too"


# --- announcements and the ledger ---------------------------------------------------------------


def test_announcements_over_http(served: Served) -> None:
    """A board claims, speaks and acknowledges; the others are told, and a second claim is refused plainly."""
    with listening(served) as live:
        heard(live)
        call_to(served, 1)
        owed = served.database.read_now(announcements.unfinished, served.hall.centre, "1")[0]
        path = f"/api/boards/{served.hall.board.board_id}/announcements/{owed.id}"
        with served.board() as board:
            claimed = board.post(f"{path}/claim")
            again = board.post(f"{path}/claim")
            assert board.get(f"/api/boards/{served.hall.board.board_id}").json()["announcements"][0]["label"]
            spoken = board.post(f"{path}/played")
            late = board.post(f"{path}/claim")
        with served.kiosk() as kiosk:
            stranger = kiosk.post(f"{path}/claim")

        assert (claimed.status_code, claimed.json()["claims"]) == (200, 1)
        assert (again.status_code, again.json()["code"]) == (409, "announcement-taken")
        assert again.json()["until"] > claimed.json()["lease_until"][:4]
        assert (spoken.status_code, spoken.json()["state"]) == (200, "played")
        assert (late.status_code, late.json()["code"]) == (409, "announcement-done")
        assert stranger.status_code == 403
        told = [message for _ in range(4) if "spoken" in (message := heard(live))]
        assert told[0]["spoken"] == [owed.id]


def test_being_connected_is_written_down(served: Served) -> None:
    """A period begins when a board connects and ends when it leaves; between them the board was stale."""
    for _ in range(2):
        with listening(served) as live:
            heard(live)
            _until(lambda: _open_periods(served) == 1)
        _until(lambda: _open_periods(served) == 0)

    rows = served.database.read_now(
        lambda reading: reading.run(
            "SELECT started_at, seen_at, ended_at, board_id FROM device_period"
        ).fetchall()
    )
    assert len(rows) == 2
    assert all(started <= seen <= ended for started, seen, ended, _ in rows)
    assert {row[3] for row in rows} == {served.hall.board.board_id}


@pytest.fixture
def quick_rounds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the watch go round five times a second."""
    monkeypatch.setattr(board_watch, "ROUND_SECONDS", 0.2)


@pytest.mark.usefixtures("quick_rounds")
def test_a_board_taken_back_while_it_runs_is_shut_out(served: Served) -> None:
    """A device that the office revokes is closed by the next round of the watch, with its own code."""
    with listening(served) as live:
        heard(live)
        change(served, "UPDATE device SET revoked_at = :at", at=micros(served.database.now()))
        assert closed_with(live) == 4401
    with listening(served, token=hang(served)[1], board=served.hall.board.board_id) as live:
        assert heard(live)["kind"] == "snapshot"


@pytest.mark.usefixtures("quick_rounds")
def test_what_a_dead_server_left_open_ends_where_it_was_last_seen(served: Served) -> None:
    """A period that nobody moved on for minutes is ended at the instant it was last seen, not now."""
    seen = micros(served.database.now()) - 600_000_000
    put = """
        INSERT INTO device_period (id, device_id, board_id, started_at, seen_at)
        VALUES ('left', :device, :board, :seen, :seen)
        """
    change(served, put, device=served.hall.board.id, board=served.hall.board.board_id, seen=seen)

    _until(lambda: _open_periods(served) == 0)

    ended = served.database.read_now(
        lambda reading: reading.run("SELECT ended_at FROM device_period").fetchone()[0]
    )
    assert ended == seen
