"""A call is worded as the hall is used to hear it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onestop.render.announcement import call_text, in_words, spelled
from onestop.render.wording import LANGUAGES


def test_first_call_names_number_and_counter() -> None:
    """The label is spelled figure by figure, the counter is read as a number."""
    assert call_text("A102", 3, "Quầy 3", 1) == {
        "vi": "Mời công dân có số thứ tự A, một không hai, đến quầy số ba.",
        "en": "Ticket A, one zero two, please go to counter three.",
    }


@pytest.mark.parametrize(
    ("times", "vi", "en"),
    [
        (2, "đến quầy số ba, lần hai.", "Second call: ticket"),
        (3, "đến quầy số ba, lần ba.", "Third call: ticket"),
        (12, "đến quầy số ba, lần mười hai.", "Call twelve: ticket"),
    ],
)
def test_later_calls_say_which_one_they_are(times: int, vi: str, en: str) -> None:
    """Who did not hear the first call hears that this is the second."""
    said = call_text("B031", 3, "Đất đai", times)

    assert said["vi"].endswith(vi)
    assert said["en"].startswith(en)


@pytest.mark.parametrize(
    "name", ["Trả kết quả", "Quầy 8 · TRẢ KẾT QUẢ", unicodedata.normalize("NFD", "Trả kết quả")]
)
def test_return_desk_is_called_by_its_name(name: str) -> None:
    """A citizen who collects a result is sent to the desk of results, not to a number."""
    assert call_text("R017", 8, name, 1) == {
        "vi": "Mời công dân có số thứ tự R, không một bảy, đến quầy trả kết quả.",
        "en": "Ticket R, zero one seven, please go to the results desk.",
    }
    assert call_text("R017", 8, name, 2)["vi"].endswith("đến quầy trả kết quả, lần hai.")


@pytest.mark.parametrize(
    ("number", "vi", "en"),
    [
        (0, "không", "zero"),
        (5, "năm", "five"),
        (10, "mười", "ten"),
        (15, "mười lăm", "fifteen"),
        (21, "hai mươi mốt", "twenty-one"),
        (40, "bốn mươi", "forty"),
        (105, "một trăm linh năm", "one hundred and five"),
        (110, "một trăm mười", "one hundred and ten"),
        (999, "chín trăm chín mươi chín", "nine hundred and ninety-nine"),
        (1204, "một hai không bốn", "one two zero four"),
    ],
)
def test_counter_number_is_read_as_people_say_it(number: int, vi: str, en: str) -> None:
    """Fifteen is "mười lăm", twenty-one "hai mươi mốt"; beyond 999 the figures are spelled."""
    assert (vi, en) == (in_words(number, "vi"), in_words(number, "en"))


def test_signs_in_a_label_are_not_spoken() -> None:
    """A label of two letters and a dash is spelled without the dash."""
    assert spelled("AB-1205", "vi") == "A B, một hai không năm"


@given(st.integers(0, 999), st.sampled_from(LANGUAGES))
def test_every_counter_number_has_its_own_words(number: int, lang: str) -> None:
    """No two counters sound alike, and nothing but words is handed to the voice."""
    words = in_words(number, lang)

    assert words.replace("-", " ").replace(" ", "").isalpha()
    assert all(words != in_words(other, lang) for other in range(number))
