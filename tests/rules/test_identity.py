"""The QR code of a căn cước fills the applicant, or says what is wrong with it."""

import contextlib
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onestop.errors import IdentityUnreadable, Malformed
from onestop.rules.identity import (
    Identity,
    masked_identity,
    masked_phone,
    parse_identity,
    typed_identity,
)

NAME, HOME = "Nông Thị Bích Ngọc", "Tổ 5, Sông Bằng, TP. Cao Bằng, Cao Bằng"
CARD = f"004189006742|080123456|{NAME}|15081989|Nữ|{HOME}|10052021"
READ = Identity(
    identity_no="004189006742",
    old_identity_no="080123456",
    name=NAME,
    birth_on="1989-08-15",
    sex="Nữ",
    address=HOME,
    issued_on="2021-05-10",
)


def test_a_card_with_seven_fields_is_read() -> None:
    """The card as most people have it."""
    assert parse_identity(CARD) == READ


def test_a_scanner_that_types_ends_with_enter() -> None:
    """Line ends and a mark of byte order around the text are the scanner's, not the card's."""
    assert parse_identity(f"\ufeff{CARD}\r\n") == READ


def test_letters_taken_apart_are_put_together() -> None:
    """Some scanners give NFD."""
    assert parse_identity(unicodedata.normalize("NFD", CARD)) == READ


@pytest.mark.parametrize(
    ("text", "old", "issued"),
    [
        (f"004189006742||{NAME}|15081989|Nữ|{HOME}|10052021", None, "2021-05-10"),
        (f"004189006742|{NAME}|15081989|Nữ|{HOME}|10052021", None, "2021-05-10"),
        (f"004189006742|080123456|{NAME}|15081989|Nữ|{HOME}", "080123456", None),
        (f"004189006742||{NAME}|15081989|Nữ|{HOME}|", None, None),
        (f"{CARD}|Nông Văn A|Lý Thị B||", "080123456", "2021-05-10"),
    ],
)
def test_cards_of_six_seven_and_more_fields_are_read_by_shape(
    text: str, old: str | None, issued: str | None
) -> None:
    """Without an old number, without a day of issue, or with the parents' names of the newest cards."""
    found = parse_identity(text)

    assert (found.old_identity_no, found.issued_on) == (old, issued)
    assert (found.name, found.birth_on, found.sex, found.address) == (NAME, "1989-08-15", "Nữ", HOME)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        (" \r\n", "empty"),
        ("|" * 3_000, "too-long"),
        ("https://example.vn/", "not-a-card"),
        ("004189006742", "not-a-card"),
        (CARD.encode().decode("latin-1"), "encoding"),
        (CARD.replace("Nông", "N\ufffdng"), "encoding"),
        (CARD.replace("Nông", "N\x07ông"), "control-characters"),
        ("004189006742|a|b", "too-few-fields"),
        (f"004189006742|080123456|{NAME}|15081989|Nữ", "too-few-fields"),
        (CARD.replace("004189006742", "00418900674"), "identity-number"),
        (CARD.replace("004189006742", "00418900674X"), "identity-number"),
        (CARD.replace("080123456", "0801234"), "old-identity-number"),
        (CARD.replace(NAME, ""), "name"),
        (CARD.replace(NAME, "N" * 201), "name"),
        (CARD.replace("15081989", "31021989"), "birth-date"),
        (CARD.replace("15081989", "1989"), "birth-date"),
        (CARD.replace("15081989", "15080089"), "birth-date"),
        (CARD.replace("Nữ", "?"), "sex"),
        (CARD.replace(HOME, ""), "address"),
        (CARD.replace("10052021", "10132021"), "issue-date"),
        (CARD.replace("10052021", "10051980"), "issue-date"),
    ],
)
def test_each_way_to_be_wrong_has_its_reason(text: str, reason: str) -> None:
    """The officer is told what to look at, not only that it failed."""
    with pytest.raises(IdentityUnreadable) as refused:
        parse_identity(text)
    assert refused.value.reason == reason


@given(st.one_of(st.text(), st.lists(st.text(max_size=20), max_size=12).map("|".join)))
def test_nothing_that_a_scanner_gives_breaks_the_reader(text: str) -> None:
    """Any text is a card or a refusal, never a failure."""
    with contextlib.suppress(IdentityUnreadable):
        parse_identity(text)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("004189006742", "004189006742"),
        (" 004 189 006 742 ", "004189006742"),
        ("080123456", "080123456"),
        ("c1234567", "C1234567"),
        ("EA1234567", "EA1234567"),
    ],
)
def test_numbers_of_papers_in_use_are_taken(typed: str, kept: str) -> None:
    """Căn cước, the old chứng minh nhân dân, a passport."""
    assert typed_identity(typed, field="identity_no") == kept


@pytest.mark.parametrize("typed", ["00418900674", "0041890067421", "08012345", "PASSPORT", "12-34", "٠" * 12])
def test_a_number_with_a_digit_left_out_is_refused(typed: str) -> None:
    """Eleven digits are a slip that the register would carry for good."""
    with pytest.raises(Malformed, match="identity-number"):
        typed_identity(typed, field="identity_no")


def test_shown_numbers_hide_what_identifies() -> None:
    """Sex, century, year of birth and half of the drawn digits are hidden; the telephone's middle too."""
    assert masked_identity("004189006742") == "004 ••• ••• 742"
    assert masked_identity("C1234567") == "••• 67"
    assert masked_phone("0912000386") == "0912 ••• 386"
    assert masked_identity("") == masked_phone("") == ""
