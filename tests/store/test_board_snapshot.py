"""A board read from the tables at n is the fold of the journal up to n, across the real database."""

import msgspec
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import invariant, run_state_machine_as_test

from onestop import clock
from onestop.model.board import Board
from onestop.render import board_frame
from onestop.render.announcement import Sentence
from onestop.rules.access import SYSTEM
from onestop.rules.board import BoardState, fold
from onestop.rules.board_view import seen
from onestop.store import boards, journal
from onestop.store.database import Database
from onestop.store.tx import Tx
from tests.conftest import Hands
from tests.makers import Hall
from tests.store.test_line_machine import Line


def _silent(_sentence: Sentence) -> None:
    return None


class Boards(Line):
    """The machine of a line with boards that hear everything meant for them, from the first number on.

    One shows the whole centre; the other hangs upstairs, where the third counter is, and shows that room.
    """

    def __init__(self) -> None:
        super().__init__()
        upstairs = self.database.write_now(SYSTEM, _hang_upstairs, self.hall)
        self.views = {None: self.hall.board.board_id or "", "2": upstairs}
        self.shown: dict[str | None, BoardState] = {
            room: self.database.read_now(boards.state, board) for room, board in self.views.items()
        }

    @invariant()
    def each_board_shows_what_a_new_board_would_read(self) -> None:
        """Frame by frame folded in, it equals the snapshot: calls, counters, people waiting, next numbers."""
        head = self.database.read_now(journal.head, self.hall.centre)
        rooms = self.database.read_now(boards.rooms, self.hall.centre)
        for room, board in self.views.items():
            state = self.shown[room]
            for entry in self.database.read_now(journal.since, self.hall.centre, state.seq, 10_000):
                frame = board_frame.frame(entry, state.seq, _silent, clock.now(), rooms)
                shown = seen(frame, room, rooms) if frame is not None else None
                assert (shown is not None) == board_frame.is_seen(entry, room, rooms)
                state = fold(state, shown) if shown is not None else state
            self.shown[room] = msgspec.structs.replace(state, seq=head)
            assert self.shown[room] == self.database.read_now(boards.state, board)


def _hang_upstairs(tx: Tx, hall: Hall) -> str:
    last = hall.counters[max(hall.counters)]
    tx.run("UPDATE counter SET room = :room WHERE id = :id", room="2", id=last)
    board = Board(centre_id=hall.centre, name="Bảng tầng 2", room="2", room_only=True)
    tx.session.add(board)
    tx.session.flush()
    return board.id


@pytest.mark.parametrize("examples", [15])
def test_snapshot_equals_the_fold_of_the_journal(database: Database, hands: Hands, examples: int) -> None:
    """Whatever officers and citizens do, boards that heard everything show what new boards read."""
    machine = type("BoardOnThis", (Boards,), {"database": database, "hands": hands})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=50,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            # No shrinking: fifty acts against a server take minutes to shrink, and are readable as they are.
            phases=[Phase.explicit, Phase.reuse, Phase.generate, Phase.target],
        ),
    )
