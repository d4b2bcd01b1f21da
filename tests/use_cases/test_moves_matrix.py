"""Every move that pauses, prolongs, corrects or ends, from every state: allowed exactly where the law has it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import Any

import pytest

from onestop.errors import MoveNotAllowed, Refusal, Stale
from onestop.rules import access
from onestop.rules.access import Right
from onestop.settings import Settings
from onestop.store import interruptions, journal
from onestop.store.database import Database
from tests.conftest import SEALS, Hands
from tests.dossier_makers import make_procedures, receive
from tests.dossier_moves import Moves
from tests.makers import Hall, make_hall

MOVES = (
    "ask", "take", "suspend", "resume", "extend", "apologise", "correct",
    "decline", "withdraw", "stop", "reopen",
)  # fmt: skip
AT_WORK = {"ask", "suspend", "extend", "apologise", "correct", "decline", "withdraw", "stop"}
ALLOWED = {
    "received": AT_WORK,
    "processing": AT_WORK,
    "supplement_asked": {"take", "correct", "withdraw", "stop"},
    "suspended": {"resume", "correct", "withdraw", "stop"},
    "result_ready": {"reopen"},
    "returned": set[str](),
    "declined": {"reopen"},
    "withdrawn": set[str](),
    "stopped": {"reopen"},
    "lapsed": {"reopen"},
}
"""Written out by hand from Decree 61/2018 art. 17-20 and Decree 118/2025 art. 21, not read from the program."""
WAY: dict[str, Callable[[Moves, str, Hands], Any]] = {
    "received": lambda _moves, _code, _hands: None,
    "processing": lambda moves, code, _hands: moves.process(code),
    "supplement_asked": lambda moves, code, _hands: moves.ask(code),
    "suspended": lambda moves, code, _hands: moves.suspend(code),
    "result_ready": lambda moves, code, _hands: moves.ready(code),
    "returned": lambda moves, code, _hands: (moves.ready(code), moves.hand_over(code)),
    "declined": lambda moves, code, _hands: moves.decline(code),
    "withdrawn": lambda moves, code, _hands: moves.withdraw(code),
    "stopped": lambda moves, code, _hands: moves.stop(code),
    "lapsed": lambda moves, code, hands: (moves.ask(code), hands.forward(days=60), moves.lapse(code)),
}


@pytest.fixture(autouse=True)
def may_reopen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let leaders do everything, so that only the state decides."""
    rights = access.RIGHTS_OF_ROLE["leader"] | {Right.REOPEN_DOSSIER}
    monkeypatch.setitem(access.RIGHTS_OF_ROLE, "leader", rights)


@pytest.mark.parametrize("state", ALLOWED)
def test_each_move_is_allowed_from_a_state_exactly_as_the_law_has_it(
    database: Database, office: Hall, hands: Hands, moves: Moves, state: str
) -> None:
    """What is not allowed is refused with the state, and leaves no entry in the journal."""
    begun = hands.at
    for move in MOVES:
        hands.at = begun
        code = receive(database, office).code
        WAY[state](moves, code, hands)
        assert moves.dossier(code).state == state
        entries = database.read_now(journal.head, office.centre)
        if move in ALLOWED[state]:
            getattr(moves, move)(code)
            assert database.read_now(journal.head, office.centre) != entries, move
        else:
            with pytest.raises(MoveNotAllowed) as refused:
                getattr(moves, move)(code)
            assert refused.value.state == state, move
            assert database.read_now(journal.head, office.centre) == entries, move


@pytest.mark.parametrize("move", MOVES)
def test_no_move_is_made_on_an_old_page(
    database: Database, office: Hall, hands: Hands, moves: Moves, move: str
) -> None:
    """Who saw another version is told so, and nothing is written."""
    state = next(state for state, allowed in ALLOWED.items() if move in allowed)
    code = receive(database, office).code
    WAY[state](moves, code, hands)
    version = moves.dossier(code).version
    with pytest.raises(Stale):
        getattr(moves, move)(code, version=version + 1)

    assert moves.dossier(code).version == version
    assert getattr(moves, move)(code, version=version).version == version + 1


@pytest.mark.parametrize(
    ("state", "first", "second"),
    [
        ("received", "ask", "suspend"),
        ("received", "suspend", "suspend"),
        ("received", "extend", "extend"),
        ("received", "apologise", "apologise"),
        ("received", "decline", "stop"),
        ("suspended", "resume", "resume"),
        ("supplement_asked", "take", "take"),
    ],
)
def test_of_two_officers_at_one_moment_one_is_refused(
    settings: Settings, hands: Hands, state: str, first: str, second: str
) -> None:
    """Two processes, two connections, one dossier: one move, one paper, a journal that is whole."""
    with (
        Database(settings, seals=SEALS, now=hands) as one,
        Database(settings, seals=SEALS, now=Hands()) as other,
    ):
        office = make_hall(one)
        make_procedures(one, office)
        code = receive(one, office).code
        WAY[state](Moves(one, office), code, hands)
        before = Moves(one, office).dossier(code)

        def attempt(turn: int) -> bool:
            moves = Moves((one, other)[turn], office)
            try:
                getattr(moves, (first, second)[turn])(code)
            except Refusal:
                return False
            return True

        with ThreadPoolExecutor(2) as officers:
            made = list(officers.map(attempt, range(2)))
        after = Moves(one, office).dossier(code)

        assert sorted(made) == [False, True]
        assert after.version == before.version + 1
        assert one.read_now(journal.verify, office.centre)[1] == []


def test_interruptions_of_a_dossier_never_overlap_whatever_is_tried(
    database: Database, office: Hall, hands: Hands, moves: Moves
) -> None:
    """A hundred turns of suspending, asking, resuming, taking: each stretch begins after the last ended."""
    code = receive(database, office).code
    names = ("suspend", "ask", "resume", "take")
    for turn in range(100):
        hands.forward(minutes=37 * turn % 101)
        try:
            getattr(moves, names[(turn * turn + turn // 3) % 4])(code)
        except Refusal:
            continue
    dossier_id = moves.dossier(code).id
    supplements = database.read_now(interruptions.supplements_of, dossier_id)
    suspensions = database.read_now(interruptions.suspensions_of, dossier_id)
    stretches = sorted(
        [(each.requested_at, each.ended_at) for each in supplements]
        + [(each.suspended_at, each.resumed_at) for each in suspensions]
    )

    assert len(stretches) > 5
    for (begin, end), (later, _) in pairwise(stretches):
        assert end is not None
        assert begin <= end <= later
