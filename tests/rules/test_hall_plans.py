"""What an office may settle about its hall: bands, codes of devices, layouts, and what is still missing."""

from datetime import date

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onestop.errors import BandTaken, Malformed
from onestop.rules.board_layout import checked
from onestop.rules.device_plan import shown_code, typed_device_code
from onestop.rules.hall_gaps import HallParts, gaps_of
from onestop.rules.line_plan import Band, place_band
from onestop.rules.lookup import ALPHABET
from onestop.rules.opening_hours import Opening, openings_of, weekday_hours

_NUMBERS = st.integers(1, 40)


@given(_NUMBERS, _NUMBERS | st.none(), _NUMBERS, _NUMBERS | st.none())
def test_bands_meet_exactly_when_they_share_a_number(
    first: int, last: int | None, other_first: int, other_last: int | None
) -> None:
    """Checked against the numbers themselves, far enough out for a band without an end."""
    one = Band("A", first, last if last is None else max(first, last), "một")
    other = Band("A", other_first, other_last if other_last is None else max(other_first, other_last), "hai")

    def numbers(band: Band) -> set[int]:
        return set(range(band.first, (band.last or 100) + 1))

    if numbers(one) & numbers(other):
        with pytest.raises(BandTaken):
            place_band(one, [other])
    else:
        place_band(one, [other])
    place_band(one, [other._replace(letter="B")])


@given(st.text(ALPHABET, min_size=7, max_size=7), st.integers(0, 7), st.sampled_from(ALPHABET))
def test_one_wrong_character_of_a_device_s_code_is_found(free: str, place: int, letter: str) -> None:
    """Whatever is mistyped in one place; small letters, blanks and the dash do not matter."""
    code = shown_code(free)
    assert typed_device_code(code.lower().replace("-", " ")) == code
    plain = code.replace("-", "")
    if plain[place] != letter:
        with pytest.raises(Malformed):
            typed_device_code(plain[:place] + letter + plain[place + 1 :])


def test_a_layout_that_says_nothing_is_the_usual_one() -> None:
    """A board that nobody has laid out shows calls, counters, lines and the running sentences."""
    assert checked({}) == {
        "parts": ["calls", "counters", "lines", "ticker"],
        "slides": [],
        "slide_seconds": 20,
    }


def test_a_weekday_opened_later_was_closed_until_then() -> None:
    """A Saturday that opens from December on is shut in November; before the first hours of all, they hold."""
    week = [one._replace(valid_from=date(2015, 1, 1)) for one in openings_of(["07:30-11:30"])]
    saturday = Opening(6, 450, 690, date(2026, 12, 1), None, counts=False)
    openings = [*week, saturday]
    assert weekday_hours(openings, 6, date(2026, 11, 28)).open == ()
    assert weekday_hours(openings, 6, date(2026, 12, 5)).open == ((450, 690),)
    assert weekday_hours(openings, 1, date(2010, 1, 4)).open == ((450, 690),)


WHOLE = HallParts(
    lines=["A", "R"],
    return_lines=["R"],
    unserved_lines=[],
    counters=["1"],
    counters_without_profile=[],
    counters_without_officer=[],
    open_hours=True,
    boards=["Bảng"],
    boards_without_screen=[],
    kiosks=["Máy 1"],
    voice=True,
)


@pytest.mark.parametrize(
    ("without", "key"),
    [
        ({"lines": [], "return_lines": []}, "no-lines"),
        ({"return_lines": []}, "no-return-line"),
        ({"unserved_lines": ["C Doanh nghiệp"]}, "line-unserved"),
        ({"counters": []}, "no-counters"),
        ({"counters_without_profile": ["4"]}, "counter-without-profile"),
        ({"counters_without_officer": ["4"]}, "counter-without-officer"),
        ({"open_hours": False}, "no-hours"),
        ({"boards": []}, "no-boards"),
        ({"boards_without_screen": ["Bảng"]}, "board-without-screen"),
        ({"kiosks": []}, "no-kiosk"),
        ({"voice": False}, "no-voice"),
    ],
)
def test_what_is_missing_is_named_one_by_one(without: dict[str, object], key: str) -> None:
    """A whole hall misses nothing; without one thing, exactly that is named."""
    assert gaps_of(WHOLE) == []
    assert [gap.key for gap in gaps_of(msgspec.structs.replace(WHOLE, **without))] == [key]
