"""A board in a terminal: as plain lines for a pipe, drawn for a terminal, and honest when the line is lost."""

import asyncio
import contextlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from onestop.cli import commands, terminal_board
from onestop.cli.terminal_board import TerminalBoard, address_of
from onestop.errors import BoardRefused
from tests.makers import BOARD_TOKEN, KIOSK_TOKEN
from tests.serving import Served
from tests.web.test_boards_over_http import call_to

SNAPSHOT = json.loads((Path(__file__).parents[1] / "rules" / "board_cases.json").read_text(encoding="utf-8"))[
    "snapshot"
]


async def _until(holds: Callable[[], bool]) -> None:
    """Wait for the board, which tells nobody that it was drawn."""
    while not holds():  # noqa: ASYNC110  as above
        await asyncio.sleep(0.02)


@pytest.mark.parametrize(
    ("url", "token", "read"),
    [
        ("http://a.vn:8000/board/#token=abc", None, ("http://a.vn:8000", "abc")),
        ("https://a.vn", "xyz", ("https://a.vn", "xyz")),
        ("a.vn:8000/board/", None, ("http://a.vn:8000", None)),
        ("http://a.vn/#token=abc", "xyz", ("http://a.vn", "xyz")),
    ],
)
def test_the_address_that_the_office_hands_out_is_enough(
    url: str, token: str | None, read: tuple[str, str | None]
) -> None:
    """The address of the board with its token, or the server's and the token beside it."""
    assert address_of(url, token) == read


def test_calls_are_told_line_by_line_where_there_is_no_terminal(
    served: Served, capsys: pytest.CaptureFixture[str]
) -> None:
    """A script that reads the board gets the time, the number and the counter of each call."""
    board = TerminalBoard(lang="vi", drawn=False)

    async def watch() -> None:
        following = asyncio.create_task(terminal_board.follow(served.base_url, BOARD_TOKEN, board))
        await _until(lambda: board.state is not None)
        label = await asyncio.to_thread(call_to, served, 2)
        await _until(lambda: board.state is not None and len(board.state.calls) > 0)
        assert board.state is not None
        assert board.state.calls[0].label == label
        following.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await following

    asyncio.run(watch())

    assert "A001 -> 2" in capsys.readouterr().out


def test_a_lost_line_says_since_when_and_keeps_what_was_shown(capsys: pytest.CaptureFixture[str]) -> None:
    """The last numbers stay, under a notice with the time; a new frame takes the notice away."""
    board = TerminalBoard(lang="vi", drawn=True)
    board.take(json.dumps(SNAPSHOT))
    assert "B031" in capsys.readouterr().out
    assert board.state is not None

    board.lose(board.state.calls[0].called_at)
    shown = capsys.readouterr().out
    assert "Mất kết nối từ 09:38" in shown
    assert "B031" in shown

    board.take(json.dumps({"kind": "heartbeat", "seq": 40, "at": "2026-11-23T09:40:00+07:00"}))
    assert "Mất kết nối" not in capsys.readouterr().out


def test_a_missing_frame_is_noticed() -> None:
    """A gap ends the connection, and the next one asks from the last number that is sure."""
    board = TerminalBoard(lang="vi", drawn=False)
    board.take(json.dumps(SNAPSHOT))
    frame = {"kind": "frame", "seq": 43, "prev": 42, "at": "2026-11-23T09:40:00+07:00", "event": "x"}

    assert board.take(json.dumps({**frame, "prev": 40}))
    assert not board.take(json.dumps({**frame, "seq": 50, "prev": 49}))


@pytest.mark.parametrize(("token", "reason"), [("nobody", "token"), (KIOSK_TOKEN, "board")])
def test_a_token_that_shows_no_board_is_told_so(served: Served, token: str, reason: str) -> None:
    """Wrong token or a kiosk's: a sentence that says what to do, no endless trying."""
    board = TerminalBoard(lang="vi", drawn=False)
    with pytest.raises(BoardRefused) as refused:
        asyncio.run(terminal_board.follow(served.base_url, token, board))
    assert refused.value.facts["reason"] == reason

    told = CliRunner().invoke(commands, ["board", served.base_url, "--token", token])

    assert told.exit_code == 2
    assert ("--token" in told.output) == (reason == "token")
