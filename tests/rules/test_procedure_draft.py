"""Codes as people type them, days on which versions hold, and what differs between two versions."""

from datetime import date, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onestop.errors import CodeUnreadable, LegsDoNotSum, Malformed
from onestop.render.procedure_words import tell_difference
from onestop.rules.procedure_code import codes_in, one_code
from onestop.rules.procedure_diff import Difference, differences
from onestop.rules.procedure_draft import DraftWish, faults_of, settled
from onestop.rules.procedure_facts import ChannelFacts, ProcedureFacts, RequirementFacts, StepFacts
from onestop.rules.procedure_validity import Span, place, ring

BASE = ProcedureFacts(
    code="1.012990",
    name="Cấp giấy",
    sector="s",
    agency="a",
    receiving=("province",),
    amount="10",
    unit="working_day",
)
APPLICATION, DEGREE, PHOTO = (
    RequirementFacts(name="Đơn", originals=1),
    RequirementFacts(name="Bằng", certified=1),
    RequirementFacts(name="Ảnh", copies=2),
)
TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    "typed",
    ["1.001193", " 1.001193 ", "1.001193.000.00.00.H14", "1.001193.000.00.00.h61", "1 .001193"],
)
def test_a_code_is_read_with_or_without_the_province(typed: str) -> None:
    """As portals print it, as decisions print it, as people type it."""
    assert one_code(typed) == "1.001193"


@pytest.mark.parametrize(
    ("typed", "reason", "meant"),
    [
        ("", "missing", ""),
        ("1.014.111", "points", "1.014111"),
        ("1014111", "points", "1.014111"),
        ("1.00119", "digits", ""),
        ("1.0011933", "digits", ""),
        ("l.001193", "letters", ""),
        ("1.00l193", "letters", ""),
        ("1.001740; 1.001645", "several", "1.001740, 1.001645"),
        ("1.001740\n1.001645", "several", "1.001740, 1.001645"),
    ],
)
def test_what_is_wrong_with_a_code_is_said(typed: str, reason: str, meant: str) -> None:
    """And what was probably meant, where there is one way to read it."""
    with pytest.raises(CodeUnreadable) as caught:
        one_code(typed)
    assert (caught.value.reason, caught.value.meant) == (reason, meant)


def test_a_row_of_codes_is_read_where_several_may_stand() -> None:
    """Apart by semicolons, commas or line ends, each once."""
    assert codes_in("1.001740; 1.001645.000.00.00.H14,\n1.001740") == ["1.001740", "1.001645"]


def test_parallel_steps_take_the_longest() -> None:
    """Two bodies at once: three days and five are five; with two before them seven, not ten."""
    steps = [
        StepFacts(stage=1, role="Tiếp nhận", amount="2"),
        StepFacts(stage=2, role="Sở A", amount="3"),
        StepFacts(stage=2, role="Sở B", amount="5"),
        StepFacts(stage=3, role="Trả kết quả", counted=False),
    ]
    assert list(faults_of(settled(BASE, DraftWish(steps=steps, amount="7")))) == []
    [fault] = faults_of(settled(BASE, DraftWish(steps=steps)))
    assert isinstance(fault, LegsDoNotSum)
    assert fault.facts == {"whole": "10", "total": "7"}


def test_a_step_does_not_go_back_to_an_earlier_stage() -> None:
    """Stages follow each other; steps of one stand together."""
    steps = [StepFacts(stage=stage, role="A", amount="1") for stage in (1, 3, 2)]
    with pytest.raises(Malformed) as caught:
        settled(BASE, DraftWish(steps=steps))
    assert (caught.value.field, caught.value.reason) == ("steps.3.stage", "stage")


