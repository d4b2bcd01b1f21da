"""What was brought is compared with what the procedure asks for, and the shortfall is told at once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onestop.errors import Incomplete, Malformed
from onestop.rules.intake import Brought, Demand, compare

Counts = tuple[int, int, int]
FORM = Demand(position=1, name="Đơn đề nghị", originals=1)
DIPLOMA = Demand(position=2, name="Văn bằng", certified=1)
RECORD = Demand(position=3, name="Phiếu lý lịch tư pháp", originals=1, replaced_by_database=True)
PHOTO = Demand(position=4, name="Ảnh", copies=2, optional=True)
ALL = (FORM, DIPLOMA, RECORD, PHOTO)


def test_a_complete_dossier_is_taken_with_what_the_database_gives() -> None:
    """Nobody brings what a database has; the receipt says that it was read there."""
    both = [Brought(position=1, originals=1), Brought(position=2, certified=1)]
    taken = compare(ALL, [*both, Brought(position=3, from_database=True)])

    assert [(paper.position, paper.from_database) for paper in taken] == [(1, False), (2, False), (3, True)]
    assert taken[0].name == "Đơn đề nghị"
    assert len(compare(ALL, both)) == 2


def test_everything_that_is_missing_is_told_at_once() -> None:
    """Decree 61/2018 art. 15: asked once, fully; each with what is asked for and what is there."""
    with pytest.raises(Incomplete) as refused:
        compare(ALL, [Brought(position=2, copies=1)])

    none = {"originals": 0, "certified": 0, "copies": 0}
    assert refused.value.missing == [
        {"position": 1, "name": "Đơn đề nghị", "need": none | {"originals": 1}, "have": none},
        {"position": 2, "name": "Văn bằng", "need": none | {"certified": 1}, "have": none | {"copies": 1}},
    ]


def _demand(need: Counts) -> Demand:
    return Demand(position=1, name="Giấy", originals=need[0], certified=need[1], copies=need[2])


def _brought(have: Counts) -> Brought:
    return Brought(position=1, originals=have[0], certified=have[1], copies=have[2])


@pytest.mark.parametrize(
    ("need", "have"),
    [
        ((0, 1, 0), (1, 0, 0)),
        ((0, 0, 1), (1, 0, 0)),
        ((0, 0, 1), (0, 1, 0)),
        ((0, 1, 1), (2, 0, 0)),
        ((1, 1, 0), (2, 0, 0)),
        ((0, 0, 0), (0, 0, 0)),
    ],
)
def test_a_better_paper_serves_for_a_lesser_one(need: Counts, have: Counts) -> None:
    """An original serves for any copy, a certified copy for a plain one."""
    compare([_demand(need)], [_brought(have)])


@pytest.mark.parametrize(
    ("need", "have"),
    [
        ((1, 1, 1), (1, 0, 2)),
        ((1, 1, 0), (1, 0, 0)),
        ((1, 0, 0), (0, 1, 0)),
        ((1, 0, 0), (0, 0, 5)),
        ((0, 1, 0), (0, 0, 5)),
        ((2, 0, 0), (1, 1, 1)),
    ],
)
def test_a_copy_never_serves_for_an_original(need: Counts, have: Counts) -> None:
    """However many there are, certified or not; and one paper serves once."""
    with pytest.raises(Incomplete):
        compare([_demand(need)], [_brought(have)])


def test_a_tick_does_not_make_a_paper_come_from_a_database() -> None:
    """Only a paper that the catalogue says a database replaces may be taken from there."""
    with pytest.raises(Incomplete):
        compare([FORM], [Brought(position=1, from_database=True)])


def test_an_optional_paper_is_kept_when_it_is_brought() -> None:
    """It may be left out, and it is on the receipt when it was not."""
    both = [Brought(position=1, originals=1), Brought(position=4, copies=1)]

    assert [paper.name for paper in compare([FORM, PHOTO], both)] == ["Đơn đề nghị", "Ảnh"]


def test_a_paper_beyond_the_list_is_kept_under_its_name() -> None:
    """A citizen may leave more than is asked for; without a name nobody would know what it was."""
    more = Brought(position=9, copies=1, name=" Sổ hộ khẩu cũ ")

    assert compare([], [more])[0].name == "Sổ hộ khẩu cũ"
    with pytest.raises(Malformed, match="unknown"):
        compare([], [Brought(position=9, copies=1)])


@pytest.mark.parametrize(
    "papers",
    [
        [Brought(position=1, originals=-1)],
        [Brought(position=1, originals=10_000)],
        [Brought(position=0, originals=1)],
        [Brought(position=10**20, originals=1, name="Giấy")],
        [Brought(position=1, originals=1), Brought(position=1, originals=1)],
        [Brought(position=at, copies=1, name="Giấy") for at in range(1, 300)],
    ],
)
def test_counts_that_cannot_be_are_refused(papers: list[Brought]) -> None:
    """Negative, absurd, or the same paper twice."""
    with pytest.raises(Malformed):
        compare([FORM], papers)


counts = st.tuples(st.integers(0, 4), st.integers(0, 4), st.integers(0, 4))


@given(counts, counts, st.integers(0, 2))
def test_bringing_more_never_makes_a_dossier_less_complete(need: Counts, have: Counts, kind: int) -> None:
    """Whatever is enough stays enough with one paper more."""
    more = (*have[:kind], have[kind] + 1, *have[kind + 1 :])
    try:
        compare([_demand(need)], [_brought(have)])
    except Incomplete:
        return
    compare([_demand(need)], [_brought((more[0], more[1], more[2]))])
