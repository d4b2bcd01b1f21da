"""The people of a dossier: what is taken, how it is kept, and what is refused."""

import unicodedata
from datetime import date

import pytest
from msgspec.structs import replace

from onestop.errors import Malformed
from onestop.rules.applicant import (
    TypedApplicant,
    TypedRepresentative,
    applicant_of,
    representative_of,
)

TODAY = date(2026, 11, 23)
TYPED = TypedApplicant(
    name="Nông Thị Bích Ngọc",
    identity_no="004189006742",
    birth_on="1989-08-15",
    sex="Nữ",
    address="Tổ 5, phường Thục Phán, tỉnh Cao Bằng",
    phone="0912 000 386",
    email="ngoc@example.vn",
)


def test_what_is_typed_is_kept_in_one_way_of_writing() -> None:
    """NFD in, NFC out; numbers without blanks; a folded name to search by."""
    typed = replace(TYPED, name=unicodedata.normalize("NFD", "\u00d0inh  Thị Huệ"))
    kept = applicant_of(typed, TODAY)

    assert (kept.name, kept.folded, kept.phone) == ("Đinh Thị Huệ", "dinh thi hue", "0912000386")


@pytest.mark.parametrize(
    ("phone", "kept"),
    [
        ("+84 912.000.386", "0912000386"),
        ("0084912000386", "0912000386"),
        ("(0206) 3852-123", "02063852123"),
        ("+86 135 7777 8888", "+8613577778888"),
        ("", ""),
    ],
)
def test_telephones_are_taken_as_people_say_them(phone: str, kept: str) -> None:
    """With the country's code, in groups, from across the border, or none at all."""
    assert applicant_of(replace(TYPED, phone=phone), TODAY).phone == kept


def test_who_knows_only_the_year_of_birth_is_taken_with_it() -> None:
    """Old papers of many people tell no more."""
    assert applicant_of(replace(TYPED, birth_on="1941", sex=None, email=None), TODAY).birth_on == "1941"


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("name", "", "missing"),
        ("name", "N" * 10_000, "length"),
        ("name", "Nông\u202eNgọc", "control-characters"),
        ("identity_no", "", "missing"),
        ("identity_no", "00418900674", "identity-number"),
        ("phone", "12345", "phone"),
        ("phone", "0912000386, 0986000215", "phone"),
        ("phone", "không có", "phone"),
        ("email", "ngoc", "email"),
        ("email", "a@b@c.vn", "email"),
        ("email", "x" * 250 + "@b.vn", "length"),
        ("birth_on", "15/08/1989", "date"),
        ("birth_on", "1989-02-30", "date"),
        ("birth_on", "2026-11-24", "date"),
        ("sex", "?", "unknown"),
        ("address", "Tổ 5" * 200, "length"),
    ],
)
def test_a_field_that_cannot_be_is_refused_by_its_name(field: str, value: str, reason: str) -> None:
    """The screen can put the words beside the field."""
    with pytest.raises(Malformed) as refused:
        applicant_of(replace(TYPED, **{field: value}), TODAY)
    assert refused.value.facts == {"field": f"applicant.{field}", "reason": reason}


def test_a_representative_needs_a_name_and_a_number() -> None:
    """Who stands in for somebody is known as well as they are."""
    kept = representative_of(TypedRepresentative(name=" Lý Văn A ", identity_no="004 089 000 001"))

    assert (kept.name, kept.identity_no, kept.paper) == ("Lý Văn A", "004089000001", "")
    with pytest.raises(Malformed, match=r"representative\.identity_no"):
        representative_of(TypedRepresentative(name="Lý Văn A"))
