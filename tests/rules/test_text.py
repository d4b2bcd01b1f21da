"""What people type is kept in one way of writing, and nothing unseen gets onto paper."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onestop.errors import Malformed
from onestop.rules.text import clean, fold, many_lines, one_line


def test_a_name_typed_letter_by_letter_is_the_name_from_the_card() -> None:
    """NFD and NFC are one name; so are Đ and the Icelandic letter that old converters write for it."""
    name = "Đặng Thị Huệ"

    assert clean(unicodedata.normalize("NFD", name)) == name
    assert clean("\u00d0ặng  Thị\u00a0Huệ ") == name
    assert unicodedata.is_normalized("NFC", clean(unicodedata.normalize("NFD", name)))


@pytest.mark.parametrize(
    "typed", ["dang thi hue", "ĐẶNG THỊ HUỆ", "dang\x00 thi\u200b hue", "\u00d0ặng Thị Huệ", "đăng  thí huê"]
)
def test_a_search_meets_the_name_however_it_is_typed(typed: str) -> None:
    """Without diacritics, in capitals, with the wrong Đ or the wrong tone."""
    assert fold(typed) == fold("Đặng Thị Huệ") == "dang thi hue"


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    """What is kept is kept the same when it is saved again."""
    assert clean(clean(text)) == clean(text)
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Nông" * 2_500, "length"),
        ("N" * 10_000, "length"),
        ("Ngọc" * 3_000_000, "length"),
        ("   ", "missing"),
        ("Nông\x00Ngọc", "control-characters"),
        ("Nông\nNgọc", "control-characters"),
        ("Nông\u202eNgọc", "control-characters"),
        ("Nông\u200bNgọc", "control-characters"),
        ("Nông\x1b[31m", "control-characters"),
    ],
)
def test_a_name_that_cannot_be_one_is_refused(text: str, reason: str) -> None:
    """Ten thousand letters, none, or letters that nobody sees: refused with what is wrong."""
    with pytest.raises(Malformed) as refused:
        one_line(text, field="name", most=200, least=1)
    assert refused.value.facts == {"field": "name", "reason": reason}


def test_two_hundred_letters_are_taken_however_they_are_encoded() -> None:
    """The limit counts letters as they are read, not as they are encoded."""
    name = "ặ" * 200

    assert one_line(unicodedata.normalize("NFD", name), field="name", most=200) == name


def test_a_note_may_have_lines_and_a_name_may_not() -> None:
    """Line ends of every system become one kind."""
    assert many_lines("một\r\nhai\rba ", field="note", most=100) == "một\nhai\nba"
