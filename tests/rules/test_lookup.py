"""The secret of a receipt survives being typed, and a mistyped one is found out."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onestop import chance
from onestop.errors import Malformed, NotFound
from onestop.model.dossier import DossierState
from onestop.rules.lookup import (
    ALPHABET,
    SECRET_LENGTH,
    is_whole,
    step_of,
    typed_code,
    typed_id,
    typed_procedure,
    typed_secret,
    with_check,
)

free = st.text(ALPHABET, min_size=7, max_size=7)


def test_the_alphabet_is_the_one_that_secrets_are_drawn_from() -> None:
    """Drawing and checking speak of the same 32 symbols."""
    assert ALPHABET == chance._LEGIBLE
    assert is_whole(with_check(chance.new_secret()))
    assert len(with_check(chance.new_secret())) == SECRET_LENGTH


@given(free)
def test_every_single_wrong_character_is_found(free: str) -> None:
    """All 8 × 31 ways to get one character wrong."""
    secret = with_check(free)
    for at in range(len(secret)):
        for wrong in set(ALPHABET) - {secret[at]}:
            assert not is_whole(secret[:at] + wrong + secret[at + 1 :])


def test_every_pair_that_changed_places_is_found_whatever_stands_around_it() -> None:
    """All pairs of different symbols at all pairs of places: next to each other, or not."""
    for first, second in combinations(range(SECRET_LENGTH), 2):
        for one in ALPHABET:
            for other in ALPHABET:
                letters = ["2"] * SECRET_LENGTH
                letters[first], letters[second] = one, other
                there = _remainder("".join(letters))
                letters[first], letters[second] = other, one
                assert (there == _remainder("".join(letters))) == (one == other)


def _remainder(text: str) -> str:
    """Give the character that would make a text whole: two texts with one remainder are confused."""
    return with_check(text)[-1]


@given(free)
def test_every_two_neighbours_that_changed_places_are_found(free: str) -> None:
    """The slip of fast typing."""
    secret = with_check(free)
    for at in range(len(secret) - 1):
        swapped = secret[:at] + secret[at + 1] + secret[at] + secret[at + 2 :]
        assert is_whole(swapped) == (swapped == secret)


@given(free)
def test_a_secret_is_known_again_however_it_is_typed(free: str) -> None:
    """In small letters, in groups, with dashes or blanks."""
    secret = with_check(free)
    small = secret.lower()

    assert typed_secret(f" {small[:4]} {small[4:]} ") == secret
    assert typed_secret(f"{secret[:4]}-{secret[4:]}") == secret
    assert typed_secret(f"{secret[:2]}.{secret[2:5]}–{secret[5:]}") == secret


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("O2345678", "look-alike"),
        ("2345 678i", "look-alike"),
        ("1", "look-alike"),
        ("ABCDĐFGH", "letter"),
        ("ABCD", "length"),
        ("", "length"),
        ("A" * 10_000, "length"),
    ],
)
def test_a_secret_that_cannot_be_one_is_refused_with_what_to_look_at(typed: str, reason: str) -> None:
    """No secret has 0, O, 1 or I: who typed one is told to look again."""
    with pytest.raises(Malformed) as refused:
        typed_secret(typed)
    assert refused.value.facts == {"field": "secret", "reason": reason}


def test_a_slip_is_told_from_a_guess() -> None:
    """A wrong check character is a slip of typing; nobody is counted as guessing for it."""
    secret = with_check("ABCDEFG")
    with pytest.raises(Malformed, match="check-character"):
        typed_secret("B" + secret[1:])


def test_codes_are_read_as_people_type_them() -> None:
    """Small letters, blanks and long dashes in a code; the province's suffix on a procedure's."""
    assert typed_code(" h14.12–261123 - 0007") == "H14.12-261123-0007"
    assert typed_procedure("1.001193.000.00.00.H14") == typed_procedure(" 1.001193 ") == "1.001193"
    for nothing in ("", "   ", "H" * 41, "H14\x00", "H14.Đ"):
        for read in (typed_code, typed_procedure):
            with pytest.raises(NotFound):
                read(nothing)


def test_an_id_from_outside_is_letters_and_digits() -> None:
    """What no id can be is nobody's, in both databases alike."""
    assert typed_id("d39fd9775594075d67d6", kind="ticket") == "d39fd9775594075d67d6"
    for nothing in ("", "\x00", "a b", "é", "x" * 100):
        with pytest.raises(NotFound):
            typed_id(nothing, kind="ticket")


@pytest.mark.parametrize("state", list(DossierState))
def test_every_state_has_a_step_that_the_public_may_know(state: str) -> None:
    """No state is left without a word for the citizen."""
    assert step_of(state) in {"received", "processing", "asked", "ready", "returned", "ended"}
