"""Calls are spoken once in a room, in order, by one board at a time, on both databases."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from onestop.errors import (
    AnnouncementDone,
    AnnouncementNotNext,
    AnnouncementTaken,
    BoardSilent,
    NotAllowed,
    Refusal,
)
from onestop.model.board import Board
from onestop.rules.access import SYSTEM, Actor
from onestop.rules.announcing import LEASE
from onestop.store import announcements, journal
from onestop.store.database import Database
from onestop.store.tx import Tx
from onestop.use_cases import attend_ticket, serve_line, speak_calls, take_ticket
from tests.conftest import Hands
from tests.makers import Hall


def _hang(database: Database, hall: Hall, name: str, *, room: str = "1", speaks: bool = True) -> Actor:
    """Hang another board, and give the actor of its device."""

    def hang(tx: Tx) -> str:
        board = Board(centre_id=hall.centre, name=name, room=room, speaks=speaks)
        tx.session.add(board)
        tx.session.flush()
        return board.id

    board = database.write_now(SYSTEM, hang)
    return Actor(id=hall.board.id, kind="device", role="board", centre_id=hall.centre, board_id=board)


def _call(database: Database, hall: Hall, counter: int = 1) -> str:
    """Call somebody to a counter, end the visit, and give the announcement's id."""
    database.write_now(hall.kiosk, take_ticket.take, hall.lines["A"])
    ticket = database.write_now(hall.officer(counter), serve_line.call_next, hall.counters[counter])
    database.write_now(hall.officer(counter), attend_ticket.finish, ticket.id)
    found = database.read_now(announcements.unfinished, hall.centre, "1")
    return found[-1].id


def _claim(database: Database, board: Actor, announcement: str) -> str:
    """Claim, and tell what came of it."""
    try:
        database.write_now(board, speak_calls.claim, board.board_id or "", announcement)
    except Refusal as refusal:
        return refusal.code
    return "claimed"


def _state(database: Database, announcement: str) -> str:
    return database.read_now(announcements.find, announcement).state


def test_of_two_boards_that_claim_together_one_speaks(database: Database, hall: Hall) -> None:
    """However often both claim at once, one of them gets it and the other is told who has it."""
    other = _hang(database, hall, "Bảng cửa")
    for _ in range(5):
        call = _call(database, hall)
        with ThreadPoolExecutor(2) as boards:
            told = list(boards.map(lambda board: _claim(database, board, call), (hall.board, other)))  # noqa: B023
        assert sorted(told) == ["announcement-taken", "claimed"]
        speaker = (hall.board, other)[told.index("claimed")]
        database.write_now(speaker, speak_calls.played, speaker.board_id or "", call)


def test_calls_are_spoken_in_the_order_of_calling(database: Database, hall: Hall) -> None:
    """The second call waits until the first was spoken."""
    first, second = _call(database, hall, 1), _call(database, hall, 2)

    assert _claim(database, hall.board, second) == "announcement-not-next"
    assert _claim(database, hall.board, first) == "claimed"
    assert _claim(database, hall.board, second) == "announcement-not-next"
    database.write_now(hall.board, speak_calls.played, hall.board.board_id or "", first)
    assert _claim(database, hall.board, second) == "claimed"
    assert _claim(database, hall.board, first) == "announcement-done"


def test_another_board_takes_over_when_the_speaking_one_dies(
    database: Database, hall: Hall, hands: Hands
) -> None:
    """What was claimed and never acknowledged is spoken by another board; what was acknowledged is not."""
    other = _hang(database, hall, "Bảng cửa")
    spoken, broken_off = _call(database, hall, 1), _call(database, hall, 2)
    for call in (spoken, broken_off):
        assert _claim(database, hall.board, call) == "claimed"
        if call == spoken:
            database.write_now(hall.board, speak_calls.played, hall.board.board_id or "", call)
    assert _claim(database, other, broken_off) == "announcement-taken"

    hands.forward(seconds=LEASE.total_seconds() + 1)

    assert _claim(database, other, spoken) == "announcement-done"
    assert _claim(database, other, broken_off) == "claimed"
    with pytest.raises(AnnouncementTaken):
        database.write_now(hall.board, speak_calls.played, hall.board.board_id or "", broken_off)


