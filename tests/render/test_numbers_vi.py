"""Numbers are read as a Vietnamese receipt writes them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onestop.errors import Malformed
from onestop.render.numbers_vi import MOST, dong, dong_in_words, read

UNITS = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]


def heard(words: str) -> int:
    """Understand spoken words below a thousand, word by word, as a listener does."""
    total = pending = 0
    for word in words.split():
        match word:
            case "trăm":
                total, pending = pending * 100, 0
            case "mươi":
                total, pending = total + pending * 10, 0
            case "mười":
                total += 10
            case "linh":
                assert total % 100 == 0
            case "mốt":
                assert total % 100 >= 20
                pending = 1
            case "tư":
                assert total % 100 >= 20
                pending = 4
            case "lăm":
                assert total % 100 >= 10
                pending = 5
            case _:
                pending = UNITS.index(word)
    return total + pending


@pytest.mark.parametrize("number", range(1000))
def test_every_number_below_a_thousand_is_understood_and_obeys_the_rules_of_tone(number: int) -> None:
    """0 to 999: a listener hears the same number; linh, mốt, lăm, mười stand where they must, only there."""
    words = read(number).split()
    hundreds, tens, unit = number // 100, number // 10 % 10, number % 10

    assert heard(" ".join(words)) == number
    assert ("trăm" in words) == (hundreds > 0)
    assert ("linh" in words) == (hundreds > 0 and tens == 0 and unit > 0)
    assert ("mười" in words) == (tens == 1)
    assert ("mươi" in words) == (tens > 1)
    assert ("mốt" in words) == (tens > 1 and unit == 1)
    assert ("tư" in words) == (tens > 1 and unit == 4)
    assert ("lăm" in words) == (tens > 0 and unit == 5)
    assert ("không" in words) == (number == 0)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "không"),
        (10, "mười"),
        (11, "mười một"),
        (15, "mười lăm"),
        (20, "hai mươi"),
        (21, "hai mươi mốt"),
        (24, "hai mươi tư"),
        (25, "hai mươi lăm"),
        (55, "năm mươi lăm"),
        (100, "một trăm"),
        (101, "một trăm linh một"),
        (105, "một trăm linh năm"),
        (115, "một trăm mười lăm"),
        (1000, "một nghìn"),
        (1005, "một nghìn không trăm linh năm"),
        (1015, "một nghìn không trăm mười lăm"),
        (2026, "hai nghìn không trăm hai mươi sáu"),
        (10_000, "mười nghìn"),
        (21_000, "hai mươi mốt nghìn"),
        (105_000, "một trăm linh năm nghìn"),
        (1_000_005, "một triệu không trăm linh năm"),
        (1_005_000, "một triệu không trăm linh năm nghìn"),
        (1_250_000, "một triệu hai trăm năm mươi nghìn"),
        (1_000_000_001, "một tỷ không trăm linh một"),
        (
            MOST,
            " ".join(f"chín trăm chín mươi chín {scale}" for scale in ("tỷ", "triệu", "nghìn", "")).strip(),
        ),
    ],
)
def test_known_numbers_are_read_as_a_school_book_reads_them(number: int, words: str) -> None:
    """Years, fees and the numbers that common libraries read wrongly."""
    assert words == read(number)


@given(st.integers(0, MOST))
def test_large_numbers_are_their_groups_of_three(number: int) -> None:
    """Each group named tỷ, triệu, nghìn is heard as its own three digits."""
    rest, total = read(number), 0
    for scale, name in ((10**9, "tỷ"), (10**6, "triệu"), (10**3, "nghìn")):
        if name in rest.split():
            head, rest = rest.split(f"{name}", 1)
            total += heard(head) * scale
    assert number == total + heard(rest)


@pytest.mark.parametrize("number", [-1, MOST + 1])
def test_a_number_that_cannot_be_read_is_refused(number: int) -> None:
    """Nothing is guessed below nought or beyond nine hundred and ninety-nine tỷ."""
    with pytest.raises(Malformed):
        read(number)


def test_money_has_dots_in_figures_and_begins_a_sentence_in_words() -> None:
    """50000 is 50.000 đồng, and năm mươi nghìn đồng."""
    assert dong(1_250_000) == "1.250.000 đồng"
    assert dong(0) == "0 đồng"
    assert dong_in_words(50_000) == "Năm mươi nghìn đồng"
