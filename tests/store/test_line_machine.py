"""A whole line as a machine: whatever officers and citizens do in whatever order, nobody is lost or doubled."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from onestop.errors import Refusal
from onestop.rules.access import CITIZEN, SYSTEM
from onestop.store.database import Database
from onestop.use_cases import (
    attend_ticket,
    close_day,
    keep_place,
    move_ticket,
    serve_line,
    take_ticket,
    undo_move,
)
from tests.conftest import Hands
from tests.makers import Hall, make_hall

COUNTERS = st.integers(1, 3)
LETTERS = st.sampled_from("AB")
NUMBERS = st.integers(0, 30)
LATE = 14
"""Numbers after which somebody may close the day; earlier there would be little left to try."""
ENDS = {"served", "left", "no_show", "unserved"}
AT_COUNTER = {"called", "serving"}

_TICKETS = """
SELECT id, label, state, counter_id, waits_in_id, ended_at, times_called FROM ticket WHERE centre_id = :centre
"""
_PERIODS = """
SELECT ticket_id, position, state, counter_id, started_at, ended_at FROM ticket_period
WHERE ticket_id IN (SELECT id FROM ticket WHERE centre_id = :centre) ORDER BY ticket_id, position
"""
_WAITING = "SELECT line_id, waiting FROM line_day"


class Line(RuleBasedStateMachine):
    """A hall of three counters; every rule is an act that somebody may try at any time."""

    database: Database
    hands: Hands

    def __init__(self) -> None:
        super().__init__()
        count = self._rows("SELECT count(*) FROM centre")[0][0]
        self.hall: Hall = make_hall(self.database, suffix=str(count))
        self.taken: list[str] = []
        self.last: dict[int, str] = {}

    def _rows(self, statement: str, **values: object) -> list[tuple[Any, ...]]:
        return self.database.read_now(lambda reading: reading.run(statement, **values).fetchall())

    def _act(self, actor: Any, use_case: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
        """Try something; a refusal is an answer too."""
        try:
            return self.database.write_now(actor, use_case, *arguments, **named)
        except Refusal:
            return None

    def _some(self, number: int, *states: str) -> str:
        """Pick a visit, of those in these states where there are any."""
        tickets = self._rows(_TICKETS, centre=self.hall.centre)
        fitting = sorted(row[1] for row in tickets if row[2] in states) or sorted(row[1] for row in tickets)
        ids = {row[1]: row[0] for row in tickets}
        return ids[fitting[number % len(fitting)]] if fitting else "nobody"

    def _at(self, counter: int) -> str | None:
        rows = self._rows(
            "SELECT id FROM ticket WHERE counter_id = :counter", counter=self.hall.counters[counter]
        )
        return rows[0][0] if rows else None

    @initialize(letters=st.text("AB", min_size=3, max_size=8))
    def a_morning_begins(self, letters: str) -> None:
        for letter in letters:
            self.take(letter, None)

    @rule(letter=LETTERS, first=st.sampled_from([None, "elderly"]))
    def take(self, letter: str, first: str | None) -> None:
        issued = self._act(self.hall.kiosk, take_ticket.take, self.hall.lines[letter], first)
        assert issued is not None
        self.taken.append(issued.id)

    @rule(counter=COUNTERS, act=st.sampled_from(["none", "recall", "serve", "skip", "finish", "hold"]))
    def call_next(self, counter: int, act: str) -> None:
        called = self._act(self.hall.officer(counter), serve_line.call_next, self.hall.counters[counter])
        if called is not None:
            self.last[counter] = called.id
        if act != "none":
            self.attend(counter, act)

    @rule(counter=COUNTERS, number=NUMBERS)
    def call_chosen(self, counter: int, number: int) -> None:
        self._act(self.hall.officer(counter), serve_line.call, self._some(number, "waiting", "absent"))

    @rule(counter=COUNTERS, number=NUMBERS)
    def resume(self, counter: int, number: int) -> None:
        self._act(self.hall.officer(counter), serve_line.resume, self._some(number, "held"))

    @rule(counter=COUNTERS, act=st.sampled_from(["recall", "serve", "skip", "finish", "hold"]))
    def attend(self, counter: int, act: str) -> None:
        present = self._at(counter)
        if present is not None:
            reason = ("đi phô tô",) if act == "hold" else ()
            self.last[counter] = present
            self._act(self.hall.officer(counter), getattr(attend_ticket, act), present, *reason)

    @rule(counter=COUNTERS, number=NUMBERS, letter=LETTERS)
    def move(self, counter: int, number: int, letter: str) -> None:
        ticket = self._at(counter) or self._some(number, "waiting", "held")
        self.last[counter] = ticket
        self._act(self.hall.officer(counter), move_ticket.move, ticket, to_line=self.hall.lines[letter])

    @rule(counter=COUNTERS, number=NUMBERS, other=COUNTERS)
    def send(self, counter: int, number: int, other: int) -> None:
        ticket = self._at(counter) or self._some(number, "waiting", "held")
        self.last[counter] = ticket
        target = self.hall.counters[other]
        self._act(self.hall.officer(counter), move_ticket.move, ticket, to_counter=target)

    @rule(counter=COUNTERS, number=NUMBERS, letter=LETTERS)
    def add_stop(self, counter: int, number: int, letter: str) -> None:
        ticket = self._at(counter) or self._some(number, "waiting")
        self._act(self.hall.officer(counter), move_ticket.add_stop, ticket, self.hall.lines[letter])

    @rule(counter=COUNTERS)
    def undo(self, counter: int) -> None:
        self._act(self.hall.officer(counter), undo_move.undo, self.last.get(counter, "nobody"))

    @rule(number=NUMBERS)
    def come_back(self, number: int) -> None:
        self._act(CITIZEN, keep_place.come_back, self._some(number, "absent"))

    @rule(number=NUMBERS)
    def ask_for_time(self, number: int) -> None:
        self._act(CITIZEN, keep_place.ask_for_time, self._some(number, "waiting"))

    @rule(number=NUMBERS)
    def leave(self, number: int) -> None:
        self._act(CITIZEN, move_ticket.leave, self._some(number, "waiting", "held", "absent"))

    @rule(counter=COUNTERS, act=st.sampled_from(["open", "open", "break", "closed"]))
    def turn(self, counter: int, act: str) -> None:
        self._act(self.hall.officer(counter), serve_line.turn_counter, self.hall.counters[counter], act)

    @rule(seconds=st.integers(-5, 90))
    def time_goes_by(self, seconds: int) -> None:
        # A clock is set back now and then; the ledger must not mind.
        self.hands.forward(seconds=seconds)

    @precondition(lambda self: len(self.taken) > LATE)
    @rule()
    def close_the_day(self) -> None:
        self._act(SYSTEM, close_day.close, self.hall.centre)

    @invariant()
    def nobody_is_lost_or_doubled(self) -> None:
        """Every number given is there once, in one state, at one counter at most; each counter has one person."""
        tickets = self._rows(_TICKETS, centre=self.hall.centre)
        assert sorted(row[0] for row in tickets) == sorted(self.taken)
        assert len({row[1] for row in tickets}) == len(tickets)
        held = [row[3] for row in tickets if row[3] is not None]
        assert len(held) == len(set(held))
        for _, label, state, counter, _, ended, _ in tickets:
            assert (state in AT_COUNTER) == (counter is not None), label
            assert (state in ENDS) == (ended is not None), label

    @invariant()
    def the_ledger_has_neither_gap_nor_overlap(self) -> None:
        """Periods follow each other to the microsecond, and the last one says where the visit stands."""
        tickets = {row[0]: row for row in self._rows(_TICKETS, centre=self.hall.centre)}
        periods: dict[str, list[tuple[Any, ...]]] = {ticket: [] for ticket in tickets}
        for row in self._rows(_PERIODS, centre=self.hall.centre):
            periods[row[0]].append(row)
        for ticket, rows in periods.items():
            assert [row[1] for row in rows] == list(range(1, len(rows) + 1))
            assert [row[5] for row in rows[:-1]] == [row[4] for row in rows[1:]]
            assert all(row[5] is None or row[5] >= row[4] for row in rows)
            state, counter, times = (tickets[ticket][place] for place in (2, 3, 6))
            if state in ENDS:
                assert rows[-1][5] is not None
            else:
                assert (rows[-1][2], rows[-1][3], rows[-1][5]) == (state, counter, None)
            assert times <= sum(row[2] == "called" for row in rows)

    @invariant()
    def the_turn_rows_count_who_waits(self) -> None:
        """The number on the board is the number of people in the line."""
        waiting = dict.fromkeys(self.hall.lines.values(), 0)
        for row in self._rows(_TICKETS, centre=self.hall.centre):
            if row[2] == "waiting":
                waiting[row[4]] += 1
        counted = {line: count for line, count in self._rows(_WAITING) if line in waiting}
        assert {line: counted.get(line, 0) for line in waiting} == waiting


@pytest.mark.parametrize("examples", [40])
def test_no_visit_is_lost_called_twice_or_at_two_counters(
    database: Database, hands: Hands, examples: int
) -> None:
    """Forty acts in any order by three officers and many citizens, on either database."""
    machine = type("LineOnThis", (Line,), {"database": database, "hands": hands})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
