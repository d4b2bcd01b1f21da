"""The board shows what the frames say, whatever the order of the day."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onestop.events import CounterState, LineState
from onestop.rules.board import (
    SHOWN_CALLS,
    Announcement,
    BoardName,
    BoardState,
    Call,
    CentreName,
    CounterName,
    Frame,
    Snapshot,
    SpokenCall,
    fold,
    is_gap,
    next_labels,
    snapshot_of,
    state_of,
)

CASES = json.loads((Path(__file__).parent / "board_cases.json").read_text(encoding="utf-8"))
MORNING = datetime(2026, 11, 23, 1, tzinfo=UTC)
EMPTY = BoardState(
    seq=0,
    board=BoardName("b1", "Bảng 1", "Sảnh chính"),
    centre=CentreName("cb", "Trung tâm Phục vụ hành chính công", "tỉnh Cao Bằng"),
)


@pytest.mark.parametrize("case", CASES["folds"], ids=lambda case: str(case["name"]))
def test_board_after_frames_is_as_written_down(case: dict[str, Any]) -> None:
    """Each written case holds here, and in the browser too (tests/browser/test_display_board.py)."""
    starting = {**CASES["snapshot"], **case.get("starting", {})}
    state = state_of(msgspec.convert(starting, Snapshot))

    for frame in case["frames"]:
        state = fold(state, msgspec.convert(frame, Frame))

    wanted = {**starting, **case["changed"]}
    shown = json.loads(msgspec.json.encode(state))
    assert {name: wanted[name] for name in shown} == shown


@pytest.mark.parametrize("case", CASES["gaps"], ids=lambda case: str(case["name"]))
def test_gap_is_noticed_only_where_a_frame_is_missing(case: dict[str, Any]) -> None:
    """A board asks again exactly when it missed something meant for it."""
    state = msgspec.structs.replace(EMPTY, seq=case["seq"])
    frame = Frame(at=MORNING, event="ticket-issued", **case["frame"])

    assert case["gap"] == is_gap(state, frame)


def test_snapshot_goes_to_the_board_in_the_words_of_the_interface() -> None:
    """A snapshot made from a state reads back as the very same snapshot."""
    snapshot = msgspec.convert(CASES["snapshot"], Snapshot)

    made = snapshot_of(state_of(snapshot), as_of=snapshot.as_of, voice=True, ticker=[])

    assert CASES["snapshot"] == json.loads(msgspec.json.encode(made))


def test_frame_says_only_what_it_changes() -> None:
    """A frame without lines, counters, call or list of calls carries none of these names."""
    frame = Frame(seq=2, prev=1, at=MORNING, event="ticket-issued")

    assert {"kind", "seq", "prev", "at", "event"} == set(msgspec.to_builtins(frame))


def test_call_without_a_voice_says_so() -> None:
    """Where no voice is installed the announcement's clip is null, not absent: its words are still there."""
    call = _call(seq=1, ticket="t1", counter=3)

    said = {"id": "t1-1", "text": {"vi": "Mời…"}, "clip": None, "clips": {}, "room": ""}
    assert msgspec.to_builtins(call)["announcement"] == said


TICKETS = st.sampled_from([f"t{number}" for number in range(14)])


def _call(seq: int, ticket: str, counter: int) -> SpokenCall:
    return SpokenCall(
        ticket=ticket,
        label=f"A{ticket[1:]:0>3}",
        counter=CounterName(f"c{counter}", counter, f"Quầy {counter}"),
        called_at=MORNING + timedelta(seconds=seq),
        times=1,
        announcement=Announcement(id=f"{ticket}-1", text={"vi": "Mời…"}),
    )


def _listed(numbers: list[int] | None, seq: int) -> tuple[Call, ...] | None:
    """Give a list as an event carries it: the newest first, all of them before the event."""
    if numbers is None:
        return None
    calls = [
        Call(
            f"t{number}", f"A{number:03}", CounterName("c1", 1, ""), MORNING + timedelta(seconds=seq - age), 1
        )
        for age, number in enumerate(numbers, 1)
    ]
    return tuple(calls)


