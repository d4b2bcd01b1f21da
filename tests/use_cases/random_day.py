"""Random days of a hall, played through the real use cases under a clock that tests set."""

from collections.abc import Callable
from datetime import timedelta
from random import Random
from typing import Any

from onestop.errors import Refusal
from onestop.store.database import Database
from onestop.store.tx import Tx
from onestop.use_cases import attend_ticket, keep_place, move_ticket, serve_line, take_ticket, undo_move
from tests.conftest import Hands
from tests.makers import Hall

_OF_ANY: dict[str, Callable[..., Any]] = {
    "call": serve_line.call,
    "resume": serve_line.resume,
    "return": keep_place.come_back,
    "postpone": keep_place.ask_for_time,
    "leave": move_ticket.leave,
}
_MOVES: dict[str, Callable[..., Any]] = {
    "recall": attend_ticket.recall,
    "serve": attend_ticket.serve,
    "finish": attend_ticket.finish,
    "skip": attend_ticket.skip,
    "undo": undo_move.undo,
}
ACTS = (
    ("take",) * 6
    + ("next",) * 6
    + ("recall", "serve", "serve", "serve", "finish", "finish", "finish", "finish")
)
RARE = (
    "return",
    "return",
    "postpone",
    "leave",
    "undo",
    "undo",
    "stop",
    "stop",
    "skip",
    "hold",
    "call",
    "resume",
    "move",
    "break",
    "close",
    "open",
    "open",
    "open",
)


class Day:
    """One day: who was served what, in what order, does not matter; that it could happen does."""

    def __init__(self, database: Database, hall: Hall, hands: Hands, seed: int) -> None:
        self.database = database
        self.hall = hall
        self.hands = hands
        self.random = Random(seed)  # noqa: S311  a seeded draw for tests
        self.tickets: list[str] = []

    def play(self, acts: int) -> None:
        """Do that many things, each some time after the one before; what is refused is passed over."""
        for number in self.hall.counters:
            # The hall is made with open counters that no ledger knows of.
            self.do(number, "close")
            self.do(number, "open")
        for _ in range(acts):
            step = self.random.choice((0.0, 0.01, 5.0, 20.0, 90.0, 300.0))
            # Now and then the machine's clock is put right backwards.
            self.hands.at += timedelta(seconds=-40.0 if self.random.random() < 0.02 else step)
            self.do(self.random.choice(list(self.hall.counters)), self.random.choice(ACTS + RARE))

    def do(self, number: int, act: str) -> None:
        """Do one thing at a counter, or at the kiosk."""
        try:
            self._do(number, act)
        except Refusal:
            return

    def _do(self, number: int, act: str) -> None:
        officer, counter = self.hall.officer(number), self.hall.counters[number]
        write = self.database.write_now
        if act == "take":
            line = self.hall.lines[self.random.choice("AAABR")]
            issued = write(
                self.hall.kiosk, take_ticket.take, line, self.random.choice((None, None, "elderly"))
            )
            self.tickets.append(issued.id)
            write(self.hall.kiosk, self._tell_range, issued.id)
        elif act == "next":
            write(officer, serve_line.call_next, counter)
        elif act in {"open", "break", "close"}:
            write(officer, serve_line.turn_counter, counter, "closed" if act == "close" else act)
        elif act in _OF_ANY:
            write(officer, _OF_ANY[act], self.random.choice(self.tickets or [""]))
        else:
            self._at_counter(number, act)

    def _at_counter(self, number: int, act: str) -> None:
        officer, counter = self.hall.officer(number), self.hall.counters[number]
        present = self.database.read_now(
            lambda reading: reading.run(
                "SELECT id FROM ticket WHERE counter_id = :counter", counter=counter
            ).fetchone()
        )
        ticket = present[0] if present else self.random.choice(self.tickets or [""])
        if act == "hold":
            self.database.write_now(officer, attend_ticket.hold, ticket, "đi phô tô")
        elif act in {"move", "stop"}:
            line = self.hall.lines[self.random.choice("ABR")]
            other = self.hall.counters[self.random.choice(list(self.hall.counters))]
            where = self.random.choice(({"to_line": line}, {"to_counter": other}))
            if act == "stop":
                self.database.write_now(officer, move_ticket.add_stop, ticket, line)
            else:
                self.database.write_now(officer, move_ticket.move, ticket, **where)
        else:
            self.database.write_now(officer, _MOVES[act], ticket)

    def _tell_range(self, tx: Tx, ticket: str) -> None:
        """Write what the kiosk may have told; how it is reckoned is another test's claim."""
        low = self.random.choice((None, 0, 1, 3, 10))
        high = None if low is None else low + self.random.choice((0, 2, 9, 30))
        tx.run(
            "UPDATE ticket SET wait_low = :low, wait_high = :high WHERE id = :id",
            low=low,
            high=high,
            id=ticket,
        )