@given(st.permutations([APPLICATION, DEGREE, PHOTO]), st.sets(st.integers(0, 2)))
def test_the_difference_of_rows_explains_the_whole_draft(
    order: list[RequirementFacts], left: set[int]
) -> None:
    """Nothing differs where nothing changed; what was left out is removed, what stands elsewhere has moved."""
    before = msgspec.structs.replace(BASE, requirements=(APPLICATION, DEGREE, PHOTO))
    kept = tuple(row for row in order if (APPLICATION, DEGREE, PHOTO).index(row) not in left)
    found = differences(before, msgspec.structs.replace(BASE, requirements=kept))

    assert {one.row for one in found if one.kind == "removed"} == {
        (APPLICATION, DEGREE, PHOTO)[place].name for place in left
    }
    stayed = tuple(row for row in before.requirements if row in kept)
    assert any(one.kind == "moved" for one in found) == (kept != stayed)
    assert {one.kind for one in found} <= {"moved", "removed"}


def test_a_change_is_told_field_by_field_in_words() -> None:
    """Numbers, units, agencies and papers as the office calls them, in both languages."""
    before = msgspec.structs.replace(BASE, requirements=(APPLICATION,))
    after = msgspec.structs.replace(
        before,
        amount="4",
        unit="working_hour",
        agency="b",
        sensitive=True,
        requirements=(msgspec.structs.replace(APPLICATION, originals=2), PHOTO),
        channels=(ChannelFacts(channel="online", unit="not_stated"),),
    )
    told = [tell_difference(one, {"a": "Sở Y tế", "b": "Sở Nội vụ"}) for one in differences(before, after)]

    assert [(one.what, one.before, one.after) for one in told] == [
        ("Cơ quan giải quyết", "Sở Y tế", "Sở Nội vụ"),
        ("Thời hạn", "10", "4"),
        ("Đơn vị tính", "ngày làm việc", "giờ làm việc"),
        ("Nhạy cảm: không hiện ở nơi công cộng", "không", "có"),
        ("Cách nộp · Thêm dòng 1: trực tuyến", "", ""),
        ("Cách nộp · trực tuyến: Đơn vị tính", "để trống", "Chưa quy định"),
        ("Giấy tờ · Đơn: Bản chính", "1", "2"),
        ("Giấy tờ · Thêm dòng 2: Ảnh", "", ""),
        ("Giấy tờ · Ảnh: Bản sao", "0", "2"),
    ]
    english = tell_difference(Difference(field="unit", kind="changed", after="month"), {}, "en")
    assert (english.what, english.before, english.after) == ("Unit", "empty", "months")


@given(
    st.integers(-5, 5),
    st.none() | st.integers(0, 5),
    st.lists(st.tuples(st.integers(-9, 9), st.none() | st.integers(0, 6)), max_size=4),
)
def test_no_day_has_two_versions(begin: int, length: int | None, drawn: list[tuple[int, int | None]]) -> None:
    """Whatever was published before without a clash, a new version clashes with none of it."""
    others: list[Span] = []
    for number, (day, days) in enumerate(drawn):
        others = _with(others, str(number), TODAY + timedelta(days=day), days)
    after = _with(others, "new", TODAY + timedelta(days=begin), length)
    for on_day in (TODAY + timedelta(days=away) for away in range(-20, 30)):
        held = [
            one.id
            for one in after
            if one.valid_from <= on_day and (one.valid_to is None or one.valid_to >= on_day)
        ]
        assert len(held) <= 1
    assert next(one for one in after if one.id == "new").holds


def _with(others: list[Span], name: str, day: date, days: int | None) -> list[Span]:
    last = None if days is None else day + timedelta(days=days)
    validity = place(day, last, others, TODAY)
    return [
        *(one._replace(valid_to=validity.ends.get(one.id, one.valid_to)) for one in others),
        Span(name, day, validity.valid_to),
    ]


def test_codes_that_replace_each_other_in_a_ring_are_found() -> None:
    """A split that meets again is none; three that follow each other to the first are."""
    assert ring({"a": {"b", "c"}, "b": {"d"}, "c": {"d"}}) == []
    assert ring({"a": {"b"}, "b": {"c"}, "c": {"a"}}) == ["a", "b", "c", "a"]
    assert ring({"a": {"a"}}) == ["a", "a"]
