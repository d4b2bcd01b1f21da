"""A board read from the tables at n is the fold of the journal up to n, across the real database."""

import msgspec
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import invariant, run_state_machine_as_test

from onestop import clock
from onestop.render import board_frame
from onestop.rules.board import BoardState, fold
from onestop.store import boards, journal
from onestop.store.database import Database
from tests.conftest import Hands
from tests.store.test_line_machine import Line


def _silent(_words: str, _lang: str) -> None:
    return None


class Board(Line):
    """The machine of a line with a board that hears everything, from the first number of the morning on."""

    def __init__(self) -> None:
        super().__init__()
        self.board = self.hall.board.board_id or ""
        self.shown: BoardState = self.database.read_now(boards.state, self.board)

    @invariant()
    def the_board_shows_what_a_new_board_would_read(self) -> None:
        """Frame by frame folded in, it equals the snapshot: calls, counters, people waiting, next numbers."""
        for entry in self.database.read_now(journal.since, self.hall.centre, self.shown.seq, 10_000):
            frame = board_frame.frame(entry, self.shown.seq, _silent, clock.now())
            if frame is not None:
                self.shown = fold(self.shown, frame)
        head = self.database.read_now(journal.head, self.hall.centre)
        self.shown = msgspec.structs.replace(self.shown, seq=head)
        assert self.shown == self.database.read_now(boards.state, self.board)


@pytest.mark.parametrize("examples", [15])
def test_snapshot_equals_the_fold_of_the_journal(database: Database, hands: Hands, examples: int) -> None:
    """Whatever officers and citizens do, a board that heard everything shows what a new board reads."""
    machine = type("BoardOnThis", (Board,), {"database": database, "hands": hands})
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