def test_a_second_screen_with_the_same_token_does_not_speak_too(database: Database, hall: Hall) -> None:
    """A board that shows on two screens with one token speaks once."""
    call = _call(database, hall)

    assert [_claim(database, hall.board, call) for _ in range(2)] == ["claimed", "announcement-taken"]


def test_an_acknowledgement_whose_answer_was_lost_may_be_repeated(database: Database, hall: Hall) -> None:
    """Said twice it is one; the journal has it once. Nobody else can say it."""
    other = _hang(database, hall, "Bảng cửa")
    call = _call(database, hall)
    board = hall.board.board_id or ""
    with pytest.raises(AnnouncementDone):
        database.write_now(hall.board, speak_calls.played, board, call)
    _claim(database, hall.board, call)

    answers = [database.write_now(hall.board, speak_calls.played, board, call) for _ in range(2)]

    assert [answer.state for answer in answers] == ["played", "played"]
    kinds = [entry.kind for entry in database.read_now(journal.since, hall.centre, 0)]
    assert kinds.count("announcement-played") == 1
    with pytest.raises(AnnouncementDone):
        database.write_now(other, speak_calls.played, other.board_id or "", call)


def test_a_queue_that_moves_loses_nobody(database: Database, hall: Hall, hands: Hands) -> None:
    """Ten calls in a moment take two minutes to speak; the last one is spoken all the same."""
    calls = [_call(database, hall, 1 + turn % 3) for turn in range(10)]

    for call in calls:
        assert _claim(database, hall.board, call) == "claimed"
        hands.forward(seconds=12)
        database.write_now(hall.board, speak_calls.played, hall.board.board_id or "", call)

    assert {_state(database, call) for call in calls} == {"played"}


def test_what_nobody_could_speak_for_a_minute_is_history(
    database: Database, hall: Hall, hands: Hands
) -> None:
    """A board that comes back after ten minutes speaks the call of just now and none of the old ones."""
    old = [_call(database, hall), _call(database, hall)]
    hands.forward(minutes=10)
    new = _call(database, hall)

    assert _claim(database, hall.board, old[0]) == "announcement-done"
    assert _claim(database, hall.board, new) == "claimed"
    assert [_state(database, call) for call in old] == ["lapsed", "lapsed"]


def test_calls_of_a_room_without_a_loudspeaker_lapse_by_themselves(
    database: Database, hall: Hall, hands: Hands
) -> None:
    """The watch ends what is older than a minute, and boards are told which."""
    old = _call(database, hall)
    hands.forward(seconds=61)
    new = _call(database, hall)

    assert [database.write_now(SYSTEM, speak_calls.lapse) for _ in range(2)] == [1, 0]

    assert (_state(database, old), _state(database, new)) == ("lapsed", "queued")


def test_a_board_speaks_only_in_its_own_room(database: Database, hall: Hall) -> None:
    """A board of another room, a silent board and another board's device are refused."""
    call = _call(database, hall)
    elsewhere = _hang(database, hall, "Bảng phòng 2", room="2")
    silent = _hang(database, hall, "Bảng câm", speaks=False)

    assert _claim(database, elsewhere, call) == BoardSilent.code
    assert _claim(database, silent, call) == BoardSilent.code
    with pytest.raises(NotAllowed):
        database.write_now(hall.board, speak_calls.claim, silent.board_id or "", call)
    with pytest.raises(NotAllowed):
        database.write_now(hall.kiosk, speak_calls.claim, hall.board.board_id or "", call)


def test_places_of_a_room_follow_each_other_without_a_gap(database: Database, hall: Hall) -> None:
    """Twenty counters call together: twenty places, none twice, none left out."""
    for _ in range(20):
        database.write_now(hall.kiosk, take_ticket.take, hall.lines["A"])

    def call(turn: int) -> None:
        counter = 1 + turn % 3
        ticket = database.write_now(hall.officer(counter), serve_line.call_next, hall.counters[counter])
        database.write_now(hall.officer(counter), attend_ticket.finish, ticket.id)

    def work(counter: int) -> None:
        for _ in range(6):
            call(counter)

    with ThreadPoolExecutor(3) as officers:
        list(officers.map(work, range(3)))

    found = database.read_now(announcements.unfinished, hall.centre, "1")
    assert [one.position for one in found] == list(range(1, 19))
    assert AnnouncementNotNext.code == _claim(database, hall.board, found[-1].id)