@st.composite
def frames(draw: st.DrawFn) -> list[Frame]:
    """Draw a day of frames in order, with holes between their numbers as other boards' events leave them."""
    made: list[Frame] = []
    seq = 0
    for _ in range(draw(st.integers(0, 25))):
        prev, seq = seq, seq + draw(st.integers(1, 3))
        letters = draw(st.lists(st.sampled_from("ABCD"), max_size=2))
        counters = draw(st.lists(st.integers(1, 12), max_size=2))
        caller = draw(st.none() | st.tuples(TICKETS, st.integers(1, 12)))
        made.append(
            Frame(
                seq=seq,
                prev=prev,
                at=MORNING + timedelta(seconds=seq),
                event="ticket-called",
                lines=tuple(LineState(f"l{x}", x, x, seq, (f"{x}{seq:03}",)) for x in letters),
                counters=tuple(CounterState(f"c{x}", x, f"Quầy {x}", "open", None) for x in counters),
                call=None if caller is None else _call(seq, *caller),
                calls=_listed(draw(st.none() | st.lists(st.integers(1, 13), max_size=10, unique=True)), seq),
            )
        )
    return made


def _folded(state: BoardState, day: list[Frame]) -> BoardState:
    for frame in day:
        state = fold(state, frame)
    return state


@given(frames())
def test_board_never_shows_more_than_eight_calls_nor_a_ticket_twice(day: list[Frame]) -> None:
    """Eight calls at most; a number stands on the board once."""
    state = EMPTY
    for frame in day:
        state = fold(state, frame)
        tickets = [call.ticket for call in state.calls]
        assert len(tickets) <= SHOWN_CALLS
        assert len(set(tickets)) == len(tickets)


@given(frames())
def test_newest_call_is_first_and_a_list_that_came_is_all_there_is(day: list[Frame]) -> None:
    """Who was called last stands first; beside them nobody stands who is not in the list that came."""
    state = EMPTY
    for frame in day:
        state = fold(state, frame)
        called = set() if frame.call is None else {frame.call.ticket}
        if frame.calls is not None:
            listed = {call.ticket for call in frame.calls}
            assert {call.ticket for call in state.calls} <= listed | called
        if frame.call is not None:
            assert frame.call.ticket == state.calls[0].ticket


@given(frames(), st.data())
def test_board_that_resumes_in_the_middle_shows_the_same(day: list[Frame], data: st.DataObject) -> None:
    """Frames sent again after a lost line change nothing, wherever the line was cut."""
    whole = _folded(EMPTY, day)
    cut = data.draw(st.integers(0, len(day)))
    again = data.draw(st.integers(0, cut))

    assert whole == _folded(_folded(EMPTY, day[:cut]), day[again:])


@given(frames())
def test_board_keeps_its_order_and_its_identity(day: list[Frame]) -> None:
    """Counters stand by number, lines by letter, each once; board and centre stay who they are."""
    state = _folded(EMPTY, day)

    assert sorted({counter.number for counter in state.counters}) == [one.number for one in state.counters]
    assert sorted({line.letter for line in state.lines}) == [line.letter for line in state.lines]
    assert (EMPTY.board, EMPTY.centre) == (state.board, state.centre)
    assert [line.next[0] for line in state.lines] == [one.label for one in next_labels(state.lines)]
    assert all(not is_gap(_folded(EMPTY, day[:place]), frame) for place, frame in enumerate(day))


@given(frames())
def test_fold_gives_the_same_every_time_and_touches_nothing(day: list[Frame]) -> None:
    """The same frames give the same board, and the state given stays as it was."""
    before = _folded(EMPTY, day[:-1])
    kept = msgspec.json.encode(before)

    assert [fold(before, frame) for frame in day] == [fold(before, frame) for frame in day]
    assert kept == msgspec.json.encode(before)
