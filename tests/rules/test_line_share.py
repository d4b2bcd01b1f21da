"""Which part of their calls counters give to a line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onestop.model.counter import TurnRule
from onestop.rules.line_share import LinePlace, OpenCounter, share_of_line


def counter(rule: TurnRule = TurnRule.LONGEST_WAIT, **waiting: int) -> OpenCounter:
    """Give an open counter whose lines have so many people waiting, in this order."""
    return OpenCounter(
        rule,
        {line: LinePlace(position, 1, people) for position, (line, people) in enumerate(waiting.items())},
    )


def test_a_line_alone_has_its_counters_whole() -> None:
    """Other lines at the same counters take nothing while nobody waits in them."""
    assert share_of_line("a", 3, [counter(a=4), counter(a=4, b=0)]) == 1


def test_by_the_longest_wait_all_who_came_before_are_called_before() -> None:
    """Four in mine with me, six in the other, the same two counters: four calls in ten are ours."""
    both = counter(a=4, b=6)
    assert share_of_line("a", 3, [both, both]) == pytest.approx(0.4)


def test_who_also_has_counters_of_their_own_take_less_of_ours() -> None:
    """Half of the other line is called at a counter that we do not share."""
    assert share_of_line("a", 3, [counter(a=4, b=4), counter(b=4)]) == pytest.approx(4 / (4 + 2))


def test_in_an_order_only_the_lines_before_are_called_before() -> None:
    """The first of the order waits for nobody, the second for the first."""
    ordered = counter(TurnRule.IN_ORDER, a=4, b=4)
    assert share_of_line("a", 3, [ordered]) == 1
    assert share_of_line("b", 3, [ordered]) == pytest.approx(0.5)


def test_a_ratio_grants_the_other_line_its_share_and_no_more() -> None:
    """Two of A for one of B: behind nine others of A, five of B are called in between, if so many wait."""
    lines = {"a": LinePlace(0, 2, 10), "b": LinePlace(1, 1, 50)}
    ratio = OpenCounter(TurnRule.RATIO, lines)
    assert share_of_line("a", 9, [ratio]) == pytest.approx(10 / 15)

    few = OpenCounter(TurnRule.RATIO, {**lines, "b": LinePlace(1, 1, 2)})
    assert share_of_line("a", 9, [few]) == pytest.approx(10 / 12)


def test_for_somebody_in_the_middle_the_others_count_in_proportion() -> None:
    """Second of ten: of twenty in the other line four are thought to have come before."""
    assert share_of_line("a", 1, [counter(a=10, b=20)]) == pytest.approx(2 / (2 + 4))


@given(
    st.lists(st.dictionaries(st.sampled_from("bcd"), st.integers(0, 60)), min_size=1, max_size=6),
    st.sampled_from(list(TurnRule)),
    st.integers(0, 60),
    st.integers(0, 60),
)
def test_a_share_is_one(others: list[dict[str, int]], rule: TurnRule, ahead: int, waiting: int) -> None:
    """More than nothing, at most all."""
    counters = [counter(rule, a=waiting, **lines) for lines in others]
    assert 0 < share_of_line("a", ahead, counters) <= 1
