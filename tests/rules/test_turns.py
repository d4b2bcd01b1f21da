"""Whose turn it is: priority, fairness, late-comers, and the three rules of a work profile."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from onestop.model.counter import TurnRule
from onestop.rules.hall_rules import HallRules
from onestop.rules.turns import LineHeads, Waiting, Why, among, begins_round, due_after, upcoming, within

MINUTE = 60_000_000
NOW = 600 * MINUTE


def waiting(label: str, minutes: int, due: int | None = None) -> Waiting:
    """Somebody who has waited so many minutes."""
    return Waiting(label, label, NOW - minutes * MINUTE, due)


def line(
    letter: str,
    *,
    ordinary: Sequence[Waiting] = (),
    priority: Sequence[Waiting] = (),
    back: Sequence[Waiting] = (),
    **known: int,
) -> LineHeads:
    """A line with these at its head."""
    return LineHeads(line_id=letter, ordinary=ordinary, priority=priority, standing_back=back, **known)


def called(lines: Sequence[LineHeads], rule: str) -> tuple[str, Why] | None:
    """Who is called, and why."""
    turn = among(lines, rule, NOW)
    return None if turn is None else (turn.ticket.label, turn.why)


def test_nobody_has_a_turn_in_an_empty_hall() -> None:
    """Without anybody waiting nobody is called, under every rule."""
    assert [called([line("A"), line("B")], rule) for rule in TurnRule] == [None, None, None]


def test_by_the_longest_wait_the_one_who_came_first_is_called_whatever_the_line() -> None:
    """B007 has waited longer than A012, so B007 is next, and that is the reason told."""
    lines = [line("A", ordinary=[waiting("A012", 5)]), line("B", ordinary=[waiting("B007", 9)])]
    assert called(lines, TurnRule.LONGEST_WAIT) == ("B007", Why.LONGEST_WAIT)


def test_in_order_the_first_line_goes_first_as_long_as_nobody_starves() -> None:
    """Line A goes before B, but whoever has waited three quarters of an hour goes before both."""
    first = line("A", ordinary=[waiting("A012", 1)])
    assert called([first, line("B", ordinary=[waiting("B007", 44)])], TurnRule.IN_ORDER) == (
        "A012",
        Why.IN_ORDER,
    )
    assert called([first, line("B", ordinary=[waiting("B007", 45)])], TurnRule.IN_ORDER) == (
        "B007",
        Why.FAIRNESS,
    )


def test_two_to_one_calls_two_of_the_first_line_then_one_of_the_second() -> None:
    """The round of a ratio 2:1 is A, A, B, and begins again."""
    taken = {"A": 0, "B": 0}
    order = ""
    for _ in range(9):
        lines = [
            line("A", ordinary=[waiting("A", 3)], share=2, taken=taken["A"]),
            line("B", ordinary=[waiting("B", 9)], share=1, taken=taken["B"]),
        ]
        found = called(lines, TurnRule.RATIO)
        assert found is not None
        if begins_round(lines):
            taken = {"A": 0, "B": 0}
        taken[found[0]] += 1
        order += found[0]
    assert order == "AABAABAAB"


def test_a_line_where_nobody_waits_saves_no_turns_up() -> None:
    """While A is empty B is called; when somebody comes to A, A has its two and not more."""
    only_b = [line("A", share=2), line("B", ordinary=[waiting("B1", 2)], share=1, taken=1)]
    assert called(only_b, TurnRule.RATIO) == ("B1", Why.RATIO)
    assert begins_round(only_b)


def test_a_citizen_who_missed_the_call_and_came_back_is_next_but_one() -> None:
    """One other number is called first, then the one who came back."""
    heads = line(
        "A",
        ordinary=[waiting("A013", 8), waiting("A014", 7)],
        back=[waiting("A012", 20, due_after(5, 1))],
        calls=5,
    )
    assert upcoming(heads, 3) == ("A013", "A012", "A014")


def test_who_stands_back_is_called_at_once_when_nobody_else_waits() -> None:
    """Nobody is kept waiting for people who are not there."""
    turn = within(line("A", back=[waiting("A012", 20, 99)]))
    assert turn is not None
    assert (turn.ticket.label, turn.why) == ("A012", Why.RETURNED)


def test_who_asked_for_time_lets_three_go_first() -> None:
    """Three others are called, then the one who asked."""
    others = [waiting(f"A0{number}", 9 - number) for number in range(1, 6)]
    heads = line("A", ordinary=others, back=[waiting("A000", 30, due_after(2, 3))], calls=2)
    assert upcoming(heads, 5) == ("A01", "A02", "A03", "A000", "A04")


@given(st.lists(st.booleans(), min_size=1, max_size=40), st.integers(1, 4))
def test_nobody_ordinary_waits_behind_more_priority_numbers_than_the_hall_lets_pass(
    comers: list[bool], bound: int
) -> None:
    """However many priority numbers come, at most so many are called between two ordinary ones."""
    priority = [waiting(f"P{place}", 60 - place) for place, first in enumerate(comers) if first]
    ordinary = [waiting(f"N{place}", 60 - place) for place, first in enumerate(comers) if not first]
    rules = HallRules(priority_run=bound)
    order = upcoming(line("A", priority=priority, ordinary=ordinary), len(comers), rules)

    assert sorted(order) == sorted(one.label for one in [*priority, *ordinary])
    run = 0
    for place, label in enumerate(order):
        run = run + 1 if label.startswith("P") else 0
        ordinary_left = any(later.startswith("N") for later in order[place + 1 :])
        assert run <= bound or not ordinary_left


_LINES = st.lists(
    st.tuples(
        st.lists(st.integers(0, 90), max_size=3), st.lists(st.integers(0, 90), max_size=3), st.integers(1, 3)
    ),
    min_size=1,
    max_size=4,
)


@given(_LINES, st.sampled_from(list(TurnRule)))
def test_somebody_is_called_exactly_when_somebody_waits_and_nobody_starves(
    drawn: list[tuple[list[int], list[int], int]], rule: TurnRule
) -> None:
    """Under every rule: a turn if and only if anybody waits; past the bound the longest wait of the heads goes."""
    lines = [
        line(
            str(place),
            priority=[waiting(f"P{place}-{minutes}", minutes) for minutes in sorted(first, reverse=True)],
            ordinary=[waiting(f"N{place}-{minutes}", minutes) for minutes in sorted(others, reverse=True)],
            share=share,
        )
        for place, (first, others, share) in enumerate(drawn)
    ]
    turn = among(lines, rule, NOW)
    heads = [found for heads in lines if (found := within(heads))]
    assert (turn is None) == (not heads)
    if turn is not None:
        oldest = min(found.ticket.queued_at for found in heads)
        if NOW - oldest >= HallRules().fair_minutes * MINUTE:
            assert turn.ticket.queued_at == oldest
